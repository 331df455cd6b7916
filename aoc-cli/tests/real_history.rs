//! Goal: what the command answers about the real history is what a reader of the drafts counts by hand, and the
//! book keeps both pasts of a correction.
//! Method: imports the files with `aoc import`, and counts naively from their JSON: no library of the project is
//! used for that. Dates are bounds of text, which sort as days do.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::collections::BTreeMap;

use serde_json::Value;
use support::{Book, drafts_json, history_files};

/// The rows of the data collection's table of attested counts; row n became the drafts `figure-<n>-…`.
const ATTESTED_ROWS: usize = 21;

fn imported() -> Book {
    let book = Book::empty();
    let files = history_files();
    let mut args = vec!["import"];
    args.extend(files.iter().map(|file| file.to_str().unwrap()));
    book.aoc(&args).fine();
    book
}

/// The standing drafts, by the id of the fact's first: corrections and retractions of the first `files` applied.
fn standing(files: usize) -> BTreeMap<String, Value> {
    let mut standing = BTreeMap::new();
    let mut fact_of: BTreeMap<String, String> = BTreeMap::new();
    for draft in history_files().iter().take(files).flat_map(|file| drafts_json(file)) {
        let id = draft["id"].as_str().unwrap().to_owned();
        let target = ["corrects", "retracts"].iter().find_map(|verb| draft[verb].as_str());
        let fact = target.map_or_else(|| id.clone(), |target| fact_of[target].clone());
        fact_of.insert(id, fact.clone());
        if draft.get("retracts").is_some() {
            standing.remove(&fact);
        } else if draft.get("corroborates").is_none() {
            standing.insert(fact, draft);
        }
    }
    standing
}

/// The first and the last possible day.
fn bounds(draft: &Value) -> (String, String) {
    let (start, end) = ("0000-01-01", "9999-12-31");
    let text = draft["date"].as_str().unwrap_or("XXXX").trim_end_matches(['?', '~', '%']);
    let first = |date: &str| match date.trim_end_matches(['?', '~']) {
        "" | "XXXX" => start.to_owned(),
        date => format!("{date}-01-01")[..10.min(date.len() + 6)].to_owned(),
    };
    let last = |date: &str| match date.trim_end_matches(['?', '~']) {
        "" | "XXXX" => end.to_owned(),
        date if date.len() == 4 => format!("{date}-12-31"),
        date if date.len() == 7 => {
            let days = match &date[5..] {
                "02" if date[..4].parse::<u32>().unwrap() % 4 == 0 => "29",
                "02" => "28",
                "04" | "06" | "09" | "11" => "30",
                _ => "31",
            };
            format!("{date}-{days}")
        }
        date => date.to_owned(),
    };
    match text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
        .and_then(|text| text.split_once(".."))
    {
        Some((earliest, latest)) => (first(earliest), last(latest)),
        None => (first(text), last(text)),
    }
}

/// Certain and possible members of the Group of Friends. (Nobody has left it in these files, and no party of them
/// was founded after the group.)
fn counted(files: usize, on: &str) -> (u64, u64) {
    let standing = standing(files);
    let founded = bounds(&standing["group-of-friends"]).0;
    let joined = standing.values().filter(|draft| {
        assert_ne!(draft["event"], "MemberWithdrew");
        draft["event"] == "MemberJoined" && draft["data"]["group"] == "group-of-friends"
    });
    let (mut certain, mut possible) = (0, 0);
    for (earliest, latest) in joined.map(bounds) {
        certain += u64::from(latest.as_str() <= on);
        possible += u64::from(earliest.max(founded.clone()).as_str() <= on);
    }
    (certain, possible)
}

fn total(answer: &Value) -> (u64, u64) {
    (answer["total"]["certain"].as_u64().unwrap(), answer["total"]["possible"].as_u64().unwrap())
}

/// The position of the last record of a file.
fn end_of(files: usize) -> String {
    history_files().iter().take(files).map(|file| drafts_json(file).len()).sum::<usize>().to_string()
}

#[test]
fn totals_are_what_a_reader_of_the_drafts_counts() {
    let book = imported();
    let all = history_files().len();
    for on in
        ["2005-07-13", "2005-07-14", "2006-11-06", "2009-06-22", "2010-05-13", "2013-12-31", "2023-03-31"]
    {
        assert_eq!(total(&book.json(&["members", "--on", on])), counted(all, on), "on {on}");
        for files in [4, 12, 13, 14, 15, 21] {
            let answer = book.json(&["members", "--on", on, "--known-at", &end_of(files)]);
            assert_eq!(total(&answer), counted(files, on), "on {on}, as known after {files} files");
        }
    }
}

#[test]
fn nobody_is_possibly_a_member_before_the_group_was_founded() {
    let book = imported();
    let answer = book.json(&["members", "--on", "2005-07-13"]);
    assert_eq!((total(&answer), answer["members"].as_array().unwrap().len()), ((0, 0), 0));
    for line in book.json(&["members", "--on", "2006-11-06"])["members"].as_array().unwrap() {
        assert!(line["joined"]["earliest"].as_str().unwrap() >= "2005-07-14", "{line}");
    }
}

#[test]
fn the_same_question_before_and_after_a_correction_gives_both_pasts() {
    let book = imported();
    let mut answers = Vec::new();
    for files in [13, 14, 15] {
        let answer = book.json(&["members", "--on", "2010-05-13", "--known-at", &end_of(files)]);
        let usa =
            answer["members"].as_array().unwrap().iter().find(|line| line["party"]["codes"][0] == "USA");
        answers.push((total(&answer), usa.unwrap()["member"].clone()));
    }
    assert_eq!(answers[0], ((31, 31), Value::from("certain")));
    assert_eq!(answers[1], ((30, 31), Value::from("possible")));
    assert_eq!(answers[2].1, "certain");

    // A correction made now changes no past answer.
    let ask = || book.json(&["members", "--on", "2010-05-13", "--known-at", &end_of(13)]);
    let before = ask();
    let args = ["correct", "member-usa", "--date", "2011", "--reason", "a test", "--uncited"];
    book.aoc(&args).fine();
    assert_eq!(ask(), before);
    let now = book.json(&["members", "--on", "2010-05-13"]);
    assert!(now["members"].as_array().unwrap().iter().all(|line| line["party"]["codes"][0] != "USA"));
}

#[test]
fn reconcile_lists_every_attested_figure_with_its_finding() {
    let book = imported();
    let figures: BTreeMap<String, Value> = standing(history_files().len())
        .into_iter()
        .filter(|(_, draft)| draft["event"] == "FigureAttested")
        .collect();
    for row in 1..=ATTESTED_ROWS {
        let prefix = format!("figure-{row:02}-");
        assert!(figures.keys().any(|id| id.starts_with(&prefix)), "no draft of row {row}");
    }
    let answer = book.json(&["reconcile", "--on", "2026-01-01"]);
    let mut listed = Vec::new();
    for line in
        answer["groups"].as_array().unwrap().iter().flat_map(|group| group["figures"].as_array().unwrap())
    {
        let attested = &line["attested"]["figure"];
        if attested.is_object() {
            assert!(
                ["agrees", "too-few", "too-many", "undetermined"]
                    .contains(&line["finding"].as_str().unwrap()),
                "{line}"
            );
            listed.push((bounds(line), line["of"].to_string(), attested.to_string()));
        }
    }
    let mut expected: Vec<_> = figures
        .values()
        .map(|draft| (bounds(draft), draft["data"]["of"].to_string(), draft["data"]["figure"].to_string()))
        .collect();
    listed.sort();
    expected.sort();
    assert_eq!(listed, expected);
}

#[test]
fn the_files_are_imported_again_without_a_new_record() {
    let book = imported();
    let files = history_files();
    let mut args = vec!["import"];
    args.extend(files.iter().map(|file| file.to_str().unwrap()));
    let again = book.json(&args);
    assert!(
        again["results"].as_array().unwrap().iter().all(|file| file["outcome"] == "recorded-before"),
        "{again}"
    );
}
