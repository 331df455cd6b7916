//! [`BatchSize`]: how many drafts of many go into one commit.

use std::fmt;
use std::str::FromStr;

use aoc_store::COMMIT_RECORDS_MAX;

/// The most drafts that [`Ledger::record_all`](super::Ledger::record_all) puts into one commit: from one to as many as a
/// commit may hold.
///
/// ```
/// use aoc_replay::BatchSize;
/// assert_eq!(BatchSize::default().drafts(), 1_000);
/// assert_eq!("250".parse::<BatchSize>()?, BatchSize::of_drafts(250)?);
/// assert!(BatchSize::of_drafts(0).unwrap_err().to_string().contains("1 to 65536"));
/// # Ok::<(), aoc_replay::BatchSizeError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchSize(usize);

/// No batch has this size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a batch holds 1 to {COMMIT_RECORDS_MAX} drafts: give a number among these")]
pub struct BatchSizeError;

impl BatchSize {
    /// As many drafts as one commit may hold.
    pub const MAX: Self = Self(COMMIT_RECORDS_MAX);

    /// So many drafts.
    ///
    /// # Errors
    /// [`BatchSizeError`] when a commit cannot hold so many, or it is none.
    pub const fn of_drafts(drafts: usize) -> Result<Self, BatchSizeError> {
        if drafts == 0 || drafts > COMMIT_RECORDS_MAX { Err(BatchSizeError) } else { Ok(Self(drafts)) }
    }

    /// How many drafts.
    #[must_use]
    pub const fn drafts(self) -> usize {
        self.0
    }
}

impl Default for BatchSize {
    /// A thousand drafts: the disk is waited for seldom, and a rejection has few others to say no to.
    fn default() -> Self {
        Self(1_000)
    }
}

impl FromStr for BatchSize {
    type Err = BatchSizeError;

    fn from_str(text: &str) -> Result<Self, BatchSizeError> {
        text.parse().map_err(|_| BatchSizeError).and_then(Self::of_drafts)
    }
}

impl fmt::Display for BatchSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
