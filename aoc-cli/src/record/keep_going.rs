//! `aoc import --keep-going`: judges line by line, records what can be recorded, and writes the rest to a file.

use std::collections::BTreeMap;

use aoc_core::{Draft, Position};
use aoc_replay::{Ledger, Recorded};

use super::finding::{Finding, Trial};
use super::input::Input;
use super::line::{DraftLine, Span};
use super::origin::{Origin, Unit};
use super::refused::{self, Refused};
use super::report::{Became, Report};
use super::scratch;
use super::told::Told;
use crate::args::ImportArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::progress::Progress;

/// Records what can be recorded of a file, as one commit.
///
/// # Errors
/// When the ledger or the file for refused lines cannot be written.
pub(super) fn put(
    args: &ImportArgs,
    context: &Context,
    ledger: &Ledger,
    input: &Input,
    lines: &[DraftLine],
) -> Result<Report, CliError> {
    let told = Told::of(context, ledger)?;
    let mut sieve =
        Sieve { ledger, scratch: scratch::copy(ledger)?, trial: Trial::new(&told), kept: Vec::new() };
    let origin = Origin { file: input.name.clone(), unit: Unit::Line };
    let mut report = Report::new(origin, lines.len(), Became::Nothing);
    let judging = Progress::of_records("judging", u64::try_from(lines.len()).unwrap_or(u64::MAX));
    let mut done = Position::START;
    for unit in units(lines) {
        done = done.plus(unit.len());
        let unit = sieve.new_lines(&unit, &mut report)?;
        let findings = sieve.judge(&unit, &mut report)?;
        report.findings.extend(findings);
        judging.at(done);
    }
    drop(judging);
    report.findings.sort_by_key(|finding| finding.span.first);
    let mut spans: Vec<Span> = report.findings.iter().map(|finding| finding.span).collect();
    spans.dedup();
    // A file of which no line can be read is its own file of refused lines.
    let unreadable = lines.iter().all(|line| line.read.is_err());
    let refused = if spans.is_empty() || args.dry_run || unreadable {
        None
    } else {
        let path = args.refused.clone().unwrap_or_else(|| refused::default_path(input));
        Some(Refused::copy(input, &spans, &path)?)
    };
    let kept = sieve.kept;
    if !kept.is_empty() {
        report.became = match ledger.record(&kept)? {
            Recorded::Accepted(receipt) => Became::Recorded(receipt),
            Recorded::AlreadyRecorded(receipt) => Became::RecordedBefore(receipt),
            Recorded::Rejected(_) => {
                let message = "the lines are accepted one by one, but not together; nothing was recorded: give those that belong together the same label `together`";
                return Err(CliError::usage("not-together", message));
            }
        };
    }
    report.refused_file = refused.map(Refused::keep).transpose()?;
    Ok(report)
}

/// Whether the book holds this very draft, and not retracted: passing that over would lose it.
fn is_there(ledger: &Ledger, draft: &Draft) -> Result<bool, CliError> {
    match ledger.recorded(draft)? {
        Some(position) => Ok(ledger.standing(position)?.is_some()),
        None => Ok(false),
    }
}

/// The lines that are judged as one: by label, at the place of the last of them, or alone.
fn units(lines: &[DraftLine]) -> Vec<Vec<&DraftLine>> {
    let mut coming: BTreeMap<&str, usize> = BTreeMap::new();
    for label in lines.iter().filter_map(|line| line.together.as_deref()) {
        let count = coming.entry(label).or_default();
        *count = count.saturating_add(1);
    }
    let mut open: BTreeMap<&str, Vec<&DraftLine>> = BTreeMap::new();
    let mut units = Vec::new();
    for line in lines {
        let Some(label) = line.together.as_deref() else {
            units.push(vec![line]);
            continue;
        };
        let unit = open.entry(label).or_default();
        unit.push(line);
        if coming.get(label) == Some(&unit.len()) {
            units.extend(open.remove(label));
        }
    }
    units
}

/// Holds back what the book refuses.
struct Sieve<'l> {
    ledger: &'l Ledger,
    /// The book with everything that was kept so far.
    scratch: Ledger,
    trial: Trial<'l>,
    kept: Vec<Draft>,
}

impl Sieve<'_> {
    /// The lines that the book does not hold yet.
    fn new_lines<'u>(
        &self,
        unit: &[&'u DraftLine],
        report: &mut Report,
    ) -> Result<Vec<&'u DraftLine>, CliError> {
        let mut new = Vec::new();
        for line in unit {
            match &line.read {
                Ok(draft) if is_there(self.ledger, draft)? => {
                    report.passed_over = report.passed_over.saturating_add(1);
                }
                _ => new.push(*line),
            }
        }
        Ok(new)
    }

    /// Keeps these lines, or gives what stands against them.
    fn judge(&mut self, unit: &[&DraftLine], report: &mut Report) -> Result<Vec<Finding>, CliError> {
        let drafts: Vec<Draft> = unit.iter().filter_map(|line| line.read.as_ref().ok()).cloned().collect();
        let mut findings = self.trial.unreadable(unit.iter().copied());
        if findings.is_empty() && !drafts.is_empty() {
            match self.scratch.record(&drafts)? {
                Recorded::Accepted(receipt) => {
                    let mut position = receipt.commit.first;
                    for line in unit {
                        self.trial.accept(line.span, position);
                        position = position.next();
                    }
                    self.kept.extend(drafts);
                }
                // The same draft stood on an earlier line.
                Recorded::AlreadyRecorded(_) => {
                    report.passed_over = report.passed_over.saturating_add(unit.len());
                }
                Recorded::Rejected(rejections) => findings = self.trial.rejected(unit, &rejections)?,
            }
        }
        let Some(by) = findings.first().map(|finding| finding.span) else { return Ok(findings) };
        for line in unit {
            if !findings.iter().any(|finding| finding.span == line.span) {
                findings.push(self.trial.held_back(line, by));
            }
        }
        Ok(findings)
    }
}
