//! The sidecars of a frame's records: taken out, put in, left away.

#[cfg(feature = "sled")]
use super::HAS_APART;
use super::filling::{Filling, Part};
use super::{Frame, FrameError};
use crate::record::Sidecar;

impl Frame {
    /// Whether the bytes of a frame say that some sidecar is kept apart from them.
    #[cfg(feature = "sled")]
    pub(crate) fn has_apart(bytes: &[u8]) -> bool {
        bytes.get(1).is_some_and(|flags| flags & HAS_APART != 0)
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
