//! [`Told`]: what anybody was ever told of the log, and that it still is so (laws 1, 2 and 4).

use std::collections::BTreeSet;

use aoc_core::{CommitEnd, Draft, EntityId, EventId, PersonErased, Position, Record, Relation, Timestamp};
use aoc_replay::Receipt;
use aoc_store::{EventLog, Frame};

use super::mount::Mount;
use crate::naive::Naive;

/// The longest book that is judged as a whole after each commit.
const JUDGED_RECORDS: usize = 260;

/// How much of the log is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// What is new.
    New,
    All,
}

#[derive(Default)]
pub(super) struct Told {
    /// What was acknowledged, as it was read first.
    leaves: Vec<Vec<u8>>,
    pub(super) records: Vec<Record>,
    /// The last record of each commit.
    pub(super) ends: Vec<Position>,
    pub(super) erased: BTreeSet<EntityId>,
    /// How many verdicts were held against that of the judge of the whole book.
    pub(super) judged: u64,
}

impl Told {
    pub(super) fn head(&self) -> Position {
        self.ends.last().copied().unwrap_or_default()
    }

    pub(super) fn leaves(&self) -> &[Vec<u8>] {
        &self.leaves
    }

    pub(super) fn record(&self, position: Position) -> &Record {
        &self.records[position.index().expect("a position of a record")]
    }

    pub(super) fn find(&self, id: EventId) -> Option<Position> {
        self.records.iter().find(|record| record.id == id).map(|record| record.position)
    }

    /// The book as it was up to a record.
    pub(super) fn book(&self, upto: Position) -> Naive {
        Naive::of_records(self.records.iter().take_while(|record| record.position <= upto))
    }

    /// Reads what there is, and sees that it goes on from what was there before; gives how many records are new.
    pub(super) fn look(&mut self, mount: &Mount, how: Reading) -> usize {
        let (head, before) = (mount.head().expect("a log that is on"), self.head());
        assert!(head >= before, "law 2: the log was read up to {before}, and goes to {head} now");
        let promised = mount.promised();
        assert!(head <= promised, "read up to {head}, but acknowledged up to {promised} only");
        let from = if how == Reading::All { Position::FIRST } else { before.next() };
        if head < from {
            return 0;
        }
        for frame in mount.frames(from).expect("what was acknowledged can be read") {
            self.take(&frame.expect("what was acknowledged can be read"));
        }
        assert_eq!(self.records.len(), self.head().index().map_or(0, |index| index + 1), "a commit is torn");
        assert_eq!(self.head(), head, "law 1: the log does not end with a commit");
        self.records.iter().filter(|record| record.position > before).count()
    }

    fn take(&mut self, frame: &Frame) {
        for record in frame.records() {
            let record = record.expect("a record can be read");
            let index = record.position().index().expect("a position of a record");
            if let Some(leaf) = self.leaves.get(index) {
                assert!(leaf == record.bytes(), "law 1: record {} has changed", record.position());
                continue;
            }
            assert_eq!(index, self.leaves.len(), "law 1: positions are dense");
            let read = record.to_record().expect("a record can be decoded");
            let first = self.head().next();
            assert_eq!(
                read.commit, first,
                "law 1: {} is of a commit that does not begin there",
                read.position
            );
            match self.records.last() {
                Some(last) if last.commit == read.commit => assert_eq!(last.recorded_at, read.recorded_at),
                Some(last) => assert!(last.recorded_at < read.recorded_at, "law 4: {}", read.position),
                None => {}
            }
            if read.kind == PersonErased::KIND && !matches!(read.relation, Relation::Retraction { .. }) {
                self.erased.extend(read.entities.changes.first());
            }
            if read.end == CommitEnd::Last {
                self.ends.push(read.position);
            }
            self.leaves.push(record.bytes().to_vec());
            self.records.push(read);
        }
    }

    /// That what was accepted stands where it was said to stand, recorded by a clock that showed that time.
    pub(super) fn check_receipt(&self, receipt: &Receipt, ids: &[EventId]) {
        let commit = receipt.commit;
        assert!(commit.last <= self.head(), "law 2: {} was acknowledged, and is not read", commit.last);
        assert_eq!(receipt.ids, ids);
        let first = commit.first.index().expect("a position of a record");
        let records = &self.records[first..=commit.last.index().expect("a position of a record")];
        assert_eq!(records.len(), ids.len());
        for (record, id) in records.iter().zip(ids) {
            assert_eq!((record.id, record.commit), (*id, commit.first));
            assert_eq!(record.recorded_at, commit.recorded_at);
        }
        assert!(self.ends.contains(&commit.last));
    }

    /// Law 4: the time of a commit is that of its writer's clock, or the next after the commit before it.
    pub(super) fn check_time(&self, receipt: &Receipt, now: Timestamp) {
        let before = receipt.commit.first.previous();
        let due = match before {
            Position::START => now,
            before => now.max(self.record(before).recorded_at.next()),
        };
        assert_eq!(receipt.commit.recorded_at, due, "the clock showed {now}");
    }

    /// Law 7: the judge of the whole book says the same.
    pub(super) fn check_judged(&mut self, upto: Position, drafts: &[Draft], accepted: &Result<(), String>) {
        let book = self.book(upto);
        self.check_judged_in(&book, drafts, accepted);
    }

    /// The same of a book that holds what was not acknowledged, too.
    pub(super) fn check_judged_in(&mut self, book: &Naive, drafts: &[Draft], accepted: &Result<(), String>) {
        let upto = book.lines.len();
        if upto >= JUDGED_RECORDS {
            return;
        }
        self.judged += 1;
        let naive = book.with(drafts).map(drop);
        assert!(
            naive.is_ok() == accepted.is_ok(),
            "law 7: decided {accepted:?}, the whole book up to {upto} says {naive:?}, of\n{}",
            drafts.iter().map(|draft| draft.to_json().to_string()).collect::<Vec<_>>().join("\n")
        );
    }
}
