//! The templates as a small story, in which every event happens once.

use std::fs;

use aoc_core::Event;
use serde_json::{Value, json};

use super::{Book, aoc};

/// What the templates rest on, beside each other.
pub(crate) fn ground(more: &[Value]) -> Vec<Value> {
    let party = |id: &str, kind: &str, name: &str| json!({"event": "PartyRegistered", "data": {"party": id, "kind": kind, "names": [{"lang": "en", "text": name}]}});
    let organization = "international-organization";
    let mut drafts = vec![
        party("tur", "country", "Turkey"),
        party("un", organization, "United Nations"),
        party("oic", organization, "OIC"),
        party("aoc", organization, "Alliance of Civilizations"),
        party("unesco", organization, "UNESCO"),
        json!({"event": "PersonRegistered", "data": {"person": "jane-doe", "names": [{"lang": "en", "text": "Jane Doe"}]}}),
    ];
    drafts.extend_from_slice(more);
    for draft in &mut drafts {
        draft["uncited"] = json!(true);
    }
    drafts
}

/// What the drafts rest on besides: what is dissolved, superseded, and signed by the other party.
fn beside_the_drafts() -> Vec<Value> {
    let names = |text: &str| json!([{"lang": "en", "text": text}]);
    let country = |id: &str, name: &str| json!({"event": "PartyRegistered", "data": {"party": id, "kind": "country", "names": names(name)}});
    ground(&[
        country("usa", "United States"),
        country("old-union", "Old Union"),
        country("first", "First"),
        country("second", "Second"),
        json!({"event": "AgreementDrafted", "data": {"agreement": "letter-example", "form": "letter-of-intent",
            "names": names("Letter of Intent"), "parties": ["aoc", "oic"]}, "date": "2008"}),
        json!({"event": "AgreementSigned", "data": {"agreement": "mou-example", "party": "oic"}, "date": "2009-04-06"}),
        json!({"event": "PersonRegistered", "data": {"person": "john-doe", "names": names("John Doe")}}),
        json!({"event": "StrategyLaunched", "data": {"strategy": "strategy-later", "names": names("Later Strategy"),
            "scope": {"regional": {"regions": ["africa", "europe"]}}}, "date": "2015"}),
    ])
}

/// A draft as `aoc template EVENT` prints it.
pub(crate) fn template(event: &str) -> Value {
    let printed = aoc(&["template", event]).fine().out;
    assert_eq!(printed.lines().count(), 1, "{printed}");
    serde_json::from_str(&printed).unwrap()
}

/// A book with every event, recorded from its template.
pub(crate) fn story() -> Book {
    book_of(&drafts())
}

/// Every event, as its template says it, behind what it rests on.
pub(crate) fn drafts() -> Vec<Value> {
    let mut drafts = beside_the_drafts();
    drafts.extend(Event::kinds().map(|(_, event)| template(event)));
    drafts
}

/// A book in which a file of these drafts was imported.
pub(crate) fn book_of(drafts: &[Value]) -> Book {
    let book = Book::empty();
    let file = book.path().parent().unwrap().join("story.jsonl");
    let lines: Vec<String> = drafts.iter().map(Value::to_string).collect();
    fs::write(&file, lines.join("\n")).unwrap();
    let answer = book.json(&["import", file.to_str().unwrap()]);
    assert_eq!(answer.pointer("/results/0/outcome"), Some(&json!("recorded")), "{answer:#}");
    book
}
