//! [`FileIssued`]: the issued checkpoints, in a file in the directory of a ledger.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::directory::{CHECKPOINTS, bytes_of};
use crate::error::{Error, Fault};
use crate::evidence::Issued;
use crate::owner_only;

const UNFINISHED: &str = "checkpoints.new";

/// The file `checkpoints`, which is made when the first is issued.
#[derive(Debug)]
pub(super) struct FileIssued {
    dir: PathBuf,
    turn: Mutex<()>,
}

impl FileIssued {
    pub(super) fn of(ledger: &Path) -> Self {
        Self { dir: ledger.to_owned(), turn: Mutex::new(()) }
    }
}

impl Issued for FileIssued {
    fn read(&self) -> Result<Vec<u8>, Error> {
        bytes_of(&self.dir.join(CHECKPOINTS)).map_err(failed("reading the issued checkpoints"))
    }

    fn replace(&self, bytes: &[u8]) -> Result<(), Error> {
        let unfinished = self.dir.join(UNFINISHED);
        let replace = || {
            match fs::remove_file(&unfinished) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut file = owner_only::create_file(&unfinished)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&unfinished, self.dir.join(CHECKPOINTS))?;
            File::open(&self.dir)?.sync_all()
        };
        replace().map_err(failed("remembering a checkpoint"))
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn failed(doing: &'static str) -> impl Fn(io::Error) -> Error {
    move |error| Error::Storage { doing, fault: Fault::of_io(&error) }
}
