//! Law 11: export then import gives the same bytes, positions and answers.

use aoc_core::Position;
use aoc_replay::{KnownAt, Ledger, View};
use aoc_store::{export, import};
use aoc_tests::ledgers::{Shelf, answers, days, leaves};
use proptest::prelude::*;

use crate::cases::cases;
use crate::histories::accepted_histories;

fn all_answers(ledger: &Ledger, every: &[Position]) -> Vec<String> {
    let views = every.iter().flat_map(|at| days().map(|on| View::on(on).known_at(KnownAt::Position(*at))));
    views.map(|view| answers(ledger, view)).collect()
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn law_11_an_archive_comes_back_with_the_same_bytes_and_answers(history in accepted_histories(16)) {
        let original = Shelf::memory();
        original.record_all(&history);
        let mut archive = Vec::new();
        export(original.log.as_ref(), &mut archive, &mut |_| {}).unwrap();
        let ends: Vec<Position> = original.ledger.commits().unwrap().iter().map(|commit| commit.last).collect();
        let said = all_answers(&original.ledger, &ends);
        for copy in Shelf::both() {
            let head = import(&mut &archive[..], copy.log.as_ref(), &mut |_| {}).unwrap();
            prop_assert_eq!(head, original.ledger.head().unwrap());
            prop_assert_eq!(leaves(copy.log.as_ref()), leaves(original.log.as_ref()));
            prop_assert_eq!(all_answers(&copy.ledger, &ends), said.clone());
            let mut again = Vec::new();
            export(copy.log.as_ref(), &mut again, &mut |_| {}).unwrap();
            prop_assert_eq!(&again, &archive);
        }
    }
}
