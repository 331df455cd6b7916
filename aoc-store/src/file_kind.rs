//! [`FileKind`]: what lies under a name.

use std::fmt;
use std::fs::Metadata;

/// What lies under a name in the directory of a ledger or an archive. Only files and directories of its own belong there: a link
/// leads elsewhere, and a pipe lets whoever opens it wait for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileKind {
    /// A plain file.
    File,
    /// A plain file that has other names, too (hard links): who writes to it under one of them changes all.
    Shared,
    /// A directory.
    Directory,
    /// A symbolic link.
    Link,
    /// A named pipe.
    Pipe,
    /// A socket.
    Socket,
    /// A device.
    Device,
    /// Anything else.
    Other,
}

impl FileKind {
    /// What was found without following links.
    pub(crate) fn of(found: &Metadata) -> Self {
        let kind = found.file_type();
        if kind.is_symlink() {
            Self::Link
        } else if kind.is_dir() {
            Self::Directory
        } else if kind.is_file() {
            system::file(found)
        } else {
            system::special(kind)
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "a file",
            Self::Shared => "a file with other names (hard links)",
            Self::Directory => "a directory",
            Self::Link => "a symbolic link",
            Self::Pipe => "a named pipe",
            Self::Socket => "a socket",
            Self::Device => "a device",
            Self::Other => "no file that is known here",
        })
    }
}

#[cfg(unix)]
mod system {
    use std::fs::{FileType, Metadata};
    use std::os::unix::fs::{FileTypeExt, MetadataExt};

    use super::FileKind;

    pub(super) fn file(found: &Metadata) -> FileKind {
        if found.nlink() > 1 { FileKind::Shared } else { FileKind::File }
    }

    pub(super) fn special(kind: FileType) -> FileKind {
        if kind.is_fifo() {
            FileKind::Pipe
        } else if kind.is_socket() {
            FileKind::Socket
        } else if kind.is_block_device() || kind.is_char_device() {
            FileKind::Device
        } else {
            FileKind::Other
        }
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::{FileType, Metadata};

    use super::FileKind;

    pub(super) fn file(_: &Metadata) -> FileKind {
        FileKind::File
    }

    pub(super) fn special(_: FileType) -> FileKind {
        FileKind::Other
    }
}
