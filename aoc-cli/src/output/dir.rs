//! [`WholeDir`]: a directory that is there as a whole or not at all, and that only its owner can read.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

use super::file::{dir, failed};
use crate::error::CliError;

/// A directory that is being filled, beside its place; gone when it is dropped before it is kept.
#[derive(Debug)]
pub(crate) struct WholeDir<'a> {
    path: &'a Path,
    what: &'a str,
    unfinished: TempDir,
}

impl<'a> WholeDir<'a> {
    /// A directory to be filled; `what` it is, is said when that fails. Its place must be free, or an empty directory.
    pub(crate) fn open(path: &'a Path, what: &'a str) -> Result<Self, CliError> {
        match fs::read_dir(path).map(|mut entries| entries.next().is_none()) {
            Ok(true) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Ok(false) => return Err(not_empty(path)),
            Err(error) if error.kind() == ErrorKind::NotADirectory => return Err(not_empty(path)),
            Err(error) => return Err(failed(path, what, &error)),
        }
        if path.file_name().is_none() {
            let message = format!("{} cannot be replaced as a whole: give it by its name", path.display());
            return Err(CliError::usage("usage", message));
        }
        let mut unfinished = tempfile::Builder::new();
        unfinished.prefix(".aoc-unfinished-");
        #[cfg(unix)]
        unfinished.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let unfinished = unfinished.tempdir_in(dir(path));
        Ok(Self { path, what, unfinished: unfinished.map_err(|error| failed(path, what, &error))? })
    }

    /// Where to write meanwhile.
    pub(crate) fn path(&self) -> &Path {
        self.unfinished.path()
    }

    /// Puts it in its place, when all that is in it is synced; after `Ok` it survives power loss.
    pub(crate) fn keep(self) -> Result<(), CliError> {
        let Self { path, what, unfinished } = self;
        put(unfinished.path(), path).map_err(|error| failed(path, what, &error))?;
        let _in_its_place = unfinished.keep();
        Ok(())
    }
}

fn put(from: &Path, to: &Path) -> io::Result<()> {
    match fs::remove_dir(to) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::rename(from, to)?;
    File::open(dir(to))?.sync_all()
}

fn not_empty(path: &Path) -> CliError {
    let path = path.display().to_string();
    CliError::usage("not-empty", format!("{path} is not empty: name a new directory"))
        .with("path", json!(path))
}
