//! [`State`]: what is derived from the log and kept in memory.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, RwLock, RwLockReadGuard, RwLockWriteGuard};

use aoc_core::{CommitEnd, EffectKey, EventId, Index, PersonErased, PersonId, Placed, Position, Section};
use aoc_store::{CheckedFrame, EventLog, Frame, RecordView};

use crate::commits::{Commit, Commits};
use crate::erasure;
use crate::error::Error;
use crate::interest::{Interest, Kinds};
use crate::outline::Outline;
use crate::pages::Pages;
use crate::projection::{Parallel, Projection};
use crate::reach::Reach;
use crate::tenures::Tenures;
use crate::threads::Threads;
use crate::view::ReadView;

/// How many headers are read before what they head is folded: the memory is asked for all of them at once.
const RECORDS_AHEAD: usize = 32;
/// How many records a question takes in for those that are looked up.
const RECORDS_TAKEN: usize = 1 << 17;
/// How many records are taken in before they are kept beside the log.
pub(crate) const OUTLINED_RECORDS: usize = 4_096;

/// What is derived from the log and kept in memory.
pub(crate) struct State {
    index: Index,
    pages: Pages,
    /// The commits that are acknowledged. Whoever reads sees nothing behind them.
    pub(crate) commits: Commits,
    /// Those behind them that were written and are not acknowledged yet: the index knows them, so that what comes next is
    /// judged with them.
    written: VecDeque<Commit>,
    /// The records that erase whose data: not destroyed yet.
    erasing: Vec<(Position, PersonId)>,
    outline: Outline,
    /// Taken in when somebody asks for it.
    tenures: RwLock<Tenures>,
}

impl State {
    /// Before anything was read.
    pub(crate) fn of(log: Arc<dyn EventLog>) -> Self {
        Self::with(log, Outline::new())
    }

    /// The same, of which all will come from the log's records: what is kept beside them is not looked at.
    pub(crate) fn of_records(log: Arc<dyn EventLog>) -> Self {
        Self::with(log, Outline::off())
    }

    fn with(log: Arc<dyn EventLog>, outline: Outline) -> Self {
        let (index, commits) = (Index::default(), Commits::default());
        let (written, erasing) = (VecDeque::new(), Vec::new());
        let tenures = RwLock::default();
        Self { index, pages: Pages::of(log), commits, written, erasing, outline, tenures }
    }

    /// The last record that is read.
    pub(crate) fn head(&self) -> Position {
        self.commits.head()
    }

    /// The last record that was written: the head, or behind it what is not acknowledged yet.
    pub(crate) fn written(&self) -> Position {
        self.index.head()
    }

    pub(crate) const fn index(&self) -> &Index {
        &self.index
    }

    pub(crate) const fn pages(&self) -> &Pages {
        &self.pages
    }

    /// The timelines of parties, groups and memberships, once they are caught up with the index. Whoever asks takes a part
    /// of that upon them.
    pub(crate) fn tenures(&self) -> Result<Option<RwLockReadGuard<'_, Tenures>>, Error> {
        let head = self.index.head();
        {
            let tenures = self.tenures.read().map_err(|_| Error::Poisoned)?;
            if tenures.upto() >= head {
                return Ok(Some(tenures));
            }
        }
        let mut tenures = self.tenures.write().map_err(|_| Error::Poisoned)?;
        tenures.catch_up(&self.index, RECORDS_TAKEN);
        Ok(Some(RwLockWriteGuard::downgrade(tenures)).filter(|tenures| tenures.upto() >= head))
    }

    /// The version that stands of the fact that a record belongs to.
    pub(crate) fn standing(&self, position: Position) -> Option<Position> {
        let origin = self.index.origin(position).filter(|_| position <= self.head())?;
        self.index.standing(origin, self.head())
    }

    /// The last version of the fact that a record belongs to.
    pub(crate) fn last_version(&self, position: Position) -> Option<Position> {
        let origin = self.index.origin(position).filter(|_| position <= self.head())?;
        self.index.versions(origin).take_while(|version| *version <= self.head()).last()
    }

    /// The record whose draft bore this id.
    pub(crate) fn find(&self, id: EventId) -> Option<Position> {
        self.index.find(id).filter(|position| *position <= self.head())
    }

    /// The commit that holds a position, acknowledged or not.
    pub(crate) fn commit_of(&self, position: Position) -> Option<Commit> {
        let holds = |commit: &&Commit| (commit.first..=commit.last).contains(&position);
        self.commits.holding(position).or_else(|| self.written.iter().find(holds).copied())
    }

    /// Takes in what a frame of the log holds that was not taken in yet.
    fn push(&mut self, frame: &Frame) -> Result<(), Error> {
        if frame.last() <= self.written() {
            return Ok(());
        }
        let checked = CheckedFrame::of(frame);
        if self.written().next() == frame.first() {
            self.pages.push(&checked);
        } else {
            self.pages.reach(frame.last());
            self.pages.forget(frame.first(), frame.last()); // it holds more than what was read there
        }
        self.take_all(&checked, |state, commit| state.commits.push(commit))
    }

    /// Takes in a commit that was written behind what is here.
    pub(crate) fn write(&mut self, frames: &[CheckedFrame]) -> Result<(), Error> {
        for checked in frames {
            if checked.frame().first() != self.written().next() {
                return Ok(()); // what was here was given up, and will be read from the log
            }
            self.pages.write(checked);
            self.take_all(checked, |state, commit| state.written.push_back(commit))?;
        }
        Ok(())
    }

    fn take_all(&mut self, frame: &CheckedFrame, note: impl Fn(&mut Self, Commit)) -> Result<(), Error> {
        while self.written() < frame.frame().last() {
            let position = self.written().next();
            let gap = aoc_store::Error::Gap { expected: position, found: frame.frame().first() };
            let record = frame.record(position).ok_or(gap)??;
            self.take(&record)?;
            if record.end() == CommitEnd::Last {
                let (first, recorded_at) = (record.commit(), record.recorded_at());
                note(self, Commit { first, last: position, recorded_at });
            }
        }
        Ok(())
    }

    fn take(&mut self, record: &RecordView<'_>) -> Result<(), Error> {
        let position = record.position();
        self.index.push(&record.heading()?);
        if self.written() != position {
            return Err(Error::TooLong { position });
        }
        let erased = erasure::erased_by(record.kind(), record.relation(), record.changes().next());
        self.erasing.extend(erased.map(|person| (position, person)));
        Ok(())
    }

    /// What was written up to here is acknowledged: from now on it is read.
    pub(crate) fn acknowledge(&mut self, head: Position) {
        while let Some(commit) = self.written.pop_front_if(|commit| commit.last <= head) {
            self.commits.push(commit);
        }
        self.pages.acknowledge(head);
    }

    /// Whether something was written that is not known to be acknowledged.
    pub(crate) fn is_ahead(&self) -> bool {
        !self.written.is_empty()
    }

    pub(crate) fn catch_up(
        &mut self,
        log: &dyn EventLog,
        progress: &mut dyn FnMut(Position),
    ) -> Result<(), Error> {
        let head = log.head()?;
        self.acknowledge(head);
        if head <= self.head() {
            return Ok(());
        }
        if self.written() == Position::START {
            self.recall(log, head);
            progress(self.head());
        }
        if head > self.written() {
            for frame in log.frames(self.written().next())? {
                self.push(&frame?)?;
                progress(self.head());
            }
        }
        self.keep_outline(log, OUTLINED_RECORDS);
        self.finish_erasures(log)
    }

    /// Takes in what is kept beside the log. Nothing is destroyed because of it: where it says that an erasure was left
    /// undone (a process died in between, or the log is an older copy), all is read from the records.
    fn recall(&mut self, log: &dyn EventLog, head: Position) {
        let Some((index, commits)) = self.outline.recall(log, head) else { return };
        let upto = commits.head();
        self.pages.reach(upto);
        let records = std::iter::successors(Some(Position::FIRST), |record| Some(record.next()));
        let erased = records.take_while(|record| *record <= upto).filter_map(|record| {
            let kind = index.kind(record).filter(|kind| *kind == PersonErased::KIND)?;
            erasure::erased_by(kind, index.relation(record)?, index.changes(record).next())
        });
        let erased: Vec<PersonId> = erased.collect();
        if erasure::owed(&index, &self.pages, upto, &erased).is_empty() {
            (self.index, self.commits) = (index, commits);
        } else {
            self.outline.forget(log);
            self.pages.clear();
        }
    }

    /// Keeps beside the log what is not kept there yet, if it is this many records or more.
    pub(crate) fn keep_outline(&self, log: &dyn EventLog, at_least: usize) {
        self.outline.keep(log, &self.index, &self.commits, at_least);
    }

    /// How far they are kept there; nothing where they are not.
    pub(crate) fn outlined(&self, log: &dyn EventLog) -> Option<Position> {
        self.outline.upto(log)
    }

    /// Whether acknowledged records erase what is not destroyed yet.
    pub(crate) fn owes_erasures(&self) -> bool {
        self.erasing.iter().any(|(record, _)| *record <= self.head())
    }

    /// Destroys what acknowledged records erase. Nothing that comes later holds any of it.
    pub(crate) fn finish_erasures(&mut self, log: &dyn EventLog) -> Result<(), Error> {
        let head = self.head();
        let due: Vec<PersonId> =
            self.erasing.iter().filter(|(record, _)| *record <= head).map(|(_, person)| *person).collect();
        erasure::finish(&self.index, &mut self.pages, log, head, &due)?;
        self.erasing.retain(|(record, _)| *record > head);
        Ok(())
    }

    /// Visits the records that stand in a view and that are reached, in order of effect.
    pub(crate) fn replay(
        &self,
        view: &ReadView,
        interest: &Interest,
        reach: &Reach,
        mut visit: impl FnMut(&EffectKey, &RecordView<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let kinds = interest.kinds();
        let wants = |kind| kinds.has(kind);
        let visit = |placed: &Placed, record: &RecordView<'_>| visit(&placed.key, record);
        match reach.records(&self.index, view.on, view.position, wants) {
            Some(reached) => self.visit(reached.into_iter(), position_of, visit),
            None => self.visit(self.index.in_order(view.on, view.position, wants), position_of, visit),
        }
    }

    /// Folds them.
    pub(crate) fn fold<P: Projection>(
        &self,
        question: &P,
        view: &ReadView,
        reach: &Reach,
    ) -> Result<P::State, Error> {
        let mut folded = P::State::default();
        self.replay(view, &question.interest(), reach, |_, record| Ok(question.apply(&mut folded, record)?))?;
        Ok(folded)
    }

    fn fold_section<P: Projection>(
        &self,
        question: &P,
        view: &ReadView,
        kinds: &Kinds,
        section: Section,
    ) -> Result<P::State, Error> {
        let order = self.index.in_section(section, view.on, view.position, |kind| kinds.has(kind));
        let mut folded = P::State::default();
        self.visit(order, position_of, |_, record| Ok(question.apply(&mut folded, record)?))?;
        Ok(folded)
    }

    /// Visits the records at the places that lie in what is given, in that order.
    pub(crate) fn visit<T>(
        &self,
        mut order: impl Iterator<Item = T>,
        position: impl Fn(&T) -> Position,
        mut visit: impl FnMut(&T, &RecordView<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut reader = self.pages.reader();
        let mut ahead = Vec::with_capacity(RECORDS_AHEAD);
        loop {
            ahead.clear();
            ahead.extend(order.by_ref().take(RECORDS_AHEAD));
            if ahead.is_empty() {
                return Ok(());
            }
            reader.touch(ahead.iter().map(&position))?;
            for next in &ahead {
                visit(next, &reader.record(position(next))?)?;
            }
        }
    }

    /// Folds all records that stand in a view on several threads. Each takes the next section that nobody has taken, and
    /// they are joined in order.
    pub(crate) fn fold_on<P: Parallel>(
        &self,
        threads: Threads,
        question: &P,
        view: &ReadView,
    ) -> Result<P::State, Error> {
        let kinds = question.interest().kinds();
        let sections = self.index.sections(threads.sections());
        let (next, folded) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
        let work = || -> Result<(), Error> {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(section) = sections.get(number) else { return Ok(()) };
                let state = self.fold_section(question, view, &kinds, *section)?;
                folded.lock().map_err(|_| Error::Poisoned)?.insert(number, state);
            }
        };
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads.get().min(sections.len())).map(|_| scope.spawn(work)).collect();
            let own = work();
            others.into_iter().fold(own, |done, other| done.and(other.join().map_err(|_| Error::Poisoned)?))
        })?;
        let mut folded = folded.into_inner().map_err(|_| Error::Poisoned)?.into_values();
        let mut all = folded.next().unwrap_or_default();
        folded.for_each(|later| question.join(&mut all, later));
        Ok(all)
    }
}

const fn position_of(placed: &Placed) -> Position {
    placed.position
}
