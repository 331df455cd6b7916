//! What a correction changes, field by field.

use std::collections::BTreeMap;

use aoc_core::Draft;
use serde_json::{Map, Value, json};

use super::line::kind_of_key;
use crate::labels::Labels;
use crate::output::{Page, Table};

/// A field that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    field: String,
    before: Option<String>,
    after: Option<String>,
}

/// The fields in which two drafts differ, in the order of a draft.
pub(super) fn changes(before: &Draft, after: &Draft, labels: &Labels) -> Vec<Change> {
    let (before, after) = (fields(before, labels), fields(after, labels));
    let mut names: Vec<&String> = before.iter().map(|(name, _)| name).collect();
    names.extend(
        after.iter().map(|(name, _)| name).filter(|name| !before.iter().any(|(other, _)| other == *name)),
    );
    let (ours, theirs): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (before.iter().cloned().collect(), after.iter().cloned().collect());
    names
        .into_iter()
        .map(|name| Change {
            field: name.clone(),
            before: ours.get(name).cloned(),
            after: theirs.get(name).cloned(),
        })
        .filter(|change| change.before != change.after)
        .collect()
}

/// The changes, for people.
pub(super) fn write(changes: &[Change], page: &mut Page) {
    let mut table = Table::new(&["field", "before", "after"]);
    for change in changes {
        let cell = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
        table.row([change.field.clone(), cell(&change.before), cell(&change.after)]);
    }
    page.table(table);
}

/// The changes, for programs.
pub(super) fn json(changes: &[Change]) -> Value {
    changes
        .iter()
        .map(|change| {
            let mut json = Map::new();
            json.insert("field".to_owned(), json!(change.field));
            json.extend(change.before.as_ref().map(|value| ("before".to_owned(), json!(value))));
            json.extend(change.after.as_ref().map(|value| ("after".to_owned(), json!(value))));
            Value::Object(json)
        })
        .collect()
}

/// The fields of a draft, as they are shown.
fn fields(draft: &Draft, labels: &Labels) -> Vec<(String, String)> {
    let json = draft.to_json();
    let mut fields = Vec::new();
    let text = |key: &str| json.get(key).map(plain);
    let mut put =
        |key: &str, value: Option<String>| fields.extend(value.map(|value| (key.to_owned(), value)));
    put("event", text("event"));
    put("date", text("date"));
    put("after", text("after"));
    put("words", text("words").map(|words| labels.text(&words)));
    for (at, citation) in draft.meta.citations.iter().enumerate() {
        let place =
            citation.at.as_ref().map(|at| format!(", {}", labels.text(at.as_str()))).unwrap_or_default();
        put(
            &format!("source {}", at.saturating_add(1)),
            Some(format!("{}{place}", labels.title(citation.source))),
        );
    }
    for (key, value) in json.get("data").and_then(Value::as_object).into_iter().flatten() {
        match value {
            Value::Array(parts) if key == "names" || key == "codes" => {
                let (by, of) = if key == "names" { ("lang", "text") } else { ("scheme", "code") };
                for part in parts {
                    let name = part.get(by).map(plain).unwrap_or_default();
                    put(&format!("{key}.{name}"), part.get(of).map(|text| labels.text(&plain(text))));
                }
            }
            _ => put(key, Some(named(key, value, labels))),
        }
    }
    fields
}

fn named(key: &str, value: &Value, labels: &Labels) -> String {
    let entity =
        kind_of_key(key).and_then(|kind| format!("{}:{}", kind.word(), value.as_str()?).parse().ok());
    let entity: Option<aoc_core::EntityId> = entity.filter(|_| value.as_str() != Some("all"));
    let entity = entity.or_else(|| value.as_str()?.parse().ok());
    match (entity, value) {
        (Some(entity), _) if labels.register().get(entity).is_some() => labels.name(entity),
        (_, Value::Array(parts)) => {
            parts.iter().map(|part| named(key, part, labels)).collect::<Vec<_>>().join(", ")
        }
        (_, Value::Object(parts)) => {
            let part = |(key, part): (&String, &Value)| format!("{key} {}", named(key, part, labels));
            parts.iter().map(part).collect::<Vec<_>>().join(", ")
        }
        _ => labels.text(&plain(value)),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
