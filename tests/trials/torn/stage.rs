//! [`Stage`]: what a step writes between two syncs, or does at once; [`stages`]: all of them, in their order.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

use super::image::Image;
use super::pieces::{Piece, Written, changed, written};

/// The files of a ledger.
pub(super) const DATA: &str = "db";
const SEALED: &str = "sealed";
const CHECKPOINTS: &str = "checkpoints";
const SNAPSHOT: &str = "snap.";
pub(super) const HEAD: &str = "head";
pub(super) const CACHE: &str = "cache";
/// An entry of `sealed`: its length, and what it says of itself, which is synced before the rest is destroyed.
const ENTRY_LEN_AT: usize = 8;
const ENTRY_STATE_AT: usize = 16;
const ENTRY_HEAD_LEN: usize = 20;

/// A part of what a step does to the files.
#[derive(Debug, Clone)]
pub(super) enum Stage {
    /// Bytes, none of which a sync has made durable as long as not all are written.
    Bytes {
        file: PathBuf,
        /// Where they stand when the step has ended.
        kept_in: PathBuf,
        pieces: Vec<Piece>,
    },
    /// A name for another, at once.
    Rename { from: PathBuf, to: PathBuf },
    /// A file that goes.
    Remove(PathBuf),
    /// The end of a file that goes, from there on.
    Shorten(PathBuf, usize),
}

impl Stage {
    /// The whole of it.
    pub(super) fn apply(&self, to: &mut Image, after: &Image) {
        match self {
            Self::Bytes { file, kept_in, pieces } => {
                let bytes = to.file(file);
                for piece in pieces {
                    put(bytes, after.bytes(kept_in), piece);
                }
            }
            Self::Rename { from, to: name } => {
                if let Some(bytes) = to.remove(from) {
                    *to.file(name) = bytes;
                }
            }
            Self::Remove(file) => drop(to.remove(file)),
            Self::Shorten(file, len) => to.file(file).truncate(*len),
        }
    }

    /// Whether it is a part of what the storage engine wrote.
    pub(super) fn is_of_engine(&self) -> bool {
        matches!(self, Self::Bytes { file, .. } if file == Path::new(DATA))
    }

    fn of(file: &str, pieces: Vec<Piece>) -> Self {
        Self::Bytes { file: file.into(), kept_in: file.into(), pieces }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes { file, pieces, .. } => write!(f, "{} pieces of {}", pieces.len(), file.display()),
            Self::Rename { to, .. } => write!(f, "{} renamed", to.display()),
            Self::Remove(file) => write!(f, "{} removed", file.display()),
            Self::Shorten(file, len) => write!(f, "{} cut off at {len}", file.display()),
        }
    }
}

/// Puts a piece of what comes into a file, which grows where it must.
pub(super) fn put(bytes: &mut Vec<u8>, coming: &[u8], Piece(range): &Piece) {
    if bytes.len() < range.end {
        bytes.resize(range.end, 0);
    }
    bytes[range.clone()].copy_from_slice(&coming[range.clone()]);
}

/// What is not synced at all, and so may be anything at any time.
pub(super) fn is_loose(path: &Path) -> bool {
    path == Path::new(HEAD) || path.starts_with(CACHE)
}

/// What was done between two images, in the order in which it was.
///
/// # Errors
/// Something changed of which nobody knows when it is synced.
pub(super) fn stages(before: &Image, after: &Image) -> Result<Vec<Stage>, Box<dyn Error>> {
    let differing = before.differing(after);
    let (old, new) = (before.bytes(SEALED), after.bytes(SEALED));
    if new.len() < old.len() {
        return Err("sealed bodies went".into());
    }
    let mut stages = vec![Stage::of(SEALED, changed(old, new, old.len()..new.len()))];
    let Written { parts, given_up } = written(before.bytes(DATA), after.bytes(DATA));
    stages.extend(parts.into_iter().map(|pieces| Stage::of(DATA, pieces)));
    // The engine writes one when it opens, when it has cleared what lies behind the end, and before it gives up segments.
    let is_snapshot = |path: &&PathBuf| path.to_string_lossy().starts_with(SNAPSHOT);
    for path in differing.iter().filter(is_snapshot).filter(|path| after.holds(path)) {
        let unfinished = PathBuf::from(format!("{}.generating", path.display()));
        stages.extend(replaced(unfinished, path.clone(), after));
    }
    let gone = differing.iter().filter(is_snapshot).filter(|path| !after.holds(path));
    stages.extend(gone.cloned().map(Stage::Remove));
    stages.push(Stage::of(DATA, given_up));
    // It does so when the last segment is free.
    let len = after.bytes(DATA).len();
    stages.extend((len < before.bytes(DATA).len()).then(|| Stage::Shorten(DATA.into(), len)));
    stages.extend(erased(old, new).map(|pieces| Stage::of(SEALED, pieces)));
    if differing.contains(Path::new(CHECKPOINTS)) {
        stages.extend(replaced("checkpoints.new".into(), CHECKPOINTS.into(), after));
    }
    let is_known = |path: &&PathBuf| {
        [DATA, SEALED, CHECKPOINTS].map(Path::new).contains(&path.as_path())
            || is_snapshot(path)
            || is_loose(path)
    };
    if let Some(path) = differing.iter().find(|path| !is_known(path)) {
        return Err(format!("{} changed, and nobody knows when it is synced", path.display()).into());
    }
    stages.retain(|stage| !matches!(stage, Stage::Bytes { pieces, .. } if pieces.is_empty()));
    Ok(stages)
}

/// A file that is written beside its place, synced and renamed.
fn replaced(unfinished: PathBuf, place: PathBuf, after: &Image) -> [Stage; 2] {
    let pieces = changed(&[], after.bytes(&place), 0..after.bytes(&place).len());
    [
        Stage::Bytes { file: unfinished.clone(), kept_in: place.clone(), pieces },
        Stage::Rename { from: unfinished, to: place },
    ]
}

/// What changed in entries that were there: what they say of themselves, and their bodies.
fn erased(old: &[u8], new: &[u8]) -> [Vec<Piece>; 2] {
    let (mut states, mut bodies, mut at) = (Vec::new(), Vec::new(), 0);
    while let Some(len) = old.get(at + ENTRY_LEN_AT..).and_then(<[u8]>::first_chunk) {
        let body = at + ENTRY_HEAD_LEN;
        let end = body
            .saturating_add(usize::try_from(u32::from_be_bytes(*len)).unwrap_or(usize::MAX))
            .min(old.len());
        states.extend(changed(old, new, at + ENTRY_STATE_AT..body));
        bodies.extend(changed(old, new, body..end));
        at = end;
    }
    [states, bodies]
}
