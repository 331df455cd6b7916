//! Records that go from frames into others, byte for byte: joined, or cut out.

use aoc_core::Position;

use super::filling::{Filled, Filling};
use super::{Entry, Frame, FrameError};

impl Frame {
    /// The records of frames that follow each other, in as few frames as they fit in. Each leaves room for the
    /// sidecars that are kept apart. What is damaged stays damaged.
    pub(crate) fn join(frames: &[Self]) -> Result<Vec<Self>, FrameError> {
        let mut joined = Filled::from(frames.first().map(Self::first).ok_or(FrameError::Empty)?);
        let mut behind = frames.iter().skip(1);
        for frame in frames {
            if frame.first() != joined.due() {
                return Err(FrameError::Misplaced { first: frame.first() });
            }
            let next = behind.next().and_then(|next| next.parts().next());
            joined.join(frame, next.as_ref())?;
        }
        joined.finish()
    }

    /// Its records from one position to another, without the others.
    pub(crate) fn between(&self, from: Position, to: Position) -> Result<Self, FrameError> {
        if from <= self.first() && self.last() <= to {
            return Ok(self.clone());
        }
        let mut cut = Filling::new(from.max(self.first()));
        for (ahead, part) in self.parts().enumerate() {
            if (from..=to).contains(&self.first().plus(ahead)) {
                cut.add(part);
            }
        }
        cut.finish()
    }

    /// How long it is, with the sidecars that are kept apart.
    pub(crate) fn whole_len(&self) -> usize {
        let apart = self.table().iter().map(Entry::read).filter(|entry| entry.is_apart());
        let apart: usize = apart.map(|entry| usize::try_from(entry.apart_len()).unwrap_or(usize::MAX)).sum();
        self.bytes().len().saturating_add(apart)
    }
}
