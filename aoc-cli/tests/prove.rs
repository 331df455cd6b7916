//! Goal: `verify` says in numbers what it checked and lists what it found; `log` lists the commits and shows a
//! record in full. Method: a whole book, one with weak sources, a damaged one.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{Book, drafts_json, history_files};

#[test]
fn a_whole_book_is_verified_in_numbers() {
    let book = Book::real_history();
    let records: usize = history_files().iter().map(|file| drafts_json(file).len()).sum();
    let commits = history_files().len();
    let said = book.aoc(&["verify", "--strict"]).fine().out;
    assert!(said.contains("The ledger is whole."), "{said}");
    assert!(said.contains(&format!("{records} records in {commits} commits")), "{said}");
    let answer = book.json(&["verify"]);
    assert_eq!(answer["records_judged"], records);
    assert_eq!(answer["sound"], true);
    assert_eq!(answer["findings"], json!([]));
}

fn weak() -> Book {
    let source = |event: &str, more: Value| {
        let mut data = json!({"source": "leaflet"});
        data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"event": event, "data": data, "uncited": true})
    };
    let person = |slug: &str, cites: Value| {
        let mut draft = json!({"event": "PersonRegistered",
            "data": {"person": slug, "names": [{"lang": "en", "text": slug}]}});
        draft.as_object_mut().unwrap().extend(cites.as_object().unwrap().clone());
        draft
    };
    Book::of(&[
        vec![source("SourceRegistered", json!({"title": "Leaflet"}))],
        vec![
            person("ana", json!({"cites": [{"source": "leaflet"}]})),
            person("bo", json!({"uncited": true})),
        ],
        vec![source("SourceWithdrawn", json!({}))],
    ])
}

#[test]
fn records_on_weak_sources_are_listed() {
    let book = weak();
    let said = book.aoc(&["verify"]).fine().out;
    assert!(said.contains("rests on a withdrawn source: Leaflet"), "{said}");
    assert!(said.contains("rests on no source"), "{said}");
    assert_eq!(book.aoc(&["verify", "--strict"]).code, 1);
    let answer = book.json(&["verify"]);
    let findings = answer["findings"].as_array().unwrap();
    assert!(findings.contains(&json!({"finding": "withdrawn-source", "record": 2,
        "what": "rests on a withdrawn source: Leaflet (record 4)"})));
    let explained = book.aoc(&["explain", "ana"]).fine().out;
    assert!(explained.contains("[this source was withdrawn]"), "{explained}");
}

#[test]
fn a_flipped_byte_is_damage() {
    let book = Book::real_history();
    let data = book.path().join("db");
    let mut bytes = fs::read(&data).unwrap();
    let needle = b"Albania";
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(needle)).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at] ^= 1; // also in the older copies of its pages that sled keeps
    }
    fs::write(&data, bytes).unwrap();
    for verb in ["verify", "members"] {
        let failed = book.aoc(&[verb]);
        assert_eq!(failed.code, 3, "{verb}: {failed:?}");
        let said = format!("{}{}", failed.out, failed.err);
        assert!(said.contains("damage") && said.contains("backup or"), "{verb}: {said}");
    }
}

#[test]
fn the_log_lists_commits_newest_last() {
    let book = Book::real_history();
    let answer = book.json(&["log"]);
    let commits = answer["commits"].as_array().unwrap();
    let sizes: Vec<u64> = commits.iter().map(|commit| commit["records"].as_u64().unwrap()).collect();
    let files: Vec<u64> =
        history_files().iter().map(|file| drafts_json(file).len().try_into().unwrap()).collect();
    assert_eq!(sizes, files);
    let positions: Vec<u64> = commits.iter().map(|commit| commit["last"].as_u64().unwrap()).collect();
    assert!(positions.is_sorted());
    let newest = book.json(&["log", "--limit", "2"]);
    assert_eq!(newest["commits"].as_array().unwrap()[..], commits[commits.len() - 2..]);
    let said = book.aoc(&["log", "--limit", "2"]).fine().out;
    assert!(said.contains("36 commits") && said.contains("The newest 2 of them"), "{said}");
    book.aoc(&["log", "--limit", "0"]).fails(2, &["--limit"]);
    let empty = Book::empty().aoc(&["log"]).fine().out;
    assert!(empty.contains("Nothing is recorded yet"), "{empty}");
}

#[test]
fn one_record_is_shown_in_full() {
    let book = Book::real_history();
    let said = book.aoc(&["log", "57"]).fine().out;
    for part in [
        "Record 57:",
        "GroupEstablished",
        "when: between",
        "(written [",
        "Source: ",
        "names.en: ",
        "It stands",
    ] {
        assert!(said.contains(part), "`{part}` is missing: {said}");
    }
    let answer = book.json(&["log", "57"]);
    assert_eq!(answer["record"]["position"], 57);
    let last = book.json(&["log"])["head"]["position"].as_u64().unwrap();
    for position in (1..=last).step_by(7) {
        let fine = book.aoc(&["log", &position.to_string()]).fine();
        // A contribution has no title that could name it.
        let named = fine.out.replace("a contribution without a name", "");
        assert!(!named.contains("without a name"), "{}", fine.out);
    }
    book.aoc(&["log", "0"]).fails(2, &["there is no record 0"]);
    book.aoc(&["log", "9999"]).fails(2, &["there is no record 9999", "1 to"]);
}
