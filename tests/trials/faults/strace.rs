//! `strace`, which has one call of a process to the system fail.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};

use clap::ValueEnum;

use crate::kills::heard::Heard;
use crate::kills::place::Place;
use crate::kills::way::Way;

/// A call to the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Call {
    Pwrite64,
    Write,
    Fdatasync,
    Fsync,
    SyncFileRange,
    Ftruncate,
    Rename,
    Unlink,
    Mkdir,
    Openat,
    Read,
    /// By which the storage engine reads, when it is named: of what it has not read it takes the rest for its end, and writes
    /// over that. What it reads when it opens was read before, and lies in memory: there it cannot fail, here it does
    Pread64,
}

/// Why it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Errno {
    /// The disk is broken
    Eio,
    /// The disk is full
    Enospc,
}

/// Which call fails, and why: the nth of each thread.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fault {
    pub(crate) call: Call,
    pub(crate) errno: Errno,
    pub(crate) nth: usize,
}

/// How a writer came to its end.
pub(crate) struct Run {
    pub(crate) heard: Heard,
    pub(crate) status: ExitStatus,
    /// What it said on standard error.
    pub(crate) words: String,
    /// Whether the planned call came, and failed.
    pub(crate) is_faulty: bool,
}

impl Call {
    /// Whether nothing may be lost when it fails.
    pub(crate) const fn is_promised(self) -> bool {
        !matches!(self, Self::Pread64)
    }

    /// Whether the storage engine alone makes it, in threads of its own.
    const fn is_of_the_engine(self) -> bool {
        matches!(self, Self::Pwrite64 | Self::SyncFileRange)
    }

    /// Whether a full disk can make it fail.
    pub(crate) const fn takes_room(self) -> bool {
        !matches!(self, Self::Pread64 | Self::Read | Self::Unlink)
    }
}

/// What a writer does, and where.
pub(crate) struct Writer<'p> {
    pub(crate) way: Way,
    pub(crate) place: &'p Place,
    pub(crate) steps: usize,
}

impl Writer<'_> {
    /// The files that it opens, creates, renames and removes of its ledgers: only what befalls these is a fault of their disk.
    pub(crate) fn files(&self) -> Result<BTreeSet<PathBuf>, Box<dyn Error>> {
        let run = self.run(&["-e".into(), "trace=openat,rename,unlink,mkdir".into()])?;
        if !run.status.success() {
            return Err(format!("strace cannot trace a process here: {}", run.words.trim()).into());
        }
        let trace = fs::read_to_string(self.trace())?;
        let named = trace.split('"').map(PathBuf::from);
        let sources = [self.place.archive(), self.place.files()];
        let is_ours = |path: &PathBuf| {
            path.starts_with(self.place.dir()) && !sources.iter().any(|source| path.starts_with(source))
        };
        Ok(named.filter(is_ours).collect())
    }

    /// Runs it to its end while one call fails.
    pub(crate) fn run_with(&self, fault: Fault, files: &BTreeSet<PathBuf>) -> Result<Run, Box<dyn Error>> {
        let Fault { call, errno, nth } = fault;
        let mut args = Vec::new();
        if call.is_of_the_engine() {
            // strace counts each thread for itself. The engine's seven do the same, in turn: let it have but one.
            args.extend(["-e".to_owned(), format!("trace=clone,clone3,{call}")]);
            args.extend(["-e".to_owned(), "inject=clone,clone3:error=EAGAIN:when=2..7".to_owned()]);
        } else {
            args.extend(["-e".to_owned(), format!("trace={call}")]);
            args.extend(files.iter().flat_map(|file| ["-P".to_owned(), file.to_string_lossy().into_owned()]));
        }
        args.extend(["-e".to_owned(), format!("inject={call}:error={errno}:when={nth}")]);
        let run = self.run(&args)?;
        let call = call.to_string();
        let trace = fs::read_to_string(self.trace())?;
        let is_faulty = trace.lines().any(|line| line.contains(&call) && line.ends_with("(INJECTED)"));
        Ok(Run { is_faulty, ..run })
    }

    fn trace(&self) -> PathBuf {
        self.place.dir().with_extension("trace")
    }

    fn run(&self, args: &[String]) -> Result<Run, Box<dyn Error>> {
        let words = self.place.dir().with_extension("words");
        let child = Command::new("strace")
            .args(["-f", "-qq", "-o"])
            .arg(self.trace())
            .args(args)
            .arg(std::env::current_exe()?)
            .args(["write", &self.way.to_string()])
            .arg(self.place.dir())
            .args(["--steps", &self.steps.to_string()])
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(&words)?)
            .spawn();
        let child = child.map_err(|error| match error.kind() {
            ErrorKind::NotFound => {
                "strace is not installed: install it (on Debian, `apt-get install strace`)".into()
            }
            _ => Box::<dyn Error>::from(error),
        })?;
        let (heard, status) = Heard::to_the_end(child)?;
        Ok(Run { heard, status, words: fs::read_to_string(words)?, is_faulty: false })
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.to_possible_value().as_ref().map_or("", |value| value.get_name()))
    }
}

impl fmt::Display for Errno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Eio => "EIO",
            Self::Enospc => "ENOSPC",
        })
    }
}
