//! Fills frames with records, as many in each as it holds.

use aoc_core::{Position, Record};

use super::{
    ENTRY_LEN, Entry, FRAME_FORMAT, FRAME_LEN_MAX, FRAME_RECORDS_MAX, Frame, FrameError, HEAD_LEN,
    RECORD_LEN_MAX, checksum, flags,
};
use crate::error::Error;
use crate::record::{RecordBytes, RecordError};

pub(super) fn records(records: &[Record]) -> Result<Vec<Frame>, Error> {
    let mut packer = Packer::new(records.first().map(|record| record.position))?;
    for record in records {
        let at = |cause| Error::Record { position: record.position, cause };
        packer.add(record.position, &RecordBytes::of(record).map_err(at)?)?;
    }
    packer.finish()
}

pub(super) fn bytes(records: &[RecordBytes]) -> Result<Vec<Frame>, Error> {
    let place = |record: &RecordBytes, position| {
        record.view().map(|view| view.position()).map_err(|cause| Error::Record { position, cause })
    };
    let first = records.first().map(|record| place(record, Position::START)).transpose()?;
    let mut packer = Packer::new(first)?;
    for record in records {
        let position = place(record, packer.next)?;
        packer.add(position, record)?;
    }
    packer.finish()
}

struct Packer {
    next: Position,
    first: Position,
    table: Vec<[u8; ENTRY_LEN]>,
    leaves: Vec<u8>,
    sidecars: Vec<u8>,
    frames: Vec<Frame>,
}

impl Packer {
    fn new(first: Option<Position>) -> Result<Self, Error> {
        let first = first.ok_or(Error::Frame { first: Position::START, cause: FrameError::Empty })?;
        let (table, leaves, sidecars, frames) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Ok(Self { next: first, first, table, leaves, sidecars, frames })
    }

    fn add(&mut self, position: Position, record: &RecordBytes) -> Result<(), Error> {
        let (leaf, sidecar) = (record.leaf(), record.sidecar());
        let len = leaf.len().saturating_add(sidecar.len());
        if len > RECORD_LEN_MAX {
            let cause = RecordError::TooLong { len, max: RECORD_LEN_MAX };
            return Err(Error::Record { position, cause });
        }
        if position != self.next {
            return Err(Error::Gap { expected: self.next, found: position });
        }
        if self.table.len() >= FRAME_RECORDS_MAX || self.len_with(len) > FRAME_LEN_MAX {
            self.close()?;
        }
        let entry = Entry { leaf_len: leaf.len(), leaf_crc: crc32fast::hash(leaf), sidecar_len: 0 };
        self.table.push(entry.with_sidecar(record.beside()).bytes());
        self.leaves.extend_from_slice(leaf);
        self.sidecars.extend_from_slice(sidecar);
        self.next = position.next();
        Ok(())
    }

    /// How long the frame is with one more record of this length.
    fn len_with(&self, record_len: usize) -> usize {
        let table = self.table.len().saturating_add(1).saturating_mul(ENTRY_LEN);
        let records = self.leaves.len().saturating_add(self.sidecars.len()).saturating_add(record_len);
        HEAD_LEN.saturating_add(table).saturating_add(records)
    }

    fn close(&mut self) -> Result<(), Error> {
        let malformed = |cause| Error::Frame { first: self.first, cause };
        let count = u16::try_from(self.table.len()).map_err(|_| malformed(FrameError::Empty))?;
        let mut bytes = Vec::with_capacity(self.len_with(0));
        bytes.extend_from_slice(&[FRAME_FORMAT, flags(&self.table)]);
        bytes.extend_from_slice(&count.to_be_bytes());
        bytes.extend_from_slice(&self.first.get().to_be_bytes());
        bytes.extend_from_slice(&checksum(&bytes, &self.table).to_be_bytes());
        bytes.extend_from_slice(self.table.as_flattened());
        bytes.append(&mut self.leaves);
        bytes.append(&mut self.sidecars);
        self.frames.push(Frame::parse(bytes).map_err(malformed)?);
        self.table.clear();
        self.first = self.next;
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<Frame>, Error> {
        self.close()?;
        Ok(self.frames)
    }
}
