//! [`Loss`]: what could not be salvaged.

use std::ops::RangeInclusive;

use aoc_core::Position;

use crate::log::Remains;

/// What is not in a [`Salvage`](super::Salvage), as far as it is known what was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The last record that was salvaged.
    pub head: Position,
    /// The last one that is known to have been acknowledged. It may lag where the power was cut.
    pub acknowledged: Option<Position>,
    /// Records that cannot be read.
    pub missing: Vec<RangeInclusive<Position>>,
    /// Records that can be read, but stand behind others that cannot: an archive that holds those brings them back.
    pub stranded: Vec<RangeInclusive<Position>>,
    /// Salvaged records of whose sealed bodies nothing is left, though nobody destroyed them.
    pub bodies: Vec<Position>,
}

impl Loss {
    pub(super) fn of(remains: &Remains, head: Position, bodies: Vec<Position>) -> Self {
        let acknowledged = remains.acknowledged();
        let mut readable: Vec<Position> = remains
            .pieces()
            .filter(|piece| head < piece.frame.last())
            .flat_map(|piece| piece.frame.records().flatten().map(|view| view.position()))
            // What lies behind what was acknowledged may never have been.
            .filter(|position| head < *position && acknowledged.is_none_or(|last| *position <= last))
            .collect();
        readable.sort_unstable();
        readable.dedup();
        let stranded = ranges(&readable);
        let mut missing = Vec::new();
        let mut due = head.next();
        for range in &stranded {
            if due < *range.start() {
                missing.push(due..=range.start().previous());
            }
            due = range.end().next();
        }
        if let Some(last) = acknowledged.filter(|last| due <= *last) {
            missing.push(due..=last);
        }
        Self { head, acknowledged, missing, stranded, bodies }
    }

    /// Whether anything was lost that is known of.
    #[must_use]
    pub fn is_any(&self) -> bool {
        !(self.missing.is_empty() && self.stranded.is_empty() && self.bodies.is_empty())
    }
}

/// Positions in order, as ranges.
fn ranges(positions: &[Position]) -> Vec<RangeInclusive<Position>> {
    let chunks = positions.chunk_by(|before, after| before.next() == *after);
    chunks.filter_map(|chunk| Some(*chunk.first()?..=*chunk.last()?)).collect()
}
