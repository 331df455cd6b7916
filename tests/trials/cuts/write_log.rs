//! [`WriteLog`]: what a disk was told, in order, in the format of dm-log-writes.
//!
//! The format: the kernel's `Documentation/admin-guide/device-mapper/log-writes.rst` and `drivers/md/dm-log-writes.c`. All numbers are
//! little-endian. A sector with the magic number, the version, the number of entries (8 bytes each) and the length of a sector
//! (4 bytes); then entries: a sector with the first sector written, the number of sectors, the flags and a length (8 bytes each),
//! and then the data.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::Outcome;
use super::promises::Mark;

const MAGIC: u64 = 0x006a_7366_7773_6872;
const VERSION: u64 = 1;
const FLUSH: u64 = 1;
const FUA: u64 = 2;

pub(super) struct WriteLog {
    file: File,
    entries: Vec<Entry>,
}

/// One thing that the disk was told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// How long the recording was once it held this.
    pub(super) end: Mark,
    pub(super) told: Told,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Told {
    /// To make durable all it was told before.
    Flush,
    Write(Write),
}

/// Data for the disk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Write {
    /// Where they lie on the disk, in bytes.
    pub(super) at: u64,
    pub(super) len: u64,
    pub(super) durability: Durability,
    /// Where they lie in the recording.
    from: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Durability {
    /// With the next flush.
    Later,
    /// At once.
    Now,
}

impl WriteLog {
    pub(super) fn read(path: &Path) -> Outcome<Self> {
        let file = File::open(path)?;
        let mut start = [0; 28];
        file.read_exact_at(&mut start, 0)?;
        if (number(&start, 0), number(&start, 1)) != (MAGIC, VERSION) {
            return Err("the recording is not in the format of dm-log-writes".into());
        }
        let count = number(&start, 2);
        let sector = u64::from(u32::from_le_bytes([start[24], start[25], start[26], start[27]]));
        let (mut entries, mut at) = (Vec::new(), sector);
        for _ in 0..count {
            let mut entry = [0; 32];
            file.read_exact_at(&mut entry, at)?;
            let [first, sectors, flags] = [0, 1, 2].map(|nth| number(&entry, nth));
            if flags & !(FLUSH | FUA) != 0 {
                return Err(format!("the recording holds an entry with flags {flags}").into());
            }
            let (from, len) = (at + sector, sectors * sector);
            at = from + len;
            let end = Mark(at);
            if flags & FLUSH != 0 {
                entries.push(Entry { end, told: Told::Flush });
            }
            if len > 0 {
                let durability = if flags & FUA == 0 { Durability::Later } else { Durability::Now };
                let write = Write { at: first * sector, len, durability, from };
                entries.push(Entry { end, told: Told::Write(write) });
            }
        }
        Ok(Self { file, entries })
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn data(&self, write: &Write) -> Outcome<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(write.len)?];
        self.file.read_exact_at(&mut bytes, write.from)?;
        Ok(bytes)
    }
}

/// The nth number of 8 bytes.
fn number(bytes: &[u8], nth: usize) -> u64 {
    let mut number = [0; 8];
    number.copy_from_slice(&bytes[nth * 8..nth * 8 + 8]);
    u64::from_le_bytes(number)
}
