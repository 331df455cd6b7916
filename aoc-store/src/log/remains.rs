//! [`Remains`]: what can be read in the files of a ledger without the storage engine, and without writing to them.

mod segments;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use aoc_core::Position;

use super::directory::{CHECKPOINTS, DATA, SEALED, acknowledged_in, bytes_of, refuse_foreign, refuse_newer};
use super::sealed::{self, Body};
use super::{EventLog, OpenError};
use crate::error::Error;
use crate::frame::{FRAME_RECORDS_MAX, Frame};
pub(super) use segments::newest_in;
use segments::{Age, Found, Segments};

/// Whatever frames and sealed bodies lie in the files of a ledger, whether or not they count, or the ledger can be opened.
/// Nothing is written, no lock is taken: another process may hold the ledger open, and record in it.
///
/// What counts is chosen by [`Salvage`](crate::Salvage) and [`backup`](crate::backup).
#[derive(Debug)]
pub struct Remains {
    dir: PathBuf,
    acknowledged: Option<Position>,
    issued: Vec<u8>,
    bodies: BTreeMap<Position, BTreeSet<Body>>,
    /// By their first positions.
    frames: BTreeMap<Position, BTreeMap<ByBytes, Source>>,
}

/// Frames are the same that have the same bytes.
#[derive(Debug)]
struct ByBytes(Frame);

/// A frame that was found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'r> {
    pub(crate) source: Source,
    pub(crate) frame: &'r Frame,
}

/// Where a frame was found. The greater one counts where two say different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// In the ledger's own files.
    Files(Age),
    /// In an archive of it.
    Archive,
}

impl Remains {
    /// Reads all files of a ledger once.
    ///
    /// # Errors
    /// [`OpenError`]: there is no directory, it was written by a newer version, or a file cannot be read.
    pub fn read(dir: impl AsRef<Path>) -> Result<Self, OpenError> {
        let dir = dir.as_ref();
        match fs::metadata(dir) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(OpenError::NotALedger { dir: dir.to_owned() }),
            Err(cause) if cause.kind() == ErrorKind::NotFound => {
                return Err(OpenError::Missing { dir: dir.to_owned() });
            }
            Err(cause) => return Err(OpenError::of_io(dir, &cause)),
        }
        refuse_foreign(dir)?;
        refuse_newer(dir)?;
        // In this order: a checkpoint that was issued speaks of what is acknowledged, and a body that is gone was erased by a
        // record that is. Those that were written meanwhile are read behind.
        let issued = read(&dir.join(CHECKPOINTS))?;
        let mut remains = Self {
            dir: dir.to_owned(),
            acknowledged: None,
            issued,
            bodies: BTreeMap::new(),
            frames: BTreeMap::new(),
        };
        remains.read_bodies()?;
        remains.acknowledged = acknowledged_in(dir);
        remains.read_again()?;
        Ok(remains)
    }

    /// As if all had been moved to where it had been read already.
    #[cfg(test)]
    pub(crate) fn forget_frames(&mut self) {
        self.frames.clear();
    }

    /// Reads once more what may have been moved or written while it was read: nothing that was found is given up.
    pub(crate) fn read_again(&mut self) -> Result<(), OpenError> {
        self.read_frames()?;
        self.read_bodies()
    }

    fn read_frames(&mut self) -> Result<(), OpenError> {
        let frames = &mut self.frames;
        each(&self.dir, &mut |found| keep(frames, Source::Files(found.age), found.frame))
    }

    fn read_bodies(&mut self) -> Result<(), OpenError> {
        // Ledgers that an older version made have no such file.
        for (position, body) in sealed::bodies(&read(&self.dir.join(SEALED))?) {
            self.bodies.entry(position).or_default().insert(body);
        }
        Ok(())
    }

    /// Adds what an archive of the same ledger holds: where the two differ, the archive counts.
    ///
    /// # Errors
    /// [`Error`] when the archive cannot be read.
    pub fn add_archive(&mut self, archive: &dyn EventLog) -> Result<(), Error> {
        for frame in archive.frames(Position::FIRST)? {
            keep(&mut self.frames, Source::Archive, frame?);
        }
        Ok(())
    }

    /// The position that was acknowledged last, if the file that says so is whole. It may lag after a power cut.
    #[must_use]
    pub const fn acknowledged(&self) -> Option<Position> {
        self.acknowledged
    }

    /// The checkpoints that were issued, as they are remembered.
    pub(crate) fn issued(&self) -> &[u8] {
        &self.issued
    }

    /// What lies in the file of sealed bodies for a record.
    pub(crate) fn bodies(&self, position: Position) -> impl Iterator<Item = &Body> {
        self.bodies.get(&position).into_iter().flatten()
    }

    /// Whether a frame begins at a position.
    pub(crate) fn begins(&self, position: Position) -> bool {
        self.frames.contains_key(&position)
    }

    /// All frames, by their first positions.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        self.frames.values().flat_map(pieces)
    }

    /// The frames that hold a position, what counts most first.
    pub(crate) fn holding(&self, position: Position) -> Vec<Piece<'_>> {
        let least =
            Position::new(position.get().saturating_sub(FRAME_RECORDS_MAX.try_into().unwrap_or(u64::MAX)));
        let near = self.frames.range(least..=position).flat_map(|(_, found)| pieces(found));
        let mut holding: Vec<Piece<'_>> = near.filter(|piece| position <= piece.frame.last()).collect();
        holding.sort_by_key(|piece| std::cmp::Reverse(piece.source));
        holding
    }
}

/// Calls for every frame in the storage engine's file of a ledger, one after the other.
pub(super) fn each_frame(dir: &Path, take: &mut dyn FnMut(&Frame)) -> Result<(), OpenError> {
    each(dir, &mut |found| take(&found.frame))
}

fn each(dir: &Path, found: &mut dyn FnMut(Found)) -> Result<(), OpenError> {
    let path = dir.join(DATA);
    let read = Segments::open(&path).and_then(|mut segments| segments.each(found));
    read.map_err(|cause| match cause.kind() {
        ErrorKind::NotFound => OpenError::Incomplete { path },
        _ => OpenError::of_io(path, &cause),
    })
}

fn read(path: &Path) -> Result<Vec<u8>, OpenError> {
    bytes_of(path).map_err(|cause| OpenError::of_io(path, &cause))
}

/// The same frame lies in the files more than once.
fn keep(frames: &mut BTreeMap<Position, BTreeMap<ByBytes, Source>>, source: Source, frame: Frame) {
    let known = frames.entry(frame.first()).or_default().entry(ByBytes(frame)).or_insert(source);
    *known = source.max(*known);
}

fn pieces(found: &BTreeMap<ByBytes, Source>) -> impl Iterator<Item = Piece<'_>> {
    found.iter().map(|(frame, source)| Piece { source: *source, frame: &frame.0 })
}

impl Ord for ByBytes {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.bytes().cmp(other.0.bytes())
    }
}

impl PartialOrd for ByBytes {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for ByBytes {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for ByBytes {}
