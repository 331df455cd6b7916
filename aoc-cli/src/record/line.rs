//! [`DraftLine`]: one line (or CSV row) of a file, with the draft that was read from it or why there is none.

use std::collections::BTreeMap;

use aoc_core::{Draft, DraftJsonError, EntityKind};
use aoc_store::LineNumber;
use serde_json::Value;

use super::json;
use super::would::Would;
use crate::output::redacted;

/// At most this many characters of a line are shown.
const EXCERPT_LEN_MAX: usize = 78;

/// The lines that a draft takes in its file: one, or more for a CSV row with line feeds in its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Span {
    /// The first line.
    pub(super) first: LineNumber,
    /// The last line.
    pub(super) last: LineNumber,
}

impl Span {
    /// Just this line.
    pub(super) const fn one(line: LineNumber) -> Self {
        Self { first: line, last: line }
    }
}

/// Why no draft could be read from a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreadable {
    /// What sort of trouble it is; a stable name, beside the names of the rules.
    pub(super) name: &'static str,
    /// The byte of the line at which it stops making sense, where that is known.
    pub(super) byte: Option<usize>,
    /// The CSV column, for a cell that does not fit.
    pub(super) column: Option<String>,
    /// What is wrong.
    pub(super) why: String,
    /// What to do.
    pub(super) remedy: &'static str,
    /// What the line would have registered, as far as that can be made out.
    pub(super) would: Would,
}

/// One line of a file.
#[derive(Debug, Clone)]
pub(super) struct DraftLine {
    /// Where it stands.
    pub(super) span: Span,
    /// Its beginning.
    pub(super) excerpt: String,
    /// The label of the lines with which it is judged under `--keep-going`.
    pub(super) together: Option<String>,
    /// The draft as JSON, as it was written.
    source: String,
    /// The draft.
    pub(super) read: Result<Draft, Unreadable>,
}

/// Ids as they were written, by the UUIDs that they stand for.
pub(super) type Slugs = BTreeMap<String, String>;

impl DraftLine {
    /// A line of which nothing can be told.
    pub(super) fn unreadable(span: Span, text: &str, unreadable: Unreadable) -> Self {
        Self { span, excerpt: excerpt(text), together: None, source: String::new(), read: Err(unreadable) }
    }

    /// A line that holds JSON; the label `together` is taken out of the draft.
    pub(super) fn of_json(span: Span, text: &str, mut json: Value) -> Self {
        let source = json.to_string();
        let together = json.as_object_mut().and_then(|draft| draft.remove("together"));
        let (together, label) = match together {
            None => (None, Ok(())),
            Some(Value::String(label)) if !label.is_empty() => (Some(label), Ok(())),
            Some(_) => (None, Err("`together` is a label: write a text".to_owned())),
        };
        let read = label.and_then(|()| Draft::from_json(json).map_err(|error| said(&error))).map_err(|why| {
            let remedy = "correct the line; `aoc template EVENT` prints a draft to start from";
            let would = Would::of_json(&parsed(&source));
            Unreadable { name: "not-a-draft", byte: None, column: None, why, remedy, would }
        });
        Self { span, excerpt: excerpt(text), together, source, read }
    }

    /// The same line, for all that no draft is to be made of it.
    pub(super) fn but_unreadable(self, unreadable: Unreadable) -> Self {
        Self { read: Err(unreadable), ..self }
    }

    /// The ids in it as they were written, by UUID: records and findings know only these.
    pub(super) fn slugs(&self) -> Slugs {
        slugs_in(&parsed(&self.source))
    }
}

/// What was JSON before; of a draft that was never written, nothing.
fn parsed(source: &str) -> Value {
    json::parse(source).unwrap_or_default()
}

/// What is wrong, without saying again that it is no draft.
fn said(error: &DraftJsonError) -> String {
    match error {
        DraftJsonError::Shape { why } => why.clone(),
        error => error.to_string(),
    }
}

/// The drafts that a verb has made itself, as if they stood in a file.
pub(super) fn of_drafts(drafts: Vec<Draft>) -> Vec<DraftLine> {
    let number = |index: usize| LineNumber::new(u64::try_from(index).unwrap_or(u64::MAX).saturating_add(1));
    let line = |(index, draft): (usize, Draft)| DraftLine {
        span: Span::one(number(index)),
        excerpt: String::new(),
        together: None,
        source: String::new(),
        read: Ok(draft),
    };
    drafts.into_iter().enumerate().map(line).collect()
}

/// The beginning of a text, on one line.
pub(super) fn excerpt(text: &str) -> String {
    let text = redacted(text);
    let mut characters = text.trim().chars();
    let mut excerpt: String = characters.by_ref().take(EXCERPT_LEN_MAX).collect();
    if characters.next().is_some() {
        excerpt.push('…');
    }
    excerpt
}

/// Every text that is an id of some kind, under the UUIDs that it stands for.
fn slugs_in(json: &Value) -> Slugs {
    let mut slugs = Slugs::new();
    let mut put = |text: Option<&Value>, kinds: &[EntityKind]| {
        let Some(text) = text.and_then(Value::as_str) else { return };
        if let (Ok(entity), Some((_, id))) = (text.parse::<aoc_core::EntityId>(), text.split_once(':')) {
            slugs.insert(entity.uuid().to_string(), id.to_owned());
        }
        for kind in kinds {
            if let Ok(entity) = format!("{}:{text}", kind.word()).parse::<aoc_core::EntityId>() {
                slugs.insert(entity.uuid().to_string(), text.to_owned());
            }
        }
    };
    if let Some(data) = json.get("data") {
        ids_in(data, &mut put);
    }
    for cite in json.get("cites").and_then(Value::as_array).into_iter().flatten() {
        put(cite.get("source"), &[EntityKind::Source]);
    }
    for key in ["id", "corrects", "retracts", "corroborates", "after"] {
        if let Some(text) = json.get(key).and_then(Value::as_str)
            && let Ok(id) = text.parse::<aoc_core::EventId>()
        {
            slugs.insert(id.to_string(), text.to_owned());
        }
    }
    slugs
}

/// Every text of an event's data that stands where an id stands, and the kinds of which it may be one.
fn ids_in(data: &Value, put: &mut impl FnMut(Option<&Value>, &[EntityKind])) {
    for (key, value) in data.as_object().into_iter().flatten() {
        let kinds = kinds_of_key(key);
        match value {
            Value::String(_) => put(Some(value), &kinds),
            Value::Array(values) => values.iter().for_each(|value| put(Some(value), &kinds)),
            _ => ids_in(value, put),
        }
    }
}

/// The kinds of entity whose ids stand under a key of an event's data.
fn kinds_of_key(key: &str) -> Vec<EntityKind> {
    match key {
        "successors" | "of" | "parties" | "with" | "lead" | "agreed_by" | "between" | "asked_by" | "from"
        | "to" | "sponsors" | "participants" | "host" | "country" | "contributed_by" => {
            vec![EntityKind::Party]
        }
        "by" => vec![EntityKind::Party, EntityKind::Agreement, EntityKind::Strategy],
        "plan" => vec![EntityKind::ActionPlan, EntityKind::ImplementationPlan],
        "area" => vec![EntityKind::PriorityArea],
        key => key.replace('_', "-").parse().into_iter().collect(),
    }
}

/// The kind of entity whose id stands under a key of an event's data, if only one does.
pub(super) fn kind_of_key(key: &str) -> Option<EntityKind> {
    match kinds_of_key(key).as_slice() {
        [kind] => Some(*kind),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_label_is_no_part_of_the_draft_and_slugs_are_remembered() {
        let json = json!({
            "event": "MemberJoined", "data": {"group": "friends", "party": "usa"},
            "cites": [{"source": "src"}], "together": "us",
        });
        let line = DraftLine::of_json(Span::one(LineNumber::FIRST), "{…", json);
        assert_eq!(line.together.as_deref(), Some("us"));
        assert!(line.read.is_ok());
        let usa: aoc_core::PartyId = "usa".parse().unwrap();
        assert_eq!(line.slugs().get(&usa.to_string()).map(String::as_str), Some("usa"));
        assert_eq!(line.slugs().len(), 3);
    }

    #[test]
    fn ids_are_remembered_wherever_they_stand() {
        let terms = json!({"from": "esp", "form": "financial", "toward": "agreement:mou"});
        let json = json!({"event": "ContributionPledged", "data": {"contribution": "fund", "terms": terms}, "uncited": true});
        let line = DraftLine::of_json(Span::one(LineNumber::FIRST), "{…", json);
        let slugs: Vec<String> = line.slugs().into_values().collect();
        assert_eq!(slugs.len(), 3, "{slugs:?}");
        assert!(["fund", "esp", "mou"].iter().all(|slug| slugs.iter().any(|it| it == slug)), "{slugs:?}");
    }

    #[test]
    fn a_long_line_is_cut() {
        assert_eq!(excerpt(&"x".repeat(101)).chars().count(), EXCERPT_LEN_MAX + 1);
        assert_eq!(excerpt(" x "), "x");
    }
}
