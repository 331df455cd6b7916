//! [`Error`]: what can fail in a log. What the book refuses is not here: that is a rejection.

use aoc_core::Position;

use crate::frame::FrameError;
use crate::log::CommitError;
use crate::record::RecordError;

/// What Unix calls an input/output error. (The standard library has no name for it.)
const EIO: i32 = 5;

/// Something failed. Every variant says where and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A record cannot be read or written.
    #[error("record {position}: {cause}")]
    Record {
        /// Its place.
        position: Position,
        /// What is wrong.
        cause: RecordError,
    },
    /// A stored frame cannot be read.
    #[error("the records from {first} on cannot be read: {cause}")]
    Frame {
        /// The place of its first record.
        first: Position,
        /// What is wrong.
        cause: FrameError,
    },
    /// Records are missing, or stand twice.
    #[error(
        "record {expected} is missing: {found} stands in its place, or is the last before it; restore the ledger from a backup or archive"
    )]
    Gap {
        /// The place that is due.
        expected: Position,
        /// The place that was found.
        found: Position,
    },
    /// There is no such record.
    #[error("there is no record {position} in the log")]
    NoSuchRecord {
        /// The position asked for.
        position: Position,
    },
    /// The log has no means to destroy what it holds.
    #[error("this kind of log cannot erase: record the ledger anew, without the data, in one that can")]
    CannotErase,
    /// The log is only read.
    #[error("this is an archive, which is only read: restore it into a ledger to record there")]
    ReadOnly,
    /// The records do not make a commit.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The storage under the log failed.
    #[error("{doing}: {fault}")]
    Storage {
        /// What was being done.
        doing: &'static str,
        /// What went wrong.
        fault: Fault,
    },
    /// An earlier write failed; what it left behind is only known after opening again.
    #[error("an earlier write to this log failed: open the ledger again to see what stands in it")]
    Poisoned,
}

/// What can go wrong under a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// No room.
    #[error(
        "the disk is full ({why}); nothing that was acknowledged is lost: make room, then open the ledger again"
    )]
    DiskFull {
        /// In the system's words.
        why: String,
    },
    /// A limit on the size of files.
    #[error(
        "a file would grow past the limit set for it ({why}); nothing that was acknowledged is lost: raise the limit, then open the ledger again"
    )]
    FileTooLarge {
        /// In the system's words.
        why: String,
    },
    /// No permission.
    #[error("permission is denied ({why}): run as the owner of the ledger")]
    Denied {
        /// In the system's words.
        why: String,
    },
    /// The file system can only be read.
    #[error(
        "the file system can only be read ({why}): copy the ledger to where it can be written to, or ask an archive"
    )]
    ReadOnly {
        /// In the system's words.
        why: String,
    },
    /// The disk, or what lies between.
    #[error(
        "the disk failed ({why}): see to the disk, then open the ledger again; what cannot be read then, restore from a backup or archive"
    )]
    DiskFailed {
        /// In the system's words.
        why: String,
    },
    /// The stored bytes make no sense to the storage engine.
    #[error("the stored data are damaged ({why}): restore the ledger from a backup or archive")]
    Damaged {
        /// In the engine's words.
        why: String,
    },
    /// The storage engine wrote a file of its own that it does not make durable.
    #[error(
        "the storage engine moved data to {found} in `blobs`, which it does not write durably: take an archive, and report this"
    )]
    Blobs {
        /// A file that was found.
        found: String,
    },
    /// The storage engine gave up.
    #[error("the storage engine stopped in the middle ({why}): restore the ledger from a backup or archive")]
    Panicked {
        /// Its last words.
        why: String,
    },
    /// Something else.
    #[error("{why}")]
    Other {
        /// In the system's or the engine's words.
        why: String,
    },
}

impl Fault {
    /// What an error of the operating system means for a log.
    #[must_use]
    pub fn of_io(error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let why = error.to_string();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { why },
            ErrorKind::FileTooLarge => Self::FileTooLarge { why },
            ErrorKind::PermissionDenied => Self::Denied { why },
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { why },
            ErrorKind::UnexpectedEof | ErrorKind::InvalidData => Self::Damaged { why },
            _ if error.raw_os_error() == Some(EIO) => Self::DiskFailed { why },
            _ => Self::Other { why },
        }
    }
}
