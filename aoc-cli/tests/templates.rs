//! Goal: what `aoc template` prints can be recorded, and what is recorded reads as a sentence. Method: the templates tell
//! a small story, in which every event happens once; it is recorded as printed, as JSON and as CSV.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::fs;

use aoc_core::Event;
use serde_json::{Value, json};
use support::story::{ground, story, template};
use support::{Book, aoc};

/// Event by event, what `aoc timeline` says.
const SENTENCES: &str = include_str!("sentences.txt");

#[test]
fn every_template_can_be_recorded_and_reads_as_a_sentence() {
    let book = story();
    let listed = aoc(&["template", "--format", "json"]).fine().out;
    let listed: Value = serde_json::from_str(&listed).unwrap();
    let kinds = Event::kinds().map(|(_, event)| json!(event));
    let wanted: Vec<Value> =
        kinds.chain(["correction", "retraction", "corroboration"].map(|name| json!(name))).collect();
    assert_eq!(listed["drafts"], json!(wanted));

    let told = book.json(&["timeline", "--all", "--on", "2030-01-01"]);
    let told = told["lines"].as_array().unwrap();
    for line in SENTENCES.lines() {
        let (event, sentence) = line.split_once(": ").unwrap();
        let said = told.iter().filter(|record| record["record"]["event"] == event);
        let said: Vec<&str> = said.map(|record| record["what_happened"].as_str().unwrap()).collect();
        assert!(
            said.contains(&sentence),
            "{event} should say\n  {sentence}\nand says\n  {}",
            said.join("\n  ")
        );
    }
    for (_, event) in Event::kinds() {
        let line = SENTENCES.lines().any(|line| line.split_once(": ").unwrap().0 == event);
        assert!(line, "tests/sentences.txt has no sentence for {event}");
    }
}

#[test]
fn a_fact_is_corrected_corroborated_and_retracted_by_template() {
    let joins = || {
        let mut drafts =
            vec![template("SourceRegistered"), template("GroupEstablished"), template("MemberJoined")];
        drafts.push(
            json!({"event": "PartyRegistered", "uncited": true, "data": {"party": "usa", "kind": "country",
            "names": [{"lang": "en", "text": "United States"}]}}),
        );
        Book::of(&[drafts])
    };
    for name in ["correction", "retraction", "corroboration"] {
        joins().aoc(&["record", "--json", &template(name).to_string()]).fine();
    }
}

/// The tables, in an order in which their examples can be recorded.
const TABLES: [&str; 31] = [
    "sources",
    "parties",
    "persons",
    "offices",
    "groups",
    "members",
    "focal-points",
    "figures",
    "ordinals",
    "agreements",
    "agreement-focal-points",
    "plans",
    "activities",
    "amendments",
    "consultations",
    "disputes",
    "contributions",
    "strategies",
    "projects",
    "initiatives",
    "forums",
    "resolutions",
    "reports",
    "implementation-plans",
    "priority-areas",
    "meetings",
    "themes",
    "entries",
    "experts",
    "tensions",
    "inventories",
];

#[test]
fn every_table_has_an_example_that_can_be_imported() {
    let esp = json!({"event": "PartyRegistered", "data": {"party": "esp", "kind": "country", "names": [{"lang": "en", "text": "Spain"}]}});
    let book = Book::of(&[ground(&[esp])]);
    let listed = book.json(&["template"]);
    let listed: Vec<&str> =
        listed["tables"].as_array().unwrap().iter().map(|table| table["table"].as_str().unwrap()).collect();
    let tried: Vec<&str> = TABLES.into_iter().chain(["mobilizations"]).collect();
    assert!(listed.iter().all(|table| tried.contains(table)) && listed.len() == tried.len(), "{listed:?}");
    for table in tried {
        let path = book.path().parent().unwrap().join(format!("{table}.csv"));
        let mut filled = aoc(&["template", table, "--example"]).fine().out;
        if table == "activities" {
            // The example belongs to no plan.
            filled = filled.replace("plan-example", "");
        }
        fs::write(&path, filled).unwrap();
        let answer = book.json(&["import", path.to_str().unwrap()]);
        assert_eq!(answer["results"][0]["outcome"], "recorded", "{table}: {answer:#}");
        assert_eq!(answer["results"][0]["table"], table);
        if table == "agreements" {
            let signed = |party: &str| {
                json!({"event": "AgreementSigned", "data": {"agreement": "mou-example", "party": party},
                    "date": "2010-05-13", "uncited": true})
            };
            book.record(&[vec![signed("aoc"), signed("oic")]]);
        }
    }
}

#[test]
fn a_row_with_cells_of_another_event_says_so() {
    let book = Book::empty();
    let check = |text: &str, words: &[&str]| {
        let path = book.path().parent().unwrap().join("rows.csv");
        fs::write(&path, text).unwrap();
        let ran = book.aoc(&["import", path.to_str().unwrap()]);
        assert_eq!(ran.code, 1, "{ran:?}");
        let said = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.iter().all(|word| said.contains(word)), "{words:?}\n{said}");
    };
    check(
        "agreement,event,party,term,uncited\nmou,signed,oic,P2Y,yes\n",
        &["column `term`: a row that says `signed` does not have it: leave it empty here"],
    );
    check(
        "agreement,event,party,uncited\nmou,signed,,yes\n",
        &["column `party`: the cell is empty: fill it in"],
    );
    check("agreement,event,uncited\nmou,sealed,yes\n", &["`sealed` is none of drafted, signed, consented"]);
    check(
        "agreement,event,name:en,uncited\nmou,renewed,MoU,yes\n",
        &["column `name:en`: a row that says `renewed`"],
    );
    check("forum,event,number,uncited\nf,held,fourth,yes\n", &["column `number`: write a number"]);
    check(
        "agreement,event,parties,name:en,obligations,uncited\nmou,drafted,a|b,MoU,x,yes\n",
        &["`obligations` have parts of their own: write the draft as JSON (`aoc template AgreementDrafted`)"],
    );
}
