//! [`InventoryDigest`]: what an inventory states of the book, in 32 bytes.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::written::read;

/// SHA-256 over what an inventory states: over entities (the root of a Merkle tree) or over an answer. It is computed elsewhere.
///
/// As text it is base64 (RFC 4648, section 4), as hashes in checkpoints are; in bodies it is its bytes.
///
/// ```
/// use aoc_core::InventoryDigest;
/// let of_nothing: InventoryDigest = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".parse()?;
/// assert_eq!(of_nothing.as_bytes()[..4], [0xe3, 0xb0, 0xc4, 0x42]);
/// assert_eq!(of_nothing, InventoryDigest::new(*of_nothing.as_bytes()));
/// # Ok::<(), aoc_core::InventoryDigestError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InventoryDigest([u8; Self::LEN]);

impl InventoryDigest {
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

impl fmt::Display for InventoryDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(&self.0))
    }
}

impl fmt::Debug for InventoryDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text is not an [`InventoryDigest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a digest is 32 bytes in base64 (RFC 4648 section 4, padded), 44 characters")]
pub struct InventoryDigestError;

impl FromStr for InventoryDigest {
    type Err = InventoryDigestError;

    fn from_str(text: &str) -> Result<Self, InventoryDigestError> {
        let bytes = BASE64.decode(text.as_bytes()).ok();
        bytes.and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(InventoryDigestError)
    }
}

impl Serialize for InventoryDigest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for InventoryDigest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            read(deserializer)
        } else {
            <[u8; Self::LEN]>::deserialize(deserializer).map(Self)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::encode;

    #[test]
    fn every_digest_is_read_as_it_is_written() {
        for seed in 0..=u8::MAX {
            let digest = InventoryDigest::new(std::array::from_fn(|at| {
                seed.wrapping_mul(37).wrapping_add(u8::try_from(at).unwrap().wrapping_mul(seed))
            }));
            assert_eq!(digest.to_string().parse(), Ok(digest));
            assert_eq!(digest.to_string().len(), 44);
        }
    }

    #[test]
    fn a_digest_has_one_text() {
        let text = InventoryDigest::new([0xff; 32]).to_string();
        assert_eq!(text, format!("{}8=", "/".repeat(42)));
        let body = "/".repeat(42);
        for wrong in [
            String::new(),
            "=".repeat(44),
            body.clone(),
            format!("{body}8"),
            format!("{body}9="),
            format!("{body}8=\n"),
            format!("{body}8==="),
            format!("{body}8=AAAA"),
            format!("{body}_="),
            format!("={body}8"),
            "ä".repeat(22),
        ] {
            assert_eq!(wrong.parse::<InventoryDigest>(), Err(InventoryDigestError), "{wrong}");
        }
    }

    #[test]
    fn law_9_in_bodies_it_is_its_bytes() {
        assert_eq!(encode(&InventoryDigest::new([7; 32])), [7; 32]);
    }
}
