//! [`Place`]: the directory of a trial, and what lies where in it.

use std::error::Error;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aoc_core::Position;
use aoc_store::{EventLog, Evidence, Frame, MemoryLog, Origin, SigningKey, export, write_tiled};

use super::way::uneven;

/// A directory for one ledger, and for what it comes from.
#[derive(Debug, Clone)]
pub(crate) struct Place(PathBuf);

impl From<PathBuf> for Place {
    fn from(dir: PathBuf) -> Self {
        Self(dir)
    }
}

impl Place {
    pub(crate) fn dir(&self) -> &Path {
        &self.0
    }

    /// The ledger.
    pub(crate) fn ledger(&self) -> PathBuf {
        self.0.join("ledger")
    }

    /// The nth ledger of many that are created.
    pub(crate) fn made(&self, nth: u64) -> PathBuf {
        self.0.join(format!("made-{nth}"))
    }

    /// The ledger as a kill left it, before anybody opened it again.
    pub(crate) fn as_left(&self) -> PathBuf {
        self.0.join("as-left")
    }

    /// An archive as JSON Lines.
    pub(crate) fn archive(&self) -> PathBuf {
        self.0.join("archive.jsonl")
    }

    /// The same as plain files.
    pub(crate) fn files(&self) -> PathBuf {
        self.0.join("files")
    }

    /// Opening changes what is left: keeps it as it is.
    pub(crate) fn keep_as_left(&self) -> Result<(), Box<dyn Error>> {
        remove_dir(&self.as_left())?;
        if self.ledger().exists() { copy_dir(&self.ledger(), &self.as_left()) } else { Ok(()) }
    }

    /// Writes both archives, of a signed ledger that goes at least up to there.
    pub(crate) fn write_archives(&self, upto: Position) -> Result<(), Box<dyn Error>> {
        let log = Arc::new(MemoryLog::new());
        let mut head = Position::START;
        while head < upto {
            head = log.append(head, &Frame::of(&uneven(head))?)?.last;
        }
        Evidence::of(Arc::clone(&log) as Arc<dyn EventLog>).issue(&key()?, &mut |_| {})?;
        export(log.as_ref(), &mut BufWriter::new(File::create(self.archive())?), &mut |_| {})?;
        write_tiled(log.as_ref(), self.files(), &mut |_| {})?;
        Ok(())
    }
}

/// The key that signs in every trial: everybody can make it again.
pub(crate) fn key() -> Result<SigningKey, Box<dyn Error>> {
    Ok(SigningKey::of_secret(&"example.org/trials".parse::<Origin>()?, &[7; 32]))
}

/// Copies a directory with all that is in it.
pub(crate) fn copy_dir(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_dir(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Removes a directory with all that is in it, if it is there.
pub(crate) fn remove_dir(dir: &Path) -> Result<(), Box<dyn Error>> {
    if fs::exists(dir)? { Ok(fs::remove_dir_all(dir)?) } else { Ok(()) }
}
