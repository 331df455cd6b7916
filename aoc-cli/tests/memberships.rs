//! Goal: `aoc memberships` says of all groups what `aoc members` says of each. Method: ask both on the real history,
//! and on a small book whose truth can be seen at a glance.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use serde_json::{Value, json};
use support::Book;
use support::small::csv_rows;

fn by_id(members: &Value) -> Vec<&Value> {
    let mut members: Vec<&Value> = members.as_array().unwrap().iter().collect();
    members.sort_by_key(|line| line["party"]["id"].as_str().unwrap());
    members
}

#[test]
fn every_group_has_the_members_that_its_own_roll_has() {
    let book = Book::real_history();
    for (on, known_at) in [("2004", "head"), ("2006-11-06", "head"), ("2010-05-13", "263"), ("2025", "head")]
    {
        let view = ["--on", on, "--known-at", known_at];
        let answer = book.json(&[&["memberships"][..], &view].concat());
        for group in answer["groups"].as_array().unwrap() {
            let id = group["group"]["id"].as_str().unwrap();
            let own = book.json(&[&["members", "--group", id][..], &view].concat());
            assert_eq!((&own["group"], &own["total"]), (&group["group"], &group["total"]), "on {on}");
            assert_eq!(own["known"], true, "on {on}: {id}");
            let (all, own) = (by_id(&group["members"]), by_id(&own["members"]));
            assert_eq!(all.len(), own.len(), "on {on}");
            for (one, other) in all.into_iter().zip(own) {
                for field in ["party", "member", "suspended", "joined"] {
                    assert_eq!(one[field], other[field], "on {on}");
                }
            }
        }
    }
    assert_eq!(book.json(&["memberships", "--on", "2010"])["groups"].as_array().unwrap().len(), 5);
}

/// Two groups, one of them without members; a member in 2008, one suspended since 2012, and one who is perhaps one.
fn two_groups() -> Book {
    let event = |event: &str, date: &str, data: Value| json!({"event": event, "date": date, "data": data, "uncited": true});
    let party = |slug: &str, names: Value| json!({"event": "PartyRegistered", "uncited": true, "data": {"party": slug, "kind": "other", "names": names}});
    let group = |slug: &str, date: &str, name: &str| {
        let names = json!([{"lang": "en", "text": name}, {"lang": "es", "text": format!("{name}, grupo")}]);
        event("GroupEstablished", date, json!({"group": slug, "names": names, "admits": ["other"]}))
    };
    let joined = |slug: &str, date: &str| event("MemberJoined", date, json!({"group": "g", "party": slug}));
    Book::of(&[vec![
        group("g", "2005", "Friends"),
        group("empty", "2006", "Council"),
        party("a", json!([{"lang": "en", "text": "Alpha"}, {"lang": "es", "text": "Alfa"}])),
        party("b", json!([{"lang": "en", "text": "Beta"}])),
        party("c", json!([{"lang": "en", "text": "Gamma"}])),
        joined("a", "2008?"),
        joined("b", "2008"),
        joined("c", "[2010..2014]"),
        event("MemberSuspended", "2012", json!({"group": "g", "party": "b"})),
    ]])
}

#[test]
fn people_read_a_line_a_group_or_each_member() {
    let book = two_groups();
    let said = book.aoc(&["memberships", "--on", "2013"]).fine().out;
    for part in [
        "Who belongs to which group\non 2013-12-31 (2013 read as its last day, 2013-12-31); as known at position 9",
        " group   │ at least │ at most │ if dates hold",
        " Council │        0 │       0 │             0",
        " Friends │        2 │       3 │             1",
        "Memberships of all groups: at least 2, at most 3 (1 of the 2 only if dates hold",
        "`aoc members --group GROUP` says which records and sources",
    ] {
        assert!(said.contains(part), "`{part}` is missing: {said}");
    }
    assert!(!said.contains("Alpha"), "{said}");
    let said = book.aoc(&["memberships", "--each", "--on", "2013"]).fine().out;
    for part in [
        "Council: at least 0, at most 0\n\nFriends: at least 2, at most 3",
        " Alpha │      │ certainly, if the dates hold",
        " Beta  │      │ certainly; suspended",
        " Gamma │      │ possibly",
        "2010-01-01 … 2014-12-31",
    ] {
        assert!(said.contains(part), "`{part}` is missing: {said}");
    }
    let said = book.aoc(&["memberships", "--each", "--on", "2013", "--lang", "es"]).fine().out;
    assert!(said.contains("Friends, grupo: at least 2") && said.contains(" Alfa "), "{said}");
    for empty in [book.aoc(&["memberships", "--on", "2004"]), Book::empty().aoc(&["memberships"])] {
        assert!(empty.fine().out.contains("no group existed yet, or the book knew of none"));
    }
}

#[test]
fn spreadsheets_get_a_row_a_group_or_each_member() {
    let book = two_groups();
    let groups = csv_rows(&book, &["memberships", "--on", "2013"]);
    let told: Vec<[&str; 5]> = groups
        .iter()
        .map(|row| ["group", "at_least", "at_most", "if_dates_hold", "on"].map(|column| row[column].as_str()))
        .collect();
    assert_eq!(told, [["Council", "0", "0", "0", "2013-12-31"], ["Friends", "2", "3", "1", "2013-12-31"]]);
    let members = csv_rows(&book, &["memberships", "--each", "--on", "2013"]);
    let told: Vec<[&str; 5]> = members
        .iter()
        .map(|row| {
            ["group", "party", "member", "suspended", "joined_latest"].map(|column| row[column].as_str())
        })
        .collect();
    assert_eq!(
        told,
        [
            ["Friends", "Alpha", "certain-if-dates-hold", "no", "2008-12-31"],
            ["Friends", "Beta", "certain", "certain", "2008-12-31"],
            ["Friends", "Gamma", "possible", "no", "2014-12-31"],
        ]
    );
    assert_eq!(members[0]["group_id"], groups[1]["id"]);
}

#[test]
fn programs_get_totals_and_members_in_one_answer() {
    let book = two_groups();
    let answer = book.json(&["memberships", "--on", "2013"]);
    assert_eq!(answer, book.json(&["memberships", "--each", "--on", "2013"]));
    assert_eq!(answer["total"], json!({"certain": 2, "possible": 3, "if_dates_hold": 1}));
    let names = |on: &str| -> Vec<String> {
        let answer = book.json(&["memberships", "--on", on]);
        let groups = answer["groups"].as_array().unwrap();
        groups.iter().map(|group| group["group"]["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("2013"), ["Council", "Friends"], "a group without members is there, too");
    assert_eq!(names("2005"), ["Friends"], "and one that is not founded yet is not");
}
