//! Fills frames with records, as many in each as it holds.

use aoc_core::{Position, Record};

use super::{
    ENTRY_LEN, FRAME_FORMAT, FRAME_LEN_MAX, FRAME_RECORDS_MAX, Frame, FrameError, HEAD_LEN, RECORD_LEN_MAX,
    checksum,
};
use crate::error::Error;
use crate::record::{RecordError, RecordView, encode_record};

pub(super) fn records(records: &[Record]) -> Result<Vec<Frame>, Error> {
    let mut packer = Packer::new(records.first().map(|record| record.position))?;
    for record in records {
        let leaf =
            encode_record(record).map_err(|cause| Error::Record { position: record.position, cause })?;
        packer.add(record.position, &leaf)?;
    }
    packer.finish()
}

pub(super) fn leaves(leaves: &[impl AsRef<[u8]>]) -> Result<Vec<Frame>, Error> {
    let parse = |leaf: &[u8], position| {
        RecordView::parse(leaf).map(|view| view.position()).map_err(|cause| Error::Record { position, cause })
    };
    let first = leaves.first().map(|leaf| parse(leaf.as_ref(), Position::START)).transpose()?;
    let mut packer = Packer::new(first)?;
    for leaf in leaves {
        let position = parse(leaf.as_ref(), packer.next)?;
        packer.add(position, leaf.as_ref())?;
    }
    packer.finish()
}

struct Packer {
    next: Position,
    first: Position,
    table: Vec<[u8; ENTRY_LEN]>,
    leaves: Vec<u8>,
    frames: Vec<Frame>,
}

impl Packer {
    fn new(first: Option<Position>) -> Result<Self, Error> {
        let first = first.ok_or(Error::Frame { first: Position::START, cause: FrameError::Empty })?;
        Ok(Self { next: first, first, table: Vec::new(), leaves: Vec::new(), frames: Vec::new() })
    }

    fn add(&mut self, position: Position, leaf: &[u8]) -> Result<(), Error> {
        let at = |cause| Error::Record { position, cause };
        let too_long = RecordError::TooLong { len: leaf.len(), max: RECORD_LEN_MAX };
        if leaf.len() > RECORD_LEN_MAX {
            return Err(at(too_long));
        }
        if position != self.next {
            return Err(Error::Gap { expected: self.next, found: position });
        }
        if self.table.len() >= FRAME_RECORDS_MAX || self.len_with(leaf) > FRAME_LEN_MAX {
            self.close()?;
        }
        let [l0, l1, l2, l3] = u32::try_from(leaf.len()).map_err(|_| at(too_long))?.to_be_bytes();
        let [c0, c1, c2, c3] = crc32fast::hash(leaf).to_be_bytes();
        self.table.push([l0, l1, l2, l3, c0, c1, c2, c3, 0, 0, 0, 0]);
        self.leaves.extend_from_slice(leaf);
        self.next = position.next();
        Ok(())
    }

    fn len_with(&self, leaf: &[u8]) -> usize {
        let table = self.table.len().saturating_add(1).saturating_mul(ENTRY_LEN);
        HEAD_LEN.saturating_add(table).saturating_add(self.leaves.len()).saturating_add(leaf.len())
    }

    fn close(&mut self) -> Result<(), Error> {
        let malformed = |cause| Error::Frame { first: self.first, cause };
        let count = u16::try_from(self.table.len()).map_err(|_| malformed(FrameError::Empty))?;
        let mut bytes = Vec::with_capacity(self.len_with(&[]));
        bytes.extend_from_slice(&[FRAME_FORMAT, 0]);
        bytes.extend_from_slice(&count.to_be_bytes());
        bytes.extend_from_slice(&self.first.get().to_be_bytes());
        bytes.extend_from_slice(&checksum(&bytes, &self.table).to_be_bytes());
        bytes.extend_from_slice(self.table.as_flattened());
        bytes.append(&mut self.leaves);
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
