//! Law 12: the same log and the same view give the same answer, to the letter, and the same drafts the same verdict.
//!
//! Method: ledgers are built independently of each other (each with its own hash maps, which are seeded at random)
//! and asked from one thread and from several at once.

use aoc_core::{Book, Timestamp, decide};
use aoc_replay::{KnownAt, View};
use aoc_tests::ledgers::{Shelf, answers, days};
use proptest::prelude::*;

use crate::cases::cases;
use crate::histories::accepted_histories;

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn law_12_the_same_log_and_view_give_the_same_text(history in accepted_histories(16)) {
        let shelf = Shelf::memory();
        shelf.record_all(&history);
        let ends: Vec<_> = shelf.ledger.commits().unwrap().iter().map(|commit| commit.last).collect();
        let views: Vec<View> = ends
            .iter()
            .flat_map(|at| days().map(|on| View::on(on).known_at(KnownAt::Position(*at))))
            .collect();
        let said: Vec<String> = views.iter().map(|view| answers(&shelf.ledger, *view)).collect();
        let again = shelf.opened_again();
        let theirs: Vec<String> = views.iter().map(|view| answers(&again, *view)).collect();
        prop_assert_eq!(&theirs, &said);
        for threads in [2, 4] {
            let text: Vec<Vec<String>> = std::thread::scope(|scope| {
                let (views, ledger) = (&views, &again);
                let asking = (0..threads).map(|first| {
                    let turned = views.iter().cycle().skip(first).take(views.len());
                    scope.spawn(move || {
                        let mut texts: Vec<String> = turned.map(|view| answers(ledger, *view)).collect();
                        texts.rotate_right(first % views.len().max(1));
                        texts
                    })
                });
                asking.collect::<Vec<_>>().into_iter().map(|thread| thread.join().unwrap()).collect()
            });
            for texts in text {
                prop_assert_eq!(&texts, &said, "{} threads", threads);
            }
        }
    }

    #[test]
    fn law_12_the_same_drafts_get_the_same_verdict(history in accepted_histories(16)) {
        let records: Vec<_> = history.records().collect();
        for attempt in &history.tries {
            let mut book = Book::default();
            for record in &records[..attempt.head] {
                book.append(record);
            }
            let verdict = decide(&book, &attempt.drafts, Timestamp::from_micros(0));
            let said = |text: String| text;
            let verdict = verdict.map(|_| ()).map_err(|rejections| said(rejections.to_string()));
            prop_assert_eq!(verdict, attempt.verdict.clone().map_err(|rejections| rejections.to_string()));
        }
    }
}
