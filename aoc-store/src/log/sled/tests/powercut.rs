//! Law 2 while a big commit is written, portion by portion: after a power cut between any two, and in the middle of any, the log
//! opens with all that was acknowledged and nothing of the commit that was not.
//!
//! Method: the directory is copied when a portion was given to the system, before it is synced. All of it may be on the disk
//! then; or what was written over old places (the engine waited for that), but not what made the file longer.

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::{Path, PathBuf};

use aoc_core::{Position, Record};

use super::{check, copy, keep, nearly_due};
use crate::frame::Frame;
use crate::log::directory::Directory;
use crate::log::sled::SledLog;
use crate::log::support::{commit, with_persons};
use crate::log::{EventLog, OpenError};

const PAGE_LEN: usize = 4096;
const SEGMENT_LEN: usize = 4 * 1024 * 1024;

/// A place for the copies of a log.
struct Copies<'l> {
    log: &'l SledLog,
    to: &'l Path,
    count: Cell<usize>,
    /// The engine's file, as it is for certain.
    synced: RefCell<Vec<u8>>,
}

impl<'l> Copies<'l> {
    fn of(log: &'l SledLog, to: &'l Path) -> Self {
        log.sync_engine().unwrap();
        Self { log, to, count: Cell::new(0), synced: RefCell::new(data(log.dir())) }
    }

    /// Writes commits, and gives what each power cut leaves.
    fn keep(&self, commits: &[Vec<Record>]) -> Vec<PathBuf> {
        for records in commits {
            let written = self.log.written().unwrap();
            self.log.write(written, &Frame::of(records).unwrap()).unwrap();
        }
        let left = RefCell::new(Vec::new());
        let keep = |frames: &[Frame]| {
            let bare = Frame::join(&self.log.sealed.keep(frames).unwrap()).unwrap();
            self.log.packing.keep(&self.log.engine, bare, || {
                self.log.engine.flush()?;
                left.borrow_mut().extend(self.cut());
                self.log.sync_engine()?;
                *self.synced.borrow_mut() = data(self.log.dir());
                Ok(())
            })
        };
        self.log.end.sync(self.log.written().unwrap(), keep).unwrap();
        left.into_inner()
    }

    fn cut(&self) -> [PathBuf; 2] {
        let names = ["whole", "short"].map(|kind| self.to.join(format!("{kind}-{}", self.count.get())));
        self.count.set(self.count.get() + 1);
        for name in &names {
            copy(self.log.dir(), name);
        }
        let (synced, mut bytes) = (self.synced.borrow(), data(&names[1]));
        let changed = (0..bytes.len()).step_by(PAGE_LEN).filter(|at| {
            let page = |bytes: &[u8]| bytes.get(*at..bytes.len().min(at + PAGE_LEN)).map(<[u8]>::to_vec);
            page(&synced) != page(&bytes)
        });
        // What moves within less than a segment is durable before its old place is written over.
        let changed = changed.count() * PAGE_LEN;
        assert!(changed < SEGMENT_LEN, "a segment was written between two syncs");
        bytes.truncate(synced.len());
        fs::write(names[1].join("db"), bytes).unwrap();
        names
    }
}

fn data(dir: &Path) -> Vec<u8> {
    fs::read(dir.join("db")).unwrap()
}

fn persons(head: Position, len: usize, body_len: usize) -> Vec<Record> {
    with_persons(commit(head, len, body_len))
}

#[test]
fn law_2_a_big_commit_that_is_cut_off_between_any_two_portions_was_never_there() {
    let place = tempfile::tempdir().unwrap();
    let (log, all) = nearly_due(&place.path().join("ledger"));
    let copies = Copies::of(&log, place.path());
    let big = persons(log.head().unwrap(), 12_000, 300);
    let left = copies.keep(std::slice::from_ref(&big));
    assert!(left.len() > 8, "{} copies", left.len());
    let last = left.len() - 2;
    let mut unfinished = 0;
    for (nth, dir) in left.iter().enumerate() {
        let log = SledLog::open(dir).unwrap();
        if nth < last {
            assert_eq!(log.head().unwrap(), all.last().unwrap().position, "{}", dir.display());
        }
        unfinished += usize::from(log.head().unwrap() == all.last().unwrap().position);
        let mut found = if log.head().unwrap() == big.last().unwrap().position {
            [all.clone(), big.clone()].concat()
        } else {
            all.clone()
        };
        if nth % 5 == 0 || nth + 3 > last {
            check(&log, &found);
            // It goes on, with what is small and what is not, and opens again.
            for len in [2, 3_000, 1] {
                found.extend(keep(&log, len));
            }
            check(&log, &found);
            drop(log);
            check(&SledLog::open(dir).unwrap(), &found);
        }
    }
    assert!(unfinished >= last);
    log.clear();
    check(&log, &[all, big].concat());
}

#[test]
fn law_2_an_unfinished_commit_that_was_acknowledged_is_not_dropped() {
    let place = tempfile::tempdir().unwrap();
    let (log, all) = nearly_due(&place.path().join("ledger"));
    let head = all.last().unwrap().position;
    let left = Copies::of(&log, place.path()).keep(&[persons(head, 6_000, 300)]);
    let dir = &left[2];
    let acknowledged = head.plus(6_000);
    Directory::open(dir).unwrap().acknowledge(acknowledged);
    for _ in 0..2 {
        let error = SledLog::open(dir).unwrap_err();
        assert_eq!(error, OpenError::Lost { dir: dir.clone(), acknowledged, found: head });
    }
    // Nothing was lost by looking.
    Directory::open(dir).unwrap().acknowledge(head);
    check(&SledLog::open(dir).unwrap(), &all);
}

#[test]
fn law_2_a_turn_of_many_big_commits_is_cut_off_between_commits() {
    let place = tempfile::tempdir().unwrap();
    let (log, mut all) = nearly_due(&place.path().join("ledger"));
    let copies = Copies::of(&log, place.path());
    let mut commits = Vec::new();
    for _ in 0..4 {
        let head = commits
            .last()
            .map_or_else(|| log.head().unwrap(), |commit: &Vec<Record>| commit.last().unwrap().position);
        commits.push(persons(head, 2_500, 300));
    }
    let acknowledged = log.head().unwrap();
    let left = copies.keep(&commits);
    all.extend(commits.iter().flatten().cloned());
    assert!(left.len() > 8, "{} copies", left.len());
    let mut heads = Vec::new();
    for dir in &left {
        let log = SledLog::open(dir).unwrap();
        let head = log.head().unwrap();
        assert!(head == acknowledged || commits.iter().any(|commit| commit.last().unwrap().position == head));
        let found: Vec<Record> = all.iter().filter(|record| record.position <= head).cloned().collect();
        check(&log, &found);
        heads.push(head);
    }
    heads.dedup();
    assert!(heads.len() > 3, "{heads:?}");
}

/// The engine moves what is alive out of old segments, and writes over them: here in the middle of the big commit.
#[test]
fn law_2_a_power_cut_in_a_big_commit_loses_nothing_that_was_acknowledged() {
    for rounds in [57, 60, 63, 66] {
        let place = tempfile::tempdir().unwrap();
        let log = SledLog::create(place.path().join("ledger")).unwrap();
        let grow = |len: usize, body_len: usize| {
            let head = log.head().unwrap();
            log.append(head, &Frame::of(&commit(head, len, body_len)).unwrap()).unwrap();
        };
        for round in 0..rounds {
            (0..70).for_each(|_| grow(1, 300 + round % 7 * 100));
            grow(300, 60);
        }
        let head = log.head().unwrap();
        for dir in Copies::of(&log, place.path()).keep(&[commit(head, 65_000, 60)]) {
            let found = SledLog::open(&dir).map(|log| log.head().unwrap());
            let found =
                found.unwrap_or_else(|error| panic!("after {rounds} rounds, {}: {error}", dir.display()));
            assert!(found == head || found == head.plus(65_000), "{found}");
        }
    }
}
