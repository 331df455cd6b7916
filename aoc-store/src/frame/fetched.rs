//! [`Fetched`]: sidecars that a log keeps apart from a frame, fetched for who reads it.

use std::sync::Arc;

use aoc_core::Position;

use crate::record::Sidecar;

/// What is left of one: its bytes, shared with the log that keeps them, unless they were destroyed.
pub(crate) type Left = Option<Arc<[u8]>>;

/// The sidecars that belong to a frame and are no part of its bytes, by the positions of their records, in order. One
/// that the log does not hold is not among them.
#[derive(Debug, Clone, Default)]
pub(super) struct Fetched(Option<Arc<[(Position, Left)]>>);

impl Fetched {
    /// What stands beside the record at a position, of which the frame's bytes say this.
    pub(super) fn resolve<'a>(&'a self, position: Position, said: Sidecar<'a>) -> Sidecar<'a> {
        let Sidecar::Apart { .. } = said else { return said };
        let fetched = self.0.as_deref().unwrap_or_default();
        match fetched.binary_search_by_key(&position, |(own, _)| *own).ok().and_then(|at| fetched.get(at)) {
            Some((_, Some(bytes))) => Sidecar::Here(bytes),
            Some((_, None)) => Sidecar::None,
            None => said,
        }
    }
}

impl FromIterator<(Position, Left)> for Fetched {
    fn from_iter<I: IntoIterator<Item = (Position, Left)>>(in_order: I) -> Self {
        let fetched: Vec<_> = in_order.into_iter().collect();
        Self(Some(fetched).filter(|fetched| !fetched.is_empty()).map(Into::into))
    }
}
