//! Opening the ledger that a command is about.

use std::path::Path;
use std::sync::Arc;

use aoc_replay::Ledger;
use aoc_store::{SledLog, SystemClock, SystemSalts};

use crate::error::CliError;
use crate::progress::Progress;

/// The ledger in this directory, read to its end.
pub(crate) fn open(dir: &Path) -> Result<Ledger, CliError> {
    let log = SledLog::open(dir)?;
    let progress = Progress::open_ended("reading the ledger");
    Ok(Ledger::with_progress(Arc::new(log), Arc::new(SystemClock), Arc::new(SystemSalts), &mut |at| {
        progress.at(at);
    })?)
}

/// What is said when no ledger is named.
pub(crate) fn none_named() -> CliError {
    CliError::usage("no-ledger", "no ledger is named: give --ledger DIR, or set AOC_LEDGER")
        .help("`aoc demo` makes one with real history to play with, `aoc init DIR` an empty one")
}
