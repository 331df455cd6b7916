//! Goal: law 11, export then import gives the same bytes and positions, and a damaged archive never passes for
//! whole. Method: generated histories go through an archive and back; a sample archive is cut off and changed at
//! random places.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod archives;
mod histories;

use aoc_core::{CommitEnd, Position};
use aoc_store::{EventLog, Frame, MemoryLog, export, import, record_json};
use archives::{come_back, exported, imported, leaves, log_of, readable};
use data_encoding::BASE64;
use proptest::prelude::*;
use serde_json::{Value, json};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn law_11_an_archive_gives_the_same_bytes_and_positions(history in histories::histories()) {
        come_back(&history);
    }

    #[test]
    fn an_archive_that_is_cut_off_anywhere_is_noticed_and_whole_commits_stay(at in any::<prop::sample::Index>()) {
        let text = exported(&log_of(&histories::sample()));
        let whole = text.len() - 1; // a file without its last line feed is whole
        let (end, log) = imported(&text.as_bytes()[..at.index(whole)]);
        end.unwrap_err();
        let ends: Vec<Position> =
            histories::sample().iter().flatten().filter(|r| r.end == CommitEnd::Last).map(|r| r.position).collect();
        let head = log.head().unwrap();
        prop_assert!(head == Position::START || ends.contains(&head));
    }

    #[test]
    fn an_archive_with_any_byte_changed_is_refused_or_says_the_same(
        at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let log = log_of(&histories::sample());
        let mut bytes = exported(&log).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let (end, copy) = imported(&bytes);
        if end.is_ok() {
            prop_assert_eq!(readable(&copy), readable(&log));
        }
    }
}

#[test]
fn law_11_an_event_of_every_kind_comes_back() {
    let history = histories::every_kind();
    let recorded: std::collections::BTreeSet<u16> =
        history.iter().flatten().map(|record| record.kind.code()).collect();
    assert_eq!(recorded, aoc_core::Event::kinds().map(|(code, _)| code).collect());
    come_back(&history);
}

#[test]
fn the_generated_histories_hold_every_relation() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut records, mut seen) = (0, std::collections::BTreeMap::<String, usize>::new());
    for _ in 0..64 {
        let history = histories::histories().new_tree(&mut runner).unwrap().current();
        for record in history.iter().flatten() {
            records += 1;
            let json = record_json(record);
            for key in ["corrects", "retracts", "corroborates", "after", "words", "actor"] {
                *seen.entry(key.to_owned()).or_default() += usize::from(json.get(key).is_some());
            }
            *seen.entry(json["event"].as_str().unwrap().chars().take(4).collect()).or_default() += 1;
        }
    }
    assert!(
        records > 1000 && seen.values().all(|count| *count >= 5) && seen.contains_key("0x87"),
        "{seen:?}"
    );
}

#[test]
fn a_commit_of_several_frames_and_an_empty_log_come_back() {
    let mut history = histories::History::new(0);
    let drafts: Vec<_> = (0..700)
        .map(|number| {
            let source = histories::source_registered(format!("s-{number}").parse().unwrap());
            aoc_core::Draft::new(source, aoc_core::EventDate::UNKNOWN, aoc_core::Citations::uncited())
        })
        .collect();
    assert!(history.record(&drafts));
    assert!(Frame::of(&history.commits[0]).unwrap().len() > 2);
    come_back(&history.commits);
    come_back(&[]);
}

#[test]
fn the_text_is_as_described() {
    let log = log_of(&histories::sample());
    let text = exported(&log);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0], json!({"format": "aoc.archive/1", "head": 22}));
    assert!(text.starts_with("{\"format\":\"aoc.archive/1\",\"head\":22}\n{\"position\":1,\"leaf\":\""));
    let record = &lines[17]["record"];
    assert_eq!(
        (&record["corrects"], &record["origin"], &record["date"]),
        (&json!(14), &json!(14), &json!("2006-03"))
    );
    assert_eq!(lines[19]["record"]["retracts"], 15);
    assert_eq!(lines[19]["record"]["event"], "MemberSuspended");
    assert_eq!(lines[18]["record"]["event"], "Corroborated");
    assert_eq!(lines[21]["record"]["after"], 14);
    assert_eq!(lines[22]["record"]["data"]["body_hex"], "0001ff");
    let (_, bytes) = &leaves(&log)[21];
    assert_eq!(lines[22]["leaf"], BASE64.encode(bytes));
}

#[test]
fn progress_rises_to_the_head() {
    let log = log_of(&histories::sample());
    let (mut there, mut back, mut text) = (Vec::new(), Vec::new(), Vec::new());
    assert_eq!(export(&log, &mut text, &mut |at| there.push(at)).unwrap(), Position::new(22));
    import(&mut text.as_slice(), &MemoryLog::new(), &mut |at| back.push(at)).unwrap();
    for reached in [there, back] {
        assert!(reached.is_sorted() && reached.last() == Some(&Position::new(22)), "{reached:?}");
    }
}

#[test]
fn blank_lines_carriage_returns_and_a_byte_order_mark_do_no_harm() {
    let text = exported(&log_of(&histories::sample()));
    let edited = format!("\u{feff}{}\r\n\r\n", text.trim_end().replace('\n', "\r\n"));
    imported(edited.as_bytes()).0.unwrap();
    imported(text.trim_end().as_bytes()).0.unwrap();
}
