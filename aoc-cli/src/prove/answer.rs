//! [`AnswerProof`]: an answer and the part of the book that proves it, as JSON Lines. The first line says the question and its
//! answer, as far as it can be derived from the records in the others, which are an [`Extract`].

use std::fmt;

use aoc_core::{Day, GroupId, Position};
use aoc_replay::{Answer, Extract, ExtractError, Roll, RollAnswer};
use aoc_store::{Checkpoint, Policy};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::ask::members::derived_json;
use crate::error::CliError;
use crate::exit::ExitCode;

const FORMAT: &str = "aoc.answer-proof/1";
const FORMAT_FAMILY: &str = "aoc.answer-proof/";
/// The question that can be proven.
const MEMBERS: &str = "members";
/// So much of a value is shown when it is not what the records give.
const SHOWN_MAX: usize = 60;

/// An answer and what proves it.
pub(crate) struct AnswerProof {
    first: FirstLine,
    extract: Extract,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstLine {
    format: String,
    question: String,
    group: GroupId,
    on: Day,
    answer: Value,
}

/// An answer that follows from the records.
pub(super) struct ProvenAnswer {
    /// The answer, derived again.
    pub(super) roll: Answer<RollAnswer>,
    /// The record in which the log says how much there is.
    pub(super) counted_in: Position,
}

impl ProvenAnswer {
    /// What programs are told of it.
    pub(super) fn told(&self) -> Map<String, Value> {
        let (view, roll) = (&self.roll.view, &self.roll.value);
        let fields = [
            ("question", json!(MEMBERS)),
            ("group", json!(roll.group)),
            ("on", json!(view.on)),
            ("position", json!(view.position)),
            ("recorded_at", json!(view.recorded_at)),
            ("counted_in", json!(self.counted_in)),
            ("answer", derived_json(roll)),
        ];
        fields.into_iter().map(|(field, value)| (field.to_owned(), value)).collect()
    }
}

impl AnswerProof {
    /// That of an answer, as known when the book was counted.
    pub(crate) fn of(roll: &Answer<RollAnswer>, extract: Extract) -> Self {
        let first = FirstLine {
            format: FORMAT.to_owned(),
            question: MEMBERS.to_owned(),
            group: roll.value.group,
            on: roll.view.on,
            answer: derived_json(&roll.value),
        };
        Self { first, extract }
    }

    /// Reads one; nothing when the text is something else than JSON.
    pub(super) fn read(text: &str) -> Result<Option<Self>, CliError> {
        if !text.starts_with('{') {
            return Ok(None);
        }
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let is_no_answer = |why: &str| no_proof(format!("line 1 is not an answer that others prove: {why}"));
        let json: Value = serde_json::from_str(first).map_err(|error| is_no_answer(&error.to_string()))?;
        let format = json.get("format").and_then(Value::as_str).unwrap_or_default();
        if format != FORMAT && format.starts_with(FORMAT_FAMILY) {
            let found: String = format.chars().take(64).collect();
            let message = format!(
                "the proof is of format `{found}`, written by a newer version: check it with that one"
            );
            return Err(CliError::new(ExitCode::CannotOpen, "newer-format", message));
        }
        if format != FORMAT {
            return Err(is_no_answer(&format!("its `format` is not {FORMAT}")));
        }
        let first: FirstLine =
            serde_json::from_value(json).map_err(|error| is_no_answer(&error.to_string()))?;
        if first.question != MEMBERS {
            return Err(is_no_answer("its `question` is none that can be proven"));
        }
        let extract = rest.parse().map_err(|error| match error {
            ExtractError::Line { line: 0, .. } => no_proof("the proof is cut off".to_owned()),
            // Its lines follow the first one.
            ExtractError::Line { line, why } => {
                no_proof(format!("line {} of the proof: {why}", line.saturating_add(1)))
            }
            error => error.into(),
        })?;
        Ok(Some(Self { first, extract }))
    }

    /// Derives the answer from the records once these are proven, and compares it with the first line.
    pub(super) fn check(&self, policy: &Policy) -> Result<ProvenAnswer, CliError> {
        let FirstLine { group, on, answer, .. } = &self.first;
        let roll = self.extract.answer(&Roll::of(*group), *on, policy)?;
        match difference("answer", Some(answer), Some(&derived_json(&roll.value))) {
            None => Ok(ProvenAnswer { roll, counted_in: self.extract.inventory.position }),
            Some(difference) => {
                let message = format!("the records prove another answer than line 1 gives: {difference}");
                Err(CliError::new(ExitCode::Damaged, "other-answer", message))
            }
        }
    }

    /// The checkpoint by which the records are proven.
    pub(super) const fn checkpoint(&self) -> &Checkpoint {
        &self.extract.checkpoint
    }
}

impl fmt::Display for AnswerProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", serde_json::to_string(&self.first).map_err(|_| fmt::Error)?)?;
        self.extract.fmt(f)
    }
}

fn no_proof(message: String) -> CliError {
    CliError::new(ExitCode::Damaged, "no-proof", message)
}

/// Where what is said is not what is given, if anywhere: the first place, in words.
fn difference(at: &str, said: Option<&Value>, given: Option<&Value>) -> Option<String> {
    match (said, given) {
        (Some(Value::Object(said)), Some(Value::Object(given))) => {
            let mut fields = said.keys().chain(given.keys());
            fields.find_map(|field| difference(&format!("{at}.{field}"), said.get(field), given.get(field)))
        }
        (Some(Value::Array(said)), Some(Value::Array(given))) => {
            let mut items = 0..said.len().max(given.len());
            items.find_map(|item| difference(&format!("{at}.{item}"), said.get(item), given.get(item)))
        }
        (said, given) if said == given => None,
        (said, given) => Some(format!("`{at}` is {}, and not {}", short(given), short(said))),
    }
}

fn short(value: Option<&Value>) -> String {
    let text = value.map_or_else(|| "nothing".to_owned(), ToString::to_string);
    let mut shown: String = text.chars().take(SHOWN_MAX).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
