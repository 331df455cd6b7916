//! [`Place`]: a directory for images, mounts and evidence, which goes when all is well.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::Outcome;

pub(super) struct Place(TempDir);

impl Place {
    pub(super) fn new() -> Outcome<Self> {
        let dir = tempfile::Builder::new().prefix("trials-cuts-").tempdir()?;
        for mount in ["live", "left"] {
            std::fs::create_dir(dir.path().join(mount))?;
        }
        Ok(Self(dir))
    }

    pub(super) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    /// Where the disk is mounted that is written to.
    pub(super) fn live(&self) -> PathBuf {
        self.path("live")
    }

    /// Where is mounted what a cut left.
    pub(super) fn left(&self) -> PathBuf {
        self.path("left")
    }

    pub(super) fn keep(self) -> PathBuf {
        self.0.keep()
    }
}
