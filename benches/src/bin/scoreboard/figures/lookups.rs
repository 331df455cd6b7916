//! Questions about a random day, position or entity.

use aoc_benches::{Random, watched};
use aoc_core::{EntityId, Position};
use aoc_replay::{KnownAt, Ledger, Roll, Timeline, View};

use crate::runs::{milliseconds, sample, time};
use crate::site::Site;

/// How many samples a run has at most.
const SAMPLES: usize = 100;

fn position(random: &mut Random, ledger: &Ledger) -> Position {
    let head = ledger.head().expect("a readable ledger").get();
    Position::FIRST.plus(random.below(usize::try_from(head).unwrap_or(0)))
}

pub(super) fn roll_random(site: &mut Site) -> Vec<f64> {
    let ledger = site.ledger();
    let mut random = site.chance();
    sample(SAMPLES, || {
        let on = Site::day(random.below(site.days()));
        let view = View::on(on).known_at(KnownAt::Position(position(&mut random, &ledger)));
        milliseconds(time(|| ledger.ask(&Roll::of(watched()), view).expect("a readable ledger")).0)
    })
}

/// The entity that a record changes, if it changes one.
fn entity(ledger: &Ledger, position: Position) -> Option<EntityId> {
    let frame = ledger.log().frame(position).expect("a readable log").expect("a position of the log");
    let record = frame.record(position).expect("a record of the frame").expect("a whole record");
    record.changes().next()
}

pub(super) fn timeline_random(site: &mut Site) -> Vec<f64> {
    let (ledger, on) = (site.ledger(), Site::day(site.days()));
    let mut random = site.chance();
    sample(SAMPLES, || {
        let entity = loop {
            if let Some(entity) = entity(&ledger, position(&mut random, &ledger)) {
                break entity;
            }
        };
        milliseconds(time(|| ledger.ask(&Timeline::of(entity), View::on(on)).expect("a readable ledger")).0)
    })
}
