//! Before the storage engine recovers: it takes what it cannot read for the end of its file, and writes over what lies behind.
//! So all that it is going to read is read here first, and a disk that fails keeps the ledger from being opened, untouched.

use std::collections::BTreeMap;
use std::collections::btree_map::OccupiedEntry;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use aoc_core::Position;

use super::engine::SEGMENT_LEN;
use super::message::{Extent, SEGMENT_HEAD_LEN, begun, durable_when_begun};
use super::remains::newest_in;

/// The snapshot of its page table that the engine writes when it opens: `snap.` and a position in its log, in 16 digits.
pub(super) const SNAPSHOT: &str = "snap.";
/// Behind the name of one that is being written. The engine would take it for one that is whole.
const UNFINISHED: &str = ".generating";

/// What the engine is going to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// As it was written, as far as that goes.
    Unbroken,
    /// A break, and more behind it: the engine would write over that.
    Broken,
}

/// Removes what a snapshot left that was cut off, and reads what will be read. All up to `acknowledged` was in the file.
///
/// # Errors
/// What the system says; nothing was changed but that.
pub(super) fn prepare(dir: &Path, data: &Path, acknowledged: Option<Position>) -> io::Result<Found> {
    let snapshot = last_snapshot(dir)?;
    match File::open(data) {
        Ok(mut file) => {
            let len = file.metadata()?.len();
            read_through(&mut file, len, snapshot, acknowledged)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Found::Unbroken),
        Err(error) => Err(error),
    }
}

/// Reads the head of every segment, all of those that go on behind a snapshot, and the last ones until what was acknowledged is found.
fn read_through(
    file: &mut (impl Read + Seek),
    len: u64,
    snapshot: u64,
    acknowledged: Option<Position>,
) -> io::Result<Found> {
    let from = snapshot.checked_div(segment_len()).unwrap_or(0);
    let (mut places, mut extents, mut durable) = (BTreeMap::new(), BTreeMap::new(), from);
    let (mut segment, mut is_any_empty, mut is_any_head_lost) = (Vec::new(), false, false);
    for base in (0..len).step_by(SEGMENT_LEN) {
        let mut head = [0; SEGMENT_HEAD_LEN];
        file.seek(SeekFrom::Start(base))?;
        match file.read_exact(&mut head) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => break,
            read => read?,
        }
        let begun = begun(&head);
        places.extend(begun.map(|number| (number, base)));
        if begun.is_some_and(|number| number < from) {
            continue;
        }
        read_segment(file, base, &mut segment)?;
        match begun {
            Some(number) => {
                durable = durable_when_begun(&head).map_or(durable, |behind| durable.max(behind));
                extents.insert(number, Extent::of(&segment, number));
            }
            // One that was never begun, or given up.
            None if segment.iter().all(|byte| *byte == 0) => is_any_empty = true,
            None => is_any_head_lost = true,
        }
    }
    // One that was begun may have been used again since. If there is one that nobody uses, it may be that one.
    let begun = extents.last_key_value().map_or(from, |(last, _)| last.saturating_add(1));
    let are_all_there = u64::try_from(extents.len()).is_ok_and(|count| from.saturating_add(count) == begun);
    // From there on the engine takes one that is missing for the end.
    let is_end_whole = extents.range(durable..).zip(durable..).all(|((number, _), due)| *number == due);
    let _last = extents.last_entry().filter(|last| *last.get() == Extent::Part).map(OccupiedEntry::remove);
    let is_unbroken = !is_any_head_lost
        && (are_all_there || !is_any_empty)
        && is_end_whole
        && extents.values().all(|extent| *extent == Extent::Full)
        && holds(file, places.values().rev(), acknowledged)?;
    Ok(if is_unbroken { Found::Unbroken } else { Found::Broken })
}

/// Whether a frame lies in one of these segments that goes as far as was acknowledged.
fn holds<'p>(
    file: &mut (impl Read + Seek),
    places: impl Iterator<Item = &'p u64>,
    acknowledged: Option<Position>,
) -> io::Result<bool> {
    let Some(acknowledged) = acknowledged.filter(|last| *last > Position::START) else { return Ok(true) };
    let mut segment = Vec::new();
    for base in places {
        read_segment(file, *base, &mut segment)?;
        if newest_in(&segment) >= Some(acknowledged) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn read_segment(file: &mut (impl Read + Seek), base: u64, segment: &mut Vec<u8>) -> io::Result<()> {
    segment.clear();
    file.seek(SeekFrom::Start(base))?;
    file.by_ref().take(segment_len()).read_to_end(segment).map(drop)
}

fn segment_len() -> u64 {
    u64::try_from(SEGMENT_LEN).unwrap_or(u64::MAX)
}

/// How far the last snapshot goes. Those that were cut off are removed.
fn last_snapshot(dir: &Path) -> io::Result<u64> {
    let mut last = 0;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(at) = name.to_str().and_then(|name| name.strip_prefix(SNAPSHOT)) else { continue };
        if at.ends_with(UNFINISHED) {
            fs::remove_file(entry.path())?;
        } else if let Ok(at) = u64::from_str_radix(at, 16) {
            last = last.max(at);
        }
    }
    Ok(last)
}

#[cfg(test)]
mod tests {
    use super::{Found, SEGMENT_HEAD_LEN, SEGMENT_LEN, read_through};
    use std::io::{self, Cursor, Read, Seek, SeekFrom};

    /// A disk of which one byte cannot be read.
    struct Disk {
        bytes: Cursor<Vec<u8>>,
        bad: usize,
    }

    impl Read for Disk {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let from = usize::try_from(self.bytes.position()).unwrap();
            let read = self.bytes.read(buffer)?;
            if (from..from + read).contains(&self.bad) {
                Err(io::Error::from_raw_os_error(5))
            } else {
                Ok(read)
            }
        }
    }

    impl Seek for Disk {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.bytes.seek(to)
        }
    }

    /// The head of a segment, which stands there in the engine's log, of which so much was durable.
    fn head(at: u64, durable: u64) -> Vec<u8> {
        let said = [at, durable].map(|number| (number ^ (u64::MAX >> 1)).to_le_bytes()).concat();
        [&(!crc32fast::hash(&said)).to_le_bytes()[..], &said].concat()
    }

    /// The nth segment, all of it taken by one message.
    fn full(nth: u64, durable: u64) -> Vec<u8> {
        // Kind 2, so many zeros, page 0.
        let len = u32::try_from(SEGMENT_LEN - SEGMENT_HEAD_LEN - 11).unwrap().to_le_bytes();
        let said = [2, 250, len[0], len[1], len[2], u8::try_from(nth).unwrap(), 0];
        let mut segment = head(nth * 4_194_304, durable * 4_194_304);
        segment.resize(SEGMENT_LEN, 0);
        let (_, message) = segment.split_at_mut(SEGMENT_HEAD_LEN);
        message[4..11].copy_from_slice(&said);
        let crc = !crc32fast::hash(&[&message[11..], &said].concat());
        message[..4].copy_from_slice(&crc.to_le_bytes());
        segment
    }

    #[test]
    fn a_segment_that_was_cut_off_with_the_end_of_the_file_is_missed_where_the_engine_misses_it() {
        let found = |segments: &[Vec<u8>]| {
            let bytes = segments.concat();
            let len = u64::try_from(bytes.len()).unwrap();
            read_through(&mut Cursor::new(bytes), len, 0, None).unwrap()
        };
        // The third lay behind the fourth, which was written in the place of the first.
        assert_eq!(found(&[full(3, 2), full(1, 0), full(2, 1)]), Found::Unbroken);
        assert_eq!(found(&[full(3, 2), full(1, 0)]), Found::Broken);
        assert_eq!(found(&[full(3, 3), full(1, 0)]), Found::Unbroken);
    }

    /// Whether it is found that a byte of three segments cannot be read, the last of which is not full. They stand in the engine's
    /// log as given.
    fn is_found(bad: usize, stand_at: [u64; 3], snapshot: u64) -> bool {
        let mut bytes = vec![0; SEGMENT_LEN * 2 + 5_000];
        for (segment, at) in stand_at.into_iter().enumerate() {
            bytes[segment * SEGMENT_LEN..][..SEGMENT_HEAD_LEN].copy_from_slice(&head(at, 0));
        }
        let len = u64::try_from(bytes.len()).unwrap();
        read_through(&mut Disk { bytes: Cursor::new(bytes), bad }, len, snapshot, None).is_err()
    }

    #[test]
    fn all_is_read_that_the_engine_will_read_and_no_more() {
        let nth = |segment: u64| segment * u64::try_from(SEGMENT_LEN).unwrap();
        let bads: Vec<usize> =
            (0..3).flat_map(|n| [0, 19, 20, 4_999].map(|at| n * SEGMENT_LEN + at)).collect();
        // No snapshot.
        assert!(bads.iter().all(|bad| is_found(*bad, [nth(0), nth(1), nth(2)], 0)));
        // The engine has used the first segment again: it comes last.
        for bad in bads {
            let is_header = bad % SEGMENT_LEN < SEGMENT_HEAD_LEN;
            let is_behind = bad < SEGMENT_LEN;
            let found = is_found(bad, [nth(7), nth(5), nth(6)], nth(7) + 1_000);
            assert_eq!(found, is_header || is_behind, "{bad}");
        }
        assert!(!is_found(usize::MAX, [nth(0), nth(1), nth(2)], 0));
    }
}
