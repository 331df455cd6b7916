//! Frames that no log writes, and frames that are just as full as they get. Method: heads with a checksum that fits, and
//! leaves that are no records, since a frame does not look into them.

use aoc_core::{Book, Citations, CustomEvent, Draft, EventDate, KindCode, Timestamp, decide};

use super::filling::{Filling, Part};
use super::*;
use crate::record::encode_record;

fn part(leaf: &[u8]) -> Part<'_> {
    Part { leaf, leaf_crc: crc32fast::hash(leaf), sidecar: Sidecar::None }
}

fn frame(first: Position, parts: impl IntoIterator<Item = Part<'static>>) -> Frame {
    let mut filling = Filling::new(first);
    parts.into_iter().for_each(|part| filling.add(part));
    filling.finish().unwrap()
}

/// A frame of leaves of one byte, with another head before its table.
fn forged(version: u8, flags: u8, count: u16, first: Position) -> Result<Frame, FrameError> {
    let entry = Entry { leaf_len: 1, leaf_crc: crc32fast::hash(b"x"), sidecar_len: 0 };
    let table = vec![entry.bytes(); count.into()];
    let mut bytes = vec![version, flags];
    bytes.extend_from_slice(&count.to_be_bytes());
    bytes.extend_from_slice(&first.get().to_be_bytes());
    bytes.extend_from_slice(&checksum(&bytes, &table).to_be_bytes());
    bytes.extend_from_slice(table.as_flattened());
    bytes.extend(std::iter::repeat_n(b'x', count.into()));
    Frame::parse(bytes)
}

#[test]
fn a_head_is_refused_whatever_its_checksum_says() {
    let most = u16::try_from(FRAME_RECORDS_MAX).unwrap();
    assert_eq!(forged(1, 0, most, Position::FIRST).unwrap().records().len(), FRAME_RECORDS_MAX);
    let heads = [
        (0, 0, 1, Position::FIRST),
        (1, HAS_APART, 1, Position::FIRST),
        (1, 0, 0, Position::FIRST),
        (1, 0, most.saturating_add(1), Position::FIRST),
        (1, 0, 1, Position::START),
        (1, 0, 1, Position::new(u64::MAX)),
    ];
    for (version, flags, count, first) in heads {
        let refused = forged(version, flags, count, first);
        assert!(
            matches!(refused, Err(FrameError::Malformed { .. })),
            "version {version}, flags {flags}, {count} records from {first}: {refused:?}"
        );
    }
}

#[test]
fn a_record_that_stands_elsewhere_than_it_says_is_refused() {
    let kind = KindCode::new(0x8001).unwrap();
    let event = CustomEvent { kind, changes: Vec::new(), names: Vec::new(), body: vec![7] };
    let draft = Draft::new(event, EventDate::UNKNOWN, Citations::uncited());
    let record = decide(&Book::default(), &[draft], Timestamp::from_micros(0)).unwrap().remove(0);
    let leaf = encode_record(&record).unwrap();
    let mut filling = Filling::new(Position::new(2));
    filling.add(part(&leaf));
    let frame = filling.finish().unwrap();
    let cause = RecordError::Misplaced { found: Position::FIRST };
    let misplaced = Error::Record { position: Position::new(2), cause };
    assert_eq!(frame.records().next().unwrap().unwrap_err(), misplaced);
    assert_eq!(CheckedFrame::of(&frame).record(Position::new(2)).unwrap().unwrap_err(), misplaced);
}

#[test]
fn frames_are_equal_by_place_and_records() {
    let one = || frame(Position::FIRST, [part(b"a"), part(b"b")]);
    assert_eq!(one(), one());
    assert_ne!(one(), frame(Position::FIRST, [part(b"a"), part(b"c")]));
    assert_ne!(one(), frame(Position::FIRST, [part(b"a")]));
    assert_ne!(one(), frame(Position::new(2), [part(b"a"), part(b"b")]));
    let apart = |len| Part { sidecar: Sidecar::Apart { len }, ..part(b"a") };
    assert_ne!(frame(Position::FIRST, [apart(3)]), frame(Position::FIRST, [apart(4)]));
}

#[test]
fn what_lies_between_two_positions_is_cut_out() {
    let whole = frame(Position::new(4), [part(b"d"), part(b"e"), part(b"f")]);
    let between = |from, to| whole.between(Position::new(from), Position::new(to)).unwrap();
    assert_eq!(between(1, 9), whole);
    assert_eq!(between(4, 6), whole);
    assert_eq!(between(5, 9), frame(Position::new(5), [part(b"e"), part(b"f")]));
    assert_eq!(between(1, 5), frame(Position::new(4), [part(b"d"), part(b"e")]));
    assert_eq!(between(5, 5), frame(Position::new(5), [part(b"e")]));
}

/// As many bytes as a record of them takes, with its line in the table.
const ROOM: usize = FRAME_LEN_MAX - HEAD_LEN - 2 * ENTRY_LEN;

/// As many records a frame as frames of a record each are joined to, whose second leaves nothing of `ROOM`, and takes
/// `more`; of the first or the second so much is kept apart.
fn joined(more: usize, apart: [u32; 2]) -> Vec<usize> {
    let first = vec![b'a'; 1000];
    let beside: usize = apart.iter().map(|len| usize::try_from(*len).unwrap()).sum();
    let second = vec![b'b'; ROOM - first.len() - beside + more];
    let sidecar = |len: u32| if len == 0 { Sidecar::None } else { Sidecar::Apart { len } };
    let of = |at, leaf, len| {
        let mut filling = Filling::new(at);
        filling.add(Part { sidecar: sidecar(len), ..part(leaf) });
        filling.finish().unwrap()
    };
    let frames = [of(Position::FIRST, &first, apart[0]), of(Position::new(2), &second, apart[1])];
    Frame::join(&frames).unwrap().iter().map(Frame::len).collect()
}

#[test]
fn frames_are_joined_up_to_the_last_byte_and_leave_room_for_what_is_kept_apart() {
    for apart in [[0, 0], [500, 0], [0, 500]] {
        assert_eq!(joined(0, apart), [2], "{apart:?} bytes apart");
        assert_eq!(joined(1, apart), [1, 1], "{apart:?} bytes apart");
    }
    let apart = frame(Position::FIRST, [Part { sidecar: Sidecar::Apart { len: 500 }, ..part(b"a") }]);
    assert_eq!(apart.whole_len(), apart.bytes().len() + 500);
}

#[test]
fn what_is_kept_apart_is_fetched_only_with_the_length_that_it_has() {
    let apart =
        || frame(Position::FIRST, [Part { sidecar: Sidecar::Apart { len: 3 }, ..part(b"a") }, part(b"b")]);
    let fetched = |at: u64, bytes: &[u8]| {
        let left: Left = Some(bytes.into());
        let len = u32::try_from(bytes.len()).unwrap();
        let frame = apart().fetching([(Position::new(at), len, left)].into_iter());
        frame.sidecars().map(|sidecar| sidecar.here().to_vec()).collect::<Vec<_>>()
    };
    assert_eq!(fetched(1, b"abc"), [&b"abc"[..], b""]);
    assert_eq!(fetched(1, b"abcd"), [b"", b""]);
    assert_eq!(fetched(2, b"abc"), [b"", b""]);
    assert_eq!(fetched(3, b"abc"), [b"", b""]);
}

#[test]
fn a_checked_frame_holds_its_own_positions() {
    let checked = CheckedFrame::of(&frame(Position::new(4), [part(b"d"), part(b"e")]));
    let held: Vec<u64> = (0..9).filter(|at| checked.holds(Position::new(*at))).collect();
    assert_eq!(held, [4, 5]);
}

#[test]
fn the_longest_record_fills_a_frame_to_the_last_byte() {
    let of_len = |len: usize| {
        let leaf = vec![b'a'; len];
        let mut filling = Filling::new(Position::FIRST);
        filling.add(part(&leaf));
        filling.finish().map(|frame| frame.bytes().len())
    };
    assert_eq!(of_len(RECORD_LEN_MAX), Ok(FRAME_LEN_MAX));
    assert_eq!(of_len(RECORD_LEN_MAX + 1), Err(FrameError::TooLong { len: FRAME_LEN_MAX + 1 }));
}
