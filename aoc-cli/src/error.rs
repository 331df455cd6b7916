//! [`CliError`]: why a command did not do what it was asked, for people and for scripts.

mod archive;
mod evidence;
mod kept;

use std::fmt;
use std::io;
use std::path::Path;

use aoc_store::{AppendError, Fault, FrameError, OpenError, RecordError};
use serde_json::{Map, Value, json};

use crate::exit::ExitCode;

/// Why a command failed: its exit code, a word for scripts, what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CliError(Box<Parts>);

#[derive(Debug, Clone, PartialEq)]
struct Parts {
    exit: ExitCode,
    code: &'static str,
    message: String,
    help: Vec<String>,
    details: Map<String, Value>,
}

impl CliError {
    /// It ended this way; `code` is its word for scripts, `message` says what is wrong, where, and what to do.
    pub(crate) fn new(exit: ExitCode, code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Parts { exit, code, message, help: Vec::new(), details: Map::new() }))
    }

    /// Wrong usage.
    pub(crate) fn usage(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(ExitCode::Usage, code, message)
    }

    /// A file that cannot be opened, read or written.
    pub(crate) fn file(path: &Path, doing: &str, error: &io::Error) -> Self {
        let message = format!("{}: cannot {doing} it: {error}", path.display());
        Self::new(ExitCode::CannotOpen, "file", message).with("path", json!(path.display().to_string()))
    }

    /// A file, called by this name, that cannot be read.
    pub(crate) fn unread(name: &str, error: &io::Error) -> Self {
        let (exit, code, what) = match error.kind() {
            io::ErrorKind::NotFound => {
                (ExitCode::Usage, "no-such-file", "there is no such file: check the path")
            }
            io::ErrorKind::PermissionDenied => {
                (ExitCode::CannotOpen, "no-permission", "permission to read it is denied")
            }
            _ => (ExitCode::CannotOpen, "file", "it cannot be read"),
        };
        Self::new(exit, code, format!("{name}: {what} ({error})")).with("file", json!(name))
    }

    /// In this file.
    pub(crate) fn in_file(mut self, name: &str) -> Self {
        self.0.message.insert_str(0, &format!("{name}: "));
        self.with("file", json!(name))
    }

    /// With more said of what is wrong.
    pub(crate) fn and(mut self, more: &str) -> Self {
        self.0.message.push_str("; ");
        self.0.message.push_str(more);
        self
    }

    /// One more line that says what to do.
    #[must_use]
    pub(crate) fn help(mut self, line: impl Into<String>) -> Self {
        self.0.help.push(line.into());
        self
    }

    /// One more field for scripts.
    #[must_use]
    pub(crate) fn with(mut self, key: &str, value: Value) -> Self {
        self.0.details.insert(key.to_owned(), value);
        self
    }

    /// How the process ends.
    pub(crate) fn exit(&self) -> ExitCode {
        self.0.exit
    }

    /// Its word for scripts.
    pub(crate) fn code(&self) -> &'static str {
        self.0.code
    }

    /// What is wrong.
    pub(crate) fn message(&self) -> &str {
        &self.0.message
    }

    /// What to do, line by line.
    pub(crate) fn helps(&self) -> &[String] {
        &self.0.help
    }

    /// As JSON (`aoc.error/1`).
    pub(crate) fn to_json(&self) -> Value {
        let mut error = Map::new();
        error.insert("code".into(), json!(self.0.code));
        error.insert("exit".into(), json!(self.0.exit.number()));
        error.insert("message".into(), json!(self.0.message));
        error.insert("help".into(), json!(self.0.help));
        if !self.0.details.is_empty() {
            error.insert("details".into(), Value::Object(self.0.details.clone()));
        }
        json!({"format": "aoc.error/1", "error": error})
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        self.0.help.iter().try_for_each(|line| write!(f, "\n{line}"))
    }
}

impl std::error::Error for CliError {}

impl From<aoc_replay::Error> for CliError {
    fn from(error: aoc_replay::Error) -> Self {
        use aoc_replay::Error;
        let message = error.to_string();
        match error {
            Error::Store(error) => error.into(),
            Error::Record(error) => error.into(),
            Error::Open(error) => error.into(),
            Error::Append(error) => error.into(),
            Error::BeyondHead { asked, head } => Self::usage("beyond-head", message)
                .with("asked", json!(asked))
                .with("head", json!(head))
                .help("`aoc log` lists the commits with their positions and times"),
            Error::NoSuchRecord { .. } => Self::usage("no-such-record", message),
            Error::Erasure { .. } => Self::new(ExitCode::CannotOpen, "erasure-unfinished", message),
            Error::Evidence(error) => error.into(),
            Error::Inventory { .. } => Self::new(ExitCode::Findings, "inventory", message),
            Error::NoInventory { .. } => Self::usage("no-inventory", message),
            Error::NotInBook { .. } => {
                Self::usage("no-inventory", message).help("`aoc checkpoint --key FILE` counts the book anew")
            }
            Error::RestsOnAll => Self::usage("rests-on-all", message),
            Error::NothingToRecord => Self::usage("nothing-to-record", message),
            _ => Self::new(ExitCode::CannotOpen, "ledger", message),
        }
    }
}

impl From<OpenError> for CliError {
    fn from(error: OpenError) -> Self {
        let message = error.to_string();
        let (exit, code) = match &error {
            OpenError::Missing { .. } => (ExitCode::CannotOpen, "no-such-directory"),
            OpenError::NotALedger { .. } => (ExitCode::CannotOpen, "not-a-ledger"),
            OpenError::Newer { .. } => (ExitCode::CannotOpen, "newer-format"),
            OpenError::Locked { .. } => (ExitCode::CannotOpen, "locked"),
            OpenError::Denied { .. } => (ExitCode::CannotOpen, "no-permission"),
            OpenError::ReadOnly { .. } => (ExitCode::CannotOpen, "read-only-disk"),
            OpenError::Foreign { .. } => (ExitCode::CannotOpen, "foreign-file"),
            OpenError::Exists { .. } => (ExitCode::Usage, "ledger-exists"),
            OpenError::NotEmpty { .. } => (ExitCode::Usage, "not-empty"),
            OpenError::Incomplete { .. } | OpenError::Damaged { .. } | OpenError::Lost { .. } => {
                (ExitCode::Damaged, "damaged")
            }
            OpenError::Log { cause, .. } => of_store(cause),
            OpenError::Storage { fault, .. } => of_fault(fault),
            _ => (ExitCode::CannotOpen, "ledger"),
        };
        let mut error_out = Self::new(exit, code, message);
        if matches!(error, OpenError::Missing { .. } | OpenError::NotALedger { .. }) {
            error_out =
                error_out.help("`aoc init DIR` creates an empty ledger, `aoc demo` one with real history");
        }
        if exit == ExitCode::Damaged {
            error_out = error_out.help("`aoc salvage DAMAGED --into NEW` recovers what can be read");
        }
        error_out
    }
}

impl From<aoc_store::Error> for CliError {
    fn from(error: aoc_store::Error) -> Self {
        let (exit, code) = of_store(&error);
        Self::new(exit, code, error.to_string())
    }
}

impl From<RecordError> for CliError {
    fn from(error: RecordError) -> Self {
        let (exit, code) = of_record(&error);
        Self::new(exit, code, error.to_string())
    }
}

impl From<AppendError> for CliError {
    fn from(error: AppendError) -> Self {
        let message = error.to_string();
        match error {
            AppendError::Failed(cause) => {
                let (exit, code) = of_store(&cause);
                Self::new(exit, code, message)
            }
            AppendError::Unknown { .. } => Self::new(ExitCode::CannotOpen, "outcome-unknown", message)
                .help("give the same command again: what was recorded already is not recorded twice"),
            _ => Self::new(ExitCode::CannotOpen, "not-written", message),
        }
    }
}

fn of_store(error: &aoc_store::Error) -> (ExitCode, &'static str) {
    use aoc_store::Error;
    match error {
        Error::Record { cause, .. } => of_record(cause),
        Error::Frame { cause: FrameError::NewerVersion { .. }, .. } => (ExitCode::CannotOpen, "newer-format"),
        Error::Frame { .. } | Error::Gap { .. } => (ExitCode::Damaged, "damaged"),
        Error::ReadOnly | Error::CannotErase => (ExitCode::Usage, "read-only"),
        Error::Commit(_) => (ExitCode::Usage, "commit"),
        Error::Storage { fault, .. } => of_fault(fault),
        _ => (ExitCode::CannotOpen, "ledger"),
    }
}

fn of_record(error: &RecordError) -> (ExitCode, &'static str) {
    match error {
        RecordError::NewerVersion { .. } => (ExitCode::CannotOpen, "newer-format"),
        RecordError::NotSealed => (ExitCode::Usage, "not-sealed"),
        RecordError::TooLong { .. } | RecordError::TooManyEntities { .. } | RecordError::Date { .. } => {
            (ExitCode::Usage, "record")
        }
        _ => (ExitCode::Damaged, "damaged"),
    }
}

fn of_fault(fault: &Fault) -> (ExitCode, &'static str) {
    match fault {
        Fault::DiskFull { .. } => (ExitCode::CannotOpen, "disk-full"),
        Fault::DiskFailed { .. } => (ExitCode::CannotOpen, "disk-failed"),
        Fault::FileTooLarge { .. } => (ExitCode::CannotOpen, "file-too-large"),
        Fault::Denied { .. } => (ExitCode::CannotOpen, "no-permission"),
        Fault::ReadOnly { .. } => (ExitCode::CannotOpen, "read-only-disk"),
        Fault::Damaged { .. } | Fault::Panicked { .. } => (ExitCode::Damaged, "damaged"),
        _ => (ExitCode::CannotOpen, "storage"),
    }
}
