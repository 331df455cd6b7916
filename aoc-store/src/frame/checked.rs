//! [`CheckedFrame`]: a frame whose records are checked when they are first read, and read again fast.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use aoc_core::Position;

use super::{Entry, Frame, check_record, split};
use crate::error::Error;
use crate::record::{RecordView, Sidecar};

/// How many bytes the memory brings at once, on most machines.
const CACHE_LINE: usize = 64;
/// As many of them hold the header of a record and, of most, its body.
const LINES: usize = 4;

/// The bit of a place that says: the record was read.
const CHECKED: u32 = 1 << 31;

/// A frame whose records are checked as they are read, checksum and all: each the first time, none twice, and found at
/// once. Cheap to clone; what one clone has checked, none checks again.
///
/// ```
/// use aoc_core::{decide, Book, Citations, Draft, EventDate, PersonRegistered, Position, Timestamp};
/// use aoc_store::{CheckedFrame, Frame};
/// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
/// let event = PersonRegistered { person: "sampaio".parse()?, names };
/// let draft = Draft::new(event, EventDate::UNKNOWN, Citations::uncited());
/// let records = decide(&Book::default(), &[draft], Timestamp::from_micros(0))?;
///
/// let frame = CheckedFrame::of(&Frame::of(&records)?[0]);
/// assert_eq!(frame.record(Position::FIRST).unwrap()?.to_record()?, records[0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct CheckedFrame {
    frame: Frame,
    places: Arc<[Place]>,
    /// Where the first record begins.
    start: usize,
    /// What stands beside the records that have something there, by their index.
    sidecars: Arc<[(usize, Beside)]>,
}

/// Where a record ends, and whether it was read.
#[derive(Debug)]
struct Place(AtomicU32);

impl Place {
    fn ending(at: usize) -> Self {
        Self(AtomicU32::new(u32::try_from(at).unwrap_or(u32::MAX) & !CHECKED)) // no frame is that long
    }

    /// The bytes never change: whoever sees the bit sees what was checked, in whatever order it comes to see it.
    #[inline]
    fn is_checked(&self) -> bool {
        self.0.load(Ordering::Relaxed) & CHECKED != 0
    }

    fn mark(&self) {
        self.0.fetch_or(CHECKED, Ordering::Relaxed);
    }

    #[inline]
    fn end(&self) -> Option<usize> {
        usize::try_from(self.0.load(Ordering::Relaxed) & !CHECKED).ok()
    }
}

/// Where a sidecar is.
#[derive(Debug, Clone)]
enum Beside {
    /// In the frame.
    Here(Range<usize>),
    /// Kept apart from its bytes.
    Apart { len: u32 },
}

impl CheckedFrame {
    /// A frame of which no record was read yet.
    #[must_use]
    pub fn of(frame: &Frame) -> Self {
        let (table, rest) = split(frame.bytes(), frame.count).unwrap_or_default();
        let start = frame.bytes().len().saturating_sub(rest.len());
        let mut end = start;
        let mut beside = start.saturating_add(frame.leaves_len);
        let (mut places, mut sidecars) = (Vec::with_capacity(frame.len()), Vec::new());
        for (index, entry) in table.iter().map(Entry::read).enumerate() {
            end = end.saturating_add(entry.leaf_len);
            places.push(Place::ending(end));
            if entry.is_apart() {
                sidecars.push((index, Beside::Apart { len: entry.apart_len() }));
            } else if entry.beside_len() > 0 {
                let next = beside.saturating_add(entry.beside_len());
                sidecars.push((index, Beside::Here(beside..next)));
                beside = next;
            }
        }
        Self { frame: frame.clone(), places: places.into(), start, sidecars: sidecars.into() }
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
        let leaf = self.index(position).and_then(|index| self.leaf(index));
        let leaf = leaf.map(|(_, leaf)| leaf).unwrap_or_default();
        let lines = leaf.iter().step_by(CACHE_LINE).take(LINES);
        lines.fold(0, |touched, byte| touched ^ byte)
    }

    /// Whether it holds the record at a position.
    #[must_use]
    #[inline]
    pub fn holds(&self, position: Position) -> bool {
        self.index(position).is_some_and(|index| index < self.places.len())
    }

    #[inline]
    fn index(&self, position: Position) -> Option<usize> {
        usize::try_from(position.get().checked_sub(self.frame.first.get())?).ok()
    }

    #[inline]
    fn leaf(&self, index: usize) -> Option<(&Place, &[u8])> {
        let place = self.places.get(index)?;
        let before = index.checked_sub(1).and_then(|before| self.places.get(before));
        let start = before.map_or(Some(self.start), Place::end)?;
        Some((place, self.frame.bytes().get(start..place.end()?)?))
    }

    /// The record at a position, if the frame holds it.
    ///
    /// # Errors
    /// [`Error::Record`]: what is wrong with its bytes. Other records of the frame can be read all the same.
    #[must_use]
    #[inline]
    pub fn record(&self, position: Position) -> Option<Result<RecordView<'_>, Error>> {
        let index = self.index(position)?;
        let (place, leaf) = self.leaf(index)?;
        if !place.is_checked() {
            if let Err(error) = self.check(position, index, leaf) {
                return Some(Err(error));
            }
            place.mark();
        }
        let view = RecordView::of_checked(leaf, Sidecar::None)?;
        Some(Ok(if view.is_sealed() { view.beside(self.sidecar(position, index)) } else { view }))
    }

    fn check(&self, position: Position, index: usize, leaf: &[u8]) -> Result<(), Error> {
        let leaf_crc = self.frame.table().get(index).map(|entry| Entry::read(entry).leaf_crc);
        let sidecar = self.sidecar(position, index);
        check_record(position, leaf, leaf_crc.unwrap_or_default(), sidecar).map(|_| ())
    }

    fn sidecar(&self, position: Position, index: usize) -> Sidecar<'_> {
        let at = self.sidecars.binary_search_by_key(&index, |(index, _)| *index).ok();
        match at.and_then(|at| self.sidecars.get(at)) {
            Some((_, Beside::Here(range))) => {
                self.frame.bytes().get(range.clone()).map_or(Sidecar::None, Sidecar::Here)
            }
            Some((_, Beside::Apart { len })) => {
                self.frame.fetched.resolve(position, Sidecar::Apart { len: *len })
            }
            None => Sidecar::None,
        }
    }
}
