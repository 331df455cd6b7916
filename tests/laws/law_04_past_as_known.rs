//! Law 4: an append changes no answer of a view with an earlier `known_at`.
//!
//! Method: every question is asked at every commit when that commit is the last one, and again behind every later
//! append. The clock runs backwards throughout.

use aoc_core::{Position, Timestamp};
use aoc_replay::{Error, KnownAt, Roll, View};
use aoc_store::{FixedClock, SystemSalts};
use aoc_tests::ledgers::{Shelf, answers, days};
use aoc_tests::universe::{day, group};
use proptest::prelude::*;
use std::sync::Arc;

use crate::cases::cases;
use crate::histories::accepted_histories;

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn law_4_an_append_changes_no_answer_of_an_earlier_known_at(history in accepted_histories(12)) {
        let shelf = Shelf::memory();
        let mut said: Vec<(Position, Vec<String>)> = Vec::new();
        for commit in &history.commits {
            shelf.record(&commit.drafts);
            let head = shelf.ledger.head().unwrap();
            let ask = |known_at: KnownAt| days().map(|on| answers(&shelf.ledger, View::on(on).known_at(known_at)));
            for (position, before) in &said {
                let now = ask(KnownAt::Position(*position));
                prop_assert_eq!(&now[..], &before[..], "known at {}, head {}", position, head);
            }
            said.push((head, ask(KnownAt::Head).to_vec()));
        }
        // Inside a commit: the end of the commit before it. A time: the last commit by then.
        let commits: Vec<_> = shelf.ledger.commits().unwrap().iter().copied().collect();
        let on = days()[2];
        let at = |known_at: KnownAt| answers(&shelf.ledger, View::on(on).known_at(known_at));
        let mut before = at(KnownAt::Position(Position::START));
        for (commit, (last, here)) in commits.iter().zip(&said) {
            prop_assert_eq!(commit.last, *last);
            for position in commit.first.get()..commit.last.get() {
                prop_assert_eq!(&at(KnownAt::Position(Position::new(position))), &before);
            }
            prop_assert_eq!(&at(KnownAt::Time(commit.recorded_at)), &here[2]);
            let earlier = Timestamp::from_micros(commit.recorded_at.micros() - 1);
            let view = shelf.ledger.view(View::on(on).known_at(KnownAt::Time(earlier))).unwrap();
            prop_assert_eq!(view.position, commit.first.previous());
            before.clone_from(&here[2]);
        }
    }

    #[test]
    fn law_4_recorded_at_strictly_rises_whatever_the_clock_does(history in accepted_histories(12), back in any::<bool>()) {
        let shelf = Shelf::memory();
        let still = FixedClock("2026-05-13T09:30:00Z".parse().unwrap());
        let ledger = if back {
            shelf.ledger.clone()
        } else {
            aoc_replay::Ledger::with(Arc::clone(&shelf.log), Arc::new(still), Arc::new(SystemSalts)).unwrap()
        };
        for commit in &history.commits {
            ledger.record(&commit.drafts).unwrap();
        }
        let commits = ledger.commits().unwrap();
        prop_assert_eq!(commits.iter().count(), history.commits.len());
        let mut before = None;
        for commit in commits.iter() {
            prop_assert!(before < Some(commit.recorded_at), "{:?} after {:?}", commit, before);
            before = Some(commit.recorded_at);
            for position in commit.first.get()..=commit.last.get() {
                let record = ledger.record_at(Position::new(position)).unwrap();
                prop_assert_eq!(record.recorded_at, commit.recorded_at);
                prop_assert_eq!(record.commit, commit.first);
            }
        }
    }

    #[test]
    fn law_4_beyond_the_head_is_an_error(history in accepted_histories(4), ahead in 1..1000u64) {
        let shelf = Shelf::memory();
        shelf.record_all(&history);
        let asked = Position::new(shelf.ledger.head().unwrap().get() + ahead);
        let view = View::on(day(0)).known_at(KnownAt::Position(asked));
        let refused = shelf.ledger.ask(&Roll::of(group(0)), view);
        let beyond = matches!(refused, Err(Error::BeyondHead { asked: at, head }) if at == asked && head < asked);
        prop_assert!(beyond);
    }
}
