//! Where the files of a [`TiledLog`](super::TiledLog) lie: C2SP tlog-tiles, with a manifest and what can be erased.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use aoc_core::Position;
use serde::{Deserialize, Serialize};
use tlog_tiles::Hash;

use super::error::TiledError;
use crate::evidence::{TILE_HEIGHT, TILE_WIDTH, TreeHash, TreeHead};

/// The checkpoint that was issued last, where C2SP tlog-tiles has it.
pub(super) const CHECKPOINT: &str = "checkpoint";
/// All that were issued.
pub(super) const CHECKPOINTS: &str = "checkpoints";
/// What can be erased, and left out.
pub(super) const SEALED: &str = "sealed";
/// What the directory is.
pub(super) const MANIFEST: &str = "manifest.json";
/// How to read it without this library.
pub(super) const README: &str = "README";
/// The format of the directory.
pub(super) const TILED_FORMAT: &str = "aoc.tiles/1";
const FORMAT_FAMILY: &str = "aoc.tiles/";
/// No file of a manifest is longer.
const MANIFEST_LEN_MAX: usize = 4096;
/// What is wrong with a file that is not read.
const TOO_LONG: &str = "it is longer than such a file can be, or no file";

/// The bytes of a file, of which no more are read than it can have; nothing when it has more, or is none (a pipe, a device).
pub(super) fn bytes_of(path: &Path, max: usize) -> io::Result<Option<Vec<u8>>> {
    if !fs::metadata(path)?.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() <= max))
}

/// How long the log is and its root; written last, so that a directory without one is unfinished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) head: TreeHead,
    /// How many records have something sealed beside them.
    pub(super) sealed: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestJson {
    format: String,
    records: u64,
    root: String,
    sealed: u64,
}

impl Manifest {
    pub(super) fn read(dir: &Path) -> Result<Self, TiledError> {
        let path = dir.join(MANIFEST);
        let damaged = |why: String| TiledError::Damaged { file: MANIFEST.to_owned(), why };
        let read = bytes_of(&path, MANIFEST_LEN_MAX).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => TiledError::NotTiled { dir: dir.to_owned() },
            _ => TiledError::io(&path, &error),
        })?;
        let bytes = read.ok_or_else(|| damaged(TOO_LONG.to_owned()))?;
        let json: serde_json::Value =
            serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        let format = json.get("format").and_then(|format| format.as_str()).unwrap_or_default();
        if format != TILED_FORMAT && format.starts_with(FORMAT_FAMILY) {
            return Err(TiledError::Newer { found: format.chars().take(64).collect() });
        }
        let json: ManifestJson = serde_json::from_value(json).map_err(|error| damaged(error.to_string()))?;
        if json.format != TILED_FORMAT {
            return Err(damaged(format!("its `format` is not {TILED_FORMAT}")));
        }
        let root: TreeHash = json.root.parse().map_err(|_| damaged("its `root` is no hash".to_owned()))?;
        let head = TreeHead { upto: Position::new(json.records), root };
        Ok(Self { head, sealed: json.sealed })
    }

    pub(super) fn text(self) -> String {
        let Self { head: TreeHead { upto, root }, sealed } = self;
        let format = TILED_FORMAT;
        format!("{{\"format\":\"{format}\",\"records\":{upto},\"root\":\"{root}\",\"sealed\":{sealed}}}\n")
    }
}

/// A file of 256 hashes, or of 256 records; of fewer at the end of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tile {
    what: What,
    n: usize,
    width: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Hashes { level: u8 },
    Entries,
    Sealed,
}

impl Tile {
    pub(super) const fn of(level: u8, n: usize, width: usize) -> Self {
        Self { what: What::Hashes { level }, n, width }
    }

    pub(super) const fn entries(n: usize, width: usize) -> Self {
        Self { what: What::Entries, n, width }
    }

    /// What is sealed beside the records of a bundle.
    pub(super) const fn sealed(self) -> Self {
        Self { what: What::Sealed, ..self }
    }

    /// The tiles of a level that has so many hashes.
    pub(super) fn of_level(level: u8, len: usize) -> impl Iterator<Item = Self> {
        let width = move |n: usize| len.saturating_sub(n.saturating_mul(TILE_WIDTH)).min(TILE_WIDTH);
        (0..len.div_ceil(TILE_WIDTH)).map(move |n| Self::of(level, n, width(n)))
    }

    pub(super) const fn width(self) -> usize {
        self.width
    }

    pub(super) const fn n(self) -> usize {
        self.n
    }

    /// Its name in the directory: `tile/0/x001/067`, `tile/entries/067.p/12`.
    pub(super) fn path(self) -> String {
        let (n, width) =
            (u64::try_from(self.n).unwrap_or(u64::MAX), u32::try_from(self.width).unwrap_or(u32::MAX));
        let named = tlog_tiles::Tile::new(TILE_HEIGHT, 0, n, width, false).path();
        let number = named.strip_prefix("tile/8/0/").unwrap_or_default();
        match self.what {
            What::Hashes { level } => format!("tile/{level}/{number}"),
            What::Entries => format!("tile/entries/{number}"),
            What::Sealed => format!("{SEALED}/{number}"),
        }
    }

    /// Its bytes; no more than it can have.
    pub(super) fn bytes(self, dir: &Path) -> Result<Vec<u8>, TiledError> {
        let path = dir.join(self.path());
        let max = match self.what {
            What::Hashes { .. } => self.width.saturating_mul(TreeHash::LEN),
            What::Entries | What::Sealed => self.width.saturating_mul(2 + usize::from(u16::MAX)),
        };
        let read = bytes_of(&path, max).map_err(|error| self.failed(dir, &error))?;
        read.ok_or_else(|| self.damaged(TOO_LONG))
    }

    /// Its hashes.
    pub(super) fn read(self, dir: &Path) -> Result<Vec<Hash>, TiledError> {
        let bytes = self.bytes(dir)?;
        let (hashes, rest) = bytes.as_chunks::<{ TreeHash::LEN }>();
        if hashes.len() != self.width || !rest.is_empty() {
            return Err(self.damaged("it does not hold as many hashes as its place asks for"));
        }
        Ok(hashes.iter().copied().map(Hash).collect())
    }

    pub(super) fn damaged(self, why: &str) -> TiledError {
        TiledError::Damaged { file: self.path(), why: why.to_owned() }
    }

    fn failed(self, dir: &Path, error: &io::Error) -> TiledError {
        match error.kind() {
            ErrorKind::NotFound => TiledError::Missing { file: self.path() },
            _ => TiledError::io(&dir.join(self.path()), error),
        }
    }
}
