//! Law 7: every timeline is valid at every commit's end, and deciding locally is deciding on the whole book.
//!
//! Method: everything that the generator tried to record is put before a naive judge of the whole book
//! (`naive.rs`), who has to say the same as `decide`. And true histories, told roughly and out of order, are put to
//! the book: all of it has to be accepted in the end.

use aoc_core::{
    Book, Breaks, Citations, CustomEvent, Day, Draft, EntityId, EventDate, KindCode, PartyId, Place,
    Position, Record, Rejections, Relation, Timestamp, decide, membership,
};
use aoc_replay::{Certainty, Recorded, Roll, View};
use aoc_tests::history::History;
use aoc_tests::ledgers::Shelf;
use aoc_tests::naive::Naive;
use aoc_tests::scene::Scene;
use aoc_tests::truth::{Cast, Fact, Told, invent};
use aoc_tests::universe::{GROUPS, PARTIES, day, group, party, text, thing};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::iter;

use crate::cases::cases;
use crate::histories::{judged_histories, moves};
use crate::teller::{Numbers, Teller, json};

fn prefix(history: &History, head: usize) -> Naive {
    Naive::of_records(history.records().take(head))
}

/// The stretches during which a party was really in a group.
fn really_in(facts: &[Fact], entity: EntityId, party: PartyId, on: Day) -> bool {
    let mut inside = false;
    for fact in facts.iter().filter(|fact| fact.on <= on) {
        match fact.event.kind().name().as_str() {
            "MemberJoined" if fact.entity() == Some(entity) => inside = true,
            "MemberWithdrew" if fact.entity() == Some(entity) => inside = false,
            "PartyDissolved" if fact.entity() == Some(party.into()) => inside = false,
            _ => {}
        }
    }
    inside
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn law_7_true_histories_are_accepted(
        moves in moves(10..70),
        spread in prop_oneof![Just(4_u64), Just(16), Just(1000)],
        size in 1..6_usize,
    ) {
        let facts = invent(&moves, Cast::World, 60);
        let mut teller = Teller::of(&facts);
        teller.record_as_known(Told::Closely, spread, size).map_err(TestCaseError::fail)?;
        let history = &teller.history;
        prop_assert_eq!(history.records().count(), facts.len());

        // In the end every timeline lies in its true order.
        let numbers = Numbers::of(&facts);
        let naive = history.naive();
        let sight = naive.sight().unwrap();
        let entities: BTreeSet<EntityId> = facts.iter().filter_map(Fact::entity).collect();
        for entity in entities.into_iter().filter(|entity| entity.kind() != aoc_core::EntityKind::Source) {
            let order: Vec<_> = sight.timeline(entity).iter().map(|line| numbers.of_line(&naive, line)).collect();
            prop_assert!(order.is_sorted(), "{}: {:?}", entity, order);
        }

        // And the truth lies between what is certain and what is possible (law 8).
        let shelf = Shelf::memory();
        shelf.record_all(history);
        for on in facts.iter().step_by(5).flat_map(|fact| [fact.on.previous(), fact.on]) {
            for group in (0..GROUPS).map(group) {
                let roll = shelf.ledger.ask(&Roll::of(group), View::on(on)).unwrap().value;
                for party in (0..PARTIES).map(party) {
                    let line = roll.members.iter().find(|line| line.party == party);
                    let said = line.map_or(Certainty::No, |line| line.member);
                    let truth = really_in(&facts, membership(group, party), party, on);
                    let fits = if truth { said != Certainty::No } else { said <= Certainty::Possible };
                    prop_assert!(fits, "{} in {} on {}: {}, said {}", party, group, on, truth, said);
                }
            }
        }
    }
}

fn scene() -> impl Strategy<Value = Scene> {
    prop_oneof![
        3 => Just(Scene::Agreements),
        2 => Just(Scene::Strategies),
        1 => Just(Scene::Alliance),
        1 => Just(Scene::Response),
    ]
}

proptest! {
    #![proptest_config(cases(600))]

    /// The same of agreements, strategies, the Alliance's life, the media response.
    #[test]
    fn law_7_true_histories_of_every_area_are_accepted(
        scene in scene(),
        moves in moves(20..70),
        told in prop_oneof![Just(Told::Closely), Just(Told::Loosely)],
        spread in prop_oneof![Just(4_u64), Just(16), Just(1000)],
        size in 1..6_usize,
    ) {
        let facts = invent(&moves, Cast::Scene(scene), 30);
        let mut teller = Teller::of(&facts);
        teller.record_as_known(told, spread, size).map_err(TestCaseError::fail)?;
        let new = teller.history.records().filter(|record| matches!(record.relation, Relation::New));
        prop_assert_eq!(new.count(), facts.len());

        if told != Told::Closely {
            return Ok(());
        }
        // In the end nothing lies before what it waited for, unless it is said to follow a record of another of its
        // timelines on the same day, or to follow what is: *after* names one record.
        let naive = teller.history.naive();
        for it in teller.misplaced(&naive) {
            let chain = iter::successors(Some(it.early), |line| naive.last(line.after?));
            let elsewhere = chain.skip(1).any(|line| !line.changes().contains(&it.entity));
            let (early, late) = (it.early.position, it.late.position);
            prop_assert!(elsewhere, "{early} before {late} in {}\n{:?}", it.entity, teller.history);
        }
        // Then there is an *after* for each that puts the book in order.
        prop_assert!(teller.put_in_order(), "{:?}", teller.history);
        let naive = teller.history.naive();
        let misplaced = teller.misplaced(&naive);
        prop_assert!(misplaced.is_empty(), "{misplaced:?}\n{:?}", teller.history);
    }
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn law_7_deciding_locally_equals_judging_the_whole_book(history in judged_histories(24)) {
        for attempt in &history.tries {
            let naive = prefix(&history, attempt.head).with(&attempt.drafts).map(|_| ());
            let agree = naive.is_ok() == attempt.verdict.is_ok();
            let drafts = json(&attempt.drafts);
            prop_assert!(
                agree,
                "decide: {:?}\nwhole book: {naive:?}\nat {}, drafts:{drafts}",
                attempt.verdict.as_ref().map_err(ToString::to_string),
                attempt.head
            );
        }
    }

    /// "…and, where an *after* would settle it, says so."
    #[test]
    fn law_7_the_after_that_a_rejection_names_settles_it(history in judged_histories(24)) {
        for attempt in history.tries.iter().filter(|attempt| attempt.drafts.len() == 1) {
            let Err(rejections) = &attempt.verdict else { continue };
            let [finding] = rejections.findings() else { continue };
            let Some(Place::Record(anchor)) = finding.settled_by_after else { continue };
            let settled = attempt.drafts[0].clone().after(anchor);
            let mut book = Book::default();
            for record in history.records().take(attempt.head) {
                book.append(record);
            }
            // The rules about what it names are asked only then, and may have something to say of their own.
            let again = decide(&book, &[settled], Timestamp::from_micros(0)).err();
            let again: Vec<_> = again.iter().flat_map(Rejections::findings).collect();
            let still = again.iter().any(|other| other.rule == finding.rule && other.about == finding.about);
            prop_assert!(!still, "{}\nand with it: {:?}\n  {}", finding, again, json(&attempt.drafts));
        }
    }

    #[test]
    fn law_7_every_timeline_is_valid_at_every_commits_end(history in judged_histories(24)) {
        let mut records: Vec<Record> = Vec::new();
        for commit in &history.commits {
            records.extend(commit.records.iter().cloned());
            prop_assert_eq!(Naive::of_records(&records).whole(), Ok(()));
        }
    }
}

/// Locality reaches along *after* into other timelines: what follows a moved record moves with it.
#[test]
fn law_7_what_follows_a_moved_record_is_judged_again() {
    let event = |things: &[u16]| CustomEvent {
        kind: KindCode::new(0x8001).unwrap(),
        changes: things.iter().copied().map(thing).collect(),
        names: Vec::new(),
        body: Vec::new(),
    };
    let shelf = Shelf::memory();
    let by = |n: i32| EventDate::on_or_before(day(n));
    shelf.record(&[Draft::new(event(&[0]), EventDate::day(day(5)), Citations::uncited())]);
    shelf.record(&[Draft::new(event(&[0, 1]), by(20), Citations::uncited()).after(Position::new(1))]);
    shelf.record(&[Draft::new(event(&[1]), by(10), Citations::uncited()).after(Position::new(2))]);
    let moved = |n: i32| {
        let date = EventDate::day(day(n));
        Draft::correct(Position::FIRST, event(&[0]), date, Citations::uncited(), text("misread"))
    };
    let Recorded::Rejected(rejections) = shelf.ledger.record(&[moved(15)]).unwrap() else {
        panic!("record 3 would follow what is later than it can be");
    };
    let broken: Vec<_> =
        rejections.findings().iter().map(|finding| (finding.rule.name(), finding.breaks)).collect();
    assert_eq!(broken, [("anchor-too-late", Breaks::Other(Place::Record(Position::new(3))))]);
    shelf.record(&[moved(10)]);
}
