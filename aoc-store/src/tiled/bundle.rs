//! [`Bundle`]: 256 records in a row, as a file holds them: each behind its length (u16, big-endian).

use std::path::Path;

use aoc_core::Position;
use tlog_tiles::{Hash, record_hash};

use super::error::TiledError;
use super::layout::Tile;
use crate::error::Error;
use crate::evidence::TILE_WIDTH;
use crate::frame::Frame;
use crate::record::{RecordBytes, RecordError};

/// The records of a bundle.
#[derive(Debug)]
pub(super) struct Bundle {
    records: Vec<Vec<u8>>,
}

impl Bundle {
    /// Reads one, and as many records as belong there.
    pub(super) fn read(dir: &Path, tile: Tile) -> Result<Self, TiledError> {
        let records = split(&tile.bytes(dir)?).filter(|records| records.len() == tile.width());
        let records =
            records.ok_or_else(|| tile.damaged("it does not hold as many records as its place asks for"))?;
        Ok(Self { records })
    }

    /// The bytes of the records, in order.
    pub(super) fn records(&self) -> impl Iterator<Item = &[u8]> {
        self.records.iter().map(Vec::as_slice)
    }

    /// Their hashes.
    pub(super) fn leaves(&self) -> Vec<Hash> {
        self.records().map(record_hash).collect()
    }

    /// The records as a log gives them, with what is sealed beside them where that is there.
    pub(super) fn frames(self, dir: &Path, tile: Tile) -> Result<Vec<Frame>, TiledError> {
        let sealed = match tile.sealed().bytes(dir) {
            Ok(bytes) => split(&bytes).filter(|sidecars| sidecars.len() == tile.width()),
            Err(TiledError::Missing { .. }) => Some(vec![Vec::new(); tile.width()]),
            Err(error) => return Err(error),
        };
        let damaged = |tile: Tile, why: &str| tile.damaged(why);
        let sealed = sealed
            .ok_or_else(|| damaged(tile.sealed(), "it does not fit the records beside which it lies"))?;
        let due = Position::FIRST.plus(tile.n().saturating_mul(TILE_WIDTH));
        let join = |(at, (leaf, sidecar)): (usize, (Vec<u8>, Vec<u8>))| {
            let bytes = RecordBytes::new(leaf, (!sidecar.is_empty()).then_some(sidecar));
            match bytes.view().map(drop) {
                Ok(()) => Ok(bytes),
                Err(cause @ RecordError::NewerVersion { .. }) => {
                    Err(TiledError::Log(Error::Record { position: due.plus(at), cause }))
                }
                Err(RecordError::SealBroken) => Err(damaged(tile.sealed(), "it is not what was sealed")),
                Err(cause) => Err(damaged(tile, &cause.to_string())),
            }
        };
        let records: Vec<RecordBytes> =
            self.records.into_iter().zip(sealed).enumerate().map(join).collect::<Result<_, TiledError>>()?;
        let frames = Frame::of_bytes(&records).map_err(|cause| damaged(tile, &cause.to_string()))?;
        if frames.first().is_none_or(|frame| frame.first() != due) {
            return Err(damaged(tile, "its records stand in another place"));
        }
        Ok(frames)
    }
}

/// Byte strings, each behind its length; nothing when the last is cut off.
fn split(mut bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut parts = Vec::new();
    while let Some((len, rest)) = bytes.split_first_chunk() {
        let (part, rest) = rest.split_at_checked(u16::from_be_bytes(*len).into())?;
        parts.push(part.to_vec());
        bytes = rest;
    }
    bytes.is_empty().then_some(parts)
}

/// Puts one more byte string behind the others; nothing when it is too long.
pub(super) fn push(bytes: &mut Vec<u8>, part: &[u8]) -> Option<()> {
    bytes.extend_from_slice(&u16::try_from(part.len()).ok()?.to_be_bytes());
    bytes.extend_from_slice(part);
    Some(())
}
