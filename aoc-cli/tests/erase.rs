//! Goal: `aoc erase` destroys a person's names and says how far that reaches; every other verb copes with a person
//! without names. Method: a small book, erased, and then asked everything; its files are searched.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use serde_json::{Value, json};
use support::Book;

const NAME: &str = "Zenobia Quint";

/// A person in office, whose name was misspelt at first, and who is named in a title: positions 1 to 6.
fn book() -> Book {
    let names = |text: &str| json!([{"lang": "en", "text": text}]);
    let person = |text: &str| json!({"person": "zq", "names": names(text)});
    Book::of(&[
        vec![
            json!({"event": "SourceRegistered", "data": {"source": "cv", "title": format!("Who is {NAME}?")},
                "cites": [{"source": "cv"}]}),
            json!({"id": "zq", "event": "PersonRegistered", "data": person("Zenobia Qwint"), "cites": [{"source": "cv"}]}),
            json!({"event": "OfficeEstablished", "data": {"office": "chair", "names": names("Chair")}, "date": "2007",
                "cites": [{"source": "cv"}]}),
            json!({"event": "OfficeAssumed", "data": {"office": "chair", "person": "zq"}, "date": "2007-05-01",
                "cites": [{"source": "cv"}]}),
        ],
        vec![
            json!({"id": "zq-2", "corrects": "zq", "event": "PersonRegistered", "data": person(NAME), "reason": "misspelt",
            "cites": [{"source": "cv"}]}),
        ],
        vec![
            json!({"event": "PersonRegistered", "data": {"person": "bo", "names": names("Bo Other")}, "uncited": true}),
        ],
    ])
}

const ORDER: [&str; 4] = ["--reason", "asked for", "--authority", "the officer"];

fn erase(book: &Book, person: &str, more: &[&str]) -> support::Ran {
    book.aoc(&[&["erase", person], &ORDER[..], more].concat())
}

fn stands_in_files(book: &Book, text: &str) -> bool {
    let files = std::fs::read_dir(book.path()).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.is_file()).any(|path| {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[test]
fn a_dry_run_says_how_far_it_reaches() {
    let book = book();
    let said = erase(&book, NAME, &["--dry-run"]).fine().out;
    assert!(said.contains("The names of Zenobia Quint would be destroyed, in 2 records"), "{said}");
    assert!(said.contains("(2 and 5)") && said.contains("in words, which stay: 1."), "{said}");
    let answer = book.json(&[&["erase", "zq"], &ORDER[..], &["--dry-run"]].concat());
    assert_eq!((&answer["bodies"], &answer["named_in_words"]), (&json!([2, 5]), &json!([1])));
    assert_eq!(
        (&answer["dry_run"], &answer["results"][0]["outcome"]),
        (&json!(true), &json!("would-be-recorded"))
    );
    assert!(book.aoc(&["holders"]).fine().out.contains(NAME), "nothing happened");
    assert_eq!(book.json(&["log"])["head"]["position"], 6);
}

#[test]
fn the_names_are_gone_from_every_answer_and_file() {
    let book = book();
    let id = book.json(&["holders"])["offices"][0]["holders"][0]["person"]["id"].as_str().unwrap().to_owned();
    assert!(stands_in_files(&book, "Zenobia Qwint"));
    let said = erase(&book, NAME, &["--on", "2026-05", "--actor", "ana"]).fine().out;
    assert!(
        said.contains("The person's names are destroyed, in 2 records") && !said.contains("Zenobia"),
        "{said}"
    );
    assert!(!stands_in_files(&book, "Zenobia Qwint"));
    assert!(stands_in_files(&book, &format!("Who is {NAME}?")), "the title of a source is no secret");
    let label = format!("(erased) {id}");
    for args in [
        vec!["holders"],
        vec!["holders", "--known-at", "4"],
        vec!["timeline", &id],
        vec!["timeline", "zq", "--known-at", "5"],
        vec!["timeline", "Chair"],
        vec!["explain", "zq"],
        vec!["explain", "2"],
        vec!["explain", "Chair"],
        vec!["log", "2"],
        vec!["log", "5"],
        vec!["log", "7"],
        vec!["diff", "holders", "Chair", "--on", "2006-01-01", "--to-on", "2008-01-01"],
        vec!["late", "--on", "2008-01-01", "--since", "4"],
    ] {
        for format in ["csv", "json", "table"] {
            let ran = book.aoc(&[&["--format", format], &args[..]].concat()).fine();
            let plain: String = ran.out.replace(&format!("Who is {NAME}?"), "").split_whitespace().collect();
            assert!(!plain.contains("Zenobia"), "{args:?}: {}", ran.out);
            if format != "table" {
                assert!(ran.out.contains(&id), "{args:?}: {}", ran.out);
            }
        }
    }
    assert!(book.aoc(&["--format", "csv", "holders"]).fine().out.contains(&label));
    let record: Value = book.json(&["log", "7"]);
    assert_eq!(
        (&record["record"]["event"], &record["record"]["date"]),
        (&json!("PersonErased"), &json!("2026-05"))
    );
    assert_eq!(book.json(&["log", "5"])["record"]["erased"], json!(true));
    let shown = book.aoc(&["log", "7"]).fine().out;
    assert!(shown.contains("By: ana, on the authority of the officer"), "{shown}");
    assert!(book.aoc(&["verify"]).fine().out.contains("The ledger is whole."));
}

#[test]
fn by_name_nobody_is_found_any_more_and_by_id_the_erasure() {
    let book = book();
    erase(&book, "zq", &[]).fine();
    let refused = erase(&book, NAME, &[]).fails(2, &["no person is called `Zenobia Quint`"]);
    assert!(refused.err.contains("Bo Other") && !refused.err.contains("(erased)"), "{}", refused.err);
    let again = erase(&book, "zq", &[]).fine().out;
    assert!(again.contains("recorded already as position 7"), "{again}");
    let anew = book.aoc(&["erase", "zq", "--reason", "once more", "--authority", "the officer"]);
    assert_eq!(anew.code, 1, "{anew:?}");
    assert!(anew.out.contains("person-erased"), "{anew:?}");
    let correction = book.aoc(&["correct", "2", "--set", "names.en=Zenobia", "--reason", "back again"]);
    assert!(correction.code == 1 && correction.out.contains("person-erased"), "{correction:?}");
    for verb in [&["undo"][..], &["retract", "7", "--uncited", "--reason", "back again"]] {
        let refused = book.aoc(verb);
        assert!(refused.code == 1 && refused.out.contains("erasure-stands"), "{refused:?}");
    }
}

#[test]
fn an_erasure_says_why_and_on_whose_authority() {
    let book = book();
    book.aoc(&["erase", "zq", "--reason", "asked for"]).fails(2, &["--authority"]);
    book.aoc(&["erase", "zq", "--authority", "the officer"]).fails(2, &["--reason"]);
    erase(&book, "Chair", &[]).fails(2, &["no person is called `Chair`"]);
    erase(&book, "zq", &["--reason", " "]).fails(2, &["--reason"]);
    let help = support::aoc(&["erase", "--help"]).fine().out;
    for words in ["cannot do", "backups, archives", "random UUID"] {
        assert!(help.contains(words), "{help}");
    }
}

#[test]
fn an_archive_of_an_erased_book_makes_the_same_book() {
    let book = book();
    erase(&book, "zq", &[]).fine();
    let archive = book.aoc(&["export", "-"]).fine().out;
    assert!(!archive.replace(&format!("Who is {NAME}?"), "").contains("Zenobia"), "{archive}");
    let file = book.path().with_file_name("archive.jsonl");
    std::fs::write(&file, &archive).unwrap();
    let copy = Book::empty();
    copy.aoc(&["import", file.to_str().unwrap()]).fine();
    assert_eq!(copy.aoc(&["export", "-"]).fine().out, archive);
    assert!(copy.aoc(&["verify"]).fine().out.contains("The ledger is whole."));
}

#[test]
fn a_body_that_somebody_destroyed_is_damage() {
    let book = book();
    let path = book.path().join("sealed");
    let mut bytes = std::fs::read(&path).unwrap();
    let kept = bytes.windows(4).position(|window| window == b"kept").unwrap();
    let whole = bytes.clone();
    bytes[kept..kept + 4].copy_from_slice(b"gone");
    std::fs::write(&path, &bytes).unwrap();
    let said = book.aoc(&["verify"]);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(
        said.out.contains("no record says that it was erased") && said.out.contains("│ damage"),
        "{said:?}"
    );
    let mut bytes = whole;
    bytes[kept + 40] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let said = book.aoc(&["verify"]);
    assert!(said.code == 3 && said.out.contains("does not fit its digest"), "{said:?}");
    assert_eq!(book.aoc(&["export", "-"]).code, 3, "whoever reads it is told");
}

/// The erasure itself would keep for ever what it says.
#[test]
fn an_erasure_does_not_write_down_the_name_that_it_erases() {
    let book = book();
    let ran = book.aoc(&["erase", "zq", "--reason", "wish of ZENOBIA QUINT", "--authority", "the officer"]);
    let ran = ran.fails(2, &["--reason holds a name that is to be erased", "say it without the name"]);
    assert!(!ran.out.contains("destroyed"));
    assert!(book.aoc(&["holders"]).fine().out.contains(NAME), "nothing happened");
}
