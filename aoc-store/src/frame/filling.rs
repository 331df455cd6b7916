//! [`Filling`]: a frame in the making; [`Filled`]: as many of them as records need.

use aoc_core::Position;

use super::{
    ENTRY_LEN, Entry, FRAME_FORMAT, FRAME_LEN_MAX, FRAME_RECORDS_MAX, Frame, FrameError, HEAD_LEN, checksum,
    flags,
};
use crate::record::Sidecar;

/// What a frame holds of one record.
pub(super) struct Part<'a> {
    pub(super) leaf: &'a [u8],
    pub(super) leaf_crc: u32,
    pub(super) sidecar: Sidecar<'a>,
}

impl Frame {
    /// What it holds, record by record, whether or not it can be read.
    pub(super) fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let mut records = self.records();
        std::iter::from_fn(move || {
            let (_, leaf, leaf_crc, sidecar) = records.next_leaf()?;
            Some(Part { leaf, leaf_crc, sidecar })
        })
    }
}

/// A frame in the making.
pub(super) struct Filling {
    first: Position,
    table: Vec<[u8; ENTRY_LEN]>,
    leaves: Vec<u8>,
    sidecars: Vec<u8>,
    apart_len: usize,
}

impl Filling {
    pub(super) const fn new(first: Position) -> Self {
        Self { first, table: Vec::new(), leaves: Vec::new(), sidecars: Vec::new(), apart_len: 0 }
    }

    /// Where the next record stands.
    pub(super) fn due(&self) -> Position {
        self.first.plus(self.table.len())
    }

    fn has_room_for(&self, part: &Part<'_>) -> bool {
        let beside = part.sidecar.here().len().saturating_add(part.sidecar.apart_len());
        let more = ENTRY_LEN.saturating_add(part.leaf.len()).saturating_add(beside);
        let len = self.len().saturating_add(self.apart_len).saturating_add(more);
        self.table.is_empty() || self.table.len() < FRAME_RECORDS_MAX && len <= FRAME_LEN_MAX
    }

    /// How long the frame is as it stands, without the sidecars that are kept apart.
    fn len(&self) -> usize {
        let table = self.table.len().saturating_mul(ENTRY_LEN);
        let held = self.leaves.len().saturating_add(self.sidecars.len());
        HEAD_LEN.saturating_add(table).saturating_add(held)
    }

    pub(super) fn add(&mut self, part: &Part<'_>) {
        let entry = Entry { leaf_len: part.leaf.len(), leaf_crc: part.leaf_crc, sidecar_len: 0 };
        self.table.push(entry.with_sidecar(part.sidecar).bytes());
        self.leaves.extend_from_slice(part.leaf);
        self.sidecars.extend_from_slice(part.sidecar.here());
        self.apart_len = self.apart_len.saturating_add(part.sidecar.apart_len());
    }

    pub(super) fn finish(self) -> Result<Frame, FrameError> {
        assemble(self.first, &self.table, &self.leaves, &self.sidecars)
    }
}

/// A frame of its parts.
pub(super) fn assemble(
    first: Position,
    table: &[[u8; ENTRY_LEN]],
    leaves: &[u8],
    sidecars: &[u8],
) -> Result<Frame, FrameError> {
    let count = u16::try_from(table.len()).map_err(|_| FrameError::Empty)?;
    let head = [FRAME_FORMAT, flags(table)];
    let head = [&head[..], &count.to_be_bytes(), &first.get().to_be_bytes()].concat();
    let checksum = checksum(&head, table).to_be_bytes();
    Frame::parse([&head, &checksum[..], table.as_flattened(), leaves, sidecars].concat())
}

/// Frames, each as full as it gets, and the one that is being filled.
pub(super) struct Filled {
    full: Vec<Frame>,
    next: Filling,
}

impl Filled {
    /// None yet: the first begins at this position.
    pub(super) const fn from(first: Position) -> Self {
        Self { full: Vec::new(), next: Filling::new(first) }
    }

    /// Where the next record stands.
    pub(super) fn due(&self) -> Position {
        self.next.due()
    }

    /// Takes in the record that is due.
    pub(super) fn add(&mut self, part: &Part<'_>) -> Result<(), FrameError> {
        if !self.next.has_room_for(part) {
            let due = self.next.due();
            self.full.push(std::mem::replace(&mut self.next, Filling::new(due)).finish()?);
        }
        self.next.add(part);
        Ok(())
    }

    /// All of them.
    pub(super) fn finish(mut self) -> Result<Vec<Frame>, FrameError> {
        self.full.push(self.next.finish()?);
        Ok(self.full)
    }
}
