//! Law 2 while frames are packed: cut off at any step, a packing loses nothing and repeats nothing. Method: the
//! directory is copied at every step and opened elsewhere, as after a crash.

mod damaged;
mod powercut;

use std::fs;
use std::path::Path;

use aoc_core::{Position, Record};

use super::SledLog;
use crate::frame::Frame;
use crate::log::EventLog;
use crate::log::directory::acknowledged_in;
use crate::log::engine::Tree;
use crate::log::recovery::{Found, prepare};
use crate::log::support::{commit, with_persons};
use crate::verify::verify;

/// So many wait for each other, in commits of 1 to 4 records.
const RECORDS: u64 = 1_020;

/// A log whose small frames are about to be packed, and its records.
fn nearly_due(dir: &Path) -> (SledLog, Vec<Record>) {
    let log = SledLog::create(dir).unwrap();
    let mut all = Vec::new();
    while log.head().unwrap() < Position::new(RECORDS) {
        let len = all.len() % 4 + 1;
        all.extend(keep(&log, len));
    }
    assert_eq!(len(&log, Tree::Blocks), 0);
    (log, all)
}

/// Appends a commit, and removes nothing that it causes to be packed.
fn keep(log: &SledLog, len: usize) -> Vec<Record> {
    let head = log.head().unwrap();
    let records = with_persons(commit(head, len, 30));
    let receipt = log.write(head, &Frame::of(&records).unwrap()).unwrap();
    log.end.sync(receipt.last, |frames| log.keep(frames)).unwrap();
    records
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
    // What comes next is small, and lies with the frames of commits; or it is not, and lies with those before in blocks.
    for next in [5, 600] {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("ledger");
        let (log, all) = nearly_due(&dir);
        let small = len(&log, Tree::Commits);
        let crashed = |name: &str| place.path().join(name);
        copy(&dir, &crashed("Before"));
        let more = keep(&log, next);
        let grown = [all.clone(), more].concat();
        check(&log, &grown);
        copy(&dir, &crashed("Synced"));
        let both = len(&log, Tree::Commits);
        log.clear();
        check(&log, &grown);
        let (blocks, left) = (len(&log, Tree::Blocks), len(&log, Tree::Commits));
        assert_eq!((both - small, left), if next == 5 { (1, 1) } else { (0, 0) });
        assert!(blocks <= 4 + next.div_ceil(100), "{blocks} blocks of {small} small frames");
        copy(&dir, &crashed("Removed"));
        log.engine.flush().unwrap();
        copy(&dir, &crashed("Flushed"));

        for name in ["Before", "Synced", "Removed", "Flushed"] {
            let log = SledLog::open(crashed(name)).unwrap();
            let (mut all, expected) =
                if name == "Before" { (all.clone(), (0, small)) } else { (grown.clone(), (blocks, left)) };
            check(&log, &all);
            assert_eq!((len(&log, Tree::Blocks), len(&log, Tree::Commits)), expected, "{name}");
            // The log goes on, and packs what comes together.
            for len in [next, 300] {
                all.extend(keep(&log, len));
                check(&log, &all);
            }
            log.clear();
            check(&log, &all);
            assert_eq!(len(&log, Tree::Commits), 0, "{name}");
            drop(log);
            check(&SledLog::open(crashed(name)).unwrap(), &all);
        }
    }
}

#[test]
fn law_2_small_frames_that_were_left_behind_go_when_the_log_is_opened() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let (log, mut all) = nearly_due(&dir);
    let firsts = all.iter().map(|record| record.commit).filter(|first| *first < Position::new(900));
    let mut small: Vec<Frame> = firsts.map(|first| log.frame(first).unwrap().unwrap()).collect();
    small.dedup();
    let small = log.sealed.keep(&small).unwrap(); // as the engine holds them
    all.extend(keep(&log, 5));
    log.clear();
    let left = len(&log, Tree::Commits);
    // As if the removal had been cut off in the middle.
    log.engine.insert(Tree::Commits, &small[200..]).unwrap();
    check(&log, &all);
    drop(log);
    let log = SledLog::open(&dir).unwrap();
    check(&log, &all);
    assert_eq!(len(&log, Tree::Commits), left);
}

/// Law 1: blocks hold what is acknowledged and, for a moment, what is not.
#[test]
fn law_1_nobody_reads_what_a_block_holds_before_it_is_acknowledged() {
    let place = tempfile::tempdir().unwrap();
    let (log, all) = nearly_due(&place.path().join("ledger"));
    let head = log.head().unwrap();
    let records = with_persons(commit(head, 600, 30));
    let receipt = log.write(head, &Frame::of(&records).unwrap()).unwrap();
    log.end
        .sync(receipt.last, |frames| {
            log.keep(frames)?;
            assert!(len(&log, Tree::Blocks) > 0);
            check(&log, &all);
            let frame = log.frame(head)?.unwrap();
            assert_eq!(frame.last(), head);
            Ok(())
        })
        .unwrap();
    check(&log, &[all, records].concat());
}

#[test]
fn what_blocks_do_not_hold_is_never_removed() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let (log, all) = nearly_due(&dir);
    let small = len(&log, Tree::Commits);
    // Blocks with other records than the small frames: something is wrong, and nothing may go.
    let strangers = Frame::of(&commit(Position::START, 200, 31)).unwrap();
    log.engine.insert(Tree::Blocks, &strangers).unwrap();
    drop(log);
    let log = SledLog::open(&dir).unwrap();
    assert_eq!(len(&log, Tree::Commits), small);
    assert_eq!(log.head().unwrap(), all.last().unwrap().position);
}

#[test]
fn what_was_closed_or_killed_is_opened_without_a_rehearsal() {
    let place = tempfile::tempdir().unwrap();
    let (dir, killed) = (place.path().join("ledger"), place.path().join("killed"));
    let is_unbroken = |dir: &Path| {
        let acknowledged = acknowledged_in(dir);
        assert!(acknowledged.is_some());
        prepare(dir, &dir.join("db"), acknowledged).unwrap() == Found::Unbroken
    };
    let (mut log, _) = nearly_due(&dir);
    for round in 0..6 {
        for len in [3, 6_000, 1, 900, 5] {
            keep(&log, len);
            log.clear();
        }
        copy(&dir, &killed);
        assert!(is_unbroken(&killed), "{round}");
        fs::remove_dir_all(&killed).unwrap();
        drop(log);
        assert!(is_unbroken(&dir), "{round}");
        log = SledLog::open(&dir).unwrap();
    }
    assert!(fs::metadata(dir.join("db")).unwrap().len() > 4 << 20, "it has more than one segment");
}
