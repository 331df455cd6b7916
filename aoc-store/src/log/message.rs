//! [`Message`]: how sled 0.34.7 lays its file out: segments, and in them messages. Only lengths and numbers, which tell what was
//! written later; what a message holds is not looked at.

use super::engine::SEGMENT_LEN;
use super::remains::newest_in;

/// CRC-32 of what follows, complemented (u32); where the segment stands in all that was ever written, in bytes (i64); how far
/// that was durable (i64). Of the two numbers all bits but the sign are turned over. Little-endian.
pub(super) const SEGMENT_HEAD_LEN: usize = 20;
const MASK: u64 = u64::MAX >> 1;
/// CRC-32 (u32) of the content and of what follows here, complemented; kind (u8); numbers.
const KIND_AT: usize = 4;
const NUMBERS_AT: usize = 5;
const KIND_MAX: u8 = 11;
/// Nothing begins where less than this is left of a segment.
const MESSAGE_HEAD_LEN_MAX: usize = 32;
/// Among bytes that were written by nobody for a segment, checksums of so many are computed to tell that, and no more.
const CHECKED_MAX: usize = 16 * SEGMENT_LEN;

/// The number of a segment among all that were ever written, if its head is whole.
pub(super) fn begun(segment: &[u8]) -> Option<u64> {
    let (crc, said) = segment.first_chunk::<SEGMENT_HEAD_LEN>()?.split_first_chunk::<4>()?;
    let is_whole = !u32::from_le_bytes(*crc) == crc32fast::hash(said);
    said.first_chunk().filter(|_| is_whole).copied().and_then(numbered)
}

/// The number of the segment up to which all was durable when this one was begun.
pub(super) fn durable_when_begun(segment: &[u8]) -> Option<u64> {
    numbered(*segment.first_chunk::<SEGMENT_HEAD_LEN>()?.last_chunk()?)
}

/// In which segment a byte stands of all that were ever written.
fn numbered(at: [u8; 8]) -> Option<u64> {
    (u64::from_le_bytes(at) ^ MASK).checked_div(u64::try_from(SEGMENT_LEN).ok()?)
}

/// One of the messages that stand in a segment, one behind the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message {
    /// The number of the segment for which it was written.
    pub(super) segment: u64,
    /// How many bytes it has, with its head.
    pub(super) len: usize,
    head_len: usize,
}

impl Message {
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.get(NUMBERS_AT..)?;
        let content = number(&mut rest)?;
        let segment = number(&mut rest)?;
        let _page = number(&mut rest)?;
        let head = bytes.len().checked_sub(rest.len())?;
        Some(Self { segment, len: head.checked_add(usize::try_from(content).ok()?)?, head_len: head })
    }

    /// That of a segment of this number at a place.
    fn own(segment: &[u8], at: usize, number: u64, read: impl Fn(&[u8]) -> Option<Self>) -> Option<Self> {
        segment.get(at..).and_then(read).filter(|message| message.segment == number)
    }

    /// The same, if it can be one: of a kind that there is, and not longer than the bytes.
    fn likely(bytes: &[u8]) -> Option<Self> {
        // Most bytes are told by the kind; 0 stands where nothing was written.
        let is_kind = bytes.get(KIND_AT).is_some_and(|kind| (1..=KIND_MAX).contains(kind));
        Self::read(bytes).filter(|message| is_kind && message.len <= bytes.len())
    }

    /// The same, if all of it is as it was written.
    fn whole(bytes: &[u8]) -> Option<Self> {
        let message = Self::likely(bytes)?;
        let (head, content) = bytes.get(..message.len)?.split_at_checked(message.head_len)?;
        let (crc, said) = head.split_first_chunk::<KIND_AT>()?;
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(content);
        hasher.update(said);
        (!u32::from_le_bytes(*crc) == hasher.finalize()).then_some(message)
    }
}

/// How far messages go that were written for a segment of this number, as they are read: up to the first that is none.
pub(super) fn end_of(segment: &[u8], number: u64, read: impl Fn(&[u8]) -> Option<Message>) -> usize {
    let mut end = SEGMENT_HEAD_LEN;
    while let Some(message) = Message::own(segment, end, number, &read) {
        end = end.saturating_add(message.len);
    }
    end
}

/// How far what was written for a segment of this number goes without a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// To its end.
    Full,
    /// Not to its end, and nothing of it lies behind.
    Part,
    /// There is a break, behind which more of it lies, or a frame that is newer than those before.
    Broken,
}

impl Extent {
    pub(super) fn of(segment: &[u8], number: u64) -> Self {
        let end = end_of(segment, number, Message::whole);
        let (written, behind) = segment.split_at_checked(end).unwrap_or((segment, &[]));
        if end.saturating_add(MESSAGE_HEAD_LEN_MAX) >= SEGMENT_LEN {
            Self::Full
        } else if behind.iter().all(|byte| *byte == 0) {
            Self::Part
        } else if lies_in(behind, number) || newest_in(behind) > newest_in(written) {
            Self::Broken
        } else {
            // From an earlier use of the place.
            Self::Part
        }
    }
}

/// Whether a message lies somewhere in these bytes that was written for a segment of this number; or they look so much like it that
/// to tell takes too long.
fn lies_in(bytes: &[u8], number: u64) -> bool {
    let mut left = CHECKED_MAX;
    (0..bytes.len()).any(|at| {
        let Some(message) = Message::own(bytes, at, number, Message::likely) else { return false };
        match left.checked_sub(message.len) {
            Some(less) => left = less,
            None => return true,
        }
        Message::own(bytes, at, number, Message::whole).is_some()
    })
}

/// A number as sled writes it: up to 240 in a byte, up to 67,823 in two or three, and what is longer in as many bytes as the
/// first one says.
fn number(rest: &mut &[u8]) -> Option<u64> {
    let (&first, behind) = rest.split_first()?;
    let len = match first {
        0..=240 => 0,
        241..=248 => 1,
        249 => 2,
        long => usize::from(long.checked_sub(247)?),
    };
    let (digits, behind) = behind.split_at_checked(len)?;
    *rest = behind;
    let first = u64::from(first);
    Some(match *digits {
        [] => first,
        [low] => first.checked_sub(241)?.checked_mul(256)?.checked_add(240)?.checked_add(low.into())?,
        [high, low] => u64::from(high).checked_mul(256)?.checked_add(2288)?.checked_add(low.into())?,
        ref bytes => bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    })
}
