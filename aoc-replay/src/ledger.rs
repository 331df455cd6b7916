//! [`Ledger`]: what an embedder holds.

mod asking;
mod batch_size;
mod bulk;
mod evidence;
mod recording;

use std::sync::{Arc, Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use aoc_core::{Day, EventId, Position, Record, Rejections, Timestamp};
use aoc_store::{Clock, EventLog, Evidence, MemoryLog, Salts, Subscription, SystemClock, SystemSalts};

use crate::commits::{Commit, Commits};
use crate::error::Error;
use crate::inventory::Inventory;
use crate::state::State;
use crate::view::{KnownAt, ReadView, View};

pub use batch_size::{BatchSize, BatchSizeError};
pub use bulk::{Bulk, BulkError, BulkRecorded, Stored, Together};

/// A ledger: records drafts, answers questions. Cheap to clone, shared between threads.
///
/// While an answer is folded, what the ledger holds in memory is locked for reading. A projection, or what is
/// given to [`Ledger::replay`], must not record or ask on the same ledger: it would wait for itself. Collect
/// first, then record.
///
/// ```
/// use aoc_core::{Citations, Draft, EventDate, GroupEstablished, MemberJoined, PartyKind, PartyRegistered};
/// use aoc_replay::{Ledger, Recorded, Roll, View};
///
/// let ledger = Ledger::in_memory();
/// let (friends, spain) = ("friends".parse()?, "esp".parse()?);
/// let names = |text: &str| serde_json::from_value(serde_json::json!([{"lang": "en", "text": text}]));
/// let founded = GroupEstablished { group: friends, names: names("Group of Friends")?, admits: vec![PartyKind::Country] };
/// let party = PartyRegistered { party: spain, kind: PartyKind::Country, names: names("Spain")?, codes: vec![] };
/// let recorded = ledger.record(&[
///     Draft::new(founded, "2005".parse()?, Citations::uncited()),
///     Draft::new(party, EventDate::UNKNOWN, Citations::uncited()),
///     Draft::new(MemberJoined { group: friends, party: spain }, "2005-07".parse()?, Citations::uncited()),
/// ])?;
/// assert!(matches!(recorded, Recorded::Accepted(_)));
///
/// let roll = ledger.ask(&Roll::of(friends), View::on("2005-07-14".parse()?))?.value;
/// assert_eq!((roll.total().certain, roll.total().possible), (0, 1)); // in July, but perhaps later in July
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Ledger {
    shared: Arc<Shared>,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").finish_non_exhaustive()
    }
}

struct Shared {
    log: Arc<dyn EventLog>,
    evidence: Evidence,
    clock: Arc<dyn Clock>,
    salts: Arc<dyn Salts>,
    state: RwLock<State>,
    writer: Mutex<()>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        if let Ok(state) = self.state.read() {
            state.keep_outline(self.log.as_ref(), 1);
        }
    }
}

/// What became of drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    /// They are in the book, as one commit.
    Accepted(Receipt),
    /// They were in the book already, under the same ids, as one commit: a retry.
    AlreadyRecorded(Receipt),
    /// The book says no. Nothing was recorded.
    Rejected(Rejections),
}

impl Recorded {
    /// The commit, unless the book said no.
    #[must_use]
    pub const fn receipt(&self) -> Option<&Receipt> {
        match self {
            Self::Accepted(receipt) | Self::AlreadyRecorded(receipt) => Some(receipt),
            Self::Rejected(_) => None,
        }
    }
}

/// A commit that is in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its records' places and time.
    pub commit: Commit,
    /// Its records' ids, in order.
    pub ids: Vec<EventId>,
}

impl Ledger {
    /// A ledger in memory: for tests, and for what need not last.
    #[must_use]
    pub fn in_memory() -> Self {
        let (clock, salts) = (Arc::new(SystemClock), Arc::new(SystemSalts));
        let log: Arc<dyn EventLog> = Arc::new(MemoryLog::new());
        Self::of(Arc::clone(&log), clock, salts, State::of(log))
    }

    /// A new ledger in an empty or missing directory.
    ///
    /// # Errors
    /// [`Error::Open`] when the directory cannot become a ledger.
    #[cfg(feature = "sled")]
    pub fn create(dir: impl AsRef<std::path::Path>) -> Result<Self, Error> {
        let log = aoc_store::SledLog::create(dir.as_ref())?;
        Self::with(Arc::new(log), Arc::new(SystemClock), Arc::new(SystemSalts))
    }

    /// The ledger in a directory.
    ///
    /// # Errors
    /// [`Error::Open`] when there is none, it is locked, damaged, or of a newer format.
    #[cfg(feature = "sled")]
    pub fn open(dir: impl AsRef<std::path::Path>) -> Result<Self, Error> {
        let log = aoc_store::SledLog::open(dir.as_ref())?;
        Self::with(Arc::new(log), Arc::new(SystemClock), Arc::new(SystemSalts))
    }

    /// A ledger over any log, with any clock, and any source of the salts that seal personal data.
    ///
    /// # Errors
    /// [`Error::Store`] and [`Error::Record`] when the log cannot be read; [`Error::Erasure`] when an erasure that
    /// was cut off cannot be finished.
    pub fn with(log: Arc<dyn EventLog>, clock: Arc<dyn Clock>, salts: Arc<dyn Salts>) -> Result<Self, Error> {
        Self::with_progress(log, clock, salts, &mut |_| {})
    }

    /// The same, told after each stretch of records how far the reading has come.
    ///
    /// # Errors
    /// As [`Ledger::with`].
    pub fn with_progress(
        log: Arc<dyn EventLog>,
        clock: Arc<dyn Clock>,
        salts: Arc<dyn Salts>,
        progress: &mut dyn FnMut(Position),
    ) -> Result<Self, Error> {
        let mut state = State::of(Arc::clone(&log));
        state.catch_up(log.as_ref(), progress)?;
        Ok(Self::of(log, clock, salts, state))
    }

    fn of(log: Arc<dyn EventLog>, clock: Arc<dyn Clock>, salts: Arc<dyn Salts>, state: State) -> Self {
        let (state, writer, evidence) = (RwLock::new(state), Mutex::new(()), Evidence::of(Arc::clone(&log)));
        Self { shared: Arc::new(Shared { log, evidence, clock, salts, state, writer }) }
    }

    /// The log beneath, for export, verification and subscriptions.
    #[must_use]
    pub fn log(&self) -> &dyn EventLog {
        self.shared.log.as_ref()
    }

    /// What is proven of the log, and signed.
    #[must_use]
    pub fn evidence(&self) -> &Evidence {
        &self.shared.evidence
    }

    /// Which entities the records up to a commit speak of, and how many records speak of each.
    ///
    /// # Errors
    /// [`Error::BeyondHead`], [`Error::Store`].
    pub fn inventory(&self, upto: Position) -> Result<Inventory, Error> {
        let state = self.read()?;
        let view = View::on(Day::FUTURE).known_at(KnownAt::Position(upto)).read(&state.commits)?;
        Ok(Inventory::of(state.index(), view.position))
    }

    /// The same log under a ledger of its own, all of whose knowledge comes from the log's records.
    pub(crate) fn read_anew(&self) -> Result<Self, Error> {
        let Shared { log, clock, salts, .. } = &*self.shared;
        let mut state = State::of_records(Arc::clone(log));
        state.catch_up(log.as_ref(), &mut |_| {})?;
        Ok(Self::of(Arc::clone(log), Arc::clone(clock), Arc::clone(salts), state))
    }

    pub(crate) fn shared_log(&self) -> Arc<dyn EventLog> {
        Arc::clone(&self.shared.log)
    }

    /// The time now, by the ledger's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// The position of the last record.
    ///
    /// # Errors
    /// [`Error::Store`] when the log cannot be read.
    pub fn head(&self) -> Result<Position, Error> {
        Ok(self.read()?.head())
    }

    /// The commits.
    ///
    /// # Errors
    /// [`Error::Store`] when the log cannot be read.
    pub fn commits(&self) -> Result<Commits, Error> {
        Ok(self.read()?.commits.clone())
    }

    /// The last version of the fact that a record belongs to, be it a retraction.
    ///
    /// # Errors
    /// [`Error::Store`] when the log cannot be read.
    pub fn last_version(&self, position: Position) -> Result<Option<Position>, Error> {
        Ok(self.read()?.last_version(position))
    }

    /// The version that stands now of the fact that a record belongs to; nothing when it was retracted.
    ///
    /// # Errors
    /// [`Error::Store`] when the log cannot be read.
    pub fn standing(&self, position: Position) -> Result<Option<Position>, Error> {
        Ok(self.read()?.standing(position))
    }

    /// One record.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`] beyond the head; [`Error::Record`] when it cannot be read.
    pub fn record_at(&self, position: Position) -> Result<Record, Error> {
        let missing = || Error::NoSuchRecord { position, head: self.shared.log.head().unwrap_or_default() };
        let frame = self.shared.log.frame(position)?.ok_or_else(missing)?;
        let record = frame.record(position).ok_or_else(missing)??;
        Ok(record.to_record()?)
    }

    /// The position of the record whose draft bore this id.
    ///
    /// # Errors
    /// [`Error::Store`] when the log cannot be read.
    pub fn find(&self, id: EventId) -> Result<Option<Position>, Error> {
        Ok(self.read()?.find(id))
    }

    /// The view as it is read now.
    ///
    /// # Errors
    /// [`Error::BeyondHead`].
    pub fn view(&self, view: View) -> Result<ReadView, Error> {
        view.read(&self.read()?.commits)
    }

    /// Writes now what is kept beside the log so that opening need not read it, and tells how far it goes; nothing where it
    /// cannot be kept. A ledger does so by itself, now and then and when it is closed. To lose it changes nothing but the
    /// time that opening takes.
    ///
    /// ```
    /// use aoc_replay::Ledger;
    /// assert_eq!(Ledger::in_memory().snapshot()?, None); // there is no place beside it
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Store`] when the log cannot be read.
    pub fn snapshot(&self) -> Result<Option<Position>, Error> {
        let state = self.read()?;
        state.keep_outline(self.log(), 1);
        Ok(state.outlined(self.log()))
    }

    /// The records from a position on, and then those of new commits as they come; each `next` waits for
    /// at most `timeout`.
    #[must_use]
    pub fn subscribe(&self, from: Position, timeout: Duration) -> Subscription {
        Subscription::new(Arc::clone(&self.shared.log), from, timeout)
    }

    /// The memory, caught up with the log.
    pub(crate) fn read(&self) -> Result<RwLockReadGuard<'_, State>, Error> {
        let head = self.shared.log.head()?;
        {
            let state = self.state()?;
            if state.head() >= head {
                return Ok(state);
            }
        }
        let mut state = self.write()?;
        state.catch_up(self.log(), &mut |_| {})?;
        Ok(RwLockWriteGuard::downgrade(state))
    }

    /// The memory, as far as it is.
    fn state(&self) -> Result<RwLockReadGuard<'_, State>, Error> {
        self.shared.state.read().map_err(|_| Error::Poisoned)
    }

    fn write(&self) -> Result<RwLockWriteGuard<'_, State>, Error> {
        self.shared.state.write().map_err(|_| Error::Poisoned)
    }

    fn writer(&self) -> Result<MutexGuard<'_, ()>, Error> {
        self.shared.writer.lock().map_err(|_| Error::Poisoned)
    }
}
