//! [`WholeFile`]: a file that is there as a whole or not at all, and that only its owner can read.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use serde_json::json;
use tempfile::NamedTempFile;

use crate::error::CliError;
use crate::exit::ExitCode;

/// What becomes of a file that is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// It stays, and nothing is written.
    Kept,
    /// It is overwritten.
    Overwritten,
}

/// A file that is being written; gone when it is dropped before it is kept.
#[derive(Debug)]
pub(crate) struct WholeFile<'a> {
    path: &'a Path,
    what: &'a str,
    existing: Existing,
    file: NamedTempFile,
}

impl<'a> WholeFile<'a> {
    /// A file to be written; `what` it is, is said when that fails.
    pub(crate) fn open(path: &'a Path, what: &'a str, existing: Existing) -> Result<Self, CliError> {
        if existing == Existing::Kept && path.exists() {
            return Err(exists(path));
        }
        let file = NamedTempFile::new_in(dir(path)).map_err(|error| failed(path, what, &error))?;
        Ok(Self { path, what, existing, file })
    }

    /// What is said when it cannot be written.
    pub(crate) fn failed(&self, error: &io::Error) -> CliError {
        failed(self.path, self.what, error)
    }

    /// Puts it in its place; after `Ok` it survives power loss.
    pub(crate) fn keep(self) -> Result<(), CliError> {
        let Self { path, what, existing, file } = self;
        let failed = |error: &io::Error| failed(path, what, error);
        file.as_file().sync_all().map_err(|error| failed(&error))?;
        let kept = match existing {
            Existing::Kept => file.persist_noclobber(path),
            Existing::Overwritten => file.persist(path),
        };
        match kept {
            Ok(_) => {}
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => return Err(exists(path)),
            Err(error) => return Err(failed(&error.error)),
        }
        File::open(dir(path)).and_then(|dir| dir.sync_all()).map_err(|error| failed(&error))
    }
}

impl Write for WholeFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The directory in which a path lies.
pub(super) fn dir(path: &Path) -> &Path {
    path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// What is said when it cannot be written.
pub(super) fn failed(path: &Path, what: &str, error: &io::Error) -> CliError {
    let message =
        format!("{}: {what} cannot be written there ({error}); nothing was changed", path.display());
    CliError::new(ExitCode::CannotOpen, "file", message).with("file", json!(path.display().to_string()))
}

fn exists(path: &Path) -> CliError {
    let message = format!("{} exists already: name another file", path.display());
    CliError::usage("exists", message).with("file", json!(path.display().to_string()))
}
