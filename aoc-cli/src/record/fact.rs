//! [`Fact`]: what `correct` and `retract` are about: a record, and the other versions of its fact.

use aoc_core::{
    Citation, Citations, Day, EntityKind, EventId, Kind, Position, Record, Relation, SourceId, Text,
};
use aoc_replay::{Ledger, View};
use serde_json::{Value, json};

use crate::args::CitesArgs;
use crate::error::CliError;
use crate::find;
use crate::labels::Labels;
use crate::words;

/// The versions of a fact, oldest first.
#[derive(Debug, Clone)]
pub(super) struct Fact {
    versions: Vec<Record>,
    last: Record,
}

impl Fact {
    /// The fact of which this is a version: a position, or the id of a draft.
    ///
    /// # Errors
    /// When there is no such record.
    pub(super) fn of(ledger: &Ledger, text: &str) -> Result<Self, CliError> {
        let position = match text.parse::<u64>() {
            Ok(number) => Position::new(number),
            Err(_) => by_id(ledger, text)?,
        };
        let record = ledger.record_at(position)?;
        let explained = ledger.explain(&[position], View::on(Day::FUTURE))?;
        let versions = explained.facts.into_iter().flat_map(|fact| fact.versions);
        let versions: Vec<Record> = versions.map(|version| version.record).collect();
        let last = versions.last().cloned().unwrap_or(record);
        Ok(Self { versions, last })
    }

    /// The version to target.
    pub(super) const fn last(&self) -> &Record {
        &self.last
    }

    /// The last version that says something.
    pub(super) fn said(&self) -> &Record {
        self.versions.iter().rev().find(|version| version.event.is_some()).unwrap_or(&self.last)
    }

    /// Whether it was retracted.
    pub(super) const fn is_retracted(&self) -> bool {
        matches!(self.last.relation, Relation::Retraction { .. })
    }

    /// Whether it is a second source for another fact.
    pub(super) fn is_corroboration(&self) -> bool {
        self.last.kind == Kind::CORROBORATED
    }

    /// The version that is targeted, and that it is not the one asked for.
    pub(super) fn heading(&self, labels: &Labels) -> String {
        let said = self.said();
        let place = match self.versions.as_slice() {
            [] | [_] => format!("Record {}", self.last.position),
            several => {
                let places: Vec<String> =
                    several.iter().map(|version| version.position.to_string()).collect();
                format!("Record {}, the last version of its fact ({})", self.last.position, places.join(", "))
            }
        };
        format!("{place}: {}, {}", words::record(said, labels), words::date(said.date))
    }
}

fn by_id(ledger: &Ledger, text: &str) -> Result<Position, CliError> {
    let shown: String = text.chars().take(80).collect();
    let unknown = || {
        CliError::usage("no-such-record", format!("no record bears the id `{shown}`"))
            .help("give a position; `aoc log` and `aoc timeline` show them")
    };
    let id: EventId = text.parse().map_err(|_| unknown())?;
    ledger.find(id)?.ok_or_else(unknown)
}

/// The citations that arguments give; nothing when they give none.
///
/// # Errors
/// When a source is not registered, or places do not fit sources.
pub(super) fn citations(args: &CitesArgs, labels: &Labels) -> Result<Option<Citations>, CliError> {
    if args.uncited {
        return Ok(Some(Citations::uncited()));
    }
    if args.source.is_empty() {
        return Ok(None);
    }
    if !args.at.is_empty() && args.at.len() != args.source.len() {
        let message = format!(
            "{} --source have {} --at: give each source its place, in the same order, or none a place",
            args.source.len(),
            args.at.len()
        );
        return Err(CliError::usage("usage", message));
    }
    let places = args.at.iter().map(Some).chain(std::iter::repeat(None));
    let cites: Vec<Citation> = args
        .source
        .iter()
        .zip(places)
        .map(|(source, at)| {
            let entity = find::entity(labels, source, &[EntityKind::Source])?;
            let at = at.map(|at| text("--at", at)).transpose()?;
            Ok(Citation { source: SourceId::new(entity.uuid()), at })
        })
        .collect::<Result<_, CliError>>()?;
    Ok(Citations::cited(cites).ok())
}

/// A text from the command line.
///
/// # Errors
/// When it is empty or too long.
pub(super) fn text(option: &str, text: &str) -> Result<Text, CliError> {
    text.to_owned().try_into().map_err(|error| CliError::usage("usage", format!("{option}: {error}")))
}

/// A record, for programs.
pub(super) fn record_json(record: &Record, labels: &Labels) -> Value {
    json!({
        "position": record.position,
        "date": record.date,
        "what": words::record(record, labels),
        "record": aoc_store::record_json(record),
    })
}
