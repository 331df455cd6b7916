//! What became of drafts, in words.

use aoc_replay::Stored;

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
            let stored = report.became.stored();
            let places =
                stored.map(|stored| format!("{} to {}", stored.first, stored.last)).unwrap_or_default();
            let time = stored.filter(|_| mode == Mode::Real).map(|stored| stored.recorded_at.to_string());
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

fn places(stored: &Stored) -> String {
    let (first, last) = (stored.first, stored.last);
    if first == last { format!("position {first}") } else { format!("positions {first} to {last}") }
}

fn commits(stored: &Stored) -> String {
    match stored.commits {
        1 => format!("one commit ({})", stored.recorded_at),
        commits => format!("{commits} commits (the last {})", stored.recorded_at),
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
        let stored = self.became.stored().map(|stored| (stored, places(&stored)));
        let is_archive = matches!(self.form, Some((Form::Archive, _)));
        let main = match (&self.became, stored) {
            (Became::Recorded(_), Some((_, places))) if is_archive => match mode {
                Mode::Real => format!("imported the archive's records at {places}, byte for byte"),
                Mode::DryRun => {
                    format!("would import the archive's records at {places}; nothing was recorded")
                }
            },
            (became, Some((stored, places))) if became.is_from_before() => {
                format!(
                    "recorded already as {places} ({}); nothing to do{}",
                    stored.recorded_at,
                    self.since()
                )
            }
            (became, Some((stored, places))) => {
                let (count, commits) = (drafts(stored.drafts), commits(&stored));
                let stopped = if became.is_rejected() { ", and stopped there" } else { "" };
                match mode {
                    Mode::Real => format!("recorded {count} as {places}, {commits}{stopped}"),
                    Mode::DryRun => {
                        format!("would record {count} as {places}{stopped}; nothing was recorded")
                    }
                }
            }
            (Became::NotTried, _) => "not tried, because a file before it was rejected".to_owned(),
            (Became::InPart(_), _) if self.passed_over > 0 => {
                "rejected: nothing more of it was recorded".to_owned()
            }
            (became, _) if became.is_rejected() => "rejected: nothing of it was recorded".to_owned(),
            _ => "nothing to record".to_owned(),
        };
        let passed_over = match self.passed_over {
            count if count > 0 && !self.became.is_from_before() => {
                format!("; {} in the book already", drafts(count))
            }
            _ => String::new(),
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
        if let Became::InPart(_) = self.became {
            let batches = "A batch is judged without the lines behind it: give those that are only right together the same label `together`, next to each other, or import in larger batches (--batch).";
            return format!(
                "Correct what is refused and import the file again: it goes on behind what is in the book. {batches}"
            );
        }
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
