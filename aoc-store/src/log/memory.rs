//! [`MemoryLog`]: a log that lasts as long as the process.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aoc_core::{Position, Timestamp};

use super::head::Head;
use super::{AppendError, EventLog, Frames, Receipt, StoredFrame, StoredFrames, commit, erase};
use crate::error::Error;
use crate::frame::Frame;
use crate::record::Sidecar;

/// A log in memory: for tests, for what-if questions, and as the reference for the others. It promises
/// everything that a log does but durability.
#[derive(Debug, Default)]
pub struct MemoryLog {
    frames: Mutex<Vec<Frame>>,
    last_recorded: Mutex<Option<Timestamp>>,
    head: Head,
}

impl MemoryLog {
    /// An empty log.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    // Frames are only ever pushed or replaced, whole: a thread that panicked with the lock held left them so.
    fn lock(&self) -> MutexGuard<'_, Vec<Frame>> {
        self.frames.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The frames that hold positions from `from` up to the head, one lock a step.
    fn walk(&self, from: Position) -> impl Iterator<Item = Frame> + Send + '_ {
        let head = self.head.get();
        let mut next = self.lock().partition_point(|frame| frame.last() < from);
        std::iter::from_fn(move || {
            let frame = self.lock().get(next).cloned().filter(|frame| frame.last() <= head)?;
            next = next.saturating_add(1);
            Some(frame)
        })
    }
}

impl EventLog for MemoryLog {
    fn head(&self) -> Result<Position, Error> {
        Ok(self.head.get())
    }

    fn append(&self, expected: Position, frames: &[Frame]) -> Result<Receipt, AppendError> {
        let mut last_recorded = self.last_recorded.lock().unwrap_or_else(PoisonError::into_inner);
        let actual = self.head.get();
        if actual != expected {
            return Err(AppendError::Conflict { expected, actual });
        }
        let recorded_at = commit::check(actual, *last_recorded, frames)?;
        let receipt = Receipt::of(frames).ok_or(Error::Commit(super::CommitError::Empty))?;
        self.lock().extend_from_slice(frames);
        *last_recorded = Some(recorded_at);
        self.head.advance(receipt.last);
        Ok(receipt)
    }

    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, Error> {
        let stored = |frame: Frame| StoredFrame { first: frame.first(), bytes: frame.shared_bytes() };
        Ok(Box::new(self.walk(from).map(move |frame| Ok(stored(frame)))))
    }

    fn frames(&self, from: Position) -> Result<Frames<'_>, Error> {
        Ok(Box::new(self.walk(from).map(Ok)))
    }

    fn frame(&self, position: Position) -> Result<Option<Frame>, Error> {
        Ok(self.walk(position).next().filter(|frame| frame.first() <= position))
    }

    fn erase(&self, positions: &[Position]) -> Result<(), Error> {
        erase::check(self, positions)?;
        for frame in self.lock().iter_mut() {
            let held = |position: &Position| frame.first() <= *position && *position <= frame.last();
            if positions.iter().any(held) {
                let mut due = frame.first();
                let sidecars: Vec<Sidecar<'_>> = frame
                    .sidecars()
                    .map(|sidecar| {
                        let kept = if positions.contains(&due) { Sidecar::None } else { sidecar };
                        due = due.next();
                        kept
                    })
                    .collect();
                let bare = frame.with_sidecars(&sidecars);
                *frame = bare.map_err(|cause| Error::Frame { first: frame.first(), cause })?;
            }
        }
        Ok(())
    }

    fn wait(&self, after: Position, timeout: Duration) -> Result<Position, Error> {
        Ok(self.head.wait(after, timeout))
    }
}
