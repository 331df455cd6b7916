//! [`Cached`]: a log in memory with a cache beside it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aoc_store::{Cache, CacheName, EventLog, MemoryLog};

use crate::delegation::pass_on;

pub(super) const NAME: &str = "outline";

/// Byte strings in memory.
#[derive(Default)]
pub(super) struct Kept(Mutex<BTreeMap<String, Vec<u8>>>);

impl Cache for Kept {
    fn read(&self, name: &CacheName) -> Result<Option<Vec<u8>>, aoc_store::Error> {
        Ok(self.0.lock().unwrap().get(&name.to_string()).cloned())
    }

    fn append(&self, name: &CacheName, bytes: &[u8]) -> Result<(), aoc_store::Error> {
        self.0.lock().unwrap().entry(name.to_string()).or_default().extend_from_slice(bytes);
        Ok(())
    }

    fn replace(&self, name: &CacheName, bytes: &[u8]) -> Result<(), aoc_store::Error> {
        self.0.lock().unwrap().insert(name.to_string(), bytes.to_vec());
        Ok(())
    }

    fn remove(&self, name: &CacheName) -> Result<(), aoc_store::Error> {
        self.0.lock().unwrap().remove(&name.to_string());
        Ok(())
    }
}

/// A log in memory with a cache beside it.
pub(super) struct Cached {
    pub(super) log: Arc<MemoryLog>,
    kept: Kept,
}

/// Whether a ledger opened from an outline.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Opened {
    FromOutline,
    FromRecords,
}

impl Cached {
    pub(super) fn of(log: &Arc<MemoryLog>, outline: Option<&[u8]>) -> Arc<Self> {
        let kept = Kept::default();
        if let Some(bytes) = outline {
            kept.replace(&name(), bytes).unwrap();
        }
        Arc::new(Self { log: Arc::clone(log), kept })
    }

    pub(super) fn outline(&self) -> Option<Vec<u8>> {
        self.kept.read(&name()).unwrap()
    }

    /// What is not believed is removed.
    pub(super) fn opened(&self) -> Opened {
        if self.outline().is_some() { Opened::FromOutline } else { Opened::FromRecords }
    }
}

impl EventLog for Cached {
    pass_on!(head, written, write, sync, stored, frame, erase, wait);

    fn cache(&self) -> Option<&dyn Cache> {
        Some(&self.kept)
    }
}

fn name() -> CacheName {
    NAME.parse().unwrap()
}
