//! A year of the Alliance in a few drafts, whose truth can be seen at a glance.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Book;

fn event(event: &str, date: &str, fields: &Value) -> Value {
    json!({"event": event, "date": date, "data": fields, "uncited": true})
}

fn names(text: &str) -> Value {
    json!([{"lang": "en", "text": text}])
}

fn party(slug: &str, kind: &str, code: Option<&str>) -> Value {
    let codes: Vec<Value> =
        code.into_iter().map(|code| json!({"scheme": "iso3166-1", "code": code})).collect();
    let name = slug.to_uppercase();
    json!({"event": "PartyRegistered", "uncited": true,
           "data": {"party": slug, "kind": kind, "names": names(&name), "codes": codes}})
}

/// A year of the Alliance: forums, a resolution, areas, a clearinghouse, a mechanism.
pub(crate) fn small_book() -> Book {
    let world = vec![
        json!({"event": "SourceRegistered", "uncited": true, "data": {"source": "page", "title": "A page about the Alliance, with a very long title indeed"}}),
        party("esp", "country", Some("ESP")),
        party("mar", "country", Some("MAR")),
        party("fez", "university", None),
        party("aoc", "other", None),
        party("oic", "international-organization", None),
        json!({"event": "PersonRegistered", "uncited": true, "data": {"person": "editor", "names": names("An Editor")}}),
        event(
            "GroupEstablished",
            "2008",
            &json!({"group": "partner-network", "names": names("Network"), "admits": ["country", "university"]}),
        ),
        event("MemberJoined", "2008-05", &json!({"group": "partner-network", "party": "esp"})),
        event("MemberJoined", "[..2009-12-31]", &json!({"group": "partner-network", "party": "fez"})),
        event("MemberJoined", "2010", &json!({"group": "partner-network", "party": "mar"})),
    ];
    let calendar = vec![
        event("PriorityAreaAdopted", "2007", &json!({"area": "youth", "names": names("Youth"), "of": "aoc"})),
        event("PriorityAreaAdopted", "2010", &json!({"area": "women", "names": names("Women")})),
        event(
            "ForumPlanned",
            "2009-05",
            &json!({"forum": "third", "number": 3, "expected": "2010-05", "place": "Rio"}),
        ),
        json!({"id": "held", "event": "ForumHeld", "date": "2010-12", "cites": [{"source": "page"}],
               "data": {"forum": "third", "number": 3, "names": names("Third Forum"), "place": "Doha"}}),
        event("ForumPlanned", "2010-11", &json!({"forum": "fourth", "number": 4, "expected": "2012"})),
        event(
            "ResolutionAdopted",
            "2009-11-10",
            &json!({"resolution": "64-14", "symbol": "64/14", "of": "aoc",
            "manner": "consensus", "sponsors": ["esp"], "sponsor_count": 96, "document_date": "2009-12-22"}),
        ),
        event(
            "MeetingHeld",
            "2010-03~",
            &json!({"meeting": "talks", "names": names("Talks"), "group": "partner-network"}),
        ),
        event(
            "AgreementDrafted",
            "2009-03",
            &json!({"agreement": "mou", "form": "memorandum", "names": names("Memorandum"), "parties": ["aoc", "oic"]}),
        ),
        event(
            "ConsultationHeld",
            "2009-08",
            &json!({"consultation": "talk", "agreement": "mou", "between": ["aoc", "oic"], "level": "high"}),
        ),
        event(
            "AgreementFocalPointDesignated",
            "2009-09",
            &json!({"agreement": "mou", "party": "oic", "person": "editor"}),
        ),
    ];
    let clearinghouse = vec![
        event("ThemeOpened", "2009", &json!({"theme": "media", "names": names("Media literacy")})),
        event("ThemeOpened", "2010", &json!({"theme": "migration", "names": names("Migration")})),
        event(
            "EntryPublished",
            "2010-02",
            &json!({"entry": "radio", "theme": "media", "kind": "project", "title": "Radio",
            "contributed_by": "esp", "address": "radio.example"}),
        ),
        event(
            "EntryPublished",
            "2010-03",
            &json!({"entry": "faculty", "theme": "media", "kind": "organization", "title": "Faculty", "party": "fez"}),
        ),
        event("EntryRevised", "2010-04-01", &json!({"entry": "radio", "title": "Radio for all"})),
    ];
    let mechanism = vec![
        event("ExpertEnrolled", "2009", &json!({"person": "editor", "kind": "editor", "field": "migration"})),
        event("TensionReported", "2010-05-10", &json!({"tension": "cartoons", "names": names("Cartoons")})),
        event("MechanismMobilized", "2010-05-11", &json!({"mobilization": "answer", "tension": "cartoons"})),
        event(
            "ExpertEngaged",
            "2010-06",
            &json!({"mobilization": "answer", "person": "editor", "outlet": "Newspaper"}),
        ),
        event("MechanismStoodDown", "2010-09", &json!({"mobilization": "answer"})),
    ];
    Book::of(&[world, calendar, clearinghouse, mechanism])
}

/// The lines of an answer.
pub(crate) fn lines(answer: &Value) -> &Vec<Value> {
    answer["lines"].as_array().unwrap()
}

/// The rows of an answer for spreadsheets, by heading.
pub(crate) fn csv_rows(book: &Book, args: &[&str]) -> Vec<BTreeMap<String, String>> {
    let mut all = vec!["--format", "csv"];
    all.extend(args);
    let out = book.aoc(&all).fine().out;
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}
