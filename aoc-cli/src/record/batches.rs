//! `aoc import --batch`: a file in commits of a size, as it is read.

use std::cell::RefCell;

use aoc_core::Draft;
use aoc_replay::{BatchSize, Bulk, BulkError, BulkRecorded, Ledger};
use aoc_store::LineError;

use super::input::Input;
use super::line::DraftLine;
use super::origin::{Origin, Unit};
use super::parts::Parts;
use super::put;
use super::reading::{Reading, unread};
use super::report::{Became, Report};
use crate::context::Context;
use crate::error::CliError;
use crate::progress::Progress;

/// Records the drafts of a file in batches, up to the first that is rejected, and says everything that stands against that one.
///
/// # Errors
/// When the file cannot be read on, or the ledger not be read or written; what was recorded before is said.
pub(super) fn put(
    context: &Context,
    ledger: &Ledger,
    input: &Input,
    size: BatchSize,
) -> Result<Report, CliError> {
    let reading = Reading::of(input)?;
    let mut parts = Parts::of(reading.lines);
    let waiting = RefCell::new(Waiting::default());
    let drafts = parts.by_ref().map(|part| waiting.borrow_mut().drafts_of(part.map_err(Stop::Read)?));
    let importing = Progress::of_file("importing", input.len());
    let ended = ledger.record_all(drafts, size, &mut |bulk| {
        waiting.borrow_mut().forget(bulk);
        importing.of_bytes(input.read_so_far(), u64::try_from(bulk.drafts()).unwrap_or(u64::MAX));
    });
    drop(importing);
    let (bulk, rejections) = match ended {
        Ok(BulkRecorded::Accepted(bulk)) => return accepted(ledger, input, reading.table, bulk),
        Ok(BulkRecorded::Rejected { before, rejections }) => (before, Some(rejections)),
        Err(BulkError::Input { before, cause: Stop::Unreadable }) => (*before, None),
        Err(BulkError::Input { before, cause: Stop::Read(error) }) => {
            return Err(unread(input, &error, &so_far(&before)));
        }
        Err(BulkError::Ledger { before, cause }) => return Err(CliError::from(cause).help(so_far(&before))),
    };
    let mut batch = waiting.into_inner().behind(&bulk);
    let findings = if let Some(rejections) = rejections {
        put::rejected(context, ledger, &batch, &rejections)?
    } else {
        while batch.len() < size.drafts()
            && let Some(part) = parts.next()
        {
            batch.extend(part.map_err(|error| unread(input, &error, &so_far(&bulk)))?);
        }
        put::judged(context, ledger, &batch)?
    };
    let drafts = bulk.drafts().saturating_add(batch.len());
    Ok(Report { findings, ..report(input, reading.table, drafts, Became::InPart(bulk)) })
}

fn accepted(
    ledger: &Ledger,
    input: &Input,
    table: Option<&'static str>,
    bulk: Bulk,
) -> Result<Report, CliError> {
    let mut report = report(input, table, bulk.drafts(), Became::InBatches(bulk));
    if let (None, Some(stored)) = (bulk.recorded, bulk.passed_over) {
        report.changed_since = put::changed_since(ledger, stored.first, stored.last)?;
    }
    Ok(report)
}

fn report(input: &Input, table: Option<&'static str>, drafts: usize, became: Became) -> Report {
    let origin = Origin { file: input.name.clone(), unit: Unit::Line };
    let passed_over = match became {
        Became::InBatches(bulk) | Became::InPart(bulk) => bulk.passed_over.map_or(0, |stored| stored.drafts),
        _ => 0,
    };
    Report { form: Some((input.form, table)), passed_over, ..Report::new(origin, drafts, became) }
}

fn so_far(bulk: &Bulk) -> String {
    match bulk.drafts() {
        0 => "nothing of it was recorded".to_owned(),
        drafts => {
            format!("its first {drafts} drafts are in the book: import the file again to go on behind them")
        }
    }
}

/// Why there are no drafts to give.
enum Stop {
    Unreadable,
    Read(LineError),
}

/// The lines whose drafts are not in the book yet.
#[derive(Default)]
struct Waiting {
    lines: Vec<DraftLine>,
    /// How many lines came before them.
    before: usize,
}

impl Waiting {
    fn drafts_of(&mut self, part: Vec<DraftLine>) -> Result<Vec<Draft>, Stop> {
        let drafts: Option<Vec<Draft>> = part.iter().map(|line| line.read.as_ref().ok().cloned()).collect();
        self.lines.extend(part);
        drafts.ok_or(Stop::Unreadable)
    }

    fn forget(&mut self, bulk: &Bulk) {
        let done = bulk.drafts().saturating_sub(self.before).min(self.lines.len());
        self.lines.drain(..done);
        self.before = self.before.saturating_add(done);
    }

    fn behind(mut self, bulk: &Bulk) -> Vec<DraftLine> {
        self.forget(bulk);
        self.lines
    }
}
