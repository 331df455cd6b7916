//! Files that only their owner can read and write, whatever the process's umask says.

#[cfg(not(unix))]
use elsewhere as system;
#[cfg(unix)]
use unix as system;

#[cfg(feature = "sled")]
pub(crate) use system::{create_dir, restrict_file};
pub(crate) use system::{create_dirs, create_file, restrict_dir};

#[cfg(unix)]
mod unix {
    use std::fs::{DirBuilder, File, OpenOptions, Permissions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
    use std::path::Path;

    const DIR: u32 = 0o700;
    const FILE: u32 = 0o600;

    #[cfg(feature = "sled")]
    pub(crate) fn create_dir(path: &Path) -> io::Result<()> {
        DirBuilder::new().mode(DIR).create(path)?;
        restrict_dir(path)
    }

    /// With those above it that are missing.
    pub(crate) fn create_dirs(path: &Path) -> io::Result<()> {
        DirBuilder::new().mode(DIR).recursive(true).create(path)?;
        restrict_dir(path)
    }

    pub(crate) fn create_file(path: &Path) -> io::Result<File> {
        let file = OpenOptions::new().read(true).write(true).create_new(true).mode(FILE).open(path)?;
        file.set_permissions(Permissions::from_mode(FILE))?;
        Ok(file)
    }

    pub(crate) fn restrict_dir(path: &Path) -> io::Result<()> {
        restrict(path, DIR)
    }

    #[cfg(feature = "sled")]
    pub(crate) fn restrict_file(path: &Path) -> io::Result<()> {
        restrict(path, FILE)
    }

    fn restrict(path: &Path, mode: u32) -> io::Result<()> {
        let found = std::fs::metadata(path)?.permissions().mode() & 0o777;
        if found == mode { Ok(()) } else { std::fs::set_permissions(path, Permissions::from_mode(mode)) }
    }
}

/// Elsewhere the directory's own access list decides.
#[cfg(not(unix))]
mod elsewhere {
    use std::fs::{self, File, OpenOptions};
    use std::io;
    use std::path::Path;

    #[cfg(feature = "sled")]
    pub(crate) fn create_dir(path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    pub(crate) fn create_dirs(path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    pub(crate) fn create_file(path: &Path) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).create_new(true).open(path)
    }

    pub(crate) fn restrict_dir(_: &Path) -> io::Result<()> {
        Ok(())
    }

    #[cfg(feature = "sled")]
    pub(crate) fn restrict_file(_: &Path) -> io::Result<()> {
        Ok(())
    }
}
