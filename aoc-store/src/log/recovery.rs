//! Before the storage engine recovers: it takes what it cannot read for the end of its file, and writes over what lies behind.
//! So all that it is going to read is read here first, and a disk that fails keeps the ledger from being opened, untouched.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use super::engine::SEGMENT_LEN;

/// The snapshot of its page table that the engine writes when it opens: `snap.` and a position in its log, in 16 digits.
const SNAPSHOT: &str = "snap.";
/// Behind the name of one that is being written. The engine would take it for one that is whole.
const UNFINISHED: &str = ".generating";
/// What a segment begins with: a checksum, then where it stands in the engine's log, masked.
const HEADER_LEN: usize = 20;
const CHECKSUM_LEN: usize = 4;
const MASK: u64 = u64::MAX >> 1;
/// How much is read at once.
const STRETCH_LEN: usize = 256 * 1024;

/// Removes what a snapshot left that was cut off, and reads what will be read.
///
/// # Errors
/// What the system says; nothing was changed but that.
pub(super) fn prepare(dir: &Path, data: &Path) -> io::Result<()> {
    let snapshot = last_snapshot(dir)?;
    let mut file = match File::open(data) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    let len = u64::try_from(SEGMENT_LEN).unwrap_or(u64::MAX);
    let from = snapshot.checked_div(len).unwrap_or(0).saturating_mul(len);
    let mut stretch = vec![0; STRETCH_LEN];
    for base in (0..file.metadata()?.len()).step_by(SEGMENT_LEN) {
        file.seek(SeekFrom::Start(base))?;
        let mut header = [0; HEADER_LEN];
        match file.read_exact(&mut header) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(()),
            read => read?,
        }
        if stands_at(&header).is_some_and(|at| at >= from) {
            let mut segment = (&mut file).take(len);
            while segment.read(&mut stretch)? > 0 {}
        }
    }
    Ok(())
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

/// Where a segment stands in the engine's log, if its header can be believed: one too many is read sooner than one too few.
fn stands_at(header: &[u8; HEADER_LEN]) -> Option<u64> {
    let at = header.get(CHECKSUM_LEN..)?.first_chunk()?;
    Some(u64::from_le_bytes(*at) ^ MASK)
}
