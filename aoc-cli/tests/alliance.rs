//! Goal: the real history of the Alliance, asked as an auditor asks: the Memorandum with the OIC around its signature, its
//! 43 articles over the years, the strategies, the whole story.
//! Method: runs the command over the real history; every JSON answer is checked against its schema.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::Book;

const MEMORANDUM: &str = "Memorandum of Understanding between the Alliance of Civilizations and the Organization of the Islamic Conference";

fn lines(book: &Book, args: &[&str]) -> Vec<Value> {
    book.json(args)["lines"].as_array().unwrap().clone()
}

#[test]
fn the_memorandum_is_in_force_from_the_day_of_its_signature() {
    let book = Book::real_history();
    let at = |day: &str| lines(&book, &["agreements", MEMORANDUM, "--on", day])[0].clone();
    assert_eq!(at("2009-04-05")["in_force"], "no");
    let signed = at("2009-04-06");
    assert_eq!(signed["stages"], serde_json::json!({"in-force": "certain"}));
    assert_eq!(signed["signatures"].as_array().unwrap().len(), 2);
    assert_eq!(signed["texts"]["prevailing"], "en");
    assert_eq!(signed["priorities"].as_array().unwrap().len(), 7);
    let later = at("2100-01-01");
    assert_eq!(
        (&later["in_force"], &later["until"]),
        (&"certain".into(), &Value::Null),
        "no end is invented"
    );

    let table = book.aoc(&["agreements", "--on", "2009-04-06"]).fine();
    assert!(table.out.contains("In force on that day"), "{}", table.out);
    let csv = book.aoc(&["agreements", "--on", "2009-04-06", "--format", "csv"]).fine();
    assert!(csv.out.lines().any(|row| row.contains(MEMORANDUM) && row.contains(",in-force,")));
}

/// The statuses of the obligation with this label.
fn status(book: &Book, label: &str, day: &str) -> Vec<String> {
    let lines = lines(book, &["obligations", MEMORANDUM, "--on", day]);
    let own = lines.iter().find(|line| line["label"] == label);
    let own = own.unwrap_or_else(|| panic!("no obligation {label}"));
    own["status"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn the_43_articles_stand_where_the_sources_leave_them() {
    let book = Book::real_history();
    let of = |day: &str| lines(&book, &["obligations", MEMORANDUM, "--on", day]);
    let articles: BTreeSet<u32> = of("2009-04-06")
        .iter()
        .flat_map(|line| line["articles"].as_array().unwrap().clone())
        .filter_map(|article| {
            let number = article.as_str()?.strip_prefix("Art. ")?;
            number.split([' ', '(']).next()?.parse().ok()
        })
        .collect();
    assert_eq!(articles, (1..=43).collect());

    let all = |day: &str, status: &str| of(day).iter().all(|line| line["status"].get(status).is_some());
    assert!(all("2009-04-05", "not-yet-running"), "before the signature no duty runs");
    assert!(all("2009-04-06", "running"), "from that day on all run");
    // Not later than 2012: the last day of the year is in time; after it, silence is unknown and no breach.
    assert_eq!(status(&book, "art-40", "2011-04-06"), ["running"]);
    assert_eq!(status(&book, "art-40", "2012-12-31"), ["running"]);
    assert_eq!(status(&book, "art-40", "2013-01-01"), ["unknown"]);
    for day in ["2009-04-06", "2011-04-06", "2012-12-31", "2013-01-01"] {
        assert!(
            of(day).iter().all(|line| line["status"].get("overdue").is_none()),
            "nothing is overdue on {day}"
        );
    }
    // The two main projects were proposed for the next two years.
    let horizon = of("2011-04-06").into_iter().find(|line| line["due"].get("within").is_some()).unwrap();
    assert_eq!(horizon["due_by"], "2011-04-05");
    assert!(horizon["status"].get("unknown").is_some());
    let eve = of("2011-04-05").into_iter().find(|line| line["due"].get("within").is_some()).unwrap();
    assert!(eve["status"].get("running").is_some());
}

#[test]
fn a_deadline_that_passes_is_a_difference_between_two_days() {
    let book = Book::real_history();
    let diff = ["diff", "obligations", MEMORANDUM, "--on", "2012-12-31", "--to-on", "2013-01-01"];
    let answer = book.json(&diff);
    let changed = answer["changed"].as_array().unwrap();
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0]["after"]["label"], "art-40");
    let diff = ["diff", "agreements", MEMORANDUM, "--on", "2009-04-05", "--to-on", "2009-04-06"];
    assert_eq!(book.json(&diff)["changed"].as_array().unwrap().len(), 1);
}

#[test]
fn two_strategies_are_adopted_and_the_third_stays_expected() {
    let book = Book::real_history();
    let stage = |name: &str, day: &str| {
        let lines = lines(&book, &["strategies", "--regional", "--on", day]);
        let line = lines.into_iter().find(|line| line["strategy"]["name"].as_str().unwrap().contains(name));
        line.unwrap_or_else(|| panic!("no strategy {name}"))
    };
    for day in ["2010-12-31", "2012-12-31"] {
        for name in ["South Eastern Europe", "Mediterranean"] {
            assert_eq!(stage(name, day)["stages"]["adopted"], "certain", "{name} on {day}");
        }
    }
    let latin = stage("Latin America", "2010-12-31");
    assert_eq!(latin["stages"], serde_json::json!({"in-negotiation": "certain"}));
    let later = stage("Latin America", "2012-12-31");
    assert!(later["adopted"].is_null() && !later["expected"].is_null(), "{later}");
}

#[test]
fn the_timeline_reads_as_the_history_of_the_alliance() {
    let book = Book::real_history();
    let story = book.aoc(&["timeline", "--from", "2005", "--to", "2012"]).fine().out;
    let text: String = story.split('│').collect::<Vec<_>>().join(" ");
    let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for told in ["2005-07-14", "2009-04-06", "2010-11-09", "2011-12-11"] {
        assert!(words.contains(told), "{told} is not told");
    }
    assert!(!story.contains("was entered in the register"), "registrations stay out of the story");
}
