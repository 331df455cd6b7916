//! What the benchmarks share: a [`History`] that is like a real one, and ledgers to record it in.

mod folds;
mod history;
mod roll;

use std::sync::Arc;

use aoc_core::{CommitEnd, Draft, Position, Timestamp};
use aoc_replay::{Ledger, Recorded};
use aoc_store::{EventLog, FixedClock, MemoryLog, SeededSalts};

pub use folds::{Bodies, ByKind};
pub use history::{Area, Arrivals, CommitSizes, History, Plan, Random, Share, watched};
pub use roll::{Happened, Naming, RollFold};

/// A ledger over a log, with a clock that stands still and salts that are always the same: the same drafts give the
/// same bytes.
///
/// # Panics
/// When the log cannot be read.
#[must_use]
pub fn ledger(log: Arc<dyn EventLog>) -> Ledger {
    let clock = FixedClock(Timestamp::from_micros(0));
    Ledger::with(log, Arc::new(clock), Arc::new(SeededSalts::new(1))).expect("a readable log")
}

/// Records drafts that must be accepted.
///
/// # Panics
/// When they are not.
pub fn record(ledger: &Ledger, drafts: &[Draft]) {
    match ledger.record(drafts).expect("a writable log") {
        Recorded::Accepted(_) | Recorded::AlreadyRecorded(_) => {}
        Recorded::Rejected(rejections) => panic!("the history is wrong:\n{rejections}"),
    }
}

/// A ledger in memory with the [history of the default plan](Plan::default), and that history, which can go on.
///
/// # Panics
/// When the log cannot be written.
#[must_use]
pub fn full() -> (Ledger, History) {
    let ledger = ledger(Arc::new(MemoryLog::new()));
    let mut history = History::new(Plan::default());
    history.by_ref().for_each(|commit| record(&ledger, &commit));
    (ledger, history)
}

/// Appends the commits of one log to another, empty one, without judging them again.
///
/// # Panics
/// When a log cannot be read or written.
pub fn copy(from: &dyn EventLog, to: &dyn EventLog) {
    let mut commit = Vec::new();
    for frame in from.frames(Position::FIRST).expect("a readable log") {
        let frame = frame.expect("a whole frame");
        let last = frame.record(frame.last()).expect("the last record").expect("a whole record").end();
        commit.push(frame);
        if last == CommitEnd::Last {
            let head = to.head().expect("a readable log");
            to.append(head, &commit).expect("a writable log");
            commit.clear();
        }
    }
}
