//! Law 8: *certain* is in under every resolution, *possible* is in under some, and answers equal this exactly.
//!
//! Method: small true histories are blurred to stretches of a few days, open ends and doubts, within a window of
//! twelve days; all their resolutions are enumerated (`resolutions.rs`) and compared with the answers on every day. What is
//! certain is *certain if the dates hold* when it is not so with the doubted dates of the records in the view free.

use aoc_core::{
    Book, Citations, Draft, Event, EventDate, Lanes, OfficeAssumed, OfficeHolderAnnounced,
    OfficeHolderAppointed, OfficeVacated, Timestamp, decide,
};
use aoc_replay::{Agreements, Certainty, Directory, Holders, Ledger, Roll, Roster, Strategies, View};
use aoc_tests::ledgers::Shelf;
use aoc_tests::naive::{Naive, in_turn};
use aoc_tests::scene::Scene;
use aoc_tests::truth::{Cast, Fact, Told, drafts, invent, told_within};
use aoc_tests::universe::{day, group, office, office_established, person};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

use crate::cases::cases;
use crate::histories::moves;
use crate::resolutions::{Days, Puzzle, Says};

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
        Says::Agreement(agreement, stage) => {
            let line = ledger.ask(&Agreements::one(agreement), view).unwrap().value.lines.into_iter().next();
            line.and_then(|line| line.stages.get(&stage).copied()).unwrap_or(Certainty::No)
        }
        Says::Strategy(strategy, stage) => {
            let line = ledger.ask(&Strategies::one(strategy), view).unwrap().value.lines.into_iter().next();
            line.map_or(Certainty::No, |line| line.stage(stage))
        }
        Says::Enrolled(person) => {
            let lines = ledger.ask(&Roster, view).unwrap().value.experts.into_iter();
            lines
                .filter(|line| line.person == person)
                .map(|line| line.enrolled)
                .max()
                .unwrap_or(Certainty::No)
        }
        Says::Runs(mobilization) => {
            let mut lines = ledger.ask(&Roster, view).unwrap().value.mobilizations.into_iter();
            lines.find(|line| line.mobilization == mobilization).map_or(Certainty::No, |line| line.running)
        }
        Says::Listed(entry) => {
            let mut lines = ledger.ask(&Directory::whole(), view).unwrap().value.lines.into_iter();
            lines.find(|line| line.entry == entry).map_or(Certainty::No, |line| line.listed)
        }
    }
}

fn check_exact(facts: &[Fact]) -> Result<(), TestCaseError> {
    let dates = told_within(facts, WINDOW, 20_000);
    let mut drafts: Vec<(u16, Draft)> =
        facts.iter().map(|fact| fact.how.known).zip(self::drafts(facts, &dates, Told::Apart)).collect();
    drafts.sort_by_key(|(known, _)| *known);
    let drafts: Vec<Draft> = drafts.into_iter().map(|(_, draft)| draft).collect();
    let book = Naive::default().with(&drafts).map_err(TestCaseError::fail)?;
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
        check_exact(&invent(&moves, Cast::Members, 1))?;
    }

    #[test]
    fn law_8_office_holders_equal_all_resolutions(moves in moves(5..12)) {
        check_exact(&invent(&moves, Cast::Holders, 1))?;
    }

    #[test]
    fn law_8_stages_of_agreements_equal_all_resolutions(moves in moves(4..9)) {
        check_exact(&invent(&moves, Cast::Scene(Scene::Treaty), 1))?;
    }

    #[test]
    fn law_8_strategies_rosters_and_directories_equal_all_resolutions(moves in moves(5..12)) {
        check_exact(&invent(&moves, Cast::Scene(Scene::Stages), 1))?;
    }

    /// Lanes are sound: neighbours of which none waits for the other are accepted in either order. Only what brings an
    /// agreement into force or renews it is not waited for, although something may depend on it: of several acts some
    /// suffice.
    #[test]
    fn law_8_records_without_a_common_lane_are_accepted_in_either_order(cast in cast(), moves in moves(15..40)) {
        let facts = invent(&moves, cast, 1);
        let at_days = |facts: &[Fact]| -> Vec<Draft> {
            let dated = facts.iter().zip(1..);
            dated.map(|(fact, n)| Draft::new(fact.event.clone(), date(fact, n), Citations::uncited())).collect()
        };
        let records = |facts: &[Fact]| decide(&Book::default(), &at_days(facts), Timestamp::from_micros(0));
        // In true histories of scenes, a fixed day or a term may fall between days that are counted anew.
        prop_assume!(records(&facts).is_ok());
        for at in 1..facts.len() {
            let (one, other) = (&facts[at - 1].event, &facts[at].event);
            let (own, others) = (one.entities().changes, other.entities().changes);
            let rests = other.rests_on().iter().any(|beneath| own.first() == Some(beneath));
            let waits = in_turn(one, other) || rests || sets_time(one) || sets_time(other);
            if own.iter().any(|entity| others.contains(entity)) && !waits {
                let mut swapped = facts.clone();
                swapped.swap(at - 1, at);
                let refused = records(&swapped).err();
                prop_assert!(refused.is_none(), "{:?} and {:?}: {:?}", facts[at - 1], facts[at], refused);
            }
        }
    }
}

fn cast() -> impl Strategy<Value = Cast> {
    prop_oneof![
        2 => Just(Cast::Holders),
        3 => Just(Cast::Scene(Scene::Agreements)),
        2 => Just(Cast::Scene(Scene::Strategies)),
        1 => Just(Cast::Scene(Scene::Alliance)),
        1 => Just(Cast::Scene(Scene::Response)),
    ]
}

fn date(fact: &Fact, n: i32) -> EventDate {
    let timeless = matches!(fact.event, Event::Source(_));
    if timeless { EventDate::UNKNOWN } else { EventDate::day(day(n)) }
}

/// On these the time in force depends.
fn sets_time(event: &Event) -> bool {
    use aoc_core::AgreementEvent::{AgreementConsented, AgreementRenewed};
    matches!(event, Event::Agreement(AgreementConsented(_) | AgreementRenewed(_)))
}

fn offices() -> Vec<Event> {
    let office = office(0);
    let steps = |n: u16| -> [Event; 4] {
        let person = person(n);
        [
            OfficeHolderAnnounced { office, person }.into(),
            OfficeHolderAppointed { office, person }.into(),
            OfficeAssumed { office, person }.into(),
            OfficeVacated { office, person }.into(),
        ]
    };
    let established = office_established(0).into();
    std::iter::once(established).chain(steps(0)).chain(steps(1)).collect()
}

/// What waits for what: the lanes of any two events that share a timeline say the same as the judge of the whole book.
#[test]
fn law_8_lanes_say_what_waits_for_what() {
    let ends = |lanes: Lanes| match lanes {
        Lanes::All => None,
        Lanes::Of(ids) => Some((ids.clone(), ids)),
        Lanes::Between { after, before } => Some((after, before)),
    };
    let mut pairs = 0;
    let offices = offices();
    for events in Scene::ALL.map(Scene::events).into_iter().chain([&offices[..]]) {
        let events: Vec<_> = events.iter().map(|event| (event, event.entities().changes)).collect();
        for (earlier, entities) in &events {
            for (later, others) in &events {
                if !entities.iter().any(|entity| others.contains(entity)) {
                    continue;
                }
                let waits = match (ends(earlier.lanes()), ends(later.lanes())) {
                    (Some((_, before)), Some((after, _))) => before.iter().any(|lane| after.contains(lane)),
                    _ => true,
                };
                assert_eq!(waits, in_turn(earlier, later), "{later:?} after {earlier:?}");
                pairs += 1;
            }
        }
    }
    assert!(pairs > 5000, "{pairs} pairs");
}
