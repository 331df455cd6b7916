//! Records that go from frames into others, byte for byte: joined, or cut out.

use aoc_core::Position;

use super::{
    ENTRY_LEN, Entry, FRAME_FORMAT, FRAME_LEN_MAX, FRAME_RECORDS_MAX, Frame, FrameError, HEAD_LEN, checksum,
    flags,
};
use crate::record::Sidecar;

impl Frame {
    /// The records of frames that follow each other, in as few frames as they fit in. Each leaves room for the
    /// sidecars that are kept apart. What is damaged stays damaged.
    pub(crate) fn join(frames: &[Self]) -> Result<Vec<Self>, FrameError> {
        let first = frames.first().map(Self::first).ok_or(FrameError::Empty)?;
        let mut joined = Vec::new();
        let mut next = Builder::new(first);
        for frame in frames {
            if frame.first() != next.due() {
                return Err(FrameError::Misplaced { first: frame.first() });
            }
            for part in frame.parts() {
                if !next.has_room_for(&part) {
                    let due = next.due();
                    joined.push(std::mem::replace(&mut next, Builder::new(due)).finish()?);
                }
                next.add(&part);
            }
        }
        joined.push(next.finish()?);
        Ok(joined)
    }

    /// Its records from one position to another, without the others.
    pub(crate) fn between(&self, from: Position, to: Position) -> Result<Self, FrameError> {
        if from <= self.first() && self.last() <= to {
            return Ok(self.clone());
        }
        let mut cut = Builder::new(from.max(self.first()));
        let parts = self.parts().filter(|part| from <= part.position && part.position <= to);
        parts.for_each(|part| cut.add(&part));
        cut.finish()
    }

    /// How long it is, with the sidecars that are kept apart.
    pub(crate) fn whole_len(&self) -> usize {
        let apart: usize = self.sidecars().map(|sidecar| apart_len(sidecar)).sum();
        self.bytes().len().saturating_add(apart)
    }

    fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let mut records = self.records();
        std::iter::from_fn(move || {
            let (position, leaf, leaf_crc, sidecar) = records.next_leaf()?;
            Some(Part { position, leaf, leaf_crc, sidecar })
        })
    }
}

/// What a frame holds of one record.
struct Part<'a> {
    position: Position,
    leaf: &'a [u8],
    leaf_crc: u32,
    sidecar: Sidecar<'a>,
}

/// A frame in the making.
struct Builder {
    first: Position,
    table: Vec<[u8; ENTRY_LEN]>,
    leaves: Vec<u8>,
    sidecars: Vec<u8>,
    apart_len: usize,
}

impl Builder {
    const fn new(first: Position) -> Self {
        Self { first, table: Vec::new(), leaves: Vec::new(), sidecars: Vec::new(), apart_len: 0 }
    }

    /// Where the next record stands.
    fn due(&self) -> Position {
        self.first.plus(self.table.len())
    }

    fn has_room_for(&self, part: &Part<'_>) -> bool {
        let table = self.table.len().saturating_add(1).saturating_mul(ENTRY_LEN);
        let held = self.leaves.len().saturating_add(self.sidecars.len()).saturating_add(self.apart_len);
        let beside = here(part.sidecar).len().saturating_add(apart_len(part.sidecar));
        let more = part.leaf.len().saturating_add(beside);
        let len = HEAD_LEN.saturating_add(table).saturating_add(held).saturating_add(more);
        self.table.is_empty() || self.table.len() < FRAME_RECORDS_MAX && len <= FRAME_LEN_MAX
    }

    fn add(&mut self, part: &Part<'_>) {
        let entry = Entry { leaf_len: part.leaf.len(), leaf_crc: part.leaf_crc, sidecar_len: 0 };
        self.table.push(entry.with_sidecar(part.sidecar).bytes());
        self.leaves.extend_from_slice(part.leaf);
        self.sidecars.extend_from_slice(here(part.sidecar));
        self.apart_len = self.apart_len.saturating_add(apart_len(part.sidecar));
    }

    fn finish(self) -> Result<Frame, FrameError> {
        let count = u16::try_from(self.table.len()).map_err(|_| FrameError::Empty)?;
        let mut bytes = vec![FRAME_FORMAT, flags(&self.table)];
        bytes.extend_from_slice(&count.to_be_bytes());
        bytes.extend_from_slice(&self.first.get().to_be_bytes());
        bytes.extend_from_slice(&checksum(&bytes, &self.table).to_be_bytes());
        bytes.extend_from_slice(self.table.as_flattened());
        bytes.extend_from_slice(&self.leaves);
        bytes.extend_from_slice(&self.sidecars);
        Frame::parse(bytes)
    }
}

fn here(sidecar: Sidecar<'_>) -> &[u8] {
    match sidecar {
        Sidecar::Here(bytes) => bytes,
        Sidecar::None | Sidecar::Apart { .. } => &[],
    }
}

fn apart_len(sidecar: Sidecar<'_>) -> usize {
    match sidecar {
        Sidecar::Apart { len } => usize::try_from(len).unwrap_or(usize::MAX),
        Sidecar::None | Sidecar::Here(_) => 0,
    }
}
