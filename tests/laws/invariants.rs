//! What must hold of the whole ledger, whatever was recorded: on any day, as known at any commit.

use aoc_core::Position;
use aoc_replay::{KnownAt, View};
use aoc_tests::invariants::check;
use aoc_tests::ledgers::Shelf;
use aoc_tests::naive::Naive;
use aoc_tests::universe::day;
use proptest::prelude::*;

use crate::cases::cases;
use crate::histories::accepted_histories;

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn invariants_hold_on_any_day_as_known_at_any_commit(
        history in accepted_histories(24),
        asked in prop::collection::vec((any::<prop::sample::Index>(), 0..1100_i32), 8),
    ) {
        let shelf = Shelf::memory();
        shelf.record_all(&history);
        let ends: Vec<Position> = shelf.ledger.commits().unwrap().iter().map(|commit| commit.last).collect();
        for (commit, on) in asked {
            let (known_at, on) = (ends[commit.index(ends.len())], day(on));
            let view = View::on(on).known_at(KnownAt::Position(known_at));
            let known = history.records().take_while(|record| record.position <= known_at);
            let naive = Naive::of_records(known);
            check(&shelf.ledger, view, &naive.sight().unwrap());
        }
    }
}
