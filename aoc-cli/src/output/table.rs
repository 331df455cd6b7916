//! [`Table`]: rows under headings, for people and for spreadsheets.

use comfy_table::{CellAlignment, ContentArrangement, ContentLineStyle, LineStyle, TableStyle};

use super::text;
use crate::formula;

const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none().junction('│'))
    .header_separator(LineStyle::none().fill('─').junction('┼'))
    .content_lines(ContentLineStyle::none().junction('│'));

/// What parts the cells: a name that has it would look like two.
const BORDER: char = '│';

/// Rows under headings.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
}

impl Table {
    /// No rows yet.
    pub(crate) fn new(headings: &[&str]) -> Self {
        let headings = headings.iter().map(|heading| (*heading).to_owned()).collect();
        Self { headings, rows: Vec::new(), right: Vec::new() }
    }

    /// With this column's cells at its right edge: numbers.
    #[must_use]
    pub(crate) fn right(mut self, column: usize) -> Self {
        self.right.push(column);
        self
    }

    /// One more row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The first rows, and how many are left.
    pub(super) fn abridged(&self, rows_max: usize) -> (Self, usize) {
        let rows: Vec<Vec<String>> = self.rows.iter().take(rows_max).cloned().collect();
        let left = self.rows.len().saturating_sub(rows.len());
        (Self { headings: self.headings.clone(), rows, right: self.right.clone() }, left)
    }

    /// Whether it has no rows.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// For spreadsheets (RFC 4180).
    pub(super) fn to_csv(&self) -> String {
        let rows = std::iter::once(&self.headings).chain(&self.rows);
        rows.map(|row| row.iter().map(|cell| csv_cell(cell)).collect::<Vec<_>>().join(",") + "\n").collect()
    }

    /// For people, at most so wide.
    pub(super) fn render(&self, width: usize) -> Vec<String> {
        let mut table = comfy_table::Table::new();
        table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        table.set_header(self.headings.iter().map(|heading| text::escaped(heading)));
        for row in &self.rows {
            table.add_row(row.iter().map(|cell| lines(cell)));
        }
        for column in &self.right {
            if let Some(column) = table.column_mut(*column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        // A name that was cut into lines is isolated on each of them.
        let isolate = |line: String| {
            let cells: Vec<String> = line.split(BORDER).map(text::line).collect();
            cells.join(&BORDER.to_string()).trim_end().to_owned()
        };
        table.lines().map(isolate).collect()
    }
}

/// In quotes where any program that opens it might part it: some take semicolons and tabs for the ends of cells.
fn csv_cell(cell: &str) -> String {
    let cell = text::escaped(cell);
    let guarded = formula::guarded(&cell);
    if guarded != cell || guarded.is_empty() || guarded.contains([',', ';', '"', '\'']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

/// A cell may have several lines; texts from the ledger were escaped before, so none of them is its own.
fn lines(cell: &str) -> String {
    let line = |line: &str| text::escaped(line).replace(BORDER, "\\u{2502}");
    cell.split('\n').map(line).collect::<Vec<_>>().join("\n")
}
