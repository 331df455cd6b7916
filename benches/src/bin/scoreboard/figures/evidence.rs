//! Hashing, proving, and what a root after every commit costs.

use std::sync::Arc;

use aoc_benches::{Arrivals, record};
use aoc_core::{Draft, Position};
use aoc_store::{EventLog, Evidence, MemoryLog, SigningKey, SledLog};

use super::appending::{commits, frames};
use crate::runs::{milliseconds, rate, sample, time};
use crate::site::Site;

/// How many samples a run has at most.
const SAMPLES: usize = 5;
/// How many records are proven in a run.
const PROOFS: usize = 200;
/// A step through the positions that meets all of them.
const STEP: u64 = 7_919;

pub(super) fn hash(site: &mut Site) -> Vec<f64> {
    let ledger = site.ledger();
    let head = ledger.head().expect("a readable ledger");
    let records = usize::try_from(head.get()).expect("a length");
    let root = Evidence::root_of(ledger.log(), head).expect("a readable log");
    sample(SAMPLES, || {
        let (took, again) = time(|| Evidence::root_of(ledger.log(), head).expect("a readable log"));
        assert_eq!(again, root, "the same root");
        rate(records, took)
    })
}

pub(super) fn prove(site: &mut Site) -> Vec<f64> {
    let ledger = site.ledger();
    let key = SigningKey::of_secret(&"example.org/bench".parse().expect("a name"), &[7; 32]);
    let checkpoint = ledger.evidence().issue(&key, &mut |_| {}).expect("a checkpoint");
    let head = checkpoint.head().upto.get();
    let positions = (0_u64..).map(|nth| Position::new((nth * STEP * STEP) % head + 1));
    let mut positions = positions.take(PROOFS);
    sample(PROOFS, || {
        let position = positions.next().unwrap_or(Position::FIRST);
        let prove = || ledger.evidence().prove_record(position, Some(&checkpoint)).expect("a proof");
        milliseconds(time(prove).0)
    })
}

/// The same log, with and without the root.
fn rooted(site: &mut Site, drafts: usize) -> Vec<f64> {
    let dir = site.fresh_dir();
    let log = Arc::new(SledLog::create(dir.path().join("log")).expect("a new log"));
    let evidence = Evidence::of(Arc::<SledLog>::clone(&log));
    let judged = aoc_benches::ledger(Arc::new(MemoryLog::new()));
    let mut behind = Position::START;
    let mut arrivals = std::iter::once(Arrivals::founding()).chain(site.arrivals(1).flatten());
    let mut turn = || {
        let commit: Vec<Draft> = arrivals.by_ref().take(drafts).collect();
        record(&judged, &commit);
        let frames = frames(&judged, behind);
        let (alone, _) = time(|| log.append(behind, &frames).expect("a writable log"));
        behind = judged.head().expect("a readable ledger");
        let (root, _) = time(|| evidence.head(behind).expect("a readable log"));
        alone.as_secs_f64() / (alone + root).as_secs_f64()
    };
    (0..commits(drafts)).map(|_| turn()).collect()
}

pub(super) fn rooted_1(site: &mut Site) -> Vec<f64> {
    rooted(site, 1)
}

pub(super) fn rooted_1000(site: &mut Site) -> Vec<f64> {
    rooted(site, 1000)
}
