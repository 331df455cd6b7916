//! Folds that measure nothing but folding.

use std::collections::BTreeMap;

use aoc_replay::{Interest, Projection, ReadView, RecordError, RecordView};

/// Counts records by kind: reads headers only.
#[derive(Debug, Clone, Copy)]
pub struct ByKind;

impl Projection for ByKind {
    type State = BTreeMap<u16, u32>;
    type Answer = BTreeMap<u16, u32>;

    fn apply(&self, counts: &mut Self::State, record: &RecordView<'_>) -> Result<(), RecordError> {
        *counts.entry(record.kind().code()).or_default() += 1;
        Ok(())
    }

    fn answer(&self, counts: &Self::State, _: &ReadView) -> Self::Answer {
        counts.clone()
    }
}

/// Decodes every body, and does nothing with it but count what it changes.
#[derive(Debug, Clone, Copy)]
pub struct Bodies;

impl Projection for Bodies {
    type State = usize;
    type Answer = usize;

    fn interest(&self) -> Interest {
        Interest::All
    }

    fn apply(&self, changed: &mut usize, record: &RecordView<'_>) -> Result<(), RecordError> {
        *changed += record.event()?.map_or(0, |event| event.entities().changes.len());
        Ok(())
    }

    fn answer(&self, changed: &usize, _: &ReadView) -> usize {
        *changed
    }
}
