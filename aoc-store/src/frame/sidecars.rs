//! The sidecars of a frame's records: taken out, put in, left away, fetched.

#[cfg(feature = "sled")]
use aoc_core::Position;

use super::filling::{Filling, Part};
#[cfg(feature = "sled")]
use super::{Entry, Left};
use super::{Frame, FrameError};
use crate::record::Sidecar;

impl Frame {
    /// The same frame, with those of these sidecars that are kept apart from its bytes. Each comes with its position, in
    /// order, and with the length that it has or had.
    #[cfg(feature = "sled")]
    pub(crate) fn fetching(mut self, sidecars: impl Iterator<Item = (Position, u32, Left)>) -> Self {
        let entry = |position: Position| {
            let ahead = position.get().checked_sub(self.first().get())?;
            self.table().get(usize::try_from(ahead).ok()?).map(Entry::read)
        };
        let own = sidecars.filter(|(position, len, _)| {
            entry(*position).is_some_and(|entry| entry.is_apart() && entry.apart_len() == *len)
        });
        self.fetched = own.map(|(position, _, left)| (position, left)).collect();
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
