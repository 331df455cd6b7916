//! Questions over the whole history.

use aoc_benches::{Bodies, ByKind, watched};
use aoc_core::Day;
use aoc_replay::{Ledger, Parallel, Projection, Roll, RollAnswer, Threads, View};

use crate::memory;
use crate::runs::{milliseconds, rate, sample, time};
use crate::site::{self, Site};

/// How many samples a run has at most.
const SAMPLES: usize = 20;

fn answer(ledger: &Ledger, on: Day) -> RollAnswer {
    let answer = ledger.ask(&Roll::of(watched()), View::on(on)).expect("a readable ledger").value;
    assert!(answer.total().certain > 0, "the watched group has members");
    answer
}

pub(super) fn roll_opened(site: &mut Site) -> Vec<f64> {
    let (path, on) = (site.closed(), site.middle());
    let ledger = site::open(&path);
    vec![milliseconds(time(|| answer(&ledger, on)).0)]
}

pub(super) fn roll(site: &mut Site) -> Vec<f64> {
    let (ledger, on) = (site.ledger(), site.middle());
    answer(&ledger, on);
    sample(SAMPLES, || milliseconds(time(|| answer(&ledger, on)).0))
}

pub(super) fn roll_memory(site: &mut Site) -> Vec<f64> {
    let (ledger, on) = (site.ledger(), site.middle());
    let history = memory::read(&ledger);
    for on in [on, Site::day(site.days() / 10), Site::day(site.days())] {
        assert!(memory::roll(&history, watched(), on) == answer(&ledger, on), "the two rolls differ on {on}");
    }
    let records = site.events();
    sample(SAMPLES, || rate(records, time(|| memory::roll(&history, watched(), on)).0))
}

/// The roll from every record there is, on so many threads: records a second.
fn replayed(ledger: &Ledger, site: &Site, threads: usize) -> f64 {
    let (roll, view) = (Roll::of(watched()), View::on(site.middle()));
    let threads = Threads::new(threads.try_into().expect("a thread"));
    rate(site.events(), time(|| ledger.ask_all_on(threads, &roll, view).expect("a readable ledger")).0)
}

pub(super) fn replay_opened(site: &mut Site) -> Vec<f64> {
    let path = site.closed();
    vec![replayed(&site::open(&path), site, 1)]
}

pub(super) fn replay(site: &mut Site) -> Vec<f64> {
    let ledger = site.ledger();
    replayed(&ledger, site, 1);
    sample(SAMPLES, || replayed(&ledger, site, 1))
}

pub(super) fn replay_2(site: &mut Site) -> Vec<f64> {
    let ledger = site.ledger();
    replayed(&ledger, site, 2);
    sample(SAMPLES, || replayed(&ledger, site, 2))
}

pub(super) fn fold_bodies_2(site: &mut Site) -> Vec<f64> {
    fold_on(site, &Bodies, 2)
}

fn fold_on<P: Parallel>(site: &mut Site, question: &P, threads: usize) -> Vec<f64> {
    let (ledger, records) = (site.ledger(), site.events());
    let threads = Threads::new(threads.try_into().expect("a thread"));
    let ask = || ledger.ask_all_on(threads, question, View::on(Day::FUTURE)).expect("a readable ledger");
    sample(SAMPLES, || rate(records, time(ask).0))
}

fn fold<P: Projection>(site: &mut Site, question: &P) -> Vec<f64> {
    let ledger = site.ledger();
    let records = usize::try_from(ledger.head().expect("a readable ledger").get()).unwrap_or(0);
    let ask = || time(|| ledger.ask(question, View::on(Day::FUTURE)).expect("a readable ledger")).0;
    sample(SAMPLES, || rate(records, ask()))
}

pub(super) fn fold_headers(site: &mut Site) -> Vec<f64> {
    fold(site, &ByKind)
}

pub(super) fn fold_bodies(site: &mut Site) -> Vec<f64> {
    fold(site, &Bodies)
}
