//! Questions about a random day, position or entity.

use aoc_benches::{Random, watched};
use aoc_core::{Day, EntityId, Position};
use aoc_replay::{KnownAt, Ledger, Memberships, MembershipsAnswer, Roll, Timeline, View};

use crate::runs::{milliseconds, sample, time};
use crate::site::Site;

/// How many samples a run has at most.
const SAMPLES: usize = 100;

fn position(random: &mut Random, ledger: &Ledger) -> Position {
    let head = ledger.head().expect("a readable ledger").get();
    Position::FIRST.plus(random.below(usize::try_from(head).unwrap_or(0)))
}

/// Asks until everything that questions keep is there: each takes in 131,072 records at most.
fn catch_up(ledger: &Ledger) {
    let questions = ledger.head().expect("a readable ledger").get() >> 17;
    for _ in 0..=questions {
        ledger.ask(&Roll::of(watched()), View::on(Day::PAST)).expect("a readable ledger");
    }
}

pub(super) fn roll_random(site: &mut Site) -> Vec<f64> {
    let ledger = site.ledger();
    let mut random = site.chance();
    catch_up(&ledger);
    // Whatever is measured before, the names of its members were read.
    ledger.ask(&Roll::of(watched()), View::on(Site::day(site.days()))).expect("a readable ledger");
    sample(SAMPLES, || {
        let on = Site::day(random.below(site.days()));
        let view = View::on(on).known_at(KnownAt::Position(position(&mut random, &ledger)));
        milliseconds(time(|| ledger.ask(&Roll::of(watched()), view).expect("a readable ledger")).0)
    })
}

/// How many samples of a question about all groups a run has at most.
const SAMPLES_OF_ALL: usize = 20;

/// Who belongs to which group in random views, asked in this way.
fn register(site: &mut Site, ask: fn(&Ledger, View) -> MembershipsAnswer) -> Vec<f64> {
    let ledger = site.ledger();
    let mut random = site.chance();
    catch_up(&ledger);
    sample(SAMPLES_OF_ALL, || {
        let on = Site::day(random.below(site.days()));
        let view = View::on(on).known_at(KnownAt::Position(position(&mut random, &ledger)));
        milliseconds(time(|| ask(&ledger, view)).0)
    })
}

fn look_up(ledger: &Ledger, view: View) -> MembershipsAnswer {
    ledger.ask(&Memberships, view).expect("a readable ledger").value
}

fn fold(ledger: &Ledger, view: View) -> MembershipsAnswer {
    ledger.ask_all(&Memberships, view).expect("a readable ledger").value
}

pub(super) fn register_random(site: &mut Site) -> Vec<f64> {
    register(site, look_up)
}

pub(super) fn register_folded(site: &mut Site) -> Vec<f64> {
    register(site, fold)
}

/// All there is, folded.
pub(super) fn register_replay(site: &mut Site) -> Vec<f64> {
    let (ledger, view) = (site.ledger(), View::on(Site::day(site.days())));
    assert!(look_up(&ledger, view) == fold(&ledger, view), "looked up is not folded");
    sample(SAMPLES_OF_ALL, || milliseconds(time(|| fold(&ledger, view)).0))
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
