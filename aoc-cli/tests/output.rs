//! Goal: what `aoc` writes is fit for whoever reads it: no escapes and at most 100 columns where there is no
//! terminal, hostile names shown and not obeyed, Arabic isolated, errors in the format asked for, a broken pipe
//! quiet, the help complete. Method: run it and look at the bytes.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::io::Read;
use std::process::Stdio;

use serde_json::{Value, json};
use support::{Book, aoc, assert_valid, command, ran, start};
use unicode_width::UnicodeWidthStr;

/// Every verb that answers.
const QUESTIONS: &[&[&str]] = &[
    &["members"],
    &["members", "--series", "2006,2010,2013,today"],
    &["memberships"],
    &["memberships", "--each", "--on", "2010-05-13"],
    &["holders", "--on", "2013-02-15"],
    &["timeline"],
    &["timeline", "tur"],
    &["explain", "usa"],
    &["explain", "group-of-friends"],
    &["diff", "--on", "2006-11-06", "--to-on", "2013"],
    &["diff", "timeline", "tur", "--to-on", "2006", "--known-at", "50", "--to-known-at", "head"],
    &["reconcile"],
    &["late", "--on", "2010-05-13", "--since", "150"],
    &["verify"],
    &["log"],
    &["log", "54"],
    &["checkpoint", "--list"],
];

#[test]
fn without_a_terminal_there_are_no_escapes_and_at_most_100_columns() {
    let book = Book::real_history();
    for question in QUESTIONS {
        for format in ["table", "json", "csv"] {
            let mut args = vec!["--format", format];
            args.extend(*question);
            let ran = book.aoc(&args).fine();
            assert!(ran.err.is_empty() || format == "csv", "{question:?}: no progress without a terminal");
            assert!(!ran.out.contains('\u{1b}'), "{question:?}: escapes");
            if format == "table" {
                for line in ran.out.lines().filter(|line| !line.contains("://")) {
                    assert!(line.width() <= 100, "{question:?}: {} columns: {line}", line.width());
                }
            }
        }
    }
}

#[test]
fn every_answer_says_its_view() {
    let book = Book::real_history();
    for question in
        QUESTIONS.iter().filter(|question| !["verify", "log", "checkpoint"].contains(&question[0]))
    {
        let said = book.aoc(question).fine().out;
        assert!(said.contains("as known at position "), "{question:?}: {said}");
        let mut args = vec!["--format", "csv"];
        args.extend(*question);
        let rows = book.aoc(&args).fine().out;
        let heading = rows.lines().next().unwrap();
        let view = if question[0] == "diff" { "to_position" } else { "known_at_position" };
        assert!(heading.contains(view), "{question:?}: {heading}");
    }
    let empty = book.aoc(&["--format", "csv", "members", "--on", "1999"]).fine();
    assert!(empty.err.contains("on 1999-12-31"), "an answer without rows says its view, too: {empty:?}");
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let book = Book::real_history();
    for question in QUESTIONS {
        let mut args = vec!["--format", "json"];
        args.extend(*question);
        assert_eq!(book.aoc(&args).fine().out, book.aoc(&args).fine().out, "{question:?} (law 12)");
    }
}

fn hostile() -> Book {
    let party = |slug: &str, text: &str| {
        json!({"event": "PartyRegistered", "uncited": true,
            "data": {"party": slug, "kind": "other", "names": [{"lang": "en", "text": text}]}})
    };
    let joined = |slug: &str| json!({"event": "MemberJoined", "uncited": true, "date": "2010", "data": {"group": "g", "party": slug}});
    let group = json!({"event": "GroupEstablished", "uncited": true, "date": "2005",
        "data": {"group": "g", "names": [{"lang": "en", "text": "Group"}], "admits": ["other"]}});
    Book::of(&[vec![
        group,
        party("a", "red \u{1b}[31malert\u{7}\nnext line"),
        party("b", "turned \u{202e}around"),
        party("c", "إسبانيا والمملكة المتحدة لبريطانيا العظمى وأيرلندا الشمالية والجمهورية العربية السورية"),
        joined("a"),
        joined("b"),
        joined("c"),
    ]])
}

#[test]
fn hostile_names_are_shown_and_not_obeyed() {
    let book = hostile();
    for format in ["table", "json", "csv"] {
        let out = book.aoc(&["--format", format, "members"]).fine().out;
        assert!(!out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{format}: {out:?}");
    }
    let table = book.aoc(&["members"]).fine().out;
    assert!(table.contains("red \\u{1b}[31malert\\u{7}\\nnext line"), "{table}");
    assert!(table.contains("turned \\u{202e}around"), "{table}");
    let answer = book.json(&["members"]);
    let names: Vec<&str> = answer["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["party"]["name"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"red \u{1b}[31malert\u{7}\nnext line"), "JSON gives the name itself: {names:?}");
    book.aoc(&["explain", "no\u{1b}[2J"]).fails(2, &["no\\u{1b}[2J"]);
}

#[test]
fn right_to_left_names_are_isolated_line_by_line() {
    let table = hostile().aoc(&["members"]).fine().out;
    let arabic = |line: &&str| line.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c));
    let lines: Vec<&str> = table.lines().filter(arabic).collect();
    assert!(lines.len() > 1, "the long name is wrapped: {table}");
    for line in lines {
        let count = |c: char| line.chars().filter(|own| *own == c).count();
        assert_eq!(count('\u{2068}'), 1, "{line:?}");
        assert_eq!(count('\u{2069}'), 1, "{line:?}");
        let cell = line.split('│').next().unwrap();
        assert!(cell.contains('\u{2068}') && cell.contains('\u{2069}'), "{line:?}");
    }
    let csv = hostile().aoc(&["--format", "csv", "members"]).fine().out;
    assert!(!csv.contains('\u{2068}'), "spreadsheets get the name itself");
}

#[test]
fn errors_come_in_the_format_asked_for() {
    for args in [
        &["members", "--on", "2005-02-30"][..],
        &["mmbers"],
        &["members"],
        &["--ledger", "/nonexistent/ledger", "members"],
        &["members", "--known-at", "May"],
    ] {
        let plain = aoc(args);
        assert!(plain.out.is_empty() && plain.err.starts_with("error:"), "{plain:?}");
        let mut all = vec!["--format", "json"];
        all.extend(args);
        let failed = aoc(&all);
        let error: Value = serde_json::from_str(&failed.err).unwrap();
        assert_valid(&error);
        assert_eq!(error["error"]["exit"], failed.code, "{failed:?}");
        assert_eq!(plain.code, failed.code);
        let mut all = vec!["--format=csv"];
        all.extend(args);
        let failed = aoc(&all);
        assert!(failed.err.starts_with("error,exit,message,help\n"), "{failed:?}");
        assert_eq!(failed.err.lines().count(), 2, "{failed:?}");
    }
    aoc(&["members", "--on", "2005-02-30"]).fails(2, &["2005-02-30", "not a day", "2010-05-13"]);
}

#[test]
fn a_broken_pipe_is_quiet() {
    let book = Book::real_history();
    let dir = book.path();
    let args = ["--ledger", dir.to_str().unwrap(), "--format", "json", "timeline"];
    let mut child = start(command().args(args).stdout(Stdio::piped()).stderr(Stdio::piped()));
    let mut first = [0; 1];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let ended = ran(&child.wait_with_output().unwrap());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
}

#[test]
fn the_help_lists_every_verb_in_its_group() {
    let help = aoc(&[]).fine().out;
    assert_eq!(help, aoc(&["-h"]).fine().out, "no verb gives the help");
    for group in ["Ask:", "Record:", "Prove:", "Keep:"] {
        assert!(help.contains(group), "{help}");
    }
    let verbs = [
        "members",
        "memberships",
        "holders",
        "agreements",
        "obligations",
        "plans",
        "strategies",
        "contributions",
        "calendar",
        "directory",
        "partners",
        "roster",
        "timeline",
        "explain",
        "diff",
        "reconcile",
        "late",
        "record",
        "import",
        "template",
        "correct",
        "retract",
        "erase",
        "undo",
        "verify",
        "log",
        "key",
        "checkpoint",
        "prove",
        "check",
        "init",
        "export",
        "restore",
        "backup",
        "salvage",
        "snapshot",
        "demo",
        "completions",
        "man",
    ];
    for verb in verbs {
        assert_eq!(help.lines().filter(|line| line.starts_with(&format!("  {verb} "))).count(), 1, "{verb}");
        aoc(&[verb, "--help"]).fine();
        let page = aoc(&["man", verb]).fine().out;
        assert!(page.contains(".TH") && page.contains(&format!("aoc\\-{verb}")), "{page}");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(aoc(&["completions", shell]).fine().out.contains("reconcile"), "{shell}");
    }
    aoc(&["man", "dance"]).fails(2, &["no verb `dance`"]);
    let dir = tempfile::tempdir().unwrap();
    aoc(&["man", "--dir", dir.path().to_str().unwrap()]).fine();
    // That of `aoc` itself, and those of the verbs of `key` and `prove`.
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), verbs.len() + 1 + 4);
    let page = aoc(&["man", "key", "new"]).fine().out;
    assert!(page.contains("aoc\\-key\\-new"), "{page}");
    aoc(&["man", "key", "lose"]).fails(2, &["aoc key has no verb `lose`"]);
}

#[test]
fn the_version_says_formats_rules_and_code_lists() {
    let said = aoc(&["--version"]).fine().out;
    assert_eq!(
        said.trim(),
        format!("aoc {} (record format 1, rule set 1, code lists 1)", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_usage_error_in_json_names_what_is_missing() {
    let ran = aoc(&["late", "--format", "json"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("--since"), "{ran:?}");
}
