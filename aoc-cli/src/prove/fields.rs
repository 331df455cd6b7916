//! The fields of an event as `aoc log POSITION` shows them: the names that `aoc correct --set` takes.

use aoc_core::{EntityId, EntityKind, Event};
use serde_json::Value;

use crate::labels::Labels;

/// The fields, in order, with names instead of ids.
pub(super) fn of(event: &Event, labels: &Labels) -> Vec<(String, String)> {
    let entities = event.entities();
    let known: Vec<EntityId> = entities.changes.into_iter().chain(entities.names).collect();
    let mut fields = Vec::new();
    if let Value::Object(data) = event.to_json() {
        for (field, value) in data {
            push(&mut fields, field, &value, &known, labels);
        }
    }
    fields
}

fn push(
    fields: &mut Vec<(String, String)>,
    field: String,
    value: &Value,
    known: &[EntityId],
    labels: &Labels,
) {
    let keyed = |key: &str, text: &str| -> Option<Vec<(String, String)>> {
        let part = |item: &Value| {
            let (key, text) = (item.get(key)?.as_str()?, item.get(text)?.as_str()?);
            Some((format!("{field}.{key}"), labels.text(text)))
        };
        value.as_array()?.iter().map(part).collect()
    };
    if let Some(parts) = keyed("lang", "text").or_else(|| keyed("scheme", "code")) {
        fields.extend(parts);
        return;
    }
    let shown = match value {
        Value::Array(items) => {
            items.iter().map(|item| scalar(item, known, labels)).collect::<Vec<_>>().join(", ")
        }
        Value::Object(parts) => {
            let parts = parts
                .iter()
                .map(|(key, part)| format!("{} {}", key.replace('-', " "), scalar(part, known, labels)));
            parts.collect::<Vec<_>>().join(", ")
        }
        other => scalar(other, known, labels),
    };
    fields.push((field, shown));
}

fn scalar(value: &Value, known: &[EntityId], labels: &Labels) -> String {
    let Some(text) = value.as_str() else { return value.to_string() };
    let is_it = |entity: &&EntityId| entity.uuid().to_string() == text || entity.to_string() == text;
    let is_named =
        |entity: &&EntityId| entity.kind() == EntityKind::Source || labels.register().get(**entity).is_some();
    match known.iter().find(is_it).filter(is_named) {
        Some(entity) => labels.name_and_code(*entity),
        None => labels.text(text),
    }
}
