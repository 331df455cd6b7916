//! What became of drafts, in words.

use aoc_replay::Receipt;

use super::input::Form;
use super::report::{Became, Mode, Report};
use crate::output::{Page, Table};
use crate::words;

/// For people: several files as a table first, then what stands against them.
pub(super) fn write(mode: Mode, reports: &[Report], page: &mut Page) {
    if reports.len() > 1 {
        let mut table = Table::new(&["file", "outcome", "drafts", "refused", "positions", "recorded at"])
            .right(2)
            .right(3);
        for report in reports {
            let commit = report.became.receipt().map(|receipt| receipt.commit);
            let places =
                commit.map(|commit| format!("{} to {}", commit.first, commit.last)).unwrap_or_default();
            let time = commit.filter(|_| mode == Mode::Real).map(|commit| commit.recorded_at.to_string());
            table.row([
                report.origin.file.clone(),
                report.became.name(mode).replace('-', " "),
                report.drafts.to_string(),
                report.refused().to_string(),
                places,
                time.unwrap_or_default(),
            ]);
        }
        page.table(table);
        if mode == Mode::DryRun {
            page.line("Nothing was recorded.");
        }
    }
    for report in reports.iter().filter(|report| reports.len() == 1 || !report.findings.is_empty()) {
        report.write(mode, page);
    }
}

impl Report {
    fn write(&self, mode: Mode, page: &mut Page) {
        page.line(format!("{}: {}", self.origin.file, self.sentence(mode)));
        let mut before = None;
        for finding in &self.findings {
            let (what, details) = self.origin.lines(finding, before == Some(finding.span));
            before = Some(finding.span);
            page.gap();
            page.indented(2, what);
            for line in details {
                page.indented(6, line);
            }
        }
        if !self.findings.is_empty() {
            page.gap();
            page.line(self.hint(mode));
        }
    }

    fn sentence(&self, mode: Mode) -> String {
        let drafts = |count: usize| words::count(count, "draft", "drafts");
        let places = |receipt: &Receipt| {
            let (first, last) = (receipt.commit.first, receipt.commit.last);
            if first == last { format!("position {first}") } else { format!("positions {first} to {last}") }
        };
        let recorded = self.drafts.saturating_sub(self.refused()).saturating_sub(self.passed_over);
        let is_archive = matches!(self.form, Some((Form::Archive, _)));
        let main = match (&self.became, mode) {
            (Became::Recorded(receipt), Mode::Real) if is_archive => {
                format!("imported the archive's records at {}, byte for byte", places(receipt))
            }
            (Became::Recorded(receipt), Mode::DryRun) if is_archive => {
                format!("would import the archive's records at {}; nothing was recorded", places(receipt))
            }
            (Became::Recorded(receipt), Mode::Real) => format!(
                "recorded {} as {}, one commit ({})",
                drafts(recorded),
                places(receipt),
                receipt.commit.recorded_at
            ),
            (Became::Recorded(receipt), Mode::DryRun) => {
                format!("would record {} as {}; nothing was recorded", drafts(recorded), places(receipt))
            }
            (Became::RecordedBefore(receipt), _) => format!(
                "recorded already as {} ({}); nothing to do{}",
                places(receipt),
                receipt.commit.recorded_at,
                self.since()
            ),
            (Became::Rejected, _) => "rejected: nothing of it was recorded".to_owned(),
            (Became::Nothing, _) => "nothing to record".to_owned(),
            (Became::NotTried, _) => "not tried, because a file before it was rejected".to_owned(),
        };
        let passed_over = match self.passed_over {
            0 => String::new(),
            count => format!("; {} in the book already", drafts(count)),
        };
        format!("{main}{passed_over}{}", self.refused_words())
    }

    fn refused_words(&self) -> String {
        if self.findings.is_empty() {
            return String::new();
        }
        let (one, several) = self.origin.unit.words();
        let of = words::count(self.drafts, one, several);
        let findings = words::count(self.findings.len(), "finding", "findings");
        let follow = match self.findings.iter().filter(|finding| finding.follows.is_some()).count() {
            0 => String::new(),
            count => format!(", {count} of them only following from others"),
        };
        format!("; {} of {of} refused, {findings}{follow}", self.refused())
    }

    fn since(&self) -> String {
        match self.changed_since {
            0 => String::new(),
            1 => ". 1 of them was corrected or retracted since: `aoc undo --redo` brings back what an undo took away, `aoc correct POSITION` a single fact".to_owned(),
            count => format!(". {count} of them were corrected or retracted since: `aoc undo --redo` brings back what an undo took away, `aoc correct POSITION` a single fact"),
        }
    }

    fn hint(&self, mode: Mode) -> String {
        let keep = match (&self.refused_file, self.form) {
            (Some(path), _) => {
                let path = path.display();
                return format!("The refused lines are in {path}: correct them there and import that file.");
            }
            (None, Some((form, _))) if form != Form::Archive && mode == Mode::Real => {
                "; or import with --keep-going, which records the others and writes these to a file"
            }
            (None, _) => "",
        };
        format!("Correct what is refused and try again{keep}.")
    }
}
