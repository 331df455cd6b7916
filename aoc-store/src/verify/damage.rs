//! [`Damage`]: what can be wrong with a log, and where.

use std::fmt;

use aoc_core::{Position, Timestamp};

use crate::error::Error;
use crate::evidence::{EvidenceError, TreeHead};

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The record; the first one of a frame that cannot be read at all.
    pub position: Position,
    /// What is wrong with it.
    pub what: DamageKind,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            DamageKind::Unreadable(error) => error.fmt(f),
            what => write!(f, "record {}: {what}", self.position),
        }
    }
}

/// What can be wrong with a stored record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DamageKind {
    /// Its bytes, or those of its frame, cannot be read.
    #[error(transparent)]
    Unreadable(Error),
    /// Positions are missing or stand twice.
    #[error("the records from {from} to {to} are missing or stand in another place")]
    Missing {
        /// The first.
        from: Position,
        /// The last.
        to: Position,
    },
    /// It says that it belongs to another commit than the records around it.
    #[error("it says that its commit starts at {found}; by its neighbours it starts at {expected}")]
    Commit {
        /// By its neighbours.
        expected: Position,
        /// What it says.
        found: Position,
    },
    /// The log ends, or another commit starts, before the commit has ended.
    #[error("its commit has no end")]
    NoEnd,
    /// Not recorded when the rest of its commit was.
    #[error("it was recorded at {found}, its commit at {expected}")]
    OtherTime {
        /// When its commit was.
        expected: Timestamp,
        /// What it says.
        found: Timestamp,
    },
    /// Not recorded after the commit before it.
    #[error("it was recorded at {found}, not after the commit before it at {before}")]
    NotLater {
        /// When the commit before was.
        before: Timestamp,
        /// What it says.
        found: Timestamp,
    },
    /// It and the record to which it refers do not belong to one fact.
    #[error("it says that its fact starts at {origin}, but its target {target} belongs to another")]
    OtherFact {
        /// The fact it claims.
        origin: Position,
        /// The record it refers to.
        target: Position,
    },
    /// Its sealed body is gone, and nothing tells why.
    #[error("its sealed body is gone, and no record says that it was erased")]
    Gone,
    /// The records up to here are not those that a checkpoint speaks of.
    #[error("the records up to here are not those that were signed: their root is {}, not {}", found.root, signed.root)]
    NotAsSigned {
        /// What the checkpoint states.
        signed: TreeHead,
        /// What is so.
        found: TreeHead,
    },
    /// A checkpoint speaks of more records.
    #[error("the log was rewound: a checkpoint speaks of {} records", signed.upto)]
    Rewound {
        /// What the checkpoint states.
        signed: TreeHead,
    },
    /// What is remembered of checkpoints cannot be read.
    #[error(transparent)]
    Checkpoints(EvidenceError),
    /// It follows a record that is not the first of a fact.
    #[error("it follows record {anchor}, which is not the first of a fact")]
    Anchor {
        /// The record.
        anchor: Position,
    },
}
