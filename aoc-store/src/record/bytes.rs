//! [`RecordBytes`]: the bytes of a record, and those that stand beside it.

use aoc_core::Record;

use super::{RecordError, RecordView, Sidecar, encode_record, encode_sidecar};

/// The bytes of a record, and salt and body beside them if it is sealed: what is copied from log to log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordBytes {
    leaf: Vec<u8>,
    sidecar: Option<Vec<u8>>,
}

impl RecordBytes {
    /// Those of a record.
    ///
    /// # Errors
    /// As [`encode_record`].
    pub fn of(record: &Record) -> Result<Self, RecordError> {
        Ok(Self { leaf: encode_record(record)?, sidecar: encode_sidecar(record) })
    }

    /// A leaf and, for a sealed one whose body was not destroyed, what stands beside it.
    #[must_use]
    pub const fn new(leaf: Vec<u8>, sidecar: Option<Vec<u8>>) -> Self {
        Self { leaf, sidecar }
    }

    /// A copy of those that are read.
    ///
    /// # Errors
    /// [`RecordError::BodyMissing`] when the sealed body is not there though it was not destroyed: a copy
    /// would pass for one whose body was.
    pub fn copy_of(view: &RecordView<'_>) -> Result<Self, RecordError> {
        let sidecar = match view.sidecar {
            Sidecar::None => None,
            Sidecar::Here(bytes) => Some(bytes.to_vec()),
            Sidecar::Apart { .. } => return Err(RecordError::BodyMissing),
        };
        Ok(Self { leaf: view.bytes().to_vec(), sidecar })
    }

    /// Reads them.
    ///
    /// # Errors
    /// As [`RecordView::parse`].
    pub fn view(&self) -> Result<RecordView<'_>, RecordError> {
        RecordView::parse_beside(&self.leaf, self.beside())
    }

    /// The record's own bytes.
    #[must_use]
    pub fn leaf(&self) -> &[u8] {
        &self.leaf
    }

    /// Salt and body beside a sealed one; no bytes when there are none.
    pub(crate) fn sidecar(&self) -> &[u8] {
        self.sidecar.as_deref().unwrap_or_default()
    }

    pub(crate) fn beside(&self) -> Sidecar<'_> {
        self.sidecar.as_deref().map_or(Sidecar::None, Sidecar::Here)
    }
}

/// A leaf with nothing beside it.
impl From<Vec<u8>> for RecordBytes {
    fn from(leaf: Vec<u8>) -> Self {
        Self { leaf, sidecar: None }
    }
}
