//! Scenarios: what the book takes and what it refuses, rule by rule, and what it answers then.
//!
//! Given / when / then through the public fixture, with drafts as a user writes them in JSON.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed test panics")]

mod agreements;
mod answers;
mod audit;
mod bulk;
mod calendar;
mod contributions;
mod corrections;
mod dates;
mod directory;
mod domain_rules;
mod erasure;
mod evidence;
mod exact;
mod obligations;
mod plans;
mod reach;
mod roster;
mod rules;
mod strategies;

use aoc_core::Draft;
use aoc_replay::Given;
use serde_json::{Value, json};

/// A draft as JSON, openly without a source unless it cites one.
pub(crate) fn draft(mut json: Value) -> Draft {
    let object = json.as_object_mut().expect("a draft is an object");
    if !object.contains_key("cites") {
        object.insert("uncited".into(), json!(true));
    }
    Draft::from_json(json).expect("a well-formed draft")
}

pub(crate) fn drafts(list: &[Value]) -> Vec<Draft> {
    list.iter().cloned().map(draft).collect()
}

/// The draft of an event with this id.
pub(crate) fn event(id: &str, event: &str, date: &str, fields: Value) -> Value {
    let mut draft = json!({"id": id, "event": event, "date": date});
    draft["data"] = fields;
    draft
}

pub(crate) fn member(event: &str, party: &str, date: &str) -> Value {
    json!({"id": format!("{event}-{party}-{date}").to_lowercase().replace(['[', ']', '~', '?', '/'], "_"),
           "event": event, "data": {"group": "friends", "party": party}, "date": date})
}

pub(crate) fn office(event: &str, person: &str, date: &str) -> Value {
    json!({"id": format!("{event}-{person}-{date}").to_lowercase().replace(['[', ']'], "_"),
           "event": event, "data": {"office": "high-representative", "person": person}, "date": date})
}

pub(crate) fn party(slug: &str, kind: &str, date: &str) -> Value {
    json!({"id": format!("party-{slug}"), "event": "PartyRegistered", "date": date,
           "data": {"party": slug, "kind": kind, "names": [{"lang": "en", "text": slug.to_uppercase()}]}})
}

/// The Group of Friends, founded in 2005; three countries, an organization and a city; two persons and an office.
pub(crate) fn given_friends() -> Given {
    let mut world = vec![
        json!({"id": "friends", "event": "GroupEstablished", "date": "2005-07-14",
               "data": {"group": "friends", "names": [{"lang": "en", "text": "Group of Friends"}],
                        "admits": ["country", "international-organization"]}}),
        party("esp", "country", "XXXX"),
        party("tur", "country", "XXXX"),
        party("usa", "country", "XXXX"),
        party("oic", "international-organization", "1969-09-25"),
        party("lyon", "city", "XXXX"),
        json!({"id": "office", "event": "OfficeEstablished", "date": "2007",
               "data": {"office": "high-representative", "names": [{"lang": "en", "text": "High Representative"}]}}),
    ];
    for person in ["first", "second"] {
        world.push(json!({"id": format!("person-{person}"), "event": "PersonRegistered",
                          "data": {"person": person, "names": [{"lang": "en", "text": person}]}}));
    }
    Given::an_empty_book().and(&drafts(&world))
}
