//! Goal: calendar, directory, partners, roster and the whole story, in every format. Method: run the command on small
//! books whose truth can be seen at a glance, and on the real history; check every JSON answer against its schema.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use serde_json::{Value, json};
use support::{Book, drafts_json, history_files};

fn event(event: &str, date: &str, data: Value) -> Value {
    json!({"event": event, "date": date, "data": data, "uncited": true})
}

fn names(text: &str) -> Value {
    json!([{"lang": "en", "text": text}])
}

fn party(slug: &str, kind: &str, code: Option<&str>) -> Value {
    let codes: Vec<Value> =
        code.into_iter().map(|code| json!({"scheme": "iso3166-1", "code": code})).collect();
    let name = slug.to_uppercase();
    json!({"event": "PartyRegistered", "uncited": true,
           "data": {"party": slug, "kind": kind, "names": names(&name), "codes": codes}})
}

/// A year of the Alliance: forums, a resolution, areas, a clearinghouse, a mechanism.
fn small_book() -> Book {
    let world = vec![
        json!({"event": "SourceRegistered", "uncited": true, "data": {"source": "page", "title": "A page about the Alliance, with a very long title indeed"}}),
        party("esp", "country", Some("ESP")),
        party("mar", "country", Some("MAR")),
        party("fez", "university", None),
        party("aoc", "other", None),
        party("oic", "international-organization", None),
        json!({"event": "PersonRegistered", "uncited": true, "data": {"person": "editor", "names": names("An Editor")}}),
        event(
            "GroupEstablished",
            "2008",
            json!({"group": "partner-network", "names": names("Network"), "admits": ["country", "university"]}),
        ),
        event("MemberJoined", "2008-05", json!({"group": "partner-network", "party": "esp"})),
        event("MemberJoined", "[..2009-12-31]", json!({"group": "partner-network", "party": "fez"})),
        event("MemberJoined", "2010", json!({"group": "partner-network", "party": "mar"})),
    ];
    let calendar = vec![
        event("PriorityAreaAdopted", "2007", json!({"area": "youth", "names": names("Youth"), "of": "aoc"})),
        event("PriorityAreaAdopted", "2010", json!({"area": "women", "names": names("Women")})),
        event(
            "ForumPlanned",
            "2009-05",
            json!({"forum": "third", "number": 3, "expected": "2010-05", "place": "Rio"}),
        ),
        json!({"id": "held", "event": "ForumHeld", "date": "2010-12", "cites": [{"source": "page"}],
               "data": {"forum": "third", "number": 3, "names": names("Third Forum"), "place": "Doha"}}),
        event("ForumPlanned", "2010-11", json!({"forum": "fourth", "number": 4, "expected": "2012"})),
        event(
            "ResolutionAdopted",
            "2009-11-10",
            json!({"resolution": "64-14", "symbol": "64/14", "of": "aoc",
            "manner": "consensus", "sponsors": ["esp"], "sponsor_count": 96, "document_date": "2009-12-22"}),
        ),
        event(
            "MeetingHeld",
            "2010-03~",
            json!({"meeting": "talks", "names": names("Talks"), "group": "partner-network"}),
        ),
        event(
            "AgreementDrafted",
            "2009-03",
            json!({"agreement": "mou", "form": "memorandum", "names": names("Memorandum"), "parties": ["aoc", "oic"]}),
        ),
        event(
            "ConsultationHeld",
            "2009-08",
            json!({"consultation": "talk", "agreement": "mou", "between": ["aoc", "oic"], "level": "high"}),
        ),
        event(
            "AgreementFocalPointDesignated",
            "2009-09",
            json!({"agreement": "mou", "party": "oic", "person": "editor"}),
        ),
    ];
    let clearinghouse = vec![
        event("ThemeOpened", "2009", json!({"theme": "media", "names": names("Media literacy")})),
        event("ThemeOpened", "2010", json!({"theme": "migration", "names": names("Migration")})),
        event(
            "EntryPublished",
            "2010-02",
            json!({"entry": "radio", "theme": "media", "kind": "project", "title": "Radio",
            "contributed_by": "esp", "address": "radio.example"}),
        ),
        event(
            "EntryPublished",
            "2010-03",
            json!({"entry": "faculty", "theme": "media", "kind": "organization", "title": "Faculty", "party": "fez"}),
        ),
        event("EntryRevised", "2010-04-01", json!({"entry": "radio", "title": "Radio for all"})),
    ];
    let mechanism = vec![
        event("ExpertEnrolled", "2009", json!({"person": "editor", "kind": "editor", "field": "migration"})),
        event("TensionReported", "2010-05-10", json!({"tension": "cartoons", "names": names("Cartoons")})),
        event("MechanismMobilized", "2010-05-11", json!({"mobilization": "answer", "tension": "cartoons"})),
        event(
            "ExpertEngaged",
            "2010-06",
            json!({"mobilization": "answer", "person": "editor", "outlet": "Newspaper"}),
        ),
        event("MechanismStoodDown", "2010-09", json!({"mobilization": "answer"})),
    ];
    Book::of(&[world, calendar, clearinghouse, mechanism])
}

fn lines(answer: &Value) -> &Vec<Value> {
    answer["lines"].as_array().unwrap()
}

fn csv_rows(book: &Book, args: &[&str]) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut all = vec!["--format", "csv"];
    all.extend(args);
    let out = book.aoc(&all).fine().out;
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn texts<'v>(lines: &'v [Value], field: &str) -> Vec<&'v str> {
    lines.iter().map(|line| line[field].as_str().unwrap()).collect()
}

#[test]
fn the_calendar_keeps_plans_and_forums_apart() {
    let book = small_book();
    let answer = book.json(&["calendar", "--on", "2011", "--kind", "forum"]);
    let forums = lines(&answer);
    assert_eq!(texts(forums, "event"), ["ForumPlanned", "ForumPlanned", "ForumHeld"]);
    let plan = &forums[0]["plan"];
    assert_eq!((&plan["outcome"], &plan["expected"]), (&json!("held"), &json!("2010-05")));
    assert_eq!(plan["held"]["differs"], json!(["time", "place"]));
    assert_eq!(forums[1]["plan"]["outcome"], "not-held");
    assert_eq!((&forums[2]["place"], &forums[2]["number"]), (&json!("Doha"), &json!(3)));
    assert_eq!(forums[2]["sources"][0]["title"], "A page about the Alliance, with a very long title indeed");
    let said = book.aoc(&["calendar", "--on", "2011", "--kind", "forum"]).fine().out;
    for part in [
        "forum planned",
        "forum held",
        "in Rio",
        "held at another",
        "not held by that day",
        "Priority areas on that day: Youth and Women.",
    ] {
        assert!(said.contains(part), "`{part}` is missing: {said}");
    }
    let rows = csv_rows(&book, &["calendar", "--on", "2011", "--kind", "forum"]);
    assert_eq!((rows[0]["outcome"].as_str(), rows[0]["differs"].as_str()), ("held", "time place"));
    assert_eq!(
        (rows[2]["when_earliest"].as_str(), rows[2]["when_latest"].as_str()),
        ("2010-12-01", "2010-12-31")
    );
}

#[test]
fn the_calendar_says_of_a_resolution_how_it_was_adopted_and_who_sponsored_it() {
    let book = small_book();
    let answer = book.json(&["calendar", "--kind", "resolution"]);
    let resolution = &lines(&answer)[0]["resolution"];
    assert_eq!(resolution["manner"], "consensus");
    assert_eq!(
        (&resolution["sponsor_count"], &resolution["document_date"]),
        (&json!(96), &json!("2009-12-22"))
    );
    assert_eq!(resolution["sponsors"][0]["codes"], json!(["ESP"]));
    let said = book.aoc(&["calendar", "--kind", "resolution"]).fine().out;
    for part in ["64/14", "by consensus", "96 sponsors", "2009-12-22"] {
        assert!(said.contains(part), "`{part}` is missing: {said}");
    }
    let row = &csv_rows(&book, &["calendar", "--kind", "resolution"])[0];
    assert_eq!((row["sponsor_count"].as_str(), row["document_date"].as_str()), ("96", "2009-12-22"));
}

#[test]
fn the_calendar_is_cut_by_days_and_says_what_only_possibly_lies_between_them() {
    let book = small_book();
    let answer = book.json(&["calendar", "--from", "2010-02", "--to", "2010-03-15", "--on", "2011"]);
    assert_eq!(answer["between"], json!({"first": "2010-02-01", "last": "2010-03-15"}));
    let told: Vec<(&str, &str)> = lines(&answer)
        .iter()
        .map(|line| (line["event"].as_str().unwrap(), line["certainty"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("PriorityAreaAdopted", "possible"), ("MeetingHeld", "possible")]);
    let all =
        book.json(&["calendar", "--from", "2010-03", "--to", "2010", "--on", "2011", "--kind", "meeting"]);
    assert_eq!(lines(&all)[0]["certainty"], "certain-if-dates-hold");
    let said = book.aoc(&["calendar", "--from", "2010-02", "--to", "2010-03-15", "--on", "2011"]).fine().out;
    assert!(said.contains("The calendar, 2010-02-01 to 2010-03-15") && said.contains("(possibly)"), "{said}");
    book.aoc(&["calendar", "--from", "2011", "--to", "2010"])
        .fails(2, &["the last day comes before the first"]);
    book.aoc(&["calendar", "--from", "today"]).fails(2, &["is not a day"]);
    book.aoc(&["calendar", "--kind", "party"]).fails(2, &["forum", "consultation"]);
}

#[test]
fn priority_areas_are_listed_for_the_day() {
    let book = small_book();
    let areas = |on: &str| {
        let answer = book.json(&["calendar", "--priorities", "--on", on]);
        let line = |line: &Value| {
            format!("{} {}", line["area"]["name"].as_str().unwrap(), line["held"].as_str().unwrap())
        };
        lines(&answer).iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(areas("2009"), ["Youth certain"]);
    assert_eq!(areas("2010-06"), ["Youth certain", "Women possible"]);
    assert_eq!(areas("2006"), Vec::<String>::new());
    let rows = csv_rows(&book, &["calendar", "--priorities", "--on", "2009"]);
    assert_eq!((rows[0]["area"].as_str(), rows[0]["of"].as_str()), ("Youth", "AOC"));
    let none = book.aoc(&["calendar", "--on", "2006"]).fine().out;
    assert!(none.contains("No priority area is on record for that day."), "{none}");
}

#[test]
fn the_directory_shows_entries_as_revised_by_the_day() {
    let book = small_book();
    let answer = book.json(&["directory", "--on", "2010-04-01"]);
    let entries = lines(&answer);
    assert_eq!(texts(entries, "title"), ["Faculty", "Radio for all"]);
    assert_eq!(entries[1]["contributed_by"]["codes"], json!(["ESP"]));
    assert_eq!(entries[0]["party"]["name"], "FEZ");
    assert_eq!(
        (&answer["themes_open"]["certain"], &answer["themes_open"]["possible"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(answer["themes_max"], 7);
    assert_eq!(texts(lines(&book.json(&["directory", "--on", "2010-03-31"])), "title"), ["Faculty", "Radio"]);
    let only = |args: &[&str]| lines(&book.json(args)).len();
    assert_eq!(only(&["directory", "--theme", "Migration"]), 0);
    assert_eq!(only(&["directory", "--theme", "media", "--kind", "organization"]), 1);
    let said = book.aoc(&["directory"]).fine().out;
    for part in
        ["Radio for all", "radio.example", "Themes open: 2 of at most 7: Media literacy and Migration."]
    {
        assert!(said.contains(part), "`{part}` is missing: {said}");
    }
    let rows = csv_rows(&book, &["directory", "--on", "2010-02-15"]);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0]["title"].as_str(), rows[0]["listed"].as_str()), ("Radio", "possible"));
    book.aoc(&["directory", "--theme", "sports"])
        .fails(2, &["no theme is called `sports`", "Media literacy"]);
}

#[test]
fn partners_are_found_by_theme_region_and_kind() {
    let book = small_book();
    let found = |args: &[&str]| {
        let mut all = vec!["partners", "--on", "2011"];
        all.extend(args);
        let answer = book.json(&all);
        let name = |line: &Value| line["member"]["party"]["name"].as_str().unwrap().to_owned();
        lines(&answer).iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(found(&[]), ["ESP", "MAR", "FEZ"]);
    assert_eq!(found(&["--theme", "media"]), ["ESP", "FEZ"]);
    assert_eq!(found(&["--theme", "media", "--kind", "university"]), ["FEZ"]);
    assert_eq!(found(&["--region", "africa"]), ["MAR"]);
    let answer = book.json(&["partners", "--on", "2010-02-15", "--theme", "media"]);
    let line = &lines(&answer)[0];
    assert_eq!(
        (&line["member"]["member"], &line["entries"][0]["listed"]),
        (&json!("certain"), &json!("possible"))
    );
    let said = book.aoc(&["partners", "--on", "2011", "--theme", "media"]).fine().out;
    for part in
        ["Partners in the Network", "Media literacy: Radio for all", "Partners: at least 2, at most 2."]
    {
        assert!(said.contains(part), "`{part}` is missing: {said}");
    }
    let rows = csv_rows(&book, &["partners", "--on", "2011", "--theme", "media"]);
    assert_eq!((rows[0]["code"].as_str(), rows[0]["entries_certain"].as_str()), ("ESP", "1"));
    book.aoc(&["partners", "--region", "atlantis"]).fails(2, &["africa", "oceania"]);
    book.aoc(&["partners", "--group", "friends"]).fails(2, &["no group is called `friends`"]);
}

#[test]
fn the_roster_tells_experts_tensions_mobilizations_and_who_was_engaged() {
    let book = small_book();
    let answer = book.json(&["roster", "--on", "2010-06-30"]);
    assert_eq!(texts(lines(&answer), "line"), ["expert", "tension", "mobilization", "engagement"]);
    assert_eq!(lines(&answer)[0]["expert"]["name"], "An Editor");
    assert_eq!(lines(&answer)[2]["status"], "running");
    assert_eq!(lines(&book.json(&["roster", "--on", "2010-10-01"]))[2]["status"], "over");
    let engaged = book.json(&["roster", "--engaged", "--on", "2010-06-15"]);
    assert_eq!(texts(lines(&engaged), "engaged"), ["possible"]);
    let said = book.aoc(&["roster", "--on", "2010-06-30"]).fine().out;
    for part in
        ["An Editor", "on the roster", "migration", "for Cartoons", "running", "engaged", "in Newspaper"]
    {
        assert!(said.contains(part), "`{part}` is missing: {said}");
    }
    let rows = csv_rows(&book, &["roster", "--engaged", "--on", "2011"]);
    assert_eq!((rows[0]["name"].as_str(), rows[0]["when_latest"].as_str()), ("An Editor", "2010-06-30"));
    assert_eq!(csv_rows(&book, &["roster", "--on", "2008"]).len(), 0);
}

#[test]
fn what_differs_is_asked_of_each_of_them() {
    let book = small_book();
    let diff = |about: &[&str]| {
        let mut all = vec!["diff"];
        all.extend(about);
        all.extend(["--on", "2009-10-01", "--to-on", "2010-12-31"]);
        let answer = book.json(&all);
        let count = |word: &str| answer[word].as_array().unwrap().len();
        (count("appeared"), count("vanished"), count("changed"))
    };
    assert_eq!(diff(&["calendar"]), (5, 0, 1), "one plan became a forum");
    assert_eq!(diff(&["priorities"]), (1, 0, 0));
    assert_eq!(diff(&["directory"]), (2, 0, 0));
    assert_eq!(diff(&["directory", "migration"]), (0, 0, 0));
    assert_eq!(diff(&["partners"]), (1, 0, 2));
    assert_eq!(diff(&["roster"]), (3, 0, 1), "the expert was only possibly on the roster");
    book.aoc(&["diff", "roster", "cartoons", "--to-on", "2011"]).fails(2, &["one argument too many"]);
    let said = book.aoc(&["diff", "calendar", "--on", "2009-10-01", "--to-on", "2011"]).fine().out;
    assert!(said.contains("resolution adopted: 64/14") && said.contains("appeared"), "{said}");
}

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
