//! [`SledLog`]: a log on disk.

#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aoc_core::Position;

use super::cache::{Cache, FileCache};
use super::directory::{DATA, Directory, SEALED};
use super::ending::Ending;
use super::engine::Engine;
use super::group::Group;
use super::issued::FileIssued;
use super::packing::{self, Packing};
use super::sealed::SealedFile;
use super::walk::{self, Walk};
use super::{
    AppendError, EventLog, OpenError, Receipt, StoredFrame, StoredFrames, erase, recovery, rehearsal,
};
use crate::error::{Error, Fault};
use crate::evidence::Issued;
use crate::frame::Frame;

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
    /// Closed before the lock in `directory` goes.
    engine: Engine,
    directory: Directory,
    /// Sealed bodies: sled keeps what was overwritten, and they must be able to go.
    sealed: SealedFile,
    end: Group,
    packing: Packing,
    cache: FileCache,
    issued: FileIssued,
}

impl SledLog {
    /// Creates an empty ledger in a new or empty directory, and opens it.
    ///
    /// # Errors
    /// [`OpenError`]: there is a ledger or something else already, or the system refuses.
    pub fn create(dir: impl AsRef<Path>) -> Result<Self, OpenError> {
        let directory = Directory::create(dir.as_ref())?;
        let log = Self::start(directory)?;
        log.engine.flush().map_err(|cause| OpenError::Log { dir: log.dir().to_owned(), cause })?;
        log.directory.sync_created()?;
        Ok(log)
    }

    /// Opens a ledger. Creates nothing where there is none.
    ///
    /// # Errors
    /// [`OpenError`]: there is no ledger, it is in use, newer than this library, cut off or damaged, something
    /// in it leads elsewhere, or the system refuses.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::start(Directory::open(dir.as_ref())?)
    }

    fn start(directory: Directory) -> Result<Self, OpenError> {
        let dir = directory.path().to_owned();
        let data = dir.join(DATA);
        let acknowledged = directory.acknowledged()?;
        let found = recovery::prepare(&dir, &data, acknowledged);
        let found = found.map_err(|cause| OpenError::of_io(data, &cause))?;
        if found == recovery::Found::Broken {
            rehearsal::hold(&dir, acknowledged)?;
        }
        let engine = Engine::open(&dir)?;
        directory.restrict()?;
        directory.check_blobs().map_err(|fault| OpenError::Storage { path: dir.join("blobs"), fault })?;
        let failed = |cause| match cause {
            // What the system refuses is no damage.
            Error::Storage { fault: fault @ (Fault::DiskFailed { .. } | Fault::DiskFull { .. }), .. } => {
                OpenError::Storage { path: dir.clone(), fault }
            }
            cause => OpenError::Log { dir: dir.clone(), cause },
        };
        let ending = Ending::find(&engine).map_err(failed)?;
        let found = ending.head;
        match acknowledged {
            Some(acknowledged) if acknowledged > found => {
                return Err(OpenError::Lost { dir, acknowledged, found });
            }
            _ => {
                // What was found may have been written by a commit that was never synced, or a packing.
                engine.sync().map_err(failed)?;
                directory.acknowledge(found);
            }
        }
        let sync = || engine.flush().and_then(|()| engine.sync());
        ending.cut(&engine, sync).map_err(failed)?;
        packing::finish(&engine, sync).map_err(failed)?;
        let unread = |error: io::Error| OpenError::of_io(dir.join(SEALED), &error);
        let stored =
            Walk::new(&engine, Position::FIRST, found).map(|stored| stored.and_then(StoredFrame::frame));
        let sealed = SealedFile::open(directory.sealed()?, found, stored).map_err(unread)?;
        let (packing, cache, issued) = (Packing::default(), FileCache::of(&dir), FileIssued::of(&dir));
        let end = Group::at(found, ending.recorded_at);
        Ok(Self { engine, directory, sealed, end, packing, cache, issued })
    }

    /// The directory of the ledger in which a path lies, or would lie, if there is one.
    ///
    /// ```
    /// use aoc_store::SledLog;
    /// let place = tempfile::tempdir()?;
    /// let ledger = place.path().join("ledger");
    /// drop(SledLog::create(&ledger)?);
    /// assert_eq!(SledLog::around(&place.path().join("key"))?, None);
    /// assert!(SledLog::around(&ledger.join("key"))?.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`OpenError`] when there is no directory where the path would lie, or the system refuses.
    pub fn around(path: &Path) -> Result<Option<PathBuf>, OpenError> {
        Directory::around(path)
    }

    /// The directory of the ledger.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.directory.path()
    }

    /// What the storage engine holds from the frame on that holds `from`: frames whose sidecars are apart.
    fn bare(&self, from: Position) -> Walk<'_> {
        Walk::new(&self.engine, from, self.end.head().get())
    }

    /// Makes commits survive power loss. Sealed bodies first: no record is kept whose body is not.
    fn keep(&self, frames: &[Frame]) -> Result<(), Error> {
        let (Some(first), Some(last)) = (frames.first(), frames.last()) else { return Ok(()) };
        self.directory.upgrade()?;
        let bare = self.sealed.keep(frames)?;
        // Those of several commits share frames, too.
        let kept = Frame::join(&bare).map_err(|cause| Error::Frame { first: first.first(), cause })?;
        self.packing.keep(&self.engine, kept, || self.sync_engine())?;
        self.directory.acknowledge(last.last());
        Ok(())
    }

    fn sync_engine(&self) -> Result<(), Error> {
        self.engine.flush()?;
        let failed = |fault| Error::Storage { doing: "looking for blob files", fault };
        self.directory.check_blobs().map_err(failed)?;
        self.engine.sync()
    }

    /// Removes what was packed. What was acknowledged stays so, whatever becomes of it.
    fn clear(&self) {
        if self.end.is_poisoned() {
            return;
        }
        if let Err(cause) = self.packing.clear(&self.engine, || self.sync_engine()) {
            self.end.poison(&cause);
        }
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
        self.end.sync(upto, |frames| self.keep(frames))?;
        self.clear();
        Ok(())
    }

    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, Error> {
        let whole = |stored: StoredFrame| stored.map(|frame| self.sealed.attach(frame));
        Ok(Box::new(self.bare(from).map(move |stored| stored.map(whole))))
    }

    fn erase(&self, positions: &[Position]) -> Result<(), Error> {
        let _turn = self.end.turn()?;
        erase::check(self, positions)?;
        self.sealed.erase(positions).inspect_err(|cause| self.end.poison(cause))
    }

    fn frame(&self, position: Position) -> Result<Option<Frame>, Error> {
        let head = self.end.head().get();
        if position == Position::START || position > head {
            return Ok(None);
        }
        let frame = walk::at(&self.engine, position)?;
        // A block may hold what is not acknowledged yet.
        let first = frame.first();
        let frame = frame.between(first, head).map_err(|cause| Error::Frame { first, cause })?;
        Ok(Some(self.sealed.attach(frame)))
    }

    fn wait(&self, after: Position, timeout: Duration) -> Result<Position, Error> {
        Ok(self.end.head().wait(after, timeout))
    }

    fn cache(&self) -> Option<&dyn Cache> {
        Some(&self.cache)
    }

    fn issued(&self) -> Option<&dyn Issued> {
        Some(&self.issued)
    }

    fn is_poisoned(&self) -> bool {
        self.end.is_poisoned()
    }
}

impl fmt::Debug for SledLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SledLog({}, head {})", self.dir().display(), self.end.head().get())
    }
}
