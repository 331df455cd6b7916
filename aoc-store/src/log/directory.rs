//! [`Directory`]: the files of a ledger on disk, but for what the storage engine keeps in its own.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use aoc_core::Position;

use super::OpenError;
use crate::error::{Error, Fault};
use crate::file_kind::FileKind;
use crate::owner_only;

/// Tells what the directory is and the version of its format, and is the lock of the ledger.
const MARKER: &str = "aoc-ledger";
const FORMAT: u32 = 3;
/// The version before there were blocks.
const FORMAT_WITHOUT_BLOCKS: u32 = 1;
/// The position that was acknowledged last. It is written after the commit is durable and never synced:
/// it may lag, never lead. The storage engine drops what it finds cut off; this file remembers.
const HEAD: &str = "head";
/// The sealed bodies, apart from the records.
pub(super) const SEALED: &str = "sealed";
/// What is derived from the records.
pub(super) const CACHE: &str = "cache";
/// The checkpoints that were issued.
pub(super) const CHECKPOINTS: &str = "checkpoints";
/// The files and the directory of the storage engine.
pub(super) const DATA: &str = "db";
pub(super) const CONFIG: &str = "conf";
const BLOBS: &str = "blobs";

const LOCK_TRIES: u32 = 40;
const LOCK_PAUSE: Duration = Duration::from_millis(5);

/// The directory of a ledger, locked.
#[derive(Debug)]
pub(super) struct Directory {
    path: PathBuf,
    head: File,
    format: AtomicU32,
    _lock: File,
}

impl Directory {
    /// Makes an empty directory a ledger.
    pub(super) fn create(path: &Path) -> Result<Self, OpenError> {
        let error = |error: io::Error| OpenError::of_io(path, &error);
        match fs::read_dir(path) {
            Ok(mut entries) => {
                let dir = path.to_owned();
                if path.join(MARKER).exists() {
                    return Err(OpenError::Exists { dir });
                }
                if entries.next().is_some() {
                    return Err(OpenError::NotEmpty { dir });
                }
            }
            Err(cause) if cause.kind() == ErrorKind::NotFound => {
                owner_only::create_dir(path).map_err(error)?;
            }
            Err(cause) => return Err(error(cause)),
        }
        owner_only::restrict_dir(path).map_err(error)?;
        let mut marker = owner_only::create_file(&path.join(MARKER)).map_err(error)?;
        lock(path, &marker)?;
        let write = |file: &mut File, bytes: &[u8]| file.write_all(bytes).and_then(|()| file.sync_all());
        write(&mut marker, marker_text().as_bytes()).map_err(error)?;
        let mut head = owner_only::create_file(&path.join(HEAD)).map_err(error)?;
        write(&mut head, &head_bytes(Position::START)).map_err(error)?;
        Ok(Self { path: path.to_owned(), head, format: AtomicU32::new(FORMAT), _lock: marker })
    }

    /// Takes a directory that is a ledger. Creates nothing, and changes nothing but who may read it.
    pub(super) fn open(path: &Path) -> Result<Self, OpenError> {
        let dir = || path.to_owned();
        let found = fs::metadata(path).map_err(|cause| match cause.kind() {
            ErrorKind::NotFound => OpenError::Missing { dir: dir() },
            ErrorKind::NotADirectory => OpenError::NotALedger { dir: dir() },
            _ => OpenError::of_io(path, &cause),
        })?;
        if !found.is_dir() {
            return Err(OpenError::NotALedger { dir: dir() });
        }
        let marker = path.join(MARKER);
        match fs::symlink_metadata(&marker) {
            Err(cause) if cause.kind() == ErrorKind::NotFound => {
                return Err(OpenError::NotALedger { dir: dir() });
            }
            found => check_kind(&marker, found)?,
        }
        let mut marker = File::open(&marker).map_err(|cause| OpenError::of_io(&marker, &cause))?;
        let format = AtomicU32::new(check_marker(path, &mut marker)?);
        lock(path, &marker)?;
        // From here on nobody else can put anything there.
        owner_only::restrict_dir(path).map_err(|cause| OpenError::of_io(path, &cause))?;
        check_kinds(path)?;
        for name in [CONFIG, DATA, HEAD] {
            let file = path.join(name);
            let found = fs::metadata(&file).map_err(|cause| match cause.kind() {
                ErrorKind::NotFound => OpenError::Incomplete { path: file.clone() },
                _ => OpenError::of_io(&file, &cause),
            })?;
            if found.len() == 0 {
                return Err(OpenError::Incomplete { path: file });
            }
        }
        let head = OpenOptions::new().read(true).write(true).open(path.join(HEAD));
        let head = head.map_err(|cause| OpenError::of_io(path.join(HEAD), &cause))?;
        Ok(Self { path: path.to_owned(), head, format, _lock: marker })
    }

    /// The directory with a marker in which a path lies.
    pub(super) fn around(path: &Path) -> Result<Option<PathBuf>, OpenError> {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        let real = fs::canonicalize(parent).map_err(|cause| OpenError::of_io(parent, &cause))?;
        Ok(real.ancestors().find(|dir| dir.join(MARKER).exists()).map(Path::to_owned))
    }

    /// From now on only versions of the library open the ledger that know of blocks and fences.
    pub(super) fn upgrade(&self) -> Result<(), Error> {
        if self.format.load(Ordering::Acquire) < FORMAT {
            let write = || {
                let mut marker = OpenOptions::new().write(true).open(self.path.join(MARKER))?;
                marker.write_all(marker_text().as_bytes())?;
                marker.sync_all()
            };
            let doing = "writing the version of the format";
            write().map_err(|error| Error::Storage { doing, fault: Fault::of_io(&error) })?;
            self.format.store(FORMAT, Ordering::Release);
        }
        Ok(())
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The file of sealed bodies. Ledgers that an older version made have none yet.
    pub(super) fn sealed(&self) -> Result<File, OpenError> {
        let path = self.path.join(SEALED);
        let error = |cause: io::Error| OpenError::of_io(&path, &cause);
        match OpenOptions::new().read(true).write(true).open(&path) {
            Err(cause) if cause.kind() == ErrorKind::NotFound => {
                let file = owner_only::create_file(&path).map_err(error)?;
                let synced = file.sync_all().and_then(|()| File::open(&self.path)?.sync_all());
                synced.map_err(error)?;
                Ok(file)
            }
            opened => opened.map_err(error),
        }
    }

    /// The last position that was acknowledged, if the file that says so is whole.
    pub(super) fn acknowledged(&self) -> Result<Option<Position>, OpenError> {
        let mut file = &self.head;
        let read = file.rewind().and_then(|()| read_head(file));
        read.map_err(|cause| OpenError::of_io(self.path.join(HEAD), &cause))
    }

    /// Remembers that everything up to here was acknowledged.
    pub(super) fn acknowledge(&self, position: Position) {
        let mut file = &self.head;
        // The commit is durable already. If this fails, the file lags, which it may do at any time.
        let _ = file.rewind().and_then(|()| file.write_all(&head_bytes(position)));
    }

    /// The storage engine moves long data to files of their own, which it never syncs.
    pub(super) fn check_blobs(&self) -> Result<(), Fault> {
        let mut entries = match fs::read_dir(self.path.join(BLOBS)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(Fault::of_io(&error)),
        };
        match entries.next() {
            None => Ok(()),
            Some(Ok(entry)) => Err(Fault::Blobs { found: entry.file_name().display().to_string() }),
            Some(Err(error)) => Err(Fault::of_io(&error)),
        }
    }

    /// Sees to it that only the owner can read what the storage engine has created.
    pub(super) fn restrict(&self) -> Result<(), OpenError> {
        let error = |cause: io::Error| OpenError::of_io(&self.path, &cause);
        owner_only::restrict_dir(&self.path).map_err(error)?;
        for entry in fs::read_dir(&self.path).map_err(error)? {
            let entry = entry.map_err(error)?;
            let restricted = match entry.file_type().map_err(error)? {
                kind if kind.is_dir() => owner_only::restrict_dir(&entry.path()),
                kind if kind.is_file() => owner_only::restrict_file(&entry.path()),
                _ => Ok(()),
            };
            restricted.map_err(|cause| OpenError::of_io(entry.path(), &cause))?;
        }
        Ok(())
    }

    /// Makes a new ledger survive power loss: its files, and that they are there.
    pub(super) fn sync_created(&self) -> Result<(), OpenError> {
        let parent = match self.path.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let files = [CONFIG, DATA, HEAD, SEALED, MARKER].map(|name| self.path.join(name));
        for path in files.into_iter().chain([self.path.join(BLOBS), self.path.clone(), parent]) {
            let synced = File::open(&path).and_then(|file| file.sync_all());
            synced.map_err(|cause| OpenError::of_io(path, &cause))?;
        }
        Ok(())
    }
}

/// The last position that was acknowledged in the ledger at a path, if the file that says so is there and whole.
pub(super) fn acknowledged_in(path: &Path) -> Option<Position> {
    read_head(&File::open(path.join(HEAD)).ok()?).ok()?
}

/// What is in a file that may not be there yet.
pub(super) fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        read => read,
    }
}

/// Refuses links, pipes and what else is no file in the place of one that is read.
pub(super) fn refuse_foreign(path: &Path) -> Result<(), OpenError> {
    for file in [MARKER, HEAD, SEALED, DATA, CHECKPOINTS].map(|name| path.join(name)) {
        match fs::symlink_metadata(&file) {
            Err(cause) if cause.kind() == ErrorKind::NotFound => {}
            found => match check_kind(&file, found) {
                // Who shares what is only read is nobody's business: copies of whole disks are often made so.
                Err(OpenError::Foreign { found: FileKind::Shared, .. }) => {}
                checked => checked?,
            },
        }
    }
    Ok(())
}

/// Refuses a directory that says it was written by a newer version of the library. One that says nothing is none.
pub(super) fn refuse_newer(path: &Path) -> Result<(), OpenError> {
    let said = File::open(path.join(MARKER)).ok().map(|mut marker| check_marker(path, &mut marker));
    match said {
        Some(Err(newer @ OpenError::Newer { .. })) => Err(newer),
        _ => Ok(()),
    }
}

fn read_head(file: &File) -> io::Result<Option<Position>> {
    let mut bytes = Vec::new();
    file.take(64).read_to_end(&mut bytes)?;
    let position = bytes.first_chunk().map(|number| Position::new(u64::from_be_bytes(*number)));
    Ok(position.filter(|position| bytes == head_bytes(*position)))
}

/// Refuses what leads elsewhere, and what is no file or directory. What is not known here may be either.
fn check_kinds(ledger: &Path) -> Result<(), OpenError> {
    for dir in [ledger.to_owned(), ledger.join(BLOBS), ledger.join(CACHE)] {
        let entries = match fs::read_dir(&dir) {
            // Whatever lies in the place of the cache, the log goes on without one.
            Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => continue,
            entries => entries.map_err(|cause| OpenError::of_io(&dir, &cause))?,
        };
        for entry in entries {
            let path = entry.map_err(|cause| OpenError::of_io(&dir, &cause))?.path();
            check_kind(&path, fs::symlink_metadata(&path))?;
        }
    }
    Ok(())
}

/// Refuses what cannot lie under this name.
fn check_kind(path: &Path, found: io::Result<Metadata>) -> Result<(), OpenError> {
    let found = FileKind::of(&found.map_err(|cause| OpenError::of_io(path, &cause))?);
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let is_ours = match name {
        BLOBS => found == FileKind::Directory,
        MARKER | HEAD | SEALED | DATA | CONFIG | CHECKPOINTS => found == FileKind::File,
        _ => matches!(found, FileKind::File | FileKind::Directory),
    };
    if is_ours { Ok(()) } else { Err(OpenError::Foreign { path: path.to_owned(), found }) }
}

fn marker_text() -> String {
    format!("{MARKER} {FORMAT}\n")
}

fn head_bytes(position: Position) -> Vec<u8> {
    let number = position.get().to_be_bytes();
    [&number[..], &crc32fast::hash(&number).to_be_bytes()].concat()
}

/// A process that is just being started holds copies of its parent's locks for a moment.
fn lock(path: &Path, marker: &File) -> Result<(), OpenError> {
    let mut tries = 0_u32;
    loop {
        match marker.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if tries < LOCK_TRIES => {
                tries = tries.saturating_add(1);
                thread::sleep(LOCK_PAUSE);
            }
            Err(TryLockError::WouldBlock) => return Err(OpenError::Locked { dir: path.to_owned() }),
            Err(TryLockError::Error(cause)) => return Err(OpenError::of_io(path.join(MARKER), &cause)),
        }
    }
}

/// The version of the format, if this library knows it.
fn check_marker(path: &Path, marker: &mut File) -> Result<u32, OpenError> {
    let mut text = String::new();
    let read = marker.take(64).read_to_string(&mut text);
    let version = match read {
        Ok(0) => {
            lock(path, marker)?; // nobody is creating it now
            return Err(OpenError::Incomplete { path: path.join(MARKER) });
        }
        Ok(_) => text.strip_prefix(MARKER).and_then(|rest| rest.trim().parse::<u32>().ok()),
        Err(cause) if cause.kind() == ErrorKind::InvalidData => None,
        Err(cause) => return Err(OpenError::of_io(path.join(MARKER), &cause)),
    };
    match version {
        Some(format @ FORMAT_WITHOUT_BLOCKS..=FORMAT) => Ok(format),
        Some(found) if found > FORMAT => Err(OpenError::Newer { dir: path.to_owned(), found, known: FORMAT }),
        _ => {
            let why = format!("its file `{MARKER}` does not say `{MARKER} {FORMAT}`");
            Err(OpenError::Damaged { dir: path.to_owned(), why })
        }
    }
}
