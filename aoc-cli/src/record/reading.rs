//! From a file to its lines, whatever the file is.

use aoc_store::{COMMIT_RECORDS_MAX, LineNumber};

use super::csv_rows::{self, CsvError};
use super::input::{Form, Input};
use super::json_lines;
use super::line::{DraftLine, Span, Unreadable};
use super::would::Would;
use crate::error::CliError;
use crate::exit::ExitCode;

/// The lines of a file, and for CSV the table that it is.
///
/// # Errors
/// When the file cannot be read on. What is wrong with its lines is among them.
pub(super) fn lines(input: &Input) -> Result<(Vec<DraftLine>, Option<&'static str>), CliError> {
    let mut lines = Vec::new();
    let mut table = None;
    let read = match input.form {
        Form::Csv => match csv_rows::read(input.reader()?, &mut lines) {
            Ok(found) => {
                table = found.map(|table| table.name);
                Ok(())
            }
            Err(CsvError::Headings { line, why }) => {
                let remedy = "correct the headings, or check that the file is the one meant";
                lines.push(alone(Span::one(line), "headings", why, remedy));
                Ok(())
            }
            Err(CsvError::Read(error)) => Err(error),
        },
        Form::JsonLines | Form::Archive => json_lines::read(input.reader()?, &mut lines),
    };
    read.map_err(|error| {
        let message = format!("{}: {error}; nothing of it was recorded", input.name);
        CliError::new(ExitCode::CannotOpen, "file", message)
    })?;
    if lines.is_empty() {
        let remedy = "check that the file is the one meant";
        lines.push(alone(
            Span::one(LineNumber::FIRST),
            "empty-file",
            "the file holds no drafts".to_owned(),
            remedy,
        ));
    }
    if let Some(line) = lines.get(COMMIT_RECORDS_MAX) {
        let why = format!("the file holds more than {COMMIT_RECORDS_MAX} drafts, the most of one commit");
        lines = vec![alone(
            line.span,
            "too-many-drafts",
            why,
            "split the file: each part is a commit of its own",
        )];
    }
    Ok((lines, table))
}

fn alone(span: Span, name: &'static str, why: String, remedy: &'static str) -> DraftLine {
    let would = Would::default();
    DraftLine::unreadable(span, "", Unreadable { name, byte: None, column: None, why, remedy, would })
}
