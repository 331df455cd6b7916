//! Fills frames with records, as many in each as it holds.

use aoc_core::{Position, Record};

use super::filling::{Filled, Part};
use super::{Frame, FrameError, RECORD_LEN_MAX};
use crate::error::Error;
use crate::record::{RecordBytes, RecordError};

pub(super) fn records(records: &[Record]) -> Result<Vec<Frame>, Error> {
    let encode = |record: &Record| {
        let at = |cause| Error::Record { position: record.position, cause };
        Ok((record.position, RecordBytes::of(record).map_err(at)?))
    };
    let encoded: Vec<(Position, RecordBytes)> = records.iter().map(encode).collect::<Result<_, Error>>()?;
    let mut packer = Packer::new(encoded.first().map(|(position, _)| *position))?;
    for (position, record) in &encoded {
        packer.add(*position, record)?;
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
        let position = place(record, packer.filled.due())?;
        packer.add(position, record)?;
    }
    packer.finish()
}

struct Packer<'a> {
    first: Position,
    filled: Filled<'a>,
}

impl<'a> Packer<'a> {
    fn new(first: Option<Position>) -> Result<Self, Error> {
        let first = first.ok_or(Error::Frame { first: Position::START, cause: FrameError::Empty })?;
        Ok(Self { first, filled: Filled::from(first) })
    }

    fn add(&mut self, position: Position, record: &'a RecordBytes) -> Result<(), Error> {
        let leaf = record.leaf();
        let len = leaf.len().saturating_add(record.sidecar().len());
        if len > RECORD_LEN_MAX {
            let cause = RecordError::TooLong { len, max: RECORD_LEN_MAX };
            return Err(Error::Record { position, cause });
        }
        let expected = self.filled.due();
        if position != expected {
            return Err(Error::Gap { expected, found: position });
        }
        let part = Part { leaf, leaf_crc: crc32fast::hash(leaf), sidecar: record.beside() };
        self.filled.add(part).map_err(|cause| Error::Frame { first: self.first, cause })
    }

    fn finish(self) -> Result<Vec<Frame>, Error> {
        self.filled.finish().map_err(|cause| Error::Frame { first: self.first, cause })
    }
}
