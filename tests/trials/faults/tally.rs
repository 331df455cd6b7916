//! [`Tally`]: how often which call failed, and what came of it.

use std::fmt;

use super::Ending;
use super::strace::{Call, Errno};
use crate::promise::{Breaches, Promise};

/// A line a call and a cause.
#[derive(Debug, Default)]
pub(crate) struct Tally(Vec<((Call, Errno), Line)>);

#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) faults: u64,
    clear: u64,
    went_on: u64,
    unclear: u64,
    breaches: Breaches,
}

impl Tally {
    /// What is tried, be it that no call of the kind comes.
    pub(crate) fn begin(&mut self, key: (Call, Errno)) -> &mut Line {
        let at = self.0.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            self.0.push((key, Line::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    /// Takes in one fault: how the writer ended, and which promise was broken.
    pub(crate) fn add(&mut self, key: (Call, Errno), ending: Ending, broken: Option<Promise>) {
        let line = self.begin(key);
        line.faults += 1;
        *match ending {
            Ending::ClearError => &mut line.clear,
            Ending::WentOn => &mut line.went_on,
            Ending::Unclear => &mut line.unclear,
        } += 1;
        if let Some(promise) = broken {
            line.breaches.add(promise);
        }
    }

    /// The calls that never came: nothing is known of them.
    pub(crate) fn untried(&self) -> impl Iterator<Item = (Call, Errno)> {
        self.0.iter().filter(|(_, line)| line.faults == 0).map(|(key, _)| *key)
    }

    /// All lines in one.
    pub(crate) fn total(&self) -> Line {
        self.0.iter().fold(Line::default(), |sum, (_, line)| Line {
            faults: sum.faults + line.faults,
            clear: sum.clear + line.clear,
            went_on: sum.went_on + line.went_on,
            unclear: sum.unclear + line.unclear,
            breaches: [sum.breaches, line.breaches].into_iter().sum(),
        })
    }
}

impl Line {
    /// Promises that were broken, that of a clear error among them.
    pub(crate) const fn broken(&self) -> u64 {
        self.unclear + self.breaches.count()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<16} {:<7} {:>7} {:>12} {:>8} {:>8} {}",
            "call",
            "error",
            "faults",
            "clear error",
            "went on",
            "unclear",
            Breaches::HEADINGS
        )?;
        let mut lines = self.0.iter();
        lines.try_for_each(|((call, errno), line)| writeln!(f, "{call:<16} {errno:<7} {line}"))?;
        writeln!(f, "{:<16} {:<7} {}", "all", "", self.total())
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { faults, clear, went_on, unclear, breaches } = self;
        write!(f, "{faults:>7} {clear:>12} {went_on:>8} {unclear:>8} {breaches}")
    }
}
