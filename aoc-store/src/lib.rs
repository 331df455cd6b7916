//! The bytes, the log and the durability of the partnership ledger.
//!
//! A commit of [`Record`](aoc_core::Record)s becomes [`Frame`]s; an [`EventLog`] appends them, all or
//! nothing, and acknowledges them once they survive power loss. A [`RecordView`] reads a record in its
//! bytes. [`verify`] reads every byte again. [`export`] writes an archive that [`import`] reads back.
//!
//! It judges nothing: what may be recorded is decided in `aoc-core`. It answers nothing: views and
//! projections are `aoc-replay`, whose `Ledger` is what an embedder wants to hold.
//!
//! ```
//! use aoc_core::{decide, Book, Citations, Draft, EventDate, PersonRegistered};
//! use aoc_store::{verify, Clock, EventLog, Frame, MemoryLog, SystemClock};
//! let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
//! let event = PersonRegistered { person: "sampaio".parse()?, names };
//! let draft = Draft::new(event, EventDate::UNKNOWN, Citations::uncited());
//!
//! let log = MemoryLog::new();
//! let records = decide(&Book::default(), &[draft], SystemClock.now())?;
//! log.append(log.head()?, &Frame::of(&records)?)?;
//! assert!(verify(&log, &mut |_| {})?.is_sound());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

// On the workspace's list they would speak of the tests too.
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::string_slice))]

mod archive;
#[cfg(feature = "sled")]
mod backup;
mod clock;
mod error;
mod evidence;
mod file_kind;
mod frame;
mod lines;
mod log;
mod owner_only;
mod record;
mod salts;
#[cfg(feature = "sled")]
mod salvage;
mod subscribe;
mod tiled;
mod transfer;
mod verify;

pub use archive::{ARCHIVE_FORMAT, ArchiveError, Difference, export, import, record_json};
#[cfg(feature = "sled")]
pub use backup::{Backup, BackupError, backup};
pub use clock::{Clock, FixedClock, SystemClock};
pub use error::{Error, Fault};
pub use evidence::{
    CheckError, Checkpoint, CheckpointError, Evidence, EvidenceError, ExtensionProof, HashList, Issued,
    KeyError, KeyRole, Origin, OriginError, Policy, PolicyError, Proof, ProofError, RecordProof, SigningKey,
    TreeHash, TreeHashError, TreeHead, TreeHeadError, VerifierKey,
};
pub use file_kind::FileKind;
pub use frame::{
    CheckedFrame, FRAME_FORMAT, FRAME_LEN_MAX, FRAME_RECORDS_MAX, Frame, FrameError, RECORD_LEN_MAX, Records,
};
pub use lines::{BoundedLines, ByteNumber, Line, LineEnd, LineError, LineLimit, LineNumber};
#[cfg(feature = "sled")]
#[doc(hidden)]
pub use log::SealedFile;
pub use log::{
    AppendError, COMMIT_RECORDS_MAX, Cache, CacheName, CacheNameError, ChunkError, Chunks, CommitError,
    EventLog, Frames, Limits, MemoryLog, OpenError, Receipt, StoredFrame, StoredFrames, settle,
};
#[cfg(feature = "sled")]
pub use log::{Remains, SledLog};
pub use record::{RECORD_FORMAT, RecordBytes, RecordError, RecordView, encode_record, encode_sidecar};
pub use salts::{Salts, SeededSalts, SystemSalts};
#[cfg(feature = "sled")]
pub use salvage::{Loss, Salvage, SalvageError};
pub use subscribe::Subscription;
pub use tiled::{TiledError, TiledLog, restore, write_tiled};
pub use verify::{ByteReport, Damage, DamageKind, verify, verify_against};
