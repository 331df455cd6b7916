//! Drafts as CSV: one a row, under the headings of one of the [`tables`](super::tables::tables).

use std::io::BufRead;

use aoc_store::{BoundedLines, LineError, LineLimit, LineNumber};

use super::cells::Row;
use super::json_lines::unreadable;
use super::line::{DraftLine, Span, Unreadable};
use super::tables::Table;
use super::would::Would;
use crate::formula::unguarded;

/// Why a file is not one of the tables.
#[derive(Debug)]
pub(super) enum CsvError {
    /// Its headings are not those of a table.
    Headings {
        /// Where they stand.
        line: LineNumber,
        /// What is in the way.
        why: String,
    },
    /// It cannot be read.
    Read(LineError),
}

/// The drafts of a CSV file, row by row; empty rows say nothing. Rows of which no draft can be made are among them; an
/// error is a file that cannot be read on.
pub(super) struct CsvRows<R> {
    rows: Rows<R>,
    /// What the file is, unless it is empty.
    table: Option<&'static Table>,
    headings: Vec<String>,
}

impl<R: BufRead> CsvRows<R> {
    /// Reads the headings.
    ///
    /// # Errors
    /// [`CsvError`].
    pub(super) fn of(reader: R) -> Result<Self, CsvError> {
        let mut rows = Rows { file: BoundedLines::new(reader, LineLimit::RECORD), delimiter: b',' };
        let (span, cells) = match rows.next_row(Delimiter::Find).map_err(CsvError::Read)? {
            None => return Ok(Self { rows, table: None, headings: Vec::new() }),
            Some(RawRow::Row { span, cells, .. }) => (span, cells),
            Some(RawRow::Bad(line)) => {
                let why = line.read.err().map(|error| error.why).unwrap_or_default();
                return Err(CsvError::Headings { line: line.span.first, why });
            }
        };
        let headings: Vec<String> = cells.iter().map(|heading| heading.trim().to_owned()).collect();
        let table = check_headings(&headings).map_err(|why| CsvError::Headings { line: span.first, why })?;
        Ok(Self { rows, table: Some(table), headings })
    }

    /// The table that the file is, unless it is empty.
    pub(super) const fn table(&self) -> Option<&'static Table> {
        self.table
    }
}

impl<R: BufRead> Iterator for CsvRows<R> {
    type Item = Result<DraftLine, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        let table = self.table?;
        loop {
            match self.rows.next_row(Delimiter::Known) {
                Err(error) => return Some(Err(error)),
                Ok(None) => return None,
                Ok(Some(RawRow::Bad(line))) => return Some(Ok(*line)),
                Ok(Some(RawRow::Row { cells, .. })) if cells.iter().all(|cell| cell.trim().is_empty()) => {}
                Ok(Some(RawRow::Row { span, text, cells })) => {
                    return Some(Ok(draft_of(table, &self.headings, span, &text, &cells)));
                }
            }
        }
    }
}

/// The most columns of a file: no table has half as many.
const HEADINGS_MAX: usize = 256;

fn check_headings(headings: &[String]) -> Result<&'static Table, String> {
    if headings.len() > HEADINGS_MAX {
        let count = headings.len();
        return Err(format!(
            "it has {count} headings; at most {HEADINGS_MAX} are read: no table has so many"
        ));
    }
    for (at, heading) in headings.iter().enumerate() {
        if headings.iter().skip(at.saturating_add(1)).any(|other| other == heading) {
            let shown: String = heading.chars().take(40).collect();
            return Err(format!("the heading `{shown}` stands twice: leave one of the columns away"));
        }
    }
    Table::of_headings(headings)
}

fn draft_of(table: &Table, headings: &[String], span: Span, text: &str, cells: &[String]) -> DraftLine {
    let bad = |name, column: Option<String>, why| {
        let remedy = "correct the cell; `aoc template` prints the headings and, with --example, a row";
        let would = Would::default();
        DraftLine::unreadable(span, text, Unreadable { name, byte: None, column, why, remedy, would })
    };
    if cells.len() != headings.len() {
        let why = format!("the row has {} cells under {} headings", cells.len(), headings.len());
        return bad("not-a-row", None, why);
    }
    match table.draft(&Row::new(headings, cells)) {
        Ok(json) => DraftLine::of_json(span, text, json),
        Err(error) => bad("bad-cell", Some(error.column), error.why),
    }
}

#[derive(Clone, Copy)]
enum Delimiter {
    Find,
    Known,
}

enum RawRow {
    Row { span: Span, text: String, cells: Vec<String> },
    Bad(Box<DraftLine>),
}

/// The rows of a file; a row goes on over line feeds that stand in quotes.
struct Rows<R> {
    file: BoundedLines<R>,
    delimiter: u8,
}

impl<R: BufRead> Rows<R> {
    fn next_row(&mut self, delimiter: Delimiter) -> Result<Option<RawRow>, LineError> {
        let mut row = String::new();
        let mut span: Option<Span> = None;
        let mut quote_is_open = false;
        loop {
            let line = match self.file.next_line() {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(error) => return unreadable(error).map(|line| Some(RawRow::Bad(Box::new(line)))),
            };
            match &mut span {
                Some(span) => {
                    row.push('\n');
                    span.last = line.number;
                }
                None if line.text.trim().is_empty() => continue,
                None => span = Some(Span::one(line.number)),
            }
            row.push_str(line.text);
            quote_is_open ^= line.text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
            if !quote_is_open || row.len() > LineLimit::RECORD.bytes() {
                break;
            }
        }
        let Some(span) = span else { return Ok(None) };
        if quote_is_open {
            let why = "a quotation mark opens here that is never closed".to_owned();
            let remedy = "close it, or write a quotation mark in a cell twice";
            let (name, would) = ("not-a-row", Would::default());
            let unreadable = Unreadable { name, byte: None, column: None, why, remedy, would };
            return Ok(Some(RawRow::Bad(Box::new(DraftLine::unreadable(span, &row, unreadable)))));
        }
        if matches!(delimiter, Delimiter::Find) {
            self.delimiter =
                [b'\t', b';'].into_iter().find(|mark| row.as_bytes().contains(mark)).unwrap_or(b',');
        }
        let cells = self.cells(&row);
        Ok(Some(RawRow::Row { span, text: row, cells }))
    }

    fn cells(&self, row: &str) -> Vec<String> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(self.delimiter)
            .flexible(true)
            .from_reader(row.as_bytes());
        let mut record = csv::StringRecord::new();
        match reader.read_record(&mut record) {
            Ok(true) => record.iter().map(|cell| unguarded(cell).to_owned()).collect(),
            Ok(false) | Err(_) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, u64, Result<serde_json::Value, String>)> {
        let said = |line: &DraftLine| match &line.read {
            Ok(draft) => Ok(draft.to_json()),
            Err(error) => Err(format!("{} {}", error.column.as_deref().unwrap_or("-"), error.why)),
        };
        let lines = CsvRows::of(text.as_bytes()).unwrap().map(Result::unwrap);
        lines.map(|line| (line.span.first.get(), line.span.last.get(), said(&line))).collect()
    }

    #[test]
    fn a_row_is_a_draft() {
        let rows = rows("group,party,event,date,source,at\nfriends,usa,joined,2010-05-13,a|b,p. 1|\n");
        let (_, _, Ok(json)) = &rows[0] else { panic!("{rows:?}") };
        assert_eq!(json["event"], "MemberJoined");
        assert_eq!(json["date"], "2010-05-13");
        assert_eq!(json["cites"][0]["at"], "p. 1");
        assert_eq!(json["cites"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn cells_may_hold_line_feeds_and_other_programs_part_by_semicolons() {
        let rows = rows("person;name:en;words;uncited\r\nann;\"Ann; of\nKent\";x;yes\r\nbob;Bob;;yes\r\n");
        assert_eq!(rows.iter().map(|row| (row.0, row.1)).collect::<Vec<_>>(), [(2, 3), (4, 4)]);
        assert_eq!(rows[0].2.as_ref().unwrap()["data"]["names"][0]["text"], "Ann; of\nKent");
    }

    #[test]
    fn a_cell_that_does_not_fit_is_named() {
        let rows = rows("group,of,figure,uncited\nfriends,all,many,yes\nfriends,all,,yes\nfriends,all\n");
        let why: Vec<_> = rows.iter().map(|row| row.2.as_ref().unwrap_err().as_str()).collect();
        assert_eq!(why[0], "figure `many` is no figure: write 129, >40, >=40, <=40 or ~70");
        assert_eq!(why[1], "figure the cell is empty: fill it in");
        assert_eq!(why[2], "- the row has 2 cells under 4 headings");
    }

    fn refused(text: &str) -> String {
        match CsvRows::of(text.as_bytes()) {
            Err(CsvError::Headings { why, .. }) => why,
            other => panic!("{:?}", other.map(|_| ())),
        }
    }

    #[test]
    fn headings_without_end_are_refused_before_they_are_compared() {
        let why = refused(&"a,".repeat(1_000_000));
        assert_eq!(why, "it has 1000001 headings; at most 256 are read: no table has so many");
        let long = "x".repeat(1_000_000);
        assert!(refused(&format!("{long},{long}")).len() < 200);
        assert!(refused(&format!("{long},")).len() < 2_000);
    }

    #[test]
    fn a_quotation_mark_that_stays_open_is_found() {
        let rows = rows("person,name:en,uncited\nann,\"Ann,yes\nbob,Bob,yes\n");
        assert_eq!(rows[0].2, Err("- a quotation mark opens here that is never closed".to_owned()));
    }
}
