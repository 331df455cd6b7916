//! [`record_json`]: a record as it is read.

use aoc_core::{CommitEnd, EventDate, Record, Relation, Seal, meta_json};
use serde_json::{Map, Value, json};

/// A record as JSON, to be read: what an archive writes beside the record's bytes. Fields without a value are
/// left away. A retraction has no `data`: `event`, `changes` and `names` are those of the fact. The data of an erased
/// record are what is left of them, and it says that it is `erased`.
///
/// ```
/// use aoc_core::{decide, Book, Citations, Draft, EventDate, GroupEstablished, PartyKind, Timestamp};
/// let event = GroupEstablished {
///     group: "friends".parse()?,
///     names: serde_json::from_str(r#"[{"lang": "en", "text": "Group of Friends"}]"#)?,
///     admits: vec![PartyKind::Country],
/// };
/// let draft = Draft::new(event, "2005~".parse()?, Citations::uncited());
/// let records = decide(&Book::default(), &[draft], Timestamp::from_micros(1))?;
/// let json = aoc_store::record_json(&records[0]);
/// assert_eq!(json["event"], "GroupEstablished");
/// assert_eq!(json["data"]["admits"][0], "country");
/// assert_eq!(json["date"], "2005~");
/// assert_eq!(json["recorded_at"], "1970-01-01T00:00:00.000001Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn record_json(record: &Record) -> Value {
    let mut json = Map::new();
    let mut put = |key: &str, value: Value| {
        json.insert(key.to_owned(), value);
    };
    put("position", json!(record.position));
    put("commit", json!(record.commit));
    if record.end == CommitEnd::Last {
        put("ends_commit", json!(true));
    }
    put("id", json!(record.id));
    put("recorded_at", json!(record.recorded_at));
    put("origin", json!(record.origin));
    match record.relation {
        Relation::New => {}
        Relation::Correction { target } => put("corrects", json!(target)),
        Relation::Retraction { target } => put("retracts", json!(target)),
        Relation::Corroboration { target } => put("corroborates", json!(target)),
    }
    put("event", json!(record.kind.name()));
    match &record.event {
        Some(event) => {
            put("data", event.to_json());
            if matches!(record.seal, Seal::Erased(_)) {
                put("erased", json!(true));
            }
        }
        None => {
            for (key, entities) in [("changes", &record.entities.changes), ("names", &record.entities.names)]
            {
                if !entities.is_empty() {
                    put(key, json!(entities));
                }
            }
        }
    }
    if record.date != EventDate::UNKNOWN {
        put("date", json!(record.date));
    }
    if let Some(after) = record.after {
        put("after", json!(after));
    }
    json.extend(meta_json(&record.meta));
    json.insert("schema".to_owned(), json!(record.schema.get()));
    json.insert("rules".to_owned(), json!(record.rules.get()));
    json.insert("codes".to_owned(), json!(record.codes.get()));
    Value::Object(json)
}
