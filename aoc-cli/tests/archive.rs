//! Goal: an archive of plain files answers as its ledger does, by as many as like, and is only read; whatever is damaged in it is
//! named; what is restored from it is the ledger that it was, or nothing. Method: a ledger, its archive, and every file changed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use aoc_replay::Ledger;
use serde_json::{Value, json};
use support::desk::{Desk, person};
use support::{Book, Ran, aoc, assert_valid, command, run};

/// The real history with two persons more, signed by friends.key, and its archive `files` on the desk.
fn start() -> (Desk, Book) {
    let (desk, book) = (Desk::new(), Book::real_history());
    book.record(&[vec![person("ana"), person("dana")]]);
    book.aoc(&["erase", "dana", "--reason", "asked for", "--authority", "Board"]).fine();
    desk.issue(&book, "friends", "friends.checkpoint");
    book.aoc(&["export", "--files", &desk.at("files")]).fine();
    (desk, book)
}

/// Runs `aoc --archive files ARGS`.
fn read(desk: &Desk, args: &[&str]) -> Ran {
    aoc(&[&["--archive", &desk.at("files")], args].concat())
}

/// Everything in a directory, by name.
fn files(dir: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(path.to_str().unwrap()));
        } else {
            let bytes = fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found.sort();
    found
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_archive_says_what_it_is_and_is_written_once() {
    let (desk, book) = start();
    let said = book.aoc(&["export", "--files", &desk.at("again")]).fine().out;
    for part in [
        "Wrote 650 records as plain files to ",
        "The root over 650 records is ",
        "again members` asks them",
        "aoc restore ",
        "again/sealed holds personal data: leave it out",
    ] {
        assert!(said.replace("\n  ", " ").contains(part), "`{part}` is not said: {said}");
    }
    assert_eq!(files(&desk.at("again")).len(), files(&desk.at("files")).len());
    book.aoc(&["export", "--files", &desk.at("again")]).fails(2, &["again is not empty"]);
    desk.write("file", "");
    book.aoc(&["export", "--files", &desk.at("file")]).fails(2, &["file is not empty"]);
    book.aoc(&["export", "out.jsonl", "--files", &desk.at("third")]).fails(2, &["cannot be used with"]);
    book.aoc(&["export", "--force", "--files", &desk.at("third")]).fails(2, &["cannot be used with"]);
    fs::create_dir(desk.at("empty")).unwrap();
    let told = book.json(&["export", "--files", &desk.at("empty")]);
    assert_eq!((&told["head"], &told["directory"]), (&json!(650), &json!(desk.at("empty"))));
    assert_eq!(told["root"], book.json(&["checkpoint"])["tree"]["root"]);
    // An archive of an archive.
    read(&desk, &["export", "--files", &desk.at("copy")]).fine();
    assert_eq!(names(Path::new(&desk.at("copy"))), names(Path::new(&desk.at("files"))));
}

#[test]
fn an_archive_answers_as_its_ledger_does_while_that_is_open_elsewhere() {
    let (desk, book) = start();
    let mar = ["prove", "record", "58"];
    let questions: &[&[&str]] = &[
        &["members", "--on", "2010-05-13", "--known-at", "263"],
        &["memberships"],
        &["holders"],
        &["agreements"],
        &["obligations"],
        &["plans"],
        &["strategies"],
        &["contributions"],
        &["calendar"],
        &["directory"],
        &["partners"],
        &["roster"],
        &["timeline"],
        &["explain", "usa"],
        &["diff", "--on", "2006-11-06", "--to-on", "2013"],
        &["reconcile"],
        &["late", "--on", "2010-05-13", "--since", "150"],
        &["log"],
        &["log", "54"],
        &["verify"],
        &["checkpoint"],
        &["checkpoint", "--list"],
        &mar,
    ];
    let asked: Vec<Ran> =
        questions.iter().map(|args| book.aoc(&[&["--format", "json"], *args].concat())).collect();
    let lines = book.aoc(&["export"]).fine().out;
    let _held = Ledger::open(book.path()).unwrap();
    for (question, asked) in questions.iter().zip(asked) {
        let said = read(&desk, &[&["--format", "json"], *question].concat()).fine();
        assert_eq!(said.out, asked.fine().out, "{question:?}");
    }
    assert_eq!(read(&desk, &["export"]).fine().out, lines);
    let said = read(&desk, &["verify"]).fine().out;
    assert!(said.starts_with("The archive is whole.\n") && !said.contains("cache"), "{said}");
}

#[test]
fn an_archive_is_only_read() {
    let (desk, _book) = start();
    let before = files(&desk.at("files"));
    let draft = person("cy").to_string();
    desk.write("drafts.jsonl", &draft);
    let (key, drafts) = (desk.at("friends.key"), desk.at("drafts.jsonl"));
    let refused: &[&[&str]] = &[
        &["record", "--json", &draft],
        &["import", &drafts],
        &["correct", "58", "--date", "2008", "--reason", "r", "--uncited"],
        &["retract", "58", "--reason", "r", "--uncited"],
        &["erase", "ana", "--reason", "r", "--authority", "a"],
        &["undo", "--reason", "r"],
        &["checkpoint", "--key", &key],
        &["checkpoint", "--add", &desk.at("friends.checkpoint"), "--policy", &desk.at("none")],
        &["snapshot"],
        &["init"],
    ];
    for args in refused {
        read(&desk, args).fails(2, &["files is an archive, which is only read", "aoc restore "]);
        let failed = read(&desk, &[&["--format", "json"], *args].concat());
        let error: Value = serde_json::from_str(&failed.err).unwrap();
        assert_valid(&error);
        assert_eq!(error["error"]["code"], "read-only", "{args:?}");
    }
    // What would be recorded is no record.
    read(&desk, &["record", "--json", &draft, "--dry-run"]).fine();
    assert_eq!(files(&desk.at("files")), before);
}

#[test]
fn a_ledger_or_an_archive_is_named_and_not_both() {
    let (desk, book) = start();
    book.aoc(&["--archive", &desk.at("files"), "members"]).fails(2, &["--ledger or --archive, not both"]);
    book.aoc(&["members", "--archive", &desk.at("files")]).fails(2, &["--ledger or --archive, not both"]);
    // What stands in the environment gives way.
    let other = Book::empty();
    let mut asked = command();
    asked.env("AOC_LEDGER", other.path()).args(["members", "--archive", &desk.at("files")]);
    assert_eq!(run(&mut asked).fine().out, book.aoc(&["members"]).fine().out);
    let nothing = desk.at("nothing");
    aoc(&["--archive", &nothing, "members"]).fails(4, &["is no archive of plain files", "aoc import FILE"]);
    aoc(&["--archive", book.path().to_str().unwrap(), "members"]).fails(4, &["is no archive of plain files"]);
    aoc(&["--ledger", &desk.at("files"), "members"]).fails(4, &["is not a ledger"]);
}

#[test]
fn what_is_restored_is_the_ledger_that_it_was() {
    let (desk, book) = start();
    let (from, into) = (desk.at("files"), desk.at("restored"));
    let said = aoc(&["restore", &from, "--into", &into]).fine().out;
    assert!(
        said.contains("Restored 650 records of ") && said.contains("The root over 650 records"),
        "{said}"
    );
    let restored = |args: &[&str]| aoc(&[&["--ledger", &into], args].concat()).fine().out;
    for args in [&["export"][..], &["checkpoint", "--list"], &["verify"], &["members", "--format", "json"]] {
        assert_eq!(restored(args), book.aoc(args).fine().out, "{args:?}");
    }
    restored(&["record", "--json", &person("cy").to_string()]);
    aoc(&["restore", &from, "--into", &into]).fails(2, &["restored is not empty"]);
    aoc(&["restore", &from]).fails(2, &["no ledger is named"]);
    aoc(&["restore", &from, "--into", &desk.at("no/where")]).fails(4, &["cannot be written"]);
    fs::create_dir(desk.at("empty")).unwrap();
    let mut here = command();
    here.current_dir(desk.at("empty")).args(["restore", &from, "--into", "."]);
    run(&mut here).fails(2, &["give it by its name"]);
    let told = aoc(&["--format", "json", "--ledger", &desk.at("empty"), "restore", &from]).fine().out;
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_valid(&told);
    assert_eq!(told["tree"], book.json(&["checkpoint"])["tree"]);
    // Without personal data, which is said; verifying finds them gone.
    fs::remove_dir_all(desk.at("files/sealed")).unwrap();
    let said = aoc(&["restore", &from, "--into", &desk.at("bare")]).fine().out;
    assert!(said.contains("No personal data lay with the archive"), "{said}");
    let said = read(&desk, &["timeline", "ana"]).fine().out;
    assert!(said.contains("(erased)") && !said.contains("Ana"), "{said}");
    let found = read(&desk, &["verify"]);
    assert!(found.code == 3 && found.out.contains("with its directory `sealed`"), "{found:?}");
}

#[test]
fn a_damaged_file_is_named_and_nothing_is_restored() {
    let (desk, _book) = start();
    let from = desk.at("files");
    let place = Path::new(&from).parent().unwrap().to_owned();
    let before = names(&place);
    for (path, bytes) in files(&from) {
        let name = path.strip_prefix(&from).unwrap().to_str().unwrap().to_owned();
        if ["README", "checkpoint"].contains(&name.as_str()) {
            continue;
        }
        let mut spoilt = bytes.clone();
        let at = if name == "checkpoints" { bytes.len() / 4 } else { bytes.len() / 2 };
        spoilt[at] ^= 1;
        fs::write(&path, spoilt).unwrap();
        let named = if name == "manifest.json" { "manifest" } else { &name };
        let named = if name == "checkpoints" { "checkpoint" } else { named };
        read(&desk, &["verify"]).fails(3, &[named]);
        aoc(&["restore", &from, "--into", &desk.at("restored")]).fails(3, &[named]);
        assert_eq!(names(&place), before, "{name}");
        fs::write(&path, &bytes).unwrap();
        if !name.starts_with("sealed") && name != "checkpoints" {
            fs::remove_file(&path).unwrap();
            let failed = aoc(&["restore", &from, "--into", &desk.at("restored")]);
            assert!([3, 4].contains(&failed.code) && failed.err.contains(&name), "{failed:?}");
            assert_eq!(names(&place), before, "{name}");
            fs::write(&path, &bytes).unwrap();
        }
    }
    // Asking reads what it needs, and is told the same.
    let entries = Path::new(&from).join("tile/entries/000");
    let mut spoilt = fs::read(&entries).unwrap();
    spoilt[4000] ^= 1;
    fs::write(&entries, spoilt).unwrap();
    read(&desk, &["members"]).fails(3, &["tile/entries/000"]);
    read(&desk, &["export"]).fails(3, &["tile/entries/000"]);
}
