//! [`OpenError`]: why a ledger cannot be opened or created.

use std::path::PathBuf;

use aoc_core::Position;

use crate::error::{Error, Fault};
use crate::file_kind::FileKind;

/// Why a ledger on disk cannot be opened or created. Nothing is created where there is no ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// No such directory.
    #[error("there is no ledger at {}: the directory does not exist; check the path, or create a ledger there", .dir.display())]
    Missing {
        /// The directory.
        dir: PathBuf,
    },
    /// Something else lies there.
    #[error("{} is not a ledger: it has no file `aoc-ledger`; check the path", .dir.display())]
    NotALedger {
        /// The path.
        dir: PathBuf,
    },
    /// Written by a newer version of the library.
    #[error("the ledger at {} has format {found}, written by a newer version (this one reads {known}): open it with that one", .dir.display())]
    Newer {
        /// The directory.
        dir: PathBuf,
        /// The version of its format.
        found: u32,
        /// The newest version that this library reads.
        known: u32,
    },
    /// In use.
    #[error("the ledger at {} is open in another process, or elsewhere in this one: close it there, or read an archive", .dir.display())]
    Locked {
        /// The directory.
        dir: PathBuf,
    },
    /// No permission.
    #[error("no permission to open {} ({why}): run as the owner of the ledger", .path.display())]
    Denied {
        /// The file or directory.
        path: PathBuf,
        /// In the system's words.
        why: String,
    },
    /// The file system can only be read.
    #[error("{} lies on a file system that can only be read ({why}): copy the ledger to where it can be written to, or ask an archive", .path.display())]
    ReadOnly {
        /// The file or directory.
        path: PathBuf,
        /// In the system's words.
        why: String,
    },
    /// Something lies in the ledger that leads elsewhere, or is no file.
    #[error("{} is {found}, and no file or directory of the ledger's own, so nothing in the ledger was opened: put a copy of the real one in its place, or restore the ledger from a backup or archive", .path.display())]
    Foreign {
        /// What is in the way.
        path: PathBuf,
        /// What it is.
        found: FileKind,
    },
    /// A file is not there, or empty.
    #[error("{} is missing or empty: the ledger is damaged, or was cut off while it was created; salvage what can be read into a new ledger, or restore it from a backup or archive (if nothing was ever recorded in it, remove the directory and create it again)", .path.display())]
    Incomplete {
        /// The file.
        path: PathBuf,
    },
    /// A file makes no sense.
    #[error("the ledger at {} is damaged: {why}; salvage what can be read into a new ledger, or restore it from a backup or archive", .dir.display())]
    Damaged {
        /// The directory.
        dir: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// Records are gone.
    #[error("the ledger at {} has lost records: {acknowledged} were acknowledged, but only {found} can be read; its files were cut off or damaged: salvage what can be read into a new ledger, or restore it from a backup or archive", .dir.display())]
    Lost {
        /// The directory.
        dir: PathBuf,
        /// The last position that was acknowledged.
        acknowledged: Position,
        /// The last position that is there.
        found: Position,
    },
    /// The records in it cannot be read.
    #[error("the ledger at {} is damaged: {cause}", .dir.display())]
    Log {
        /// The directory.
        dir: PathBuf,
        /// What is wrong.
        cause: Error,
    },
    /// There is a ledger already.
    #[error("there is a ledger at {} already: open it, or choose another directory", .dir.display())]
    Exists {
        /// The directory.
        dir: PathBuf,
    },
    /// There is something else.
    #[error("{} is not empty: choose a new directory for the ledger", .dir.display())]
    NotEmpty {
        /// The directory.
        dir: PathBuf,
    },
    /// The operating system or the storage engine failed.
    #[error("{}: {fault}", .path.display())]
    Storage {
        /// The file or directory.
        path: PathBuf,
        /// What went wrong.
        fault: Fault,
    },
}

impl OpenError {
    /// What an error of the operating system at a path means for opening a ledger.
    #[must_use]
    pub fn of_io(path: impl Into<PathBuf>, error: &std::io::Error) -> Self {
        let path = path.into();
        match Fault::of_io(error) {
            Fault::Denied { why } => Self::Denied { path, why },
            Fault::ReadOnly { why } => Self::ReadOnly { path, why },
            fault => Self::Storage { path, fault },
        }
    }
}
