//! Opening the ledger that a command is about.

use std::path::Path;
use std::sync::Arc;

use aoc_replay::Ledger;
use aoc_store::{EventLog, SystemClock, SystemSalts};

use crate::error::CliError;
use crate::progress::Progress;

/// The ledger over this log, read to its end.
pub(crate) fn over(log: Arc<dyn EventLog>) -> Result<Ledger, CliError> {
    let progress = Progress::open_ended("reading the ledger");
    Ok(Ledger::with_progress(log, Arc::new(SystemClock), Arc::new(SystemSalts), &mut |at| {
        progress.at(at);
    })?)
}

/// What is said to who would write into an archive.
pub(crate) fn only_read(archive: &Path) -> CliError {
    let archive = archive.display();
    CliError::usage("read-only", format!("{archive} is an archive, which is only read"))
        .help(format!("`aoc restore {archive} --into DIR` makes a ledger of it, to record in"))
}

/// What is said when no ledger is named.
pub(crate) fn none_named() -> CliError {
    CliError::usage(
        "no-ledger",
        "no ledger is named: give --ledger DIR, or set AOC_LEDGER; or give --archive DIR, to read",
    )
    .help("`aoc demo` makes one with real history to play with, `aoc init DIR` an empty one")
}
