//! What the lines about strategies, plans and contributions share: occurrences, courses, lists of parties.

use aoc_core::PartyId;
use aoc_replay::{Course, Occurrence, Phase};
use serde_json::{Value, json};

use crate::ask::certainty::{states, states_json, sure, window_json};
use crate::labels::Labels;
use crate::words;

/// How something with a start and an end stands: `running`, or `perhaps running, perhaps over`.
pub(super) fn course(course: Course) -> String {
    states(&course.phases(), Phase::word)
}

/// The same for programs.
pub(super) fn course_json(course: Course) -> Value {
    states_json(&course.phases(), Phase::word)
}

/// What happened and when, for people: `seminar, 2010-03-01`.
pub(super) fn occurred(occurrence: &Occurrence, what: &str) -> String {
    sure(occurrence.happened, &format!("{what}, {}", words::window(occurrence.when)))
}

/// When something happened, for programs.
pub(super) fn occurrence_json(occurrence: &Occurrence) -> Value {
    json!({
        "happened": occurrence.happened.word(),
        "when": window_json(occurrence.when),
        "record": occurrence.record,
    })
}

/// The names of parties, for spreadsheets.
pub(super) fn names(parties: &[PartyId], labels: &Labels) -> String {
    parties.iter().map(|party| labels.name(*party)).collect::<Vec<_>>().join("; ")
}

/// Parties, for programs.
pub(super) fn parties_json(parties: &[PartyId], labels: &Labels) -> Value {
    parties.iter().map(|party| labels.json(*party)).collect()
}

/// A text of the book, ready to be shown; nothing for none.
pub(super) fn text(text: Option<&aoc_core::Text>, labels: &Labels) -> String {
    text.map(|text| labels.text(text.as_str())).unwrap_or_default()
}

/// A sentence of its own.
pub(super) fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(chars).chain(['.']).collect()
}
