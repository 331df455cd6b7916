//! [`RecordProof`], [`ExtensionProof`]: files that prove something of a log to whoever knows its key.

use std::fmt;
use std::str::FromStr;

use aoc_core::Position;
use data_encoding::BASE64;

use super::checkpoint::{Checkpoint, CheckpointError};
use super::hash::TreeHash;
use super::policy::{Policy, PolicyError};
use super::tree::{ProofError, TreeHead};
use crate::record::{RecordError, RecordView};

/// The first line of the proof of a record.
const TLOG_PROOF: &str = "c2sp.org/tlog-proof@v1";
const EXTRA: &str = "extra ";
const INDEX: &str = "index ";
const OLD: &str = "old ";

/// That a record is in a log: its bytes, the audit path and a checkpoint. As text it is a C2SP tlog-proof, with the bytes of
/// the record as `extra`. (An index counts from 0, a position from 1.)
///
/// The bytes of a sealed record hold no personal data, and neither does its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordProof {
    /// The record's bytes.
    pub record: Vec<u8>,
    /// Where it stands.
    pub position: Position,
    /// The audit path.
    pub path: Vec<TreeHash>,
    /// The checkpoint of a log that holds it.
    pub checkpoint: Checkpoint,
}

impl RecordProof {
    /// Checks it, and gives the record that it proves.
    ///
    /// # Errors
    /// [`CheckError`]: it proves nothing.
    pub fn check(&self, policy: &Policy) -> Result<RecordView<'_>, CheckError> {
        policy.check(&self.checkpoint)?;
        self.checkpoint.head().check_record(self.position, &self.record, &self.path)?;
        let view = RecordView::parse(&self.record)?;
        if view.position() == self.position {
            Ok(view)
        } else {
            Err(CheckError::Misplaced { at: self.position, says: view.position() })
        }
    }
}

impl fmt::Display for RecordProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{TLOG_PROOF}\n{EXTRA}{}", BASE64.encode(&self.record))?;
        writeln!(f, "{INDEX}{}", self.position.previous())?;
        write_path(f, &self.path, &self.checkpoint)
    }
}

impl FromStr for RecordProof {
    type Err = CheckError;

    fn from_str(text: &str) -> Result<Self, CheckError> {
        let (head, checkpoint) = split(text)?;
        let mut lines = head.lines();
        if lines.next() != Some(TLOG_PROOF) {
            return Err(CheckError::NoProof);
        }
        let record = lines.next().and_then(|line| line.strip_prefix(EXTRA)).ok_or(CheckError::NoRecord)?;
        let record = BASE64.decode(record.as_bytes()).map_err(|_| CheckError::NoRecord)?;
        let index = number(lines.next(), INDEX)?;
        let position = index.checked_add(1).map(Position::new).ok_or(CheckError::NoProof)?;
        Ok(Self { record, position, path: path(lines)?, checkpoint: checkpoint.parse()? })
    }
}

/// That a log goes on from what it was: nothing of that was changed or removed. As text it is what C2SP tlog-witness has a log
/// tell its witnesses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtensionProof {
    /// How long the log was.
    pub old: Position,
    /// The consistency proof.
    pub path: Vec<TreeHash>,
    /// What it is now.
    pub checkpoint: Checkpoint,
}

impl ExtensionProof {
    /// Checks that the log goes on from this head.
    ///
    /// # Errors
    /// [`CheckError`]: it is not proven.
    pub fn check(&self, old: &TreeHead, policy: &Policy) -> Result<(), CheckError> {
        policy.check(&self.checkpoint)?;
        if old.upto != self.old {
            return Err(CheckError::OtherSize { proof: self.old, given: old.upto });
        }
        Ok(self.checkpoint.head().check_extends(old, &self.path)?)
    }
}

impl fmt::Display for ExtensionProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{OLD}{}", self.old)?;
        write_path(f, &self.path, &self.checkpoint)
    }
}

impl FromStr for ExtensionProof {
    type Err = CheckError;

    fn from_str(text: &str) -> Result<Self, CheckError> {
        let (head, checkpoint) = split(text)?;
        let mut lines = head.lines();
        let old = Position::new(number(lines.next(), OLD)?);
        Ok(Self { old, path: path(lines)?, checkpoint: checkpoint.parse()? })
    }
}

/// A proof of either sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// Of a record.
    Record(RecordProof),
    /// Of what the log was before.
    Extension(ExtensionProof),
}

impl FromStr for Proof {
    type Err = CheckError;

    fn from_str(text: &str) -> Result<Self, CheckError> {
        if text.starts_with(TLOG_PROOF) {
            text.parse().map(Self::Record)
        } else if text.starts_with(OLD) {
            text.parse().map(Self::Extension)
        } else {
            Err(CheckError::NoProof)
        }
    }
}

fn write_path(f: &mut fmt::Formatter<'_>, path: &[TreeHash], checkpoint: &Checkpoint) -> fmt::Result {
    for hash in path {
        writeln!(f, "{hash}")?;
    }
    write!(f, "\n{checkpoint}")
}

/// What stands before the first empty line, and what behind it.
fn split(text: &str) -> Result<(&str, &str), CheckError> {
    text.split_once("\n\n").ok_or(CheckError::NoProof)
}

fn number(line: Option<&str>, word: &str) -> Result<u64, CheckError> {
    let digits = line.and_then(|line| line.strip_prefix(word)).ok_or(CheckError::NoProof)?;
    let number: u64 = digits.parse().map_err(|_| CheckError::NoProof)?;
    if number.to_string() == digits { Ok(number) } else { Err(CheckError::NoProof) }
}

fn path<'t>(lines: impl Iterator<Item = &'t str>) -> Result<Vec<TreeHash>, CheckError> {
    lines.map(|line| line.parse().map_err(|_| CheckError::NoProof)).collect()
}

/// A proof proves nothing, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// Not a proof at all.
    #[error(
        "this is no proof: the proof of a record begins with `{TLOG_PROOF}`, that of an earlier log with `old` and a number; hashes, an empty line and a checkpoint follow"
    )]
    NoProof,
    /// The record is not with it.
    #[error(
        "the proof does not carry its record: the second line must be `extra` and the record's bytes in base64"
    )]
    NoRecord,
    /// The checkpoint cannot be read.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The checkpoint is not to be trusted.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The hashes do not prove it.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// What is proven is not a record.
    #[error("what is proven to be in the log is not a record: {0}")]
    Record(#[from] RecordError),
    /// The record says that it stands elsewhere.
    #[error("record {at} says that it is record {says}: whoever signed the checkpoint wrote no sound ledger")]
    Misplaced {
        /// Where it stands.
        at: Position,
        /// Where it says it does.
        says: Position,
    },
    /// The proof begins elsewhere.
    #[error("the proof goes on from {proof} records, the earlier checkpoint speaks of {given}")]
    OtherSize {
        /// How many records the proof begins at.
        proof: Position,
        /// How many the given head has.
        given: Position,
    },
}
