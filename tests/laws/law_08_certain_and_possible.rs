//! Law 8: *certain* is in under every resolution, *possible* is in under some, and answers equal this exactly.
//!
//! Method: small true histories are blurred to stretches of a few days, open ends and doubts, within a window of
//! twelve days; all their resolutions are enumerated (`resolutions.rs`) and compared with the answers on every day. What is
//! certain is *certain if the dates hold* when it is not so with the doubted dates of the records in the view free.

use aoc_core::{Book, Citations, Draft, Event, EventDate, Lanes, Timestamp, decide};
use aoc_replay::{Certainty, Holders, Ledger, Roll, View};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

use crate::cases::cases;
use crate::ledgers::Shelf;
use crate::naive::{Naive, ordered};
use crate::resolutions::{Days, Puzzle, Says};
use crate::truth::{Cast, Fact, Move, Told, drafts, invent, moves, told_within};
use crate::universe::{day, group, office};

const WINDOW: u16 = 12;

fn answered(ledger: &Ledger, says: Says, on: u16) -> Certainty {
    let view = View::on(day(on.into()));
    let roll = |party| {
        let answer = ledger.ask(&Roll::of(group(0)), view).unwrap().value;
        answer.members.into_iter().find(|line| line.party == party)
    };
    let holders = |person| {
        let answer = ledger.ask(&Holders::of(office(1)), view).unwrap().value;
        answer.lines.into_iter().find(|line| line.person == person)
    };
    match says {
        Says::Member(_, party) => roll(party).map_or(Certainty::No, |line| line.member),
        Says::Suspended(_, party) => roll(party).map_or(Certainty::No, |line| line.suspended),
        Says::Holds(_, person) => holders(person).map_or(Certainty::No, |line| line.holds),
        Says::Announced(_, person) => holders(person).map_or(Certainty::No, |line| line.announced),
        Says::Appointed(_, person) => holders(person).map_or(Certainty::No, |line| line.appointed),
    }
}

fn check_exact(facts: &[Fact], order: &[Move]) -> Result<(), TestCaseError> {
    let dates = told_within(facts, WINDOW, 20_000);
    let mut drafts: Vec<(u16, Draft)> =
        order.iter().map(|how| how.known).zip(self::drafts(facts, &dates, Told::Closely)).collect();
    drafts.sort_by_key(|(known, _)| *known);
    let drafts: Vec<Draft> = drafts.into_iter().map(|(_, draft)| draft).collect();
    let book = Naive::default().with(&drafts).unwrap();
    let puzzle = Puzzle::of(&book.sight().unwrap(), WINDOW);
    let (as_dated, count) = puzzle.solve(&BTreeSet::new());
    let mut freed: BTreeMap<BTreeSet<u64>, _> = BTreeMap::new();
    let without_doubted = (0..=WINDOW).map(|on| {
        let free = puzzle.doubted_by(on);
        freed.entry(free.clone()).or_insert_with(|| puzzle.solve(&free).0).clone()
    });
    let without_doubted: Vec<BTreeMap<Says, Days>> = without_doubted.collect();
    prop_assert!(count > 0, "an accepted history has no resolution");

    let shelf = Shelf::memory();
    shelf.record(&drafts);
    let lines: Vec<String> = drafts.iter().map(|draft| draft.to_json().to_string()).collect();
    let lines = lines.join("\n");
    for says in puzzle.says() {
        for on in 1..=WINDOW {
            let is = |mask: u32| mask & 1 << on != 0;
            let expected = match (as_dated[&says], without_doubted[usize::from(on)][&says]) {
                (days, free) if is(days.under_all) && is(free.under_all) => Certainty::Certain,
                (days, _) if is(days.under_all) => Certainty::CertainIfDatesHold,
                (days, _) if is(days.under_some) => Certainty::Possible,
                _ => Certainty::No,
            };
            prop_assert_eq!(
                answered(&shelf.ledger, says, on),
                expected,
                "{:?} on day {}:\n{}",
                says,
                on,
                lines
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(2400))]

    #[test]
    fn law_8_rolls_equal_all_resolutions(moves in moves(5..12)) {
        check_exact(&invent(&moves, Cast::Members, 1), &moves)?;
    }

    #[test]
    fn law_8_office_holders_equal_all_resolutions(moves in moves(5..12)) {
        check_exact(&invent(&moves, Cast::Holders, 1), &moves)?;
    }

    /// Lanes are sound: neighbours that share none are accepted in either order.
    #[test]
    fn law_8_records_without_a_common_lane_are_accepted_in_either_order(moves in moves(5..30)) {
        let facts = invent(&moves, Cast::Holders, 1);
        let at_days = |facts: &[Fact]| -> Vec<Draft> {
            let dated = facts.iter().zip(1..);
            dated.map(|(fact, n)| Draft::new(fact.event.clone(), EventDate::day(day(n)), Citations::uncited())).collect()
        };
        let accepted = |facts: &[Fact]| decide(&Book::default(), &at_days(facts), Timestamp::from_micros(0)).is_ok();
        let naive = Naive::default().with(&at_days(&facts)).unwrap();
        prop_assert!(accepted(&facts));
        for at in 1..facts.len() {
            let (one, other) = (&naive.lines[at - 1], &naive.lines[at]);
            let (Some(Event::Office(_)), Some(Event::Office(_))) = (&one.event, &other.event) else { continue };
            let share = match (facts[at - 1].event.lanes(), facts[at].event.lanes()) {
                (Lanes::Of(one), Lanes::Of(other)) => one.iter().any(|lane| other.contains(lane)),
                _ => true,
            };
            prop_assert_eq!(share, ordered(one, other));
            if !share {
                let mut swapped = facts.clone();
                swapped.swap(at - 1, at);
                prop_assert!(accepted(&swapped), "{:?} and {:?}", facts[at - 1], facts[at]);
            }
        }
    }
}
