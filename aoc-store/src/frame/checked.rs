//! [`CheckedFrame`]: a frame that was read once and found whole, to be read again fast.

use std::ops::Range;
use std::sync::Arc;

use aoc_core::Position;

use super::{Frame, split};
use crate::error::Error;
use crate::record::{RecordView, Sidecar};

/// How many bytes the memory brings at once, on most machines.
const CACHE_LINE: usize = 64;
/// As many of them hold the header of a record and, of most, its body.
const LINES: usize = 4;

/// A frame of which every record was read, its checksum and all: what is read again need not be checked again, and is
/// found at once. Cheap to clone.
///
/// ```
/// use aoc_core::{decide, Book, Citations, Draft, EventDate, PersonRegistered, Position, Timestamp};
/// use aoc_store::{CheckedFrame, Frame};
/// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
/// let event = PersonRegistered { person: "sampaio".parse()?, names };
/// let draft = Draft::new(event, EventDate::UNKNOWN, Citations::uncited());
/// let records = decide(&Book::default(), &[draft], Timestamp::from_micros(0))?;
///
/// let frame = CheckedFrame::of(&Frame::of(&records)?[0])?;
/// assert_eq!(frame.record(Position::FIRST).unwrap().to_record()?, records[0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct CheckedFrame {
    frame: Frame,
    /// Where each record ends.
    ends: Arc<[u32]>,
    /// Where the first one begins.
    start: u32,
    /// Where the sidecars lie that stand in the frame, by the index of the record.
    sidecars: Arc<[(usize, Range<usize>)]>,
}

impl CheckedFrame {
    /// Reads all of a frame's records.
    ///
    /// # Errors
    /// [`Error::Record`]: the first that cannot be read.
    pub fn of(frame: &Frame) -> Result<Self, Error> {
        let (_, leaves) = split(frame.bytes(), frame.count).unwrap_or_default();
        let mut end = frame.bytes().len().saturating_sub(leaves.len());
        let start = u32::try_from(end).unwrap_or(u32::MAX);
        let (mut ends, mut sidecars) = (Vec::with_capacity(frame.len()), Vec::new());
        let mut beside = end.saturating_add(frame.leaves_len);
        for (index, record) in frame.records().enumerate() {
            let record = record?;
            end = end.saturating_add(record.bytes().len());
            ends.push(u32::try_from(end).unwrap_or(u32::MAX)); // no frame is that long
            if let Some(sidecar) = record.sidecar() {
                let next = beside.saturating_add(sidecar.len());
                sidecars.push((index, beside..next));
                beside = next;
            }
        }
        Ok(Self { frame: frame.clone(), ends: ends.into(), start, sidecars: sidecars.into() })
    }

    /// The frame.
    #[must_use]
    pub const fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Has the memory bring the header of the record at a position near: whoever is to read many records far apart asks
    /// for all of them before reading the first. The number means nothing.
    #[must_use]
    #[inline]
    pub fn touch(&self, position: Position) -> u8 {
        let leaf = self.leaf(position).map(|(_, leaf)| leaf).unwrap_or_default();
        let lines = leaf.iter().step_by(CACHE_LINE).take(LINES);
        lines.fold(0, |touched, byte| touched ^ byte)
    }

    #[inline]
    fn leaf(&self, position: Position) -> Option<(usize, &[u8])> {
        let index = usize::try_from(position.get().checked_sub(self.frame.first.get())?).ok()?;
        let end = usize::try_from(*self.ends.get(index)?).ok()?;
        let before =
            index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(self.start);
        Some((index, self.frame.bytes().get(usize::try_from(before).ok()?..end)?))
    }

    /// The record at a position, if the frame holds it.
    #[must_use]
    #[inline]
    pub fn record(&self, position: Position) -> Option<RecordView<'_>> {
        let (index, leaf) = self.leaf(position)?;
        let view = RecordView::of_checked(leaf, Sidecar::None)?;
        if view.is_sealed() { Some(view.beside(self.sidecar(index))) } else { Some(view) }
    }

    fn sidecar(&self, index: usize) -> Sidecar<'_> {
        let at = self.sidecars.binary_search_by_key(&index, |(index, _)| *index).ok();
        let range = at.and_then(|at| self.sidecars.get(at)).map(|(_, range)| range.clone());
        match range.and_then(|range| self.frame.bytes().get(range)) {
            Some(bytes) => Sidecar::Here(bytes),
            None => self.frame.records().sidecar(index), // destroyed, or kept apart
        }
    }
}
