//! Two boards beside each other.

use std::fmt::Write;

use crate::board::{Board, Measured};
use crate::figure::Better;
use crate::table::number;

/// How the second value of a figure stands to the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// The runs of the two boards overlap.
    WithinSpread,
    Better,
    Worse,
    /// One of the boards has one run only: nobody knows its spread.
    Unknown,
}

impl Verdict {
    fn of(before: &Measured, after: &Measured) -> Self {
        let (one, other) = (before.samples.medians(), after.samples.medians());
        if one.len() < 2 || other.len() < 2 {
            return Self::Unknown;
        }
        let is_below =
            |lower: &[f64], upper: &[f64]| lower.iter().all(|low| upper.iter().all(|high| low < high));
        match (before.better, is_below(&one, &other), is_below(&other, &one)) {
            (Better::Higher, true, _) | (Better::Lower, _, true) => Self::Better,
            (Better::Higher, _, true) | (Better::Lower, true, _) => Self::Worse,
            _ => Self::WithinSpread,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::WithinSpread => "",
            Self::Better => "better, beyond the spread",
            Self::Worse => "WORSE, beyond the spread",
            Self::Unknown => "(one run only)",
        }
    }
}

/// Every figure of both boards, with the ratio of the second median to the first.
pub(crate) fn compare(before: &Board, after: &Board) -> String {
    let mut out = String::new();
    for (what, differs) in [
        ("machines", !before.machine.is(&after.machine)),
        ("seeds", before.seed != after.seed),
        ("numbers of records", before.events != after.events),
        (
            "records",
            before.input.as_ref().map(|input| &input.sha256)
                != after.input.as_ref().map(|input| &input.sha256),
        ),
    ] {
        if differs {
            let _ = writeln!(out, "The {what} of the two boards differ.");
        }
    }
    let _ = writeln!(out, "{:18} {:9} {:>11} {:>11} {:>7}", "figure", "unit", "before", "after", "ratio");
    for figure in &before.figures {
        let Some(other) = after.figures.iter().find(|other| other.name == figure.name) else {
            let _ = writeln!(out, "{:18} only before", figure.name);
            continue;
        };
        let (was, is) = (figure.summary.median, other.summary.median);
        let line = format!(
            "{:18} {:9} {:>11} {:>11} {:>7.3}  {}",
            figure.name,
            figure.unit.word(),
            number(was),
            number(is),
            is / was,
            Verdict::of(figure, other).word()
        );
        let _ = writeln!(out, "{}", line.trim_end());
    }
    for figure in &after.figures {
        if before.figures.iter().all(|other| other.name != figure.name) {
            let _ = writeln!(out, "{:18} only after", figure.name);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::{Durability, Unit};
    use crate::runs::Runs;

    fn measured(unit: Unit, runs: [f64; 2]) -> Measured {
        let mut samples = Runs::default();
        for run in runs {
            samples.push(vec![run]);
        }
        Measured {
            name: "figure".into(),
            about: String::new(),
            unit,
            better: unit.better(),
            durability: Durability::ReadsOnly,
            summary: samples.summary(),
            samples,
        }
    }

    #[test]
    fn what_overlaps_is_no_difference() {
        let verdict = |unit, before, after| Verdict::of(&measured(unit, before), &measured(unit, after));
        assert_eq!(verdict(Unit::Milliseconds, [1.0, 2.0], [2.0, 3.0]), Verdict::WithinSpread);
        assert_eq!(verdict(Unit::Milliseconds, [1.0, 2.0], [3.0, 4.0]), Verdict::Worse);
        assert_eq!(verdict(Unit::RecordsPerSecond, [1.0, 2.0], [3.0, 4.0]), Verdict::Better);
        assert_eq!(verdict(Unit::RecordsPerSecond, [3.0, 4.0], [1.0, 2.0]), Verdict::Worse);
    }
}
