//! Law 3: a replay folds the records that stand at `known_at` and whose key's day is not after `on`, sorted by key.
//!
//! Method: the five lines of [`reference`], for every commit and many days, against `Ledger::replay` and whatever
//! else is faster.

use aoc_core::{Citations, CustomEvent, Day, Draft, Event, EventDate, Kind, KindCode, Position};
use aoc_replay::{Holders, Interest, KnownAt, Ledger, Roll, View};
use aoc_tests::ledgers::Shelf;
use aoc_tests::naive::Naive;
use aoc_tests::universe::{day, group, office, text, thing};
use proptest::prelude::*;

use crate::cases::cases;
use crate::histories::accepted_histories;

/// Law 3 in five lines.
fn reference(book: &Naive, known_at: usize, on: Day) -> Vec<u64> {
    let known = Naive { lines: book.lines[..known_at].to_vec() };
    let sight = known.sight().unwrap();
    let mut keyed: Vec<_> = sight.standing().map(|line| (sight.key(line), line.position)).collect();
    keyed.retain(|(key, _)| key.0 <= on);
    keyed.sort();
    keyed.into_iter().map(|(_, position)| position).collect()
}

fn replayed(ledger: &Ledger, known_at: usize, on: Day, interest: &Interest) -> Vec<u64> {
    let known_at = KnownAt::Position(Position::new(known_at as u64));
    let mut positions = Vec::new();
    let visit = &mut |record: &aoc_replay::RecordView<'_>| {
        positions.push(record.position().get());
        Ok(())
    };
    ledger.replay(View::on(on).known_at(known_at), interest, visit).unwrap();
    positions
}

/// The days around which something changes, and the ends of time.
fn days(book: &Naive) -> Vec<Day> {
    let sight = book.sight().unwrap();
    let keyed = sight.standing().map(|line| sight.key(line).0);
    let stated = book.lines.iter().map(|line| line.date.earliest());
    let mut days: Vec<Day> =
        keyed.chain(stated).flat_map(|day| [day.previous(), day]).chain([Day::FUTURE]).collect();
    days.sort_unstable();
    days.dedup();
    let step = days.len() / 12 + 1;
    days.into_iter().rev().step_by(step).chain([Day::PAST]).collect()
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn law_3_order_of_effect_equals_the_reference(history in accepted_histories(24)) {
        let shelf = Shelf::memory();
        shelf.record_all(&history);
        let book = history.naive();
        let days = days(&book);
        let mut head = 0;
        for commit in &history.commits {
            head += commit.records.len();
            for on in &days {
                let expected = reference(&book, head, *on);
                prop_assert_eq!(&replayed(&shelf.ledger, head, *on, &Interest::All), &expected, "on {} at {}", on, head);
                let joined = Interest::Kinds(Kind::named("MemberJoined").into_iter().collect());
                let kind = |position: &u64| {
                    let event = book.line(*position).and_then(|line| line.event.as_ref());
                    event.map(Event::kind) == Kind::named("MemberJoined")
                };
                let expected: Vec<u64> = expected.into_iter().filter(kind).collect();
                prop_assert_eq!(replayed(&shelf.ledger, head, *on, &joined), expected, "joined, on {} at {}", on, head);
            }
        }
    }

    #[test]
    fn law_3_a_series_equals_its_questions_one_by_one(history in accepted_histories(24)) {
        let shelf = Shelf::memory();
        shelf.record_all(&history);
        let mut days = days(&history.naive());
        days.sort_unstable();
        days.dedup();
        let roll = Roll::of(group(0));
        let series = shelf.ledger.series(&roll, &days, KnownAt::Head).unwrap();
        let one_by_one: Vec<_> = days.iter().map(|on| shelf.ledger.ask(&roll, View::on(*on)).unwrap()).collect();
        prop_assert_eq!(series, one_by_one);
        let holders = Holders::of(office(1));
        let series = shelf.ledger.series(&holders, &days, KnownAt::Head).unwrap();
        let one_by_one: Vec<_> = days.iter().map(|on| shelf.ledger.ask(&holders, View::on(*on)).unwrap()).collect();
        prop_assert_eq!(series, one_by_one);
    }
}

/// Each record of a long chain is said to follow the one before it, and could be earlier by its own date.
#[test]
fn law_3_a_long_chain_of_after_keeps_its_order() {
    let shelf = Shelf::memory();
    let event = |n: u8| CustomEvent {
        kind: KindCode::new(0x8001).unwrap(),
        changes: vec![thing(0)],
        names: Vec::new(),
        body: vec![n],
    };
    let mut first = Draft::new(event(0), EventDate::day(day(10)), Citations::uncited());
    for n in 1..=200 {
        shelf.record(&[first.clone()]);
        let date = EventDate::on_or_before(day(20));
        first = Draft::new(event(n), date, Citations::uncited()).after(Position::new(n.into()));
    }
    let in_order: Vec<u64> = (1..=200).collect();
    assert_eq!(replayed(&shelf.ledger, 200, day(10), &Interest::All), in_order);
    assert!(replayed(&shelf.ledger, 200, day(9), &Interest::All).is_empty());

    // The head of the chain moves, and everything with it; but not past what a later record allows.
    let moved = |to: Day| {
        let (date, reason) = (EventDate::day(to), text("the source was misread"));
        Draft::correct(Position::FIRST, event(0), date, Citations::uncited(), reason)
    };
    assert!(matches!(shelf.ledger.record(&[moved(day(21))]), Ok(aoc_replay::Recorded::Rejected(_))));
    shelf.record(&[moved(day(20))]);
    assert!(replayed(&shelf.ledger, 201, day(19), &Interest::All).is_empty());
    assert_eq!(replayed(&shelf.ledger, 200, day(10), &Interest::All), in_order, "the past as known then");
}
