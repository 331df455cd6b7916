//! [`Piece`]: what changed in a sector of a file; in the file of the storage engine in the order in which that wrote it.

use std::collections::BTreeSet;
use std::ops::Range;

/// What a disk writes at once, or not.
pub(super) const SECTOR_LEN: usize = 512;

/// Bytes of a file that changed, none of them in another sector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece(pub(super) Range<usize>);

/// What changed in a stretch of a file, sector by sector, from the first changed byte to the last.
pub(super) fn changed(before: &[u8], after: &[u8], stretch: Range<usize>) -> Vec<Piece> {
    let is_changed = |at: &usize| before.get(*at) != after.get(*at);
    let mut pieces = Vec::new();
    let mut at = stretch.start;
    while at < stretch.end {
        let sector = at..stretch.end.min((at / SECTOR_LEN + 1) * SECTOR_LEN);
        at = sector.end;
        if before.get(sector.clone()) == after.get(sector.clone()) {
            continue;
        }
        let (first, last) = (sector.clone().find(is_changed), sector.rev().find(is_changed));
        pieces.extend(first.zip(last).map(|(first, last)| Piece(first..last + 1)));
    }
    pieces
}

/// sled 0.34.7: its file is segments, in any order; each says where it stands in all that was ever written. FORMAT.md says more.
const SEGMENT_LEN: usize = 4 * 1024 * 1024;
const SEGMENT_HEAD_LEN: usize = 20;
const STANDS_AT: usize = 4;
const MASK: u64 = u64::MAX >> 1;
const KIND_AT: usize = 4;
const BATCH: u8 = 3;
const KIND_MAX: u8 = 11;
const NUMBERS_AT: usize = 5;

/// What changed in sled's file.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// In the order in which it was written, cut where each batch begins and ends: none of the parts was written across a sync.
    pub(super) parts: Vec<Vec<Piece>>,
    /// Segments in which nothing is alive any more, filled with zeros when sled opens, at last.
    pub(super) given_up: Vec<Piece>,
}

/// What changed in sled's file.
pub(super) fn written(before: &[u8], after: &[u8]) -> Written {
    let mut pieces: Vec<(u64, Piece)> = Vec::new();
    let (mut cuts, mut given_up) = (BTreeSet::new(), Vec::new());
    for base in (0..after.len()).step_by(SEGMENT_LEN) {
        let segment = base..after.len().min(base + SEGMENT_LEN);
        let changed = changed(before, after, segment.clone());
        if changed.is_empty() {
            continue;
        }
        let bytes = &after[segment];
        let Some(stands) = stands_at(bytes) else {
            given_up.extend(changed);
            continue;
        };
        batches(bytes, stands, &mut cuts);
        pieces.extend(changed.into_iter().map(|piece| (stands + offset(piece.0.start - base), piece)));
    }
    pieces.sort_by_key(|(stands, _)| *stands);
    let mut parts: Vec<Vec<Piece>> = Vec::new();
    let mut last = None;
    for (stands, piece) in pieces {
        for (stands, piece) in split(stands, piece, &cuts) {
            let part = cuts.range(..=stands).next_back().copied();
            match parts.last_mut().filter(|_| last == Some(part)) {
                Some(parts) => parts.push(piece),
                None => parts.push(vec![piece]),
            }
            last = Some(part);
        }
    }
    Written { parts, given_up }
}

fn offset(at: usize) -> u64 {
    u64::try_from(at).unwrap_or(u64::MAX)
}

/// A piece, cut where something begins in the middle of it.
fn split(stands: u64, Piece(Range { start, end }): Piece, cuts: &BTreeSet<u64>) -> Vec<(u64, Piece)> {
    let at = |stood: u64| usize::try_from(stood - stands).map_or(end, |ahead| start + ahead);
    let within = cuts.range(stands + 1..).copied().take_while(|cut| at(*cut) < end);
    let begins: Vec<u64> = std::iter::once(stands).chain(within).collect();
    let ends = begins.iter().skip(1).map(|cut| at(*cut)).chain([end]);
    begins.iter().zip(ends).map(|(begin, end)| (*begin, Piece(at(*begin)..end))).collect()
}

/// Where a segment stands in all that was ever written.
fn stands_at(segment: &[u8]) -> Option<u64> {
    let said = segment.get(STANDS_AT..)?.first_chunk()?;
    let stands = u64::from_le_bytes(*said) ^ MASK;
    stands.is_multiple_of(offset(SEGMENT_LEN)).then_some(stands)
}

/// Where the batches of a segment begin and end.
fn batches(segment: &[u8], stands: u64, cuts: &mut BTreeSet<u64>) {
    let mut at = SEGMENT_HEAD_LEN;
    while let Some(message) = segment.get(at..).and_then(|bytes| Message::read(bytes, stands)) {
        if message.kind == BATCH
            && let Some(last) = segment.get(at + message.content..).and_then(<[u8]>::first_chunk)
        {
            cuts.extend([stands + offset(at), u64::from_le_bytes(*last) + 1]);
        }
        at += message.len;
    }
}

/// One of the messages that stand in a segment, one behind the other.
struct Message {
    kind: u8,
    content: usize,
    len: usize,
}

impl Message {
    fn read(bytes: &[u8], stands: u64) -> Option<Self> {
        let kind = *bytes.get(KIND_AT)?;
        let mut rest = bytes.get(NUMBERS_AT..)?;
        let len = usize::try_from(number(&mut rest)?).ok()?;
        let segment = number(&mut rest)?;
        number(&mut rest)?;
        let content = bytes.len() - rest.len();
        let is_own = segment == stands / offset(SEGMENT_LEN) && (1..=KIND_MAX).contains(&kind);
        is_own.then_some(Self { kind, content, len: content + len })
    }
}

/// A number as sled writes it: in one byte up to 240, else in as many more as the first says.
fn number(rest: &mut &[u8]) -> Option<u64> {
    let (&first, behind) = rest.split_first()?;
    let len = match first {
        0..=240 => 0,
        241..=248 => 1,
        249 => 2,
        long => usize::from(long - 247),
    };
    let (digits, behind) = behind.split_at_checked(len)?;
    *rest = behind;
    let first = u64::from(first);
    Some(match *digits {
        [] => first,
        [low] => 240 + 256 * (first - 241) + u64::from(low),
        [high, low] => 2288 + 256 * u64::from(high) + u64::from(low),
        ref bytes => bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    })
}
