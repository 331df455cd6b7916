//! Law 7: every timeline is valid at every commit's end, and deciding locally is deciding on the whole book.
//!
//! Method: everything that the generator tried to record is put before a naive judge of the whole book
//! (`naive.rs`), who has to say the same as `decide`.

use aoc_core::{Draft, Record};
use proptest::prelude::*;

use crate::cases::cases;
use crate::history::{History, accepted_histories};
use crate::naive::Naive;

fn prefix(history: &History, head: usize) -> Naive {
    Naive::of_records(history.records().take(head))
}

fn json(drafts: &[Draft]) -> String {
    drafts.iter().map(|draft| format!("\n  {}", draft.to_json())).collect()
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn law_7_deciding_locally_equals_judging_the_whole_book(history in accepted_histories(24)) {
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

    #[test]
    fn law_7_every_timeline_is_valid_at_every_commits_end(history in accepted_histories(24)) {
        let mut records: Vec<Record> = Vec::new();
        for commit in &history.commits {
            records.extend(commit.records.iter().cloned());
            prop_assert_eq!(Naive::of_records(&records).whole(), Ok(()));
        }
    }
}
