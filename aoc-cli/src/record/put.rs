//! Puts drafts to a ledger, as one commit: all or nothing.

use std::collections::BTreeSet;

use aoc_core::Draft;
use aoc_replay::{Ledger, Receipt, Recorded};

use super::finding::Trial;
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
    let judged: Vec<&DraftLine> = lines.iter().filter(|line| line.read.is_ok()).collect();
    let drafts: Vec<Draft> = judged.iter().filter_map(|line| line.read.as_ref().ok()).cloned().collect();
    let mut report = Report::new(origin, lines.len(), Became::Rejected);
    if judged.len() == lines.len() && !lines.is_empty() {
        match ledger.record(&drafts)? {
            Recorded::Accepted(receipt) => report.became = Became::Recorded(receipt),
            Recorded::AlreadyRecorded(receipt) => {
                report.changed_since = changed_since(ledger, &receipt)?;
                report.became = Became::RecordedBefore(receipt);
            }
            Recorded::Rejected(rejections) => {
                let told = Told::of(context, ledger)?;
                report.findings = Trial::new(&told).rejected(&judged, &rejections)?;
            }
        }
        return Ok(report);
    }
    let told = Told::of(context, ledger)?;
    let mut trial = Trial::new(&told);
    report.findings = trial.unreadable(lines);
    if !drafts.is_empty()
        && let Err(rejections) = ledger.judge(&drafts)?
    {
        report.findings.extend(trial.rejected(&judged, &rejections)?);
        report.findings.sort_by_key(|finding| finding.span.first);
    }
    Ok(report)
}

/// How many of a commit's facts were corrected or retracted later.
fn changed_since(ledger: &Ledger, receipt: &Receipt) -> Result<usize, CliError> {
    let commit = receipt.commit;
    let mut changed = BTreeSet::new();
    let mut position = commit.first;
    while position <= commit.last {
        changed.extend(ledger.last_version(position)?.filter(|last| *last > commit.last));
        position = position.next();
    }
    Ok(changed.len())
}
