//! [`ExtractError`]: why a part of the book proves no answer.

use aoc_core::{EntityId, Position};
use aoc_store::{CheckpointError, PolicyError, ProofError, RecordError};

/// Why a part of the book proves no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// Not an extract.
    #[error("line {line} of the extract: {why}")]
    Line {
        /// Which, from 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
    /// Written by a newer version.
    #[error("the extract is of format `{found}`, written by a newer version: check it with that one")]
    Newer {
        /// The format.
        found: String,
    },
    /// The checkpoint cannot be read.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The checkpoint is not to be trusted.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// A record is not in the log.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// What is in the log is no record.
    #[error("record {position}: {cause}")]
    Record {
        /// Where it stands.
        position: Position,
        /// What is wrong with it.
        cause: RecordError,
    },
    /// A record says that it stands elsewhere.
    #[error("record {position} says that it stands in another place")]
    Misplaced {
        /// Where it stands.
        position: Position,
    },
    /// The record is no inventory.
    #[error("record {position} is no inventory of what was recorded before it")]
    NoInventory {
        /// Where it stands.
        position: Position,
    },
    /// A record that the inventory does not count.
    #[error("record {position} is not among the {upto} that the inventory counts")]
    Uncounted {
        /// The record.
        position: Position,
        /// The last that is counted.
        upto: Position,
    },
    /// One record twice.
    #[error("record {position} stands twice in the extract")]
    Twice {
        /// The record.
        position: Position,
    },
    /// An entry is not in the inventory.
    #[error("it is not proven that the inventory says this of {entity}")]
    NotInInventory {
        /// The entity.
        entity: EntityId,
    },
    /// The entry of an entity is missing.
    #[error("the extract does not say how many records concern {entity}: something was left out")]
    NoEntry {
        /// The entity.
        entity: EntityId,
    },
    /// Records are missing.
    #[error(
        "of the records that concern {entity}, {found} are here, and there are {expected}: something was left out"
    )]
    Missing {
        /// The entity.
        entity: EntityId,
        /// How many there are.
        expected: u64,
        /// How many are here.
        found: u64,
    },
    /// The last record that is counted is missing, or ends no commit.
    #[error("record {upto}, the last that the inventory counts, is not here, or ends no commit")]
    NoEnd {
        /// The record.
        upto: Position,
    },
    /// What a record follows is missing.
    #[error("record {position} follows a fact that is not here: something was left out")]
    NoAnchor {
        /// The record.
        position: Position,
    },
    /// The question rests on the whole book.
    #[error("the answer rests on the whole book: no part of it proves it")]
    Everything,
    /// The records cannot be folded.
    #[error("the records give no answer: {why}")]
    Fold {
        /// Why.
        why: String,
    },
}
