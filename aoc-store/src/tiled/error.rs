//! [`TiledError`]: why a log cannot be written as plain files, or read from them.

use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, Fault};
use crate::evidence::{EvidenceError, TreeHead};
use crate::file_kind::FileKind;
use crate::log::AppendError;

/// Why a log cannot be written as plain files, read from them or restored. Files are named as they lie in the directory.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TiledError {
    /// Not such a directory.
    #[error("{} is no archive of plain files: it has no `manifest.json`, which is written last; was the export cut off?", .dir.display())]
    NotTiled {
        /// The path.
        dir: PathBuf,
    },
    /// Written by a newer version.
    #[error("the archive is of format `{found}`, written by a newer version: read it with that one")]
    Newer {
        /// The format.
        found: String,
    },
    /// The place to write to is taken.
    #[error("{} is not empty: name a new directory", .dir.display())]
    NotEmpty {
        /// The path.
        dir: PathBuf,
    },
    /// A file is not there.
    #[error("the file {file} is missing: get a whole copy of the archive")]
    Missing {
        /// Its name.
        file: String,
    },
    /// A file leads elsewhere, or is none.
    #[error(
        "{found} stands in the place of the file {file}, or on the way to it: an archive has files and directories of its own only; get a whole copy"
    )]
    Foreign {
        /// The file's name.
        file: String,
        /// What it is.
        found: FileKind,
    },
    /// A file is not what it was.
    #[error("the file {file} is damaged: {why}; get an unaltered copy")]
    Damaged {
        /// Its name.
        file: String,
        /// What is wrong.
        why: String,
    },
    /// The files fit each other, but not the manifest.
    #[error("the manifest names the root {} for {} records, the files give {}: one of them was exchanged", manifest.root, manifest.upto, found.root)]
    Root {
        /// What the manifest says.
        manifest: TreeHead,
        /// What is so.
        found: TreeHead,
    },
    /// A checkpoint of something else.
    #[error("the checkpoint of {} records that lies with the archive is not of this log: the log was exchanged, forked or rewound", signed.upto)]
    OtherLog {
        /// What it states.
        signed: TreeHead,
    },
    /// The records are not a sound log.
    #[error("the archive holds no sound log: {0}")]
    Unsound(String),
    /// The log to restore into holds records.
    #[error("the ledger to restore into already holds records: create an empty one")]
    Occupied,
    /// A file cannot be read or written.
    #[error("{}: {fault}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        fault: Fault,
    },
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] Error),
    /// The tree or its checkpoints cannot be read.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// The log does not take what is restored.
    #[error(transparent)]
    Append(#[from] AppendError),
}

impl TiledError {
    pub(super) fn io(path: &Path, error: &io::Error) -> Self {
        Self::File { path: path.to_owned(), fault: Fault::of_io(error) }
    }
}

/// What a reader of the log is told: there the files are the storage.
impl From<TiledError> for Error {
    fn from(error: TiledError) -> Self {
        match error {
            TiledError::Log(error) | TiledError::Evidence(EvidenceError::Log(error)) => error,
            TiledError::File { fault, .. } => Self::Storage { doing: "reading the archive", fault },
            other => Self::Storage {
                doing: "reading the archive",
                fault: Fault::Damaged { why: other.to_string() },
            },
        }
    }
}
