//! `--set FIELD=VALUE`: one field of an event's data gets another value.

use aoc_core::EntityKind;
use serde_json::{Map, Value, json};

use super::cells;
use super::line::kind_of_key;
use crate::error::CliError;
use crate::find;
use crate::labels::Labels;

/// Sets a field of an event's data.
///
/// # Errors
/// When the text is not FIELD=VALUE, or the value cannot be meant.
pub(super) fn set(data: &mut Map<String, Value>, text: &str, labels: &Labels) -> Result<(), CliError> {
    let wrong = |why: String| CliError::usage("usage", format!("--set {text}: {why}"));
    let Some((field, value)) = text.split_once('=') else {
        return Err(wrong("write FIELD=VALUE, for example party=usa or names.ar=…".to_owned()));
    };
    if ["date", "words", "after", "cites", "source", "at", "reason"].contains(&field)
        && !data.contains_key(field)
    {
        let option = if field == "cites" { "source" } else { field };
        return Err(wrong(format!("this is no field of the event: use --{option}")));
    }
    match field.split_once('.') {
        Some(("names", lang)) => part(data, "names", ("lang", lang), ("text", value)),
        Some(("codes", scheme)) => part(data, "codes", ("scheme", scheme), ("code", value)),
        Some((whole, rest)) => match data.get_mut(whole).and_then(Value::as_object_mut) {
            Some(parts) => return set(parts, &format!("{rest}={value}"), labels),
            None => {
                return Err(wrong(format!(
                    "`{whole}` has no parts here; names.LANGUAGE and codes.SCHEME have"
                )));
            }
        },
        None if value.is_empty() => {
            data.remove(field);
        }
        None => {
            let value = value_of(data, field, value, labels).map_err(|error| match error {
                Unfit::Why(why) => wrong(why),
                Unfit::Error(error) => error,
            })?;
            data.insert(field.to_owned(), value);
        }
    }
    Ok(())
}

enum Unfit {
    Why(String),
    Error(CliError),
}

fn value_of(data: &Map<String, Value>, field: &str, value: &str, labels: &Labels) -> Result<Value, Unfit> {
    let id = |kind: EntityKind, text: &str| {
        find::entity(labels, text, &[kind]).map(|entity| json!(entity.uuid())).map_err(Unfit::Error)
    };
    let counts = data.contains_key("figure") || data.contains_key("ordinal");
    match field {
        "figure" => cells::figure_of(value).map_err(Unfit::Why),
        "ordinal" => {
            let number: u32 = value.parse().map_err(|_| Unfit::Why("write a number from 1 on".to_owned()))?;
            Ok(json!(number))
        }
        "of" if counts => Ok(json!(value)),
        "admits" => Ok(value.split(['|', ',']).map(|kind| json!(kind.trim())).collect()),
        "successors" => value.split(['|', ',']).map(|party| id(EntityKind::Party, party.trim())).collect(),
        _ => match (kind_of_key(field), data.get(field)) {
            (Some(kind), Some(Value::Array(_))) => {
                value.split(['|', ',']).map(|part| id(kind, part.trim())).collect()
            }
            (Some(kind), _) => id(kind, value),
            (None, Some(Value::Number(_))) => value
                .parse::<u32>()
                .map(|number| json!(number))
                .map_err(|_| Unfit::Why("write a number".to_owned())),
            (None, _) => Ok(json!(value)),
        },
    }
}

/// Sets the part of a list that bears this key; an empty value takes it out.
fn part(data: &mut Map<String, Value>, list: &str, key: (&str, &str), value: (&str, &str)) {
    let Some(parts) = data.entry(list).or_insert_with(|| json!([])).as_array_mut() else { return };
    let is_it = |part: &Value| {
        part.get(key.0).and_then(Value::as_str).is_some_and(|text| text.eq_ignore_ascii_case(key.1))
    };
    if value.1.is_empty() {
        parts.retain(|part| !is_it(part));
        return;
    }
    let new = json!({key.0: key.1, value.0: value.1});
    match parts.iter_mut().find(|part| is_it(part)) {
        Some(part) => *part = new,
        None => parts.push(new),
    }
}
