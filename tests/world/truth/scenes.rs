//! True histories of a scene: first everything on which it rests comes into being, then whatever may happen next.

use aoc_core::{Event, PartyDissolved};

use super::{Fact, Move};
use crate::scene::{Past, Scene, about, pick};
use crate::universe::{
    day, group_established, office_established, party, party_registered, person_registered,
};

/// What a scene rests on.
fn register(scene: Scene) -> Vec<Event> {
    let parties = |list: &[u16]| list.iter().map(|n| party_registered(*n).into()).collect::<Vec<Event>>();
    let persons = |count: u16| (0..count).map(|n| person_registered(n).into()).collect::<Vec<Event>>();
    match scene {
        Scene::Agreements => {
            [parties(&[0, 1, 2, 3, 4]), persons(2), vec![office_established(1).into()]].concat()
        }
        Scene::Treaty => parties(&[0, 2]),
        Scene::Strategies => parties(&[0, 1, 2, 4]),
        Scene::Alliance => [parties(&[0, 1, 2, 4]), vec![group_established(0).into()]].concat(),
        Scene::Response => [parties(&[0, 2]), persons(3)].concat(),
        Scene::Stages => [parties(&[0, 2]), persons(1)].concat(),
    }
}

pub(super) fn invent(moves: &[Move], scene: Scene, wait_max: u16) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let small = matches!(scene, Scene::Treaty | Scene::Stages);
    let focus = moves.first().map_or(0, |how| how.known);
    let mut moves = moves.iter();
    for event in register(scene) {
        // What is enumerated has no room for the dates of the register.
        let how = if small { Move { form: 7, span: 0, ..Move::default() } } else { *moves.next().unwrap() };
        facts.push(Fact { event, on: day(1), how });
    }
    let mut on = 1;
    for how in moves {
        on += i32::from(how.wait % (wait_max + 1));
        let past = Past::of(facts.iter().map(|fact| (fact.on, &fact.event)));
        let mut next = scene.next(&past, day(on));
        if !how.wait.is_multiple_of(4) {
            next = about(next, focus);
        }
        let (which, end) = (how.what / 64, how.known / 1024);
        let gone = Event::from(PartyDissolved { party: party([1, 4][usize::from(which % 2)]) });
        let dissolves = how.what % 47 == 46 && !small && past.allows_end(&gone);
        let Some(event) = (if dissolves { Some(&gone) } else { pick(&next, [how.what, which, end]) }) else {
            break;
        };
        facts.push(Fact { event: event.clone(), on: day(on), how: *how });
    }
    facts
}
