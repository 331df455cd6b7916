//! The sidecars of a frame's records: taken out, put in, left away.

#[cfg(feature = "sled")]
use super::HAS_APART;
use super::filling::assemble;
use super::{Entry, Frame, FrameError, split};
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
        let (table, rest) = split(self.bytes(), self.count).unwrap_or_default();
        let leaves = rest.get(..self.leaves_len).unwrap_or_default();
        let entries = table.iter().zip(sidecars);
        let table: Vec<_> =
            entries.map(|(entry, sidecar)| Entry::read(entry).with_sidecar(*sidecar).bytes()).collect();
        let beside: Vec<&[u8]> = sidecars.iter().map(|sidecar| sidecar.here()).collect();
        assemble(self.first(), &table, leaves, &beside.concat())
    }
}
