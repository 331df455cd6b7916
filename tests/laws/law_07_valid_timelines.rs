//! Law 7: every timeline is valid at every commit's end, and deciding locally is deciding on the whole book.
//!
//! Method: everything that the generator tried to record is put before a naive judge of the whole book
//! (`naive.rs`), who has to say the same as `decide`. And true histories, told roughly and out of order, are put to
//! the book: all of it has to be accepted in the end.

use aoc_core::{
    Book, Breaks, Citations, CustomEvent, Day, Draft, EntityId, EventDate, EventId, KindCode, PartyId, Place,
    Position, Record, Rejections, Relation, Timestamp, decide, membership,
};
use aoc_replay::{Certainty, Recorded, Roll, View};
use aoc_tests::history::History;
use aoc_tests::ledgers::Shelf;
use aoc_tests::naive::{Line, Naive, in_turn};
use aoc_tests::scene::Scene;
use aoc_tests::truth::{Cast, Fact, Told, drafts, invent, told};
use aoc_tests::universe::{GROUPS, PARTIES, day, group, party, text, thing};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

use crate::cases::cases;
use crate::histories::{judged_histories, moves};

fn prefix(history: &History, head: usize) -> Naive {
    Naive::of_records(history.records().take(head))
}

fn json(drafts: &[Draft]) -> String {
    drafts.iter().map(|draft| draft.to_json().to_string()).collect::<Vec<_>>().join("\n  ")
}

/// Records what becomes known, a few drafts a commit. What is refused is put to the book again by itself behind every
/// commit, and together with later drafts; in the end it is said what it followed of all that is in the book.
fn record_as_known(facts: &[Fact], told: Told, spread: u64, size: usize) -> Result<History, String> {
    let mut known: Vec<(u64, Draft)> = drafts(facts, &self::told(facts), told)
        .into_iter()
        .zip(facts)
        .enumerate()
        .map(|(at, (draft, fact))| (at as u64 + u64::from(fact.how.known) % spread, draft))
        .collect();
    known.sort_by_key(|(when, _)| *when);
    let known: Vec<Draft> = known.into_iter().map(|(_, draft)| draft).collect();
    let (mut history, mut waiting) = (History::default(), Vec::new());
    for commit in known.chunks(size) {
        if history.record([&waiting[..], commit].concat()) {
            waiting.clear();
            continue;
        }
        if !history.record(commit.to_vec()) {
            waiting.extend_from_slice(commit);
        }
        waiting.retain(|draft: &Draft| !history.record(vec![draft.clone()]));
    }
    waiting.sort_by_key(|draft| number(facts, draft.id()));
    while !waiting.is_empty() {
        let count = waiting.len();
        waiting.retain_mut(|draft| {
            if let Some(after) = followed(&history, facts, draft) {
                *draft = draft.clone().after(after);
            }
            if history.record(vec![draft.clone()]) {
                return false;
            }
            let together = corrected(&history, facts, draft).map(|other| vec![draft.clone(), other]);
            !together.is_some_and(|drafts| history.record(drafts))
        });
        if waiting.len() == count {
            break;
        }
    }
    if history.record(waiting.clone()) {
        return Ok(history);
    }
    let last = history.tries.last().and_then(|attempt| attempt.verdict.clone().err());
    Err(format!(
        "{}\n{history:?}waiting:{}",
        last.map(|said| said.to_string()).unwrap_or_default(),
        json(&waiting)
    ))
}

fn number(facts: &[Fact], id: EventId) -> Option<usize> {
    (0..facts.len()).find(|at| Fact::id(*at) == id)
}

/// Which fact a record tells, in this version or another.
fn told_by(naive: &Naive, facts: &[Fact], line: &Line) -> Option<usize> {
    number(facts, naive.line(line.origin)?.id)
}

/// What comes last in the book, of all that the draft really followed, if the draft's own date is not behind it.
fn followed(history: &History, facts: &[Fact], draft: &Draft) -> Option<EventId> {
    let naive = history.naive();
    let sight = naive.sight().unwrap();
    let own = number(facts, draft.id())?;
    let changes = draft.event()?.entities().changes;
    let lines = changes.iter().flat_map(|entity| sight.timeline(*entity));
    let before = lines.filter(|line| told_by(&naive, facts, line) < Some(own));
    let last = before.max_by_key(|line| sight.key(line))?;
    if sight.key(last).0 >= draft.date().earliest() { Some(last.id) } else { None }
}

/// What the last refusal collides with, corrected: it followed the draft, and not what it was said to follow on the
/// same day (*after* names one record).
fn corrected(history: &History, facts: &[Fact], draft: &Draft) -> Option<Draft> {
    let finding = history.tries.last()?.verdict.as_ref().err()?.findings().first()?.clone();
    let Some(Place::Record(position)) = finding.collides else { return None };
    let naive = history.naive();
    let origin = naive.line(position.get())?.origin;
    let line = naive.lines.iter().rfind(|line| line.origin == origin)?;
    if told_by(&naive, facts, line) <= number(facts, draft.id()) {
        return None;
    }
    let (event, cites) = (line.event.clone()?, Citations::uncited());
    let why = text("what it followed was not known");
    Some(Draft::correct(Position::new(line.position), event, line.date, cites, why).after(draft.id()))
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
        let history = record_as_known(&facts, Told::Closely, spread, size).map_err(TestCaseError::fail)?;
        prop_assert_eq!(history.records().count(), facts.len());

        // In the end every timeline lies in its true order.
        let ids: BTreeMap<EventId, usize> = (0..facts.len()).map(|at| (Fact::id(at), at)).collect();
        let naive = history.naive();
        let sight = naive.sight().unwrap();
        let entities: BTreeSet<EntityId> = facts.iter().filter_map(Fact::entity).collect();
        for entity in entities.into_iter().filter(|entity| entity.kind() != aoc_core::EntityKind::Source) {
            let order: Vec<usize> = sight.timeline(entity).iter().map(|line| ids[&line.id]).collect();
            prop_assert!(order.is_sorted(), "{}: {:?}", entity, order);
        }

        // And the truth lies between what is certain and what is possible (law 8).
        let shelf = Shelf::memory();
        shelf.record_all(&history);
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
        let history = record_as_known(&facts, told, spread, size).map_err(TestCaseError::fail)?;
        let new = history.records().filter(|record| matches!(record.relation, Relation::New));
        prop_assert_eq!(new.count(), facts.len());

        if told != Told::Closely {
            return Ok(());
        }
        // In the end nothing lies before what it waited for, unless it is said to follow a record of another of its
        // timelines on the same day: *after* names one record.
        let naive = history.naive();
        let sight = naive.sight().unwrap();
        let number = |line: &Line| told_by(&naive, &facts, line).unwrap();
        let fact = |line: &Line| &facts[number(line)];
        for entity in sight.entities() {
            let told_here = |line: &Line| {
                let anchor = sight.standing().find(|other| Some(other.origin) == line.after);
                anchor.is_none_or(|anchor| anchor.changes().contains(&entity))
            };
            let timeline = sight.timeline(entity);
            for (at, late) in timeline.iter().enumerate() {
                for early in &timeline[..at] {
                    let turned = number(early) > number(late);
                    let waits = turned && in_turn(&fact(late).event, &fact(early).event);
                    prop_assert!(!waits || !told_here(early), "{:?} before {:?}", fact(early), fact(late));
                }
            }
        }
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
