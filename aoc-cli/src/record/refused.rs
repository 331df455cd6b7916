//! The lines that `--keep-going` could not record, in a file of their own, byte for byte.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use aoc_store::LineNumber;
use serde_json::json;
use tempfile::NamedTempFile;

use super::input::{Form, Input, pass_line, unreadable};
use super::line::Span;
use crate::error::CliError;
use crate::exit::ExitCode;

/// Refused lines, written and waiting for their name.
#[derive(Debug)]
pub(super) struct Refused {
    file: NamedTempFile,
    path: PathBuf,
}

/// Where the refused lines of a file go when nobody says where.
pub(super) fn default_path(input: &Input) -> PathBuf {
    PathBuf::from(format!("{}.refused.{}", input.name, input.form.ending()))
}

/// Nothing that was refused earlier is written over.
///
/// # Errors
/// When there is something at the path already.
pub(super) fn check_free(path: &Path) -> Result<(), CliError> {
    if !path.exists() {
        return Ok(());
    }
    let message = format!(
        "{} exists already, perhaps with lines refused earlier; nothing was recorded: move it away, or name another file with --refused",
        path.display()
    );
    Err(CliError::usage("exists", message).with("file", json!(path.display().to_string())))
}

impl Refused {
    /// Copies these lines of a file; before those of a CSV file come its headings.
    ///
    /// # Errors
    /// When there is something at the path already, or a file cannot be read or written.
    pub(super) fn copy(input: &Input, spans: &[Span], path: &Path) -> Result<Self, CliError> {
        check_free(path)?;
        let failed = |error: io::Error| unwritable(path, &error);
        let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let mut file = NamedTempFile::new_in(dir).map_err(failed)?;
        copy_lines(input, spans, &mut file)?.map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        Ok(Self { file, path: path.to_owned() })
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// When that cannot be done.
    pub(super) fn keep(self) -> Result<PathBuf, CliError> {
        match self.file.persist_noclobber(&self.path) {
            Ok(_) => Ok(self.path),
            Err(error) => {
                let path = self.path.display();
                let why = error.error;
                let message = format!(
                    "{path}: the refused lines cannot be written there ({why}); the other lines are recorded: import the file again to get them"
                );
                Err(CliError::new(ExitCode::CannotOpen, "file", message)
                    .with("file", json!(path.to_string())))
            }
        }
    }
}

fn copy_lines(input: &Input, spans: &[Span], out: &mut dyn Write) -> Result<io::Result<()>, CliError> {
    let mut reader = input.reader()?;
    let mut spans = spans.iter().peekable();
    let mut number = LineNumber::FIRST;
    let mut heading = input.form == Form::Csv;
    loop {
        while spans.next_if(|span| span.last < number).is_some() {}
        if spans.peek().is_none() {
            return Ok(Ok(()));
        }
        let mut blank = true;
        let is_wanted = spans.peek().is_some_and(|span| span.first <= number) || heading;
        let mut written = Ok(());
        let passed = pass_line(&mut reader, &mut |bytes| {
            blank &= bytes.iter().all(u8::is_ascii_whitespace);
            if is_wanted && written.is_ok() {
                written = out.write_all(bytes);
            }
            Ok(())
        });
        match passed {
            Ok(true) => {}
            Ok(false) => return Ok(Ok(())),
            Err(error) => return Err(unreadable(&input.name, &error)),
        }
        if written.is_err() {
            return Ok(written);
        }
        heading &= blank;
        number = LineNumber::new(number.get().saturating_add(1));
    }
}

fn unwritable(path: &Path, error: &io::Error) -> CliError {
    let message = format!(
        "{}: the refused lines cannot be written there ({error}); nothing was recorded: name another file with --refused",
        path.display()
    );
    CliError::new(ExitCode::CannotOpen, "file", message).with("file", json!(path.display().to_string()))
}
