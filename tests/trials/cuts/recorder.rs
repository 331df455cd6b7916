//! [`Recorder`]: a disk, as a file, of which every write and flush is recorded. QEMU's storage daemon is the disk.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

use super::Outcome;
use super::place::Place;
use super::volume::run;

pub(super) struct Recorder {
    daemon: Child,
    disk: PathBuf,
    recording: PathBuf,
}

impl Recorder {
    /// A disk that holds what the image holds, and writes to it.
    pub(super) fn start(place: &Place, image: &Path) -> Outcome<Self> {
        let (disk, recording) = (place.path("recorded.img"), place.path("recording"));
        // Shortened, not removed: the daemon mounts itself on the first.
        File::create(&disk)?;
        File::create(&recording)?;
        let file =
            |name: &str, path: &Path| format!("driver=file,node-name={name},filename={}", path.display());
        let logged = "driver=blklogwrites,node-name=disk,file=image,log=recording,log-sector-size=512";
        let mut daemon = Command::new("qemu-storage-daemon")
            .args(["--blockdev", &file("image", image), "--blockdev", &file("recording", &recording)])
            .args(["--blockdev", logged, "--export"])
            .arg(format!("type=fuse,id=disk,node-name=disk,writable=on,mountpoint={}", disk.display()))
            .spawn()
            .map_err(|error| format!("qemu-storage-daemon is needed: {error}"))?;
        while fs::metadata(&disk)?.len() == 0 {
            if let Some(status) = daemon.try_wait()? {
                return Err(format!("qemu-storage-daemon: {status}").into());
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(Self { daemon, disk, recording })
    }

    pub(super) fn disk(&self) -> &Path {
        &self.disk
    }

    pub(super) fn recording(&self) -> &Path {
        &self.recording
    }

    /// Ends it; the recording is whole.
    pub(super) fn finish(mut self) -> Outcome<()> {
        run("kill", [self.daemon.id().to_string()])?;
        let status = self.daemon.wait()?;
        if status.success() { Ok(()) } else { Err(format!("qemu-storage-daemon: {status}").into()) }
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        // Asked to end, it unmounts itself.
        if matches!(self.daemon.try_wait(), Ok(None)) {
            let _ = run("kill", [self.daemon.id().to_string()]);
            let _ = self.daemon.wait();
        }
    }
}
