//! [`Tally`]: how often was killed on each way, and what came of it.

use std::fmt;

use super::heard::Heard;
use super::survival::{Broken, Promise, Survival};
use super::way::Way;

/// A line a way.
#[derive(Debug, Default)]
pub(crate) struct Tally(Vec<(Way, Line)>);

/// What came of some kills.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) kills: u64,
    /// How many fell between the two lines of a step.
    pub(crate) under_way: u64,
    /// Acknowledgements that were heard and compared with what is there.
    pub(crate) acknowledged: u64,
    /// After how many kills there was more than anybody had heard of.
    unheard: u64,
    pub(crate) lost: u64,
    pub(crate) torn: u64,
    pub(crate) unopened: u64,
    pub(crate) unsound: u64,
}

impl Tally {
    /// Takes in one kill.
    pub(crate) fn add(&mut self, way: Way, heard: &Heard, found: &Result<Survival, Broken>) {
        let line = self.line(way);
        line.kills += 1;
        line.under_way += u64::from(heard.is_under_way());
        line.acknowledged += heard.acknowledgements;
        match found {
            Ok(survival) => line.unheard += u64::from(survival.unheard > 0),
            Err(broken) => *line.of(broken.promise) += 1,
        }
    }

    fn line(&mut self, way: Way) -> &mut Line {
        let at = self.0.iter().position(|(known, _)| *known == way).unwrap_or_else(|| {
            self.0.push((way, Line::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    /// All lines in one.
    pub(crate) fn total(&self) -> Line {
        self.0.iter().fold(Line::default(), |sum, (_, line)| Line {
            kills: sum.kills + line.kills,
            under_way: sum.under_way + line.under_way,
            acknowledged: sum.acknowledged + line.acknowledged,
            unheard: sum.unheard + line.unheard,
            lost: sum.lost + line.lost,
            torn: sum.torn + line.torn,
            unopened: sum.unopened + line.unopened,
            unsound: sum.unsound + line.unsound,
        })
    }
}

impl Line {
    fn of(&mut self, promise: Promise) -> &mut u64 {
        match promise {
            Promise::Kept => &mut self.lost,
            Promise::Whole => &mut self.torn,
            Promise::Opens => &mut self.unopened,
            Promise::Sound => &mut self.unsound,
        }
    }

    /// Promises that were broken.
    pub(crate) const fn broken(&self) -> u64 {
        self.lost + self.torn + self.unopened + self.unsound
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<11} {:>6} {:>10} {:>13} {:>8} {:>6} {:>6} {:>9} {:>8}",
            "path", "kills", "mid-step", "acknowledged", "unheard", "lost", "torn", "unopened", "unsound"
        )?;
        self.0.iter().try_for_each(|(way, line)| writeln!(f, "{way:<11} {line}"))?;
        writeln!(f, "{:<11} {}", "all", self.total())
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = (self.under_way * 100).checked_div(self.kills).unwrap_or(0);
        write!(
            f,
            "{:>6} {:>5} {:>3}% {:>13} {:>8} {:>6} {:>6} {:>9} {:>8}",
            self.kills,
            self.under_way,
            percent,
            self.acknowledged,
            self.unheard,
            self.lost,
            self.torn,
            self.unopened,
            self.unsound
        )
    }
}
