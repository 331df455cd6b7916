//! Goal: a timeline and the whole story can be cut by days and name their sources; everything can be explained. Method:
//! run the command on a small book and on the real history; check every JSON answer against its schema.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use serde_json::{Value, json};
use support::small::{csv_rows, lines, small_book};
use support::{Book, drafts_json, history_files};

#[test]
fn a_timeline_is_cut_by_days_and_names_its_sources() {
    let book = small_book();
    let said = book.aoc(&["timeline", "third forum", "--from", "2010", "--to", "2010"]).fine().out;
    assert!(said.contains("What happened to Third Forum, 2010-01-01 to 2010-12-31"), "{said}");
    assert!(said.contains("A page about the Alliance, with…") && !said.contains("planned"), "{said}");
    let answer = book.json(&["timeline", "third forum", "--from", "2010", "--to", "2010"]);
    assert_eq!(lines(&answer).len(), 1);
    let rows = csv_rows(&book, &["timeline", "third forum"]);
    assert_eq!(rows[1]["sources"], "A page about the Alliance, with a very long title indeed");
    book.aoc(&["timeline", "--from", "2010-05-02", "--to", "2010-05-01"]).fails(2, &["comes before"]);
}

#[test]
fn the_whole_story_leaves_out_what_only_enters_something_in_the_book_and_says_so() {
    let book = small_book();
    let story = book.json(&["timeline"]);
    assert_eq!(story["left_out"], 7, "a source, five parties and a person");
    let all = book.json(&["timeline", "--all"]);
    assert_eq!(lines(&all).len(), lines(&story).len() + 7);
    assert_eq!(all["left_out"], 0);
    let said = book.aoc(&["timeline", "--from", "2009", "--to", "2009"]).fine().out;
    for part in [
        "The whole story, 2009-01-01 to 2009-12-31",
        "Left out: 7 records",
        "`--all` shows them",
        "(possibly)",
    ] {
        assert!(said.contains(part), "`{part}` is missing: {said}");
    }
    let joined = lines(&story).iter().find(|line| line["record"]["date"] == "[..2009-12-31]").unwrap();
    assert_eq!(
        joined["when"],
        json!({"earliest": "2008-01-01", "latest": "2009-12-31"}),
        "not before its group"
    );
    let rows = csv_rows(&book, &["timeline"]);
    assert_eq!(rows.len(), lines(&story).len());
    assert!(
        rows.iter().all(|row| row["certainty"] == "certain" || row["certainty"] == "certain-if-dates-hold")
    );
}

#[test]
fn the_real_story_reads_in_order_and_every_event_names_a_source_or_none_openly() {
    let book = Book::real_history();
    let story = book.json(&["timeline", "--from", "2005", "--to", "2012"]);
    let days: Vec<&str> =
        lines(&story).iter().map(|line| line["when"]["earliest"].as_str().unwrap()).collect();
    assert!(days.len() > 100 && days.is_sorted(), "an open start is written `..` and comes first");
    let uncited = |line: &&Value| line["sources"].as_array().unwrap().is_empty();
    assert_eq!(lines(&story).iter().filter(uncited).count(), 0);
    let entered = |line: &&Value| {
        ["PartyRegistered", "PersonRegistered", "SourceRegistered"]
            .contains(&line["record"]["event"].as_str().unwrap())
    };
    assert_eq!(lines(&story).iter().filter(entered).count(), 0);
    assert!(story["left_out"].as_u64().unwrap() > 100);
}

#[test]
fn everything_with_a_name_and_things_without_one_can_be_explained() {
    let book = small_book();
    for what in [
        "memorandum",
        "third forum",
        "64/14",
        "Youth",
        "Talks",
        "Media literacy",
        "Radio",
        "Cartoons",
        "An Editor",
    ] {
        let answer = book.json(&["explain", what]);
        assert!(!answer["facts"].as_array().unwrap().is_empty(), "{what}");
    }
    for what in ["consultation:talk", "mobilization:answer"] {
        let answer = book.json(&["explain", what]);
        assert!(!answer["facts"].as_array().unwrap().is_empty(), "{what}");
    }
    let focal_point = |what: &str| {
        let said = book.aoc(&["explain", what]).fine().out;
        assert!(said.contains("focal point"), "{what}: {said}");
    };
    focal_point("memorandum");
    focal_point("An Editor");
    book.aoc(&["explain", "consultation:nothing"]).fails(2, &["nothing in the book is called"]);
}

#[test]
fn everything_with_a_name_in_the_real_history_can_be_explained() {
    let book = Book::real_history();
    // The event that founds each kind of thing, and where its draft names the thing.
    let founding = [
        ("AgreementDrafted", "agreement", "agreement"),
        ("ContributionDelivered", "contribution", "contribution"),
        ("StrategyLaunched", "strategy", "strategy"),
        ("InitiativeLaunched", "initiative", "initiative"),
        ("ForumHeld", "forum", "forum"),
        ("ResolutionAdopted", "resolution", "resolution"),
        ("ReportIssued", "report", "report"),
        ("ImplementationPlanIssued", "plan", "implementation-plan"),
        ("PriorityAreaAdopted", "area", "priority-area"),
        ("MeetingHeld", "meeting", "meeting"),
        ("ThemeOpened", "theme", "theme"),
        ("PartyRegistered", "party", "party"),
        ("PersonRegistered", "person", "person"),
        ("OfficeEstablished", "office", "office"),
        ("GroupEstablished", "group", "group"),
        ("SourceRegistered", "source", "source"),
    ];
    let drafts: Vec<Value> = history_files().iter().flat_map(|file| drafts_json(file)).collect();
    for (event, field, kind) in founding {
        let draft =
            drafts.iter().find(|draft| draft["event"] == event).unwrap_or_else(|| panic!("no {event}"));
        let what = format!("{kind}:{}", draft["data"][field].as_str().unwrap());
        let answer = book.json(&["explain", &what]);
        assert!(!answer["facts"].as_array().unwrap().is_empty(), "{what}");
    }
}
