//! [`Hashes`]: the Merkle tree over the records of a log, as far as it was hashed.

use std::cell::RefCell;

use aoc_core::Position;
use tlog_tiles::{
    Error as TlogError, Hash, HashReader, Tile, prove_record, prove_tree, record_hash, tree_hash,
};

use super::error::EvidenceError;
use super::hash::TreeHash;
use super::tree::TreeHead;
use crate::error::Error;
use crate::log::EventLog;

/// The height of a tile, as C2SP tlog-tiles has it: 256 hashes.
pub(crate) const TILE_HEIGHT: u8 = 8;
/// How many hashes a whole tile holds.
pub(crate) const TILE_WIDTH: usize = 1 << TILE_HEIGHT;

/// The hashes that are kept: of every whole tile its root, and the leaves of the one that is not whole yet. Those of the
/// records in whole tiles are made anew from the records when a proof needs them: one tile takes some 50 µs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hashes {
    /// By level: the roots of the whole tiles there.
    tiles: Vec<Vec<Hash>>,
    /// The leaves behind the last whole tile.
    fringe: Vec<Hash>,
}

impl Hashes {
    /// How far the tree goes.
    pub(crate) fn upto(&self) -> Position {
        Position::START.plus(self.whole_tiles().saturating_mul(TILE_WIDTH).saturating_add(self.fringe.len()))
    }

    /// How many tiles of leaves are whole.
    pub(crate) fn whole_tiles(&self) -> usize {
        self.tiles.first().map_or(0, Vec::len)
    }

    /// The roots of the whole tiles of leaves from one on.
    pub(super) fn tile_roots(&self, from: usize) -> impl Iterator<Item = &[u8; TreeHash::LEN]> {
        self.tiles.first().into_iter().flatten().skip(from).map(|hash| &hash.0)
    }

    /// The hashes that the tiles of a level hold: the leaves, as far as they are kept, or the roots of the whole tiles below.
    pub(crate) fn level(&self, level: u8) -> &[Hash] {
        match usize::from(level).checked_sub(1) {
            None => &self.fringe,
            Some(above) => self.tiles.get(above).map_or(&[], Vec::as_slice),
        }
    }

    /// Whether these are the leaves of a tile, the last of which may not be whole.
    pub(crate) fn holds_tile(&self, tile: usize, leaves: &[Hash]) -> bool {
        if tile == self.whole_tiles() {
            return self.fringe == leaves;
        }
        leaves.len() == TILE_WIDTH && self.level(1).get(tile) == Some(&subtree(leaves))
    }

    /// Puts the next record in the tree.
    pub(crate) fn push(&mut self, record: &[u8]) {
        self.push_leaf(record_hash(record));
    }

    /// The same, of a record whose leaf is known.
    pub(crate) fn push_leaf(&mut self, leaf: Hash) {
        self.fringe.push(leaf);
        if self.fringe.len() == TILE_WIDTH {
            let root = subtree(&self.fringe);
            self.fringe.clear();
            self.push_tile(root);
        }
    }

    /// Puts 256 records in the tree, of which the root is known; only where no tile is begun.
    pub(crate) fn push_tile(&mut self, root: Hash) {
        let mut root = root;
        for level in 0.. {
            if self.tiles.len() == level {
                self.tiles.push(Vec::new());
            }
            let Some(tiles) = self.tiles.get_mut(level) else { return };
            tiles.push(root);
            if !tiles.len().is_multiple_of(TILE_WIDTH) {
                return;
            }
            root = subtree(tiles.last_chunk::<TILE_WIDTH>().map_or(&[], |tile| tile));
        }
    }

    /// Takes in the records behind what was hashed, up to one, and tells after each frame how far it has come.
    pub(super) fn catch_up(
        &mut self,
        log: &dyn EventLog,
        upto: Position,
        progress: &mut dyn FnMut(Position),
    ) -> Result<(), Error> {
        if self.upto() >= upto {
            return Ok(());
        }
        for frame in log.frames(self.upto().next())? {
            let frame = frame?;
            for (position, record) in frame.positions().zip(frame.records()) {
                if position > upto {
                    break;
                }
                if position > self.upto() {
                    self.push(record?.bytes());
                }
            }
            progress(self.upto());
            if self.upto() >= upto {
                return Ok(());
            }
        }
        Err(Error::NoSuchRecord { position: self.upto().next() })
    }

    /// The tree over these hashes, whose leaves are in a log.
    pub(crate) const fn tree<'t>(&'t self, log: &'t dyn EventLog) -> Tree<'t> {
        Tree { hashes: self, log, last_tile: RefCell::new(None), failed: RefCell::new(None) }
    }
}

/// The hash over hashes whose number is a power of two.
fn subtree(hashes: &[Hash]) -> Hash {
    let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.0).collect();
    Tile::subtree_hash(&bytes)
}

/// The leaves of a tile of a log, made anew.
pub(super) fn leaves_of_tile(log: &dyn EventLog, tile: usize) -> Result<Vec<Hash>, Error> {
    let mut leaves = Vec::with_capacity(TILE_WIDTH);
    let mut due = Position::FIRST.plus(tile.saturating_mul(TILE_WIDTH));
    for frame in log.frames(due)? {
        let frame = frame?;
        for (position, record) in frame.positions().zip(frame.records()) {
            if position == due && leaves.len() < TILE_WIDTH {
                leaves.push(record_hash(record?.bytes()));
                due = due.next();
            }
        }
        if leaves.len() == TILE_WIDTH {
            return Ok(leaves);
        }
    }
    Err(Error::NoSuchRecord { position: due })
}

/// The root of a tile of a log, made anew.
pub(super) fn root_of_tile(log: &dyn EventLog, tile: usize) -> Result<Hash, Error> {
    leaves_of_tile(log, tile).map(|leaves| subtree(&leaves))
}

/// Hashes, and the log that the leaves below them are in.
pub(crate) struct Tree<'t> {
    hashes: &'t Hashes,
    log: &'t dyn EventLog,
    /// A proof asks for several hashes of one tile.
    last_tile: RefCell<Option<(usize, Vec<Hash>)>>,
    /// Why the last hash could not be read.
    failed: RefCell<Option<EvidenceError>>,
}

impl Tree<'_> {
    /// The head of the tree up to a record.
    pub(crate) fn head(&self, upto: Position) -> Result<TreeHead, EvidenceError> {
        let root = tree_hash(upto.get(), self).map_err(|error| self.why(&error))?;
        Ok(TreeHead { upto, root: root.into() })
    }

    /// The audit path of a record in the tree up to another.
    pub(super) fn record_path(&self, at: Position, upto: Position) -> Result<Vec<TreeHash>, EvidenceError> {
        let path = prove_record(upto.get(), at.previous().get(), self).map_err(|error| self.why(&error))?;
        Ok(path.into_iter().map(TreeHash::from).collect())
    }

    /// The proof that the tree up to a record goes on from that up to another.
    pub(super) fn extension_path(
        &self,
        old: Position,
        new: Position,
    ) -> Result<Vec<TreeHash>, EvidenceError> {
        if old == Position::START {
            return Ok(Vec::new());
        }
        let path = prove_tree(new.get(), old.get(), self).map_err(|error| self.why(&error))?;
        Ok(path.into_iter().map(TreeHash::from).collect())
    }

    fn why(&self, error: &TlogError) -> EvidenceError {
        self.failed.take().unwrap_or_else(|| EvidenceError::Hashing { why: error.to_string() })
    }

    /// The hash of 2ʳ hashes of a level of tiles, the n-th such.
    fn read(&self, index: u64) -> Result<Hash, EvidenceError> {
        let (level, n) = tlog_tiles::split_stored_hash_index(index);
        let (level, within) = (usize::from(level / TILE_HEIGHT), u32::from(level % TILE_HEIGHT));
        let outside = || EvidenceError::Hashing { why: "a hash lies outside of the tree".to_owned() };
        let start = usize::try_from(n).ok().and_then(|n| n.checked_shl(within)).ok_or_else(outside)?;
        let len = 1_usize << within;
        let part = |hashes: &[Hash], start: usize| {
            hashes.get(start..start.saturating_add(len)).map(subtree).ok_or_else(outside)
        };
        if let Some(above) = level.checked_sub(1) {
            return part(self.hashes.tiles.get(above).ok_or_else(outside)?, start);
        }
        let (tile, start) = (start / TILE_WIDTH, start % TILE_WIDTH);
        if tile == self.hashes.whole_tiles() {
            return part(&self.hashes.fringe, start);
        }
        let mut last = self.last_tile.borrow_mut();
        if last.as_ref().is_none_or(|(known, _)| *known != tile) {
            *last = Some((tile, self.leaves(tile)?));
        }
        last.as_ref().map_or_else(|| Err(outside()), |(_, leaves)| part(leaves, start))
    }

    /// The leaves of a whole tile, if they still are what was hashed.
    fn leaves(&self, tile: usize) -> Result<Vec<Hash>, EvidenceError> {
        let leaves = leaves_of_tile(self.log, tile)?;
        let kept = self.hashes.tiles.first().and_then(|tiles| tiles.get(tile));
        if kept == Some(&subtree(&leaves)) {
            return Ok(leaves);
        }
        let from = Position::FIRST.plus(tile.saturating_mul(TILE_WIDTH));
        Err(EvidenceError::Changed { from, to: from.plus(TILE_WIDTH).previous() })
    }
}

impl HashReader for Tree<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, TlogError> {
        let read: Result<Vec<Hash>, EvidenceError> = indexes.iter().map(|index| self.read(*index)).collect();
        read.map_err(|error| {
            *self.failed.borrow_mut() = Some(error);
            TlogError::InvalidTile
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::MemoryLog;
    use data_encoding::HEXLOWER;

    /// The inputs and roots that implementations of RFC 6962 test with.
    const VECTORS: [(&str, &str); 8] = [
        ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        (
            "606162636465666768696a6b6c6d6e6f",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ),
    ];

    #[test]
    fn the_roots_are_those_of_rfc_6962() {
        let (log, mut hashes) = (MemoryLog::new(), Hashes::default());
        assert_eq!(hashes.tree(&log).head(Position::START).unwrap(), TreeHead::EMPTY);
        for (input, root) in VECTORS {
            hashes.push(&HEXLOWER.decode(input.as_bytes()).unwrap());
            let head = hashes.tree(&log).head(hashes.upto()).unwrap();
            assert_eq!(HEXLOWER.encode(head.root.bytes()), root);
        }
        let old = |upto: u64| hashes.tree(&log).head(Position::new(upto)).unwrap();
        for (from, to) in (0..=8).flat_map(|to| (0..=to).map(move |from| (from, to))) {
            let path = hashes.tree(&log).extension_path(Position::new(from), Position::new(to)).unwrap();
            assert_eq!(old(to).check_extends(&old(from), &path), Ok(()), "{from} to {to}");
        }
    }

    /// Tiles of three levels: the root of what was put in leaf by leaf is that of the definition.
    #[test]
    fn the_root_over_tiles_of_tiles_is_that_of_the_definition() {
        fn naive(leaves: &[Hash]) -> Hash {
            if let [leaf] = leaves {
                return *leaf;
            }
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            tlog_tiles::node_hash(naive(left), naive(right))
        }
        let (log, mut hashes, mut leaves) = (MemoryLog::new(), Hashes::default(), Vec::new());
        for at in 1..=66_000_u32 {
            leaves.push(record_hash(&at.to_be_bytes()));
            hashes.push(&at.to_be_bytes());
            if matches!(at, 255 | 256 | 257 | 511 | 512 | 65_535 | 65_536 | 65_537 | 66_000) {
                let head = hashes.tree(&log).head(hashes.upto()).unwrap();
                assert_eq!((head.upto, head.root), (Position::new(at.into()), naive(&leaves).into()));
            }
        }
    }
}
