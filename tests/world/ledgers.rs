//! Ledgers over both logs, and everything that can be asked of them.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use aoc_core::{Day, Draft, Position, Scope, Timestamp};
use aoc_replay::{
    Agreements, Calendar, Contributions, Directory, Holders, KnownAt, Ledger, Memberships, Obligations,
    Ordinals, Partners, Plans, PriorityAreas, Projection, Reconciliation, Recorded, Register, Roll, Roster,
    Signatories, Story, Strategies, Timeline, Tolerance, View,
};
use aoc_store::{Clock, EventLog, MemoryLog, SeededSalts, SledLog};
use tempfile::TempDir;

use crate::history::History;
use crate::universe::{GROUPS, OFFICES, day, group, office};

/// A clock that runs backwards, by one second a look.
pub struct Backwards(AtomicI64);

impl Backwards {
    pub fn new() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(1_700_000_000_000_000)))
    }
}

impl Clock for Backwards {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.fetch_sub(1_000_000, Ordering::SeqCst))
    }
}

/// The same salts for every ledger, so that one history gives the same bytes in all of them.
fn salts() -> Arc<SeededSalts> {
    Arc::new(SeededSalts::new(9))
}

/// A ledger in memory or on disk, and the directory in which it lies.
pub struct Shelf {
    pub log: Arc<dyn EventLog>,
    pub ledger: Ledger,
    _dir: Option<TempDir>,
}

impl Shelf {
    pub fn memory() -> Self {
        Self::over(Arc::new(MemoryLog::new()), None)
    }

    pub fn sled() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let log = SledLog::create(dir.path().join("ledger")).unwrap();
        Self::over(Arc::new(log), Some(dir))
    }

    /// One of each.
    pub fn both() -> [Self; 2] {
        [Self::memory(), Self::sled()]
    }

    fn over(log: Arc<dyn EventLog>, dir: Option<TempDir>) -> Self {
        let ledger = Ledger::with(Arc::clone(&log), Backwards::new(), salts()).unwrap();
        Self { log, ledger, _dir: dir }
    }

    /// A second ledger over the same log, built from its bytes.
    pub fn opened_again(&self) -> Ledger {
        Ledger::with(Arc::clone(&self.log), Backwards::new(), salts()).unwrap()
    }

    pub fn record(&self, drafts: &[Draft]) {
        let recorded = self.ledger.record(drafts).unwrap();
        assert!(matches!(recorded, Recorded::Accepted(_)), "{recorded:?}");
    }

    pub fn record_all(&self, history: &History) {
        for commit in &history.commits {
            self.record(&commit.drafts);
        }
    }
}

/// The bytes of every record, by position.
pub fn leaves(log: &dyn EventLog) -> Vec<Vec<u8>> {
    let mut leaves = Vec::new();
    for frame in log.frames(Position::FIRST).unwrap() {
        let frame = frame.unwrap();
        for record in frame.records() {
            let record = record.unwrap();
            assert_eq!(record.position().index(), Some(leaves.len()), "positions are dense from 1");
            leaves.push(record.bytes().to_vec());
        }
    }
    leaves
}

struct Asked<'l> {
    ledger: &'l Ledger,
    view: View,
}

impl Asked<'_> {
    fn what<P: Projection<Answer: std::fmt::Debug>>(&self, question: &P) -> String {
        format!("{:?}\n", self.ledger.ask(question, self.view).unwrap())
    }
}

/// The answers to all questions in one view, as text.
pub fn answers(ledger: &Ledger, view: View) -> String {
    let mut text = format!("{:?}\n", ledger.view(view).unwrap());
    for group in (0..GROUPS).map(group) {
        writeln!(text, "{:?}", ledger.ask(&Roll::of(group), view).unwrap()).unwrap();
        writeln!(text, "{:?}", ledger.ask(&Ordinals::of(group, Scope::All), view).unwrap()).unwrap();
        let figures = Reconciliation::of(group, Tolerance::DEFAULT);
        writeln!(text, "{:?}", ledger.ask(&figures, view).unwrap()).unwrap();
    }
    for office in (0..OFFICES).map(office) {
        writeln!(text, "{:?}", ledger.ask(&Holders::of(office), view).unwrap()).unwrap();
    }
    let ask = Asked { ledger, view };
    text.push_str(
        &[ask.what(&Agreements::all()), ask.what(&Obligations::all()), ask.what(&Plans::all())].concat(),
    );
    text.push_str(
        &[ask.what(&Signatories), ask.what(&Strategies::all()), ask.what(&Contributions::all())].concat(),
    );
    text.push_str(
        &[ask.what(&Calendar::whole()), ask.what(&PriorityAreas), ask.what(&Story::whole())].concat(),
    );
    text.push_str(
        &[ask.what(&Directory::whole()), ask.what(&Roster), ask.what(&Partners::of(group(0)))].concat(),
    );
    writeln!(text, "{:?}", ledger.ask(&Register, view).unwrap()).unwrap();
    text.push_str(&ask.what(&Memberships));
    let story = ledger.ask(&Timeline::of_everything(), view).unwrap();
    let positions: Vec<Position> = story.value.lines.iter().map(|line| line.record.position).collect();
    writeln!(text, "{story:?}").unwrap();
    writeln!(text, "{:?}", ledger.explain(&positions, view).unwrap()).unwrap();
    let start = KnownAt::Position(Position::START);
    writeln!(text, "{:?}", ledger.corrections_between(start, view.known_at).unwrap()).unwrap();
    writeln!(text, "{:?}", ledger.late(start, view.known_at, view.on).unwrap()).unwrap();
    text
}

/// Some days of the story, its ends included.
pub fn days() -> [Day; 4] {
    [Day::PAST, day(150), day(600), Day::FUTURE]
}
