//! Law 5: a ledger that was opened from what is kept beside its log answers as one that read every record.
//!
//! Method: histories are recorded in a log on disk, kept in two or three pieces by ledgers that come and go, and every
//! question is asked of a ledger that opens from them, at every commit.

use aoc_core::Position;
use aoc_replay::{KnownAt, View};
use aoc_tests::ledgers::{Shelf, answers, days};
use proptest::prelude::*;

use crate::cases::cases;
use crate::histories::accepted_histories;

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn law_5_what_is_kept_beside_a_log_changes_no_answer(history in accepted_histories(16), at in any::<prop::sample::Index>()) {
        let (shelf, plain) = (Shelf::sled(), Shelf::memory());
        plain.record_all(&history);
        let early = at.index(history.commits.len());
        for (number, commit) in history.commits.iter().enumerate() {
            if number == early {
                drop(shelf.opened_again()); // keeps what it read
            }
            shelf.record(&commit.drafts);
        }
        drop(shelf.opened_again());
        let kept = shelf.log.cache().unwrap().read(&"outline".parse().unwrap()).unwrap();
        prop_assert!(kept.is_some());
        let ledger = shelf.opened_again();
        for commit in plain.ledger.commits().unwrap().iter() {
            for on in days() {
                let view = View::on(on).known_at(KnownAt::Position(commit.last));
                prop_assert_eq!(answers(&ledger, view), answers(&plain.ledger, view));
            }
        }
        for position in (1..=plain.ledger.head().unwrap().get()).map(Position::new) {
            let id = plain.ledger.record_at(position).unwrap().id;
            prop_assert_eq!(ledger.find(id).unwrap(), plain.ledger.find(id).unwrap());
            prop_assert_eq!(ledger.last_version(position).unwrap(), plain.ledger.last_version(position).unwrap());
            prop_assert_eq!(ledger.standing(position).unwrap(), plain.ledger.standing(position).unwrap());
        }
        let ours: Vec<_> = ledger.commits().unwrap().iter().copied().collect();
        let theirs: Vec<_> = plain.ledger.commits().unwrap().iter().copied().collect();
        prop_assert_eq!(ours, theirs);
        // And it judges as the other does.
        for attempt in history.tries.iter().filter(|attempt| attempt.verdict.is_err()).take(8) {
            let said = |ledger: &aoc_replay::Ledger| format!("{:?}", ledger.judge(&attempt.drafts).unwrap());
            prop_assert_eq!(said(&ledger), said(&plain.ledger));
        }
    }
}
