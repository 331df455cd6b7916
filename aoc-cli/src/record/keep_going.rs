//! `aoc import --keep-going`: judges line by line, records what can be recorded, and writes the rest to a file.

use std::collections::BTreeMap;
use std::path::Path;

use aoc_core::Draft;
use aoc_replay::{Ledger, Recorded};

use super::finding::{Finding, Trial};
use super::input::Input;
use super::line::{DraftLine, Span};
use super::origin::{Origin, Unit};
use super::parts::Parts;
use super::reading::{Reading, unread};
use super::refused::{self, Refused};
use super::report::{Became, Report};
use super::scratch;
use super::told::Told;
use crate::args::ImportArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::progress::Progress;

/// Records what can be recorded of a file, as one commit or in batches.
///
/// # Errors
/// When the ledger or the file for refused lines cannot be written.
pub(super) fn put(
    args: &ImportArgs,
    context: &Context,
    ledger: &Ledger,
    input: &Input,
) -> Result<Report, CliError> {
    let path = args.refused.clone().unwrap_or_else(|| refused::default_path(input));
    let told = Told::of(context, ledger)?;
    let mut sieve = Sieve {
        ledger,
        scratch: scratch::copy(ledger)?,
        trial: Trial::new(&told),
        report: Report::new(Origin { file: input.name.clone(), unit: Unit::Line }, 0, Became::Nothing),
        any_readable: false,
        judging: Progress::of_file("judging", input.len()),
    };
    let reading = Reading::of(input)?;
    sieve.report.form = Some((input.form, reading.table));
    let refused = match args.batch {
        None => {
            let kept = sieve.sift(input, &reading.all(input)?)?;
            // The refused lines are safe before anything is recorded.
            let refused = sieve.refused(args, input, &path)?;
            sieve.record(&kept)?;
            refused
        }
        Some(size) => {
            if !args.dry_run {
                refused::check_free(&path)?;
            }
            let mut parts = Parts::of(reading.lines);
            loop {
                let lines = parts.batch(size).map_err(|error| unread(input, &error, SO_FAR))?;
                if lines.is_empty() {
                    break;
                }
                let kept = sieve.sift(input, &lines)?;
                sieve.record(&kept)?;
                sieve.report.became = sieve.report.became.in_batches();
            }
            sieve.refused(args, input, &path)?
        }
    };
    let mut report = sieve.report;
    report.refused_file = refused.map(Refused::keep).transpose()?;
    Ok(report)
}

const SO_FAR: &str =
    "what came before it and could be recorded is in the book: import the file again to go on there";

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
    report: Report,
    /// Whether a draft could be read from any line.
    any_readable: bool,
    judging: Progress,
}

impl Sieve<'_> {
    /// The drafts that can be recorded of lines; what stands against the others goes into the report.
    fn sift(&mut self, input: &Input, lines: &[DraftLine]) -> Result<Vec<Draft>, CliError> {
        let mut kept = Vec::new();
        let mut findings = Vec::new();
        for unit in units(lines) {
            self.report.drafts = self.report.drafts.saturating_add(unit.len());
            let unit = self.new_lines(&unit)?;
            findings.extend(self.judge(&unit, &mut kept)?);
            let records = u64::try_from(self.report.drafts).unwrap_or(u64::MAX);
            self.judging.of_bytes(input.read_so_far(), records);
        }
        findings.sort_by_key(|finding| finding.span.first);
        self.report.findings.append(&mut findings);
        self.any_readable |= lines.iter().any(|line| line.read.is_ok());
        Ok(kept)
    }

    /// Records what was kept, as one commit.
    fn record(&mut self, kept: &[Draft]) -> Result<(), CliError> {
        if kept.is_empty() {
            return Ok(());
        }
        let before = std::mem::replace(&mut self.report.became, Became::Nothing);
        self.report.became = match (before, self.ledger.record(kept)?) {
            (before, Recorded::Accepted(receipt)) => before.then(receipt),
            (Became::Nothing, Recorded::AlreadyRecorded(receipt)) => Became::RecordedBefore(receipt),
            (before, Recorded::AlreadyRecorded(_)) => before,
            (_, Recorded::Rejected(_)) => {
                let message = "the lines are accepted one by one, but not together; nothing of them was recorded: give those that belong together the same label `together`";
                return Err(CliError::usage("not-together", message));
            }
        };
        Ok(())
    }

    /// The refused lines, in a file that has no name yet.
    fn refused(&self, args: &ImportArgs, input: &Input, path: &Path) -> Result<Option<Refused>, CliError> {
        let mut spans: Vec<Span> = self.report.findings.iter().map(|finding| finding.span).collect();
        spans.dedup();
        // A file of which no line can be read is its own file of refused lines.
        if spans.is_empty() || args.dry_run || !self.any_readable {
            return Ok(None);
        }
        Refused::copy(input, &spans, path).map(Some)
    }

    /// The lines that the book does not hold yet.
    fn new_lines<'u>(&mut self, unit: &[&'u DraftLine]) -> Result<Vec<&'u DraftLine>, CliError> {
        let mut new = Vec::new();
        for line in unit {
            match &line.read {
                Ok(draft) if is_there(self.ledger, draft)? => {
                    self.report.passed_over = self.report.passed_over.saturating_add(1);
                }
                _ => new.push(*line),
            }
        }
        Ok(new)
    }

    /// Keeps these lines, or gives what stands against them.
    fn judge(&mut self, unit: &[&DraftLine], kept: &mut Vec<Draft>) -> Result<Vec<Finding>, CliError> {
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
                    kept.extend(drafts);
                }
                // The same draft stood on an earlier line.
                Recorded::AlreadyRecorded(_) => {
                    self.report.passed_over = self.report.passed_over.saturating_add(unit.len());
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
