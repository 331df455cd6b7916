//! Law 1: positions are dense from 1, a commit is all or nothing, and nothing that was appended ever changes.
//!
//! Method: histories are recorded in both logs; behind each commit all bytes are read again, and a commit with one
//! bad draft among good ones is tried.

use aoc_core::{Citations, Draft, EventDate, MemberJoined, PersonRegistered, Position};
use aoc_replay::{Recorded, View};
use aoc_tests::history::History;
use aoc_tests::ledgers::{Shelf, answers, leaves};
use aoc_tests::universe::{day, group, names, party};
use proptest::prelude::*;

use crate::cases::cases;
use crate::histories::accepted_histories;

/// A good draft, a bad one, and another good one.
fn one_bad_among_three(history: &History, at: usize) -> [Draft; 3] {
    let good = |n: usize| {
        let person = format!("somebody-{at}-{n}").parse().unwrap();
        Draft::new(
            PersonRegistered { person, names: names("Somebody").into() },
            EventDate::UNKNOWN,
            Citations::uncited(),
        )
    };
    let bad = match at % 3 {
        0 => history.commits[0].drafts[0].clone(), // its id is taken
        1 => {
            let joined = MemberJoined { group: group(0), party: "nobody".parse().unwrap() };
            Draft::new(joined, EventDate::UNKNOWN, Citations::uncited())
        }
        _ => {
            let joined = MemberJoined { group: group(0), party: party(0) };
            Draft::new(joined, EventDate::UNKNOWN, Citations::source("no-source".parse().unwrap()))
        }
    };
    [good(0), bad, good(1)]
}

fn check_append_only(shelf: &Shelf, history: &History) -> Result<(), TestCaseError> {
    let mut before: Vec<Vec<u8>> = Vec::new();
    for (at, commit) in history.commits.iter().enumerate() {
        shelf.record(&commit.drafts);
        let after = leaves(shelf.log.as_ref());
        prop_assert_eq!(after.len(), before.len() + commit.drafts.len());
        prop_assert_eq!(&after[..before.len()], &before[..], "earlier records changed");
        for (ahead, record) in commit.records.iter().enumerate() {
            let position = Position::new((before.len() + ahead) as u64 + 1);
            let stored = shelf.ledger.record_at(position).unwrap();
            prop_assert_eq!(stored.id, record.id);
            prop_assert_eq!(stored.commit.get(), before.len() as u64 + 1);
        }
        before = after;

        let view = View::on(day(300));
        let said = answers(&shelf.ledger, view);
        let refused = shelf.ledger.record(&one_bad_among_three(history, at)).unwrap();
        prop_assert!(matches!(refused, Recorded::Rejected(_)), "{:?}", refused);
        prop_assert_eq!(leaves(shelf.log.as_ref()), before.clone(), "a refused commit left something behind");
        prop_assert_eq!(answers(&shelf.ledger, view), said, "a refused commit changed an answer");
    }
    prop_assert_eq!(leaves(shelf.log.as_ref()), before);
    Ok(())
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn law_1_append_only_in_memory(history in accepted_histories(16)) {
        check_append_only(&Shelf::memory(), &history)?;
    }

    #[test]
    fn law_1_append_only_in_sled(history in accepted_histories(10)) {
        check_append_only(&Shelf::sled(), &history)?;
    }
}
