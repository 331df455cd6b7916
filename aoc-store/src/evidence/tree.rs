//! [`TreeHead`]: what a Merkle tree says of a log, and what can be checked against it without the log.

use std::fmt;
use std::str::FromStr;

use aoc_core::Position;
use tlog_tiles::{Hash, check_record, check_tree};

use super::hash::TreeHash;

/// The longest proof: a tree of 2⁶⁴ records is that high.
const PROOF_LEN_MAX: usize = 64;

/// The root of the Merkle tree over the first records of a log, and how many these are: a *tree head* in the words of RFC 6962.
/// Whoever holds one can tell whether a record is among them, and whether a longer log goes on from them.
///
/// ```
/// use aoc_core::Position;
/// use aoc_store::{TreeHash, TreeHead};
/// let one = TreeHead { upto: Position::FIRST, root: TreeHash::of_record(b"some record") };
/// assert!(one.check_record(Position::FIRST, b"some record", &[]).is_ok());
/// assert!(one.check_record(Position::FIRST, b"another", &[]).is_err());
/// assert_eq!(one.to_string().parse(), Ok(one)); // `1 ` and the root in base64
/// assert!("1".parse::<TreeHead>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeHead {
    /// The last record; [`Position::START`] for none.
    pub upto: Position,
    /// The root of the tree.
    pub root: TreeHash,
}

impl TreeHead {
    /// That of a log without records.
    pub const EMPTY: Self = Self { upto: Position::START, root: TreeHash::EMPTY };

    /// Checks a Merkle audit path (RFC 6962, section 2.1.1): that the record at a position has these bytes.
    ///
    /// # Errors
    /// [`ProofError`]: it is not proven.
    pub fn check_record(&self, at: Position, bytes: &[u8], path: &[TreeHash]) -> Result<(), ProofError> {
        let index = at.get().checked_sub(1).filter(|_| at <= self.upto);
        let index = index.ok_or(ProofError::Beyond { position: at, upto: self.upto })?;
        check_len(path)?;
        let (path, leaf) = (hashes(path), TreeHash::of_record(bytes).into());
        let checked = check_record(&path, self.upto.get(), self.root.into(), index, leaf);
        checked.map_err(|_| ProofError::NotInTree { position: at })
    }

    /// Checks a Merkle consistency proof (RFC 6962, section 2.1.2): that the log of this head goes on from that of an
    /// earlier one. Every log goes on from the empty one, with an empty proof.
    ///
    /// # Errors
    /// [`ProofError`]: it is not proven.
    pub fn check_extends(&self, earlier: &Self, path: &[TreeHash]) -> Result<(), ProofError> {
        let (old, new) = (earlier.upto, self.upto);
        if old > new {
            return Err(ProofError::Shorter { old, new });
        }
        check_len(path)?;
        if old == Position::START {
            let is_empty = earlier.root == TreeHash::EMPTY && (new != old || self.root == earlier.root);
            return match path {
                [] if is_empty => Ok(()),
                _ => Err(ProofError::NotExtended { old, new }),
            };
        }
        if old == new && self.root != earlier.root {
            return Err(ProofError::Forked { upto: new });
        }
        let checked = check_tree(&hashes(path), new.get(), self.root.into(), old.get(), earlier.root.into());
        checked.map_err(|_| ProofError::NotExtended { old, new })
    }
}

impl fmt::Display for TreeHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.upto, self.root)
    }
}

impl FromStr for TreeHead {
    type Err = TreeHeadError;

    fn from_str(text: &str) -> Result<Self, TreeHeadError> {
        let (upto, root) = text.trim().split_once(' ').ok_or(TreeHeadError)?;
        let number: u64 = upto.parse().map_err(|_| TreeHeadError)?;
        let root = root.parse().map_err(|_| TreeHeadError)?;
        Ok(Self { upto: Position::new(number), root })
    }
}

/// A text is not a [`TreeHead`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the head of a tree is a number of records, a space, and the root in base64 (44 characters)")]
pub struct TreeHeadError;

fn check_len(path: &[TreeHash]) -> Result<(), ProofError> {
    if path.len() > PROOF_LEN_MAX { Err(ProofError::TooLong { len: path.len() }) } else { Ok(()) }
}

fn hashes(path: &[TreeHash]) -> Vec<Hash> {
    path.iter().copied().map(Hash::from).collect()
}

/// Something is not proven.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// The position lies outside of the tree.
    #[error("there is no record {position} among the {upto} that the checkpoint speaks of")]
    Beyond {
        /// The position.
        position: Position,
        /// How far the tree goes.
        upto: Position,
    },
    /// The path does not lead from the record to the root.
    #[error(
        "it is not proven that record {position} has these bytes: the proof does not lead to the root of the checkpoint"
    )]
    NotInTree {
        /// The position.
        position: Position,
    },
    /// The later log is the shorter one.
    #[error("the log was rewound: it had {old} records, and now it has {new}")]
    Shorter {
        /// How many records the earlier head speaks of.
        old: Position,
        /// How many the later one does.
        new: Position,
    },
    /// Two roots for one size.
    #[error("the log was forked: there are two different roots for its first {upto} records")]
    Forked {
        /// How many records.
        upto: Position,
    },
    /// The path does not lead from the earlier root to the later one.
    #[error(
        "it is not proven that the log of {new} records goes on from that of {old}: the proof does not lead from root to root"
    )]
    NotExtended {
        /// How many records the earlier head speaks of.
        old: Position,
        /// How many the later one does.
        new: Position,
    },
    /// No tree is that high.
    #[error("a proof of {len} hashes is longer than any tree is high")]
    TooLong {
        /// How many hashes there are.
        len: usize,
    },
}
