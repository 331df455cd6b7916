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
use support::small::{csv_rows, lines, small_book};

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
