//! [`Kept`]: records put aside as bytes, to be decoded when it is known which are needed.

use aoc_core::EntityId;
use aoc_store::{RecordError, RecordView};

/// Records as bytes, each under an entity that it changes, in the order in which they were kept. To keep one costs a copy
/// of its bytes; to decode one that nobody asks for would cost twenty times that.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept {
    bytes: Vec<u8>,
    /// The entity, and where the bytes lie.
    records: Vec<(EntityId, usize, usize)>,
}

impl Kept {
    /// Keeps an open record under each entity that it changes.
    pub(crate) fn push(&mut self, record: &RecordView<'_>) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(record.bytes());
        let end = self.bytes.len();
        self.records.extend(record.changes().map(|entity| (entity, start, end)));
    }

    /// Takes what was kept behind.
    pub(crate) fn join(&mut self, later: &Self) {
        let moved = |at: usize| at.saturating_add(self.bytes.len());
        self.records
            .extend(later.records.iter().map(|(entity, start, end)| (*entity, moved(*start), moved(*end))));
        self.bytes.extend_from_slice(&later.bytes);
    }

    /// Reads what is kept under the entities that are wanted, and keeps the others.
    ///
    /// # Errors
    /// What `read` gives, and what is wrong with a record.
    pub(crate) fn take(
        &mut self,
        wants: impl Fn(EntityId) -> bool,
        mut read: impl FnMut(EntityId, &RecordView<'_>) -> Result<(), RecordError>,
    ) -> Result<(), RecordError> {
        let bytes = &self.bytes;
        let mut failed = None;
        self.records.retain(|(entity, start, end)| {
            if failed.is_some() || !wants(*entity) {
                return true;
            }
            let record = bytes.get(*start..*end).unwrap_or_default();
            failed = RecordView::parse(record).and_then(|record| read(*entity, &record)).err();
            false
        });
        failed.map_or(Ok(()), Err)
    }
}
