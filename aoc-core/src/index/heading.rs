//! [`Heading`]: what an index takes in of a record.

use crate::date::Bounds;
use crate::day::Timestamp;
use crate::event::Entities;
use crate::id::{EventId, Position, SourceId};
use crate::kind::Kind;
use crate::record::{Record, Relation};

/// What an [`Index`](crate::Index) takes in of a record: its header, as far as needed, and the sources that it cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its place in the log.
    pub position: Position,
    /// The id that its draft was given.
    pub id: EventId,
    /// When its commit was recorded.
    pub recorded_at: Timestamp,
    /// The first record of its fact.
    pub origin: Position,
    /// How it stands to earlier records.
    pub relation: Relation,
    /// The fact (its first record) that it directly followed.
    pub after: Option<Position>,
    /// Between which days it took effect.
    pub effect: Bounds,
    /// Its kind.
    pub kind: Kind,
    /// The entities that it changes and names.
    pub entities: Entities,
    /// The sources that it cites.
    pub sources: Vec<SourceId>,
}

impl From<&Record> for Heading {
    fn from(record: &Record) -> Self {
        Self {
            position: record.position,
            id: record.id,
            recorded_at: record.recorded_at,
            origin: record.origin,
            relation: record.relation,
            after: record.after,
            effect: record.date.effect(),
            kind: record.kind,
            entities: record.entities.clone(),
            sources: record.meta.citations.iter().map(|citation| citation.source).collect(),
        }
    }
}
