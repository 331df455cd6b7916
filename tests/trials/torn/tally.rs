//! [`Tally`]: how many torn writes of which step, and what came of them.

use std::collections::BTreeMap;
use std::fmt;

use super::judge::Found;
use super::tear::Tear;
use crate::kills::survival::Checked;
use crate::promise::Breaches;

/// A line a kind of step, and how often was torn in which way.
#[derive(Debug, Default)]
pub(super) struct Tally {
    lines: BTreeMap<String, Line>,
    tears: BTreeMap<Tear, u64>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Line {
    states: u64,
    compared: u64,
    /// How often a commit that nobody was told of was there, and how often not.
    whole: u64,
    nothing: u64,
    breaches: Breaches,
}

impl Tally {
    /// Takes in what was found of one; so many records had been acknowledged.
    pub(super) fn add(&mut self, step: &str, tear: Tear, acknowledged: usize, found: &Checked<Found>) {
        let line = self.lines.entry(step.to_owned()).or_default();
        line.states += 1;
        line.compared += u64::try_from(acknowledged).unwrap_or(u64::MAX);
        match found {
            Ok(Found::Whole) => line.whole += 1,
            Ok(Found::Nothing) => line.nothing += 1,
            Err(broken) => line.breaches.add(broken.promise),
        }
        *self.tears.entry(tear).or_default() += 1;
    }

    pub(super) fn states(&self) -> u64 {
        self.total().states
    }

    pub(super) fn breaches(&self) -> Breaches {
        self.total().breaches
    }

    fn total(&self) -> Line {
        self.lines.values().fold(Line::default(), |sum, line| Line {
            states: sum.states + line.states,
            compared: sum.compared + line.compared,
            whole: sum.whole + line.whole,
            nothing: sum.nothing + line.nothing,
            breaches: [sum.breaches, line.breaches].into_iter().sum(),
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headings = ["states", "compared", "whole", "nothing"];
        let [states, compared, whole, nothing] = headings;
        writeln!(
            f,
            "{:<11} {states:>7} {compared:>11} {whole:>7} {nothing:>7} {}",
            "step",
            Breaches::HEADINGS
        )?;
        self.lines.iter().try_for_each(|(step, line)| writeln!(f, "{step:<11} {line}"))?;
        writeln!(f, "{:<11} {}", "all", self.total())?;
        let tears: Vec<String> = self.tears.iter().map(|(tear, count)| format!("{tear} {count}")).collect();
        writeln!(f, "{}", tears.join(", "))
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { states, compared, whole, nothing, breaches } = self;
        write!(f, "{states:>7} {compared:>11} {whole:>7} {nothing:>7} {breaches}")
    }
}
