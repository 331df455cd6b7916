//! What the book learned after an answer was given: corrections, retractions, and late records.

use aoc_core::{Day, Event, EventDate, Position, Record, Relation, TimeShape};

use crate::error::Error;
use crate::ledger::Ledger;
use crate::view::{KnownAt, ReadView, View};

/// A correction or retraction, beside what it replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The record that corrects or retracts; its meta holds the reason.
    pub record: Record,
    /// The version it replaced.
    pub replaced: Record,
}

/// How later knowledge bears on an earlier day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learned {
    /// True then, recorded later.
    Late,
    /// We were wrong.
    Corrected,
    /// It never happened.
    Retracted,
}

/// One thing that was learned later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateLine {
    /// How it bears on the day.
    pub learned: Learned,
    /// The record.
    pub record: Record,
    /// For a correction or retraction, the version it replaced.
    pub replaced: Option<Record>,
}

/// What has changed about a day between two states of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateReport {
    /// What was known first.
    pub since: ReadView,
    /// What is known now.
    pub until: ReadView,
    /// What was learned in between that may bear on that day, by position.
    pub lines: Vec<LateLine>,
}

impl Ledger {
    /// The corrections and retractions recorded behind the commit `since` up to the commit `until`.
    ///
    /// # Errors
    /// [`Error::BeyondHead`], [`Error::Store`], [`Error::Record`].
    pub fn corrections_between(&self, since: KnownAt, until: KnownAt) -> Result<Vec<Correction>, Error> {
        let report = self.late(since, until, Day::FUTURE)?;
        let replacing = |line: LateLine| Some(Correction { record: line.record, replaced: line.replaced? });
        Ok(report.lines.into_iter().filter_map(replacing).collect())
    }

    /// What the book learned between two states that may bear on `on`: records that took effect by then, or
    /// replace one that did. ("What has changed about 2010 since we answered in May?")
    ///
    /// # Errors
    /// [`Error::BeyondHead`], [`Error::Store`], [`Error::Record`].
    pub fn late(&self, since: KnownAt, until: KnownAt, on: Day) -> Result<LateReport, Error> {
        let (since, until) =
            (self.view(View::on(on).known_at(since))?, self.view(View::on(on).known_at(until))?);
        let mut lines = Vec::new();
        let mut position = since.position.next();
        while position <= until.position {
            let record = self.record_at(position)?;
            lines.extend(self.late_line(record, on)?);
            position = position.next();
        }
        Ok(LateReport { since, until, lines })
    }

    fn late_line(&self, record: Record, on: Day) -> Result<Option<LateLine>, Error> {
        let by = |date: EventDate| date.earliest() <= on;
        let timeless =
            record.event.as_ref().is_some_and(|event: &Event| event.time_shape() == TimeShape::Timeless);
        Ok(match record.relation {
            Relation::Corroboration { .. } => None,
            Relation::New => (!timeless && by(record.date)).then_some(LateLine {
                learned: Learned::Late,
                record,
                replaced: None,
            }),
            Relation::Correction { target } => {
                let replaced = self.record_at(target)?;
                (by(record.date) || by(replaced.date)).then_some(LateLine {
                    learned: Learned::Corrected,
                    record,
                    replaced: Some(replaced),
                })
            }
            Relation::Retraction { target } => {
                let replaced = self.record_at(target)?;
                by(replaced.date).then_some(LateLine {
                    learned: Learned::Retracted,
                    record,
                    replaced: Some(replaced),
                })
            }
        })
    }

    /// The records of one commit, given any of its positions.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`], [`Error::Store`], [`Error::Record`].
    pub fn commit_records(&self, position: Position) -> Result<Vec<Record>, Error> {
        let commits = self.commits()?;
        let missing = Error::NoSuchRecord { position, head: commits.head() };
        let commit = commits.holding(position).ok_or(missing)?;
        let count = commit.last.get().saturating_sub(commit.first.get()).saturating_add(1);
        let places = (0..count).map(|ahead| Position::new(commit.first.get().saturating_add(ahead)));
        places.map(|position| self.record_at(position)).collect()
    }
}
