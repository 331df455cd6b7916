//! Goal: `aoc demo` works from any directory, shows real answers, leaves a whole ledger, and removes nothing that
//! is not its own.
//! Method: runs it in an empty directory, reads its answer, and runs again what it says that it ran.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use serde_json::Value;
use support::{Ran, command, run};
use tempfile::TempDir;

fn in_dir(dir: &TempDir, args: &[&str]) -> Ran {
    run(command().current_dir(dir.path()).args(args))
}

#[test]
fn the_walk_shows_what_it_promises_and_leaves_the_ledger() {
    let dir = TempDir::new().unwrap();
    let out = in_dir(&dir, &["demo"]).fine().out;
    for words in [
        "$ aoc --ledger aoc-demo members --on 2006-11-06",
        "$ aoc --ledger aoc-demo members --on 2010-05-13",
        "$ aoc --ledger aoc-demo members --on 2023-03-31",
        "Total: at least 29, at most 54.",
        "--known-at 263",
        "--known-at 269",
        "possibly in office",
        "$ aoc --ledger aoc-demo explain 'United States' --on 2010-05-13",
        "http://blogs.state.gov/stories/2010/05/20/us-joins-alliance-civilizations",
        "$ aoc --ledger aoc-demo correct member-aut --date 2008",
        "recorded 1 draft as position 647",
        "$ aoc --ledger aoc-demo undo",
        "$ aoc --ledger aoc-demo reconcile",
        "more than 40 countries",
        "Try next",
    ] {
        assert!(out.contains(words), "`{words}` is not in:\n{out}");
    }
    assert!(!out.contains("error:"), "{out}");
    assert!(out.contains("… and ") && out.lines().count() < 330, "{} lines", out.lines().count());
    assert!(out.lines().all(|line| !line.contains('\u{1b}')), "colours without a terminal");
    in_dir(&dir, &["--ledger", "aoc-demo", "verify"]).fine();
}

#[test]
fn what_it_shows_is_what_the_commands_say() {
    let dir = TempDir::new().unwrap();
    let json = in_dir(&dir, &["demo", "book", "--format", "json"]).fine().out;
    let answer: Value = serde_json::from_str(&json).unwrap();
    support::assert_valid(&answer);
    assert_eq!((&answer["records"], &answer["commits"]), (&Value::from(646), &Value::from(36)));
    for step in answer["steps"].as_array().unwrap() {
        assert_eq!(step["exit"], 0, "{step}");
        let command = step["command"].as_str().unwrap();
        // An answer that says its state of the book is the same for ever.
        if command.contains("--known-at") {
            let args: Vec<&str> = command.split(' ').skip(1).collect();
            assert_eq!(in_dir(&dir, &args).fine().out, step["output"].as_str().unwrap(), "{command}");
        }
    }
    for next in answer["next"].as_array().unwrap() {
        let args: Vec<&str> = next.as_str().unwrap().split(' ').skip(1).collect();
        assert!(!in_dir(&dir, &args).fine().out.is_empty());
    }
}

#[test]
fn what_is_there_already_is_not_touched() {
    let dir = TempDir::new().unwrap();
    in_dir(&dir, &["demo"]).fine();
    in_dir(&dir, &["demo"])
        .fails(2, &["there is a ledger at aoc-demo already", "--fresh", "aoc --ledger aoc-demo members"]);
    in_dir(&dir, &["demo", "--fresh"]).fine();

    in_dir(&dir, &["init", "mine"]).fine();
    let person = r#"{"event": "PersonRegistered", "data": {"person": "p", "names": [{"lang": "en", "text": "P"}]}, "uncited": true}"#;
    in_dir(&dir, &["--ledger", "mine", "record", "--json", person]).fine();
    in_dir(&dir, &["demo", "--fresh", "mine"]).fails(2, &["is no demo, so --fresh does not remove it"]);
    assert!(in_dir(&dir, &["--ledger", "mine", "log"]).fine().out.contains("1 commit"));

    std::fs::create_dir(dir.path().join("other")).unwrap();
    std::fs::write(dir.path().join("other/letter.txt"), "keep me").unwrap();
    for args in [&["demo", "other"][..], &["demo", "--fresh", "other"]] {
        in_dir(&dir, args).fails(2, &["other is not empty: choose a new directory"]);
    }
    assert_eq!(std::fs::read_to_string(dir.path().join("other/letter.txt")).unwrap(), "keep me");
}

#[test]
fn the_whole_answers_are_shown_when_asked_for() {
    let dir = TempDir::new().unwrap();
    let out = in_dir(&dir, &["demo", "--full"]).fine().out;
    assert!(!out.contains("… and ") && out.contains("Yemen"), "{out}");
}
