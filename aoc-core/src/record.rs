//! [`Record`]: a draft that was accepted, and what stands beside its event.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::citation::{Citations, decode_sources};
use crate::date::EventDate;
use crate::day::Timestamp;
use crate::event::{Entities, Event, decode, encode};
use crate::id::{EventId, Position, SourceId};
use crate::kind::{Kind, SchemaVersion};
use crate::name::Text;
use crate::seal::Seal;

/// Which rules judged a record. New rules do not condemn old records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleSetVersion(u16);

/// Which code lists (ISO 3166-1, UN M49) a record was checked against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodeListVersion(u16);

macro_rules! version {
    ($name:ident, $current:literal) => {
        impl $name {
            /// The one this version of the library uses.
            pub const CURRENT: Self = Self($current);

            /// The version with this number.
            #[must_use]
            pub const fn new(number: u16) -> Self {
                Self(number)
            }

            /// The number.
            #[must_use]
            pub const fn get(self) -> u16 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

version!(RuleSetVersion, 1);
version!(CodeListVersion, 1);

/// How a record stands to earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// A new fact.
    New,
    /// A new version of a fact: we were wrong.
    Correction {
        /// The version it replaces.
        target: Position,
    },
    /// The fact never happened.
    Retraction {
        /// The version it takes back.
        target: Position,
    },
    /// A second source for a fact that stands.
    Corroboration {
        /// The version that the second source confirms.
        target: Position,
    },
}

impl Relation {
    /// The record it refers to.
    #[must_use]
    pub const fn target(self) -> Option<Position> {
        match self {
            Self::New => None,
            Self::Correction { target } | Self::Retraction { target } | Self::Corroboration { target } => {
                Some(target)
            }
        }
    }

    /// The version that no longer stands from here on.
    #[must_use]
    pub const fn replaces(self) -> Option<Position> {
        match self {
            Self::New | Self::Corroboration { .. } => None,
            Self::Correction { target } | Self::Retraction { target } => Some(target),
        }
    }
}

/// Whether more records of the same commit follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitEnd {
    /// More follow.
    Open,
    /// It is the commit's last record.
    Last,
}

/// What stands beside an event: why it is believed and how it came into the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The sources.
    pub citations: Citations,
    /// Who recorded it.
    pub actor: Option<Text>,
    /// On whose authority.
    pub authority: Option<Text>,
    /// Why (a correction and a retraction always say).
    pub reason: Option<Text>,
    /// The words in which the source gave the date.
    pub words: Option<Text>,
    /// The event that led to this one, in the embedder's own flow.
    pub causation: Option<EventId>,
    /// What holds several events together, in the embedder's own flow.
    pub correlation: Option<EventId>,
}

impl Meta {
    /// Nothing but the citations.
    #[must_use]
    pub const fn new(citations: Citations) -> Self {
        Self {
            citations,
            actor: None,
            authority: None,
            reason: None,
            words: None,
            causation: None,
            correlation: None,
        }
    }

    /// Its bytes (bincode), as records hold them.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encode(self)
    }

    /// Of such bytes only the sources that are cited. What else they say is not looked at.
    ///
    /// # Errors
    /// [`MetaError`] when the bytes begin with something else; never a panic, never a large allocation.
    pub fn decode_sources(bytes: &[u8]) -> Result<Vec<SourceId>, MetaError> {
        decode_sources(bytes).map_err(|why| MetaError { why })
    }

    /// Reads the bytes that [`Meta::encode`] wrote.
    ///
    /// # Errors
    /// [`MetaError`] when the bytes are something else; never a panic, never a large allocation.
    pub fn decode(bytes: &[u8]) -> Result<Self, MetaError> {
        decode(Kind::new(0), bytes).map_err(|error| MetaError { why: error.to_string() })
    }
}

/// Why bytes are not the meta of a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("what stands beside the event cannot be read: {why}")]
pub struct MetaError {
    /// What the decoder met.
    pub why: String,
}

/// A draft that was accepted: its place in the log and everything it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its place in the log.
    pub position: Position,
    /// The place of its commit's first record.
    pub commit: Position,
    /// Whether it ends the commit.
    pub end: CommitEnd,
    /// The id that its draft was given.
    pub id: EventId,
    /// When its commit was recorded.
    pub recorded_at: Timestamp,
    /// The first record of its fact; its own place for a new one.
    pub origin: Position,
    /// How it stands to earlier records.
    pub relation: Relation,
    /// The fact (its first record) that it directly followed, where the source says so.
    pub after: Option<Position>,
    /// When it took effect; [`EventDate::UNKNOWN`] for what lies on no axis of time.
    pub date: EventDate,
    /// Its kind: that of the fact for a retraction.
    pub kind: Kind,
    /// The layout of its body.
    pub schema: SchemaVersion,
    /// The entities it changes and names: those of the fact for a retraction.
    pub entities: Entities,
    /// What happened; nothing for a retraction or a corroboration.
    pub event: Option<Event>,
    /// Whether the event's body stands in the record, beside it, or nowhere any more.
    pub seal: Seal,
    /// What stands beside the event.
    pub meta: Meta,
    /// Which rules judged it.
    pub rules: RuleSetVersion,
    /// Which code lists it was checked against.
    pub codes: CodeListVersion,
}
