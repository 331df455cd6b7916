//! [`Error`]: something failed. That the book says no is not among it.

use aoc_core::Position;

/// Something failed while reading or writing a ledger.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A view lies behind the last record.
    #[error(
        "position {asked} lies beyond the head: the book holds positions 1 to {head}; ask with a position up to {head}"
    )]
    BeyondHead {
        /// The position asked for.
        asked: Position,
        /// The last position.
        head: Position,
    },
    /// There is no such record.
    #[error("there is no record {position}: the book holds positions 1 to {head}")]
    NoSuchRecord {
        /// The position asked for.
        position: Position,
        /// The last position.
        head: Position,
    },
    /// There are more records than an index has room for.
    #[error(
        "there is no room in memory for record {position}: a ledger holds fewer than 4,294,967,295 records and entities touched by them"
    )]
    TooLong {
        /// The record.
        position: Position,
    },
    /// Others kept writing; the drafts were judged again each time.
    #[error(
        "others wrote to the ledger {tries} times while the drafts were judged; nothing was recorded: try again"
    )]
    Contended {
        /// How often it was tried.
        tries: u32,
    },
    /// Reading a record failed, and did not the second time.
    #[error(
        "record {position} could not be read the first time, and can be now: nothing was done; try again"
    )]
    ReadAgain {
        /// The record.
        position: Position,
    },
    /// A commit of no drafts.
    #[error("there is nothing to record: a commit holds at least one draft")]
    NothingToRecord,
    /// Reading the log failed.
    #[error(transparent)]
    Store(#[from] aoc_store::Error),
    /// A stored record cannot be read.
    #[error(transparent)]
    Record(#[from] aoc_store::RecordError),
    /// The ledger cannot be opened.
    #[error(transparent)]
    Open(#[from] aoc_store::OpenError),
    /// Writing failed, or its outcome is not known.
    #[error(transparent)]
    Append(#[from] aoc_store::AppendError),
    /// A person's erasure is recorded, but not all data are destroyed yet.
    #[error(
        "the erasure is recorded, but the data could not be destroyed yet ({cause}): open the ledger again, which does it"
    )]
    Erasure {
        /// What went wrong.
        cause: aoc_store::Error,
    },
    /// The log cannot prove or sign.
    #[error(transparent)]
    Evidence(#[from] aoc_store::EvidenceError),
    /// The book does not take the inventory.
    #[error("the inventory cannot be recorded, and no checkpoint was signed: {rejections}")]
    Inventory {
        /// Why.
        rejections: Box<aoc_core::Rejections>,
    },
    /// No inventory was taken before a checkpoint.
    #[error(
        "nothing was counted before the checkpoint of {upto} records: issue one with `aoc checkpoint`, which counts first"
    )]
    NoInventory {
        /// How many records the checkpoint speaks of.
        upto: Position,
    },
    /// Nothing can be proven of what no record speaks of.
    #[error(
        "no record up to the last inventory speaks of {entity}: that cannot be proven by a part of the book"
    )]
    NotInBook {
        /// The entity.
        entity: aoc_core::EntityId,
    },
    /// The question does not say what its answer rests on.
    #[error(
        "the answer rests on the whole book: it is proven by the book and its checkpoint, not by a part of it"
    )]
    RestsOnAll,
    /// The lock on the ledger's memory was poisoned by a panic in another thread.
    #[error(
        "another thread failed while it changed the ledger's memory: open the ledger again; the log is whole"
    )]
    Poisoned,
}
