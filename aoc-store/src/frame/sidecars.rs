//! The sidecars of a frame's records: taken out, put in, left away, fetched.

#[cfg(feature = "sled")]
use aoc_core::Position;

use super::filling::{Filling, Part};
use super::{Frame, FrameError};
#[cfg(feature = "sled")]
use super::{HAS_APART, Left};
use crate::record::Sidecar;

impl Frame {
    /// The same frame, with the sidecars that are kept apart from its bytes, as far as they can be fetched by position
    /// and length.
    #[cfg(feature = "sled")]
    pub(crate) fn fetching(mut self, fetch: impl Fn(Position, u32) -> Option<Left>) -> Self {
        if self.bytes().get(1).is_some_and(|flags| flags & HAS_APART != 0) {
            let beside = self.sidecars().enumerate();
            let fetched = beside.filter_map(|(ahead, sidecar)| {
                let Sidecar::Apart { len } = sidecar else { return None };
                let position = self.first().plus(ahead);
                Some((position, fetch(position, len)?))
            });
            self.fetched = fetched.collect();
        }
        self
    }

    /// What stands beside each record, in order.
    pub(crate) fn sidecars(&self) -> impl Iterator<Item = Sidecar<'_>> {
        self.parts().map(|part| part.sidecar)
    }

    /// The same records with these sidecars, one for each in order. What is damaged stays damaged.
    pub(crate) fn with_sidecars(&self, sidecars: &[Sidecar<'_>]) -> Result<Self, FrameError> {
        let mut filling = Filling::new(self.first());
        for (part, sidecar) in self.parts().zip(sidecars) {
            filling.add(Part { sidecar: *sidecar, ..part });
        }
        filling.finish()
    }
}
