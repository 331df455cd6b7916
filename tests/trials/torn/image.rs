//! [`Image`]: the files of a ledger at one moment, in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Files by their paths in the ledger's directory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Image {
    files: BTreeMap<PathBuf, Vec<u8>>,
    dirs: BTreeSet<PathBuf>,
}

impl Image {
    /// What lies in a directory.
    pub(crate) fn of(dir: &Path) -> Result<Self, Box<dyn Error>> {
        let mut image = Self::default();
        image.read(dir, Path::new(""))?;
        Ok(image)
    }

    fn read(&mut self, dir: &Path, within: &Path) -> Result<(), Box<dyn Error>> {
        for entry in fs::read_dir(dir.join(within))? {
            let entry = entry?;
            let path = within.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                self.read(dir, &path)?;
                self.dirs.insert(path);
            } else {
                self.files.insert(path, fs::read(entry.path())?);
            }
        }
        Ok(())
    }

    /// Makes a directory of it that was not there.
    pub(crate) fn write_to(&self, dir: &Path) -> Result<(), Box<dyn Error>> {
        fs::create_dir(dir)?;
        for within in &self.dirs {
            fs::create_dir_all(dir.join(within))?;
        }
        for (path, bytes) in &self.files {
            fs::write(dir.join(path), bytes)?;
        }
        Ok(())
    }

    /// What is in a file; nothing in one that is not there.
    pub(crate) fn bytes(&self, path: impl AsRef<Path>) -> &[u8] {
        self.files.get(path.as_ref()).map_or(&[], Vec::as_slice)
    }

    /// Whether there is such a file.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }

    /// A file, to be changed; an empty one where there was none.
    pub(crate) fn file(&mut self, path: &Path) -> &mut Vec<u8> {
        self.dirs.extend(path.parent().filter(|dir| *dir != Path::new("")).map(Path::to_owned));
        self.files.entry(path.to_owned()).or_default()
    }

    /// Takes a file away.
    pub(crate) fn remove(&mut self, path: &Path) -> Option<Vec<u8>> {
        self.files.remove(path)
    }

    /// The files that are other in one of two images than in the other, or only in one.
    pub(crate) fn differing(&self, other: &Self) -> BTreeSet<PathBuf> {
        let paths = self.files.keys().chain(other.files.keys());
        paths.filter(|path| self.files.get(*path) != other.files.get(*path)).cloned().collect()
    }
}
