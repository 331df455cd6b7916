//! [`Group`]: the end of a log, where commits that came at the same time share one way to the disk.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use aoc_core::{Position, Timestamp};

use super::head::Head;
use super::{AppendError, CommitError, Receipt, commit};
use crate::error::Error;
use crate::frame::Frame;

/// What was written behind the acknowledged head, and whose turn it is to make it durable for all.
///
/// Writing takes a lock for as long as it takes to look at the frames. Making durable takes the turn, and no lock:
/// meanwhile others write. Whoever has the next turn takes all of it along.
#[derive(Debug, Default)]
pub(super) struct Group {
    head: Head,
    state: Mutex<State>,
    /// The turn is free again.
    freed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// How far was written, and when the last commit was recorded.
    written: Position,
    recorded_at: Option<Timestamp>,
    /// Written since the last turn began.
    waiting: Vec<Frame>,
    turn: Turn,
    /// What failed first: what it left behind is only known after opening again.
    failure: Option<Error>,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Turn {
    #[default]
    Free,
    Taken,
}

/// Nobody else makes anything durable while this lives.
pub(super) struct Leading<'g>(&'g Group);

impl Group {
    /// The end of a log whose last commit was recorded then.
    #[cfg(feature = "sled")]
    pub(super) fn at(head: Position, recorded_at: Option<Timestamp>) -> Self {
        let state = State { written: head, recorded_at, ..State::default() };
        Self { head: Head::at(head), state: Mutex::new(state), freed: Condvar::new() }
    }

    /// How far the log goes for its readers.
    pub(super) const fn head(&self) -> &Head {
        &self.head
    }

    pub(super) fn written(&self) -> Position {
        self.lock().written
    }

    #[cfg(feature = "sled")]
    pub(super) fn is_poisoned(&self) -> bool {
        self.lock().failure.is_some()
    }

    /// From now on nothing is written and nothing acknowledged.
    #[cfg(feature = "sled")]
    pub(super) fn poison(&self, cause: &Error) {
        self.lock().fail(cause);
        self.freed.notify_all();
    }

    /// Puts a commit behind what was written last.
    pub(super) fn write(&self, expected: Position, frames: &[Frame]) -> Result<Receipt, AppendError> {
        let mut state = self.lock();
        if state.failure.is_some() {
            return Err(AppendError::Refused);
        }
        let actual = state.written;
        if actual != expected {
            return Err(AppendError::Conflict { expected, actual });
        }
        let recorded_at = commit::check(actual, state.recorded_at, frames)?;
        let receipt = Receipt::of(frames).ok_or(Error::Commit(CommitError::Empty))?;
        state.waiting.extend_from_slice(frames);
        (state.written, state.recorded_at) = (receipt.last, Some(recorded_at));
        Ok(receipt)
    }

    /// Returns once everything up to there is acknowledged: by this caller, who then makes all durable that was
    /// written so far, or by another.
    pub(super) fn sync(
        &self,
        upto: Position,
        make_durable: impl FnOnce(&[Frame]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let leading = {
            let mut state = self.lock();
            loop {
                if upto <= self.head.get() {
                    return Ok(());
                }
                if let Some(cause) = &state.failure {
                    return Err(cause.clone());
                }
                if upto > state.written {
                    return Err(Error::NoSuchRecord { position: upto });
                }
                if state.turn == Turn::Free {
                    break self.lead(&mut state);
                }
                state = self.wait(state);
            }
        };
        let frames = std::mem::take(&mut self.lock().waiting);
        let durable = make_durable(&frames);
        let mut state = self.lock();
        // Something else may have failed meanwhile: then nothing more is acknowledged.
        let outcome = state.failure.clone().map_or(durable, Err);
        match (&outcome, frames.last()) {
            (Ok(()), Some(last)) => self.head.advance(last.last()),
            (Ok(()), None) => {}
            (Err(cause), _) => state.fail(cause),
        }
        drop(state);
        drop(leading);
        outcome
    }

    /// Waits for the turn, to do something else in it.
    ///
    /// # Errors
    /// [`Error::Poisoned`].
    #[cfg(feature = "sled")]
    pub(super) fn turn(&self) -> Result<Leading<'_>, Error> {
        let mut state = self.lock();
        while state.turn == Turn::Taken {
            state = self.wait(state);
        }
        if state.failure.is_some() {
            return Err(Error::Poisoned);
        }
        Ok(self.lead(&mut state))
    }

    fn lead(&self, state: &mut State) -> Leading<'_> {
        state.turn = Turn::Taken;
        Leading(self)
    }

    fn wait<'s>(&self, state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        self.freed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    // What is locked is changed by assignments only, none of which panics between two that belong together.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The first cause is the one to tell.
    fn fail(&mut self, cause: &Error) {
        self.failure.get_or_insert_with(|| cause.clone());
        self.waiting.clear();
    }
}

impl Drop for Leading<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        if std::thread::panicking() {
            // In the middle of its turn: as bad as a failed write.
            state.fail(&Error::Poisoned);
        }
        state.turn = Turn::Free;
        drop(state);
        self.0.freed.notify_all();
    }
}
