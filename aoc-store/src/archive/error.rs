//! [`ArchiveError`]: why a log cannot be exported, or an archive not imported.

use std::io;

use aoc_core::{Kind, Position, Timestamp};

use super::{ARCHIVE_FORMAT, Difference};
use crate::lines::{ByteNumber, LineError, LineNumber};
use crate::{AppendError, Error, RecordError};

/// Why a log cannot be exported, or an archive not imported.
///
/// After a failed import the log holds whole commits only; `recorded` is the last record of them. Import again
/// into a new, empty log.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// The log to import into holds records.
    #[error("the log already holds records (up to {head}): import into a new, empty one")]
    NotEmpty {
        /// The position of its last record.
        head: Position,
    },
    /// A line cannot be read as text.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The first line is not the header of an archive.
    #[error(
        "line 1: this is not an archive: its first line is not {{\"format\":\"{ARCHIVE_FORMAT}\",\"head\":…}} ({why}); drafts are recorded, not imported"
    )]
    NoHeader {
        /// What it is instead.
        why: String,
    },
    /// A newer version wrote the archive.
    #[error(
        "line 1: the archive is of format `{format}`; this version reads {ARCHIVE_FORMAT}: import it with a newer version"
    )]
    NewerFormat {
        /// The format it names.
        format: String,
    },
    /// The file ends in the middle of a line.
    #[error(
        "line {line}: the file ends in the middle of the line, so it was cut off; the records up to {recorded} were imported, nothing of this line's commit: get a whole copy and import it into a new, empty log"
    )]
    Cut {
        /// The last line.
        line: LineNumber,
        /// The last record of the last whole commit.
        recorded: Position,
    },
    /// A line is not a record of an archive.
    #[error("line {line}, byte {byte}: this is not a record of an archive: {why}")]
    Json {
        /// The line.
        line: LineNumber,
        /// Where in it.
        byte: ByteNumber,
        /// What is wrong.
        why: String,
    },
    /// A leaf or sidecar is not base64.
    #[error(
        "line {line}: byte {byte} of `{field}` is not base64 (RFC 4648 section 4, padded): {why}; get an unaltered copy"
    )]
    Base64 {
        /// The line.
        line: LineNumber,
        /// `leaf` or `sidecar`.
        field: &'static str,
        /// Where in its text.
        byte: ByteNumber,
        /// What is wrong.
        why: String,
    },
    /// A leaf is not the bytes of a record.
    #[error("line {line}: the leaf's bytes are not a record: {cause}")]
    Leaf {
        /// The line.
        line: LineNumber,
        /// What is wrong with them.
        cause: RecordError,
    },
    /// What stands beside a sealed record is not what was sealed.
    #[error(
        "line {line}: `sidecar` does not fit the digest in the leaf: one of them was altered; get an unaltered copy"
    )]
    Sidecar {
        /// The line.
        line: LineNumber,
    },
    /// A record is of a kind that this version does not know.
    #[error("line {line}: events of kind {:#06x} are not known to this version: import the archive with a newer one", .kind.code())]
    UnknownKind {
        /// The line.
        line: LineNumber,
        /// The kind.
        kind: Kind,
    },
    /// What can be read is not what the leaf says.
    #[error("line {line}: {difference}: one of them was altered; get an unaltered copy")]
    Disagrees {
        /// The line.
        line: LineNumber,
        /// The first field that differs, and how.
        difference: Box<Difference>,
    },
    /// A record does not follow on the one before it.
    #[error(
        "line {line}: record {found} stands where record {expected} belongs: lines are missing, doubled or out of order; get an unaltered copy"
    )]
    OutOfOrder {
        /// The line.
        line: LineNumber,
        /// The position that comes next.
        expected: Position,
        /// The position that the record has.
        found: Position,
    },
    /// A record does not belong to the commit in which it stands.
    #[error(
        "line {line}: the record belongs to the commit that starts with record {found}, but stands in the one of record {expected}: get an unaltered copy"
    )]
    Torn {
        /// The line.
        line: LineNumber,
        /// The first record of the commit that is being read.
        expected: Position,
        /// The first record of the commit that the record names.
        found: Position,
    },
    /// The time of a commit does not rise, or differs within it.
    #[error(
        "line {line}: the record was recorded at {found}, which does not fit the record before it ({before}): the time is one within a commit and rises from commit to commit; get an unaltered copy"
    )]
    Time {
        /// The line.
        line: LineNumber,
        /// When the record before it was recorded.
        before: Timestamp,
        /// When it was recorded.
        found: Timestamp,
    },
    /// More records than the header announces.
    #[error("line {line}: the header announces {head} records, and this is one more: get an unaltered copy")]
    Beyond {
        /// The line.
        line: LineNumber,
        /// The last position that the header announces.
        head: Position,
    },
    /// A commit has more records than the log takes at once.
    #[error(
        "line {line}: the commit that starts with record {commit} has more than {max} records, the most that this log takes at once: import it into another kind of log"
    )]
    CommitTooLong {
        /// The line of the first record too many.
        line: LineNumber,
        /// The first record of the commit.
        commit: Position,
        /// The most records of a commit.
        max: usize,
    },
    /// The archive ends within a commit.
    #[error(
        "the archive ends within the commit that starts with record {commit}, so it was cut off; the records up to {recorded} were imported, nothing of that commit: get a whole copy and import it into a new, empty log"
    )]
    Unfinished {
        /// The first record of the commit.
        commit: Position,
        /// The last record of the last whole commit.
        recorded: Position,
    },
    /// The archive ends before the record that its header names as the last.
    #[error(
        "the archive ends after record {recorded}, but its header announces {head}, so it was cut off; the records up to {recorded} were imported: get a whole copy and import it into a new, empty log"
    )]
    Short {
        /// The last position that the header announces.
        head: Position,
        /// The last record.
        recorded: Position,
    },
    /// The log does not take a commit.
    #[error("the commit that starts with record {commit} cannot be appended: {cause}")]
    Append {
        /// The first record of the commit.
        commit: Position,
        /// Why.
        cause: AppendError,
    },
    /// A record of the log cannot be exported.
    #[error("record {position} cannot be exported: {cause}")]
    Record {
        /// Where it stands.
        position: Position,
        /// What is wrong with its bytes.
        cause: RecordError,
    },
    /// The log ends before its head.
    #[error("the log's head is {head}, but its records end at {found}: verify the log")]
    Ends {
        /// The head that the log reports.
        head: Position,
        /// The last record that it gives.
        found: Position,
    },
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] Error),
    /// The archive cannot be written.
    #[error("the archive cannot be written: {cause}")]
    Write {
        /// What the system says.
        cause: io::Error,
    },
}
