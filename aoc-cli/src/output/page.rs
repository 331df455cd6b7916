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

    pub(super) fn render(&self, width: usize) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            match block {
                Block::Title(text) => {
                    for line in wrap(text, 0, width) {
                        out.push_str(&format!("{TITLE}{line}{TITLE:#}\n"));
                    }
                }
                Block::Line { indent, text } => {
                    for line in wrap(text, *indent, width) {
                        out.push_str(&line);
                        out.push('\n');
                    }
                }
                Block::Table(table) => {
                    for line in table.render(width) {
                        out.push_str(&line);
                        out.push('\n');
                    }
                }
                Block::Gap => out.push('\n'),
            }
        }
        out
    }
}

/// An error for people.
pub(super) fn render_error(error: &CliError) -> String {
    let mut out = String::new();
    for (at, line) in error.message().lines().enumerate() {
        let line = text::line(line);
        out.push_str(&if at == 0 { format!("{ERROR}error:{ERROR:#} {line}\n") } else { format!("  {line}\n") });
    }
    for line in error.helps() {
        out.push_str(&format!("  {}\n", text::line(line)));
    }
    out
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
