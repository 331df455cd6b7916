//! What makes frames a commit. Every log asks before it writes: what was appended cannot be mended.

use aoc_core::{CommitEnd, Position, Timestamp};

use crate::error::Error;
use crate::frame::Frame;

/// The most records in one commit.
pub const COMMIT_RECORDS_MAX: usize = 65_536;

/// Why frames are not one whole commit that can follow the log's head.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommitError {
    /// No record.
    #[error("a commit has at least one record")]
    Empty,
    /// Too many records.
    #[error("the commit has {count} records; at most {COMMIT_RECORDS_MAX} are appended at once: split it")]
    TooMany {
        /// How many.
        count: usize,
    },
    /// The positions do not follow the head, one by one.
    #[error("record {found} stands where {expected} is due: number the records from the head on")]
    NotDense {
        /// The place that is due.
        expected: Position,
        /// The place that was found.
        found: Position,
    },
    /// A record belongs to another commit.
    #[error("record {position} says that its commit starts at {commit}, not at {first}")]
    OtherCommit {
        /// The record.
        position: Position,
        /// The commit it claims.
        commit: Position,
        /// The commit's first record.
        first: Position,
    },
    /// The last record does not end the commit, or an earlier one does.
    #[error("record {position} ends its commit too early, or is its last and does not say so")]
    WrongEnd {
        /// The record.
        position: Position,
    },
    /// The records of one commit were recorded at different times.
    #[error("record {position} was recorded at another time than the first of its commit")]
    OtherTime {
        /// The record.
        position: Position,
    },
    /// Not recorded after what is in the log.
    #[error(
        "the commit says it was recorded at {recorded_at}, the one before it at {before}: give it a later time"
    )]
    NotLater {
        /// The time of the commit.
        recorded_at: Timestamp,
        /// The time of the one before it.
        before: Timestamp,
    },
}

/// When a whole commit was recorded that can follow `head`, whose own commit was recorded at `before`.
pub(super) fn check(head: Position, before: Option<Timestamp>, frames: &[Frame]) -> Result<Timestamp, Error> {
    let first = head.next();
    let count = frames.iter().map(Frame::len).sum();
    if count > COMMIT_RECORDS_MAX {
        return Err(CommitError::TooMany { count }.into());
    }
    let (mut due, mut time, mut end) = (first, None, CommitEnd::Open);
    for frame in frames {
        if frame.first() != due {
            return Err(CommitError::NotDense { expected: due, found: frame.first() }.into());
        }
        for view in frame.records() {
            let view = view?;
            view.seal().map_err(|cause| Error::Record { position: view.position(), cause })?;
            let (position, commit) = (view.position(), view.commit());
            if end == CommitEnd::Last {
                return Err(CommitError::WrongEnd { position: position.previous() }.into());
            }
            if commit != first {
                return Err(CommitError::OtherCommit { position, commit, first }.into());
            }
            if *time.get_or_insert(view.recorded_at()) != view.recorded_at() {
                return Err(CommitError::OtherTime { position }.into());
            }
            end = view.end();
            due = position.next();
        }
    }
    let recorded_at = time.ok_or(CommitError::Empty)?;
    if end == CommitEnd::Open {
        return Err(CommitError::WrongEnd { position: due.previous() }.into());
    }
    match before {
        Some(before) if recorded_at <= before => Err(CommitError::NotLater { recorded_at, before }.into()),
        _ => Ok(recorded_at),
    }
}
