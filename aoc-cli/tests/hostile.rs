//! Goal: what others wrote is shown and never obeyed, by no terminal and by no spreadsheet. Method: every event, with hostile texts in all its
//! fields, is asked for by every verb in every format; hostile words are given to every argument; and the bytes that come out are looked at.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use serde_json::{Value, json};
use support::story::{book_of, drafts};
use support::{Book, Ran, aoc};

/// A window's title, a cleared screen, a turned direction, marks that nobody sees, and a line of its own.
const HOSTILE: &str =
    "\u{1b}]0;x\u{7}\u{9b}2J\u{7f}\u{202e}\u{2066}\u{200f}\u{61c}\u{200b}\u{ad}\u{e0041}\nerror: fake\r";
/// A formula.
const FORMULA: &str = "=HYPERLINK(\"http://example.org\";\"x\")";
/// Fields that hold a text of whatever words.
const TEXTS: [&str; 13] = [
    "text",
    "title",
    "publisher",
    "place",
    "words",
    "at",
    "outcome",
    "findings",
    "field",
    "outlet",
    "reason",
    "authority",
    "about",
];

/// Every text in a draft, made hostile.
fn poison(draft: &mut Value, key: &str) {
    match draft {
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| poison(value, key)),
        Value::Array(values) => values.iter_mut().for_each(|value| poison(value, key)),
        Value::String(text) if TEXTS.contains(&key) && !text.contains(':') => {
            *text = format!("{FORMULA}{text}{HOSTILE}");
        }
        _ => {}
    }
}

fn hostile_book() -> Book {
    let mut drafts = drafts();
    for draft in &mut drafts {
        poison(draft, "");
    }
    book_of(&drafts)
}

/// Whether a terminal obeys it, or nobody sees it; right-to-left names are isolated by the command itself.
fn is_obeyed(c: char) -> bool {
    let unseen = ['\u{202e}', '\u{2066}', '\u{200f}', '\u{61c}', '\u{200b}', '\u{ad}', '\u{e0041}'];
    c.is_control() && c != '\n' || unseen.contains(&c)
}

#[track_caller]
fn assert_shown(args: &[&str], text: &str) {
    assert!(!text.contains(is_obeyed), "{args:?}: {text:?}");
    assert!(!text.lines().any(|line| line.trim_start().starts_with("error: fake")), "{args:?}: {text}");
}

/// What the command says, which a terminal may be given.
#[track_caller]
fn said(ran: Ran, args: &[&str]) -> Ran {
    assert_shown(args, &ran.out);
    assert_shown(args, &ran.err);
    ran
}

#[track_caller]
fn assert_no_formula(args: &[&str], text: &str) {
    let mut cells = 0;
    for row in csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).records() {
        for cell in &row.unwrap() {
            let is_number = cell.parse::<f64>().is_ok() || ["-", "+"].contains(&cell);
            let begins =
                cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
            assert!(is_number || !begins, "{args:?}: {cell}");
            cells += 1;
        }
    }
    assert!(cells > 0, "{args:?}: {text}");
}

const QUESTIONS: &[&[&str]] = &[
    &["members", "--on", "2010-12-31"],
    &["members", "--series", "2006,2010,2013"],
    &["memberships", "--on", "2010-12-31"],
    &["memberships", "--each", "--on", "2010-12-31"],
    &["holders", "--on", "2010-12-31"],
    &["agreements", "--on", "2010-12-31"],
    &["agreements", "mou-example", "--on", "2010-12-31"],
    &["obligations", "--on", "2012-12-31"],
    &["plans"],
    &["plans", "--on", "2011-01-01"],
    &["strategies", "--on", "2012-12-31"],
    &["strategies", "strategy-example", "--on", "2012-12-31"],
    &["contributions"],
    &["calendar", "--on", "2012"],
    &["directory", "--on", "2010-12-31"],
    &["partners", "--on", "2010-12-31"],
    &["roster", "--on", "2012-09-20"],
    &["timeline"],
    &["timeline", "--all"],
    &["timeline", "usa"],
    &["explain", "usa"],
    &["explain", "group-of-friends"],
    &["explain", "mou-example"],
    &["explain", "jane-doe"],
    &["diff", "--on", "2006", "--to-on", "2012"],
    &["diff", "timeline", "usa", "--to-on", "2030", "--known-at", "10", "--to-known-at", "head"],
    &["reconcile"],
    &["late", "--on", "2010-05-13", "--since", "1"],
    &["log"],
    &["log", "20"],
    &["verify"],
    &["template", "members", "--example"],
    &["template"],
];

#[test]
fn hostile_texts_in_every_event_are_shown_by_every_verb_and_obeyed_by_nobody() {
    let book = hostile_book();
    let mut tables = String::new();
    for question in QUESTIONS {
        for format in ["table", "json", "csv"] {
            let mut args = vec!["--format", format];
            args.extend(*question);
            let ran = said(book.aoc(&args), &args);
            // A hostile name is told of by some findings.
            assert!([0, 1].contains(&ran.code), "{args:?}: {ran:?}");
            match format {
                "json" => drop(serde_json::from_str::<Value>(&ran.out).unwrap()),
                "csv" if question[0] != "template" => assert_no_formula(&args, &ran.out),
                _ => tables.push_str(&ran.out),
            }
        }
    }
    assert!(tables.contains("\\u{1b}]0;x\\u{7}") || tables.contains("\\u{1b}"), "what is hostile is shown");
    // To programs the data are given as they are.
    let people = book.json(&["explain", "jane-doe"]).to_string();
    let told: Value = serde_json::from_str(&people).unwrap();
    assert!(told.to_string().contains("\\u001b]0;x"), "{told}");
}

#[test]
fn hostile_words_on_the_command_line_are_shown_by_every_error() {
    let book = hostile_book();
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join(format!("file{}", HOSTILE.replace('/', "")));
    let path = path.to_str().unwrap();
    let archive = place.path().join(format!("archive{HOSTILE}"));
    let archive = archive.to_str().unwrap();
    for args in [
        &["explain", HOSTILE][..],
        &["timeline", HOSTILE],
        &["members", "--on", HOSTILE],
        &["members", "--group", HOSTILE],
        &["members", HOSTILE],
        &["agreements", HOSTILE],
        &["--lang", HOSTILE, "members"],
        &["log", HOSTILE],
        &[HOSTILE],
        &["members", "--\u{1b}[8mhidden\u{202e}"],
        &["members", &format!("--on={HOSTILE}")],
        &["template", HOSTILE],
        &["man", HOSTILE],
        &["import", path],
        &["record", HOSTILE],
        &["record", &format!("{{\"event\": \"{}\"}}", HOSTILE.escape_default())],
        &["correct", HOSTILE],
        &["retract", HOSTILE],
        &["erase", HOSTILE],
        &["key", "new", HOSTILE, "--out", path],
        &["key", "show", path],
        &["check", path, "--key", HOSTILE],
        &["checkpoint", "--key", path],
        &["verify", "--against", HOSTILE],
        &["restore", path, "--into", path],
        &["export", "/nonexistent/\u{1b}[2J\n/x"],
    ] {
        for format in ["table", "json", "csv"] {
            let mut all = vec!["--format", format];
            all.extend(args);
            let ran = said(book.aoc(&all), &all);
            assert!(ran.code > 0, "{all:?}: {ran:?}");
        }
        let ran = said(aoc(&[&["--ledger", path], args].concat()), args);
        assert!(ran.code > 0, "{args:?}: {ran:?}");
    }
    // What was done is said, too.
    for args in [
        &["export", path][..],
        &["export", path],
        &["export", "--files", archive],
        &["--archive", archive, "members", "--on", "1999"],
        &["man", "--dir", path],
        &["key", "new", "example.org/x", "--out", &format!("{path}.key")],
        &["init", &format!("{archive}.ledger")],
        &["init", &format!("{archive}.ledger")],
        &["restore", archive, "--into", &format!("{archive}.restored")],
    ] {
        for format in ["table", "json", "csv"] {
            let mut all = vec!["--format", format];
            all.extend(args);
            said(book.aoc(&all), &all);
        }
    }
    said(aoc(&["demo", &format!("{archive}.demo")]).fine(), &["demo"]);
}

#[test]
fn hostile_drafts_are_refused_without_being_obeyed() {
    let book = hostile_book();
    let file = book.path().parent().unwrap().join("drafts.jsonl");
    let lines = [
        json!({"event": HOSTILE, "data": {}}),
        json!({"event": "MemberJoined", "data": {"group": HOSTILE, "party": HOSTILE}}),
        json!({"event": "MemberJoined", "date": HOSTILE, "data": {"group": "group-of-friends", "party": "usa"}, "uncited": true}),
        json!({"event": "MemberJoined", "date": "2011", "data": {"group": "group-of-friends", "party": "usa"}, "cites": [{"source": "nowhere", "at": HOSTILE}]}),
        json!({"event": "PartyRegistered", "uncited": true, "data": {"party": "usa", "kind": HOSTILE, "names": [{"lang": HOSTILE, "text": HOSTILE}]}}),
        json!({"event": "PartyRegistered", "uncited": true, "data": {"party": "usa", "kind": "country", "names": [{"lang": "en", "text": HOSTILE}]}}),
        json!({HOSTILE: HOSTILE}),
    ];
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    std::fs::write(&file, format!("{}\n{HOSTILE}\n{{\"{HOSTILE}\n", text.join("\n"))).unwrap();
    let csv = file.with_extension("csv");
    std::fs::write(&csv, format!("group,party,event,date,{HOSTILE}\n")).unwrap();
    let rows = file.with_file_name("rows.csv");
    let row = format!("\"{HOSTILE}\",usa,\"{HOSTILE}\",\"{HOSTILE}\",yes\n");
    std::fs::write(&rows, format!("group,party,event,date,uncited\n{row}")).unwrap();
    for file in [&file, &csv, &rows] {
        for format in ["table", "json", "csv"] {
            for more in [&[][..], &["--batch", "2"], &["--keep-going"], &["--dry-run"]] {
                let mut args = vec!["--format", format, "import", file.to_str().unwrap()];
                args.extend(more);
                let ran = said(book.aoc(&args), &args);
                assert!(ran.code > 0, "{args:?}: {ran:?}");
                if format == "csv" && !ran.out.is_empty() {
                    assert_no_formula(&args, &ran.out);
                }
            }
        }
    }
}

#[test]
fn a_name_cannot_make_cells_of_its_own() {
    let party = |slug: &str, text: &str| json!({"event": "PartyRegistered", "uncited": true, "data": {"party": slug, "kind": "other", "names": [{"lang": "en", "text": text}]}});
    let joined = |slug: &str| json!({"event": "MemberJoined", "uncited": true, "date": "2010", "data": {"group": "g", "party": slug}});
    let group = json!({"event": "GroupEstablished", "uncited": true, "date": "2005",
        "data": {"group": "g", "names": [{"lang": "en", "text": "Group"}], "admits": ["other"]}});
    let book = Book::of(&[vec![
        group,
        party("a", "A │ certainly │ 1945"),
        party("b", "B"),
        joined("a"),
        joined("b"),
    ]]);
    let table = book.aoc(&["members"]).fine().out;
    let cells = |name: &str| {
        table.lines().find(|line| line.trim_start().starts_with(name)).unwrap().matches('│').count()
    };
    assert_eq!(cells("A "), cells("B "), "{table}");
}

#[test]
fn what_was_guarded_in_a_table_is_read_as_it_was() {
    let book = Book::of(&[vec![json!({"event": "PersonRegistered", "uncited": true,
        "data": {"person": "ann", "names": [{"lang": "en", "text": "@Ann"}]}})]]);
    let file = book.path().parent().unwrap().join("persons.csv");
    std::fs::write(&file, "person,name:en,uncited\nbob,'=Bob,yes\ntim,'t Hooft,yes\n").unwrap();
    book.aoc(&["import", file.to_str().unwrap()]).fine();
    for (person, name) in [("ann", "@Ann"), ("bob", "=Bob"), ("tim", "'t Hooft")] {
        let told = book.aoc(&["explain", person]).fine().out;
        assert!(told.contains(name), "{told}");
        let rows = book.aoc(&["--format", "csv", "explain", person]).fine().out;
        assert_no_formula(&["explain", person], &rows);
    }
}
