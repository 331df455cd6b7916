//! [`Message`]: how sled 0.34.7 lays its file out: segments, and in them messages. Only lengths and numbers, which tell what was
//! written later; what a message holds is not looked at.

use super::engine::SEGMENT_LEN;

/// CRC-32 of what follows, complemented (u32); where the segment stands in all that was ever written, in bytes (i64); how far
/// that was durable (i64). Of the two numbers all bits but the sign are turned over. Little-endian.
pub(super) const SEGMENT_HEAD_LEN: usize = 20;
const MASK: u64 = u64::MAX >> 1;
/// CRC-32 (u32) and kind (u8) come before the numbers of a message.
const NUMBERS_AT: usize = 5;

/// Where a segment stands in all that was ever written, in bytes, as its head says, be it damaged or not.
pub(super) fn stands_at(segment: &[u8]) -> Option<u64> {
    let (_, said) = segment.first_chunk::<SEGMENT_HEAD_LEN>()?.split_first_chunk::<4>()?;
    Some(u64::from_le_bytes(*said.first_chunk()?) ^ MASK)
}

/// The number of a segment among all that were ever written, if its head is whole.
pub(super) fn begun(segment: &[u8]) -> Option<u64> {
    let (crc, said) = segment.first_chunk::<SEGMENT_HEAD_LEN>()?.split_first_chunk::<4>()?;
    let is_whole = !u32::from_le_bytes(*crc) == crc32fast::hash(said);
    stands_at(segment).filter(|_| is_whole)?.checked_div(u64::try_from(SEGMENT_LEN).ok()?)
}

/// One of the messages that stand in a segment, one behind the other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message {
    /// The number of the segment for which it was written.
    pub(super) segment: u64,
    /// How many bytes it has, with its head.
    pub(super) len: usize,
}

impl Message {
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.get(NUMBERS_AT..)?;
        let content = number(&mut rest)?;
        let segment = number(&mut rest)?;
        let _page = number(&mut rest)?;
        let head = bytes.len().checked_sub(rest.len())?;
        Some(Self { segment, len: head.checked_add(usize::try_from(content).ok()?)? })
    }
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
