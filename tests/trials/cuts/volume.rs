//! File systems in images, and where they are mounted.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{FileSystem, Outcome};

/// xfs takes no less.
const IMAGE_LEN: u64 = 320 * 1024 * 1024;

/// Makes an image with an empty file system.
pub(super) fn format(image: &Path, file_system: FileSystem) -> Outcome<()> {
    File::create(image)?.set_len(IMAGE_LEN)?;
    let image = image.as_os_str();
    // All is written now: what the kernel would fill in later is not what is tried here.
    match file_system {
        FileSystem::Ext4 => {
            let now = "lazy_itable_init=0,lazy_journal_init=0,nodiscard".as_ref();
            let options = ["-q", "-F", "-b", "4096", "-m", "0", "-J", "size=16", "-E"].map(OsStr::new);
            run("mkfs.ext4", options.into_iter().chain([now, image]))
        }
        FileSystem::Xfs => run("mkfs.xfs", ["-q".as_ref(), "-f".as_ref(), "-K".as_ref(), image]),
    }?;
    Ok(())
}

/// Copies an image, holes as holes.
pub(super) fn copy(from: &Path, to: &Path) -> Outcome<()> {
    let options = ["--sparse=always", "--reflink=never", "--"].map(OsStr::new);
    run("cp", options.into_iter().chain([from.as_os_str(), to.as_os_str()])).map(drop)
}

/// Gives what the program printed.
pub(super) fn run<A: AsRef<OsStr>>(program: &str, args: impl IntoIterator<Item = A>) -> Outcome<String> {
    let output = Command::new(program).args(args).output();
    let output = output.map_err(|error| format!("{program} is needed: {error}"))?;
    if !output.status.success() {
        return Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim()).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// A mounted image; not mounted any more when it goes out of scope.
pub(super) struct Mounted {
    dir: PathBuf,
}

impl Mounted {
    /// A file system to write to. It commits by itself seldom: whatever is durable, somebody asked for.
    pub(super) fn live(image: &Path, dir: &Path, file_system: FileSystem) -> Outcome<Self> {
        Self::mount(image, dir, if file_system == FileSystem::Ext4 { "loop,commit=300" } else { "loop" })
    }

    /// What a power cut left: the file system recovers first. The one that it is a copy of may be mounted.
    pub(super) fn left(image: &Path, dir: &Path, file_system: FileSystem) -> Outcome<Self> {
        Self::mount(image, dir, if file_system == FileSystem::Xfs { "loop,nouuid" } else { "loop" })
    }

    fn mount(image: &Path, dir: &Path, options: &str) -> Outcome<Self> {
        run("mount", ["-o".as_ref(), options.as_ref(), image.as_os_str(), dir.as_os_str()])?;
        Ok(Self { dir: dir.to_owned() })
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// What the device under it has done so far; nothing while it is doing something.
    pub(super) fn at_rest(&self) -> Outcome<Option<Done>> {
        let mounts = fs::read_to_string("/proc/self/mounts")?;
        let dir = self.dir.to_str().ok_or("a path that is no text")?;
        let mut mounts = mounts.lines().filter_map(|line| line.strip_prefix("/dev/")?.split_once(' '));
        let mounted = mounts.find(|(_, rest)| rest.starts_with(&format!("{dir} ")));
        let (device, _) = mounted.ok_or("the image is not mounted")?;
        let stat = fs::read_to_string(format!("/sys/block/{device}/stat"))?;
        let numbers: Vec<&str> = stat.split_whitespace().collect();
        // Documentation/block/stat.rst: the ninth says what is in flight, and is followed by times.
        let at_rest = numbers.get(8) == Some(&"0");
        Ok(at_rest.then(|| Done(numbers.iter().take(7).map(|&number| number.to_owned()).collect())))
    }
}

/// Counts of what a device has done.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Done(Vec<String>);

impl Drop for Mounted {
    fn drop(&mut self) {
        // Somebody may look at it still: then it goes later.
        if run("umount", [&self.dir]).is_err() {
            let _ = run("umount", ["--lazy".as_ref(), self.dir.as_os_str()]);
        }
    }
}
