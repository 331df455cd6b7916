//! [`Report`]: what became of the drafts of a file.

use std::path::PathBuf;

use aoc_replay::{Bulk, Receipt, Stored};
use serde_json::{Map, Value, json};

use super::finding::Finding;
use super::in_words;
use super::input::Form;
use super::origin::Origin;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::{Format, Page, Table};

/// Whether drafts were meant to be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// They were.
    Real,
    /// They were only judged.
    DryRun,
}

impl Mode {
    /// As the flag says.
    pub(super) const fn of_flag(dry_run: bool) -> Self {
        if dry_run { Self::DryRun } else { Self::Real }
    }
}

/// What became of drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Became {
    /// They are in the book, as one commit.
    Recorded(Receipt),
    /// They were in the book already.
    RecordedBefore(Receipt),
    /// They are in the book, as commits of a size.
    InBatches(Bulk),
    /// Those before a batch that was rejected are in the book; perhaps none.
    InPart(Bulk),
    /// Nothing of them was recorded.
    Rejected,
    /// There was nothing left to record.
    Nothing,
    /// A file before them was rejected.
    NotTried,
}

impl Became {
    /// Its stable name.
    pub(super) const fn name(&self, mode: Mode) -> &'static str {
        match (self, mode) {
            (Self::InPart(Bulk { recorded: None, .. }) | Self::Rejected, _) => "rejected",
            (Self::InPart(_), Mode::Real) => "recorded-in-part",
            (Self::InPart(_), Mode::DryRun) => "would-be-recorded-in-part",
            (Self::InBatches(Bulk { recorded: None, .. }) | Self::RecordedBefore(_), _) => "recorded-before",
            (Self::Recorded(_) | Self::InBatches(_), Mode::Real) => "recorded",
            (Self::Recorded(_) | Self::InBatches(_), Mode::DryRun) => "would-be-recorded",
            (Self::Nothing, _) => "nothing-to-record",
            (Self::NotTried, _) => "not-tried",
        }
    }

    /// The same, and one more commit.
    pub(super) fn then(self, receipt: Receipt) -> Self {
        match self.stored().filter(|_| self.is_new()) {
            Some(before) => {
                let recorded = Some(before.then((&receipt).into()));
                Self::InBatches(Bulk { passed_over: None, recorded })
            }
            None => Self::Recorded(receipt),
        }
    }

    /// The same, told by the batch.
    pub(super) fn in_batches(self) -> Self {
        match self {
            Self::Recorded(receipt) => {
                Self::InBatches(Bulk { passed_over: None, recorded: Some((&receipt).into()) })
            }
            other => other,
        }
    }

    /// Where they are in the book: those that were recorded now, or else those that were before.
    pub(super) fn stored(&self) -> Option<Stored> {
        match self {
            Self::Recorded(receipt) | Self::RecordedBefore(receipt) => Some(receipt.into()),
            Self::InBatches(bulk) => bulk.recorded.or(bulk.passed_over),
            Self::InPart(bulk) => bulk.recorded,
            Self::Rejected | Self::Nothing | Self::NotTried => None,
        }
    }

    /// Whether all of them were in the book before.
    pub(super) const fn is_from_before(&self) -> bool {
        matches!(self, Self::RecordedBefore(_) | Self::InBatches(Bulk { recorded: None, .. }))
    }

    /// Whether any of them were recorded now.
    pub(super) const fn is_new(&self) -> bool {
        matches!(
            self,
            Self::Recorded(_)
                | Self::InBatches(Bulk { recorded: Some(_), .. })
                | Self::InPart(Bulk { recorded: Some(_), .. })
        )
    }

    /// Whether the book said no to all or some of them.
    pub(super) const fn is_rejected(&self) -> bool {
        matches!(self, Self::Rejected | Self::InPart(_))
    }
}

/// What became of the drafts of a file.
#[derive(Debug, Clone)]
pub(super) struct Report {
    /// Where they come from.
    pub(super) origin: Origin,
    /// What the file is, and which table.
    pub(super) form: Option<(Form, Option<&'static str>)>,
    /// How many drafts it holds, those included that cannot be read.
    pub(super) drafts: usize,
    /// What became of them.
    pub(super) became: Became,
    /// Of those recorded before, how many no longer stand as they were recorded.
    pub(super) changed_since: usize,
    /// How many lines were passed over, because they are in the book already.
    pub(super) passed_over: usize,
    /// What stands against them.
    pub(super) findings: Vec<Finding>,
    /// Where `--keep-going` wrote the refused lines.
    pub(super) refused_file: Option<PathBuf>,
}

impl Report {
    /// A report on drafts that came to this.
    pub(super) const fn new(origin: Origin, drafts: usize, became: Became) -> Self {
        Self {
            origin,
            form: None,
            drafts,
            became,
            changed_since: 0,
            passed_over: 0,
            findings: Vec::new(),
            refused_file: None,
        }
    }

    /// How many lines are refused.
    pub(super) fn refused(&self) -> usize {
        let mut lines: Vec<_> = self.findings.iter().map(|finding| finding.span.first).collect();
        lines.sort_unstable();
        lines.dedup();
        lines.len()
    }

    /// How the command ends.
    pub(super) fn exit(&self) -> ExitCode {
        if self.findings.is_empty() { ExitCode::Fine } else { ExitCode::Findings }
    }

    /// For programs.
    pub(super) fn json(&self, mode: Mode) -> Value {
        let mut json = Map::new();
        let mut put = |key: &str, value: Value| {
            json.insert(key.to_owned(), value);
        };
        put("file", json!(self.origin.file));
        if let Some((form, table)) = self.form {
            put("form", json!(form.name()));
            if let Some(table) = table {
                put("table", json!(table));
            }
        }
        put("outcome", json!(self.became.name(mode)));
        put("drafts", json!(self.drafts));
        put("refused", json!(self.refused()));
        put("passed_over", json!(self.passed_over));
        if let Some(Stored { commits, first, last, recorded_at, .. }) = self.became.stored() {
            let mut span = Map::new();
            span.insert("first".to_owned(), json!(first));
            span.insert("last".to_owned(), json!(last));
            span.extend((mode == Mode::Real).then(|| ("recorded_at".to_owned(), json!(recorded_at))));
            if matches!(self.became, Became::InBatches(_) | Became::InPart(_)) {
                span.insert("commits".to_owned(), json!(commits));
                put("batches", Value::Object(span));
            } else {
                put("commit", Value::Object(span));
            }
        }
        if let Became::Recorded(receipt) | Became::RecordedBefore(receipt) = &self.became {
            let mut places = receipt.commit.first;
            let records: Vec<Value> = receipt
                .ids
                .iter()
                .map(|id| {
                    let position = places;
                    places = places.next();
                    json!({"position": position, "id": id})
                })
                .collect();
            put("records", Value::Array(records));
        }
        if self.became.is_from_before() {
            put("changed_since", json!(self.changed_since));
        }
        if let Some(path) = &self.refused_file {
            put("refused_file", json!(path.display().to_string()));
        }
        put("findings", self.findings.iter().map(|finding| self.origin.json(finding)).collect());
        Value::Object(json)
    }

    /// The headings of [`Report::rows`].
    pub(super) fn headings() -> Vec<&'static str> {
        let own = ["file", "outcome", "drafts", "refused", "first", "last", "recorded_at"];
        own.into_iter().chain(Origin::HEADINGS.iter().copied()).collect()
    }

    /// For spreadsheets: one row a finding, or one row alone.
    pub(super) fn rows(&self, mode: Mode) -> Vec<Vec<String>> {
        let stored = self.became.stored();
        let own = [
            self.origin.file.clone(),
            self.became.name(mode).to_owned(),
            self.drafts.to_string(),
            self.refused().to_string(),
            stored.map(|stored| stored.first.to_string()).unwrap_or_default(),
            stored.map(|stored| stored.last.to_string()).unwrap_or_default(),
            stored
                .filter(|_| mode == Mode::Real)
                .map(|stored| stored.recorded_at.to_string())
                .unwrap_or_default(),
        ];
        let with = |cells: Vec<String>| own.iter().cloned().chain(cells).collect();
        if self.findings.is_empty() {
            return vec![with(vec![String::new(); Origin::HEADINGS.len()])];
        }
        self.findings.iter().map(|finding| with(self.origin.row(finding))).collect()
    }
}

/// Writes what became of drafts, and says how the command ends. `around` is what the verb says beside it, for
/// people and for programs.
pub(super) fn write(
    context: &Context,
    format: &str,
    mode: Mode,
    around: (Page, Map<String, Value>),
    reports: &[Report],
) -> Result<ExitCode, CliError> {
    let (mut page, mut json) = around;
    match context.format() {
        Format::Table => {
            in_words::write(mode, reports, &mut page);
            context.output.page(&page)?;
        }
        Format::Json => {
            let results: Vec<Value> = reports.iter().map(|report| report.json(mode)).collect();
            json.insert("format".to_owned(), json!(format));
            json.insert("dry_run".to_owned(), json!(mode == Mode::DryRun));
            json.insert("results".to_owned(), Value::Array(results));
            context.output.json(&Value::Object(json))?;
        }
        Format::Csv => {
            let mut table = Table::new(&Report::headings());
            for row in reports.iter().flat_map(|report| report.rows(mode)) {
                table.row(row);
            }
            context.output.csv(&table, "")?;
        }
    }
    let refused = reports.iter().any(|report| report.exit() == ExitCode::Findings);
    Ok(if refused { ExitCode::Findings } else { ExitCode::Fine })
}
