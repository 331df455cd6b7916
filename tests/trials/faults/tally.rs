//! [`Tally`]: how often which call failed, and what came of it.

use std::fmt;

use super::Ending;
use super::strace::{Call, Errno};
use crate::kills::survival::Promise;

/// A line a call and a cause.
#[derive(Debug, Default)]
pub(crate) struct Tally(Vec<((Call, Errno), Line)>);

#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) faults: u64,
    clear: u64,
    went_on: u64,
    unclear: u64,
    lost: u64,
    torn: u64,
    unopened: u64,
    unsound: u64,
}

impl Tally {
    /// Takes in one fault: how the writer ended, and which promise was broken.
    pub(crate) fn add(&mut self, key: (Call, Errno), ending: Ending, broken: Option<Promise>) {
        let at = self.0.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            self.0.push((key, Line::default()));
            self.0.len() - 1
        });
        let line = &mut self.0[at].1;
        line.faults += 1;
        *match ending {
            Ending::ClearError => &mut line.clear,
            Ending::WentOn => &mut line.went_on,
            Ending::Unclear => &mut line.unclear,
        } += 1;
        match broken {
            None => {}
            Some(Promise::Kept) => line.lost += 1,
            Some(Promise::Whole) => line.torn += 1,
            Some(Promise::Opens) => line.unopened += 1,
            Some(Promise::Sound) => line.unsound += 1,
        }
    }

    /// All lines in one.
    pub(crate) fn total(&self) -> Line {
        self.0.iter().fold(Line::default(), |sum, (_, line)| Line {
            faults: sum.faults + line.faults,
            clear: sum.clear + line.clear,
            went_on: sum.went_on + line.went_on,
            unclear: sum.unclear + line.unclear,
            lost: sum.lost + line.lost,
            torn: sum.torn + line.torn,
            unopened: sum.unopened + line.unopened,
            unsound: sum.unsound + line.unsound,
        })
    }
}

impl Line {
    /// Promises that were broken, that of a clear error among them.
    pub(crate) const fn broken(&self) -> u64 {
        self.unclear + self.lost + self.torn + self.unopened + self.unsound
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<16} {:<7} {:>7} {:>12} {:>8} {:>8} {:>5} {:>5} {:>9} {:>8}",
            "call",
            "error",
            "faults",
            "clear error",
            "went on",
            "unclear",
            "lost",
            "torn",
            "unopened",
            "unsound"
        )?;
        let mut lines = self.0.iter();
        lines.try_for_each(|((call, errno), line)| writeln!(f, "{call:<16} {errno:<7} {line}"))?;
        writeln!(f, "{:<16} {:<7} {}", "all", "", self.total())
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { faults, clear, went_on, unclear, lost, torn, unopened, unsound } = self;
        write!(
            f,
            "{faults:>7} {clear:>12} {went_on:>8} {unclear:>8} {lost:>5} {torn:>5} {unopened:>9} {unsound:>8}"
        )
    }
}
