//! How sure an answer is: of what, in which states, between which days. In words, and for programs.

use std::collections::BTreeMap;

use aoc_core::Window;
use aoc_replay::Certainty;
use serde_json::{Map, Value, json};

/// Something that is certain, or perhaps so.
pub(super) fn sure(level: Certainty, what: &str) -> String {
    match level {
        Certainty::Certain => what.to_owned(),
        Certainty::CertainIfDatesHold => format!("{what} (if the dates hold)"),
        Certainty::Possible | Certainty::No => format!("perhaps {what}"),
    }
}

/// The states in which something may be, in words: `in force`, or `perhaps running, perhaps performed`.
pub(super) fn states<S: Copy>(states: &BTreeMap<S, Certainty>, word: fn(S) -> &'static str) -> String {
    let words = states.iter().map(|(state, level)| sure(*level, &word(*state).replace('-', " ")));
    words.collect::<Vec<_>>().join(", ")
}

/// The same for programs: each state with how sure it is.
pub(super) fn states_json<S: Copy>(states: &BTreeMap<S, Certainty>, word: fn(S) -> &'static str) -> Value {
    let pairs = states.iter().map(|(state, level)| (word(*state).to_owned(), json!(level.word())));
    pairs.collect::<Map<_, _>>().into()
}

/// Bounds of days, for programs.
pub(super) fn window_json(window: Window) -> Value {
    json!({"earliest": window.earliest.to_string(), "latest": window.latest.to_string()})
}

/// Bounds of days, for two cells.
pub(super) fn window_cells(window: Option<Window>) -> [String; 2] {
    let cells = window.map(|window| [window.earliest.to_string(), window.latest.to_string()]);
    cells.unwrap_or_default()
}
