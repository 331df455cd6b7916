//! `trials cuts`: the power goes while a real process records, and the ledger is opened on what the disk held.
//!
//! The process records on a file system of its own, in an image. Root is needed to mount it: the trial runs in a mount namespace,
//! so that nothing stays mounted when it ends, however it ends. Debian has what it runs: e2fsprogs or xfsprogs and util-linux, qemu-utils
//! for the second kind of disk, eatmydata for the control.
//!
//! A disk of two kinds: one that [keeps all it was given](plain), and loses what the system had not given it yet; and one that
//! [drops what was not flushed](unflushed), in any order, in the middle of sectors' runs.

mod chance;
mod commits;
mod inspection;
mod judge;
mod moments;
mod notice;
mod place;
mod plain;
mod promises;
mod recorder;
mod tally;
mod unflushed;
mod volume;
mod write_log;
mod writer;
mod writing;

use std::error::Error;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Instant;

use clap::{Args, ValueEnum};

use crate::verdict::Verdict;
use place::Place;
use tally::Tally;
pub(crate) use writing::{WritingArgs, write};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// Cut the power while a process records, and open its ledger on what is left. Needs root.
#[derive(Debug, Args)]
pub(crate) struct CutsArgs {
    /// How often.
    #[arg(long, default_value_t = 100)]
    cuts: usize,
    /// What survives on the disk.
    #[arg(long, value_enum, default_value_t = Disk::KeepsWritten)]
    disk: Disk,
    /// The file system on it.
    #[arg(long, value_enum, default_value_t = FileSystem::Ext4)]
    file_system: FileSystem,
    /// When the power goes, and what of the unflushed survives; the system's threads are not bound by it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Take the syncs away from the process (eatmydata): now the trial must find something lost.
    #[arg(long)]
    control: bool,
    /// Is in a mount namespace of its own already.
    #[arg(long, hide = true)]
    apart: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Disk {
    /// All that the system had given it, flushed or not.
    KeepsWritten,
    /// All that was flushed, and any part of the rest.
    DropsUnflushed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FileSystem {
    Ext4,
    Xfs,
}

/// Whether the syncs of the recording process reach the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syncs {
    Kept,
    Taken,
}

impl CutsArgs {
    const fn syncs(&self) -> Syncs {
        if self.control { Syncs::Taken } else { Syncs::Kept }
    }
}

/// Cuts as often as asked, and prints the tally.
pub(crate) fn run(args: &CutsArgs) -> Verdict {
    let verdict = if args.apart { try_all(args) } else { go_apart() };
    verdict.unwrap_or_else(|error| {
        eprintln!("trials cuts: {error}");
        Verdict::Broken
    })
}

/// Goes on as a process whose mounts nobody else sees, and which end with it.
fn go_apart() -> Outcome<Verdict> {
    if std::fs::metadata("/proc/self")?.uid() != 0 {
        return Err("mounting needs root: run it with sudo, or where you are root".into());
    }
    let mut command = Command::new("unshare");
    command.args(["--mount", "--propagation", "private"]).arg(std::env::current_exe()?);
    let failed = command.args(std::env::args_os().skip(1)).arg("--apart").exec();
    Err(format!("unshare (util-linux): {failed}").into())
}

fn try_all(args: &CutsArgs) -> Outcome<Verdict> {
    let (start, place) = (Instant::now(), Place::new()?);
    let mut tally = Tally::default();
    let tried = match args.disk {
        Disk::KeepsWritten => plain::cut(args, &place, &mut tally),
        Disk::DropsUnflushed => unflushed::cut(args, &place, &mut tally),
    };
    println!("{tally}");
    println!("{:<44}{:>9} s", "took", start.elapsed().as_secs());
    if tally.has_breaches() && args.syncs() == Syncs::Kept {
        eprintln!("seed {}: the images are in {}", args.seed, place.keep().display());
    }
    tried?;
    let is_as_it_must_be = match args.syncs() {
        Syncs::Kept => !tally.has_breaches(),
        Syncs::Taken => tally.has_losses(),
    };
    Ok(if is_as_it_must_be && !tally.is_empty() { Verdict::Kept } else { Verdict::Broken })
}
