//! [`FileCache`]: one file a name, in the directory of a ledger. Never synced.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Cache, CacheName};
use crate::error::{Error, Fault};
use crate::log::directory::CACHE;
use crate::owner_only;

/// No name has a dot in it.
const UNFINISHED: &str = "unfinished.new";

/// The files in `cache`, which is made when something is written.
#[derive(Debug)]
pub(in crate::log) struct FileCache {
    dir: PathBuf,
    writer: Mutex<()>,
}

impl FileCache {
    pub(in crate::log) fn of(ledger: &Path) -> Self {
        Self { dir: ledger.join(CACHE), writer: Mutex::new(()) }
    }

    fn path(&self, name: &CacheName) -> PathBuf {
        self.dir.join(&name.0)
    }

    /// A file that somebody panicked over is as good as any other here.
    fn writer(&self) -> MutexGuard<'_, ()> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn make_dir(&self) -> io::Result<()> {
        match owner_only::create_dir(&self.dir) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            made => made,
        }
    }
}

impl Cache for FileCache {
    fn read(&self, name: &CacheName) -> Result<Option<Vec<u8>>, Error> {
        match fs::read(self.path(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("reading a cache")(error)),
        }
    }

    fn append(&self, name: &CacheName, bytes: &[u8]) -> Result<(), Error> {
        let _writer = self.writer();
        let path = self.path(name);
        let file = match OpenOptions::new().append(true).open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.make_dir().and_then(|()| owner_only::create_file(&path))
            }
            opened => opened,
        };
        file.and_then(|mut file| file.write_all(bytes)).map_err(failed("appending to a cache"))
    }

    fn replace(&self, name: &CacheName, bytes: &[u8]) -> Result<(), Error> {
        let _writer = self.writer();
        let unfinished = self.dir.join(UNFINISHED);
        let replace = || {
            self.make_dir()?;
            missing_is_fine(fs::remove_file(&unfinished))?;
            owner_only::create_file(&unfinished)?.write_all(bytes)?;
            fs::rename(&unfinished, self.path(name))
        };
        replace().map_err(failed("replacing a cache"))
    }

    fn remove(&self, name: &CacheName) -> Result<(), Error> {
        let _writer = self.writer();
        missing_is_fine(fs::remove_file(self.path(name))).map_err(failed("removing a cache"))
    }
}

fn missing_is_fine(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn failed(doing: &'static str) -> impl Fn(io::Error) -> Error {
    move |error| Error::Storage { doing, fault: Fault::of_io(&error) }
}
