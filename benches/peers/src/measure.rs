//! [`run`]: one store, one class, once through.

use std::fs::{File, Metadata};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::input::Input;
use crate::store::{Class, Opening, Peer};

/// What one run came to.
pub(crate) struct Measured {
    pub(crate) append: Duration,
    /// Opening what was closed, until the first question can be asked.
    pub(crate) open: Duration,
    pub(crate) replay: Duration,
    /// The same once more, of what was read before.
    pub(crate) again: Duration,
    /// How many records came.
    pub(crate) replayed: usize,
    pub(crate) disk: Disk,
}

/// What the files of a closed store take.
#[derive(Clone, Copy, Default)]
pub(crate) struct Disk {
    /// The lengths of the files.
    pub(crate) bytes: u64,
    /// The blocks that the file system gave them: less, where files have holes.
    pub(crate) allocated: u64,
}

pub(crate) fn run(peer: &Peer, class: Class, input: &Input, dir: &Path) -> io::Result<Measured> {
    let dir = tempfile::tempdir_in(dir)?;
    let mut store = (peer.open)(dir.path(), class, Opening::New);
    let start = Instant::now();
    for commit in &input.commits {
        store.append(commit);
    }
    let append = start.elapsed();
    let mut disk = Disk::default();
    let mut start = Instant::now();
    if class != Class::Memory {
        drop(store);
        disk = Disk::of(dir.path())?;
        start = Instant::now();
        store = (peer.open)(dir.path(), class, Opening::Again);
    }
    store.prepare();
    let open = start.elapsed();
    let start = Instant::now();
    let replayed = input.fold(|visit| store.replay(visit));
    let replay = start.elapsed();
    let start = Instant::now();
    assert_eq!(input.fold(|visit| store.replay(visit)), replayed, "the same records");
    Ok(Measured { append, open, replay, again: start.elapsed(), replayed, disk })
}

impl Disk {
    fn of(path: &Path) -> io::Result<Self> {
        let mut all = Self::default();
        for entry in std::fs::read_dir(path)? {
            let entry = entry?;
            let metadata: Metadata = entry.metadata()?;
            let disk = if metadata.is_dir() {
                Self::of(&entry.path())?
            } else {
                Self { bytes: metadata.len(), allocated: metadata.blocks() * 512 }
            };
            all.bytes += disk.bytes;
            all.allocated += disk.allocated;
        }
        Ok(all)
    }
}

/// How long a sync takes, in the middle: 4 KiB more in a plain file each time.
pub(crate) fn fdatasync(dir: &Path) -> io::Result<Duration> {
    let dir = tempfile::tempdir_in(dir)?;
    let mut file = File::create(dir.path().join("bytes"))?;
    let mut times = [Duration::ZERO; 201];
    for time in &mut times {
        file.write_all(&[1; 4096])?;
        let start = Instant::now();
        file.sync_data()?;
        *time = start.elapsed();
    }
    times.sort_unstable();
    Ok(times[times.len() / 2])
}
