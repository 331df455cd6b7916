//! [`Difference`]: where what can be read says something else than the leaf.

use std::fmt;

use serde_json::Value;

use super::clip;

/// The first place where the readable record says something else than the leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The way to it: `record.data.names[0].text`.
    pub field: String,
    /// What the leaf says there.
    pub leaf: Option<Value>,
    /// What the readable record says there.
    pub readable: Option<Value>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (leaf, readable) = (shown(self.leaf.as_ref()), shown(self.readable.as_ref()));
        write!(f, "`{}` is {leaf} in the leaf, but {readable} where it can be read", clip(&self.field))
    }
}

/// Where what can be read under `field` parts from what the leaf says, if it does.
pub(super) fn difference(field: &str, leaf: &Value, readable: &Value) -> Option<Difference> {
    part(field.to_owned(), Some(leaf), Some(readable))
}

fn part(field: String, leaf: Option<&Value>, readable: Option<&Value>) -> Option<Difference> {
    if leaf == readable {
        return None;
    }
    let inner = match (leaf, readable) {
        (Some(Value::Object(ours)), Some(Value::Object(theirs))) => {
            let keys = ours.keys().chain(theirs.keys().filter(|key| !ours.contains_key(*key)));
            keys.map(|key| (format!("{field}.{key}"), ours.get(key), theirs.get(key)))
                .find_map(|(field, ours, theirs)| part(field, ours, theirs))
        }
        (Some(Value::Array(ours)), Some(Value::Array(theirs))) => (0..ours.len().max(theirs.len()))
            .find_map(|at| part(format!("{field}[{at}]"), ours.get(at), theirs.get(at))),
        _ => None,
    };
    inner.or_else(|| Some(Difference { field, leaf: leaf.cloned(), readable: readable.cloned() }))
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "absent".to_owned(), |value| clip(&value.to_string()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn field(leaf: &Value, readable: &Value) -> Option<String> {
        difference("record", leaf, readable).map(|difference| difference.field)
    }

    #[test]
    fn the_order_of_keys_does_not_matter() {
        assert_eq!(field(&json!({"a": 1, "b": 2}), &json!({"b": 2, "a": 1})), None);
    }

    #[test]
    fn the_first_difference_is_named() {
        let leaf = json!({"event": "E", "data": {"names": [{"text": "x"}]}, "rules": 1});
        let check = |readable: Value, expected: &str| {
            assert_eq!(field(&leaf, &readable).as_deref(), Some(expected), "{readable}");
        };
        check(
            json!({"event": "E", "data": {"names": [{"text": "y"}]}, "rules": 1}),
            "record.data.names[0].text",
        );
        check(json!({"event": "E", "data": {"names": []}, "rules": 1}), "record.data.names[0]");
        check(json!({"event": "E", "data": {"names": [{"text": "x"}]}}), "record.rules");
        check(
            json!({"event": "E", "data": {"names": [{"text": "x"}]}, "rules": 1, "date": "2010"}),
            "record.date",
        );
        check(json!(7), "record");
    }
}
