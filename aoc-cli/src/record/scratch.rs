//! A copy of a ledger in memory, to try things on.

use std::sync::Arc;

use aoc_core::{CommitEnd, Position};
use aoc_replay::Ledger;
use aoc_store::{EventLog, Frame, MemoryLog, RecordBytes, SystemClock, SystemSalts};

use super::report::Mode;
use crate::context::Context;
use crate::error::CliError;

/// The ledger to put drafts to: the real one, or for a dry run a copy that goes away.
///
/// # Errors
/// When the ledger cannot be opened or read.
pub(super) fn open(context: &Context, mode: Mode) -> Result<Ledger, CliError> {
    match mode {
        Mode::Real => context.open_to_record(),
        Mode::DryRun => copy(&context.open()?),
    }
}

/// The same commits, in memory.
///
/// # Errors
/// When the ledger cannot be read.
pub(super) fn copy(ledger: &Ledger) -> Result<Ledger, CliError> {
    let log = MemoryLog::new();
    if ledger.head()? > Position::START {
        copy_commits(ledger.log(), &log, Position::FIRST, &mut |_| {})?;
    }
    Ok(Ledger::with(Arc::new(log), Arc::new(SystemClock), Arc::new(SystemSalts))?)
}

/// Appends the commits of one log to another, from a commit's first position on.
///
/// # Errors
/// When one cannot be read or the other not be written.
pub(super) fn copy_commits(
    from: &dyn EventLog,
    to: &dyn EventLog,
    first: Position,
    progress: &mut dyn FnMut(Position),
) -> Result<(), CliError> {
    let mut commit: Vec<RecordBytes> = Vec::new();
    for frame in from.frames(first)? {
        let frame = frame?;
        for record in frame.records() {
            let record = record?;
            if record.position() < first {
                continue;
            }
            commit.push(RecordBytes::copy_of(&record)?);
            if record.end() == CommitEnd::Last {
                let receipt = to.append(to.head()?, &Frame::of_bytes(&commit)?)?;
                commit.clear();
                progress(receipt.last);
            }
        }
    }
    Ok(())
}
