//! [`MemoryLog`]: a log that lasts as long as the process.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aoc_core::Position;

use super::group::Group;
use super::{AppendError, EventLog, Frames, Receipt, StoredFrame, StoredFrames, erase};
use crate::error::Error;
use crate::evidence::Issued;
use crate::frame::Frame;
use crate::record::Sidecar;

/// A log in memory: for tests, for what-if questions, and as the reference for the others. It promises
/// everything that a log does but durability.
#[derive(Debug, Default)]
pub struct MemoryLog {
    frames: Mutex<Vec<Frame>>,
    end: Group,
    issued: IssuedInMemory,
}

#[derive(Debug, Default)]
struct IssuedInMemory {
    bytes: Mutex<Vec<u8>>,
    turn: Mutex<()>,
}

impl Issued for IssuedInMemory {
    fn read(&self) -> Result<Vec<u8>, Error> {
        Ok(self.bytes.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn replace(&self, bytes: &[u8]) -> Result<(), Error> {
        *self.bytes.lock().unwrap_or_else(PoisonError::into_inner) = bytes.to_vec();
        Ok(())
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
        let head = self.end.head().get();
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
        Ok(self.end.head().get())
    }

    fn written(&self) -> Result<Position, Error> {
        Ok(self.end.written())
    }

    fn write(&self, expected: Position, frames: &[Frame]) -> Result<Receipt, AppendError> {
        self.end.write(expected, frames)
    }

    fn sync(&self, upto: Position) -> Result<(), Error> {
        self.end.sync(upto, |frames| {
            self.lock().extend_from_slice(frames);
            Ok(())
        })
    }

    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, Error> {
        Ok(Box::new(self.walk(from).map(|frame| Ok(StoredFrame::from(frame)))))
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

    fn issued(&self) -> Option<&dyn Issued> {
        Some(&self.issued)
    }

    fn wait(&self, after: Position, timeout: Duration) -> Result<Position, Error> {
        Ok(self.end.head().wait(after, timeout))
    }
}
