//! [`FrameError`]: why bytes are not a frame.

use aoc_core::Position;

use super::{FRAME_LEN_MAX, FRAME_RECORDS_MAX};

/// Why bytes are not a frame, or records do not make one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// Cut off.
    #[error("{len} bytes are too few for a frame: it is cut off")]
    TooShort {
        /// How many there are.
        len: usize,
    },
    /// Longer than any frame.
    #[error("{len} bytes are too many for a frame of at most {FRAME_LEN_MAX}")]
    TooLong {
        /// How many there are.
        len: usize,
    },
    /// Written by a newer version of the library.
    #[error("the frame has format version {version}, written by a newer version: read it with that one")]
    NewerVersion {
        /// The format version.
        version: u8,
    },
    /// The head or the table are not what was written.
    #[error("the checksum of the frame's head does not fit: its bytes have changed since they were written")]
    Checksum,
    /// The head says what no version of this library writes.
    #[error("the frame's head was made by something else: {what}")]
    Malformed {
        /// What is wrong.
        what: &'static str,
    },
    /// The table's lengths do not add up.
    #[error("the frame holds {found} bytes of records where its table says {expected}")]
    Length {
        /// What the table says.
        expected: usize,
        /// What there is.
        found: usize,
    },
    /// It lies under another position than its own.
    #[error("the frame says that its first record is {first}")]
    Misplaced {
        /// The position it claims.
        first: Position,
    },
    /// There is no record to put in a frame.
    #[error("a commit has at least one record, and a frame at most {FRAME_RECORDS_MAX}")]
    Empty,
}
