//! Before the storage engine recovers: it takes what it cannot read for the end of its file, and writes over what lies behind.
//! So all that it is going to read is read here first, and a disk that fails keeps the ledger from being opened, untouched.

use std::collections::BTreeMap;
use std::collections::btree_map::OccupiedEntry;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use super::engine::SEGMENT_LEN;
use super::message::{Extent, SEGMENT_HEAD_LEN, begun, stands_at};

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

/// Removes what a snapshot left that was cut off, and reads what will be read.
///
/// # Errors
/// What the system says; nothing was changed but that.
pub(super) fn prepare(dir: &Path, data: &Path) -> io::Result<Found> {
    let snapshot = last_snapshot(dir)?;
    match File::open(data) {
        Ok(mut file) => {
            let len = file.metadata()?.len();
            read_through(&mut file, len, snapshot)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Found::Unbroken),
        Err(error) => Err(error),
    }
}

/// Reads the head of every segment, and all of those that go on behind a snapshot.
fn read_through(file: &mut (impl Read + Seek), len: u64, snapshot: u64) -> io::Result<Found> {
    let segment_len = u64::try_from(SEGMENT_LEN).unwrap_or(u64::MAX);
    let from = snapshot.checked_div(segment_len).unwrap_or(0).saturating_mul(segment_len);
    let (mut extents, mut segment, mut damaged_heads) = (BTreeMap::new(), Vec::new(), false);
    for base in (0..len).step_by(SEGMENT_LEN) {
        file.seek(SeekFrom::Start(base))?;
        let mut head = [0; SEGMENT_HEAD_LEN];
        match file.read_exact(&mut head) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => break,
            read => read?,
        }
        // A damaged head may say anything: one segment too many is read sooner than one too few.
        if stands_at(&head).is_some_and(|at| at >= from) {
            segment.clear();
            segment.extend_from_slice(&head);
            let rest = segment_len.saturating_sub(u64::try_from(SEGMENT_HEAD_LEN).unwrap_or(0));
            file.by_ref().take(rest).read_to_end(&mut segment)?;
        }
        match begun(&head) {
            Some(number) if number.saturating_mul(segment_len) >= from => {
                extents.insert(number, Extent::of(&segment, number));
            }
            Some(_) => {}
            // One that was never begun, or given up, has no head.
            None => damaged_heads |= head != [0; SEGMENT_HEAD_LEN],
        }
    }
    let _last = extents.last_entry().filter(|last| *last.get() == Extent::Part).map(OccupiedEntry::remove);
    let is_unbroken = !damaged_heads && extents.values().all(|extent| *extent == Extent::Full);
    Ok(if is_unbroken { Found::Unbroken } else { Found::Broken })
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
    use super::{SEGMENT_HEAD_LEN, SEGMENT_LEN, read_through};
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

    /// Whether it is found that a byte of three segments cannot be read, the last of which is not full. They stand in the engine's
    /// log as given.
    fn is_found(bad: usize, stand_at: [u64; 3], snapshot: u64) -> bool {
        let mut bytes = vec![0; SEGMENT_LEN * 2 + 5_000];
        for (segment, at) in stand_at.into_iter().enumerate() {
            let header = segment * SEGMENT_LEN + 4;
            bytes[header..header + 8].copy_from_slice(&(at ^ (u64::MAX >> 1)).to_le_bytes());
        }
        let len = u64::try_from(bytes.len()).unwrap();
        read_through(&mut Disk { bytes: Cursor::new(bytes), bad }, len, snapshot).is_err()
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
