//! Questions over the whole history.

use aoc_benches::{Bodies, ByKind, watched};
use aoc_core::Day;
use aoc_replay::{Ledger, Projection, Roll, RollAnswer, View};

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
    sample(SAMPLES, || milliseconds(time(|| memory::roll(&history, watched(), on)).0))
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
