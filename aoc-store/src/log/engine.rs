//! [`Engine`]: frames under their positions, on disk. The only file that names sled.

use std::any::Any;
use std::fs::{File, OpenOptions};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread;
use std::time::Duration;

use aoc_core::Position;

use super::directory::DATA;
use super::fences::Fence;
use super::{OpenError, StoredFrame};
use crate::error::{Error, Fault};
use crate::frame::Frame;

/// Always explicit: sled, opened with another size than the files were written with, loses data. A node
/// of more than a quarter of it becomes a blob file, which sled does not sync.
pub(super) const SEGMENT_LEN: usize = 4 * 1024 * 1024;
/// Keys are positions. Those behind it are reserved for what is not a frame.
const KEY_MAX: Position = Position::new(u64::MAX >> 1);
/// sled's own lock on a log that was just closed in this process goes a little later than the log.
const LOCK_TRIES: u32 = 400;
const LOCK_PAUSE: Duration = Duration::from_millis(5);
const BLOCKS: &str = "blocks";

const READING: &str = "reading the log";

/// Where a frame lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tree {
    /// Small frames as commits came, until they are packed.
    Commits,
    /// Frames that stay, between fences.
    Blocks,
}

/// sled, which panics on damaged files, contained.
pub(super) struct Engine {
    /// Always there but while it is closed.
    open: Option<Open>,
    /// A second handle to sled's file: sled's own `flush` does not reach the disk on Linux.
    data: File,
}

struct Open {
    db: sled::Db,
    blocks: sled::Tree,
}

impl Engine {
    /// Opens the files in a directory: what they say behind a break is written over.
    pub(super) fn open(dir: &Path) -> Result<Self, OpenError> {
        let db = open_db(dir)?;
        let blocks = contain("opening the blocks", || db.open_tree(BLOCKS));
        let blocks = blocks.map_err(|cause| OpenError::Log { dir: dir.to_owned(), cause })?;
        let path = dir.join(DATA);
        let data =
            OpenOptions::new().write(true).open(&path).map_err(|cause| OpenError::of_io(path, &cause))?;
        Ok(Self { open: Some(Open { db, blocks }), data })
    }

    fn tree(&self, tree: Tree) -> Result<&sled::Tree, Error> {
        let open = self.open.as_ref().ok_or(Error::Poisoned)?;
        Ok(match tree {
            Tree::Commits => &open.db,
            Tree::Blocks => &open.blocks,
        })
    }

    /// What lies under the last key that is not behind this position.
    pub(super) fn last_up_to(&self, tree: Tree, position: Position) -> Result<Option<StoredFrame>, Error> {
        let tree = self.tree(tree)?;
        let found = contain(READING, || {
            tree.range(..=key(position.min(KEY_MAX))).rev().find(is_no_fence).transpose()
        })?;
        found.map(stored).transpose()
    }

    /// What lies under the first key that is not before this position.
    pub(super) fn first_from(&self, tree: Tree, position: Position) -> Result<Option<StoredFrame>, Error> {
        let tree = self.tree(tree)?;
        let found =
            contain(READING, || tree.range(key(position)..=key(KEY_MAX)).find(is_no_fence).transpose())?;
        found.map(stored).transpose()
    }

    /// Puts frames behind all others under their first positions, or in the place of what lies there: all or none.
    pub(super) fn insert(&self, tree: Tree, frames: &[Frame]) -> Result<(), Error> {
        let to = self.tree(tree)?;
        contain("writing to the log", || {
            if tree == Tree::Blocks {
                lay_fences(to, frames)?;
            }
            match frames {
                [] => Ok(()),
                [frame] => to.insert(key(frame.first()), frame.bytes()).map(drop),
                frames => {
                    let mut batch = sled::Batch::default();
                    for frame in frames {
                        batch.insert(&key(frame.first()), frame.bytes());
                    }
                    to.apply_batch(batch)
                }
            }
        })
    }

    /// Removes what lies under these positions, all or none.
    pub(super) fn remove(&self, tree: Tree, positions: &[Position]) -> Result<(), Error> {
        let tree = self.tree(tree)?;
        contain("removing what was packed", || {
            let mut batch = sled::Batch::default();
            for position in positions {
                batch.remove(&key(*position));
            }
            tree.apply_batch(batch)
        })
    }

    /// Gives the system all that was put here.
    pub(super) fn flush(&self) -> Result<(), Error> {
        let open = self.open.as_ref().ok_or(Error::Poisoned)?;
        contain("flushing the log", || open.db.flush()).map(drop)
    }

    /// Makes all durable that the system was given.
    pub(super) fn sync(&self) -> Result<(), Error> {
        let failed = |error| Error::Storage { doing: "syncing the log", fault: Fault::of_io(&error) };
        self.data.sync_data().map_err(failed)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let open = self.open.take();
        // sled syncs once more when it is closed, and panics if that fails. All that was acknowledged
        // is durable, so there is nothing left to lose or to report.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(open)));
    }
}

fn key(position: Position) -> [u8; 8] {
    position.get().to_be_bytes()
}

type Found = sled::Result<(sled::IVec, sled::IVec)>;

fn is_no_fence(found: &Found) -> bool {
    found.as_ref().map_or(true, |(key, _)| Fence::of_key(key).is_none())
}

/// Makes room for frames that come behind all others.
fn lay_fences(tree: &sled::Tree, frames: &[Frame]) -> sled::Result<()> {
    let lay = |posts: Vec<Vec<u8>>| {
        let mut batch = sled::Batch::default();
        for post in posts {
            batch.insert(post, &[]);
        }
        tree.apply_batch(batch)
    };
    let mut last = match (tree.last()?, frames.first()) {
        (Some((key, _)), _) => Fence::of_key(&key),
        (None, Some(frame)) => {
            let (fence, posts) = Fence::first(frame);
            lay(posts)?;
            Some(fence)
        }
        (None, None) => None,
    };
    for frame in frames {
        if let Some((next, posts)) = last.and_then(|last| last.ahead_of(frame)) {
            lay(posts)?;
            last = Some(next);
        }
    }
    Ok(())
}

fn stored((key, value): (sled::IVec, sled::IVec)) -> Result<StoredFrame, Error> {
    let Ok(key) = (*key).try_into() else {
        let why = format!("a key has {} bytes", key.len());
        return Err(Error::Storage { doing: READING, fault: Fault::Damaged { why } });
    };
    Ok(StoredFrame::read(Position::new(u64::from_be_bytes(key)), value))
}

fn open_db(dir: &Path) -> Result<sled::Db, OpenError> {
    let mut tries = 0_u32;
    loop {
        let config = sled::Config::new().path(dir).segment_size(SEGMENT_LEN).flush_every_ms(None);
        let opened = catch_unwind(AssertUnwindSafe(|| config.open()));
        let why = match opened {
            Ok(Ok(db)) => return Ok(db),
            Ok(Err(error)) if is_locked(&error) => {
                tries = tries.saturating_add(1);
                if tries > LOCK_TRIES {
                    return Err(OpenError::Locked { dir: dir.to_owned() });
                }
                thread::sleep(LOCK_PAUSE);
                continue;
            }
            Ok(Err(sled::Error::Io(error))) => {
                let error = as_told(error);
                match Fault::of_io(&error) {
                    Fault::Damaged { why } => why,
                    _ => return Err(OpenError::of_io(dir, &error)),
                }
            }
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
        Ok(Err(sled::Error::Io(error))) => Fault::of_io(&as_told(error)),
        Ok(Err(error @ sled::Error::Corruption { .. })) => Fault::Damaged { why: why(&error) },
        Ok(Err(error)) => Fault::Other { why: why(&error) },
        Err(panic) => Fault::Panicked { why: words(&*panic) },
    };
    Err(Error::Storage { doing, fault })
}

/// An error that sled hands on to several is known by its debug text only: `Os { code: 5, … }`.
fn as_told(error: io::Error) -> io::Error {
    let text = error.to_string();
    let code = text.strip_prefix("Os { code: ").and_then(|rest| rest.split_once(','));
    code.and_then(|(code, _)| code.parse().ok()).map_or(error, io::Error::from_raw_os_error)
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
