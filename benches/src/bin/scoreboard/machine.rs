//! [`Machine`]: on what it was measured.

use std::fs;
use std::path::Path;
use std::thread::available_parallelism;

use serde::{Deserialize, Serialize};

/// A machine, as far as its system tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Machine {
    pub(crate) cpu: String,
    pub(crate) cores: usize,
    pub(crate) memory_bytes: u64,
    pub(crate) kernel: String,
    /// That of the directory in which the ledger was built.
    pub(crate) file_system: String,
    /// How many processes wanted to run in the last minute, as measuring began.
    pub(crate) load: String,
}

impl Machine {
    /// Whether it is the same, whatever else it does.
    pub(crate) fn is(&self, other: &Self) -> bool {
        let load = self.load.clone();
        *self == Self { load, ..other.clone() }
    }

    /// This one.
    pub(crate) fn here(dir: &Path) -> Self {
        let kib: Option<u64> = field("/proc/meminfo", "MemTotal").and_then(|text| {
            let (number, _) = text.split_once(' ')?;
            number.parse().ok()
        });
        Self {
            cpu: field("/proc/cpuinfo", "model name").unwrap_or_else(unknown),
            cores: available_parallelism().map_or(1, usize::from),
            memory_bytes: kib.unwrap_or(0) * 1024,
            kernel: kernel().unwrap_or_else(unknown),
            file_system: file_system(dir).unwrap_or_else(unknown),
            load: load().unwrap_or_else(unknown),
        }
    }
}

fn unknown() -> String {
    "unknown".to_owned()
}

/// The first value with this name in a file of the system.
fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let mut lines = text.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned())
}

fn kernel() -> Option<String> {
    let read = |file: &str| fs::read_to_string(file).map(|text| text.trim().to_owned()).ok();
    Some(format!("{} {}", read("/proc/sys/kernel/ostype")?, read("/proc/sys/kernel/osrelease")?))
}

fn load() -> Option<String> {
    let averages = fs::read_to_string("/proc/loadavg").ok()?;
    averages.split(' ').next().map(str::to_owned)
}

/// The kind of file system that is mounted closest to the directory.
fn file_system(dir: &Path) -> Option<String> {
    let dir = dir.canonicalize().ok()?;
    let mounts = fs::read_to_string("/proc/mounts").ok()?;
    let fields = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        Some((fields.next()?, fields.next()?))
    });
    // Of two mounts at one place the later one is seen.
    let closest = fields.filter(|(place, _)| dir.starts_with(place)).max_by_key(|(place, _)| place.len())?;
    Some(closest.1.to_owned())
}
