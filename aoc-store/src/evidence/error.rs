//! [`EvidenceError`]: why a log gives no evidence.

use aoc_core::Position;

use super::checkpoint::CheckpointError;
use super::key::Origin;
use super::tree::TreeHead;
use crate::error::Error;

/// Why a log proves or signs nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EvidenceError {
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] Error),
    /// The log is not that long.
    #[error("there is no record {position}: the log has {head}")]
    Beyond {
        /// What was asked for.
        position: Position,
        /// How long the log is.
        head: Position,
    },
    /// The older of two is the longer one.
    #[error("a log of {new} records does not go on from one of {old}: give the smaller number first")]
    Backwards {
        /// What was called the older.
        old: Position,
        /// What was called the newer.
        new: Position,
    },
    /// Records are no longer what was hashed.
    #[error("the records from {from} to {to} were changed after they were hashed: run `aoc verify`")]
    Changed {
        /// The first of them.
        from: Position,
        /// The last.
        to: Position,
    },
    /// No place to remember checkpoints.
    #[error("this kind of log cannot remember the checkpoints that were issued for it, so none is")]
    CannotRemember,
    /// No checkpoint was issued yet.
    #[error(
        "no checkpoint of {least} records or more was issued for this ledger: issue one with `aoc checkpoint --key FILE`"
    )]
    NoCheckpoint {
        /// How many records it must speak of.
        least: Position,
    },
    /// What is remembered cannot be read.
    #[error(
        "the checkpoints that were issued for this ledger cannot be read ({cause}): restore its file `checkpoints` from a backup"
    )]
    Remembered {
        /// What is wrong.
        cause: CheckpointError,
    },
    /// Another name.
    #[error(
        "checkpoints of this ledger were issued as {remembered}, the key is that of {given}: one ledger has one name"
    )]
    OtherOrigin {
        /// In the checkpoints.
        remembered: Origin,
        /// In the key.
        given: Origin,
    },
    /// The log is shorter than it was.
    #[error("the log was rewound: a checkpoint of {} records was signed, and there are {head}", issued.upto)]
    Rewound {
        /// What was issued.
        issued: TreeHead,
        /// How long the log is.
        head: Position,
    },
    /// The log is not what it was.
    #[error("the log was changed or forked: its first {} records do not have the root that was signed for them", issued.upto)]
    Forked {
        /// What was issued.
        issued: TreeHead,
    },
    /// No checkpoint to add signatures to.
    #[error("no checkpoint that states the same was issued for this ledger")]
    NotIssued,
    /// A signature cannot be made.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The tree cannot be computed.
    #[error("the tree of hashes cannot be computed: {why}")]
    Hashing {
        /// Why.
        why: String,
    },
}
