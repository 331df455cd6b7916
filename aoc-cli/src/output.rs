//! [`Output`]: the one place that writes, on standard output and standard error.

mod dir;
mod file;
mod page;
mod table;
mod text;

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::rc::Rc;

use clap::ValueEnum;
use clap::builder::StyledStr;
use serde_json::{Value, json};

pub(crate) use dir::WholeDir;
pub(crate) use file::{Existing, WholeFile};
pub(crate) use page::Page;
pub(crate) use table::Table;
pub(crate) use text::{escaped, redacted, shown};

use crate::error::CliError;
use crate::exit::ExitCode;

/// The width of what is written where there is no terminal.
const WIDTH: usize = 100;

/// How answers and errors are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: tables and sentences
    Table,
    /// For programs: one JSON document, described by schemas/out
    Json,
    /// For spreadsheets: one header line, then one line a row
    Csv,
}

impl Format {
    /// The format that arguments ask for which clap does not understand as a whole.
    pub(crate) fn asked_for(arguments: &[OsString]) -> Self {
        let words: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
        let apart = words.windows(2).filter_map(|pair| match pair {
            ["--format", value] => Some(*value),
            _ => None,
        });
        let joined = words.iter().filter_map(|word| word.strip_prefix("--format="));
        apart.chain(joined).find_map(|value| Self::from_str(value, false).ok()).unwrap_or(Self::Table)
    }
}

/// Writes answers to standard output and errors to standard error, in one format.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    format: Format,
    width: usize,
    rows_max: Option<usize>,
    kept: Option<Kept>,
}

/// What was written to an [`Output`] that keeps it instead.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept(Rc<RefCell<Vec<u8>>>);

impl Kept {
    /// Everything that was written since this was last asked.
    pub(crate) fn take(&self) -> String {
        String::from_utf8_lossy(&self.0.take()).into_owned()
    }
}

impl Output {
    /// In this format; on a terminal as wide as that.
    pub(crate) fn new(format: Format) -> Self {
        let terminal = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        let width = terminal.map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(60, 200));
        Self { format, width, rows_max: None, kept: None }
    }

    /// Keeps what is written for people, with no more than so many rows of a table.
    pub(crate) fn keeping(&self, rows_max: Option<usize>) -> (Self, Kept) {
        let kept = Kept::default();
        (Self { format: Format::Table, width: self.width, rows_max, kept: Some(kept.clone()) }, kept)
    }

    /// The format asked for.
    pub(crate) const fn format(&self) -> Format {
        self.format
    }

    /// A page for people.
    pub(crate) fn page(&self, page: &Page) -> Result<(), CliError> {
        match self.rows_max {
            Some(rows_max) => self.text(&page.abridged(rows_max).render(self.width)),
            None => self.text(&page.render(self.width)),
        }
    }

    /// A document for programs.
    pub(crate) fn json(&self, value: &Value) -> Result<(), CliError> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|error| CliError::new(ExitCode::CannotOpen, "json", error.to_string()))?;
        self.document(format!("{}\n", text::escape_in_json(&text)).as_bytes())
    }

    /// Rows for spreadsheets. An answer without rows says its view on standard error.
    pub(crate) fn csv(&self, table: &Table, view: &str) -> Result<(), CliError> {
        if table.is_empty() && !view.is_empty() {
            self.complain(&format!("{}\n", escaped(view)));
        }
        self.document(table.to_csv().as_bytes())
    }

    /// Text for people, of which a terminal obeys nothing but its styles; those are left away where there is no terminal.
    pub(crate) fn text(&self, text: &str) -> Result<(), CliError> {
        let text = text::fit(text);
        if self.kept.is_some() {
            return self.document(text.as_bytes());
        }
        let mut out = anstream::AutoStream::auto(io::stdout().lock());
        written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// A page for people on standard error, beside the answer.
    pub(crate) fn aside(&self, page: &Page) {
        self.complain(&page.render(self.width));
    }

    /// Bytes as they are, which other programs read: an archive, a proof, a key, a script.
    pub(crate) fn document(&self, bytes: &[u8]) -> Result<(), CliError> {
        self.stream(&mut |out| written(out.write_all(bytes)))
    }

    /// The bytes of a document as they come.
    pub(crate) fn stream(
        &self,
        write: &mut dyn FnMut(&mut dyn Write) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        if let Some(Kept(kept)) = &self.kept {
            return write(&mut *kept.borrow_mut());
        }
        let mut out = BufWriter::new(io::stdout().lock());
        write(&mut out)?;
        written(out.flush())
    }

    /// Says something on standard error, beside the answer.
    fn complain(&self, text: &str) {
        let text = text::fit(text);
        if let Some(Kept(kept)) = &self.kept {
            kept.borrow_mut().extend_from_slice(text.as_bytes());
            return;
        }
        let mut out = anstream::AutoStream::auto(io::stderr().lock());
        // There is nowhere to say that standard error cannot be written.
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).unwrap_or_default();
    }

    /// What clap did not understand, in its words.
    pub(crate) fn refused(&self, words: &StyledStr) {
        self.complain(&words.ansi().to_string());
    }

    /// Says how the command ended, and gives its exit code.
    pub(crate) fn end(&self, ended: Result<ExitCode, CliError>) -> ExitCode {
        let error = match ended {
            Ok(code) => return code,
            Err(error) if error.code() == BROKEN_PIPE => return ExitCode::Fine,
            Err(error) => error,
        };
        match self.format {
            Format::Table => self.complain(&page::render_error(&error)),
            Format::Json => {
                let json = error.to_json().to_string();
                self.complain(&format!("{}\n", text::escape_in_json(&redacted(&json))));
            }
            Format::Csv => {
                let mut table = Table::new(&["error", "exit", "message", "help"]);
                let number = error.exit().number().to_string();
                let help = error.helps().join("; ");
                table.row([error.code().to_owned(), number, error.message().to_owned(), help]);
                self.complain(&table.to_csv());
            }
        }
        error.exit()
    }
}

const BROKEN_PIPE: &str = "broken-pipe";

/// Whoever reads has seen enough when the pipe breaks: that is no failure.
pub(crate) fn written(result: io::Result<()>) -> Result<(), CliError> {
    result.map_err(|error| match error.kind() {
        io::ErrorKind::BrokenPipe => CliError::new(ExitCode::Fine, BROKEN_PIPE, "nobody reads any more"),
        _ => CliError::new(ExitCode::CannotOpen, "output", format!("the answer cannot be written: {error}"))
            .with("path", json!("standard output")),
    })
}
