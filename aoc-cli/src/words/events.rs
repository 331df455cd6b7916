//! Events as sentences: what a reader of a timeline wants to know of each.

mod agreements;
mod alliance;
mod inventory;
mod mechanisms;
mod register;
mod strategies;

use aoc_core::{EntityId, Event, Kind, PartyId, Record, Relation, Text};

use super::list;
use crate::labels::Labels;

/// What a record says, in a sentence.
pub(crate) fn record(record: &Record, labels: &Labels) -> String {
    let what = record.event.as_ref().map(|happened| event(happened, labels));
    match (record.relation, what) {
        (Relation::New, Some(what)) => what,
        (Relation::Correction { target }, Some(what)) => format!("correction of record {target}: {what}"),
        (Relation::Retraction { target }, _) => format!("retraction of record {target}"),
        (Relation::Corroboration { target }, _) => format!("second source for record {target}"),
        (_, None) => kind_of_event(record.kind),
    }
}

/// A kind of event in small words: `MemberJoined` is "member joined".
pub(crate) fn kind_of_event(kind: Kind) -> String {
    let mut words = String::new();
    for c in kind.name().chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// What happened, in a sentence.
pub(crate) fn event(event: &Event, labels: &Labels) -> String {
    match event {
        Event::Source(event) => register::source(event, labels),
        Event::Party(event) => register::party(event, labels),
        Event::Person(event) => register::person(event, labels),
        Event::Office(event) => register::office(event, labels),
        Event::Group(event) => register::group(event, labels),
        Event::Membership(event) => register::membership(event, labels),
        Event::FocalPoint(event) => register::focal_point(event, labels),
        Event::Attestation(event) => register::attestation(event, labels),
        Event::Agreement(event) => agreements::agreement(event, labels),
        Event::Amendment(event) => agreements::amendment(event, labels),
        Event::ActionPlan(event) => agreements::action_plan(event, labels),
        Event::Consultation(event) => agreements::consultation(event, labels),
        Event::Dispute(event) => agreements::dispute(event, labels),
        Event::Contribution(event) => agreements::contribution(event, labels),
        Event::Strategy(event) => strategies::strategy(event, labels),
        Event::Project(event) => strategies::project(event, labels),
        Event::Initiative(event) => alliance::initiative(event, labels),
        Event::Forum(event) => alliance::forum(event, labels),
        Event::Resolution(event) => alliance::resolution(event, labels),
        Event::Report(event) => alliance::report(event, labels),
        Event::PriorityArea(event) => alliance::priority_area(event, labels),
        Event::Meeting(event) => alliance::meeting(event, labels),
        Event::Clearinghouse(event) => mechanisms::clearinghouse(event, labels),
        Event::MediaResponse(event) => mechanisms::media_response(event, labels),
        Event::Inventory(event) => inventory::inventory(event),
        Event::Custom(event) => {
            let about: Vec<String> = event.changes.iter().map(EntityId::to_string).collect();
            format!("event of the embedder's own kind {} about {}", event.kind, list(&about))
        }
        // `Event` may grow; the test below asks for the sentence of every kind that there is.
        other => kind_of_event(other.kind()),
    }
}

/// ` in Istanbul`, or nothing.
fn placed(place: Option<&Text>, labels: &Labels) -> String {
    place.map(|place| format!(" in {}", labels.text(place.as_str()))).unwrap_or_default()
}

/// `: what was found`, or nothing.
fn told(text: Option<&Text>, labels: &Labels) -> String {
    text.map(|text| format!(": {}", labels.text(text.as_str()))).unwrap_or_default()
}

/// A text in quotation marks.
fn quoted(text: &Text, labels: &Labels) -> String {
    format!("“{}”", labels.text(text.as_str()))
}

/// a, b and c.
fn parties(parties: &[PartyId], labels: &Labels) -> String {
    list(&parties.iter().map(|party| labels.name(*party)).collect::<Vec<_>>())
}

/// `before` and the parties, or nothing when there are none.
fn with_parties(before: &str, parties: &[PartyId], labels: &Labels) -> String {
    if parties.is_empty() { String::new() } else { format!("{before}{}", self::parties(parties, labels)) }
}

/// ` (this; that)`, or nothing.
fn bracketed(details: &[String]) -> String {
    if details.is_empty() { String::new() } else { format!(" ({})", details.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aoc_core::Draft;
    use serde_json::Value;

    #[test]
    fn every_kind_of_event_has_a_sentence() {
        let drafts = include_str!("../../../schemas/drafts.jsonl").lines();
        let mut told = Vec::new();
        for line in drafts {
            let json: Value = serde_json::from_str(line).unwrap();
            let draft = Draft::from_json(json).unwrap();
            let Some(happened) = draft.event() else { continue };
            let sentence = event(happened, &Labels::default());
            assert_ne!(sentence, kind_of_event(happened.kind()), "{} has no sentence", happened.kind());
            told.push(happened.kind().name());
        }
        for (_, kind) in Event::kinds() {
            assert!(told.contains(&kind.to_owned()), "{kind} is not in schemas/drafts.jsonl");
        }
    }
}
