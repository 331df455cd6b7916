//! Law 6: how many threads fold does not show.
//!
//! Method: for every projection that can be divided, the answer of several threads against that of one, on days around
//! which something changes and at the end of every commit.

use std::num::NonZeroUsize;

use aoc_replay::{KnownAt, Ledger, Memberships, Parallel, Roll, Story, Threads, Timeline, View};
use aoc_tests::ledgers::{Shelf, days};
use aoc_tests::universe::group;
use proptest::prelude::*;

use crate::cases::cases;
use crate::histories::accepted_histories;

fn same<P: Parallel<Answer: PartialEq + std::fmt::Debug>>(
    ledger: &Ledger,
    question: &P,
    view: View,
    threads: Threads,
) {
    let (many, one) = (ledger.ask_all_on(threads, question, view), ledger.ask_all(question, view));
    assert_eq!(many.unwrap(), one.unwrap(), "{threads:?}, {view:?}");
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn law_6_threads_do_not_show_in_answers(history in accepted_histories(24), threads in 1..5_usize) {
        let shelf = Shelf::memory();
        shelf.record_all(&history);
        let threads = Threads::new(NonZeroUsize::new(threads).unwrap());
        for commit in shelf.ledger.commits().unwrap().iter() {
            for on in days() {
                let view = View::on(on).known_at(KnownAt::Position(commit.last));
                for number in 0..2 {
                    same(&shelf.ledger, &Roll::of(group(number)), view, threads);
                }
                same(&shelf.ledger, &Memberships, view, threads);
                same(&shelf.ledger, &Timeline::of_everything(), view, threads);
                same(&shelf.ledger, &Story::whole(), view, threads);
            }
        }
    }
}
