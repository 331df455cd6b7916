//! Goal: a secret key is printed by nothing, and nobody but its owner reads what the command makes. Method: give the key and its file where
//! they do not belong, and look for the secret in all that is said; let every verb that writes run under a umask that forbids nothing, and look
//! at all files.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]
#![cfg(unix)]

mod support;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use serde_json::json;
use support::desk::{Desk, person};
use support::{Book, Ran, command, run};

/// Some letters of what nobody may read of a key.
fn secret_of(key: &str) -> String {
    // Behind the name and the id; base64 has plus signs of its own.
    key.trim().splitn(5, '+').last().unwrap().chars().skip(4).take(16).collect()
}

#[track_caller]
fn assert_silent(ran: &Ran, secret: &str) {
    assert!(!ran.out.contains(secret) && !ran.err.contains(secret), "the secret is said: {ran:?}");
}

#[test]
fn a_secret_key_is_said_by_nothing() {
    let (book, desk) = (Book::of(&[vec![person("ann")]]), Desk::new());
    let file = desk.key("log", "example.org/friends");
    let key = desk.read("log.key").trim().to_owned();
    let secret = secret_of(&key);
    let vkey = desk.at("log.vkey");
    let out = desk.at("new.key");
    let checkpoint = desk.at("checkpoint");
    // Damaged in other ways, with the secret still in them.
    let spoilt = |name: &str, text: String| {
        let path = desk.at(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    };
    let two = spoilt("two.key", format!("{key}\n{key}\n"));
    let other = spoilt("other.key", key.replace("+KEY+example", "+KEY+exbmple"));
    let open = desk.at("open.key");
    fs::write(&open, &key).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o644)).unwrap();
    for args in [
        &["checkpoint", "--key", &file, "--out", &checkpoint][..],
        &["checkpoint", "--key", &file],
        &["checkpoint", "--list"],
        &["key", "show", &file],
        &["key", "show", &two],
        &["key", "show", &other],
        &["key", "show", &open],
        &["key", "show", &key],
        &["key", "new", "example.org/other", "--out", &file],
        &["key", "new", &key, "--out", &out],
        &["checkpoint", "--key", &key],
        &["checkpoint", "--key", &two],
        &["checkpoint", "--key", &other],
        &["checkpoint", "--key", &open],
        &["checkpoint", &key],
        &["checkpoint", "--add", &file, "--policy", &file],
        &["checkpoint", "--help"],
        &["check", &file, "--key", &vkey],
        &["check", &checkpoint, "--key", &key],
        &["check", &checkpoint, "--key", &file],
        &["check", &checkpoint, "--key", &other],
        &["check", &checkpoint, "--policy", &file],
        &["check", &checkpoint, "--policy", &two],
        &["check", &key, "--key", &vkey],
        &["verify", "--against", &file],
        &["verify", "--against", &key],
        &["prove", "consistency", &file],
        &["prove", "consistency", &key],
        &["prove", "record", &key],
        &["members", "--proof", &file],
        &["import", &file],
        &["import", &two],
        &["import", &key],
        &["record", &key],
        &["explain", &key],
        &["explain", &format!("{key}x")],
        &["restore", &file, "--into", &out],
        &["export", &file],
        &["members", "--on", &key],
        &["timeline", &key, "extra"],
        &[&key],
    ] {
        for format in ["table", "json", "csv"] {
            let mut all = vec!["--format", format];
            all.extend(args);
            assert_silent(&book.aoc(&all), &secret);
            let dir = book.path();
            let ledger = ["--ledger", dir.to_str().unwrap()];
            assert_silent(&run(command().env("AOC_KEY", &key).args(ledger).args(&all)), &secret);
        }
    }
    let key: aoc_store::SigningKey = key.parse().unwrap();
    assert!(!format!("{key:?}").contains(&secret), "{key:?}");
}

fn below(dir: &Path) -> Vec<PathBuf> {
    let mut found = vec![dir.to_owned()];
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(below(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn whatever_the_umask_nobody_else_reads_what_is_made() {
    for umask in ["000", "022", "077", "277"] {
        let place = tempfile::tempdir().unwrap();
        let draft = place.path().join("drafts.jsonl");
        let drafts: Vec<String> = ["ann", "bob"].map(|slug| person(slug).to_string()).to_vec();
        fs::write(&draft, drafts.join("\n")).unwrap();
        let group = json!({"event": "GroupEstablished", "uncited": true, "date": "2005",
            "data": {"group": "group-of-friends", "names": [{"lang": "en", "text": "Group"}], "admits": ["country"]}});
        let at = |name: &str| place.path().join(name).to_str().unwrap().to_owned();
        let aoc = |args: &[&str]| {
            let mut sh = std::process::Command::new("sh");
            sh.args(["-c", "umask \"$1\"; shift; exec \"$@\"", "sh", umask, env!("CARGO_BIN_EXE_aoc")]);
            run(sh
                .env_remove("AOC_KEY")
                .env("AOC_TODAY", "2026-01-01")
                .args(["--ledger", &at("made-ledger")])
                .args(args))
            .fine()
        };
        aoc(&["init"]);
        aoc(&["import", &at("drafts.jsonl")]);
        fs::write(&draft, group.to_string()).unwrap();
        aoc(&["import", &at("drafts.jsonl"), "--batch", "1"]);
        aoc(&["snapshot"]);
        aoc(&["key", "new", "example.org/friends", "--out", &at("made-key")]);
        aoc(&["checkpoint", "--key", &at("made-key"), "--out", &at("made-checkpoint")]);
        aoc(&["prove", "record", "1", "--out", &at("made-proof")]);
        aoc(&["prove", "consistency", "0", "--out", &at("made-consistency")]);
        aoc(&["members", "--proof", &at("made-answer")]);
        aoc(&["export", &at("made-archive.jsonl")]);
        aoc(&["export", "--force", &at("made-archive.jsonl")]);
        aoc(&["export", "--files", &at("made-archive")]);
        aoc(&["restore", &at("made-archive"), "--into", &at("made-restored")]);
        aoc(&["erase", "ann", "--reason", "asked", "--authority", "the person"]);
        aoc(&["demo", &at("made-demo")]);
        aoc(&["members"]);
        let made: Vec<PathBuf> =
            fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        let made: Vec<PathBuf> = made.into_iter().filter(|path| path != &draft).collect();
        assert_eq!(made.len(), 10, "{made:?}");
        let mut open = Vec::new();
        for path in made.iter().flat_map(|path| if path.is_dir() { below(path) } else { vec![path.clone()] })
        {
            let bits = fs::symlink_metadata(&path).unwrap().mode() & 0o777;
            // What the storage engine made since the ledger was opened is closed to others by the directory.
            if bits & 0o077 != 0
                && path.parent().is_none_or(|dir| fs::metadata(dir).unwrap().mode() & 0o077 != 0)
            {
                open.push(format!("{} has mode {bits:o}", path.display()));
            }
            let engines = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("snap."));
            if !engines && bits & 0o077 != 0 {
                open.push(format!("{} has mode {bits:o}", path.display()));
            }
        }
        assert!(open.is_empty(), "umask {umask}: {open:#?}");
    }
}
