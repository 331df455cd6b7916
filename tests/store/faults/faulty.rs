//! [`Faulty`]: a log of which one call fails, the nth of its kind, before it is carried out or behind it.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use aoc_core::{CommitEnd, Position};
use aoc_store::{
    AppendError, Cache, CacheName, Error, EventLog, Fault, Frame, Issued, MemoryLog, Receipt, StoredFrame,
    StoredFrames,
};

use crate::outline::cached::Kept;

/// What is asked of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    Write,
    Sync,
    Read,
    Erase,
    ReadCache,
    ChangeCache,
    ReadIssued,
    ReplaceIssued,
}

impl Call {
    pub(super) const ALL: [Self; 8] = [
        Self::Write,
        Self::Sync,
        Self::Read,
        Self::Erase,
        Self::ReadCache,
        Self::ChangeCache,
        Self::ReadIssued,
        Self::ReplaceIssued,
    ];
}

/// How it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Nothing is done.
    Undone,
    /// It is done, and says that it is not.
    Done,
}

/// Which call fails, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    pub(super) call: Call,
    pub(super) nth: usize,
    pub(super) how: How,
}

/// A log in memory with a cache beside it. Like one on disk it refuses to write after a write that failed, and shows nothing
/// that it has not acknowledged.
pub(super) struct Faulty {
    log: MemoryLog,
    cache: FaultyCache,
    state: Arc<Mutex<State>>,
}

struct FaultyCache {
    kept: Arc<Kept>,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    plan: Option<Plan>,
    /// How often the planned call came.
    seen: usize,
    failed: bool,
    /// Where the log ended when a write failed.
    poisoned: Option<Position>,
}

impl Faulty {
    /// An empty log that keeps to a plan.
    pub(super) fn new(plan: Option<Plan>) -> Arc<Self> {
        Self::with(MemoryLog::new(), Arc::default(), plan)
    }

    fn with(log: MemoryLog, kept: Arc<Kept>, plan: Option<Plan>) -> Arc<Self> {
        let state = Arc::new(Mutex::new(State { plan, ..State::default() }));
        Arc::new(Self { log, cache: FaultyCache { kept, state: Arc::clone(&state) }, state })
    }

    /// The same log opened again: what was synced, and what lies beside it. From now on nothing fails.
    pub(super) fn reopened(&self) -> Arc<Self> {
        let (log, mut commit) = (MemoryLog::new(), Vec::new());
        for frame in self.log.frames(Position::FIRST).unwrap().map(Result::unwrap) {
            let end = frame.record(frame.last()).unwrap().unwrap().end();
            commit.push(frame);
            if end == CommitEnd::Last {
                log.append(log.head().unwrap(), &commit).unwrap();
                commit.clear();
            }
        }
        assert!(commit.is_empty(), "half a commit");
        let issued = self.log.issued().unwrap().read().unwrap();
        log.issued().unwrap().replace(&issued).unwrap();
        Self::with(log, Arc::clone(&self.cache.kept), None)
    }

    /// Whether the planned call came.
    pub(super) fn has_failed(&self) -> bool {
        lock(&self.state).failed
    }

    fn poison(&self, head: Position) -> Error {
        lock(&self.state).poisoned.get_or_insert(head);
        fault()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap()
}

/// Does a call as planned.
fn planned<T>(state: &Mutex<State>, call: Call, run: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let how = {
        let mut state = lock(state);
        let plan = state.plan.filter(|plan| plan.call == call);
        state.seen += usize::from(plan.is_some());
        let due = plan.filter(|plan| plan.nth == state.seen);
        state.failed |= due.is_some();
        due.map(|plan| plan.how)
    };
    match how {
        None => run(),
        Some(How::Undone) => Err(fault()),
        Some(How::Done) => run().and(Err(fault())),
    }
}

/// One that says what to do.
fn fault() -> Error {
    Error::Storage { doing: "trying", fault: Fault::DiskFull { why: "as planned".into() } }
}

impl EventLog for Faulty {
    fn head(&self) -> Result<Position, Error> {
        let poisoned = lock(&self.state).poisoned;
        poisoned.map_or_else(|| self.log.head(), Ok)
    }

    fn written(&self) -> Result<Position, Error> {
        self.log.written()
    }

    fn write(&self, expected: Position, frames: &[Frame]) -> Result<Receipt, AppendError> {
        if self.is_poisoned() {
            return Err(AppendError::Refused);
        }
        planned(&self.state, Call::Write, || Ok(()))?;
        self.log.write(expected, frames)
    }

    fn sync(&self, upto: Position) -> Result<(), Error> {
        let head = self.head()?;
        if upto <= head {
            return Ok(());
        }
        if self.is_poisoned() {
            return Err(fault());
        }
        planned(&self.state, Call::Sync, || self.log.sync(upto)).map_err(|_| self.poison(head))
    }

    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, Error> {
        let head = self.head()?;
        let frames = planned(&self.state, Call::Read, || self.log.frames(from))?;
        let acknowledged =
            frames.take_while(move |frame| frame.as_ref().is_ok_and(|frame| frame.last() <= head));
        Ok(Box::new(acknowledged.map(|frame| frame.map(StoredFrame::from))))
    }

    fn frame(&self, position: Position) -> Result<Option<Frame>, Error> {
        let head = self.head()?;
        let frame = planned(&self.state, Call::Read, || self.log.frame(position))?;
        Ok(frame.filter(|frame| frame.last() <= head))
    }

    fn erase(&self, positions: &[Position]) -> Result<(), Error> {
        let head = self.head()?;
        if self.is_poisoned() {
            return Err(Error::Poisoned);
        }
        planned(&self.state, Call::Erase, || self.log.erase(positions)).map_err(|_| self.poison(head))
    }

    fn wait(&self, after: Position, timeout: Duration) -> Result<Position, Error> {
        self.log.wait(after, timeout)
    }

    fn cache(&self) -> Option<&dyn Cache> {
        Some(&self.cache)
    }

    fn issued(&self) -> Option<&dyn Issued> {
        Some(self)
    }

    fn is_poisoned(&self) -> bool {
        lock(&self.state).poisoned.is_some()
    }
}

impl Issued for Faulty {
    fn read(&self) -> Result<Vec<u8>, Error> {
        planned(&self.state, Call::ReadIssued, || self.log.issued().unwrap().read())
    }

    fn replace(&self, bytes: &[u8]) -> Result<(), Error> {
        planned(&self.state, Call::ReplaceIssued, || self.log.issued().unwrap().replace(bytes))
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.log.issued().unwrap().turn()
    }
}

impl Cache for FaultyCache {
    fn read(&self, name: &CacheName) -> Result<Option<Vec<u8>>, Error> {
        planned(&self.state, Call::ReadCache, || self.kept.read(name))
    }

    fn append(&self, name: &CacheName, bytes: &[u8]) -> Result<(), Error> {
        planned(&self.state, Call::ChangeCache, || self.kept.append(name, bytes))
    }

    fn replace(&self, name: &CacheName, bytes: &[u8]) -> Result<(), Error> {
        planned(&self.state, Call::ChangeCache, || self.kept.replace(name, bytes))
    }

    fn remove(&self, name: &CacheName) -> Result<(), Error> {
        planned(&self.state, Call::ChangeCache, || self.kept.remove(name))
    }
}
