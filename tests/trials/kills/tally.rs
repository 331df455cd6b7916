//! [`Tally`]: how often was killed on each way, and what came of it.

use std::fmt;

use super::heard::Heard;
use super::survival::{Broken, Survival};
use crate::promise::Breaches;

/// A line a way.
#[derive(Debug, Default)]
pub(crate) struct Tally(Vec<(String, Line)>);

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
    pub(crate) breaches: Breaches,
}

impl Tally {
    /// Takes in one kill.
    pub(crate) fn add(&mut self, way: &str, heard: &Heard, found: &Result<Survival, Broken>) {
        let line = self.line(way);
        line.kills += 1;
        line.under_way += u64::from(heard.is_under_way());
        line.acknowledged += heard.acknowledgements;
        match found {
            Ok(survival) => line.unheard += u64::from(survival.unheard > 0),
            Err(broken) => line.breaches.add(broken.promise),
        }
    }

    fn line(&mut self, way: &str) -> &mut Line {
        let at = self.0.iter().position(|(known, _)| known == way).unwrap_or_else(|| {
            self.0.push((way.to_owned(), Line::default()));
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
            breaches: [sum.breaches, line.breaches].into_iter().sum(),
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<11} {:>6} {:>10} {:>13} {:>8} {}",
            "path",
            "kills",
            "mid-step",
            "acknowledged",
            "unheard",
            Breaches::HEADINGS
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
            "{:>6} {:>5} {:>3}% {:>13} {:>8} {}",
            self.kills, self.under_way, percent, self.acknowledged, self.unheard, self.breaches
        )
    }
}
