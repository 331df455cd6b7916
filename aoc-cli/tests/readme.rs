//! Goal: what the documents show of `aoc` is what `aoc` says. Method: builds the demo's ledger and runs every command of a document's
//! blocks beside it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod support;

use support::{command, root, run, shown};
use tempfile::TempDir;

/// Follows a document in a directory of its own.
#[track_caller]
fn follow(document: &str) -> usize {
    let text = std::fs::read_to_string(root().join(document)).unwrap();
    let dir = TempDir::new().unwrap();
    let demo = run(command().current_dir(dir.path()).arg("demo")).fine().out;
    assert!(demo.contains("646 records") && demo.contains("36 files"), "{demo}");
    shown::follow(&text, dir.path())
}

#[test]
fn the_readme_shows_what_the_command_says() {
    let count = follow("README.md");
    assert!(count >= 4, "the README shows {count} commands");
}

#[test]
fn an_auditor_can_type_what_the_page_for_auditors_says() {
    let count = follow("docs/auditing.md");
    assert!(count >= 10, "the page shows {count} commands");
}
