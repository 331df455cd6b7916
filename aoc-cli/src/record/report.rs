//! [`Report`]: what became of the drafts of a file.

use std::path::PathBuf;

use aoc_replay::Receipt;
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
            (Self::Recorded(_), Mode::Real) => "recorded",
            (Self::Recorded(_), Mode::DryRun) => "would-be-recorded",
            (Self::RecordedBefore(_), _) => "recorded-before",
            (Self::Rejected, _) => "rejected",
            (Self::Nothing, _) => "nothing-to-record",
            (Self::NotTried, _) => "not-tried",
        }
    }

    /// The commit, if there is one.
    pub(super) const fn receipt(&self) -> Option<&Receipt> {
        match self {
            Self::Recorded(receipt) | Self::RecordedBefore(receipt) => Some(receipt),
            Self::Rejected | Self::Nothing | Self::NotTried => None,
        }
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
    /// How many lines `--keep-going` passed over, because they are in the book already.
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
        if let Some(receipt) = self.became.receipt() {
            let commit = receipt.commit;
            let mut places = commit.first;
            let records: Vec<Value> = receipt
                .ids
                .iter()
                .map(|id| {
                    let position = places;
                    places = places.next();
                    json!({"position": position, "id": id})
                })
                .collect();
            let mut commit =
                json!({"first": commit.first, "last": commit.last, "recorded_at": commit.recorded_at});
            if let (Mode::DryRun, Some(commit)) = (mode, commit.as_object_mut()) {
                commit.remove("recorded_at");
            }
            put("commit", commit);
            put("records", Value::Array(records));
        }
        if let Became::RecordedBefore(_) = self.became {
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
        let commit = self.became.receipt().map(|receipt| receipt.commit);
        let own = [
            self.origin.file.clone(),
            self.became.name(mode).to_owned(),
            self.drafts.to_string(),
            self.refused().to_string(),
            commit.map(|commit| commit.first.to_string()).unwrap_or_default(),
            commit.map(|commit| commit.last.to_string()).unwrap_or_default(),
            commit
                .filter(|_| mode == Mode::Real)
                .map(|commit| commit.recorded_at.to_string())
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
