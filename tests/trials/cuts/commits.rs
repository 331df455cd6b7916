//! The commits that the process records: each follows from the place where it begins, so that whoever inspects its ledger knows
//! every byte.

use aoc_core::{Position, Record};

use super::chance::Chance;
use crate::support::{commit, with_persons};

/// The commit behind `head`: mostly of a few records, sometimes of some hundred, seldom of thousands, in many portions.
pub(super) fn behind(head: Position) -> Vec<Record> {
    let mut chance = Chance::of(head.get());
    let (len, body_len) = match chance.of_range(0..1200) {
        0..=2 => (30_000, 200),
        3..=6 => (5_000, 200),
        7..=40 => (300, 40),
        _ => (1 + chance.index(5), 40),
    };
    with_persons(commit(head, len, body_len))
}

/// All records, from the first on, without end.
pub(super) fn all() -> impl Iterator<Item = Record> {
    let commits = std::iter::successors(Some(behind(Position::START)), |commit| {
        commit.last().map(|last| behind(last.position))
    });
    commits.flatten()
}
