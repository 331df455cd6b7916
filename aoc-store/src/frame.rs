//! [`Frame`]: the records that a log stores as one value.
//!
//! A commit becomes one frame, or several when it has more records or bytes than a frame holds. To a
//! log a frame is opaque but for its first position. `FORMAT.md` draws it.

mod checked;
mod error;
mod fetched;
mod filling;
#[cfg(feature = "sled")]
mod front;
#[cfg(feature = "sled")]
mod join;
mod pack;
mod sidecars;
#[cfg(test)]
#[cfg(feature = "sled")]
mod tests;

use std::fmt;
use std::sync::Arc;

use aoc_core::{Position, Record};

use crate::error::Error;
use crate::record::{RecordBytes, RecordError, RecordView, Sidecar};
pub use checked::CheckedFrame;
pub use error::FrameError;
use fetched::Fetched;
#[cfg(feature = "sled")]
pub(crate) use fetched::Left;
#[cfg(feature = "sled")]
pub(crate) use front::len_at_front;

/// The version of the layout of frames that this version of the library writes.
pub const FRAME_FORMAT: u8 = 1;
/// The most records in one frame.
pub const FRAME_RECORDS_MAX: usize = 256;
/// The longest frame, in bytes. sled keeps up to 17 values in one node, and writes a node that is
/// longer than 1 MiB to a file that it never syncs: 17 frames stay below that.
pub const FRAME_LEN_MAX: usize = 60 * 1024;
/// The longest record, in bytes, with what stands beside it: alone in a frame it fills it.
pub const RECORD_LEN_MAX: usize = FRAME_LEN_MAX - HEAD_LEN - ENTRY_LEN;

/// Version (u8), flags (u8), count (u16), first position (u64), checksum (u32).
const HEAD_LEN: usize = 16;
/// What the checksum of the head covers, before the table.
const HEAD_CHECKED_LEN: usize = 12;
/// Leaf length (u32), leaf checksum (u32), sidecar length (u32).
const ENTRY_LEN: usize = 12;
/// A flag of the head: some sidecar is kept apart.
const HAS_APART: u8 = 0b1;
/// The bit of a sidecar's length that says: it is kept apart from the frame.
const APART: u32 = 1 << 31;

/// Whatever owns a frame's bytes: a vector, or the buffer of a database.
type FrameBytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// Up to 256 records in a row, with their checksums. Cheap to clone: the bytes are shared.
///
/// ```
/// use aoc_core::{decide, Book, Citations, Draft, EventDate, PersonRegistered, Position, Timestamp};
/// use aoc_store::Frame;
/// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
/// let event = PersonRegistered { person: "sampaio".parse()?, names };
/// let draft = Draft::new(event, EventDate::UNKNOWN, Citations::uncited());
/// let records = decide(&Book::default(), &[draft], Timestamp::from_micros(0))?;
///
/// let frames = Frame::of(&records)?;
/// let [frame] = frames.as_slice() else { unreachable!() };
/// assert_eq!((frame.first(), frame.last()), (Position::FIRST, Position::FIRST));
/// for record in frame.records() {
///     assert_eq!(record?.to_record()?, records[0]);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Frame {
    bytes: FrameBytes,
    first: Position,
    count: u16,
    leaves_len: usize,
    fetched: Fetched,
}

impl Frame {
    /// One commit as frames, in order.
    ///
    /// # Errors
    /// [`Error::Record`] when a record cannot be encoded; [`Error::Frame`] when there is no record.
    pub fn of(records: &[Record]) -> Result<Vec<Self>, Error> {
        pack::records(records)
    }

    /// One commit as frames, from the bytes of its records: the way an archive comes back, or another log's commit.
    ///
    /// # Errors
    /// [`Error::Record`] when bytes are not a record or do not stand in order; [`Error::Frame`] when
    /// there is none.
    pub fn of_bytes(records: &[RecordBytes]) -> Result<Vec<Self>, Error> {
        pack::bytes(records)
    }

    /// Takes stored bytes for a frame: its head, table and lengths are checked here, each record's
    /// checksum when it is read.
    ///
    /// # Errors
    /// [`FrameError`]: what is wrong with the bytes. Never a panic, never a large allocation.
    pub fn parse(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Self, FrameError> {
        let (first, count, leaves_len) = check(bytes.as_ref())?;
        Ok(Self { bytes: Arc::new(bytes), first, count, leaves_len, fetched: Fetched::default() })
    }

    /// Its bytes, as a log stores them: without the sealed bodies that the log keeps apart from them.
    #[must_use]
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }

    /// The position of its first record.
    #[must_use]
    pub const fn first(&self) -> Position {
        self.first
    }

    /// The position of its last record.
    #[must_use]
    pub fn last(&self) -> Position {
        self.first.plus(self.len()).previous()
    }

    /// The positions of its records, in order.
    pub(crate) fn positions(&self) -> impl Iterator<Item = Position> {
        std::iter::successors(Some(self.first), |position| Some(position.next())).take(self.len())
    }

    /// How many records it holds; never 0.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a frame is never empty")]
    pub fn len(&self) -> usize {
        self.count.into()
    }

    fn table(&self) -> &[[u8; ENTRY_LEN]] {
        // `parse` has seen that the table has a line for each record.
        split(self.bytes(), self.count).map(|(table, _)| table).unwrap_or_default()
    }

    /// Whether its bytes say that bodies are kept apart from it, be they there or erased.
    #[cfg(feature = "sled")]
    pub(crate) fn speaks_of_bodies_apart(&self) -> bool {
        flags(self.table()) != 0
    }

    /// Its records, in order. A record that cannot be read is an error in its place; those behind it
    /// are read all the same.
    #[must_use]
    pub fn records(&self) -> Records<'_> {
        let (table, rest) = split(self.bytes(), self.count).unwrap_or_default();
        let (leaves, sidecars) = rest.split_at_checked(self.leaves_len).unwrap_or((rest, &[]));
        Records { position: self.first, table: table.iter(), leaves, sidecars, fetched: &self.fetched }
    }

    /// The record at a position, if the frame holds it.
    #[must_use]
    pub fn record(&self, position: Position) -> Option<Result<RecordView<'_>, Error>> {
        let index = position.get().checked_sub(self.first.get())?;
        let mut records = self.records();
        records.skip_to(usize::try_from(index).ok()?);
        records.next()
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({} to {}, {} bytes)", self.first, self.last(), self.bytes().len())
    }
}

/// Frames are equal that hold the same records, and the same beside them, wherever that is.
impl PartialEq for Frame {
    fn eq(&self, other: &Self) -> bool {
        self.first == other.first && self.parts().eq(other.parts())
    }
}

impl Eq for Frame {}

/// The records of a [`Frame`].
#[derive(Debug, Clone)]
pub struct Records<'a> {
    position: Position,
    table: std::slice::Iter<'a, [u8; ENTRY_LEN]>,
    leaves: &'a [u8],
    sidecars: &'a [u8],
    fetched: &'a Fetched,
}

impl<'a> Records<'a> {
    fn skip_to(&mut self, index: usize) {
        for _ in 0..index {
            if self.next_leaf().is_none() {
                return;
            }
        }
    }

    fn next_leaf(&mut self) -> Option<(Position, &'a [u8], u32, Sidecar<'a>)> {
        let entry = Entry::read(self.table.next()?);
        // `parse` has seen that the lengths add up.
        let (leaf, rest) = self.leaves.split_at_checked(entry.leaf_len)?;
        let position = self.position;
        let sidecar = self.fetched.resolve(position, entry.take_sidecar(&mut self.sidecars));
        (self.leaves, self.position) = (rest, position.next());
        Some((position, leaf, entry.leaf_crc, sidecar))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<RecordView<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let (position, leaf, crc, sidecar) = self.next_leaf()?;
        Some(check_record(position, leaf, crc, sidecar))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.table.size_hint()
    }
}

impl ExactSizeIterator for Records<'_> {}

/// Reads a record for the first time.
fn check_record<'a>(
    position: Position,
    leaf: &'a [u8],
    leaf_crc: u32,
    sidecar: Sidecar<'a>,
) -> Result<RecordView<'a>, Error> {
    let at = |cause| Error::Record { position, cause };
    if crc32fast::hash(leaf) != leaf_crc {
        return Err(at(RecordError::Checksum));
    }
    match RecordView::parse_beside(leaf, sidecar) {
        Ok(view) if view.position() == position => Ok(view),
        Ok(view) => Err(at(RecordError::Misplaced { found: view.position() })),
        Err(cause) => Err(at(cause)),
    }
}

/// One line of the table.
#[derive(Clone, Copy)]
struct Entry {
    leaf_len: usize,
    leaf_crc: u32,
    sidecar_len: u32,
}

impl Entry {
    fn read(bytes: &[u8; ENTRY_LEN]) -> Self {
        let [l0, l1, l2, l3, c0, c1, c2, c3, s0, s1, s2, s3] = *bytes;
        Self {
            leaf_len: usize::try_from(u32::from_be_bytes([l0, l1, l2, l3])).unwrap_or(usize::MAX),
            leaf_crc: u32::from_be_bytes([c0, c1, c2, c3]),
            sidecar_len: u32::from_be_bytes([s0, s1, s2, s3]),
        }
    }

    fn bytes(self) -> [u8; ENTRY_LEN] {
        // No leaf is longer than a frame.
        let [l0, l1, l2, l3] = u32::try_from(self.leaf_len).unwrap_or(u32::MAX).to_be_bytes();
        let [c0, c1, c2, c3] = self.leaf_crc.to_be_bytes();
        let [s0, s1, s2, s3] = self.sidecar_len.to_be_bytes();
        [l0, l1, l2, l3, c0, c1, c2, c3, s0, s1, s2, s3]
    }

    fn with_sidecar(self, sidecar: Sidecar<'_>) -> Self {
        let sidecar_len = match sidecar {
            Sidecar::None => 0,
            // No sidecar is longer than a frame either.
            Sidecar::Here(bytes) => u32::try_from(bytes.len()).unwrap_or(APART),
            Sidecar::Apart { len } => len | APART,
        };
        Self { sidecar_len, ..self }
    }

    const fn is_apart(self) -> bool {
        self.sidecar_len & APART != 0
    }

    /// How many bytes its sidecar has where it is kept apart.
    const fn apart_len(self) -> u32 {
        self.sidecar_len & !APART
    }

    /// How many bytes of the frame its sidecar takes.
    fn beside_len(self) -> usize {
        let len = if self.is_apart() { 0 } else { self.sidecar_len };
        usize::try_from(len).unwrap_or(usize::MAX)
    }

    /// Its sidecar, off the front of those that are left.
    fn take_sidecar<'a>(self, left: &mut &'a [u8]) -> Sidecar<'a> {
        if self.is_apart() {
            return Sidecar::Apart { len: self.apart_len() };
        }
        match left.split_at_checked(self.beside_len()) {
            Some((sidecar, rest)) if !sidecar.is_empty() => {
                *left = rest;
                Sidecar::Here(sidecar)
            }
            _ => Sidecar::None,
        }
    }
}

type Split<'a> = (&'a [[u8; ENTRY_LEN]], &'a [u8]);

fn split(bytes: &[u8], count: u16) -> Option<Split<'_>> {
    let (_, rest) = bytes.split_at_checked(HEAD_LEN)?;
    let (table, leaves) = rest.split_at_checked(usize::from(count).saturating_mul(ENTRY_LEN))?;
    Some((table.as_chunks().0, leaves))
}

/// The first position, the count and the length of the leaves of a well-formed frame.
fn check(bytes: &[u8]) -> Result<(Position, u16, usize), FrameError> {
    let len = bytes.len();
    match bytes.first() {
        Some(&version) if version > FRAME_FORMAT => return Err(FrameError::NewerVersion { version }),
        _ if len > FRAME_LEN_MAX => return Err(FrameError::TooLong { len }),
        _ => {}
    }
    let Some(&[version, flags, n0, n1, p0, p1, p2, p3, p4, p5, p6, p7, c0, c1, c2, c3]) =
        bytes.first_chunk::<HEAD_LEN>()
    else {
        return Err(FrameError::TooShort { len });
    };
    let count = u16::from_be_bytes([n0, n1]);
    let first = Position::new(u64::from_be_bytes([p0, p1, p2, p3, p4, p5, p6, p7]));
    let (table, rest) = split(bytes, count).ok_or(FrameError::TooShort { len })?;
    let head = bytes.get(..HEAD_CHECKED_LEN).unwrap_or_default();
    if checksum(head, table) != u32::from_be_bytes([c0, c1, c2, c3]) {
        return Err(FrameError::Checksum);
    }
    let malformed = |what| Err(FrameError::Malformed { what });
    if version == 0 || flags != self::flags(table) {
        return malformed("its version is 0, or its flags are not those of its table");
    }
    if count == 0 || usize::from(count) > FRAME_RECORDS_MAX || first == Position::START {
        return malformed("it counts no records, too many, or from position 0");
    }
    if first.get().checked_add(u64::from(count)).is_none() {
        return malformed("its positions run over");
    }
    let (mut leaves_len, mut expected) = (0_usize, 0_usize);
    for entry in table.iter().map(Entry::read) {
        leaves_len = leaves_len.saturating_add(entry.leaf_len);
        expected = expected.saturating_add(entry.leaf_len).saturating_add(entry.beside_len());
    }
    if expected != rest.len() {
        return Err(FrameError::Length { expected, found: rest.len() });
    }
    Ok((first, count, leaves_len))
}

/// The flags of a head before this table.
fn flags(table: &[[u8; ENTRY_LEN]]) -> u8 {
    if table.iter().any(|entry| Entry::read(entry).is_apart()) { HAS_APART } else { 0 }
}

fn checksum(head: &[u8], table: &[[u8; ENTRY_LEN]]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(head);
    hasher.update(table.as_flattened());
    hasher.finalize()
}
