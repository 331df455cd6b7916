//! Goal: a ledger is backed up while another process holds it, and what is left of a damaged one is recovered, with every loss named.
//! Method: the command itself, over the real history.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::fs;

use aoc_replay::Ledger;
use serde_json::{Value, json};
use support::desk::{Desk, person};
use support::{Book, Ran, aoc, assert_valid};

const MEMBERS: [&str; 3] = ["members", "--on", "2010-05-13"];

fn json(args: &[&str]) -> Value {
    let told = serde_json::from_str(&aoc(&[&["--format", "json"], args].concat()).out).unwrap();
    assert_valid(&told);
    told
}

fn at(ledger: &str, args: &[&str]) -> Ran {
    aoc(&[&["--ledger", ledger], args].concat())
}

#[test]
fn a_backup_is_made_while_another_process_holds_the_ledger_and_takes_its_place() {
    let (desk, book) = (Desk::new(), Book::real_history());
    let copy = desk.at("copy");
    let held = Ledger::open(book.path()).unwrap(); // by this process; `aoc` is another one
    let said = book.aoc(&["backup", &copy]).fine().out;
    for part in
        ["copy holds 646 records of ", "Every byte of it was read again. The root over 646 records is "]
    {
        assert!(said.replace("\n  ", " ").contains(part), "`{part}` is not said: {said}");
    }
    drop(held);
    desk.issue(&book, "friends", "friends.checkpoint");
    book.record(&[vec![person("ana")]]);
    let told = book.json(&["backup", &copy]);
    assert_eq!(
        (&told["new"], &told["erased"], &told["tree"]["records"]),
        (&json!(2), &json!(0), &json!(648))
    );
    book.aoc(&["erase", "ana", "--reason", "asked for", "--authority", "Board"]).fine();
    let told = book.json(&["backup", &copy]);
    assert_eq!((&told["new"], &told["erased"]), (&json!(1), &json!(1)));
    let said = book.aoc(&["backup", &copy]).fine().out;
    assert!(said.contains("0 of them since the last time"), "{said}");

    // The drill: the ledger is gone, the backup takes its place, with the checkpoints that were signed.
    let answer = book.aoc(&MEMBERS).fine().out;
    let ledger = book.path();
    fs::remove_dir_all(&ledger).unwrap();
    fs::rename(&copy, &ledger).unwrap();
    assert_eq!(book.aoc(&MEMBERS).fine().out, answer);
    let checked = book.json(&["verify"]);
    assert_eq!((&checked["sound"], &checked["checkpoints_compared"]), (&json!(true), &json!(1)));
    book.record(&[vec![person("bo")]]);
}

#[test]
fn a_backup_has_its_own_place() {
    let (desk, book) = (Desk::new(), Book::real_history());
    let ledger = book.path().display().to_string();
    book.aoc(&["backup", &ledger]).fails(2, &["is the ledger itself: name another place"]);
    book.aoc(&["backup", &format!("{ledger}/copy")]).fails(2, &["lies in the ledger", "elsewhere"]);
    desk.write("file", "mine");
    book.aoc(&["backup", &desk.at("file")]).fails(2, &["file is not empty"]);
    assert_eq!(desk.read("file"), "mine");
    aoc(&["backup", &desk.at("copy")]).fails(2, &["no ledger is named"]);
    at(&desk.at("nowhere"), &["backup", &desk.at("copy")]).fails(4, &["no ledger at"]);
    let other = Book::empty();
    other.record(&[vec![person("ana")]]);
    let theirs = other.path().display().to_string();
    book.aoc(&["backup", &theirs]).fails(2, &["no backup of this ledger"]);
    assert_eq!(other.json(&["verify"])["head"], json!(1), "nothing was written to it");
    book.aoc(&["backup", &desk.at("copy")]).fine();
    at(&desk.at("copy"), &["record", "--json", &person("ana").to_string()]).fine();
    book.aoc(&["backup", &desk.at("copy")]).fails(2, &["647 records, the ledger only 646"]);
}

#[test]
fn what_the_storage_engine_cannot_open_is_salvaged_whole() {
    let (desk, book) = (Desk::new(), Book::real_history());
    let answer = book.aoc(&MEMBERS).fine().out;
    let (ledger, new) = (book.path().display().to_string(), desk.at("new"));
    fs::remove_file(book.path().join("conf")).unwrap();
    book.aoc(&MEMBERS).fails(
        3,
        &["conf is missing or empty", "`aoc salvage DAMAGED --into NEW` recovers what can be read"],
    );
    let said = aoc(&["salvage", &ledger, "--into", &new]).fine().out;
    assert!(
        said.contains("Salvaged 646 records of ") && said.contains("Nothing was lost that is known of."),
        "{said}"
    );
    assert_eq!(at(&new, &MEMBERS).fine().out, answer);
    at(&new, &["verify"]).fine();
    aoc(&["salvage", &ledger, "--into", &new]).fails(2, &["new is not empty"]);
    aoc(&["salvage", &desk.at("nowhere"), "--into", &desk.at("third")]).fails(4, &["no ledger at"]);
    assert!(!fs::exists(desk.at("third")).unwrap());
}

#[test]
fn a_loss_is_named_and_comes_back_with_an_archive() {
    let (desk, book) = (Desk::new(), Book::real_history());
    book.aoc(&["export", "--files", &desk.at("files")]).fine();
    book.aoc(&["export", &desk.at("lines")]).fine();
    book.record(&[vec![person("ana")]]);
    let answer = book.aoc(&MEMBERS).fine().out;
    let ledger = book.path().display().to_string();
    // Whatever holds record 300 is damaged, wherever it lies.
    let leaf = book.json(&["log", "300"])["record"]["id"].as_str().unwrap().replace('-', "");
    let id: Vec<u8> = (0..16).map(|at| u8::from_str_radix(&leaf[2 * at..2 * at + 2], 16).unwrap()).collect();
    let mut bytes = fs::read(book.path().join("db")).unwrap();
    let hits: Vec<usize> =
        bytes.windows(16).enumerate().filter(|(_, window)| *window == id).map(|(at, _)| at).collect();
    assert!(!hits.is_empty());
    for at in hits {
        bytes[at] ^= 1;
    }
    fs::write(book.path().join("db"), bytes).unwrap();

    let ran = aoc(&["salvage", &ledger, "--into", &desk.at("part")]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let said = ran.out.replace("\n  ", " ");
    for part in [
        "Record 300: cannot be read.",
        "Records 301 to 647: can be read, but stands behind",
        "--archive ARCHIVE",
    ] {
        assert!(said.contains(part), "`{part}` is not said: {said}");
    }
    let told = json(&["salvage", &ledger, "--into", &desk.at("again")]);
    assert_eq!(
        told["findings"][0],
        json!({"finding": "missing", "from": 300, "to": 300, "what": "cannot be read"})
    );
    assert_eq!(told["acknowledged"], json!(647));
    at(&desk.at("part"), &["verify"]).fine();

    for (archive, new) in [("files", "one"), ("lines", "two")] {
        let told = json(&["salvage", &ledger, "--into", &desk.at(new), "--archive", &desk.at(archive)]);
        assert_eq!((&told["tree"]["records"], &told["findings"]), (&json!(647), &json!([])), "{archive}");
        assert_eq!(at(&desk.at(new), &MEMBERS).fine().out, answer);
        at(&desk.at(new), &["verify"]).fine();
    }
    let other = Book::empty();
    other.record(&[vec![person("ana")]]);
    other.aoc(&["export", "--files", &desk.at("theirs")]).fine();
    aoc(&["salvage", &ledger, "--into", &desk.at("third"), "--archive", &desk.at("theirs")])
        .fails(2, &["not one of this ledger: at 1 it holds another record"]);
    assert!(!fs::exists(desk.at("third")).unwrap());
}

#[test]
fn nothing_is_made_of_nothing() {
    let (desk, book) = (Desk::new(), Book::real_history());
    let len = fs::metadata(book.path().join("db")).unwrap().len();
    fs::write(book.path().join("db"), vec![0; len.try_into().unwrap()]).unwrap();
    let ledger = book.path().display().to_string();
    aoc(&["salvage", &ledger, "--into", &desk.at("new")]).fails(3, &["nothing can be salvaged", "archive"]);
    assert!(!fs::exists(desk.at("new")).unwrap());
    book.aoc(&["backup", &desk.at("copy")])
        .fails(3, &["record 1 of the ledger cannot be read", "aoc salvage"]);
    assert!(!fs::exists(desk.at("copy")).unwrap());
    // Nothing says that there was a ledger at all.
    fs::remove_file(book.path().join("head")).unwrap();
    aoc(&["salvage", &ledger, "--into", &desk.at("new")]).fails(3, &["nothing can be salvaged"]);
    assert!(!fs::exists(desk.at("new")).unwrap());
}
