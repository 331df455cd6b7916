//! [`Filling`]: a frame in the making; [`Filled`]: as many of them as records need.

use aoc_core::Position;

use super::{
    ENTRY_LEN, Entry, FRAME_FORMAT, FRAME_LEN_MAX, FRAME_RECORDS_MAX, Frame, FrameError, HEAD_LEN, checksum,
    flags,
};
use crate::record::Sidecar;

/// What a frame holds of one record.
#[derive(PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) leaf: &'a [u8],
    pub(super) leaf_crc: u32,
    pub(super) sidecar: Sidecar<'a>,
}

impl Part<'_> {
    /// How much of a frame it fills, with a sidecar that is kept apart.
    fn whole_len(&self) -> usize {
        let beside = self.sidecar.here().len().saturating_add(self.sidecar.apart_len());
        ENTRY_LEN.saturating_add(self.leaf.len()).saturating_add(beside)
    }

    fn entry(&self) -> [u8; ENTRY_LEN] {
        let entry = Entry { leaf_len: self.leaf.len(), leaf_crc: self.leaf_crc, sidecar_len: 0 };
        entry.with_sidecar(self.sidecar).bytes()
    }
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

    /// Whether it is as full as it gets before this record.
    #[cfg(feature = "sled")]
    pub(super) fn is_full_before(&self, part: &Part<'_>) -> bool {
        self.len() == FRAME_RECORDS_MAX || self.whole_len().saturating_add(part.whole_len()) > FRAME_LEN_MAX
    }
}

/// A frame in the making.
pub(super) struct Filling<'a> {
    first: Position,
    parts: Vec<Part<'a>>,
    /// With the sidecars that are kept apart.
    whole_len: usize,
}

impl<'a> Filling<'a> {
    pub(super) const fn new(first: Position) -> Self {
        Self { first, parts: Vec::new(), whole_len: HEAD_LEN }
    }

    /// Where the next record stands.
    fn due(&self) -> Position {
        self.first.plus(self.parts.len())
    }

    fn has_room_for(&self, part: &Part<'_>) -> bool {
        let len = self.whole_len.saturating_add(part.whole_len());
        self.parts.is_empty() || self.parts.len() < FRAME_RECORDS_MAX && len <= FRAME_LEN_MAX
    }

    pub(super) fn add(&mut self, part: Part<'a>) {
        self.whole_len = self.whole_len.saturating_add(part.whole_len());
        self.parts.push(part);
    }

    /// Writes each byte once, where it stays.
    pub(super) fn finish(self) -> Result<Frame, FrameError> {
        let count = u16::try_from(self.parts.len()).map_err(|_| FrameError::Empty)?;
        let table: Vec<[u8; ENTRY_LEN]> = self.parts.iter().map(Part::entry).collect();
        let mut bytes = Vec::with_capacity(self.whole_len);
        bytes.extend_from_slice(&[FRAME_FORMAT, flags(&table)]);
        bytes.extend_from_slice(&count.to_be_bytes());
        bytes.extend_from_slice(&self.first.get().to_be_bytes());
        bytes.extend_from_slice(&checksum(&bytes, &table).to_be_bytes());
        bytes.extend_from_slice(table.as_flattened());
        self.parts.iter().for_each(|part| bytes.extend_from_slice(part.leaf));
        self.parts.iter().for_each(|part| bytes.extend_from_slice(part.sidecar.here()));
        Frame::parse(bytes)
    }
}

/// Frames, each as full as it gets, and the one that is being filled.
pub(super) struct Filled<'a> {
    full: Vec<Frame>,
    next: Filling<'a>,
}

impl<'a> Filled<'a> {
    /// None yet: the first begins at this position.
    pub(super) const fn from(first: Position) -> Self {
        Self { full: Vec::new(), next: Filling::new(first) }
    }

    /// Where the next record stands.
    pub(super) fn due(&self) -> Position {
        self.next.due()
    }

    /// Takes in the record that is due.
    pub(super) fn add(&mut self, part: Part<'a>) -> Result<(), FrameError> {
        if !self.next.has_room_for(&part) {
            let due = self.next.due();
            self.full.push(std::mem::replace(&mut self.next, Filling::new(due)).finish()?);
        }
        self.next.add(part);
        Ok(())
    }

    /// Takes in the records of a frame. One that the next record does not fit into stays as it is.
    #[cfg(feature = "sled")]
    pub(super) fn join(&mut self, frame: &'a Frame, next: Option<&Part<'_>>) -> Result<(), FrameError> {
        if self.next.parts.is_empty() && next.is_none_or(|next| frame.is_full_before(next)) {
            self.full.push(frame.clone());
            self.next = Filling::new(frame.last().next());
            return Ok(());
        }
        frame.parts().try_for_each(|part| self.add(part))
    }

    /// All of them.
    pub(super) fn finish(mut self) -> Result<Vec<Frame>, FrameError> {
        if self.full.is_empty() || !self.next.parts.is_empty() {
            self.full.push(self.next.finish()?);
        }
        Ok(self.full)
    }
}
