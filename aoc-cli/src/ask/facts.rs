//! Facts with their versions, sources and reasons: the body of `aoc explain`.

use aoc_core::{Citation, Record};
use aoc_replay::{Explanation, FactHistory, Version, VersionStatus};
use aoc_store::record_json;
use serde_json::{Value, json};

use crate::labels::Labels;
use crate::output::{Page, Table};
use crate::sources::citation_json;
use crate::viewed::{VIEW_HEADINGS, Viewed};
use crate::words;

/// Tells every fact, from what it says down to its sources and former versions.
pub(super) fn tell(page: &mut Page, explanation: &Explanation, labels: &Labels) {
    if explanation.facts.is_empty() {
        page.gap();
        page.line("Nothing is on record in this view.");
    }
    for (at, fact) in explanation.facts.iter().enumerate() {
        page.gap();
        tell_fact(page, at.saturating_add(1), fact, labels);
    }
}

fn tell_fact(page: &mut Page, number: usize, fact: &FactHistory, labels: &Labels) {
    let Some((last, former)) = fact.versions.split_last() else { return };
    let record = &last.record;
    match last.status {
        VersionStatus::Stands | VersionStatus::ReplacedBy(_) => {
            page.title(format!("{number}. {}", said(record, labels)));
            page.indented(3, format!("record {}, recorded {}", record.position, record.recorded_at));
        }
        VersionStatus::Retraction => {
            let before = former.last().map(|version| said(&version.record, labels)).unwrap_or_default();
            page.title(format!("{number}. Taken back: {before}"));
            page.indented(3, format!("by record {}, recorded {}", record.position, record.recorded_at));
        }
    }
    tell_meta(page, 3, record, labels);
    for corroboration in &fact.corroborations {
        page.indented(3, format!("A second source, record {}:", corroboration.position));
        tell_meta(page, 5, corroboration, labels);
    }
    for version in former.iter().rev() {
        page.indented(3, format!("Before that, record {} said:", version.record.position));
        page.indented(5, said(&version.record, labels));
        page.indented(5, format!("recorded {}", version.record.recorded_at));
        tell_meta(page, 5, &version.record, labels);
    }
}

/// What a record says and when that was.
fn said(record: &Record, labels: &Labels) -> String {
    let Some(event) = &record.event else { return words::record(record, labels) };
    let what = words::event(event, labels);
    match event.time_shape() {
        aoc_core::TimeShape::Timeless => what,
        _ => format!("{what}: {}", words::date(record.date)),
    }
}

/// Sources, words, reason, who.
pub(crate) fn tell_meta(page: &mut Page, indent: usize, record: &Record, labels: &Labels) {
    let meta = &record.meta;
    if meta.citations.is_uncited() {
        page.indented(indent, "Source: none (openly uncited)");
    }
    for citation in meta.citations.iter() {
        tell_source(page, indent, citation, labels);
    }
    if let Some(words) = &meta.words {
        page.indented(indent, format!("In its words: “{}”", labels.text(words.as_str())));
    }
    if let Some(reason) = &meta.reason {
        page.indented(indent, format!("Reason: {}", labels.text(reason.as_str())));
    }
    let text = |text: &aoc_core::Text| labels.text(text.as_str());
    match (meta.actor.as_ref().map(text), meta.authority.as_ref().map(text)) {
        (Some(actor), Some(authority)) => {
            page.indented(indent, format!("By: {actor}, on the authority of {authority}"));
        }
        (Some(actor), None) => page.indented(indent, format!("By: {actor}")),
        (None, Some(authority)) => page.indented(indent, format!("On the authority of {authority}")),
        (None, None) => {}
    }
}

fn tell_source(page: &mut Page, indent: usize, citation: &Citation, labels: &Labels) {
    let document = labels.source(citation.source);
    let publisher = document.and_then(|document| document.publisher.as_ref());
    let day = document.and_then(|document| document.published).map(words::date);
    let by: Vec<String> =
        publisher.map(|publisher| labels.text(publisher.as_str())).into_iter().chain(day).collect();
    let by = if by.is_empty() { String::new() } else { format!(" ({})", by.join(", ")) };
    let at = citation.at.as_ref().map(|at| format!(", at: {}", labels.text(at.as_str()))).unwrap_or_default();
    let withdrawn = if labels.is_withdrawn(citation.source) { " [this source was withdrawn]" } else { "" };
    let source = format!("Source: {}{by}{at}{withdrawn}", labels.title(citation.source));
    page.indented(indent, source);
    if let Some(address) = document.and_then(|document| document.address.as_ref()) {
        page.indented(indent.saturating_add(2), labels.text(address.as_str()));
    }
}

/// One row a version and a source.
pub(super) fn rows(explanation: &Explanation, viewed: &Viewed, labels: &Labels) -> Table {
    let own = [
        "fact",
        "record",
        "status",
        "what_happened",
        "date",
        "source",
        "at",
        "words",
        "reason",
        "recorded_at",
    ];
    let headings: Vec<&str> = own.into_iter().chain(VIEW_HEADINGS).collect();
    let mut table = Table::new(&headings);
    for fact in &explanation.facts {
        let versions = fact.versions.iter().map(|version| (status(version), &version.record));
        let seconds = fact.corroborations.iter().map(|record| ("corroborates", record));
        for (status, record) in versions.chain(seconds) {
            let mut citations: Vec<Option<&Citation>> = record.meta.citations.iter().map(Some).collect();
            if citations.is_empty() {
                citations.push(None);
            }
            for citation in citations {
                let text = |text: Option<&aoc_core::Text>| {
                    text.map(|text| text.as_str().to_owned()).unwrap_or_default()
                };
                let cells = [
                    record.origin.to_string(),
                    record.position.to_string(),
                    status.to_owned(),
                    words::record(record, labels),
                    record.event.as_ref().map(|_| record.date.to_string()).unwrap_or_default(),
                    citation.map(|citation| labels.title(citation.source)).unwrap_or_default(),
                    text(citation.and_then(|citation| citation.at.as_ref())),
                    text(record.meta.words.as_ref()),
                    text(record.meta.reason.as_ref()),
                    record.recorded_at.to_string(),
                ];
                table.row(cells.into_iter().chain(viewed.cells()));
            }
        }
    }
    table
}

const fn status(version: &Version) -> &'static str {
    match version.status {
        VersionStatus::Stands => "stands",
        VersionStatus::ReplacedBy(_) => "replaced",
        VersionStatus::Retraction => "retraction",
    }
}

/// The facts, for programs.
pub(super) fn json(explanation: &Explanation, labels: &Labels) -> Value {
    explanation.facts.iter().map(|fact| fact_json(fact, labels)).collect()
}

fn fact_json(fact: &FactHistory, labels: &Labels) -> Value {
    let versions = fact.versions.iter().map(|version| {
        let mut json = told(&version.record, labels);
        json.insert("status".to_owned(), json!(status(version)));
        if let VersionStatus::ReplacedBy(by) = version.status {
            json.insert("replaced_by".to_owned(), json!(by));
        }
        Value::Object(json)
    });
    json!({
        "origin": fact.versions.first().map(|version| version.record.origin),
        "versions": versions.collect::<Vec<_>>(),
        "corroborations": fact.corroborations.iter().map(|record| told(record, labels)).collect::<Vec<_>>(),
    })
}

/// A record with its sentence and its sources, for programs.
pub(crate) fn told(record: &Record, labels: &Labels) -> serde_json::Map<String, Value> {
    let sources: Vec<Value> = record
        .meta
        .citations
        .iter()
        .map(|citation| citation_json(citation, record.position, labels))
        .collect();
    let mut json = serde_json::Map::new();
    json.insert("what_happened".to_owned(), json!(words::record(record, labels)));
    json.insert("record".to_owned(), record_json(record));
    json.insert("sources".to_owned(), json!(sources));
    json
}
