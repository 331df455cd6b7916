//! An archive, imported: the same bytes at the same positions.

use aoc_core::Position;
use aoc_replay::{Ledger, Receipt};
use aoc_store::{ArchiveError, EventLog, MemoryLog};

use super::input::{Form, Input};
use super::origin::Origin;
use super::report::{Became, Report};
use super::scratch;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::progress::Progress;

/// Imports an archive into a ledger that is empty, or that holds the archive's first commits already.
///
/// The whole archive is read and checked before anything is recorded.
///
/// # Errors
/// When the archive is damaged, the ledger holds something else, or cannot be written.
pub(super) fn import(input: &Input, origin: Origin, ledger: &Ledger) -> Result<Report, CliError> {
    let archive = MemoryLog::new();
    let reading = Progress::open_ended("reading the archive");
    let mut reader = input.reader()?;
    aoc_store::import(&mut reader, &archive, &mut |at| reading.at(at)).map_err(|error| failed(&error))?;
    drop(reading);
    let (mine, last) = (ledger.head()?, archive.head()?);
    check_start(&archive, ledger.log(), mine)?;
    let mut report = Report::new(origin, usize::try_from(last.get()).unwrap_or(usize::MAX), Became::Nothing);
    report.form = Some((Form::Archive, None));
    if last > mine {
        let writing = Progress::of_records("importing", last.get());
        scratch::copy_commits(&archive, ledger.log(), mine.next(), &mut |at| writing.at(at))?;
    }
    report.became = became(ledger, mine, last)?;
    Ok(report)
}

fn became(ledger: &Ledger, mine: Position, last: Position) -> Result<Became, CliError> {
    let commits = ledger.commits()?;
    let Some(newest) = commits.last().filter(|_| last > Position::START) else { return Ok(Became::Nothing) };
    let first = if mine == last { Position::FIRST } else { mine.next() };
    let receipt = Receipt { commit: aoc_replay::Commit { first, ..newest }, ids: Vec::new() };
    Ok(if mine == last { Became::RecordedBefore(receipt) } else { Became::Recorded(receipt) })
}

/// Whether what the ledger holds is how the archive begins.
fn check_start(archive: &dyn EventLog, log: &dyn EventLog, head: Position) -> Result<(), CliError> {
    let holds_something_else = || {
        CliError::usage(
            "not-empty",
            format!(
                "the ledger holds {head} records, and not those with which the archive begins: import it into an empty one (`aoc init DIR`)"
            ),
        )
    };
    let mut position = Position::FIRST;
    while position <= head {
        let (Some(theirs), Some(ours)) = (archive.frame(position)?, log.frame(position)?) else {
            return Err(holds_something_else());
        };
        let (Some(theirs), Some(ours)) = (theirs.record(position), ours.record(position)) else {
            return Err(holds_something_else());
        };
        if theirs?.bytes() != ours?.bytes() {
            return Err(holds_something_else());
        }
        position = position.next();
    }
    Ok(())
}

/// The archive cannot be imported.
fn failed(error: &ArchiveError) -> CliError {
    // The archive was read into memory first: what the library says of the log is true of that copy only.
    let said = error.to_string();
    let (what, _) = said.split_once("; the records up to").unwrap_or((&said, ""));
    let whole = if what.len() < said.len() { ": get a whole copy" } else { "" };
    let message = format!("{what}{whole}. Nothing was recorded");
    match error {
        ArchiveError::NewerFormat { .. } | ArchiveError::UnknownKind { .. } => {
            CliError::new(ExitCode::CannotOpen, "newer-format", message)
        }
        ArchiveError::NotEmpty { .. } => CliError::usage("not-empty", message),
        ArchiveError::Append { .. } | ArchiveError::Log(_) => {
            CliError::new(ExitCode::CannotOpen, "ledger", message)
        }
        _ => CliError::new(ExitCode::Damaged, "damaged-archive", message),
    }
}
