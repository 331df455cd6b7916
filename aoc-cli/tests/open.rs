//! Goal: every reason for which a ledger cannot be opened has its message and its exit code, and nothing is
//! changed by trying. Method: make each of them happen.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::fs;
use std::path::Path;

use aoc_replay::Ledger;
use serde_json::Value;
use support::{Book, Ran, aoc, assert_valid, command, run};

fn members(dir: &Path) -> Ran {
    aoc(&["--ledger", dir.to_str().unwrap(), "members"])
}

/// The same error for a program: its word.
fn code(dir: &Path) -> String {
    let failed = aoc(&["--ledger", dir.to_str().unwrap(), "--format", "json", "members"]);
    let error: Value = serde_json::from_str(&failed.err).unwrap();
    assert_valid(&error);
    assert_eq!(error["error"]["exit"], failed.code);
    error["error"]["code"].as_str().unwrap().to_owned()
}

#[test]
fn no_ledger_is_named() {
    aoc(&["members"]).fails(2, &["no ledger is named", "--ledger DIR", "AOC_LEDGER", "aoc demo", "aoc init"]);
    let empty = run(command().env("AOC_LEDGER", "").arg("members"));
    empty.fails(2, &["no ledger is named"]);
}

#[test]
fn the_environment_names_the_ledger() {
    let book = Book::real_history();
    run(command().env("AOC_LEDGER", book.path()).arg("members")).fine();
}

#[test]
fn the_directory_does_not_exist() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("missing");
    members(&missing).fails(4, &["missing", "does not exist", "aoc init DIR"]);
    assert_eq!(code(&missing), "no-such-directory");
    assert!(!missing.exists(), "asking creates nothing");
}

#[test]
fn the_directory_is_not_a_ledger() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("letter.txt"), "Dear auditor").unwrap();
    members(dir.path()).fails(4, &["is not a ledger", "check the path"]);
    assert_eq!(code(dir.path()), "not-a-ledger");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "asking writes nothing");
    let file = dir.path().join("letter.txt");
    assert_eq!(members(&file).code, 4);
}

#[test]
fn the_ledger_is_open_in_another_process() {
    let book = Book::real_history();
    let held = Ledger::open(book.path()).unwrap(); // by this process; `aoc` is another one
    members(&book.path()).fails(4, &["is open in another process"]);
    assert_eq!(code(&book.path()), "locked");
    drop(held);
    // A process that another test starts just now may hold a copy of the lock for a moment.
    let opened = (0..50).map(|_| members(&book.path())).find(|ran| ran.code != 4);
    opened.unwrap().fine();
}

#[test]
fn the_ledger_has_a_newer_format() {
    let book = Book::real_history();
    fs::write(book.path().join("aoc-ledger"), "aoc-ledger 9\n").unwrap();
    members(&book.path()).fails(4, &["format 9", "newer version"]);
    assert_eq!(code(&book.path()), "newer-format");
}

#[test]
fn the_ledger_was_cut_off() {
    let book = Book::real_history();
    let data = fs::OpenOptions::new().write(true).open(book.path().join("db")).unwrap();
    data.set_len(64 * 1024).unwrap();
    drop(data);
    let failed = members(&book.path());
    assert_eq!(failed.code, 3, "{failed:?}");
    assert!(failed.err.contains("restore it from a backup or archive"), "{failed:?}");
    assert_eq!(code(&book.path()), "damaged");
    assert_eq!(aoc(&["--ledger", book.path().to_str().unwrap(), "verify"]).code, 3);
}

#[test]
fn a_file_of_the_ledger_is_missing() {
    let book = Book::real_history();
    fs::remove_file(book.path().join("db")).unwrap();
    let failed = members(&book.path());
    assert_eq!(failed.code, 3, "{failed:?}");
    assert!(failed.err.contains("db"), "{failed:?}");
}

#[test]
#[cfg(unix)]
fn there_is_no_permission() {
    use std::os::unix::fs::PermissionsExt;
    let book = Book::real_history();
    let marker = book.path().join("aoc-ledger");
    fs::set_permissions(&marker, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&marker).is_ok() {
        return; // root may read everything
    }
    members(&book.path()).fails(4, &["no permission", "owner"]);
    assert_eq!(code(&book.path()), "no-permission");
}
