//! Goal: `import --batch` takes a file of any length in commits of a size, leaves what came before a rejected one, and goes on
//! there when the file is imported again; no line is recorded twice, none lost.
//! Method: writes files beside a small ledger, runs the command, and reads its answer and the book back.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::fmt::Write as _;
use std::fs;

use serde_json::{Value, json};
use support::Book;

fn party(id: &str) -> String {
    format!(
        r#"{{"event": "PartyRegistered", "data": {{"party": "{id}", "kind": "country", "names": [{{"lang": "en", "text": "Land {id}"}}]}}, "uncited": true}}"#
    )
}

/// Cites a source of its own.
fn cited(id: &str) -> String {
    party(id).replace(r#""uncited": true"#, &format!(r#""cites": [{{"source": "src-{id}"}}]"#))
}

fn source(id: &str) -> String {
    format!(
        r#"{{"event": "SourceRegistered", "data": {{"source": "src-{id}", "title": "On {id}"}}, "uncited": true}}"#
    )
}

fn labelled(label: &str, line: &str) -> String {
    line.replacen('{', &format!(r#"{{"together": "{label}", "#), 1)
}

fn file(book: &Book, name: &str, lines: &[String]) -> String {
    let path = book.path().parent().unwrap().join(name);
    fs::write(&path, lines.iter().fold(String::new(), |text, line| text + line + "\n")).unwrap();
    path.to_str().unwrap().to_owned()
}

fn import(book: &Book, args: &[&str]) -> Value {
    let answer = book.json(&[&["import"], args].concat());
    assert_eq!(answer["results"].as_array().unwrap().len(), 1);
    answer["results"][0].clone()
}

/// How many records and how many commits the book holds.
fn held(book: &Book) -> (u64, usize) {
    let archive = book.aoc(&["export"]).fine().out;
    let header: Value = serde_json::from_str(archive.lines().next().unwrap()).unwrap();
    let log = book.json(&["log"]);
    (header["head"].as_u64().unwrap(), log["commits"].as_array().unwrap().len())
}

/// The lines of the findings, and their rules.
fn findings(result: &Value) -> Vec<(u64, String)> {
    let findings = result["findings"].as_array().unwrap();
    let finding =
        |it: &Value| (it["line"].as_u64().unwrap(), it["rule"]["name"].as_str().unwrap().to_owned());
    findings.iter().map(finding).collect()
}

#[test]
fn a_file_is_recorded_in_batches_and_again_in_batches_of_any_size_is_nothing_new() {
    let book = Book::empty();
    let lines: Vec<String> = (0..25).map(|number| party(&format!("p{number}"))).collect();
    let path = file(&book, "many.jsonl", &lines);
    let result = import(&book, &["--batch", "10", &path]);
    assert_eq!((&result["outcome"], &result["drafts"]), (&json!("recorded"), &json!(25)));
    let batches = &result["batches"];
    assert_eq!(
        (&batches["first"], &batches["last"], &batches["commits"]),
        (&json!(1), &json!(25), &json!(3))
    );
    assert!(result.get("records").is_none(), "a million ids are not listed");
    assert_eq!(held(&book), (25, 3));
    for size in ["1", "7", "10", "65536"] {
        let again = import(&book, &["--batch", size, &path]);
        assert_eq!((&again["outcome"], &again["passed_over"]), (&json!("recorded-before"), &json!(25)));
        assert_eq!((&again["batches"]["last"], &again["batches"]["commits"]), (&json!(25), &json!(3)));
    }
    let ran = book.aoc(&["import", "--batch", "10", &path]).fine();
    assert!(ran.out.contains("recorded already as positions 1 to 25"), "{}", ran.out);
    assert_eq!(held(&book), (25, 3));
}

#[test]
fn a_rejected_batch_leaves_what_came_before_and_the_file_goes_on_there() {
    let book = Book::empty();
    let mut lines: Vec<String> = (0..12).map(|number| party(&format!("p{number}"))).collect();
    let right = std::mem::replace(&mut lines[6], party("p1"));
    let path = file(&book, "some.jsonl", &lines);
    let ran = book.aoc(&["import", "--batch", "4", &path]);
    assert_eq!(ran.code, 1);
    let said = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "recorded 4 drafts as positions 1 to 4, one commit",
        "stopped there; 1 of 8 lines refused",
        "some.jsonl:7: ",
    ] {
        assert!(said.contains(words), "{said}");
    }
    assert!(said.contains("goes on behind what is in the book"), "{said}");

    // Nothing is recorded by trying again.
    let result = import(&book, &["--batch", "5", &path]);
    assert_eq!((&result["outcome"], &result["passed_over"]), (&json!("rejected"), &json!(4)));
    assert_eq!(findings(&result)[0].0, 7);
    assert_eq!(held(&book), (4, 1));

    lines[6] = right;
    let result = import(&book, &["--batch", "5", &file(&book, "some.jsonl", &lines)]);
    assert_eq!((&result["outcome"], &result["passed_over"]), (&json!("recorded"), &json!(4)));
    assert_eq!((&result["batches"]["first"], &result["batches"]["commits"]), (&json!(5), &json!(2)));
    assert_eq!(held(&book), (12, 3));
}

#[test]
fn a_line_that_cannot_be_read_stops_its_batch_of_which_everything_is_said() {
    let book = Book::empty();
    let mut lines: Vec<String> = (0..9).map(|number| party(&format!("p{number}"))).collect();
    lines[4] = "{\"broken\": ".to_owned();
    lines[5] = cited("p5");
    lines[7] = "no JSON either".to_owned();
    let result = import(&book, &["--batch", "3", &file(&book, "torn.jsonl", &lines)]);
    assert_eq!((&result["outcome"], &result["batches"]["last"]), (&json!("recorded-in-part"), &json!(3)));
    let expected = [(5, "not-json"), (6, "unknown-source")].map(|(line, rule)| (line, rule.to_owned()));
    assert_eq!((findings(&result), &result["drafts"]), (expected.to_vec(), &json!(6)));
    assert_eq!(held(&book), (3, 1));
}

#[test]
fn lines_of_one_label_are_not_parted() {
    let book = Book::empty();
    let apart = [party("a"), cited("b"), source("b"), party("c")];
    let result = import(&book, &["--batch", "2", &file(&book, "apart.jsonl", &apart)]);
    assert_eq!(findings(&result), [(2, "unknown-source".to_owned())]);

    let mut together = apart.clone();
    for line in &mut together[1..3] {
        *line = labelled("b", line);
    }
    let result = import(&book, &["--batch", "2", "--dry-run", &file(&book, "together.jsonl", &together)]);
    assert_eq!((&result["outcome"], &result["batches"]["commits"]), (&json!("would-be-recorded"), &json!(3)));
    assert_eq!(held(&book), (0, 0));

    together.swap(2, 3);
    for option in [&[][..], &["--keep-going"]] {
        let path = file(&book, "swapped.jsonl", &together);
        let result = import(&book, &[option, &["--batch", "1", "--dry-run", &path]].concat());
        assert!(findings(&result).iter().any(|(line, _)| *line == 2), "{result}");
    }
}

#[test]
fn keep_going_records_what_it_can_batch_by_batch() {
    let book = Book::empty();
    let mut lines: Vec<String> = (0..10).map(|number| party(&format!("p{number}"))).collect();
    lines[2] = cited("p2");
    lines[7] = "no JSON".to_owned();
    let path = file(&book, "mixed.jsonl", &lines);
    let result = import(&book, &["--keep-going", "--batch", "4", &path]);
    assert_eq!((&result["outcome"], &result["refused"]), (&json!("recorded"), &json!(2)));
    assert_eq!((&result["batches"]["last"], &result["batches"]["commits"]), (&json!(8), &json!(3)));
    let kept = fs::read_to_string(format!("{path}.refused.jsonl")).unwrap();
    assert_eq!(kept, format!("{}\nno JSON\n", lines[2]));
    assert_eq!(held(&book), (8, 3));
    // What was refused is never written over.
    book.aoc(&["import", "--keep-going", "--batch", "4", &path]).fails(2, &["exists already", "--refused"]);
    let other = format!("{path}.other");
    let again = import(&book, &["--keep-going", "--refused", &other, "--batch", "4", &path]);
    assert_eq!((&again["outcome"], &again["passed_over"]), (&json!("nothing-to-record"), &json!(8)));
}

#[test]
fn tables_come_in_batches_too_and_archives_have_their_own() {
    let book = Book::empty();
    let mut rows = "party,kind,name:en,uncited\n".to_owned();
    (0..5).for_each(|number| writeln!(rows, "p{number},country,\"Land\n{number}\",yes").unwrap());
    let result = import(&book, &["--batch", "2", &file(&book, "p.csv", &[rows])]);
    assert_eq!((&result["table"], &result["batches"]["commits"]), (&json!("parties"), &json!(3)));

    let archive = file(&book, "a.jsonl", &[book.aoc(&["export"]).fine().out]);
    Book::empty().aoc(&["import", "--batch", "2", &archive]).fails(2, &["an archive has its own commits"]);
    for size in ["0", "65537", "many"] {
        book.aoc(&["import", "--batch", size, "-"]).fails(2, &["a batch holds 1 to 65536 drafts"]);
    }
}

#[test]
fn a_file_that_is_too_long_for_one_commit_says_how_to_import_it() {
    let book = Book::empty();
    let lines: Vec<String> = (0..65_538).map(|_| "{}".to_owned()).collect();
    let path = file(&book, "long.jsonl", &lines);
    let result = import(&book, &[&path]);
    assert_eq!(findings(&result), [(65_537, "too-many-drafts".to_owned())]);
    assert!(result["findings"][0]["remedy"].as_str().unwrap().contains("--batch 1000"));
}
