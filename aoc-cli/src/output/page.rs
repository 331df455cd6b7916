//! [`Page`]: an answer for people, line by line.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use super::{Table, text};
use crate::error::CliError;

const TITLE: Style = Style::new().bold();
const ERROR: Style = AnsiColor::Red.on_default().bold();

#[derive(Debug, Clone)]
enum Block {
    Title(String),
    Line { indent: usize, text: String },
    Table(Table),
    Gap,
}

/// An answer for people: titles, sentences, tables.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    blocks: Vec<Block>,
}

impl Page {
    /// Nothing yet.
    pub(crate) const fn new() -> Self {
        Self { blocks: Vec::new() }
    }

    /// What it is about.
    pub(crate) fn title(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Title(text.into()));
    }

    /// A sentence.
    pub(crate) fn line(&mut self, text: impl Into<String>) {
        self.indented(0, text);
    }

    /// A sentence, so far from the edge; its further lines two more.
    pub(crate) fn indented(&mut self, indent: usize, text: impl Into<String>) {
        self.blocks.push(Block::Line { indent, text: text.into() });
    }

    /// Rows.
    pub(crate) fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) {
        self.blocks.push(Block::Gap);
    }

    /// The same, with no more than so many rows of each table.
    pub(super) fn abridged(&self, rows_max: usize) -> Self {
        let mut page = Self::new();
        for block in &self.blocks {
            match block {
                Block::Table(table) => {
                    let (table, left) = table.abridged(rows_max);
                    page.table(table);
                    if left > 0 {
                        page.indented(1, format!("… and {left} more"));
                    }
                }
                Block::Title(_) | Block::Line { .. } | Block::Gap => page.blocks.push(block.clone()),
            }
        }
        page
    }

    pub(super) fn render(&self, width: usize) -> String {
        let lines = self.blocks.iter().flat_map(|block| match block {
            Block::Title(text) => {
                let styled = |line: String| format!("{TITLE}{line}{TITLE:#}");
                wrap(text, 0, width).into_iter().map(styled).collect()
            }
            Block::Line { indent, text } => wrap(text, *indent, width),
            Block::Table(table) => table.render(width),
            Block::Gap => vec![String::new()],
        });
        lines.map(|line| line + "\n").collect()
    }
}

/// An error for people. Its message is one line, whatever it repeats.
pub(super) fn render_error(error: &CliError) -> String {
    let message = format!("{ERROR}error:{ERROR:#} {}\n", text::line(error.message()));
    let helps = error.helps().iter().map(|line| format!("  {}\n", text::line(line)));
    std::iter::once(message).chain(helps).collect()
}

fn wrap(text: &str, indent: usize, width: usize) -> Vec<String> {
    let hanging = indent.saturating_add(2);
    let mut lines = Vec::new();
    let mut line = " ".repeat(indent);
    let mut empty = true;
    for word in text.split(' ') {
        let wide = line.width().saturating_add(1).saturating_add(word.width()) > width;
        if wide && !empty {
            lines.push(text::line(&line));
            (line, empty) = (" ".repeat(hanging), true);
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push(text::line(&line));
    lines
}
