//! [`Receipt`] and [`AppendError`]: how an append ends; [`settle`]: how one ended that did not say.

use aoc_core::{EventId, Position};

use super::EventLog;
use crate::error::Error;
use crate::frame::Frame;

/// A commit was appended and is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The position of its first record.
    pub first: Position,
    /// The position of its last record: the log's head from now on.
    pub last: Position,
}

impl Receipt {
    pub(super) fn of(frames: &[Frame]) -> Option<Self> {
        Some(Self { first: frames.first()?.first(), last: frames.last()?.last() })
    }
}

/// Why an append has not been acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AppendError {
    /// Somebody else was first. Nothing was written.
    #[error("the log's head is {actual}, not {expected}: catch up and decide again")]
    Conflict {
        /// Where the writer thought the head was.
        expected: Position,
        /// Where it is.
        actual: Position,
    },
    /// The commit may or may not be in the log.
    #[error(
        "it is not known whether the commit at {first} was recorded: open the ledger again and settle it ({cause})"
    )]
    Unknown {
        /// Where its first record would stand.
        first: Position,
        /// What failed.
        cause: Error,
    },
    /// An earlier write failed. Nothing was written.
    #[error("nothing was written: an earlier write to this log failed; open the ledger again")]
    Refused,
    /// Nothing was written.
    #[error("nothing was written: {0}")]
    Failed(#[from] Error),
}

/// Finds out how an append ended that said [`AppendError::Unknown`]: reads what stands where its first
/// record would, and compares the ids of the events. Nothing means that it is not in the log.
///
/// # Errors
/// [`Error::Poisoned`] when the log has not been opened again since; [`Error`] when what stands there
/// cannot be read.
pub fn settle(log: &dyn EventLog, frames: &[Frame]) -> Result<Option<Receipt>, Error> {
    if log.is_poisoned() {
        return Err(Error::Poisoned);
    }
    let Some(receipt) = Receipt::of(frames) else { return Ok(None) };
    if log.head()? < receipt.last {
        return Ok(None);
    }
    let ours = ids(frames.iter().cloned().map(Ok), receipt)?;
    let theirs = ids(log.frames(receipt.first)?, receipt)?;
    Ok((ours == theirs).then_some(receipt))
}

fn ids(
    frames: impl Iterator<Item = Result<Frame, Error>>,
    receipt: Receipt,
) -> Result<Vec<(Position, EventId)>, Error> {
    let mut ids = Vec::new();
    for frame in frames {
        let frame = frame?;
        for view in frame.records() {
            let view = view?;
            if view.position() > receipt.last {
                return Ok(ids);
            }
            if view.position() >= receipt.first {
                ids.push((view.commit(), view.id()));
            }
        }
        if frame.last() >= receipt.last {
            break;
        }
    }
    Ok(ids)
}
