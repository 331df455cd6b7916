//! [`Sources`]: the sources behind the records of an answer.

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{Citation, Position, Record};
use aoc_replay::{Ledger, View};
use serde_json::{Value, json};

use crate::error::CliError;
use crate::labels::Labels;

/// A citation, and the record that makes it.
#[derive(Debug, Clone)]
struct Cited {
    record: Position,
    citation: Citation,
}

/// The sources of records, those that corroborate them included.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    by_record: BTreeMap<Position, Vec<Cited>>,
}

impl Sources {
    /// The sources of these records in a view.
    pub(crate) fn of(
        ledger: &Ledger,
        records: impl IntoIterator<Item = Position>,
        view: View,
    ) -> Result<Self, CliError> {
        let records: BTreeSet<Position> = records.into_iter().collect();
        let records: Vec<Position> = records.into_iter().collect();
        let mut by_record = BTreeMap::new();
        for fact in ledger.explain(&records, view)?.facts {
            let Some(standing) = fact.standing() else { continue };
            let cited: Vec<Cited> =
                std::iter::once(standing).chain(&fact.corroborations).flat_map(cited).collect();
            by_record.insert(standing.position, cited);
        }
        Ok(Self { by_record })
    }

    /// The titles of the sources that these records rest on, each once.
    pub(crate) fn titles(&self, records: &[Position], labels: &Labels) -> Vec<String> {
        let mut titles = Vec::new();
        for cited in records.iter().filter_map(|record| self.by_record.get(record)).flatten() {
            let title = labels.title(cited.citation.source);
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        titles
    }

    /// The sources that these records rest on, for programs: each document and place once a record.
    pub(crate) fn json(&self, records: &[Position], labels: &Labels) -> Value {
        let cited = records.iter().filter_map(|record| self.by_record.get(record)).flatten();
        cited.map(|cited| citation_json(&cited.citation, cited.record, labels)).collect()
    }
}

fn cited(record: &Record) -> impl Iterator<Item = Cited> {
    record.meta.citations.iter().map(|citation| Cited { record: record.position, citation: citation.clone() })
}

/// A citation, for programs.
pub(crate) fn citation_json(citation: &Citation, record: Position, labels: &Labels) -> Value {
    let mut json = json!({
        "source": citation.source,
        "title": labels.title(citation.source),
        "record": record,
    });
    if let (Some(at), Value::Object(fields)) = (&citation.at, &mut json) {
        fields.insert("at".to_owned(), json!(at));
    }
    if let (true, Value::Object(fields)) = (labels.is_withdrawn(citation.source), &mut json) {
        fields.insert("withdrawn".to_owned(), json!(true));
    }
    json
}
