//! [`TiledLog`]: a log as plain files that anybody can check, and that many can read at once.
//!
//! A directory in the layout of C2SP tlog-tiles: the records in bundles of 256, the hashes of the tree in tiles of 256, the
//! checkpoints; beside them a manifest, and what can be erased. Files are written once and never change. `FORMAT.md` draws
//! them, and each such directory has a `README` that does.

mod bundle;
mod error;
mod layout;
mod restore;
mod write;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aoc_core::Position;

pub use error::TiledError;
pub use restore::restore;
pub use write::write_tiled;

use crate::error::Error;
use crate::evidence::{Checkpoint, Hashes, Issued, TILE_WIDTH, Tree, TreeHead, issued};
use crate::frame::Frame;
use crate::log::{AppendError, EventLog, Receipt, StoredFrame, StoredFrames};
use bundle::Bundle;
use layout::{CHECKPOINTS, Manifest, SEALED, Tile};

/// The longest file of checkpoints, in bytes: one a day for centuries.
const CHECKPOINTS_LEN_MAX: u64 = 64 * 1024 * 1024;

/// A log in a directory of plain files, read-only: whoever holds it open hinders nobody, and every question can be asked of it.
///
/// Opening reads the manifest and the upper tiles, and checks that they give the root that the manifest names. A bundle is
/// checked against that root when it is read. So what is read is what the manifest stands for; whether that is what a log has
/// signed, its checkpoints tell.
///
/// ```
/// use aoc_core::{decide, Book, Citations, Draft, EventDate, PersonRegistered, Position, Timestamp};
/// use aoc_store::{EventLog, Frame, MemoryLog, TiledLog, verify, write_tiled};
/// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
/// let event = PersonRegistered { person: "sampaio".parse()?, names };
/// let draft = Draft::new(event, EventDate::UNKNOWN, Citations::uncited());
/// let records = decide(&Book::default(), &[draft], Timestamp::from_micros(0))?;
/// let log = MemoryLog::new();
/// log.append(Position::START, &Frame::of(&records)?)?;
///
/// let place = tempfile::tempdir()?;
/// let dir = place.path().join("archive");
/// write_tiled(&log, &dir, &mut |_| {})?;
/// let tiled = TiledLog::open(&dir)?;
/// assert_eq!(tiled.head()?, Position::FIRST);
/// assert!(verify(&tiled, &mut |_| {})?.is_sound());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct TiledLog {
    dir: PathBuf,
    head: TreeHead,
    /// How many records have something sealed beside them, by the manifest.
    sealed: u64,
    hashes: Hashes,
    issued: IssuedHere,
    /// The bundle that was read last: a reader wants its frames one after the other.
    last: Mutex<Option<(usize, Vec<Frame>)>>,
}

impl TiledLog {
    /// Opens a directory that [`write_tiled`] has written. Changes nothing.
    ///
    /// # Errors
    /// [`TiledError`]: it is none, or a file is missing or damaged, with its name.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self, TiledError> {
        let dir = dir.as_ref().to_owned();
        let manifest = Manifest::read(&dir)?;
        let upto = manifest.head.upto;
        let len = upto.index().map_or(0, |last| last.saturating_add(1));
        let (whole, rest) = (len / TILE_WIDTH, len % TILE_WIDTH);
        let mut hashes = Hashes::default();
        for tile in Tile::of_level(1, whole) {
            for root in tile.read(&dir)? {
                hashes.push_tile(root);
            }
        }
        if rest > 0 {
            for record in Bundle::read(&dir, Tile::entries(whole, rest))?.records() {
                hashes.push(record);
            }
        }
        let issued = IssuedHere { dir: dir.clone(), turn: Mutex::new(()) };
        let log = Self {
            dir,
            head: manifest.head,
            sealed: manifest.sealed,
            hashes,
            issued,
            last: Mutex::default(),
        };
        let found = log.hashes.tree(&log).head(upto).map_err(TiledError::from)?;
        if found != log.head {
            return Err(log
                .check_files(&mut |_| {})
                .err()
                .unwrap_or(TiledError::Root { manifest: log.head, found }));
        }
        let checkpoints = issued::of(&log)?;
        if let Some(beyond) = checkpoints.iter().map(Checkpoint::head).find(|signed| signed.upto > upto) {
            return Err(TiledError::OtherLog { signed: beyond });
        }
        check_checkpoints(&log.hashes.tree(&log), &checkpoints)?;
        Ok(log)
    }

    /// The directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The head of its tree, which the manifest names.
    #[must_use]
    pub const fn tree(&self) -> TreeHead {
        self.head
    }

    /// The bundle of the records from `256 n + 1` on, checked against the root.
    fn bundle(&self, n: usize) -> Result<Vec<Frame>, TiledError> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, frames)) = last.as_ref()
            && *known == n
        {
            return Ok(frames.clone());
        }
        let tile = self.entries(n);
        let bundle = Bundle::read(&self.dir, tile)?;
        if !self.hashes.holds_tile(n, &bundle.leaves()) {
            return Err(TiledError::Damaged {
                file: tile.path(),
                why: "its records are not those that the hashes stand for".to_owned(),
            });
        }
        let frames = bundle.frames(&self.dir, tile)?;
        *last = Some((n, frames.clone()));
        Ok(frames)
    }

    fn entries(&self, n: usize) -> Tile {
        let whole = self.hashes.whole_tiles();
        let width =
            if n < whole { TILE_WIDTH } else { self.len().saturating_sub(whole.saturating_mul(TILE_WIDTH)) };
        Tile::entries(n, width)
    }

    fn len(&self) -> usize {
        self.head.upto.index().map_or(0, |last| last.saturating_add(1))
    }

    fn bundles(&self) -> usize {
        self.len().div_ceil(TILE_WIDTH)
    }

    /// Reads every file and compares each with those that it follows from; of the `README`, of `checkpoint` (which `checkpoints`
    /// repeats) and of tiles that end where a checkpoint was signed nothing follows. `progress` is told the position reached.
    ///
    /// # Errors
    /// [`TiledError`] with the name of the first file that is damaged.
    pub fn check_files(&self, progress: &mut dyn FnMut(Position)) -> Result<(), TiledError> {
        let (mut hashes, mut sealed) = (Hashes::default(), 0_u64);
        for n in 0..self.bundles() {
            let entries = self.entries(n);
            let bundle = Bundle::read(&self.dir, entries)?;
            let (tile, leaves) = (Tile::of(0, n, entries.width()), bundle.leaves());
            if tile.read(&self.dir)? != leaves {
                // Both follow from the record; the tile above says which of them does not.
                let file = if self.hashes.holds_tile(n, &leaves) { tile.path() } else { entries.path() };
                return Err(TiledError::Damaged {
                    file,
                    why: format!("{} and {} say different things", entries.path(), tile.path()),
                });
            }
            for leaf in leaves {
                hashes.push_leaf(leaf);
            }
            for frame in bundle.frames(&self.dir, entries)? {
                let beside = frame
                    .records()
                    .filter(|record| record.as_ref().is_ok_and(|view| view.sidecar().is_some()));
                sealed = sealed.saturating_add(u64::try_from(beside.count()).unwrap_or(u64::MAX));
            }
            progress(hashes.upto());
        }
        let beside = self.dir.join(SEALED);
        let is_there = beside.try_exists().map_err(|error| TiledError::io(&beside, &error))?;
        if sealed != self.sealed && is_there {
            let why = format!("it holds {sealed} of the {} bodies that the manifest counts", self.sealed);
            return Err(TiledError::Damaged { file: SEALED.to_owned(), why });
        }
        for level in 1.. {
            let known = hashes.level(level);
            if known.is_empty() {
                break;
            }
            for (n, tile) in Tile::of_level(level, known.len()).enumerate() {
                let start = n.saturating_mul(TILE_WIDTH);
                let expected = known.get(start..start.saturating_add(tile.width()));
                if Some(tile.read(&self.dir)?.as_slice()) != expected {
                    let why = "its hashes are not those of the tiles below it".to_owned();
                    return Err(TiledError::Damaged { file: tile.path(), why });
                }
            }
        }
        let found = hashes.tree(self).head(hashes.upto())?;
        if found == self.head { Ok(()) } else { Err(TiledError::Root { manifest: self.head, found }) }
    }
}

/// Whether checkpoints, none of which speaks of more records than there are, are of a log.
fn check_checkpoints(tree: &Tree<'_>, checkpoints: &[Checkpoint]) -> Result<(), TiledError> {
    for signed in checkpoints.iter().map(Checkpoint::head) {
        if tree.head(signed.upto)? != signed {
            return Err(TiledError::OtherLog { signed });
        }
    }
    Ok(())
}

impl EventLog for TiledLog {
    fn head(&self) -> Result<Position, Error> {
        Ok(self.head.upto)
    }

    fn written(&self) -> Result<Position, Error> {
        Ok(self.head.upto)
    }

    fn write(&self, _expected: Position, _frames: &[Frame]) -> Result<Receipt, AppendError> {
        Err(AppendError::Failed(Error::ReadOnly))
    }

    fn sync(&self, upto: Position) -> Result<(), Error> {
        if upto > self.head.upto { Err(Error::NoSuchRecord { position: upto }) } else { Ok(()) }
    }

    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, Error> {
        let first = from.index().unwrap_or(0) / TILE_WIDTH;
        let mut failed = false;
        let bundles = (first..self.bundles()).map_while(move |n| {
            let bundle = (!failed).then(|| self.bundle(n).map_err(Error::from))?;
            failed = bundle.is_err();
            Some(bundle)
        });
        let stored = move |frame: Frame| (frame.last() >= from).then(|| Ok(StoredFrame::from(frame)));
        Ok(Box::new(bundles.flat_map(move |bundle| match bundle {
            Ok(frames) => frames.into_iter().filter_map(stored).collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        })))
    }

    fn frame(&self, position: Position) -> Result<Option<Frame>, Error> {
        let Some(index) = position.index().filter(|_| position <= self.head.upto) else { return Ok(None) };
        let frames = self.bundle(index / TILE_WIDTH)?;
        Ok(frames.into_iter().find(|frame| frame.first() <= position && position <= frame.last()))
    }

    /// Nothing is ever appended: the time goes by.
    fn wait(&self, after: Position, timeout: Duration) -> Result<Position, Error> {
        if self.head.upto <= after {
            std::thread::sleep(timeout);
        }
        Ok(self.head.upto)
    }

    fn issued(&self) -> Option<&dyn Issued> {
        Some(&self.issued)
    }
}

impl fmt::Debug for TiledLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TiledLog({}, head {})", self.dir.display(), self.head.upto)
    }
}

/// The checkpoints that lie with the files; none is added.
#[derive(Debug)]
struct IssuedHere {
    dir: PathBuf,
    turn: Mutex<()>,
}

impl Issued for IssuedHere {
    fn read(&self) -> Result<Vec<u8>, Error> {
        match layout::read(&self.dir, CHECKPOINTS, CHECKPOINTS_LEN_MAX) {
            Err(TiledError::Missing { .. }) => Ok(Vec::new()),
            read => Ok(read?),
        }
    }

    fn replace(&self, _bytes: &[u8]) -> Result<(), Error> {
        Err(Error::ReadOnly)
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
