//! [`Input`]: what every store is given, taken from a ledger in memory.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use aoc_benches::{History, Plan, ledger, record, watched};
use aoc_core::{CommitEnd, Day, Draft, Position};
use aoc_replay::{Interest, Ledger, Roll, RollAnswer, View};
use aoc_store::{MemoryLog, RecordBytes};

use crate::fact::{ENTITY_LEN, Fact};
use crate::roll::Fold;

/// One record, and what stores want to know of it beside its bytes. Made beforehand: no store is charged for it.
pub(crate) struct Entry {
    pub(crate) position: u64,
    /// The name of its kind.
    pub(crate) kind: String,
    /// The entity whose timeline it belongs to first, or else the record itself: for stores that have streams.
    pub(crate) stream: String,
    /// Its place in that stream, from 1.
    pub(crate) version: u32,
    /// All its bytes: header, entities, body, meta.
    pub(crate) record: Vec<u8>,
}

/// One commit, as all stores get it.
pub(crate) struct Commit {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) entries: Vec<Entry>,
    /// The same records with what stands beside sealed ones, which only the ledger keeps.
    pub(crate) records: Vec<RecordBytes>,
}

/// What every store is given, and what it must come to.
pub(crate) struct Input {
    pub(crate) commits: Vec<Commit>,
    pub(crate) records: usize,
    pub(crate) record_bytes: u64,
    pub(crate) on: Day,
    /// By position: the place in order of effect of each record that stands on that day.
    ranks: Vec<Option<u32>>,
    expected: RollAnswer,
}

impl Input {
    /// Records a made-up history in a ledger and takes it apart.
    pub(crate) fn new(events: usize) -> Self {
        let plan = Plan { events, ..Plan::default() };
        let ledger = ledger(Arc::new(MemoryLog::new()));
        let mut drafts = Vec::new();
        for commit in History::new(plan) {
            record(&ledger, &commit);
            drafts.push(commit);
        }
        let first: Day = "2005-01-01".parse().expect("a day");
        let middle = first.number() + i32::try_from(plan.days / 2).expect("a day");
        let on = Day::from_number(middle).expect("a day");
        let commits = commits(&ledger, drafts);
        let entries = || commits.iter().flat_map(|commit| &commit.entries);
        Self {
            records: entries().count(),
            record_bytes: entries().map(|entry| entry.record.len() as u64).sum(),
            on,
            ranks: ranks(&ledger, on),
            expected: ledger.ask(&Roll::of(watched()), View::on(on)).expect("a readable ledger").value,
            commits,
        }
    }

    /// Folds what a store gives, in whatever order, and holds the answer against the ledger's own. Gives how many
    /// records there were.
    pub(crate) fn fold(&self, replay: impl FnOnce(&mut dyn FnMut(&Fact<'_>))) -> usize {
        let (mut fold, mut records) = (Fold::of(watched()), 0);
        replay(&mut |fact| {
            records += 1;
            let rank = usize::try_from(fact.position).ok().and_then(|position| self.ranks[position]);
            if let Some(rank) = rank {
                fold.take(rank, fact);
            }
        });
        assert!(fold.answer(self.on) == self.expected, "another roll than the ledger's");
        records
    }

    pub(crate) fn members(&self) -> usize {
        self.expected.members.len()
    }
}

fn ranks(ledger: &Ledger, on: Day) -> Vec<Option<u32>> {
    let head = ledger.head().expect("a readable ledger").get();
    let mut ranks = vec![None; usize::try_from(head).expect("a position") + 1];
    let mut next = 0;
    let visit = &mut |record: &aoc_replay::RecordView<'_>| {
        ranks[usize::try_from(record.position().get()).expect("a position")] = Some(next);
        next += 1;
        Ok(())
    };
    ledger.replay(View::on(on), &Interest::All, visit).expect("a readable ledger");
    ranks
}

/// The commits of the ledger's log, each with the drafts that it was made from.
fn commits(ledger: &Ledger, drafts: Vec<Vec<Draft>>) -> Vec<Commit> {
    let (mut commits, mut versions) = (Vec::new(), HashMap::new());
    let mut drafts = drafts.into_iter();
    let (mut entries, mut records) = (Vec::new(), Vec::new());
    for frame in ledger.log().frames(Position::FIRST).expect("a readable log") {
        let frame = frame.expect("a whole frame");
        let mut end = CommitEnd::Open;
        for record in frame.records() {
            let record = record.expect("a whole record");
            end = record.end();
            records.push(RecordBytes::copy_of(&record).expect("a whole record"));
            let fact = Fact::of(record.bytes());
            let stream = fact.entities().first().map_or_else(|| format!("record-{}", fact.position), stream);
            let version = versions.entry(stream.clone()).or_insert(0);
            *version += 1;
            entries.push(Entry {
                position: fact.position,
                kind: record.kind().name(),
                stream,
                version: *version,
                record: record.bytes().to_vec(),
            });
        }
        if end == CommitEnd::Last {
            let (entries, records) = (std::mem::take(&mut entries), std::mem::take(&mut records));
            commits.push(Commit { drafts: drafts.next().expect("its drafts"), entries, records });
        }
    }
    assert!(drafts.next().is_none(), "as many commits as were recorded");
    commits
}

fn stream(entity: &[u8; ENTITY_LEN]) -> String {
    entity.iter().fold(String::with_capacity(2 * ENTITY_LEN), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
