//! [`Entry`]: one sidecar in the file `sealed`, kept or destroyed.

use aoc_core::Position;

use crate::frame::{FRAME_LEN_MAX, Left};

/// Position (u64), length (u32), checksum of these (u32), state (u32).
pub(super) const HEAD_LEN: usize = 20;
/// What the checksum covers.
const CHECKED_LEN: usize = 12;
/// Where the state lies in the head.
pub(super) const STATE_AT: u64 = 16;

/// Words, not a bit: no flipped bit makes one of the other, or a part of it.
const KEPT: [u8; 4] = *b"kept";
const GONE: [u8; 4] = *b"gone";

/// The bytes that say: it is destroyed.
pub(super) const fn erased_state() -> [u8; 4] {
    GONE
}

/// What an entry says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Kept,
    /// One word begins, the other ends: they lie in two sectors, and the power went when only one of them was written.
    Going,
    Gone,
}

impl State {
    fn read(word: [u8; 4]) -> Option<Self> {
        let is_part = |byte: usize, of: [u8; 4]| word.get(..byte) == of.get(..byte);
        let is_rest = |byte: usize, of: [u8; 4]| word.get(byte..) == of.get(byte..);
        let is_torn =
            |byte| is_part(byte, GONE) && is_rest(byte, KEPT) || is_part(byte, KEPT) && is_rest(byte, GONE);
        match word {
            KEPT => Some(Self::Kept),
            GONE => Some(Self::Gone),
            _ => (1..word.len()).any(is_torn).then_some(Self::Going),
        }
    }
}

/// An entry as it lies in the file.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) position: Position,
    pub(super) len: u32,
    /// Where the next one begins.
    pub(super) end: usize,
    state: State,
    bytes: &'a [u8],
}

/// What lies at one place of the file.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// An entry.
    Entry(Entry<'a>),
    /// The beginning of one that goes on behind the end of the file.
    Torn,
    /// Something else.
    Unclear,
}

impl<'a> Entry<'a> {
    pub(super) fn step(file: &'a [u8], at: usize) -> Step<'a> {
        let rest = file.get(at..).unwrap_or_default();
        let Some((head, rest)) = rest.split_first_chunk::<HEAD_LEN>() else { return Step::Unclear };
        let [p0, p1, p2, p3, p4, p5, p6, p7, l0, l1, l2, l3, c0, c1, c2, c3, state @ ..] = *head;
        let len = u32::from_be_bytes([l0, l1, l2, l3]);
        let position = Position::new(u64::from_be_bytes([p0, p1, p2, p3, p4, p5, p6, p7]));
        let checked = head.first_chunk::<CHECKED_LEN>().map_or(0, |checked| crc32fast::hash(checked));
        let size = usize::try_from(len).ok().filter(|size| *size <= FRAME_LEN_MAX);
        let is_head = checked == u32::from_be_bytes([c0, c1, c2, c3]) && position != Position::START;
        let Some((size, state)) = size.filter(|_| is_head).zip(State::read(state)) else {
            return Step::Unclear;
        };
        match rest.split_at_checked(size) {
            None => Step::Torn,
            Some((bytes, _)) => {
                let end = at.saturating_add(HEAD_LEN).saturating_add(size);
                Step::Entry(Self { position, len, end, state, bytes })
            }
        }
    }

    /// Whether somebody began to destroy it, and something is left of it.
    pub(super) fn is_half_erased(&self) -> bool {
        match self.state {
            State::Kept => false,
            State::Going => true,
            State::Gone => self.bytes.iter().any(|byte| *byte != 0),
        }
    }

    pub(super) fn sidecar(&self) -> Left {
        (self.state == State::Kept).then(|| self.bytes.into())
    }
}

/// Writes an entry that is kept.
pub(super) fn write(file: &mut Vec<u8>, position: Position, len: u32, sidecar: &[u8]) {
    let head = [&position.get().to_be_bytes()[..], &len.to_be_bytes()].concat();
    file.extend_from_slice(&head);
    file.extend_from_slice(&crc32fast::hash(&head).to_be_bytes());
    file.extend_from_slice(&KEPT);
    file.extend_from_slice(sidecar);
}
