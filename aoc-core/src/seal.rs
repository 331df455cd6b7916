//! [`Seal`]: where the body of a record is, if it holds personal data.

use std::fmt;

/// Whether the body of a record stands in it, beside it, or nowhere any more.
///
/// The body of an event with personal data is *sealed*: the record itself, which never changes, holds only the
/// SHA-256 digest of salt and body. Both stand beside it and can be destroyed. See `FORMAT.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Seal {
    /// The body stands in the record, for ever.
    #[default]
    Open,
    /// The body stands beside the record, with this salt before it.
    Sealed(Salt),
    /// Salt and body were destroyed; this is what the record holds of them.
    Erased(SealDigest),
}

/// Random bytes that make it impossible to guess a body from its digest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; Self::LEN]);

impl Salt {
    /// How many bytes it has.
    pub const LEN: usize = 32;

    /// These bytes. Whoever knows them can test guesses of what they seal: they must be random and stay
    /// in the ledger.
    #[must_use]
    pub const fn new(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}

/// Says no byte: what is printed somewhere cannot be erased there.
impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// SHA-256 of a salt and the body behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealDigest([u8; Self::LEN]);

impl SealDigest {
    /// How many bytes it has.
    pub const LEN: usize = 32;

    /// These bytes.
    #[must_use]
    pub const fn new(bytes: [u8; Self::LEN]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }
}
