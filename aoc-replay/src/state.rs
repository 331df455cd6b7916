//! [`State`]: what is derived from the log and kept in memory.

use std::sync::Arc;

use aoc_core::{CommitEnd, EffectKey, Index, PersonId, Placed, Position};
use aoc_store::{EventLog, Frame, RecordView};

use crate::commits::{Commit, Commits};
use crate::erasure;
use crate::error::Error;
use crate::interest::Interest;
use crate::pages::Pages;
use crate::reach::Reach;
use crate::view::ReadView;

/// What is derived from the log and kept in memory.
pub(crate) struct State {
    index: Index,
    pages: Pages,
    pub(crate) commits: Commits,
    /// Whose data the last records erase: not destroyed yet.
    erasing: Vec<PersonId>,
}

impl State {
    /// Before anything was read.
    pub(crate) fn of(log: Arc<dyn EventLog>) -> Self {
        let (index, commits) = (Index::default(), Commits::default());
        Self { index, pages: Pages::of(log), commits, erasing: Vec::new() }
    }

    pub(crate) fn head(&self) -> Position {
        self.index.head()
    }

    pub(crate) const fn index(&self) -> &Index {
        &self.index
    }

    pub(crate) const fn pages(&self) -> &Pages {
        &self.pages
    }

    /// The version that stands of the fact that a record belongs to.
    pub(crate) fn standing(&self, position: Position) -> Option<Position> {
        self.index.standing(self.index.origin(position)?, self.head())
    }

    /// Takes in what a frame holds that was not taken in yet.
    pub(crate) fn push(&mut self, frame: &Frame) -> Result<(), Error> {
        if frame.last() <= self.head() {
            return Ok(());
        }
        if self.head().next() == frame.first() {
            self.pages.push(frame)?;
        } else {
            self.pages.reach(frame.last());
        }
        for record in frame.records() {
            let record = record?;
            if record.position() > self.head() {
                self.take(&record)?;
            }
        }
        Ok(())
    }

    fn take(&mut self, record: &RecordView<'_>) -> Result<(), Error> {
        self.index.push(&record.heading()?);
        if self.head() != record.position() {
            return Err(Error::TooLong { position: record.position() });
        }
        self.erasing.extend(erasure::erased_by(record.kind(), record.relation(), record.changes().next()));
        if record.end() == CommitEnd::Last {
            self.commits.push(Commit {
                first: record.commit(),
                last: record.position(),
                recorded_at: record.recorded_at(),
            });
        }
        Ok(())
    }

    pub(crate) fn catch_up(
        &mut self,
        log: &dyn EventLog,
        progress: &mut dyn FnMut(Position),
    ) -> Result<(), Error> {
        if log.head()? <= self.head() {
            return Ok(());
        }
        for frame in log.frames(self.head().next())? {
            self.push(&frame?)?;
            progress(self.head());
        }
        self.finish_erasures(log)
    }

    /// Once the log goes no further: an erasure reaches what was recorded up to it.
    pub(crate) fn finish_erasures(&mut self, log: &dyn EventLog) -> Result<(), Error> {
        erasure::finish(&self.index, &mut self.pages, log, &self.erasing)?;
        self.erasing.clear();
        Ok(())
    }

    /// Visits the records that stand in a view and that are reached, in order of effect.
    pub(crate) fn replay(
        &self,
        view: &ReadView,
        interest: &Interest,
        reach: &Reach,
        visit: &mut dyn FnMut(&EffectKey, &RecordView<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let kinds = interest.kinds();
        let wants = |kind| kinds.has(kind);
        let visit = |placed: Placed| visit(&placed.key, &self.pages.record(placed.position)?);
        match reach.records(&self.index, view.on, view.position, wants) {
            Some(reached) => reached.into_iter().try_for_each(visit),
            None => self.index.in_order(view.on, view.position, wants).try_for_each(visit),
        }
    }
}
