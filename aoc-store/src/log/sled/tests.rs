//! Law 2 while frames are packed: cut off at any step, a packing loses nothing and repeats nothing. Method: the
//! directory is copied at every step and opened elsewhere, as after a crash.

use std::fs;
use std::path::Path;

use aoc_core::{Position, Record};

use super::{SledLog, Step, Tree};
use crate::frame::Frame;
use crate::log::EventLog;
use crate::verify::verify;
use support::{commit, with_persons};

#[path = "../../../../tests/store/support.rs"]
#[expect(dead_code, reason = "shared with the tests of the store, which use more of it")]
mod support;

/// Enough for one packing, of commits of 1 to 4 records.
const RECORDS: u64 = 1_060;

/// A log whose small frames are due to be packed, and its records.
fn due(dir: &Path) -> (SledLog, Vec<Record>) {
    let log = SledLog::create(dir).unwrap();
    let mut all = Vec::new();
    while log.head().unwrap() < Position::new(RECORDS) {
        // One frame a commit: nothing is packed under way, for `sync` of the log is not called.
        let head = log.head().unwrap();
        let records = with_persons(commit(head, all.len() % 4 + 1, 30));
        let receipt = log.write(head, &Frame::of(&records).unwrap()).unwrap();
        log.end.sync(receipt.last, |frames| log.keep(frames)).unwrap();
        all.extend(records);
    }
    (log, all)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn records_of(frame: &Frame) -> Vec<Record> {
    frame.records().map(|view| view.unwrap().to_record().unwrap()).collect()
}

/// Every way of reading gives these records.
fn check(log: &SledLog, all: &[Record]) {
    let frames: Vec<Frame> = log.frames(Position::FIRST).unwrap().map(Result::unwrap).collect();
    assert_eq!(frames.iter().flat_map(records_of).collect::<Vec<_>>(), all);
    for (record, at) in all.iter().zip(1..).step_by(7) {
        let position = Position::new(at);
        let frame = log.frame(position).unwrap().unwrap();
        assert_eq!(frame.record(position).unwrap().unwrap().to_record().as_ref(), Ok(record));
        assert_eq!(log.frames(position).unwrap().next().unwrap().as_ref(), Ok(&frame));
    }
    let report = verify(log, &mut |_| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.damages);
    assert_eq!(log.head().unwrap(), all.last().unwrap().position);
}

fn len(log: &SledLog, tree: Tree) -> usize {
    let (mut count, mut at) = (0, Position::FIRST);
    while let Some(stored) = log.engine.first_from(tree, at).unwrap() {
        (count, at) = (count + 1, stored.first.next());
    }
    count
}

#[test]
fn law_2_a_packing_that_is_cut_off_anywhere_loses_nothing() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let (log, all) = due(&dir);
    let small = len(&log, Tree::Commits);
    check(&log, &all);
    let mut steps = Vec::new();
    let crashed = |name: &str| place.path().join(name);
    log.pack(&mut |step| {
        check(&log, &all);
        copy(&dir, &crashed(&format!("{step:?}")));
        steps.push(step);
    });
    assert_eq!(steps, [Step::Inserted, Step::Synced, Step::Removed]);
    check(&log, &all);
    let (blocks, left) = (len(&log, Tree::Blocks), len(&log, Tree::Commits));
    assert!(blocks <= 5 && left < 30, "{blocks} blocks, {left} small frames of {small}");
    log.engine.flush().unwrap();
    copy(&dir, &crashed("Flushed"));

    for (name, is_packed) in [("Inserted", false), ("Synced", true), ("Removed", true), ("Flushed", true)] {
        let log = SledLog::open(crashed(name)).unwrap();
        check(&log, &all);
        let expected = if is_packed { (blocks, left) } else { (0, small) };
        assert_eq!((len(&log, Tree::Blocks), len(&log, Tree::Commits)), expected, "{name}");
        // The log goes on, and packs what is due.
        let head = log.head().unwrap();
        let more = with_persons(commit(head, 2, 30));
        log.append(head, &Frame::of(&more).unwrap()).unwrap();
        let all = [all.clone(), more].concat();
        check(&log, &all);
        assert_eq!(len(&log, Tree::Blocks), blocks, "{name}");
        drop(log);
        check(&SledLog::open(crashed(name)).unwrap(), &all);
    }
}

#[test]
fn law_2_small_frames_that_were_left_behind_go_when_the_log_is_opened() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let (log, all) = due(&dir);
    let firsts = all.iter().map(|record| record.commit).filter(|first| *first < Position::new(900));
    let mut small: Vec<Frame> = firsts.map(|first| log.frame(first).unwrap().unwrap()).collect();
    small.dedup();
    let small = log.sealed.keep(&small).unwrap(); // as the engine holds them
    log.pack(&mut |_| {});
    let left = len(&log, Tree::Commits);
    // As if the removal had been cut off in the middle.
    log.engine.insert(Tree::Commits, &small[200..]).unwrap();
    check(&log, &all);
    drop(log);
    let log = SledLog::open(&dir).unwrap();
    check(&log, &all);
    assert_eq!(len(&log, Tree::Commits), left);
}

#[test]
fn what_blocks_do_not_hold_is_never_removed() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let (log, all) = due(&dir);
    let small = len(&log, Tree::Commits);
    // Blocks with other records than the small frames: something is wrong, and nothing may go.
    let strangers = Frame::of(&commit(Position::START, 200, 31)).unwrap();
    log.engine.insert(Tree::Blocks, &strangers).unwrap();
    drop(log);
    let log = SledLog::open(&dir).unwrap();
    assert_eq!(len(&log, Tree::Commits), small);
    assert_eq!(log.head().unwrap(), all.last().unwrap().position);
}
