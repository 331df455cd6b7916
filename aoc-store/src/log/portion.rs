//! Portions: what is written to the storage engine between two syncs.
//!
//! sled moves live pages out of a segment, calls the segment free and writes over it, as soon as it has filled one more
//! segment behind the place they moved to; it does not wait until that place is durable. After a power cut the old
//! place could be gone and the new one not there. So less than a segment goes out between two syncs, with all that sled writes along:
//! it fills leaves anew, and moves one page whenever it does.

use aoc_core::Position;

use crate::frame::Frame;

/// The most bytes of frames in a portion. They lay three fences, for which sled writes a dozen leaves anew, most of them empty,
/// and moves as many pages of four frames: together less than a segment of 4 MiB.
const LEN_MAX: usize = 512 * 1024;
/// The most keys that a portion removes: of a dozen leaves, each of which is written anew, or joined to the one before.
const KEYS_MAX: usize = 64;

/// Frames in portions, in order.
pub(super) fn of_frames(mut frames: &[Frame]) -> impl Iterator<Item = &[Frame]> {
    std::iter::from_fn(move || {
        let mut len = 0_usize;
        let fits = |frame: &&Frame| {
            len = len.saturating_add(frame.bytes().len());
            len <= LEN_MAX
        };
        let count = frames.iter().take_while(fits).count().max(1);
        let (portion, rest) = frames.split_at_checked(count)?;
        frames = rest;
        Some(portion)
    })
}

/// Keys to remove in portions, in order.
pub(super) fn of_keys(positions: &[Position]) -> impl Iterator<Item = &[Position]> {
    positions.chunks(KEYS_MAX)
}
