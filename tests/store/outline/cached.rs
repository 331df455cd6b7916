//! [`Cached`]: a log in memory with a cache beside it, in which a record may be damaged.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aoc_core::Position;
use aoc_store::{Cache, CacheName, EventLog, Frame, MemoryLog, StoredFrame, StoredFrames};

use crate::delegation::pass_on;

pub(super) const NAME: &str = "outline";

/// Byte strings in memory.
#[derive(Default)]
pub(crate) struct Kept(Mutex<BTreeMap<String, Vec<u8>>>);

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
    /// A record whose last bit is read otherwise than it was written.
    damaged: Option<Position>,
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
        Arc::new(Self { log: Arc::clone(log), kept, damaged: None })
    }

    pub(super) fn damaged(log: &Arc<MemoryLog>, outline: &[u8], at: Position) -> Arc<Self> {
        let kept = Kept::default();
        kept.replace(&name(), outline).unwrap();
        Arc::new(Self { log: Arc::clone(log), kept, damaged: Some(at) })
    }

    fn damage(&self, frame: &Frame) -> Vec<u8> {
        let mut bytes = frame.bytes().to_vec();
        let views = || frame.records().map(Result::unwrap);
        if let Some(last) = views().position(|view| Some(view.position()) == self.damaged) {
            let behind: usize = views().skip(last + 1).map(|view| view.bytes().len()).sum();
            let beside: usize = views().filter_map(|view| view.sidecar()).map(<[u8]>::len).sum();
            let end = bytes.len() - behind - beside;
            bytes[end - 1] ^= 1;
        }
        bytes
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
    pass_on!(head, written, write, sync, erase, wait);

    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, aoc_store::Error> {
        let damage = |frame: Frame| StoredFrame::read(frame.first(), self.damage(&frame));
        Ok(Box::new(self.log.frames(from)?.map(move |frame| frame.map(damage))))
    }

    fn frame(&self, position: Position) -> Result<Option<Frame>, aoc_store::Error> {
        let damage = |frame: Frame| Frame::parse(self.damage(&frame)).unwrap();
        Ok(self.log.frame(position)?.map(damage))
    }

    fn cache(&self) -> Option<&dyn Cache> {
        Some(&self.kept)
    }
}

fn name() -> CacheName {
    NAME.parse().unwrap()
}
