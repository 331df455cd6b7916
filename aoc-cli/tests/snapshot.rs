//! Goal: `aoc snapshot` writes what is kept beside the log and says how far it goes, and nothing rests on it. Method:
//! write it, delete it, spoil it, and ask before and after.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::{Book, command, run};
use tempfile::TempDir;

const QUESTIONS: [&[&str]; 4] =
    [&["members", "--on", "2010-05-13"], &["memberships", "--each"], &["timeline"], &["log"]];

fn answers(book: &Book) -> Vec<String> {
    QUESTIONS.iter().map(|question| book.aoc(question).fine().out).collect()
}

#[test]
fn the_demo_answers_the_same_with_it_and_without() {
    let dir = TempDir::new().unwrap();
    let aoc = |args: &[&str]| {
        run(command().current_dir(dir.path()).env("AOC_LEDGER", "book").args(args)).fine().out
    };
    aoc(&["demo", "book"]);
    let outline = dir.path().join("book/cache/outline");
    let answers = || QUESTIONS.map(aoc);
    let before = answers();
    let said = aoc(&["snapshot"]);
    assert!(said.contains("in book, up to position 648:") && said.contains("It is a cache"), "{said}");
    assert!(outline.is_file());
    assert_eq!(answers(), before);
    fs::remove_dir_all(outline.parent().unwrap()).unwrap();
    assert_eq!(answers(), before, "law 5");
    assert!(aoc(&["verify"]).contains("The ledger is whole."));
}

#[test]
fn it_goes_as_far_as_the_book_and_is_written_anew_when_lost() {
    let book = Book::real_history();
    let head = book.json(&["log"])["head"].clone();
    let cache = book.path().join("cache");
    let kept = || {
        let answer = book.json(&["snapshot"]);
        let ledger = book.path().display().to_string();
        assert_eq!(answer, json!({"format": "aoc.snapshot/1", "ledger": ledger, "upto": head["position"]}));
        fs::read(cache.join("outline")).unwrap()
    };
    let whole = kept();
    fs::remove_dir_all(&cache).unwrap();
    assert_eq!(kept(), whole);
    fs::write(cache.join("outline"), b"no outline").unwrap();
    assert_eq!(kept(), whole);
    let rows = book.aoc(&["--format", "csv", "snapshot"]).fine().out;
    assert!(
        rows.starts_with("ledger,upto\n") && rows.ends_with(&format!(",{}\n", head["position"])),
        "{rows}"
    );
}

#[test]
fn an_empty_ledger_has_nothing_to_keep() {
    let book = Book::empty();
    assert_eq!(book.json(&["snapshot"])["upto"], 0);
    let said = book.aoc(&["snapshot"]).fine().out;
    assert!(said.contains("Nothing is recorded in") && said.contains("It is a cache"), "{said}");
}

#[test]
fn where_nothing_can_be_kept_it_says_so_and_the_ledger_answers_as_before() {
    let book = Book::real_history();
    let before = answers(&book);
    let cache = book.path().join("cache");
    fs::remove_dir_all(&cache).unwrap();
    fs::write(&cache, "a file stands in its place").unwrap();
    book.aoc(&["snapshot"])
        .fails(4, &["nothing can be kept", "`cache` cannot be written", "every answer is the same"]);
    let refused = book.aoc(&["--format", "json", "snapshot"]);
    let error: Value = serde_json::from_str(&refused.err).unwrap();
    support::assert_valid(&error);
    assert_eq!(error["error"]["code"], "not-kept");
    assert_eq!(answers(&book), before);
    assert!(book.aoc(&["verify"]).fine().out.contains("The ledger is whole."));
}
