//! [`EventLog`]: the narrow interface under which commits are kept, in memory or on disk.

mod append;
mod cache;
mod commit;
#[cfg(feature = "sled")]
mod directory;
#[cfg(feature = "sled")]
mod ending;
#[cfg(feature = "sled")]
mod engine;
mod erase;
#[cfg(feature = "sled")]
mod fences;
mod group;
mod head;
#[cfg(feature = "sled")]
mod issued;
mod memory;
#[cfg(feature = "sled")]
mod message;
mod open;
#[cfg(feature = "sled")]
mod packing;
#[cfg(feature = "sled")]
mod portion;
#[cfg(feature = "sled")]
mod recovery;
#[cfg(feature = "sled")]
mod rehearsal;
#[cfg(feature = "sled")]
mod remains;
#[cfg(feature = "sled")]
mod sealed;
#[cfg(feature = "sled")]
mod sled;
#[cfg(feature = "sled")]
#[cfg(test)]
#[path = "../../tests/store/support.rs"]
pub(crate) mod support;
#[cfg(feature = "sled")]
mod walk;

use std::time::Duration;

use aoc_core::Position;

pub use append::{AppendError, Receipt, settle};
pub use cache::{Cache, CacheName, CacheNameError, ChunkError, Chunks};
pub use commit::{COMMIT_RECORDS_MAX, CommitError};
pub use memory::MemoryLog;
pub use open::OpenError;
#[cfg(feature = "sled")]
pub use remains::Remains;
#[cfg(feature = "sled")]
pub(crate) use remains::{Piece, Source};
#[cfg(feature = "sled")]
pub(crate) use sealed::Body;
#[cfg(feature = "sled")]
#[doc(hidden)]
pub use sealed::SealedFile;
#[cfg(feature = "sled")]
pub use sled::SledLog;

use crate::error::Error;
use crate::evidence::Issued;
use crate::frame::{FRAME_LEN_MAX, FRAME_RECORDS_MAX, Frame, FrameError, RECORD_LEN_MAX};

/// Frames in order; ends behind the first error.
pub type Frames<'a> = Box<dyn Iterator<Item = Result<Frame, Error>> + Send + 'a>;

/// What is stored, in order, whether or not it can be read; ends behind the first error of the storage.
pub type StoredFrames<'a> = Box<dyn Iterator<Item = Result<StoredFrame, Error>> + Send + 'a>;

/// What a log holds under one position: a frame, if its bytes are undamaged.
#[derive(Debug, Clone)]
pub struct StoredFrame {
    first: Position,
    frame: Result<Frame, FrameError>,
}

impl StoredFrame {
    /// What these bytes are, which lie under a position.
    pub fn read(first: Position, bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Self {
        let frame = Frame::parse(bytes).and_then(|frame| match frame.first() {
            own if own == first => Ok(frame),
            own => Err(FrameError::Misplaced { first: own }),
        });
        Self { first, frame }
    }

    /// The position under which it lies: that of its first record.
    #[must_use]
    pub const fn first(&self) -> Position {
        self.first
    }

    /// The frame, if the bytes are one that belongs here.
    ///
    /// # Errors
    /// [`Error::Frame`]: what is wrong with the bytes.
    pub fn frame(self) -> Result<Frame, Error> {
        self.frame.map_err(|cause| Error::Frame { first: self.first, cause })
    }

    #[cfg(feature = "sled")]
    fn map(self, change: impl FnOnce(Frame) -> Frame) -> Self {
        Self { frame: self.frame.map(change), ..self }
    }
}

impl From<Frame> for StoredFrame {
    fn from(frame: Frame) -> Self {
        Self { first: frame.first(), frame: Ok(frame) }
    }
}

/// What a log accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest record, in bytes, header and all.
    pub record_len_max: usize,
    /// The longest frame, in bytes.
    pub frame_len_max: usize,
    /// The most records in a frame.
    pub frame_records_max: usize,
    /// The most records in a commit.
    pub commit_records_max: usize,
}

impl Limits {
    /// What the format allows.
    pub const FORMAT: Self = Self {
        record_len_max: RECORD_LEN_MAX,
        frame_len_max: FRAME_LEN_MAX,
        frame_records_max: FRAME_RECORDS_MAX,
        commit_records_max: COMMIT_RECORDS_MAX,
    };
}

/// A log of commits (laws 1 and 2): dense positions, all or nothing, never changed, durable once
/// acknowledged. Only sealed bodies can be destroyed, which are no part of the records.
///
/// A reader sees whole, acknowledged commits only. One writer at a time wins: the others get
/// [`AppendError::Conflict`], catch up and decide again. An append has two steps, [`EventLog::write`] and
/// [`EventLog::sync`], so that several writers can share the second, which takes long.
///
/// ```
/// use aoc_core::{decide, Book, Citations, Draft, EventDate, PersonRegistered, Position, Timestamp};
/// use aoc_store::{EventLog, Frame, MemoryLog};
/// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
/// let event = PersonRegistered { person: "sampaio".parse()?, names };
/// let draft = Draft::new(event, EventDate::UNKNOWN, Citations::uncited());
/// let records = decide(&Book::default(), &[draft], Timestamp::from_micros(0))?;
///
/// let log = MemoryLog::new();
/// let receipt = log.append(Position::START, &Frame::of(&records)?)?;
/// assert_eq!(receipt.last, log.head()?);
/// for frame in log.frames(Position::FIRST)? {
///     assert_eq!(frame?.len(), 1);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait EventLog: Send + Sync {
    /// The position of the last record that was acknowledged; [`Position::START`] for an empty log.
    ///
    /// # Errors
    /// [`Error`] when the storage fails.
    fn head(&self) -> Result<Position, Error>;

    /// How far the log was written: the head, or what is behind it and not acknowledged yet.
    ///
    /// # Errors
    /// [`Error`] when the storage fails.
    fn written(&self) -> Result<Position, Error>;

    /// Puts one whole commit behind what was written last, if that is where the writer thinks it is: from now on
    /// it has its place. Nobody reads it, and nothing promises that it is kept, before it is [synced](Self::sync);
    /// what is written and never synced may be gone when the log is closed.
    ///
    /// Together the two are [`append`](Self::append). Between them others can write, and share the sync.
    ///
    /// ```
    /// # use aoc_core::{decide, Book, Citations, Draft, EventDate, PersonRegistered, Position, Timestamp};
    /// # use aoc_store::{EventLog, Frame, MemoryLog};
    /// # let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
    /// # let event = PersonRegistered { person: "sampaio".parse()?, names };
    /// # let draft = Draft::new(event, EventDate::UNKNOWN, Citations::uncited());
    /// # let records = decide(&Book::default(), &[draft], Timestamp::from_micros(0))?;
    /// let log = MemoryLog::new();
    /// let receipt = log.write(Position::START, &Frame::of(&records)?)?;
    /// assert_eq!((log.written()?, log.head()?), (receipt.last, Position::START));
    /// log.sync(receipt.last)?;
    /// assert_eq!(log.head()?, receipt.last);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`AppendError::Conflict`] with what was written last; [`AppendError::Failed`] when the frames are no commit;
    /// [`AppendError::Refused`] after a failure. Nothing was written.
    fn write(&self, expected: Position, frames: &[Frame]) -> Result<Receipt, AppendError>;

    /// Returns when everything up to there is acknowledged: it survives power loss, as far as the log promises that
    /// at all, and is read. One of those who wait does it for all that was written before; the others go along.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`] when nothing was written there. Any other [`Error`], to all who wait: whether it
    /// is kept is not known, nothing more is written, and the log must be opened again.
    fn sync(&self, upto: Position) -> Result<(), Error>;

    /// Appends one whole commit, if the log's end is still where the writer thinks it is. After `Ok` it survives
    /// power loss, as far as the log promises that at all. After a conflict, what was there first is read.
    ///
    /// # Errors
    /// [`AppendError`]: somebody else was first, the outcome is not known, or nothing was written.
    fn append(&self, expected: Position, frames: &[Frame]) -> Result<Receipt, AppendError> {
        match self.write(expected, frames) {
            Ok(receipt) => {
                let unknown = |cause| AppendError::Unknown { first: receipt.first, cause };
                self.sync(receipt.last).map_err(unknown)?;
                Ok(receipt)
            }
            Err(AppendError::Conflict { expected, actual }) => {
                // Whoever catches up now must find it.
                self.sync(actual).map_err(|_| AppendError::Refused)?;
                Err(AppendError::Conflict { expected, actual })
            }
            Err(error) => Err(error),
        }
    }

    /// What is stored from the frame on that holds `from`, unread: for verification.
    ///
    /// # Errors
    /// [`Error`] when the storage fails.
    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, Error>;

    /// The frame that holds a position, if the log goes that far.
    ///
    /// # Errors
    /// [`Error`] when the storage fails or the frame is damaged.
    fn frame(&self, position: Position) -> Result<Option<Frame>, Error>;

    /// Destroys the sealed bodies of these records, and their salts: afterwards nothing that reads the log finds
    /// them, and the log's own files do not hold them. Records, positions and head stay as they are. A body that was
    /// destroyed before is passed over. Whoever holds a frame that was read before, holds what was in it.
    ///
    /// What the log was copied to (backups, archives) is out of its reach, and so is what a file system or a disk
    /// keeps of bytes that were written over.
    ///
    /// # Errors
    /// [`Error::CannotErase`] when the log has no means to; [`Error::NoSuchRecord`] and
    /// [`RecordError::NotSealed`](crate::RecordError::NotSealed), with nothing destroyed; [`Error::Storage`] when
    /// the storage fails: erase again after opening.
    fn erase(&self, _positions: &[Position]) -> Result<(), Error> {
        Err(Error::CannotErase)
    }

    /// Waits until the log is longer than `after`, or the time is over, and gives the head.
    ///
    /// # Errors
    /// [`Error`] when the storage fails.
    fn wait(&self, after: Position, timeout: Duration) -> Result<Position, Error>;

    /// What the log accepts.
    fn limits(&self) -> Limits {
        Limits::FORMAT
    }

    /// A place beside the log for what is derived from it, if the log has one.
    fn cache(&self) -> Option<&dyn Cache> {
        None
    }

    /// The place beside the log where the checkpoints are remembered that were issued for it, if it has one.
    fn issued(&self) -> Option<&dyn Issued> {
        None
    }

    /// Whether writes are refused because an earlier one failed.
    fn is_poisoned(&self) -> bool {
        false
    }

    /// The frames from the one on that holds `from`, as far as the head is now.
    ///
    /// The iterator ends behind the first error, and gives an error where a position is missing, also at the end.
    ///
    /// # Errors
    /// [`Error`] when the storage fails.
    fn frames(&self, from: Position) -> Result<Frames<'_>, Error> {
        let head = self.head()?;
        let mut due: Option<Position> = None;
        let mut failed = false;
        let stored = self.stored(from)?.map(Some).chain(std::iter::once(None));
        Ok(Box::new(stored.map_while(move |stored| {
            if failed {
                return None;
            }
            let Some(stored) = stored else {
                let expected = due.unwrap_or_else(|| from.max(Position::FIRST));
                let is_short = expected <= head;
                return is_short.then(|| Err(Error::Gap { expected, found: expected.previous() }));
            };
            let frame = stored.and_then(StoredFrame::frame).and_then(|frame| match due {
                Some(expected) if expected != frame.first() => {
                    Err(Error::Gap { expected, found: frame.first() })
                }
                _ => Ok(frame),
            });
            match &frame {
                Ok(frame) => due = Some(frame.last().next()),
                Err(_) => failed = true,
            }
            Some(frame)
        })))
    }
}
