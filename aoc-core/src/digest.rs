//! [`InventoryDigest`]: what an inventory states of the book, in 32 bytes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::written::read;

/// The digits of base64 (RFC 4648, section 4).
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// What fills up the last four characters.
const FILL: u8 = b'=';

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

    /// The bytes that these digits say; of digits that no digest is written with, some bytes.
    fn of_digits(text: &[u8]) -> Option<Self> {
        let mut bytes = Vec::with_capacity(text.len());
        for four in text.as_chunks::<4>().0 {
            let bits = four.iter().try_fold(0_u32, |bits, digit| Some((bits << 6) | value(*digit)?))?;
            let [_, three @ ..] = bits.to_be_bytes();
            bytes.extend(three);
        }
        bytes.first_chunk().copied().map(Self)
    }
}

/// The six bits that a digit stands for.
fn value(digit: u8) -> Option<u32> {
    match digit {
        FILL => Some(0),
        _ => (0..).zip(DIGITS).find_map(|(value, known)| (*known == digit).then_some(value)),
    }
}

/// The digit that stands for the last six bits.
fn digit(bits: u32) -> u8 {
    usize::try_from(bits & 63).ok().and_then(|value| DIGITS.get(value)).copied().unwrap_or(FILL)
}

impl fmt::Display for InventoryDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for three in self.0.chunks(3) {
            let byte = |at| three.get(at).copied();
            let bits =
                u32::from_be_bytes([0, byte(0).unwrap_or(0), byte(1).unwrap_or(0), byte(2).unwrap_or(0)]);
            let third = byte(1).map_or(FILL, |_| digit(bits >> 6));
            let fourth = byte(2).map_or(FILL, |_| digit(bits));
            for digit in [digit(bits >> 18), digit(bits >> 12), third, fourth] {
                fmt::Write::write_char(f, digit.into())?;
            }
        }
        Ok(())
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

    /// One digest, one text: what is not written as the digest itself would be is refused.
    fn from_str(text: &str) -> Result<Self, InventoryDigestError> {
        let digest = Self::of_digits(text.as_bytes()).ok_or(InventoryDigestError)?;
        if digest.to_string() == text { Ok(digest) } else { Err(InventoryDigestError) }
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
