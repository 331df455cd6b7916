//! How fast a ledger records: judged, encoded, appended and (on disk) made durable.
//!
//! Run it with `cargo bench -p aoc-benches --bench append`. Items are records.

use std::sync::Arc;

use aoc_benches::{Arrivals, ledger, record};
use aoc_store::{EventLog, MemoryLog, SledLog};
use divan::counter::ItemsCount;
use divan::{Bencher, main as run};

fn main() {
    run();
}

const DRAFTS_A_COMMIT: [usize; 3] = [1, 100, 1000];

fn append(bencher: Bencher<'_, '_>, log: Arc<dyn EventLog>, drafts: usize) {
    let ledger = ledger(log);
    record(&ledger, &[Arrivals::founding()]);
    let mut arrivals = Arrivals::default();
    bencher
        .counter(ItemsCount::new(drafts))
        .with_inputs(|| arrivals.by_ref().take(drafts).collect::<Vec<_>>())
        .bench_local_values(|drafts| record(&ledger, &drafts));
}

#[divan::bench(args = DRAFTS_A_COMMIT, max_time = 2)]
fn memory(bencher: Bencher<'_, '_>, drafts: usize) {
    append(bencher, Arc::new(MemoryLog::new()), drafts);
}

#[divan::bench(args = DRAFTS_A_COMMIT, max_time = 3)]
fn sled(bencher: Bencher<'_, '_>, drafts: usize) {
    let place = tempfile::tempdir().expect("a temporary directory");
    let log = SledLog::create(place.path().join("ledger")).expect("a new ledger");
    append(bencher, Arc::new(log), drafts);
}
