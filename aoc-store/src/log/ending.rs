//! [`Ending`]: where a log on disk ends that is opened, and the unfinished commit behind it.

use aoc_core::{CommitEnd, Position, Timestamp};

use super::engine::{Engine, Tree};
use super::{portion, walk};
use crate::error::Error;
use crate::record::RecordError;

/// The end of the last whole commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ending {
    /// Its last record.
    pub(super) head: Position,
    /// When it was recorded.
    pub(super) recorded_at: Option<Timestamp>,
    behind: Behind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    Nothing,
    /// The beginning of a commit that was cut off between two portions.
    Unfinished,
}

impl Ending {
    /// Looks for it from the last record on, whose header says where its commit begins.
    pub(super) fn find(engine: &Engine) -> Result<Self, Error> {
        let last = walk::last(engine)?.map_or(Position::START, |frame| frame.last());
        let (head, behind) = match end_of(engine, last)? {
            Some((CommitEnd::Open, _, commit)) => (commit.previous(), Behind::Unfinished),
            _ => (last, Behind::Nothing),
        };
        let recorded_at = match end_of(engine, head)? {
            None => None,
            Some((CommitEnd::Last, recorded_at, _)) => Some(recorded_at),
            Some((CommitEnd::Open, ..)) => {
                let cause =
                    RecordError::Contradiction { what: "another commit begins in the middle of its own" };
                return Err(Error::Record { position: head, cause });
            }
        };
        Ok(Self { head, recorded_at, behind })
    }

    /// Removes what stands behind it, from the last frame on: cut off itself, it leaves less of the unfinished commit.
    pub(super) fn cut(self, engine: &Engine, sync: impl Fn() -> Result<(), Error>) -> Result<(), Error> {
        if self.behind == Behind::Nothing {
            return Ok(());
        }
        for tree in [Tree::Commits, Tree::Blocks] {
            let mut behind = Vec::new();
            let mut at = self.head.next();
            while let Some(stored) = engine.first_from(tree, at)? {
                behind.push(stored.first());
                at = stored.first().next();
            }
            behind.reverse();
            for portion in portion::of_keys(&behind) {
                engine.remove(tree, portion)?;
                sync()?;
            }
            // What was packed along with the beginning of the commit stays.
            if let Some(stored) = engine.last_up_to(tree, self.head)? {
                let frame = stored.frame()?;
                let first = frame.first();
                let kept = frame.between(first, self.head).map_err(|cause| Error::Frame { first, cause })?;
                if kept != frame {
                    engine.insert(tree, &[kept])?;
                    sync()?;
                }
            }
        }
        Ok(())
    }
}

/// Whether the record at a position ends its commit, when that was recorded, and where it begins. None at the start.
fn end_of(engine: &Engine, position: Position) -> Result<Option<(CommitEnd, Timestamp, Position)>, Error> {
    if position == Position::START {
        return Ok(None);
    }
    let frame = walk::at(engine, position)?;
    let view = frame.record(position).ok_or(Error::NoSuchRecord { position })??;
    Ok(Some((view.end(), view.recorded_at(), view.commit())))
}
