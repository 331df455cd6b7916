//! A draft to start from, for every event: the lines of `schemas/drafts.jsonl`.

use serde_json::Value;

const DRAFTS: &str = include_str!("../../../schemas/drafts.jsonl");

/// A draft to fill in.
#[derive(Debug, Clone)]
pub(super) struct Skeleton {
    /// The event, or what the draft does to an earlier record.
    pub(super) name: String,
    /// The draft.
    pub(super) json: Value,
}

/// Every skeleton, in the order of the areas; those that speak of earlier records come last.
pub(super) fn skeletons() -> impl Iterator<Item = Skeleton> {
    DRAFTS.lines().filter_map(|line| serde_json::from_str(line).ok()).map(|json: Value| {
        let relations =
            [("corrects", "correction"), ("retracts", "retraction"), ("corroborates", "corroboration")];
        let relation = relations.into_iter().find(|(key, _)| json.get(key).is_some()).map(|(_, name)| name);
        let event = json.get("event").and_then(Value::as_str);
        let name = relation.or(event).unwrap_or_default().to_owned();
        Skeleton { name, json }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use aoc_core::{Draft, Event};

    #[test]
    fn every_event_has_a_skeleton_that_is_a_draft() {
        let names: Vec<String> = skeletons().map(|skeleton| skeleton.name).collect();
        let known = Event::kinds().map(|(_, name)| name);
        let wanted: Vec<&str> = known.chain(["correction", "retraction", "corroboration"]).collect();
        assert_eq!(names, wanted);
        for Skeleton { name, json } in skeletons() {
            let draft = Draft::from_json(json).unwrap_or_else(|why| panic!("{name}: {why}"));
            if let Some(event) = draft.event()
                && name != "correction"
            {
                assert_eq!(event.kind().name(), name);
            }
        }
    }

    /// What may be left away is shown, too: whoever fills the draft in sees what there is.
    #[test]
    fn a_skeleton_shows_every_field() {
        let schema: Value = serde_json::from_str(include_str!("../../../schemas/draft.schema.json")).unwrap();
        for Skeleton { name, json } in
            skeletons().filter(|skeleton| schema["$defs"][&skeleton.name].is_object())
        {
            let shown = json["data"].as_object().unwrap();
            let fields = schema["$defs"][&name]["properties"].as_object().unwrap();
            // A digest cannot be made up.
            let missing: Vec<&String> =
                fields.keys().filter(|key| !shown.contains_key(*key) && *key != "digest").collect();
            assert!(missing.is_empty(), "{name} does not show {missing:?}");
        }
    }
}
