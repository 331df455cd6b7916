//! Folds that measure nothing but folding.

use std::collections::BTreeMap;

use aoc_replay::{Interest, Parallel, Projection, ReadView, RecordError, RecordView};

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

/// Decodes every body, and does nothing with it but count those that say something.
#[derive(Debug, Clone, Copy)]
pub struct Bodies;

impl Projection for Bodies {
    type State = usize;
    type Answer = usize;

    fn interest(&self) -> Interest {
        Interest::All
    }

    fn apply(&self, events: &mut usize, record: &RecordView<'_>) -> Result<(), RecordError> {
        *events += usize::from(record.event()?.is_some());
        Ok(())
    }

    fn answer(&self, events: &usize, _: &ReadView) -> usize {
        *events
    }
}

impl Parallel for Bodies {
    fn join(&self, earlier: &mut usize, later: usize) {
        *earlier += later;
    }
}
