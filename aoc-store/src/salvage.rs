//! [`Salvage`]: the longest beginning of a ledger that can be put together again from what is left of it.

mod chain;
mod loss;

use aoc_core::Position;

use crate::error::Error;
use crate::evidence::{Evidence, EvidenceError, TreeHead};
use crate::frame::Frame;
use crate::log::{AppendError, EventLog, MemoryLog, Remains};
use crate::transfer::{fill, is_untouched};
use chain::Chain;
pub use loss::Loss;

/// Why nothing was salvaged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SalvageError {
    /// The archive that was added is not one of this ledger.
    #[error(
        "the archive is not one of this ledger: at {position} it holds another record; name one that was made of it"
    )]
    OtherArchive {
        /// Where they differ first.
        position: Position,
    },
    /// The log to salvage into holds records.
    #[error("the ledger to salvage into already holds records: create an empty one")]
    Occupied,
    /// It holds other records than were given to it.
    #[error(
        "the new ledger does not hold what was salvaged: {found:?} instead of {salvaged:?}; its disk is not to be trusted"
    )]
    NotKept {
        /// What was given.
        salvaged: TreeHead,
        /// What it holds.
        found: TreeHead,
    },
    /// A log cannot be read.
    #[error(transparent)]
    Log(#[from] Error),
    /// The tree of hashes cannot be made.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// The new ledger does not take what was salvaged.
    #[error(transparent)]
    Append(#[from] AppendError),
}

/// The longest beginning of a ledger that can be put together again: whole commits, each record whole, by its checksum, and in
/// its place, each commit recorded after the one before.
///
/// ```
/// use aoc_core::Position;
/// use aoc_store::{EventLog, Remains, Salvage, SledLog};
/// let place = tempfile::tempdir()?;
/// let (damaged, new) = (place.path().join("damaged"), place.path().join("new"));
/// drop(SledLog::create(&damaged)?);
/// std::fs::remove_file(damaged.join("conf"))?;
/// assert!(SledLog::open(&damaged).is_err());
///
/// let salvage = Salvage::of(&Remains::read(&damaged)?)?;
/// let log = SledLog::create(&new)?;
/// let head = salvage.put_into(&log, &mut |_| {})?;
/// assert_eq!(head.upto, Position::START); // nothing had been recorded
/// assert!(!salvage.loss().is_any());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Salvage {
    log: MemoryLog,
    issued: Vec<u8>,
    loss: Loss,
}

impl Salvage {
    /// Puts together what fits.
    ///
    /// # Errors
    /// [`SalvageError::OtherArchive`]; others only if memory holds no log.
    pub fn of(remains: &Remains) -> Result<Self, SalvageError> {
        Self::up_to(remains, Position::new(u64::MAX))
    }

    /// The same, but nothing behind a position.
    pub(crate) fn up_to(remains: &Remains, end: Position) -> Result<Self, SalvageError> {
        let log = MemoryLog::new();
        let (mut chain, mut head) = (Chain::of(remains)?, Position::START);
        while chain.due() <= end
            && let Some(commit) = chain.next()
        {
            head = log.append(head, &Frame::of_bytes(&commit)?)?.last;
        }
        Ok(Self {
            loss: Loss::of(remains, head, chain.bodies_lost()),
            log,
            issued: remains.issued().to_vec(),
        })
    }

    /// What was put together.
    #[must_use]
    pub const fn log(&self) -> &MemoryLog {
        &self.log
    }

    /// What is not in it.
    #[must_use]
    pub const fn loss(&self) -> &Loss {
        &self.loss
    }

    /// Records it in an empty log, with the checkpoints that were issued: also with those that speak of lost records, for what
    /// is left must not be signed as if it were all. `progress` is told the position reached.
    ///
    /// # Errors
    /// [`SalvageError`]: the log is not empty, or fails.
    pub fn put_into(
        &self,
        log: &dyn EventLog,
        progress: &mut dyn FnMut(Position),
    ) -> Result<TreeHead, SalvageError> {
        if !is_untouched(log)? {
            return Err(SalvageError::Occupied);
        }
        let found = fill::<SalvageError>(&self.log, &self.issued, log, progress)?;
        let salvaged = TreeHead { upto: found.upto, root: Evidence::root_of(&self.log, found.upto)? };
        if found == salvaged { Ok(found) } else { Err(SalvageError::NotKept { salvaged, found }) }
    }
}
