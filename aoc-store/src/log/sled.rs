//! [`SledLog`]: a log on disk. The only file that names sled.

use std::any::Any;
use std::fmt;
use std::fs::File;
use std::io;
use std::ops::Bound;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use aoc_core::{CommitEnd, Position, Timestamp};

use super::directory::{Directory, SEALED};
use super::group::Group;
use super::sealed::{SealedFile, Tail};
use super::{AppendError, EventLog, OpenError, Receipt, StoredFrame, StoredFrames, erase};
use crate::error::{Error, Fault};
use crate::frame::Frame;
use crate::record::RecordError;

/// Always explicit: sled, opened with another size than the files were written with, loses data. A node
/// of more than a quarter of it becomes a blob file, which sled does not sync.
const SEGMENT_LEN: usize = 4 * 1024 * 1024;
/// Keys are positions. Those from here on are reserved for what is not a frame.
const KEY_MAX: u64 = u64::MAX >> 1;
/// sled's own lock on a log that was just closed in this process goes a little later than the log.
const LOCK_TRIES: u32 = 400;
const LOCK_PAUSE: Duration = Duration::from_millis(5);

/// A log on disk, in a directory of its own that only its owner can read.
///
/// An append is acknowledged once it survives power loss: it was written, flushed and synced
/// (`fdatasync`). One process at a time holds a ledger open. The memory it takes grows with the log:
/// what was read once stays.
///
/// When a write fails, nothing acknowledged is lost, but the log refuses to write until it is opened
/// again. Damage that the storage engine meets is an error; what it says on standard error when it
/// panics comes from the program's own panic hook.
///
/// ```
/// use aoc_core::{decide, Book, Citations, Draft, EventDate, PersonRegistered, Position, Timestamp};
/// use aoc_store::{EventLog, Frame, SledLog};
/// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
/// let event = PersonRegistered { person: "sampaio".parse()?, names };
/// let draft = Draft::new(event, EventDate::UNKNOWN, Citations::uncited());
/// let records = decide(&Book::default(), &[draft], Timestamp::from_micros(0))?;
///
/// let place = tempfile::tempdir()?;
/// let dir = place.path().join("ledger");
/// let log = SledLog::create(&dir)?;
/// log.append(Position::START, &Frame::of(&records)?)?;
/// drop(log);
///
/// let log = SledLog::open(&dir)?;
/// assert_eq!(log.head()?, Position::FIRST);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct SledLog {
    /// Always there but while the log is dropped. Goes before the lock in `directory`.
    db: Option<sled::Db>,
    /// A second handle to sled's file: sled's own `flush` does not reach the disk on Linux.
    data: File,
    directory: Directory,
    /// Sealed bodies: sled keeps what was overwritten, and they must be able to go.
    sealed: SealedFile,
    end: Group,
}

impl SledLog {
    /// Creates an empty ledger in a new or empty directory, and opens it.
    ///
    /// # Errors
    /// [`OpenError`]: there is a ledger or something else already, or the system refuses.
    pub fn create(dir: impl AsRef<Path>) -> Result<Self, OpenError> {
        let directory = Directory::create(dir.as_ref())?;
        let log = Self::start(directory)?;
        let dir = || log.dir().to_owned();
        let flushed = log.db().and_then(|db| contain("writing an empty log", || db.flush()));
        flushed.map_err(|cause| OpenError::Log { dir: dir(), cause })?;
        log.directory.sync_created()?;
        Ok(log)
    }

    /// Opens a ledger. Creates nothing where there is none.
    ///
    /// # Errors
    /// [`OpenError`]: there is no ledger, it is in use, newer than this library, cut off or damaged, or
    /// the system refuses.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::start(Directory::open(dir.as_ref())?)
    }

    fn start(directory: Directory) -> Result<Self, OpenError> {
        let dir = directory.path().to_owned();
        let db = open_db(&dir)?;
        directory.restrict()?;
        directory.check_blobs().map_err(|fault| OpenError::Storage { path: dir.join("blobs"), fault })?;
        let data = directory.data()?;
        let (found, last) = last_record(&db).map_err(|cause| OpenError::Log { dir: dir.clone(), cause })?;
        match directory.acknowledged() {
            Some(acknowledged) if acknowledged > found => {
                return Err(OpenError::Lost { dir, acknowledged, found });
            }
            _ => {
                // What was found may have been written by a commit that was never synced.
                data.sync_data().map_err(|error| OpenError::of_io(&dir, &error))?;
                directory.acknowledge(found);
            }
        }
        let unread = |error: io::Error| OpenError::of_io(dir.join(SEALED), &error);
        let (sealed, tail) = SealedFile::read(directory.sealed()?, found).map_err(unread)?;
        let log = Self { db: Some(db), data, directory, sealed, end: Group::at(found, last) };
        // Damage may hide what the log needs: that is left as it is.
        if tail == Tail::Loose || tail == Tail::Unclear && log.holds_all_sidecars() {
            log.sealed.cut_tail().map_err(unread)?;
        }
        Ok(log)
    }

    fn holds_all_sidecars(&self) -> bool {
        let Ok(frames) = self.bare(Position::FIRST) else { return false };
        let mut frames = frames.map(|stored| stored.and_then(StoredFrame::parse));
        frames.all(|frame| frame.is_ok_and(|frame| self.sealed.holds_those_of(&frame)))
    }

    /// The directory of the ledger.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.directory.path()
    }

    fn db(&self) -> Result<&sled::Db, Error> {
        self.db.as_ref().ok_or(Error::Poisoned)
    }

    /// What the storage engine holds from the frame on that holds `from`: frames whose sidecars are apart.
    fn bare(&self, from: Position) -> Result<StoredFrames<'_>, Error> {
        let (db, head) = (self.db()?, self.end.head().get());
        if from > head {
            return Ok(Box::new(std::iter::empty()));
        }
        // The frame that holds `from` lies under its first position, at or before `from`.
        let start = contain(READING, || db.range(..=key(from)).next_back().transpose())?;
        let start = start.map_or(Bound::Unbounded, |(key, _)| Bound::Included(key));
        let end = Bound::Included(sled::IVec::from(&key(head)));
        let mut iter = contain(READING, || Ok(db.range((start, end))))?;
        let mut failed = false;
        Ok(Box::new(std::iter::from_fn(move || {
            if failed {
                return None; // sled repeats an error for ever
            }
            let stored = contain(READING, || iter.next().transpose()).and_then(|entry| match entry {
                Some((key, value)) => stored(&key, value).map(Some),
                None => Ok(None),
            });
            failed = stored.is_err();
            stored.transpose()
        })))
    }

    /// The frame with its sidecars; as it is, if it has none or cannot be read.
    fn whole(&self, stored: StoredFrame) -> Result<StoredFrame, Error> {
        if !Frame::has_apart((*stored.bytes).as_ref()) {
            return Ok(stored);
        }
        match Frame::parse_shared(Arc::clone(&stored.bytes)) {
            Ok(frame) => {
                Ok(StoredFrame { first: stored.first, bytes: self.sealed.attach(&frame)?.shared_bytes() })
            }
            Err(_) => Ok(stored),
        }
    }

    /// Makes commits survive power loss. Sealed bodies first: no record is kept whose body is not.
    fn keep(&self, frames: &[Frame]) -> Result<(), Error> {
        let Some(last) = frames.last().map(Frame::last) else { return Ok(()) };
        let frames = self.sealed.keep(frames)?;
        let db = self.db()?;
        contain("writing a commit", || match frames.as_slice() {
            [frame] => db.insert(key(frame.first()), frame.bytes()).map(drop),
            frames => {
                let mut batch = sled::Batch::default();
                for frame in frames {
                    batch.insert(&key(frame.first()), frame.bytes());
                }
                db.apply_batch(batch)
            }
        })?;
        contain("flushing a commit", || db.flush())?;
        let storage = |doing| move |fault| Error::Storage { doing, fault };
        self.directory.check_blobs().map_err(storage("looking for blob files"))?;
        self.data.sync_data().map_err(|error| storage("syncing a commit")(Fault::of_io(&error)))?;
        self.directory.acknowledge(last);
        Ok(())
    }
}

impl EventLog for SledLog {
    fn head(&self) -> Result<Position, Error> {
        Ok(self.end.head().get())
    }

    fn written(&self) -> Result<Position, Error> {
        Ok(self.end.written())
    }

    fn write(&self, expected: Position, frames: &[Frame]) -> Result<Receipt, AppendError> {
        self.end.write(expected, frames)
    }

    fn sync(&self, upto: Position) -> Result<(), Error> {
        self.end.sync(upto, |frames| self.keep(frames))
    }

    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, Error> {
        let frames = self.bare(from)?;
        Ok(Box::new(frames.map(|stored| stored.and_then(|stored| self.whole(stored)))))
    }

    fn erase(&self, positions: &[Position]) -> Result<(), Error> {
        let _turn = self.end.turn()?;
        erase::check(self, positions)?;
        self.sealed.erase(positions).inspect_err(|cause| self.end.poison(cause))
    }

    fn frame(&self, position: Position) -> Result<Option<Frame>, Error> {
        if position == Position::START || position > self.end.head().get() {
            return Ok(None);
        }
        let db = self.db()?;
        let Some((key, value)) = contain(READING, || db.range(..=key(position)).next_back().transpose())?
        else {
            return Err(Error::Gap { expected: position, found: Position::START });
        };
        let frame = self.whole(stored(&key, value)?)?.parse()?;
        if frame.last() < position {
            return Err(Error::Gap { expected: position, found: frame.last() });
        }
        Ok(Some(frame))
    }

    fn wait(&self, after: Position, timeout: Duration) -> Result<Position, Error> {
        Ok(self.end.head().wait(after, timeout))
    }

    fn is_poisoned(&self) -> bool {
        self.end.is_poisoned()
    }
}

impl Drop for SledLog {
    fn drop(&mut self) {
        let db = self.db.take();
        // sled syncs once more when it is closed, and panics if that fails. All that was acknowledged
        // is durable, so there is nothing left to lose or to report.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(db)));
    }
}

impl fmt::Debug for SledLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SledLog({}, head {})", self.dir().display(), self.end.head().get())
    }
}

const READING: &str = "reading the log";

fn key(position: Position) -> [u8; 8] {
    position.get().to_be_bytes()
}

fn stored(key: &[u8], value: sled::IVec) -> Result<StoredFrame, Error> {
    let Ok(key) = key.try_into() else {
        let why = format!("a key has {} bytes", key.len());
        return Err(Error::Storage { doing: READING, fault: Fault::Damaged { why } });
    };
    Ok(StoredFrame { first: Position::new(u64::from_be_bytes(key)), bytes: Arc::new(value) })
}

/// The head of a log that was just opened, and when it was recorded.
fn last_record(db: &sled::Db) -> Result<(Position, Option<Timestamp>), Error> {
    let last = contain(READING, || db.range(..=KEY_MAX.to_be_bytes()).next_back().transpose())?;
    let Some((key, value)) = last else { return Ok((Position::START, None)) };
    let frame = stored(&key, value)?.parse()?;
    let position = frame.last();
    let gap = Error::Gap { expected: position, found: frame.first() };
    let view = frame.record(position).ok_or(gap)??;
    match view.end() {
        CommitEnd::Last => Ok((position, Some(view.recorded_at()))),
        CommitEnd::Open => {
            let cause = RecordError::Contradiction { what: "the log ends in the middle of its commit" };
            Err(Error::Record { position, cause })
        }
    }
}

fn open_db(dir: &Path) -> Result<sled::Db, OpenError> {
    let mut tries = 0;
    loop {
        let config = sled::Config::new().path(dir).segment_size(SEGMENT_LEN).flush_every_ms(None);
        let opened = catch_unwind(AssertUnwindSafe(|| config.open()));
        let why = match opened {
            Ok(Ok(db)) => return Ok(db),
            Ok(Err(error)) if is_locked(&error) => {
                tries += 1;
                if tries > LOCK_TRIES {
                    return Err(OpenError::Locked { dir: dir.to_owned() });
                }
                thread::sleep(LOCK_PAUSE);
                continue;
            }
            Ok(Err(sled::Error::Io(error))) => match Fault::of_io(&error) {
                Fault::Damaged { why } => why,
                _ => return Err(OpenError::of_io(dir, &error)),
            },
            Ok(Err(error)) => why(&error),
            Err(panic) => words(&*panic),
        };
        return Err(OpenError::Damaged { dir: dir.to_owned(), why });
    }
}

/// sled says it in words only.
fn is_locked(error: &sled::Error) -> bool {
    matches!(error, sled::Error::Io(error) if error.to_string().starts_with("could not acquire lock"))
}

/// Runs sled, which panics on damaged files.
fn contain<T>(doing: &'static str, run: impl FnOnce() -> sled::Result<T>) -> Result<T, Error> {
    let fault = match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(value)) => return Ok(value),
        Ok(Err(sled::Error::Io(error))) => Fault::of_io(&error),
        Ok(Err(error @ sled::Error::Corruption { .. })) => Fault::Damaged { why: why(&error) },
        Ok(Err(error)) => Fault::Other { why: why(&error) },
        Err(panic) => Fault::Panicked { why: words(&*panic) },
    };
    Err(Error::Storage { doing, fault })
}

fn why(error: &sled::Error) -> String {
    match error {
        sled::Error::Corruption { at: Some(at), .. } => format!("the checksums at {at} of `db` do not fit"),
        sled::Error::Corruption { at: None, .. } => "the checksums of its files do not fit".into(),
        error => error.to_string(),
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("it panicked without a word").chars().take(200).collect()
}
