//! [`Reading`]: from a file to its lines, one at a time, whatever the file is.

use std::iter;

use aoc_store::{COMMIT_RECORDS_MAX, LineError, LineNumber};

use super::csv_rows::{CsvError, CsvRows};
use super::input::{Form, Input};
use super::json_lines::JsonLines;
use super::line::{DraftLine, Span, Unreadable};
use super::would::Would;
use crate::error::CliError;
use crate::exit::ExitCode;

/// A file that is being read.
pub(super) struct Reading<'i> {
    /// For CSV, the table that it is.
    pub(super) table: Option<&'static str>,
    /// Its lines, at least one. What is wrong with them is among them; an error is a file that cannot be read on.
    pub(super) lines: Box<dyn Iterator<Item = Result<DraftLine, LineError>> + 'i>,
}

impl<'i> Reading<'i> {
    /// Begins to read a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn of(input: &'i Input) -> Result<Self, CliError> {
        let reader = input.reader()?;
        match input.form {
            Form::JsonLines | Form::Archive => Ok(Self::at_least_one(None, JsonLines::of(reader))),
            Form::Csv => match CsvRows::of(reader) {
                Ok(rows) => Ok(Self::at_least_one(rows.table().map(|table| table.name), rows)),
                Err(CsvError::Headings { line, why }) => {
                    let remedy = "correct the headings, or check that the file is the one meant";
                    let line = alone(Span::one(line), "headings", why, remedy);
                    Ok(Self { table: None, lines: Box::new(iter::once(Ok(line))) })
                }
                Err(CsvError::Read(error)) => Err(unread(input, &error, "nothing of it was recorded")),
            },
        }
    }

    fn at_least_one(
        table: Option<&'static str>,
        lines: impl Iterator<Item = Result<DraftLine, LineError>> + 'i,
    ) -> Self {
        let mut lines = lines.peekable();
        let (why, remedy) = ("the file holds no drafts".to_owned(), "check that the file is the one meant");
        let empty =
            lines.peek().is_none().then(|| alone(Span::one(LineNumber::FIRST), "empty-file", why, remedy));
        Self { table, lines: Box::new(lines.chain(empty.map(Ok))) }
    }

    /// All its lines, for one commit; of more than that takes, only what is wrong with that.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub(super) fn all(self, input: &Input) -> Result<Vec<DraftLine>, CliError> {
        let mut lines = Vec::new();
        for line in self.lines {
            let line = line.map_err(|error| unread(input, &error, "nothing of it was recorded"))?;
            if lines.len() == COMMIT_RECORDS_MAX {
                let why =
                    format!("the file holds more than {COMMIT_RECORDS_MAX} drafts, the most of one commit");
                let remedy =
                    "import it with `--batch 1000`, in commits of a thousand drafts each, or split the file";
                return Ok(vec![alone(line.span, "too-many-drafts", why, remedy)]);
            }
            lines.push(line);
        }
        Ok(lines)
    }
}

/// The file cannot be read on; `so_far` says what was recorded of it.
pub(super) fn unread(input: &Input, error: &LineError, so_far: &str) -> CliError {
    CliError::new(ExitCode::CannotOpen, "file", format!("{}: {error}; {so_far}", input.name))
}

fn alone(span: Span, name: &'static str, why: String, remedy: &'static str) -> DraftLine {
    let would = Would::default();
    DraftLine::unreadable(span, "", Unreadable { name, byte: None, column: None, why, remedy, would })
}
