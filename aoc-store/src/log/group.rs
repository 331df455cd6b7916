//! [`Group`]: the end of a log, where commits that came at the same time share one way to the disk.

#[cfg(test)]
mod tests;

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
    wakers: Wakers,
}

/// Who waits is woken when there is something to do, and not for what others wait for: to wake a thread takes longer than to
/// write its commit.
#[derive(Debug, Default)]
struct Wakers {
    /// For those whose commits are a share, each for every other share: it is durable, or one of them is to make it so.
    even: Condvar,
    odd: Condvar,
    /// For who does something else in a turn: it is free.
    others: Condvar,
}

/// What is made durable in one turn. They are counted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Share(u64);

#[derive(Debug, Default)]
struct State {
    /// How far was written, and when the last commit was recorded.
    written: Position,
    recorded_at: Option<Timestamp>,
    /// Written since the last turn began.
    waiting: Vec<Frame>,
    /// The share that they will be.
    share: Share,
    /// Where the share before it ends.
    taken: Position,
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
        let state = State { written: head, recorded_at, taken: head, ..State::default() };
        Self { head: Head::at(head), state: Mutex::new(state), wakers: Wakers::default() }
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
        self.wakers.wake_all();
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
            let share = if upto > state.taken { state.share } else { state.share.before() };
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
                state = wait(self.wakers.of(share), state);
            }
        };
        let frames = self.lock().take();
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
            state = wait(&self.wakers.others, state);
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

    // What is locked is changed by assignments only, none of which panics between two that belong together.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wait<'s>(waker: &Condvar, state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
    waker.wait(state).unwrap_or_else(PoisonError::into_inner)
}

impl Share {
    const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }

    const fn before(self) -> Self {
        Self(self.0.wrapping_sub(1))
    }
}

impl Wakers {
    const fn of(&self, share: Share) -> &Condvar {
        if share.0.is_multiple_of(2) { &self.even } else { &self.odd }
    }

    /// After a turn: all whose share it was, and one of the next.
    fn wake(&self, next: Share) {
        self.of(next.before()).notify_all();
        self.of(next).notify_one();
        self.others.notify_all();
    }

    fn wake_all(&self) {
        [&self.even, &self.odd, &self.others].into_iter().for_each(Condvar::notify_all);
    }
}

impl State {
    /// All that was written since the last turn began.
    fn take(&mut self) -> Vec<Frame> {
        (self.share, self.taken) = (self.share.next(), self.written);
        std::mem::take(&mut self.waiting)
    }

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
        let (share, failed) = (state.share, state.failure.is_some());
        drop(state);
        if failed { self.0.wakers.wake_all() } else { self.0.wakers.wake(share) }
    }
}
