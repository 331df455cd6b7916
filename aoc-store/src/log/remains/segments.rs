//! [`Segments`]: the frames in the storage engine's file, found by their own bytes.
//!
//! Where the engine keeps a value, and which of several is the one that counts, it knows only after reading all of its file;
//! and one damaged byte can keep it from that. A frame is found without it: it lies in one piece, begins with a head that has
//! a checksum, and each of its records has one. Of the engine's own layout only what tells old from new is used.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use aoc_core::Position;

use crate::frame::{Frame, len_at_front};
use crate::log::engine::SEGMENT_LEN;
use crate::log::message::{Message, SEGMENT_HEAD_LEN, begun, end_of};

/// When bytes were written, among all of the same file: what was written later is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Age {
    /// Where the segment stands among all that were ever written. Nothing for bytes that may be from an earlier use of the place.
    segment: Option<u64>,
    offset: usize,
}

/// A frame that was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) age: Age,
    pub(super) frame: Frame,
}

/// The frames of a file, segment by segment.
#[derive(Debug)]
pub(super) struct Segments(File);

impl Segments {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self(File::open(path)?))
    }

    /// Calls for every frame in the file as it is now. It is only read: another process may write to it meanwhile, and then
    /// a frame that it moves may be missed.
    pub(super) fn each(&mut self, found: &mut dyn FnMut(Found)) -> io::Result<()> {
        self.0.rewind()?;
        let mut segment = Vec::with_capacity(SEGMENT_LEN);
        loop {
            segment.clear();
            let len = u64::try_from(SEGMENT_LEN).unwrap_or(u64::MAX);
            if self.0.by_ref().take(len).read_to_end(&mut segment)? == 0 {
                return Ok(());
            }
            frames(&segment, found);
        }
    }
}

fn frames(segment: &[u8], found: &mut dyn FnMut(Found)) {
    let begun = begun(segment);
    let written = begun.map_or(SEGMENT_HEAD_LEN, |begun| end_of(segment, begun, Message::read));
    for (offset, frame) in frames_in(segment, SEGMENT_HEAD_LEN) {
        let age = Age { segment: begun.filter(|_| offset < written), offset };
        found(Found { age, frame });
    }
}

/// The frames that lie in bytes, and where. Whatever lies in a frame is part of it: what a record holds is never taken for a frame.
fn frames_in(bytes: &[u8], from: usize) -> impl Iterator<Item = (usize, Frame)> {
    let mut offset = from;
    std::iter::from_fn(move || {
        loop {
            let at = offset;
            let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
            let frame = len_at_front(rest).and_then(|len| rest.get(..len));
            offset = at.saturating_add(frame.map_or(1, <[u8]>::len));
            if let Some(frame) = frame.and_then(|frame| Frame::parse(frame.to_vec()).ok()) {
                return Some((at, frame));
            }
        }
    })
}

/// The last position of which a frame lies in these bytes.
pub(in crate::log) fn newest_in(bytes: &[u8]) -> Option<Position> {
    frames_in(bytes, 0).map(|(_, frame)| frame.last()).max()
}
