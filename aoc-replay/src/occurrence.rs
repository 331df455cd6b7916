//! [`Occurrence`]: whether something has happened by a day, and when.

use aoc_core::{Day, Position, Window};

use crate::certainty::Certainty;
use crate::lives::Days;
use crate::readings::Readings;

/// Something that happened once: whether it has by the day asked about, and between which days it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Whether it has happened by the day.
    pub happened: Certainty,
    /// Between which days it happened, its neighbours considered.
    pub when: Window,
    /// The record of it.
    pub record: Position,
}

impl Occurrence {
    /// That of a record, if it may have happened by the day.
    pub(crate) fn of(record: Position, days: &Readings<Days>, on: Day) -> Option<Self> {
        let window = days.window(record)?;
        let happened = window.happened(on);
        let occurrence = Self { happened, when: window.as_dated, record };
        Some(occurrence).filter(|_| happened != Certainty::No)
    }
}
