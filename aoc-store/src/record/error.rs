//! [`RecordError`]: why bytes are not a record, or a record cannot become bytes.

use aoc_core::{BodyError, EventDate, MetaError, Position};

/// Why bytes are not a record, or a record cannot be written as bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// Fewer bytes than a header has.
    #[error("{len} bytes are too few for a record: it is cut off")]
    TooShort {
        /// How many there are.
        len: usize,
    },
    /// Written by a newer version of the library.
    #[error("the record has format version {version}, written by a newer version: read it with that one")]
    NewerVersion {
        /// The format version.
        version: u8,
    },
    /// The header's lengths do not add up to the record's.
    #[error("the record has {found} bytes where its header says {expected}")]
    Length {
        /// What the header says.
        expected: usize,
        /// What there is.
        found: usize,
    },
    /// The header says what no version of this library writes.
    #[error("the record's header is damaged or was made by something else: {what}")]
    Malformed {
        /// What is wrong.
        what: &'static str,
    },
    /// A date bound outside of the calendar.
    #[error("{number} is not the number of a day from year 0000 to 9999")]
    Day {
        /// The number of days since 1970-01-01.
        number: i32,
    },
    /// An entity of a kind that this version does not know.
    #[error("entity kind {code:#06x} is not known to this version: read it with a newer one")]
    UnknownEntityKind {
        /// The kind's number.
        code: u16,
    },
    /// The bytes are not those that were written.
    #[error("the record's checksum does not fit its bytes: they have changed since they were written")]
    Checksum,
    /// The record stands in another place than the one it claims.
    #[error("the record says that its position is {found}")]
    Misplaced {
        /// The place it claims.
        found: Position,
    },
    /// What stands beside the record is not what was sealed.
    #[error("the sealed body does not fit its digest: its bytes have changed since they were written")]
    SealBroken,
    /// A sealed body is not there, and was not destroyed by an erasure.
    #[error("its sealed body is missing, and was not erased")]
    BodyMissing,
    /// A sealed body was destroyed, and nothing is left to be said.
    #[error("its body was erased, and an event of its kind says nothing without it")]
    BodyErased,
    /// The body of a record that is to be erased stands in the record itself.
    #[error(
        "its body is not sealed: it is part of the record, which never changes, and cannot be erased; export the ledger, and leave the record out where its drafts are recorded anew"
    )]
    NotSealed,
    /// The body cannot be read.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// What stands beside the event cannot be read.
    #[error(transparent)]
    Meta(#[from] MetaError),
    /// The header names other entities than the event.
    #[error("the header names other entities than the event does")]
    Entities,
    /// The date cannot be said in EDTF, so an export would lose it.
    #[error("the date {date:?} cannot be written as EDTF and read back: give bounds that EDTF can say")]
    Date {
        /// The date.
        date: EventDate,
    },
    /// More entities than the header can count.
    #[error("the event changes or names {count} entities; at most 255 of each can be recorded: split it")]
    TooManyEntities {
        /// How many.
        count: usize,
    },
    /// Longer than a frame holds.
    #[error(
        "the record has {len} bytes; at most {max} can be recorded: shorten its body, texts or citations"
    )]
    TooLong {
        /// How many.
        len: usize,
        /// The most.
        max: usize,
    },
    /// The parts of the record do not fit each other.
    #[error("the record contradicts itself: {what}")]
    Contradiction {
        /// What does not fit.
        what: &'static str,
    },
    /// Encoding and decoding do not give the same record.
    #[error("the record would not be read back as it is: {why}")]
    NotReadBack {
        /// What reading it back met.
        why: String,
    },
}
