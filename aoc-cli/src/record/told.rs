//! [`Told`]: records and entities in words, for findings.

use aoc_core::{Draft, EntityId, Position, SourceId};
use aoc_replay::Ledger;
use serde_json::{Value, json};

use super::line::Slugs;
use crate::context::Context;
use crate::error::CliError;
use crate::labels::Labels;
use crate::words;

/// Tells what stands in a ledger.
pub(super) struct Told<'l> {
    ledger: &'l Ledger,
    /// What things are called.
    pub(super) labels: Labels,
}

/// A record as a finding shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    /// Where it stands.
    pub(super) position: Position,
    /// When it took effect (EDTF).
    pub(super) date: String,
    /// When it took effect, in words.
    pub(super) date_words: String,
    /// What it says.
    pub(super) what: String,
}

impl Seen {
    /// As JSON.
    pub(super) fn to_json(&self) -> Value {
        json!({"position": self.position, "date": self.date, "what": self.what})
    }

    /// In words.
    pub(super) fn words(&self) -> String {
        format!("record {} ({}): {}", self.position, self.date_words, self.what)
    }
}

impl<'l> Told<'l> {
    /// Reads all names.
    pub(super) fn of(context: &Context, ledger: &'l Ledger) -> Result<Self, CliError> {
        Ok(Self { ledger, labels: Labels::latest(context, ledger)? })
    }

    /// The name of an entity, or else its id as it was written, or else its id.
    pub(super) fn entity(&self, entity: EntityId, slugs: &Slugs) -> String {
        let register = self.labels.register();
        let known = register.get(entity).is_some() || register.source(SourceId::new(entity.uuid())).is_some();
        match slugs.get(&entity.uuid().to_string()) {
            Some(slug) if !known => format!("`{slug}`"),
            _ if known => self.labels.name(entity),
            _ => entity.uuid().to_string(),
        }
    }

    /// Whether the fact that the record at this place belongs to was retracted.
    pub(super) fn is_retracted(&self, position: Position) -> Result<bool, CliError> {
        Ok(self.ledger.standing(position)?.is_none())
    }

    /// Whether the book holds this very draft.
    pub(super) fn is_recorded(&self, draft: &Draft) -> Result<bool, CliError> {
        Ok(self.ledger.recorded(draft)?.is_some())
    }

    /// A record.
    pub(super) fn record(&self, position: Position) -> Result<Seen, CliError> {
        let record = self.ledger.record_at(position)?;
        Ok(Seen {
            position,
            date: record.date.to_string(),
            date_words: words::date(record.date),
            what: words::record(&record, &self.labels),
        })
    }
}
