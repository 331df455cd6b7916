//! [`TreeHash`]: a hash in the Merkle tree of a log.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64;
use tlog_tiles::Hash;

/// A hash in the Merkle tree of a log: of a record, of an inner node, or of all records up to one (the *root*).
///
/// SHA-256 as RFC 6962, section 2.1, has it: `SHA-256(0x00 ‖ record)` for a leaf, `SHA-256(0x01 ‖ left ‖ right)` for a node.
/// As text it is base64 (RFC 4648, section 4), as in checkpoints and proofs.
///
/// ```
/// use aoc_store::TreeHash;
/// let empty: TreeHash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".parse()?;
/// assert_eq!(empty, TreeHash::EMPTY);
/// # Ok::<(), aoc_store::TreeHashError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TreeHash([u8; Self::LEN]);

impl TreeHash {
    /// Its length in bytes.
    pub const LEN: usize = 32;
    /// The root of the tree without records: the hash of nothing.
    pub const EMPTY: Self = Self(tlog_tiles::EMPTY_HASH.0);

    /// The hash with these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }

    /// The leaf that stands for these bytes of a record.
    #[must_use]
    pub fn of_record(bytes: &[u8]) -> Self {
        tlog_tiles::record_hash(bytes).into()
    }
}

impl From<Hash> for TreeHash {
    fn from(hash: Hash) -> Self {
        Self(hash.0)
    }
}

impl From<TreeHash> for Hash {
    fn from(hash: TreeHash) -> Self {
        Self(hash.0)
    }
}

impl fmt::Display for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(&self.0))
    }
}

impl fmt::Debug for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for TreeHash {
    type Err = TreeHashError;

    fn from_str(text: &str) -> Result<Self, TreeHashError> {
        let bytes = BASE64.decode(text.as_bytes()).ok();
        bytes.and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(TreeHashError)
    }
}

/// A text is not a [`TreeHash`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a hash is 32 bytes in base64, 44 characters")]
pub struct TreeHashError;
