//! Puts drafts to a ledger, as one commit: all or nothing.

use aoc_core::{Claim, Day, Draft, Position, RecordRef};
use aoc_replay::{Ledger, Receipt, Recorded, View};

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

/// How many of a commit's records were corrected or retracted later.
fn changed_since(ledger: &Ledger, receipt: &Receipt) -> Result<usize, CliError> {
    let commit = receipt.commit;
    let later =
        ledger.corrections_between(aoc_replay::KnownAt::Position(commit.last), aoc_replay::KnownAt::Head)?;
    let mut changed: Vec<_> = later
        .iter()
        .map(|correction| correction.replaced.position)
        .filter(|position| (commit.first..=commit.last).contains(position))
        .collect();
    changed.sort_unstable();
    changed.dedup();
    Ok(changed.len())
}

/// Whether the fact that the record at this place belongs to was retracted.
///
/// # Errors
/// When the ledger cannot be read.
pub(super) fn is_retracted(ledger: &Ledger, position: Position) -> Result<bool, CliError> {
    let explained = ledger.explain(&[position], View::on(Day::FUTURE))?;
    Ok(explained.facts.iter().all(|fact| fact.standing().is_none()))
}

/// Whether the book holds this very draft.
///
/// # Errors
/// When the ledger cannot be read.
pub(super) fn is_recorded(ledger: &Ledger, draft: &Draft) -> Result<bool, CliError> {
    let Some(position) = ledger.find(draft.id())? else { return Ok(false) };
    let record = ledger.record_at(position)?;
    let place = |of: RecordRef| match of {
        RecordRef::Position(position) => Ok(Some(position)),
        RecordRef::Event(id) => ledger.find(id),
    };
    let mut resolved = draft.clone().with_id(record.id);
    if let Claim::Correction { of, .. } | Claim::Retraction { of } | Claim::Corroboration { of } =
        &mut resolved.claim
        && let Some(target) = place(*of)?
    {
        *of = target.into();
    }
    if let Some(after) = resolved.after
        && let Some(anchor) = place(after)?
    {
        resolved.after = Some(ledger.record_at(anchor)?.origin.into());
    }
    Ok(Draft::of_record(&record).as_ref() == Some(&resolved))
}
