//! The sidecars of a frame's records: taken out, put in, left away.

#[cfg(feature = "sled")]
use super::HAS_APART;
use super::{ENTRY_LEN, Entry, Frame, FrameError, HEAD_CHECKED_LEN, HEAD_LEN, checksum, flags, split};
use crate::record::Sidecar;

impl Frame {
    /// Whether the bytes of a frame say that some sidecar is kept apart from them.
    #[cfg(feature = "sled")]
    pub(crate) fn has_apart(bytes: &[u8]) -> bool {
        bytes.get(1).is_some_and(|flags| flags & HAS_APART != 0)
    }

    /// What stands beside each record, in order.
    pub(crate) fn sidecars(&self) -> impl Iterator<Item = Sidecar<'_>> {
        let (table, rest) = split(self.bytes(), self.count).unwrap_or_default();
        let mut left = rest.get(self.leaves_len..).unwrap_or_default();
        table.iter().map(move |entry| Entry::read(entry).take_sidecar(&mut left))
    }

    /// The same records with these sidecars, one for each in order. What is damaged stays damaged.
    pub(crate) fn with_sidecars(&self, sidecars: &[Sidecar<'_>]) -> Result<Self, FrameError> {
        let (table, rest) = split(self.bytes(), self.count).unwrap_or_default();
        let (leaves, _) = rest.split_at_checked(self.leaves_len).unwrap_or((rest, &[]));
        let entries = table.iter().zip(sidecars);
        let table: Vec<[u8; ENTRY_LEN]> =
            entries.map(|(entry, sidecar)| Entry::read(entry).with_sidecar(*sidecar).bytes()).collect();
        let beside: Vec<u8> = sidecars.iter().flat_map(|sidecar| here(*sidecar)).copied().collect();
        let mut bytes = Vec::with_capacity(self.bytes().len().saturating_add(beside.len()));
        let (head, _) = self.bytes().split_at_checked(HEAD_LEN).unwrap_or_default();
        bytes.extend_from_slice(head.get(..HEAD_CHECKED_LEN).unwrap_or_default());
        if let Some(known) = bytes.get_mut(1) {
            *known = flags(&table);
        }
        bytes.extend_from_slice(&checksum(&bytes, &table).to_be_bytes());
        bytes.extend_from_slice(table.as_flattened());
        bytes.extend_from_slice(leaves);
        bytes.extend_from_slice(&beside);
        Self::parse(bytes)
    }
}

fn here(sidecar: Sidecar<'_>) -> &[u8] {
    match sidecar {
        Sidecar::Here(bytes) => bytes,
        Sidecar::None | Sidecar::Apart { .. } => &[],
    }
}
