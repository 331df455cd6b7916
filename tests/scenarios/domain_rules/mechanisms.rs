//! Rules 15 and 16: the media response mechanism and the clearinghouse.

use aoc_core::Draft;
use serde_json::{Value, json};

use super::{Story, fact, named, retracts, with};

const TENSION: &str = "MoU AoC-OIC, Art. 35 I(d)ii";
const ROSTER: &str = "MoU AoC-OIC, Art. 35 III";
const THEMES: &str = "MoU AoC-OIC, Art. 35 I(d)i";

fn reported(date: &str) -> Value {
    fact("tension", "TensionReported", date, &json!({"tension": "cartoons", "names": named("Cartoons")}))
}

fn mobilized(date: &str) -> Value {
    let body = json!({"mobilization": "response", "tension": "cartoons"});
    fact("mobilized", "MechanismMobilized", date, &body)
}

fn roster(event: &str, date: &str) -> Value {
    let mut body = json!({"person": "editor"});
    if event == "ExpertEnrolled" {
        body["kind"] = json!("editor");
    }
    fact(&format!("{event}-{date}").to_lowercase(), event, date, &body)
}

fn engaged(date: &str) -> Value {
    fact("engaged", "ExpertEngaged", date, &json!({"mobilization": "response", "person": "editor"}))
}

fn person() -> Story {
    let body = json!({"person": "editor", "names": named("An editor")});
    Story::default().and(&[fact("editor", "PersonRegistered", "XXXX", &body)])
}

fn mobilization() -> Story {
    person().and(&[reported("2009-02-01"), mobilized("2009-02-10")])
}

#[test]
fn rule_15_the_mechanism_is_mobilized_only_for_a_reported_tension() {
    person()
        .when(&[mobilized("2009-02-10")])
        .refused("mobilized-for-a-tension", TENSION)
        .sees_nothing()
        .says("record the report of the tension first");
    let story = person().and(&[reported("2009-02-01")]);
    story.when(&[mobilized("2009-02-01")]).accepted();
    story.when(&[mobilized("2009-01-31")]).refused("mobilized-for-a-tension", TENSION);
    mobilization()
        .when(&[retracts("tension")])
        .refused("mobilized-for-a-tension", TENSION)
        .breaks("mobilized", None);
}

#[test]
fn rule_15_an_expert_is_engaged_only_while_enrolled() {
    let story = mobilization();
    story.when(&[engaged("2009-02-11")]).refused("engaged-while-enrolled", ROSTER).sees_nothing();
    let story = story.and(&[roster("ExpertEnrolled", "2009-02-05")]);
    story.when(&[engaged("2009-02-11")]).accepted();
    let story = story.and(&[roster("ExpertRetired", "2009-03-01")]);
    story.when(&[engaged("2009-02-28")]).accepted();
    story
        .when(&[engaged("2009-03-02")])
        .refused("engaged-while-enrolled", ROSTER)
        .sees("expertretired-2009-03-01");
    let back = story.and(&[roster("ExpertEnrolled", "2009-03-05")]);
    back.when(&[engaged("2009-03-06")]).accepted();
}

#[test]
fn rule_15_an_expert_is_on_the_roster_once() {
    let story = person().and(&[roster("ExpertEnrolled", "2009-02-05")]);
    story
        .when(&[roster("ExpertEnrolled", "2010")])
        .refused("already-enrolled", ROSTER)
        .sees("expertenrolled-2009-02-05");
    person().when(&[roster("ExpertRetired", "2010")]).refused("not-enrolled", ROSTER).sees_nothing();
    let story = story.and(&[roster("ExpertRetired", "2010")]);
    story.when(&[roster("ExpertRetired", "2011")]).refused("not-enrolled", ROSTER).sees("expertretired-2010");
}

#[test]
fn rule_15_an_expert_is_engaged_while_the_mechanism_is_mobilized() {
    let over = fact("over", "MechanismStoodDown", "2009-02-20", &json!({"mobilization": "response"}));
    let story = mobilization().and(&[roster("ExpertEnrolled", "2009-01-01"), over]);
    story.when(&[engaged("2009-02-19")]).accepted();
    story.when(&[engaged("2009-02-21")]).refused("already-ended", "the ledger").sees("over");
    story.when(&[engaged("2009-02-09")]).refused("not-registered", "the ledger").sees_nothing();
}

#[test]
fn rule_15_who_retired_before_is_not_engaged_after() {
    let story = mobilization().and(&[roster("ExpertEnrolled", "2009-02-05"), engaged("2009-02-11")]);
    story.when(&[roster("ExpertRetired", "2009-02-12")]).accepted();
    story
        .when(&[roster("ExpertRetired", "2009-02-08")])
        .refused("engaged-while-enrolled", ROSTER)
        .breaks("engaged", None);
}

fn theme(number: u32, date: &str) -> Value {
    let slug = format!("theme-{number}");
    fact(&slug, "ThemeOpened", date, &json!({"theme": slug, "names": named("Media literacy")}))
}

fn themes(count: u32) -> Story {
    let opened: Vec<Value> = (1..=count).map(|number| theme(number, "2009-05-01")).collect();
    person().and(&opened)
}

fn entry(more: &Value) -> Value {
    let mut draft = fact("entry", "EntryPublished", "2010", more);
    draft["data"]["entry"] = json!("entry");
    draft["data"]["title"] = json!("A data base");
    draft
}

#[test]
fn rule_16_at_most_seven_themes() {
    themes(6).when(&[theme(7, "2009-05-01")]).accepted();
    themes(7)
        .when(&[theme(8, "2010")])
        .refused("seven-themes", THEMES)
        .sees("theme-7")
        .says("publish under one of them");
    // One that never was makes room.
    themes(7).when(&[retracts("theme-3"), theme(8, "2010")]).accepted();
    // Backdated, it takes the place of the seventh.
    themes(7)
        .when(&[theme(8, "2009-04-01")])
        .refused("seven-themes", THEMES)
        .breaks("theme-7", Some("theme-6"));
}

#[test]
fn rule_16_an_entry_has_one_theme() {
    let story = themes(2);
    story.when(&[entry(&json!({"theme": "theme-1", "kind": "resource"}))]).accepted();
    story
        .when(&[entry(&json!({"theme": "theme-9", "kind": "resource"}))])
        .refused("not-registered", "the ledger")
        .sees_nothing();
    let early = json!({"theme": "theme-1", "kind": "resource"});
    let mut early = entry(&early);
    early["date"] = json!("2009-04-30");
    story.when(&[early]).refused("before-existence", "the ledger").sees("theme-1");
    for theme in [json!(["theme-1", "theme-2"]), Value::Null] {
        unreadable(&entry(&json!({"theme": theme, "kind": "resource"})));
    }
    let story = story.and(&[entry(&json!({"theme": "theme-1", "kind": "resource"}))]);
    let mut again = entry(&json!({"theme": "theme-2", "kind": "resource"}));
    again["id"] = json!("again");
    story.when(&[again]).refused("already-registered", "the ledger").sees("entry");
}

#[test]
fn rule_16_an_entry_has_one_kind_of_four() {
    for kind in ["organization", "project", "practitioner", "resource"] {
        themes(1).when(&[entry(&json!({"theme": "theme-1", "kind": kind}))]).accepted();
    }
    for kind in [json!("film"), json!(["project", "resource"]), Value::Null] {
        unreadable(&entry(&json!({"theme": "theme-1", "kind": kind})));
    }
    let of_person = |kind: &str| entry(&json!({"theme": "theme-1", "kind": kind, "person": "editor"}));
    themes(1).when(&[of_person("practitioner")]).accepted();
    themes(1).when(&[of_person("resource")]).refused("person-of-a-practitioner", THEMES).sees_nothing();
}

#[test]
fn rule_16_a_revision_changes_neither_theme_nor_kind() {
    let story = themes(2).and(&[entry(&json!({"theme": "theme-1", "kind": "resource"}))]);
    let revised = fact("revised", "EntryRevised", "2011", &json!({"entry": "entry", "title": "Another"}));
    story.when(std::slice::from_ref(&revised)).accepted();
    story
        .when(&[with(revised.clone(), "title", Value::Null)])
        .refused("revises-something", "the ledger")
        .sees_nothing();
    unreadable(&with(revised.clone(), "theme", json!("theme-2")));
    unreadable(&with(revised.clone(), "kind", json!("project")));
    let withdrawn = fact("withdrawn", "EntryWithdrawn", "2010-06", &json!({"entry": "entry"}));
    story.and(&[withdrawn]).when(&[revised]).refused("already-ended", "the ledger").sees("withdrawn");
}

/// The JSON is no draft at all.
#[track_caller]
fn unreadable(draft: &Value) {
    let mut draft = draft.clone();
    draft["uncited"] = json!(true);
    assert!(Draft::from_json(draft.clone()).is_err(), "{draft}");
}
