//! Small commits are packed into blocks, and nobody notices: not who reads meanwhile, not who opens a ledger
//! that an earlier version wrote. (What becomes of a packing that is cut off, the log's own tests show.)

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use aoc_core::{Position, Record, Seal};
use aoc_store::{EventLog, FRAME_RECORDS_MAX, Frame, SledLog, verify};

use crate::state_machine::copy_dir;
use crate::support::{commit, with_persons};

/// The storage engine's file grows by so much, once it was opened again.
const SEGMENT_LEN: u64 = 4 * 1024 * 1024;

/// Appends commits of these lengths, many to one sync, and gives the records.
fn grow(log: &SledLog, lens: impl IntoIterator<Item = usize>, body_len: usize) -> Vec<Record> {
    let mut all = Vec::new();
    for (turn, len) in (0..).zip(lens) {
        let records = with_persons(commit(log.written().unwrap(), len, body_len));
        log.write(log.written().unwrap(), &Frame::of(&records).unwrap()).unwrap();
        if turn % 9 == 0 {
            log.sync(log.written().unwrap()).unwrap();
        }
        all.extend(records);
    }
    log.sync(log.written().unwrap()).unwrap();
    all
}

fn frames(log: &SledLog) -> Vec<Frame> {
    log.frames(Position::FIRST).unwrap().map(Result::unwrap).collect()
}

fn records(log: &SledLog) -> Vec<Record> {
    frames(log).iter().flat_map(Frame::records).map(|view| view.unwrap().to_record().unwrap()).collect()
}

fn check(log: &SledLog, all: &[Record]) {
    assert!(records(log) == all, "not the records that were written");
    let report = verify(log, &mut |_| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.damages);
}

#[test]
fn law_6_small_commits_become_blocks_with_the_same_records() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let log = SledLog::create(&dir).unwrap();
    let all = grow(&log, (0..2_000).map(|turn| turn % 3 + 1), 30);
    check(&log, &all);
    let held = frames(&log);
    let blocks = held.iter().filter(|frame| frame.len() > 200).count();
    assert!(blocks >= 11 && held.len() < 150, "{blocks} of {} frames are blocks", held.len());
    for record in &all {
        let frame = log.frame(record.position).unwrap().unwrap();
        let read = frame.record(record.position).unwrap().unwrap().to_record().unwrap();
        assert_eq!(read, *record);
        let walked = log.frames(record.position).unwrap().next().unwrap().unwrap();
        assert_eq!(walked, frame);
    }
    // Sealed bodies are where they were.
    log.erase(&[Position::new(300)]).unwrap();
    let found = records(&log);
    assert!(matches!(found[299].seal, Seal::Erased(_)));
    assert!(found.iter().zip(&all).all(|(now, then)| now == then || now.position == Position::new(300)));
    drop(log);
    let log = SledLog::open(&dir).unwrap();
    check(&log, &found);
    let more = grow(&log, [1; 1_500], 30);
    check(&log, &[found, more].concat());
}

#[test]
fn what_is_nearly_full_stays_as_it_is() {
    let place = tempfile::tempdir().unwrap();
    let log = SledLog::create(place.path().join("ledger")).unwrap();
    for _ in 0..30 {
        let head = log.head().unwrap();
        log.append(head, &Frame::of(&commit(head, 1, 40_000)).unwrap()).unwrap();
    }
    let few = records(&log);
    let full = grow(&log, [FRAME_RECORDS_MAX; 8], 10);
    check(&log, &[few, full].concat());
    assert_eq!(frames(&log).len(), 30 + 8);
}

#[test]
fn law_6_long_records_are_packed_as_well() {
    let place = tempfile::tempdir().unwrap();
    let log = SledLog::create(place.path().join("ledger")).unwrap();
    let all = grow(&log, [1; 90], 9_000);
    check(&log, &all);
    assert!(frames(&log).len() < 30, "{}", frames(&log).len());
}

#[test]
fn laws_1_and_6_readers_notice_nothing_while_frames_are_packed() {
    let place = tempfile::tempdir().unwrap();
    let log = SledLog::create(place.path().join("ledger")).unwrap();
    let end = Position::new(9_000);
    thread::scope(|scope| {
        for from in [1, 700, 5_000].map(Position::new) {
            let log = &log;
            scope.spawn(move || {
                while log.head().unwrap() < end {
                    let head = log.head().unwrap();
                    // Frame by frame and slowly, so that what comes next is packed meanwhile.
                    let (mut due, mut last) = (None, None);
                    for frame in log.frames(from).unwrap() {
                        let frame = frame.unwrap();
                        for view in frame.records() {
                            let view = view.unwrap();
                            assert_eq!(view.position(), due.unwrap_or_else(|| view.position()), "each once");
                            (due, last) = (Some(view.position().next()), Some(view.end()));
                        }
                        thread::yield_now();
                    }
                    assert!(due.is_none_or(|due| due > head), "{due:?} of {head}");
                    assert!(last.is_none_or(|last| last == aoc_core::CommitEnd::Last), "half a commit");
                    if head > from {
                        let frame = log.frame(head).unwrap().unwrap();
                        assert_eq!(frame.record(head).unwrap().unwrap().position(), head);
                    }
                }
            });
        }
        scope.spawn(|| {
            while log.head().unwrap() < end {
                grow(&log, (0..40).map(|turn| if turn == 20 { 7 } else { 1 }), 20);
            }
        });
    });
    assert!(verify(&log, &mut |_| {}).unwrap().is_sound());
    assert!(frames(&log).len() < 250, "{}", frames(&log).len());
}

/// A copy of the ledger that an earlier version of the directory's format wrote.
fn earlier(place: &Path, version: u32) -> PathBuf {
    let dir = place.join("ledger");
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    copy_dir(&fixtures.join(format!("directory-{version}")), &dir);
    dir
}

#[test]
fn law_9_a_directory_of_an_earlier_version_opens_and_is_of_version_3_once_it_is_written_to() {
    // In version 2 the first five commits lie in blocks.
    let written: [(u32, &[usize]); 2] =
        [(1, &[1, 3, 2, 300, 1, 1, 4]), (2, &[64, 64, 1, 127, 3, 256, 1, 2, 1])];
    for (version, lens) in written {
        let place = tempfile::tempdir().unwrap();
        let dir = earlier(place.path(), version);
        let marker = || fs::read_to_string(dir.join("aoc-ledger")).unwrap();
        let mut all = Vec::new();
        for len in lens {
            all.extend(with_persons(commit(Position::START.plus(all.len()), *len, 9)));
        }
        check(&SledLog::open(&dir).unwrap(), &all);
        assert_eq!(marker(), format!("aoc-ledger {version}\n"), "an earlier version can still read it");
        let log = SledLog::open(&dir).unwrap();
        all.extend(grow(&log, [2; 10], 9));
        drop(log);
        assert_eq!(marker(), "aoc-ledger 3\n");
        let log = SledLog::open(&dir).unwrap();
        check(&log, &all);
        all.extend(grow(&log, [2; 600], 9));
        all.extend(grow(&log, [900; 3], 9));
        check(&log, &all);
        drop(log);
        check(&SledLog::open(&dir).unwrap(), &all);
    }
}

#[test]
fn a_log_takes_little_more_room_than_its_frames() {
    // Commits of one frame, of several, and of frames that hold few records.
    for (commits, len, body_len) in [(80, 200, 150), (20, 1_000, 150), (20, 30, 8_000)] {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("ledger");
        let log = SledLog::create(&dir).unwrap();
        let all = grow(&log, vec![len; commits], body_len);
        let frames_len: u64 =
            frames(&log).iter().map(|frame| u64::try_from(frame.bytes().len()).unwrap()).sum();
        drop(log);
        let file_len = || fs::metadata(dir.join("db")).unwrap().len();
        let (most, written) = (frames_len / 20 * 21 + 100_000, file_len());
        assert!(written < most, "{len} records a commit: {written} bytes for {frames_len}");
        check(&SledLog::open(&dir).unwrap(), &all);
        check(&SledLog::open(&dir).unwrap(), &all);
        // Opened, it ends with a whole segment.
        assert!(file_len() < most.next_multiple_of(SEGMENT_LEN), "reading makes it longer: {}", file_len());
    }
}

#[test]
fn a_new_directory_is_of_version_3() {
    let place = tempfile::tempdir().unwrap();
    drop(SledLog::create(place.path().join("ledger")).unwrap());
    assert_eq!(fs::read_to_string(place.path().join("ledger/aoc-ledger")).unwrap(), "aoc-ledger 3\n");
}
