//! Puts drafts to a ledger, as one commit: all or nothing.

use std::collections::BTreeSet;

use aoc_core::{Draft, Position, Rejections};
use aoc_replay::{Ledger, Recorded};

use super::finding::{Finding, Trial};
use super::line::DraftLine;
use super::origin::Origin;
use super::report::{Became, Report};
use super::told::Told;
use crate::context::Context;
use crate::error::CliError;

/// Records the drafts of these lines as one commit, or says everything that stands against them.
///
/// # Errors
/// When the ledger cannot be read or written.
pub(super) fn put(
    context: &Context,
    ledger: &Ledger,
    origin: Origin,
    lines: &[DraftLine],
) -> Result<Report, CliError> {
    let mut report = Report::new(origin, lines.len(), Became::Rejected);
    if lines.iter().all(|line| line.read.is_ok()) && !lines.is_empty() {
        let (_, drafts) = readable(lines);
        match ledger.record(&drafts)? {
            Recorded::Accepted(receipt) => report.became = Became::Recorded(receipt),
            Recorded::AlreadyRecorded(receipt) => {
                report.changed_since = changed_since(ledger, receipt.commit.first, receipt.commit.last)?;
                report.became = Became::RecordedBefore(receipt);
            }
            Recorded::Rejected(rejections) => {
                report.findings = rejected(context, ledger, lines, &rejections)?;
            }
        }
    } else {
        report.findings = judged(context, ledger, lines)?;
    }
    Ok(report)
}

/// What stands against lines of which some cannot be read; nothing is recorded.
///
/// # Errors
/// When the ledger cannot be read.
pub(super) fn judged(
    context: &Context,
    ledger: &Ledger,
    lines: &[DraftLine],
) -> Result<Vec<Finding>, CliError> {
    let (readable, drafts) = readable(lines);
    let told = Told::of(context, ledger)?;
    let mut trial = Trial::new(&told);
    let mut findings = trial.unreadable(lines);
    if !drafts.is_empty()
        && let Err(rejections) = ledger.judge(&drafts)?
    {
        findings.extend(trial.rejected(&readable, &rejections)?);
        findings.sort_by_key(|finding| finding.span.first);
    }
    Ok(findings)
}

/// What the book says against lines that can all be read.
///
/// # Errors
/// When the ledger cannot be read.
pub(super) fn rejected(
    context: &Context,
    ledger: &Ledger,
    lines: &[DraftLine],
    rejections: &Rejections,
) -> Result<Vec<Finding>, CliError> {
    let told = Told::of(context, ledger)?;
    Trial::new(&told).rejected(&readable(lines).0, rejections)
}

/// The lines that can be read, and their drafts.
fn readable(lines: &[DraftLine]) -> (Vec<&DraftLine>, Vec<Draft>) {
    lines.iter().filter_map(|line| Some((line, line.read.as_ref().ok()?.clone()))).unzip()
}

/// How many of the facts recorded from one place to another were corrected or retracted later.
///
/// # Errors
/// When the ledger cannot be read.
pub(super) fn changed_since(ledger: &Ledger, first: Position, last: Position) -> Result<usize, CliError> {
    let mut changed = BTreeSet::new();
    let mut position = first;
    while position <= last {
        changed.extend(ledger.last_version(position)?.filter(|version| *version > last));
        position = position.next();
    }
    Ok(changed.len())
}
