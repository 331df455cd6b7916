//! [`HashList`]: the Merkle tree over a list that is whole in memory.

use tlog_tiles::{
    Error as TlogError, Hash, HashReader, check_record, prove_record, record_hash,
    stored_hashes_for_record_hash, tree_hash,
};

use super::hash::TreeHash;

/// The Merkle tree (RFC 6962) over a list of byte strings, with all its hashes: for proofs that something stands in the list.
///
/// ```
/// use aoc_store::HashList;
/// let list = HashList::of([&b"one"[..], b"two", b"three"]);
/// let path = list.path(1).unwrap();
/// assert!(HashList::check(list.root(), 3, 1, b"two", &path));
/// assert!(!HashList::check(list.root(), 3, 2, b"two", &path));
/// ```
#[derive(Debug, Clone, Default)]
pub struct HashList {
    /// In the order of `tlog_tiles::stored_hash_index`.
    stored: Stored,
    len: u64,
}

#[derive(Debug, Clone, Default)]
struct Stored(Vec<Hash>);

impl HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, TlogError> {
        let read = |index: &u64| usize::try_from(*index).ok().and_then(|index| self.0.get(index)).copied();
        indexes.iter().map(read).collect::<Option<_>>().ok_or(TlogError::IndexesNotInTree)
    }
}

impl HashList {
    /// The tree over these, in this order.
    pub fn of<B: AsRef<[u8]>>(items: impl IntoIterator<Item = B>) -> Self {
        let mut list = Self::default();
        for item in items {
            let leaf = record_hash(item.as_ref());
            // It reads what was stored before, which is there.
            let hashes = stored_hashes_for_record_hash(list.len, leaf, &list.stored).unwrap_or_default();
            list.stored.0.extend(hashes);
            list.len = list.len.saturating_add(1);
        }
        list
    }

    /// How many items there are.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> TreeHash {
        tree_hash(self.len, &self.stored).map_or(TreeHash::EMPTY, TreeHash::from)
    }

    /// The audit path of the item at an index, from 0; nothing behind the last.
    #[must_use]
    pub fn path(&self, index: u64) -> Option<Vec<TreeHash>> {
        let path = prove_record(self.len, index, &self.stored).ok()?;
        Some(path.into_iter().map(TreeHash::from).collect())
    }

    /// Whether a path proves that an item stands at an index, from 0, of a list of this length with this root.
    #[must_use]
    pub fn check(root: TreeHash, len: u64, index: u64, item: &[u8], path: &[TreeHash]) -> bool {
        let path: Vec<Hash> = path.iter().copied().map(Hash::from).collect();
        path.len() <= 64 && check_record(&path, len, root.into(), index, record_hash(item)).is_ok()
    }
}
