//! Goal: the JSON Schemas in `schemas/` say what the code does. Method: drafts of every event, and the same
//! drafts with a field taken away, added or spoilt, are put to the schema and to `Draft::from_json`, which must
//! agree; so must the real history and every line that is exported.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod histories;

use aoc_core::{Draft, EntityKind, Event, Record, Seal, SealDigest};
use aoc_store::{ARCHIVE_FORMAT, record_json};
use jsonschema::{Registry, Validator};
use proptest::prelude::*;
use serde_json::{Value, json};

use histories::story::{events, other_choices};

const BASE: &str = "https://ledger.invalid/schemas/";

fn schema(name: &str) -> Value {
    let path = format!("{}/../schemas/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn validator(name: &str) -> Validator {
    let drafts = Registry::new().add(format!("{BASE}draft.schema.json"), schema("draft")).unwrap();
    let registry = drafts.prepare().unwrap();
    let base = format!("{BASE}{name}.schema.json");
    jsonschema::options().with_registry(&registry).with_base_uri(base).offline().build(&schema(name)).unwrap()
}

fn complaints(validator: &Validator, json: &Value) -> Vec<String> {
    let of = |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    validator.iter_errors(json).map(of).collect()
}

/// The schema and the code agree on a draft; what they say.
fn check(validator: &Validator, draft: &Value) -> bool {
    let (found, read) = (complaints(validator, draft), Draft::from_json(draft.clone()));
    assert_eq!(found.is_empty(), read.is_ok(), "{draft:#}\nschema: {found:#?}\ncode: {read:?}");
    if let Ok(draft) = &read {
        let written = draft.to_json();
        assert_eq!(complaints(validator, &written), [""; 0], "{written:#}");
        assert_eq!(Draft::from_json(written).as_ref().map(Draft::id), Ok(draft.id()));
    }
    read.is_ok()
}

fn draft_of(event: &str, data: &Value) -> Value {
    json!({"event": event, "data": data, "cites": [{"source": "s", "at": "para 1"}, {"source": "t"}]})
}

#[test]
fn the_schemas_are_schemas_and_say_what_they_are() {
    for name in ["draft", "archive"] {
        let schema = schema(name);
        jsonschema::meta::validate(&schema).unwrap();
        assert!(schema["title"].is_string() && schema["description"].is_string());
        for (name, part) in schema["$defs"].as_object().unwrap() {
            assert!(part["description"].is_string() || name == "uuid", "{name} has no description");
        }
    }
    assert_eq!(schema("archive")["$defs"]["header"]["properties"]["format"]["const"], ARCHIVE_FORMAT);
}

#[test]
fn every_event_is_in_the_schema() {
    let listed = schema("draft")["$defs"]["event-name"]["anyOf"][0]["enum"].clone();
    let known: Vec<&str> = Event::kinds().map(|(_, name)| name).collect();
    assert_eq!(listed, json!(known));
    let tried: Vec<String> =
        events().into_iter().map(|(name, _)| name).filter(|name| name != "0x8001").collect();
    assert_eq!(tried, known);
}

#[test]
fn every_kind_of_entity_is_in_the_schema() {
    let pattern = schema("draft")["$defs"]["entity"]["pattern"].as_str().unwrap().to_owned();
    let words = (0..0x8000).filter_map(EntityKind::from_code).map(EntityKind::word).collect::<Vec<_>>();
    assert!(pattern.starts_with(&format!("^({}|0x", words.join("|"))), "{pattern}");
}

/// Where the parts of a value stand, as JSON pointers.
fn places(value: &Value, at: &str, places: &mut Vec<String>) {
    let parts: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, part)| (format!("{at}/{key}"), part)).collect(),
        Value::Array(parts) => {
            parts.iter().zip(0..).map(|(part, n): (_, u32)| (format!("{at}/{n}"), part)).collect()
        }
        _ => Vec::new(),
    };
    for (at, part) in parts {
        self::places(part, &at, places);
        places.push(at);
    }
}

#[test]
fn every_field_of_every_event_is_as_the_code_wants_it() {
    let validator = validator("draft");
    for (event, data) in events().into_iter().chain(other_choices()) {
        let event = event.as_str();
        assert!(check(&validator, &draft_of(event, &data)), "{event}");
        let mut all = Vec::new();
        places(&data, "", &mut all);
        for at in all {
            let (above, key) = at.rsplit_once('/').unwrap();
            let mut less = data.clone();
            if less
                .pointer_mut(above)
                .unwrap()
                .as_object_mut()
                .is_some_and(|fields| fields.remove(key).is_some())
            {
                check(&validator, &draft_of(event, &less));
            }
            for spoilt in
                [json!(-1), json!("Not a slug"), json!("report:first"), json!({}), json!([7]), json!("")]
            {
                let mut other = data.clone();
                *other.pointer_mut(&at).unwrap() = spoilt;
                check(&validator, &draft_of(event, &other));
            }
            let mut more = data.clone();
            if let Some(fields) = more.pointer_mut(&at).unwrap().as_object_mut() {
                fields.insert("surplus".to_owned(), json!(1));
                assert!(!check(&validator, &draft_of(event, &more)), "{event}{at}");
            }
        }
        let mut more = data.clone();
        more["surplus"] = json!(1);
        assert!(!check(&validator, &draft_of(event, &more)), "{event}");
        assert!(!validator.is_valid(&draft_of(event, &json!([]))), "{event}");
    }
}

#[test]
fn every_form_of_a_draft() {
    let validator = validator("draft");
    let member = json!({"group": "g", "party": "esp"});
    let with = |more: Value| {
        let mut draft = draft_of("MemberJoined", &member);
        draft.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        draft
    };
    for more in [
        json!({"id": "a", "words": "w", "reason": "r", "actor": "a", "authority": "b", "causation": "c", "correlation": "d"}),
        json!({"after": 3}),
        json!({"after": "joined"}),
        json!({"corrects": 3, "reason": "misread"}),
        json!({"corrects": "joined", "reason": "misread", "date": "2010"}),
    ] {
        assert!(check(&validator, &with(more)));
    }
    for more in [
        json!({"id": "Not a slug"}),
        json!({"after": -3}),
        json!({"corrects": 3, "retracts": 4, "reason": "r"}),
        json!({"uncited": true}),
        json!({"cites": []}),
        json!({"cites": [{"at": "p. 1"}]}),
        json!({"cites": [{"source": "s", "page": 1}]}),
        json!({"words": ""}),
        json!({"dtae": "2010"}),
        json!({"event": "MemberLeft"}),
        json!({"event": "0x0601"}),
    ] {
        assert!(!check(&validator, &with(more)));
    }
    assert!(check(&validator, &json!({"retracts": 3, "reason": "r", "uncited": true})));
    assert!(check(&validator, &json!({"corroborates": "joined", "cites": [{"source": "s"}]})));
    for draft in [
        json!({"uncited": true}),
        json!({"event": "MemberJoined", "uncited": true}),
        json!({"data": member, "uncited": true}),
        json!({"event": "MemberJoined", "data": member}),
        json!({"retracts": 3, "reason": "r", "uncited": true, "date": "2010"}),
        json!({"retracts": 3, "reason": "r", "uncited": true, "event": "MemberJoined"}),
        json!({"corroborates": 3, "uncited": true, "data": {}}),
        json!({"corroborates": 3, "uncited": true, "after": 1}),
        json!([]),
        json!("MemberJoined"),
    ] {
        assert!(!check(&validator, &draft));
    }
}

#[test]
fn every_form_of_a_date() {
    let validator = validator("draft");
    let dated = |date: &str| {
        let mut draft = draft_of("0x8000", &json!({}));
        draft["date"] = json!(date);
        draft
    };
    for date in "2010-05-13 2010-05 2010 201X 2009~ 2007-04? 2007-04-01% \
        [..2006-11-06] [..2006-11-06~] [2011-08-11..2022-05-25] [2011-08-11..] XXXX 2011-12-11/2011-12-13 2009-04-06/.. \
        2009-04-06/ ../2009 /2009 2010/2012~ ..2009-03-01/2010 2009/2010-01-01..".split(' ') {
        assert!(check(&validator, &dated(date)), "{date}");
    }
    for date in " 13/05/2010 2010-5-13 May-2010 20100513 [2005,2007] {2005} \
        2005-02-03T10:00:00Z Y17000"
        .split(' ')
    {
        assert!(!check(&validator, &dated(date)), "{date}");
    }
}

#[test]
fn what_only_recording_can_judge_passes_the_draft_schema_or_is_stricter_in_it() {
    let validator = validator("draft");
    let valid = |draft: &Value| validator.is_valid(draft);
    let mut draft = draft_of("SourceWithdrawn", &json!({"source": "s"}));
    assert!(valid(&draft));
    draft["together"] = json!("a label of the command line, taken off before the draft is read");
    assert!(valid(&draft));
    draft["date"] = json!("2010");
    assert!(!valid(&draft), "a source has no date: `decide` says so too");
    assert!(!valid(&json!({"retracts": 3, "uncited": true})), "no reason: `decide` says so too");
    for date in ["2005-02-30", "2005-23", "[2011-06..2012]", "2012/2010"] {
        let mut draft = draft_of("0x8000", &json!({}));
        draft["date"] = json!(date);
        assert!(valid(&draft) && Draft::from_json(draft).is_err(), "{date}");
    }
}

#[test]
fn the_example_drafts_fit() {
    let validator = validator("draft");
    for line in include_str!("../../schemas/drafts.jsonl").lines() {
        assert!(check(&validator, &serde_json::from_str(line).unwrap()), "{line}");
    }
}

#[test]
fn the_real_history_fits() {
    let validator = validator("draft");
    let folder = format!("{}/../examples/history", env!("CARGO_MANIFEST_DIR"));
    let Ok(files) = std::fs::read_dir(folder) else { return };
    for file in files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "jsonl"))
    {
        for (at, line) in std::fs::read_to_string(&file).unwrap().lines().enumerate() {
            let found = complaints(&validator, &serde_json::from_str(line).unwrap());
            assert!(found.is_empty(), "{}:{}: {found:?}", file.display(), at + 1);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_readable_record_fits(history in histories::histories()) {
        let validator = validator("archive");
        for record in history.iter().flatten() {
            let line = json!({"position": record.position, "leaf": "AAAA", "record": record_json(record)});
            prop_assert_eq!(complaints(&validator, &line), Vec::<String>::new(), "{:#}", line);
        }
    }
}

#[test]
fn what_is_no_archive_line_is_refused() {
    let validator = validator("archive");
    let record = record_json(&histories::sample()[0][0]);
    let line = json!({"position": 1, "leaf": "AAAA", "record": record});
    assert!(validator.is_valid(&line));
    assert!(validator.is_valid(&json!({"format": ARCHIVE_FORMAT, "head": 0})));
    for (key, value) in [
        ("position", json!(0)),
        ("sidecar", json!("AAA")),
        ("leaf", json!("AAA")),
        ("leaf", json!("AA-_")),
        ("record", json!({})),
        ("more", json!(1)),
    ] {
        let mut other = line.clone();
        other[key] = value;
        assert!(!validator.is_valid(&other), "{key}");
    }
    for (key, value) in [
        ("id", json!("slug")),
        ("recorded_at", json!("yesterday")),
        ("event", json!("MemberJoined")),
        ("date", json!("soon")),
        ("retracts", json!(3)),
        ("corroborates", json!(3)),
        ("cites", json!([])),
        ("schema", json!(70000)),
        ("more", json!(1)),
    ] {
        let mut other = line.clone();
        other["record"][key] = value;
        assert!(!validator.is_valid(&other), "{key}");
    }
    let mut sealed = histories::sample()[0][4].clone();
    let of = |record: &Record| json!({"position": 5, "leaf": "AAAA", "sidecar": "AAAA", "record": record_json(record)});
    assert!(validator.is_valid(&of(&sealed)));
    sealed.event = Event::redacted(sealed.kind, &sealed.entities);
    sealed.seal = Seal::Erased(SealDigest::new([7; 32]));
    let mut erased = of(&sealed);
    assert_eq!(complaints(&validator, &erased), [""; 0]);
    erased["record"]["data"]["names"] = json!([{"lang": "en", "text": "Somebody"}]);
    assert!(!validator.is_valid(&erased), "what is erased has no names");
    erased["record"]["data"].as_object_mut().unwrap().remove("names");
    erased["record"].as_object_mut().unwrap().remove("erased");
    assert!(!validator.is_valid(&erased), "what is not erased has names");
    assert!(!validator.is_valid(&json!({"format": "aoc.archive/2", "head": 0})));
    assert!(!validator.is_valid(&json!({"format": ARCHIVE_FORMAT})));
}
