//! [`Fence`]: keys that hold no frame, between which the storage engine writes every frame once.
//!
//! sled keeps up to 16 values in a leaf and writes a leaf anew, all its values with it, when it grows beyond that, when it
//! is split off, and at every tenth change. A log that only grows at its end writes every frame three times that way. So
//! the leaves are split before frames come into them: two fences lie around the keys of a few frames, and each is as many
//! keys as sled needs to split there.

use std::ops::RangeInclusive;

use aoc_core::Position;

use crate::frame::Frame;

/// How many frames a leaf is laid out for. With the fences around them fewer than sled splits, and fewer changes than make
/// it write a leaf anew.
const LEAF_FRAMES: usize = 4;
/// A leaf of 17 keys is split behind its ninth: the last of these belongs to the leaf before, the others begin the next.
const POSTS: RangeInclusive<u8> = 0..=8;
/// What begins the first leaf, before which there is none.
const FIRST_POSTS: RangeInclusive<u8> = 1..=8;
const POSITION_LEN: usize = 8;

/// Frames from this position on have another leaf than those before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fence(Position);

impl Fence {
    /// Where the first frame of all begins, and the keys.
    pub(super) fn first(frame: &Frame) -> (Self, Vec<Vec<u8>>) {
        let fence = Self(frame.first());
        (fence, fence.posts(FIRST_POSTS))
    }

    /// The fence that this key belongs to, if it is not that of a frame.
    pub(super) fn of_key(key: &[u8]) -> Option<Self> {
        let (position, post) = key.split_first_chunk::<POSITION_LEN>()?;
        (post.len() == 1).then(|| Self(Position::new(u64::from_be_bytes(*position)).next()))
    }

    /// The fence that has to be there before this frame, if this one is the last; and its keys.
    pub(super) fn ahead_of(self, frame: &Frame) -> Option<(Self, Vec<Vec<u8>>)> {
        let next = Self(frame.first().plus(frame.len().saturating_mul(LEAF_FRAMES)));
        (self.0 <= frame.first()).then(|| (next, next.posts(POSTS)))
    }

    /// Keys between that of the position before and that of its own.
    fn posts(self, posts: RangeInclusive<u8>) -> Vec<Vec<u8>> {
        let before = self.0.previous().get().to_be_bytes();
        posts.map(|post| [&before[..], &[post]].concat()).collect()
    }
}
