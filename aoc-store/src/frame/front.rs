//! Telling a frame that begins somewhere in other bytes.

use super::{Entry, FRAME_FORMAT, FRAME_LEN_MAX, FRAME_RECORDS_MAX, HAS_APART, HEAD_LEN, check, split};

/// How long the frame is that these bytes begin with, if they begin with one: its head and its table are whole. Most bytes
/// are told by the first four.
pub(crate) fn len_at_front(bytes: &[u8]) -> Option<usize> {
    let [version, flags, n0, n1] = *bytes.first_chunk()?;
    let count = u16::from_be_bytes([n0, n1]);
    let may_be = version == FRAME_FORMAT
        && flags & !HAS_APART == 0
        && (1..=FRAME_RECORDS_MAX).contains(&usize::from(count));
    let (table, _) = split(bytes, count).filter(|_| may_be)?;
    let start = HEAD_LEN.saturating_add(table.as_flattened().len());
    let len = table
        .iter()
        .map(Entry::read)
        .fold(start, |len, entry| len.saturating_add(entry.leaf_len).saturating_add(entry.beside_len()));
    let frame = bytes.get(..len).filter(|_| len <= FRAME_LEN_MAX)?;
    check(frame).ok().map(|_| len)
}
