//! [`Ledger`]: what an embedder holds.

use std::sync::{Arc, Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use aoc_core::{
    Claim, Day, Draft, Event, EventId, Position, Privacy, Record, Rejections, Seal, Timestamp, Unread,
    decide_from,
};
use aoc_store::{
    AppendError, Clock, EventLog, Frame, MemoryLog, RecordView, Salts, Subscription, SystemClock, SystemSalts,
};

use crate::commits::{Commit, Commits};
use crate::erasure;
use crate::error::Error;
use crate::interest::Interest;
use crate::projection::{Answer, Diff, Lines, Parallel, Projection, diff};
use crate::reach::Reach;
use crate::state::State;
use crate::threads::Threads;
use crate::view::{KnownAt, ReadView, View};

/// How often drafts are judged again when others write in between.
const TRIES_MAX: u32 = 16;

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
        let (state, writer) = (RwLock::new(state), Mutex::new(()));
        Self { shared: Arc::new(Shared { log, clock, salts, state, writer }) }
    }

    /// The log beneath, for export, verification and subscriptions.
    #[must_use]
    pub fn log(&self) -> &dyn EventLog {
        self.shared.log.as_ref()
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

    /// Judges drafts and records them as one commit: all or none.
    ///
    /// When it returns [`Recorded::Accepted`] on a durable log, the commit survives power loss. Recording
    /// drafts with the same ids again records nothing and says so. The bodies of events with personal data are sealed;
    /// a [`PersonErased`](aoc_core::PersonErased) destroys those of the person, as [`Ledger::erase`] does.
    ///
    /// # Errors
    /// [`Error::Append`] when writing failed: what is certain then is said by the error. [`Error::Erasure`] when an
    /// erasure was recorded, but not carried out to the end.
    pub fn record(&self, drafts: &[Draft]) -> Result<Recorded, Error> {
        if drafts.is_empty() {
            return Err(Error::NothingToRecord);
        }
        let _writer = self.writer()?;
        for _ in 0..TRIES_MAX {
            let (expected, mut records) = {
                let state = self.read()?;
                if let Some(receipt) = self.recorded_before(&state, drafts)? {
                    return Ok(Recorded::AlreadyRecorded(receipt));
                }
                match self.decide(&state, drafts)? {
                    Ok(records) => {
                        erasure::check(&state, self.log(), &records)?;
                        (state.head(), records)
                    }
                    Err(rejections) => return Ok(Recorded::Rejected(rejections)),
                }
            };
            self.seal(&mut records)?;
            let frames = Frame::of(&records)?;
            match self.shared.log.append(expected, &frames) {
                Ok(_) => return self.accept(&records).map(Recorded::Accepted),
                Err(AppendError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::Contended { tries: TRIES_MAX })
    }

    /// Personal data do not stand in the records themselves, which never change.
    fn seal(&self, records: &mut [Record]) -> Result<(), Error> {
        for record in records {
            if record.event.as_ref().is_some_and(|event| event.privacy() == Privacy::Personal) {
                record.seal = Seal::Sealed(self.shared.salts.draw()?);
            }
        }
        Ok(())
    }

    /// What recording the drafts would give, not sealed yet; nothing is recorded.
    ///
    /// # Errors
    /// [`Error::Store`] when the log cannot be read.
    pub fn judge(&self, drafts: &[Draft]) -> Result<Result<Vec<Record>, Rejections>, Error> {
        let state = self.read()?;
        self.decide(&state, drafts)
    }

    fn decide(&self, state: &State, drafts: &[Draft]) -> Result<Result<Vec<Record>, Rejections>, Error> {
        let decided = decide_from(state.index(), state.pages(), drafts, self.next_time(state));
        decided.map_err(|Unread { position }| state.pages().why_unread(position))
    }

    /// `recorded_at` strictly rises from commit to commit, whatever the clock does (law 4).
    fn next_time(&self, state: &State) -> Timestamp {
        let now = self.shared.clock.now();
        state.index().recorded_at().map_or(now, |last| now.max(last.next()))
    }

    fn accept(&self, records: &[Record]) -> Result<Receipt, Error> {
        self.write()?.catch_up(self.log(), &mut |_| {})?;
        // From the records, not from the memory: others may have caught it up to later commits already.
        let (Some(first), Some(last)) = (records.first(), records.last()) else {
            return Err(Error::NothingToRecord);
        };
        let commit = Commit { first: first.position, last: last.position, recorded_at: first.recorded_at };
        Ok(Receipt { commit, ids: records.iter().map(|record| record.id).collect() })
    }

    /// The commit that these very drafts became earlier.
    fn recorded_before(&self, state: &State, drafts: &[Draft]) -> Result<Option<Receipt>, Error> {
        let Some(first) = drafts.first().and_then(|draft| state.index().find(draft.id())) else {
            return Ok(None);
        };
        let Some(commit) = state.commits.holding(first).filter(|commit| commit.first == first) else {
            return Ok(None);
        };
        if commit.last != first.plus(drafts.len()).previous() {
            return Ok(None);
        }
        let mut ids = Vec::with_capacity(drafts.len());
        for (ahead, draft) in drafts.iter().enumerate() {
            let position = first.plus(ahead);
            // An id from the content does not tell a retry from the same claim made anew after a retraction.
            let retracted = draft.own_id().is_none() && state.standing(position).is_none();
            if retracted || !self.is_record_of(state, draft, position)? {
                return Ok(None);
            }
            ids.push(draft.id());
        }
        Ok(Some(Receipt { commit, ids }))
    }

    fn is_record_of(&self, state: &State, draft: &Draft, position: Position) -> Result<bool, Error> {
        let record = self.record_at(position)?;
        let mut draft = by_position(state, draft);
        if let (Seal::Erased(_), Some(draft)) = (record.seal, &mut draft) {
            redact(draft); // who still has the data cannot tell by them whether it is the same
        }
        Ok(draft.is_some() && draft == Draft::of_record(&record))
    }

    /// The place of the record that this very draft became, whatever has become of the fact since.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Record`] when the log cannot be read.
    pub fn recorded(&self, draft: &Draft) -> Result<Option<Position>, Error> {
        let state = self.read()?;
        let Some(position) = state.index().find(draft.id()) else { return Ok(None) };
        Ok(self.is_record_of(&state, draft, position)?.then_some(position))
    }

    /// The last version of the fact that a record belongs to, be it a retraction.
    ///
    /// # Errors
    /// [`Error::Store`] when the log cannot be read.
    pub fn last_version(&self, position: Position) -> Result<Option<Position>, Error> {
        Ok(self.read()?.index().last_version(position))
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
        Ok(self.read()?.index().find(id))
    }

    /// The view as it is read now.
    ///
    /// # Errors
    /// [`Error::BeyondHead`].
    pub fn view(&self, view: View) -> Result<ReadView, Error> {
        view.read(&self.read()?.commits)
    }

    /// Answers a question in a view. No more is read than what the question [reaches](Projection::reach).
    ///
    /// # Errors
    /// [`Error::BeyondHead`], [`Error::Store`], [`Error::Record`].
    pub fn ask<P: Projection>(&self, question: &P, view: View) -> Result<Answer<P::Answer>, Error> {
        self.answer(question, view, |state, view| state.fold_reached(question, view, &question.reach()))
    }

    /// The same answer from every record of the kinds that the question is interested in: what the faster ways are
    /// held to.
    ///
    /// # Errors
    /// As [`Ledger::ask`].
    pub fn ask_all<P: Projection>(&self, question: &P, view: View) -> Result<Answer<P::Answer>, Error> {
        self.answer(question, view, |state, view| state.fold(question, view))
    }

    /// The same on several threads (law 6: it does not show in the answer).
    ///
    /// ```
    /// use aoc_replay::{Ledger, Threads, Timeline, View};
    /// let (ledger, today) = (Ledger::in_memory(), View::on("2026-01-01".parse()?));
    /// let story = ledger.ask_all_on(Threads::available(), &Timeline::of_everything(), today)?;
    /// assert_eq!(story, ledger.ask_all(&Timeline::of_everything(), today)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Ledger::ask`].
    pub fn ask_all_on<P: Parallel>(
        &self,
        threads: Threads,
        question: &P,
        view: View,
    ) -> Result<Answer<P::Answer>, Error> {
        self.answer(question, view, |state, view| state.fold_on(threads, question, view))
    }

    fn answer<P: Projection>(
        &self,
        question: &P,
        view: View,
        fold: impl FnOnce(&State, &ReadView) -> Result<P::State, Error>,
    ) -> Result<Answer<P::Answer>, Error> {
        let state = self.read()?;
        let view = view.read(&state.commits)?;
        let mut folded = fold(&state, &view)?;
        question.settle(&mut folded)?;
        Ok(Answer { view, value: question.answer(&folded, &view) })
    }

    /// Answers a question for many days in one pass, each as [`Ledger::ask`] would; in the order of the days.
    ///
    /// # Errors
    /// As [`Ledger::ask`].
    pub fn series<P: Projection>(
        &self,
        question: &P,
        days: &[Day],
        known_at: KnownAt,
    ) -> Result<Vec<Answer<P::Answer>>, Error> {
        let mut days = days.to_vec();
        days.sort_unstable();
        days.dedup();
        let state = self.read()?;
        let Some(last) = days.last().copied() else { return Ok(Vec::new()) };
        let view = View::on(last).known_at(known_at).read(&state.commits)?;
        let mut answers = Vec::with_capacity(days.len());
        let mut folded = P::State::default();
        let mut days = days.into_iter().peekable();
        state.replay(&view, &question.interest(), &question.reach(), &mut |key, record| {
            while let Some(on) = days.next_if(|day| key.day() > *day) {
                question.settle(&mut folded)?;
                let view = ReadView { on, ..view };
                answers.push(Answer { view, value: question.answer(&folded, &view) });
            }
            question.apply(&mut folded, record).map_err(Error::from)
        })?;
        question.settle(&mut folded)?;
        for on in days {
            let view = ReadView { on, ..view };
            answers.push(Answer { view, value: question.answer(&folded, &view) });
        }
        Ok(answers)
    }

    /// What differs between two views of one question, along either axis or both.
    ///
    /// # Errors
    /// As [`Ledger::ask`].
    pub fn diff<P>(
        &self,
        question: &P,
        from: View,
        to: View,
    ) -> Result<Diff<<P::Answer as Lines>::Line>, Error>
    where
        P: Projection,
        P::Answer: Lines,
    {
        Ok(diff(&self.ask(question, from)?, &self.ask(question, to)?))
    }

    /// Visits the records that stand in a view, in order of effect.
    ///
    /// # Errors
    /// As [`Ledger::ask`], and whatever `visit` returns.
    pub fn replay(
        &self,
        view: View,
        interest: &Interest,
        visit: &mut dyn FnMut(&RecordView<'_>) -> Result<(), Error>,
    ) -> Result<ReadView, Error> {
        let state = self.read()?;
        let view = view.read(&state.commits)?;
        state.replay(&view, interest, &Reach::Everything, &mut |_, record| visit(record))?;
        Ok(view)
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
            let state = self.shared.state.read().map_err(|_| Error::Poisoned)?;
            if state.head() >= head {
                return Ok(state);
            }
        }
        self.write()?.catch_up(self.log(), &mut |_| {})?;
        self.shared.state.read().map_err(|_| Error::Poisoned)
    }

    fn write(&self) -> Result<RwLockWriteGuard<'_, State>, Error> {
        self.shared.state.write().map_err(|_| Error::Poisoned)
    }

    fn writer(&self) -> Result<MutexGuard<'_, ()>, Error> {
        self.shared.writer.lock().map_err(|_| Error::Poisoned)
    }
}

/// Leaves of a draft's event what is left of an erased one.
fn redact(draft: &mut Draft) {
    if let Claim::New { event, .. } | Claim::Correction { event, .. } = &mut draft.claim
        && let Some(redacted) = Event::redacted(event.kind(), &event.entities())
    {
        *event = redacted;
    }
}

/// The draft with its id and its references by position, the way a record holds them.
fn by_position(state: &State, draft: &Draft) -> Option<Draft> {
    let mut draft = draft.clone().with_id(draft.id());
    match &mut draft.claim {
        Claim::New { .. } => {}
        Claim::Correction { of, .. } | Claim::Retraction { of } | Claim::Corroboration { of } => {
            *of = state.index().resolve(*of)?.into();
        }
    }
    if let Some(after) = draft.after {
        draft.after = Some(state.index().origin(state.index().resolve(after)?)?.into());
    }
    Some(draft)
}
