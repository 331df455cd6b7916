//! [`write_tiled`]: from a log to plain files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use aoc_core::Position;
use tlog_tiles::{Hash, record_hash};

use super::error::TiledError;
use super::layout::{CHECKPOINT, CHECKPOINTS, MANIFEST, Manifest, README, Tile};
use super::{bundle, check_checkpoints};
use crate::error::Error;
use crate::evidence::{Checkpoint, Hashes, TILE_HEIGHT, TILE_WIDTH, TreeHead, issued};
use crate::log::EventLog;
use crate::owner_only;
use crate::record::{RecordBytes, RecordView};

/// How such a directory is read, for whoever finds one.
const README_TEXT: &str = include_str!("readme.txt");

/// Writes the records that the log holds now, the hashes of their tree and the checkpoints that were issued for it as plain
/// files into a new or empty directory, and gives the head of the tree. The manifest comes last: without one the directory
/// is unfinished. `progress` is told the position reached.
///
/// Everything is there that lies in the log, personal data too (in the directory `sealed`, and nowhere else): the files can be
/// read by their owner only.
///
/// # Errors
/// [`TiledError`]: the place is taken, the log cannot be read, or a file not be written.
pub fn write_tiled(
    log: &dyn EventLog,
    dir: impl AsRef<Path>,
    progress: &mut dyn FnMut(Position),
) -> Result<TreeHead, TiledError> {
    let dir = dir.as_ref();
    let checkpoints = issued::of(log)?;
    let head = log.head()?;
    if let Some(beyond) = checkpoints.iter().map(Checkpoint::head).find(|signed| signed.upto > head) {
        return Err(TiledError::OtherLog { signed: beyond });
    }
    let mut files = Files::create(dir)?;
    let mut writing = Writing::new(&mut files, checkpoints.last());
    if head > Position::START {
        'log: for frame in log.frames(Position::FIRST)? {
            let frame = frame?;
            for record in frame.records() {
                let record = record?;
                if record.position() > head {
                    break 'log;
                }
                writing.add(&record)?;
            }
            progress(writing.hashes.upto());
        }
    }
    let (hashes, sealed) = writing.finish()?;
    if hashes.upto() != head {
        return Err(Error::NoSuchRecord { position: hashes.upto().next() }.into());
    }
    check_checkpoints(&hashes.tree(log), &checkpoints)?;
    let signed = checkpoints.last().map(|checkpoint| checkpoint.head().upto);
    // The two lengths share most of their tiles.
    let mut upper = BTreeMap::new();
    for upto in [Some(head), signed].into_iter().flatten() {
        upper.extend(upper_tiles(&hashes, upto));
    }
    for (name, bytes) in upper {
        files.write(&name, &bytes)?;
    }
    let tree = hashes.tree(log).head(head)?;
    if let Some(last) = checkpoints.last() {
        files.write(CHECKPOINT, last.to_string().as_bytes())?;
        files.write(CHECKPOINTS, issued::text(&checkpoints).as_bytes())?;
    }
    files.write(README, README_TEXT.as_bytes())?;
    files.sync()?;
    files.write(MANIFEST, Manifest { head: tree, sealed }.text().as_bytes())?;
    files.sync()?;
    Ok(tree)
}

/// The tiles above the leaves, of a log of this length, by name: whole ones, and the last of each level.
fn upper_tiles(hashes: &Hashes, upto: Position) -> BTreeMap<String, Vec<u8>> {
    let mut tiles = BTreeMap::new();
    for level in 1_u8.. {
        let len = upto.get().checked_shr(u32::from(level).saturating_mul(u32::from(TILE_HEIGHT)));
        let len = len.and_then(|len| usize::try_from(len).ok()).unwrap_or(0);
        if len == 0 {
            break;
        }
        let known = hashes.level(level);
        for tile in Tile::of_level(level, len) {
            let start = tile.n().saturating_mul(TILE_WIDTH);
            let held = known.get(start..start.saturating_add(tile.width())).unwrap_or_default();
            tiles.insert(tile.path(), concat(held));
        }
    }
    tiles
}

fn concat(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Bundles and the tiles of their leaves, as the records come.
struct Writing<'f> {
    files: &'f mut Files,
    hashes: Hashes,
    /// Where a tile ends that is not whole, because a checkpoint was signed there.
    signed: Position,
    entries: Vec<u8>,
    sealed: Vec<u8>,
    leaves: Vec<Hash>,
    /// How many records have something sealed beside them.
    sealed_records: u64,
}

impl<'f> Writing<'f> {
    fn new(files: &'f mut Files, last: Option<&Checkpoint>) -> Self {
        Self {
            files,
            hashes: Hashes::default(),
            signed: last.map_or(Position::START, |last| last.head().upto),
            entries: Vec::new(),
            sealed: Vec::new(),
            leaves: Vec::new(),
            sealed_records: 0,
        }
    }

    fn add(&mut self, record: &RecordView<'_>) -> Result<(), TiledError> {
        let position = record.position();
        let at = |cause| Error::Record { position, cause };
        let bytes = RecordBytes::copy_of(record).map_err(at)?;
        let long = || TiledError::Unsound(format!("record {position} is too long"));
        bundle::push(&mut self.entries, bytes.leaf()).ok_or_else(long)?;
        bundle::push(&mut self.sealed, bytes.sidecar()).ok_or_else(long)?;
        if !bytes.sidecar().is_empty() {
            self.sealed_records = self.sealed_records.saturating_add(1);
        }
        let leaf = record_hash(bytes.leaf());
        self.leaves.push(leaf);
        self.hashes.push_leaf(leaf);
        if self.leaves.len() == TILE_WIDTH {
            self.write()?;
            (self.entries, self.sealed, self.leaves) = (Vec::new(), Vec::new(), Vec::new());
        } else if self.hashes.upto() == self.signed {
            self.write()?;
        }
        Ok(())
    }

    fn write(&mut self) -> Result<(), TiledError> {
        let width = self.leaves.len();
        let last = self.hashes.upto().index().unwrap_or(0);
        let entries = Tile::entries(last / TILE_WIDTH, width);
        self.files.write(&entries.path(), &self.entries)?;
        self.files.write(&Tile::of(0, entries.n(), width).path(), &concat(&self.leaves))?;
        // Where nothing is sealed, all lengths are 0.
        if self.sealed.iter().any(|byte| *byte != 0) {
            self.files.write(&entries.sealed().path(), &self.sealed)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(Hashes, u64), TiledError> {
        if !self.leaves.is_empty() && self.hashes.upto() != self.signed {
            self.write()?;
        }
        Ok((self.hashes, self.sealed_records))
    }
}

/// The files that were written, and not synced yet.
struct Files {
    dir: PathBuf,
    dirs: BTreeSet<PathBuf>,
    unsynced: BTreeSet<PathBuf>,
}

impl Files {
    fn create(dir: &Path) -> Result<Self, TiledError> {
        let failed = |error: &io::Error| TiledError::io(dir, error);
        match fs::read_dir(dir) {
            Ok(mut entries) => {
                if entries.next().is_some() {
                    return Err(TiledError::NotEmpty { dir: dir.to_owned() });
                }
                owner_only::restrict_dir(dir).map_err(|error| failed(&error))?;
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                owner_only::create_dirs(dir).map_err(|error| failed(&error))?;
            }
            Err(error) => return Err(failed(&error)),
        }
        Ok(Self { dir: dir.to_owned(), dirs: BTreeSet::from([dir.to_owned()]), unsynced: BTreeSet::new() })
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), TiledError> {
        let path = self.dir.join(name);
        let failed = |error: io::Error| TiledError::io(&path, &error);
        if let Some(parent) = path.parent().filter(|parent| !self.dirs.contains(*parent)) {
            owner_only::create_dirs(parent).map_err(failed)?;
            let above = parent.ancestors().take_while(|above| *above != self.dir);
            self.dirs.extend(above.map(Path::to_owned));
        }
        owner_only::create_file(&path).and_then(|mut file| file.write_all(bytes)).map_err(failed)?;
        self.unsynced.insert(path);
        Ok(())
    }

    fn sync(&mut self) -> Result<(), TiledError> {
        for path in std::mem::take(&mut self.unsynced).iter().chain(&self.dirs) {
            let synced = File::open(path).and_then(|file| file.sync_all());
            synced.map_err(|error| TiledError::io(path, &error))?;
        }
        Ok(())
    }
}
