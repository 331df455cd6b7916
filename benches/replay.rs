//! How fast questions are answered: the whole log folded, as much of it out of order as comes late.
//!
//! Run it with `cargo bench -p aoc-benches --bench replay`. Items are records of the log.

use std::sync::{Arc, LazyLock};

use aoc_benches::{Bodies, ByKind, copy, full, ledger, watched};
use aoc_core::Day;
use aoc_replay::{Ledger, Projection, Roll, View};
use aoc_store::SledLog;
use divan::counter::ItemsCount;
use divan::{Bencher, main as run};

fn main() {
    run();
}

fn ask<P: Projection>(bencher: Bencher<'_, '_>, ledger: &Ledger, question: &P) {
    let head = ledger.head().expect("a readable log").get();
    let view = View::on(Day::FUTURE);
    bencher
        .counter(ItemsCount::new(head))
        .bench_local(|| ledger.ask(question, view).map(|answer| answer.value).expect("an answer"));
}

fn any(bencher: Bencher<'_, '_>, ledger: &Ledger, question: &str) {
    match question {
        "headers" => ask(bencher, ledger, &ByKind),
        "bodies" => ask(bencher, ledger, &Bodies),
        _ => ask(bencher, ledger, &Roll::of(watched())),
    }
}

static LEDGER: LazyLock<Ledger> = LazyLock::new(|| full().0);

const QUESTIONS: [&str; 3] = ["headers", "bodies", "roll"];

#[divan::bench(args = QUESTIONS, max_time = 2)]
fn memory(bencher: Bencher<'_, '_>, question: &str) {
    any(bencher, &LEDGER, question);
}

#[divan::bench(args = QUESTIONS, max_time = 2)]
fn sled(bencher: Bencher<'_, '_>, question: &str) {
    let place = tempfile::tempdir().expect("a temporary directory");
    let log = SledLog::create(place.path().join("ledger")).expect("a new ledger");
    copy(LEDGER.log(), &log);
    any(bencher, &ledger(Arc::new(log)), question);
}
