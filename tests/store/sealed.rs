//! Sealed bodies on disk: where they lie, what destroys them, what damage to them is found. Method: real
//! ledgers, whose file `sealed` is searched, cut, flipped bit by bit, and left behind by crashes.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use aoc_core::{Position, Record, Seal};
use aoc_store::{CheckedFrame, DamageKind, Error, EventLog, Frame, MemoryLog, RecordError, SledLog, verify};
use tempfile::TempDir;

use crate::state_machine::copy_dir;
use crate::support::{commit, name_of, with_persons};

/// A ledger of this many commits of three records, of which the third is sealed; closed.
fn ledger(commits: usize) -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let log = SledLog::create(&dir).unwrap();
    (0..commits).for_each(|_| grow(&log));
    (place, dir)
}

fn grow(log: &SledLog) {
    let head = log.head().unwrap();
    log.append(head, &Frame::of(&with_persons(commit(head, 3, 20))).unwrap()).unwrap();
}

fn sealed(dir: &Path) -> PathBuf {
    dir.join("sealed")
}

/// How often a text stands in the files of a directory, and in which.
pub(crate) fn found(dir: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(self::found(&path, text));
        } else {
            let bytes = fs::read(&path).unwrap();
            let hits = bytes.windows(text.len()).filter(|window| *window == text.as_bytes()).count();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            found.extend(std::iter::repeat_n(name, hits));
        }
    }
    found
}

fn records(log: &SledLog) -> Vec<Record> {
    let frames: Vec<Frame> = log.frames(Position::FIRST).unwrap().map(Result::unwrap).collect();
    frames.iter().flat_map(Frame::records).map(|view| view.unwrap().to_record().unwrap()).collect()
}

/// The positions that verification reports, with what it says of the first.
fn damages(dir: &Path) -> (Vec<u64>, Option<DamageKind>) {
    let log = SledLog::open(dir).unwrap();
    let damages = verify(&log, &mut |_| {}).unwrap().damages;
    let kind = damages.first().map(|damage| damage.what.clone());
    (damages.into_iter().map(|damage| damage.position.get()).collect(), kind)
}

#[test]
fn a_sealed_body_lies_in_one_place_and_is_gone_from_there() {
    let (_place, dir) = ledger(4);
    let (kept, gone) = (Position::new(3), Position::new(6));
    for position in [kept, gone] {
        assert_eq!(found(&dir, &name_of(position)), ["sealed"]);
    }
    assert_eq!(fs::metadata(sealed(&dir)).unwrap().permissions().mode() & 0o777, 0o600);
    let log = SledLog::open(&dir).unwrap();
    log.erase(&[gone]).unwrap();
    assert!(found(&dir, &name_of(gone)).is_empty(), "while the log is open");
    let said = records(&log);
    drop(log);
    assert!(found(&dir, &name_of(gone)).is_empty(), "once it is closed");
    assert_eq!(found(&dir, &name_of(kept)), ["sealed"]);
    let log = SledLog::open(&dir).unwrap();
    assert_eq!(records(&log), said);
    assert!(matches!(said[5].seal, Seal::Erased(_)) && matches!(said[2].seal, Seal::Sealed(_)));
    grow(&log);
    assert!(verify(&log, &mut |_| {}).unwrap().is_sound());
}

#[test]
fn a_frame_is_read_in_the_bytes_that_are_stored_with_the_sealed_bodies_beside_them() {
    let (_place, dir) = ledger(4);
    let log = SledLog::open(&dir).unwrap();
    let (kept, gone) = (Position::new(3), Position::new(6));
    log.erase(&[gone]).unwrap();
    let frames: Vec<Frame> = log.frames(Position::FIRST).unwrap().map(Result::unwrap).collect();
    for position in [kept, gone] {
        let name = name_of(position);
        let holds_name = |bytes: &[u8]| bytes.windows(name.len()).any(|window| window == name.as_bytes());
        let frame = frames.iter().find(|frame| (frame.first()..=frame.last()).contains(&position)).unwrap();
        assert!(!holds_name(frame.bytes()));
        let checked = CheckedFrame::of(frame);
        for view in [frame.record(position).unwrap().unwrap(), checked.record(position).unwrap().unwrap()] {
            assert_eq!(view.sidecar().is_some_and(holds_name), position == kept);
        }
    }
    // Copied to another log, frames take them along: an erased body is erased there, too, and not lost.
    let place = tempfile::tempdir().unwrap();
    let copy = SledLog::create(place.path().join("copy")).unwrap();
    for frame in &frames {
        copy.append(copy.head().unwrap(), std::slice::from_ref(frame)).unwrap();
    }
    assert!(verify(&copy, &mut |_| {}).unwrap().is_sound());
    drop(copy);
    let copy = SledLog::open(place.path().join("copy")).unwrap();
    assert!(verify(&copy, &mut |_| {}).unwrap().is_sound());
    let other = MemoryLog::new();
    other.append(Position::START, &frames[..1]).unwrap();
    assert_eq!(other.frame(kept).unwrap().as_ref(), Some(&frames[0]));
}

#[test]
fn law_9_every_bit_of_the_sealed_bodies_is_guarded() {
    let (_place, dir) = ledger(2);
    let log = SledLog::open(&dir).unwrap();
    log.erase(&[Position::new(6)]).unwrap();
    drop(log);
    let bytes = fs::read(sealed(&dir)).unwrap();
    let gone_at = bytes.windows(4).position(|window| window == b"gone").unwrap();
    // Bits of each byte in turn: every byte is hit, and every place in a byte.
    for (at, bit) in (0..bytes.len()).map(|at| (at, at % 8)) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << bit;
        fs::write(sealed(&dir), &flipped).unwrap();
        let (positions, _) = damages(&dir);
        let second = gone_at - 16..gone_at + 4;
        let expected: &[u64] = match at {
            at if at < second.start => &[3],
            at if second.contains(&at) => &[6],
            _ => &[], // zeros that tell nothing, and are zeros again when the log is opened
        };
        assert_eq!(positions, expected, "bit {bit} of byte {at}");
    }
    fs::write(sealed(&dir), &bytes).unwrap();
    assert_eq!(damages(&dir), (vec![], None));
}

#[test]
fn a_body_that_is_missing_is_damage_and_not_erased() {
    let (_place, dir) = ledger(3);
    let whole = fs::read(sealed(&dir)).unwrap();
    let log = SledLog::open(&dir).unwrap();
    log.erase(&[Position::new(3)]).unwrap();
    drop(log);
    let len = u64::try_from(whole.len()).unwrap();
    for left in [0, len / 3, len / 3 + 5, len / 3 + 60, len - 1] {
        let copy = dir.with_file_name(format!("left-{left}"));
        copy_dir(&dir, &copy);
        fs::File::options().write(true).open(sealed(&copy)).unwrap().set_len(left).unwrap();
        let (positions, kind) = damages(&copy);
        let expected: &[u64] = match left {
            0 => &[3, 6, 9],
            left if left < len / 3 * 2 => &[6, 9],
            _ => &[9],
        };
        assert_eq!(positions, expected, "{left} bytes are left");
        let missing =
            Error::Record { position: Position::new(positions[0]), cause: RecordError::BodyMissing };
        assert_eq!(kind, Some(DamageKind::Unreadable(missing)));
        // What was not lost is read, and the log goes on; nothing takes the place of what is lost.
        let log = SledLog::open(&copy).unwrap();
        grow(&log);
        drop(log);
        assert_eq!(damages(&copy).0, expected);
        let log = SledLog::open(&copy).unwrap();
        let frame = log.frame(Position::new(12)).unwrap().unwrap();
        let last = frame.record(Position::new(12)).unwrap().unwrap().to_record().unwrap();
        assert!(format!("{last:?}").contains(&name_of(Position::new(12))));
    }
    fs::remove_file(sealed(&dir)).unwrap();
    assert_eq!(damages(&dir).0, [3, 6, 9]);
}

#[test]
fn law_1_what_was_written_for_no_commit_is_cut_off() {
    let (_place, dir) = ledger(2);
    let before = fs::read(sealed(&dir)).unwrap();
    let longer = {
        let copy = dir.with_file_name("longer");
        copy_dir(&dir, &copy);
        grow(&SledLog::open(&copy).unwrap());
        fs::read(sealed(&copy)).unwrap()
    };
    assert!(longer.starts_with(&before) && longer.len() > before.len());
    let garbage = [&before[..], b"half of a"].concat();
    let zeros = [&before[..], &[0; 300]].concat();
    let mixed = [&garbage[..], &longer[before.len()..]].concat();
    let ends = [before.len() + 1, before.len() + 19, before.len() + 20, longer.len() - 1, longer.len()];
    let torn = ends.iter().map(|end| longer[..*end].to_vec());
    for left in torn.chain([garbage, zeros, mixed]) {
        fs::write(sealed(&dir), &left).unwrap();
        let log = SledLog::open(&dir).unwrap();
        assert_eq!(fs::read(sealed(&dir)).unwrap(), before, "{} bytes were left", left.len());
        assert!(verify(&log, &mut |_| {}).unwrap().is_sound());
        assert!(found(&dir, &name_of(Position::new(9))).is_empty(), "nobody knows of that commit");
    }
    grow(&SledLog::open(&dir).unwrap());
    assert_eq!(fs::read(sealed(&dir)).unwrap(), longer);
}

#[test]
fn law_2_an_erasure_that_was_cut_off_is_finished() {
    let (_place, dir) = ledger(2);
    let mut bytes = fs::read(sealed(&dir)).unwrap();
    // As a power cut leaves it between the two steps: said to be gone, half of it overwritten.
    bytes[16..20].copy_from_slice(b"gone");
    bytes[20..40].fill(0);
    fs::write(sealed(&dir), &bytes).unwrap();
    assert_eq!(found(&dir, &name_of(Position::new(3))), ["sealed"]);
    let log = SledLog::open(&dir).unwrap();
    assert!(found(&dir, &name_of(Position::new(3))).is_empty());
    assert!(matches!(records(&log)[2].seal, Seal::Erased(_)));
}

#[test]
fn law_2_an_erasure_that_was_torn_between_two_sectors_is_finished() {
    for torn in [b"gept", b"gopt", b"gont", b"kone", b"kene", b"kepe"] {
        let (_place, dir) = ledger(2);
        let mut bytes = fs::read(sealed(&dir)).unwrap();
        bytes[16..20].copy_from_slice(torn);
        fs::write(sealed(&dir), &bytes).unwrap();
        let log = SledLog::open(&dir).unwrap();
        assert!(found(&dir, &name_of(Position::new(3))).is_empty());
        assert_eq!(fs::read(sealed(&dir)).unwrap()[16..20], *b"gone");
        assert!(matches!(records(&log)[2].seal, Seal::Erased(_)));
        assert!(verify(&log, &mut |_| {}).unwrap().is_sound());
    }
}

#[test]
fn an_older_ledger_gets_its_file_when_it_is_opened() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let log = SledLog::create(&dir).unwrap();
    log.append(Position::START, &Frame::of(&commit(Position::START, 3, 9)).unwrap()).unwrap();
    drop(log);
    fs::remove_file(sealed(&dir)).unwrap();
    let log = SledLog::open(&dir).unwrap();
    assert_eq!(fs::metadata(sealed(&dir)).unwrap().permissions().mode() & 0o777, 0o600);
    grow(&log);
    drop(log);
    assert_eq!(damages(&dir), (vec![], None));
}
