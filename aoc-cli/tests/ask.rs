//! Goal: the verbs that ask say what the book holds, in every format, about the real history. Method: run the
//! command; compare totals with a naive count over the drafts; check every JSON answer against its schema.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::collections::BTreeMap;

use aoc_core::{Day, EventDate};
use serde_json::{Value, json};
use support::{Book, drafts_json, history_files};

const FRIENDS: &str = "group-of-friends";

/// The drafts that stand at the end, by hand: corrections replace, retractions take away.
fn standing() -> Vec<Value> {
    let mut standing: BTreeMap<String, Value> = BTreeMap::new();
    for draft in history_files().iter().flat_map(|file| drafts_json(file)) {
        let target = ["corrects", "retracts"].iter().find_map(|verb| draft.get(*verb)?.as_str());
        if let Some(target) = target {
            assert!(standing.remove(target).is_some(), "{target} does not stand");
        }
        if draft.get("event").is_some() {
            standing.insert(draft["id"].as_str().unwrap().to_owned(), draft);
        }
    }
    standing.into_values().collect()
}

fn date(draft: &Value) -> EventDate {
    draft.get("date").map_or(EventDate::UNKNOWN, |date| date.as_str().unwrap().parse().unwrap())
}

/// At least and at most so many members, counted by hand.
fn counted(on: &str) -> (u64, u64) {
    let on: Day = on.parse().unwrap();
    let standing = standing();
    let of = |event: &str| standing.iter().filter(|draft| draft["event"] == event).collect::<Vec<_>>();
    for never in ["MemberWithdrew", "MemberSuspended", "PartyDissolved"] {
        assert!(of(never).is_empty(), "this count by hand does not know {never}");
    }
    let founded = of("GroupEstablished").into_iter().find(|draft| draft["data"]["group"] == FRIENDS).unwrap();
    let (mut certain, mut possible) = (0, 0);
    for joined in of("MemberJoined").into_iter().filter(|draft| draft["data"]["group"] == FRIENDS) {
        let before = standing.iter().filter(|draft| {
            let same = draft["data"]["party"] == joined["data"]["party"];
            same && (draft["event"] == "PartyRegistered" || draft["event"] == "MemberInvited")
        });
        let earliest = before.chain([founded, joined]).map(|draft| date(draft).earliest()).max().unwrap();
        certain += u64::from(date(joined).latest() <= on);
        possible += u64::from(earliest <= on);
    }
    (certain, possible)
}

fn total(answer: &Value) -> (u64, u64) {
    (answer["total"]["certain"].as_u64().unwrap(), answer["total"]["possible"].as_u64().unwrap())
}

/// The last position of the commit that recorded the n-th file.
fn after_file(book: &Book, number: usize) -> String {
    book.json(&["log"])["commits"][number - 1]["last"].to_string()
}

#[test]
fn totals_are_those_of_a_count_by_hand() {
    let book = Book::real_history();
    for on in ["2005-07-13", "2005-07-14", "2006-11-06", "2010-05-13", "2012-05-31", "2025-01-01"] {
        let answer = book.json(&["members", "--on", on]);
        assert_eq!(total(&answer), counted(on), "on {on}");
        assert_eq!(answer["view"]["read"]["on"], on);
    }
    assert_eq!(total(&book.json(&["members", "--on", "2005-07-13"])).1, 0, "nobody before the founding");
    let said = book.aoc(&["members", "--on", "2006-11-06"]).fine().out;
    let (certain, possible) = counted("2006-11-06");
    assert!(said.contains(&format!("Total: at least {certain}, at most {possible}.")), "{said}");
}

#[test]
fn every_line_names_its_records_and_sources() {
    let book = Book::real_history();
    let answer = book.json(&["members", "--on", "2010-05-13"]);
    for line in answer["members"].as_array().unwrap() {
        assert!(!line["records"].as_array().unwrap().is_empty(), "{line}");
        let sources = line["sources"].as_array().unwrap();
        assert!(!sources.is_empty(), "{line}");
        assert!(sources.iter().all(|source| !source["title"].as_str().unwrap().is_empty()), "{line}");
    }
}

#[test]
fn a_month_is_read_as_its_last_day_and_the_answer_says_so() {
    let book = Book::real_history();
    let said = book.aoc(&["members", "--on", "2010-05"]).fine().out;
    assert!(said.contains("on 2010-05-31 (2010-05 read as its last day, 2010-05-31)"), "{said}");
    let answer = book.json(&["members", "--on", "2010-05"]);
    assert_eq!(answer["view"]["asked"]["on"], "2010-05");
    assert_eq!(answer["view"]["read"]["on"], "2010-05-31");
    let today = book.json(&["members"]);
    assert_eq!(today["view"]["read"]["on"], "2026-01-01", "AOC_TODAY");
}

#[test]
fn both_pasts_of_a_correction_can_be_asked() {
    let book = Book::real_history();
    let member = |known_at: &str| {
        let answer = book.json(&["members", "--on", "2010-05-13", "--known-at", known_at]);
        let lines = answer["members"].as_array().unwrap();
        let usa = lines.iter().find(|line| line["party"]["codes"] == json!(["USA"]));
        usa.map(|line| line["member"].as_str().unwrap().to_owned())
    };
    assert_eq!(member(&after_file(&book, 12)), None);
    assert_eq!(member(&after_file(&book, 13)).as_deref(), Some("certain"));
    assert_eq!(member(&after_file(&book, 14)).as_deref(), Some("possible"));
    assert_eq!(member(&after_file(&book, 15)).as_deref(), Some("certain"));
    assert_eq!(member("head").as_deref(), Some("certain"));
}

#[test]
fn a_position_inside_a_commit_and_a_time_are_read_as_a_commit() {
    let book = Book::real_history();
    let log = book.json(&["log"]);
    let second = &log["commits"][1];
    let inside = second["first"].to_string();
    let said = book.aoc(&["members", "--known-at", &inside]).fine().out;
    assert!(said.contains("lies inside a commit"), "{said}");
    let answer = book.json(&["members", "--known-at", &inside]);
    assert_eq!(answer["view"]["read"]["position"], log["commits"][0]["last"]);
    let by_time = book.json(&["members", "--known-at", second["recorded_at"].as_str().unwrap()]);
    assert_eq!(by_time["view"]["read"]["position"], second["last"]);
    let before = book.json(&["members", "--known-at", "2000-01-01"]);
    assert_eq!(before["view"]["read"]["position"], 0);
    assert_eq!(before["known"], false);
    book.aoc(&["members", "--known-at", "9999"]).fails(2, &["beyond the head", "1 to", "aoc log"]);
}

#[test]
fn a_series_is_what_single_questions_give() {
    let book = Book::real_history();
    let series = book.json(&["members", "--series", "2012-05,2005-07-14,2010-05-13"]);
    let days = series["days"].as_array().unwrap();
    assert_eq!(days.len(), 3);
    for day in days {
        let on = day["view"]["read"]["on"].as_str().unwrap();
        let single = book.json(&["members", "--on", on]);
        assert_eq!(day["total"], single["total"], "{on}");
        assert_eq!(day["by_kind"], single["by_kind"], "{on}");
    }
    let said = book.aoc(&["members", "--series", "2012-05,2010-05-13"]).fine().out;
    assert!(said.contains("2012-05 read as its last day, 2012-05-31"), "{said}");
}

#[test]
fn parties_are_found_by_name_in_any_language_code_and_id() {
    let book = Book::real_history();
    let name = |text: &str| book.json(&["timeline", text])["about"]["name"].as_str().unwrap().to_owned();
    let id = book.json(&["timeline", "esp"])["about"]["id"].as_str().unwrap().to_owned();
    for text in ["Spain", "SPAIN", "España", "espana", "Espagne", "ESP", "esp", "party:esp", &id] {
        assert_eq!(name(text), "Spain", "{text}");
    }
    assert_eq!(name("Turkey"), "Türkiye");
    assert_eq!(name("turkiye"), "Türkiye");
    book.aoc(&["explain", "Spein"])
        .fails(2, &["nothing in the book is called `Spein`", "did you mean Spain?"]);
    book.aoc(&["members", "--group", "friends"]).fails(2, &["no group is called `friends`", "did you mean"]);
    book.aoc(&["holders", "xyz"]).fails(2, &["no office is called `xyz`", "the book knows"]);
}

#[test]
fn names_come_in_the_language_asked_for_and_as_of_the_day() {
    let book = Book::real_history();
    let said = book.aoc(&["--lang", "fr", "timeline", "esp"]).fine().out;
    assert!(said.contains("Espagne"), "{said}");
    let turkey =
        |on: &str| book.json(&["timeline", "tur", "--on", on])["about"]["name"].as_str().unwrap().to_owned();
    assert_eq!(turkey("2022-05-31"), "Turkey");
    assert_eq!(turkey("2022-06-01"), "Türkiye");
}

#[test]
fn explain_goes_from_the_line_down_to_the_words_of_the_source() {
    let book = Book::real_history();
    let said = book.aoc(&["explain", "usa", "--on", "2010-05-14"]).fine().out;
    for part in [
        "United States (USA) is certainly a member",
        "Source: US State Department statement",
        "at: statement",
        "https://",
        "In its words: “",
        "Reason: ",
        "Before that, record",
        "between 2010-05-13",
        "A second source, record",
    ] {
        assert!(said.contains(part), "`{part}` is missing: {said}");
    }
    let answer = book.json(&["explain", "usa", "--on", "2010-05-14"]);
    let versions: Vec<&str> = answer["facts"][0]["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["status"].as_str().unwrap())
        .collect();
    assert_eq!(versions, ["replaced", "replaced", "stands"]);
    let none = book.aoc(&["explain", "usa", "--on", "2010-05-12"]).fine().out;
    assert!(none.contains("is not a member") && none.contains("joined"), "{none}");
    book.json(&["explain", "usa", "--on", "2010-05-12"]);
    book.json(&["explain", "High Representative for the Alliance of Civilizations", "--on", "2010"]);
    book.json(&["explain", "group-of-friends"]);
    assert_eq!(book.json(&["explain", "54"])["about"]["record"], 54);
    book.aoc(&["explain", "340", "--known-at", "100"]).fails(2, &["not known yet"]);
    book.aoc(&["explain", "9999"]).fails(2, &["there is no record 9999"]);
}

#[test]
fn diff_tells_what_appeared_vanished_and_changed() {
    let book = Book::real_history();
    let answer = book.json(&["diff", "--on", "2010-05-12", "--to-on", "2010-05-13"]);
    let appeared = answer["appeared"].as_array().unwrap();
    assert_eq!(appeared.len(), 1);
    assert_eq!(appeared[0]["party"]["codes"], json!(["USA"]));
    let back = book.json(&["diff", "--on", "2010-05-13", "--to-on", "2010-05-12"]);
    assert_eq!(back["vanished"].as_array().unwrap().len(), 1);
    let (before, after) = (after_file(&book, 13), after_file(&book, 14));
    let known = ["diff", "--on", "2010-05-13", "--known-at", &before, "--to-known-at", &after];
    let changed = book.json(&known);
    assert_eq!(changed["changed"][0]["before"]["member"], "certain");
    assert_eq!(changed["changed"][0]["after"]["member"], "possible");
    let said = book.aoc(&known).fine().out;
    assert!(said.contains("0 appeared, 0 vanished, 1 changed."), "{said}");
    let office = "High Representative for the Alliance of Civilizations";
    book.json(&["diff", "holders", office, "--on", "2010", "--to-on", "2014"]);
    book.json(&["diff", "timeline", "tur", "--on", "2010", "--to-on", "2023"]);
    book.json(&["diff", "reconcile", "--known-at", &before, "--to-known-at", "head"]);
    book.aoc(&["diff"]).fails(2, &["--to-on", "--to-known-at"]);
    book.aoc(&["diff", "holders", "--to-on", "2010"]).fails(2, &["needs an office"]);
    book.aoc(&["diff", "members", "usa", "--to-on", "2010"]).fails(2, &["one argument too many"]);
}

#[test]
fn reconcile_lists_every_attested_figure_with_its_finding() {
    let book = Book::real_history();
    let attested = standing();
    let attested = attested.iter().filter(|draft| draft["event"].as_str().unwrap().ends_with("Attested"));
    let answer = book.json(&["reconcile"]);
    let figures: Vec<&Value> = answer["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["figures"].as_array().unwrap())
        .collect();
    assert_eq!(figures.len(), attested.count());
    let found = |finding: &str| figures.iter().filter(|figure| figure["finding"] == finding).count();
    assert!(found("agrees") > 0 && found("too-few") > 0 && found("undetermined") > 0, "{figures:#?}");
    let said = book.aoc(&["reconcile", "--group", FRIENDS]).fine().out;
    for part in ["agrees", "undetermined", "the book names at", "fewer", "106 countries", "is the"] {
        assert!(said.contains(part), "`{part}` is missing: {said}");
    }
    assert_eq!(book.aoc(&["reconcile", "--strict"]).code, 1);
    assert_eq!(book.aoc(&["reconcile", "--strict", "--on", "2003-01-01"]).code, 0, "no figure yet");
    let about_70 = |tolerance: &str| {
        let answer = book.json(&["reconcile", "--group", FRIENDS, "--tolerance", tolerance]);
        let figures = answer["groups"][0]["figures"].as_array().unwrap().clone();
        figures.into_iter().find(|figure| figure["attested"] == json!({"figure": {"about": 70}})).unwrap()
    };
    assert_eq!(about_70("10")["finding"], "too-few");
    assert_eq!(about_70("60")["finding"], "agrees");
}

#[test]
fn late_tells_what_was_learned_after_an_answer() {
    let book = Book::real_history();
    let since = after_file(&book, 13);
    let answer =
        book.json(&["late", "--on", "2010-05-13", "--since", &since, "--known-at", &after_file(&book, 15)]);
    let lines = answer["lines"].as_array().unwrap();
    let corrected: Vec<&Value> = lines.iter().filter(|line| line["learned"] == "corrected").collect();
    assert!(
        corrected.iter().any(|line| line["replaced"]["position"] == line["record"]["corrects"]),
        "{lines:#?}"
    );
    let said = book.aoc(&["late", "--on", "2010-05-13", "--since", &since]).fine().out;
    for part in ["corrected", "instead of", "reason: ", "taken back"] {
        assert!(said.contains(part), "`{part}` is missing: {said}");
    }
    let nothing = book.aoc(&["late", "--on", "2010-05-13", "--since", "head"]).fine().out;
    assert!(nothing.contains("answers about it are the same"), "{nothing}");
}

#[test]
fn holders_keep_announced_appointed_and_assumed_apart() {
    let book = Book::real_history();
    let office = "High Representative for the Alliance of Civilizations";
    let said = book.aoc(&["holders", office, "--on", "2013-02-15"]).fine().out;
    assert!(
        said.contains("announced") && said.contains("Al-Nasser") && said.contains("possibly in office"),
        "{said}"
    );
    let all = book.json(&["holders", "--on", "2013-04-01"]);
    let offices = all["offices"].as_array().unwrap();
    let one = offices.iter().find(|line| line["office"]["name"] == office).unwrap();
    assert_eq!(one["holders"][0]["holds"], "certain");
    let early = book.aoc(&["holders", office, "--known-at", "10"]).fine().out;
    assert!(early.contains("Not known in this view"), "{early}");
}

#[test]
fn a_book_without_groups_and_one_with_several_say_so() {
    let empty = Book::empty();
    empty.aoc(&["members"]).fails(2, &["no group yet"]);
    let group = |slug: &str| {
        json!({"event": "GroupEstablished", "uncited": true, "data": {"group": slug,
            "names": [{"lang": "en", "text": slug.to_uppercase()}], "admits": ["country"]}})
    };
    let book = Book::of(&[vec![group("alpha")]]);
    assert_eq!(book.json(&["members"])["group"]["name"], "ALPHA");
    book.record(&[vec![group("beta")]]);
    book.aoc(&["members"]).fails(2, &["several groups", "ALPHA", "BETA"]);
}
