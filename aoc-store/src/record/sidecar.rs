//! [`Sidecar`]: what stands beside a record whose body is sealed.

use aoc_core::{Salt, Seal, SealDigest};
use sha2::{Digest, Sha256};

use super::RecordError;

/// Salt and body of a sealed record, in this order: what can be destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sidecar<'a> {
    /// There is none: the record is open, or salt and body were destroyed.
    None,
    /// It is here.
    Here(&'a [u8]),
    /// A log keeps it in another place; what is read has not been put together, or it is not there either.
    Apart {
        /// How many bytes it has.
        len: u32,
    },
}

impl<'a> Sidecar<'a> {
    /// Its bytes; none where it is not here.
    pub(crate) const fn here(self) -> &'a [u8] {
        match self {
            Self::Here(bytes) => bytes,
            Self::None | Self::Apart { .. } => &[],
        }
    }

    /// How many bytes of it are in another place.
    pub(crate) fn apart_len(self) -> usize {
        match self {
            Self::Apart { len } => usize::try_from(len).unwrap_or(usize::MAX),
            Self::None | Self::Here(_) => 0,
        }
    }

    /// How the record is sealed that holds this digest, and its body where it is here.
    pub(super) fn open(self, digest: SealDigest) -> Result<(Seal, Option<&'a [u8]>), RecordError> {
        match self {
            Self::None => Ok((Seal::Erased(digest), None)),
            Self::Apart { .. } => Err(RecordError::BodyMissing),
            Self::Here(bytes) => match bytes.split_first_chunk() {
                Some((salt, body)) if digest_of(bytes) == digest => {
                    Ok((Seal::Sealed(Salt::new(*salt)), Some(body)))
                }
                _ => Err(RecordError::SealBroken),
            },
        }
    }
}

/// What a record holds of its sidecar.
pub(super) fn digest_of(sidecar: &[u8]) -> SealDigest {
    SealDigest::new(Sha256::digest(sidecar).into())
}
