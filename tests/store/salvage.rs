//! What can be read of a damaged ledger is salvaged into a new one, from the files alone or with an archive, and what cannot is named. Method:
//! damage it where it hurts, and compare with what was there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use aoc_core::{Position, Record};
use aoc_store::{
    Error, EventLog, Frame, MemoryLog, Remains, Salvage, SalvageError, SledLog, StoredFrames, verify,
};
use tempfile::TempDir;

use crate::state_machine::copy_dir;
use crate::support::{commit, is_person, with_persons};

/// The commit behind `head`, which follows from it: of 1 to 5 records, sometimes of 300, with persons.
pub(crate) fn mixed_commit(head: Position) -> Vec<Record> {
    let len = if head.get() % 211 == 7 { 300 } else { 1 + usize::try_from(head.get() % 5).unwrap_or(0) };
    with_persons(commit(head, len, 40))
}

/// A ledger of small commits, packed ones and big ones, with persons, opened more than once; and what is in it.
pub(crate) fn ledger() -> (TempDir, PathBuf, Vec<Record>) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    drop(SledLog::create(&dir).unwrap());
    let mut all = Vec::new();
    for round in 0..2 {
        let log = SledLog::open(&dir).unwrap();
        for _ in 0..160 {
            put(&log, mixed_commit(log.head().unwrap()), &mut all);
        }
        put(&log, with_persons(commit(log.head().unwrap(), 600 + round, 120)), &mut all);
    }
    (place, dir, all)
}

pub(crate) fn put(log: &dyn EventLog, records: Vec<Record>, all: &mut Vec<Record>) {
    log.append(log.head().unwrap(), &Frame::of(&records).unwrap()).unwrap();
    all.extend(records);
}

pub(crate) fn records(log: &dyn EventLog) -> Vec<Record> {
    let frames = log.frames(Position::FIRST).unwrap().map(Result::unwrap);
    frames
        .flat_map(|frame| frame.records().map(|view| view.unwrap().to_record().unwrap()).collect::<Vec<_>>())
        .collect()
}

/// Every file below a directory, and what is in it.
pub(crate) fn bytes_of(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(bytes_of(&path));
        } else {
            all.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    all
}

/// What is salvaged stands in a new ledger, which is sound but for lost bodies; the damaged one is as it was.
pub(crate) fn salvage(damaged: &Path, archive: Option<&dyn EventLog>) -> (Salvage, Vec<Record>) {
    let before = bytes_of(damaged);
    let mut remains = Remains::read(damaged).unwrap();
    if let Some(archive) = archive {
        remains.add_archive(archive).unwrap();
    }
    let salvage = Salvage::of(&remains).unwrap();
    let place = tempfile::tempdir().unwrap();
    let log = SledLog::create(place.path().join("new")).unwrap();
    let head = salvage.put_into(&log, &mut |_| {}).unwrap();
    assert_eq!(head.upto, salvage.loss().head);
    assert!(bytes_of(damaged) == before, "the damaged ledger was written to");
    assert!(verify(&log, &mut |_| {}).unwrap().is_sound());
    let found = records(&log);
    // It goes on.
    put(&log, commit(log.head().unwrap(), 3, 10), &mut Vec::new());
    (salvage, found)
}

pub(crate) fn without_bodies(records: &[Record], lost: &[Position]) -> Vec<Record> {
    let erase = |record: &Record| {
        let mut record = record.clone();
        if lost.contains(&record.position) {
            let digest = aoc_store::RecordBytes::of(&record).unwrap();
            let bare = aoc_store::RecordBytes::new(digest.leaf().to_vec(), None);
            record = bare.view().unwrap().to_record().unwrap();
        }
        record
    };
    records.iter().map(erase).collect()
}

#[test]
fn a_hole_is_named_and_what_stands_behind_it_comes_back_with_an_archive() {
    let (_place, dir, all) = ledger();
    // Of one frame, wherever it lies in the file, no byte is left.
    let log = SledLog::open(&dir).unwrap();
    let hit = Position::new(700);
    let frame = log.frame(hit).unwrap().unwrap();
    let (first, last) = (frame.first(), frame.last());
    drop(log);
    let mut bytes = fs::read(dir.join("db")).unwrap();
    let leaves: Vec<Vec<u8>> = frame.records().map(|view| view.unwrap().bytes().to_vec()).collect();
    for leaf in &leaves {
        let at: Vec<usize> = bytes
            .windows(leaf.len())
            .enumerate()
            .filter(|(_, window)| window == leaf)
            .map(|(at, _)| at)
            .collect();
        for at in at {
            bytes[at..at + leaf.len()].fill(0);
        }
    }
    fs::write(dir.join("db"), bytes).unwrap();

    let (salvage, found) = salvage(&dir, None);
    let loss = salvage.loss();
    // The commit that the hole tears apart goes, too.
    assert!(loss.head < first && loss.head.plus(1000) > first, "{loss:?}");
    assert_eq!(found, all[..found.len()]);
    assert_eq!(loss.missing, [first..=last]);
    let end = all.last().unwrap().position;
    assert_eq!(loss.stranded.last(), Some(&(last.next()..=end)), "{loss:?}");

    let archive = MemoryLog::new();
    let mut commits = all.chunk_by(|before, after| before.commit == after.commit);
    while archive.head().unwrap() < last {
        put(&archive, commits.next().unwrap().to_vec(), &mut Vec::new());
    }
    let (salvage, found) = self::salvage(&dir, Some(&archive));
    assert_eq!(found, all);
    assert!(!salvage.loss().is_any());
}

#[test]
fn an_archive_of_another_ledger_is_refused() {
    let (_place, dir, _) = ledger();
    let other = MemoryLog::new();
    put(&other, commit(Position::START, 3, 77), &mut Vec::new());
    let mut remains = Remains::read(&dir).unwrap();
    remains.add_archive(&other).unwrap();
    let error = Salvage::of(&remains).unwrap_err();
    assert_eq!(error, SalvageError::OtherArchive { position: Position::FIRST });
}

#[test]
fn an_archive_of_another_ledger_is_refused_also_where_the_beginning_cannot_be_read() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let log = SledLog::create(&dir).unwrap();
    let mut all = Vec::new();
    for _ in 0..9 {
        put(&log, commit(log.head().unwrap(), 7, 60), &mut all);
    }
    drop(log);
    let mut bytes = fs::read(dir.join("db")).unwrap();
    for record in &all[..7] {
        let leaf = aoc_store::RecordBytes::of(record).unwrap().leaf().to_vec();
        let at = (0..bytes.len() - leaf.len()).filter(|at| bytes[*at..].starts_with(&leaf));
        at.collect::<Vec<_>>().into_iter().for_each(|at| bytes[at..at + leaf.len()].fill(0));
    }
    fs::write(dir.join("db"), bytes).unwrap();
    // None of its commits but the first begins where one of the ledger's does, and it ends where one of them does.
    let other = MemoryLog::new();
    put(&other, commit(Position::START, 14, 77), &mut Vec::new());
    let mut remains = Remains::read(&dir).unwrap();
    remains.add_archive(&other).unwrap();
    let error = Salvage::of(&remains).unwrap_err();
    assert_eq!(error, SalvageError::OtherArchive { position: Position::new(8) });

    let archive = MemoryLog::new();
    put(&archive, all[..7].to_vec(), &mut Vec::new());
    put(&archive, all[7..14].to_vec(), &mut Vec::new());
    assert_eq!(salvage(&dir, Some(&archive)).1, all);
}

#[test]
fn what_was_erased_is_not_brought_back_by_an_archive() {
    let (_place, dir, all) = ledger();
    let person = all.iter().map(|record| record.position).find(|position| is_person(*position)).unwrap();
    let archive = MemoryLog::new();
    for commit in all.chunk_by(|before, after| before.commit == after.commit) {
        put(&archive, commit.to_vec(), &mut Vec::new());
    }
    SledLog::open(&dir).unwrap().erase(&[person]).unwrap();
    let (salvage, found) = salvage(&dir, Some(&archive));
    assert_eq!(found, without_bodies(&all, &[person]));
    assert!(!salvage.loss().is_any());
}

#[test]
fn of_two_records_in_one_place_the_one_that_was_written_later_counts() {
    // A commit that was never acknowledged, and cut off; then others took its place.
    let place = tempfile::tempdir().unwrap();
    let (copy, mut all) = (0..50).find_map(|round| cut_off(&place.path().join(round.to_string()))).unwrap();
    let log = SledLog::open(&copy).unwrap();
    for _ in 0..40 {
        put(&log, mixed_commit(log.head().unwrap()), &mut all);
    }
    drop(log);
    assert!(
        fs::read(copy.join("db")).unwrap().windows(64).any(|window| window == [0xEE; 64]),
        "it lies there still"
    );
    let (salvage, found) = salvage(&copy, None);
    assert_eq!(found, all);
    assert!(!salvage.loss().is_any(), "{:?}", salvage.loss());
}

/// A ledger as it is when the process dies in the middle of a big commit, between two portions, and what was acknowledged; nothing if
/// it did not come to that.
fn cut_off(place: &Path) -> Option<(PathBuf, Vec<Record>)> {
    let (dir, copy) = (place.join("ledger"), place.join("copy"));
    fs::create_dir(place).unwrap();
    let (log, mut all) = (SledLog::create(&dir).unwrap(), Vec::new());
    put(&log, commit(Position::START, 5, 100), &mut all);
    let mut big = commit(Position::new(5), 20_000, 90);
    for record in &mut big {
        let kind = aoc_core::KindCode::new(0x8001).unwrap();
        let body = vec![0xEE; 90];
        record.event =
            Some(aoc_core::CustomEvent { kind, changes: Vec::new(), names: Vec::new(), body }.into());
    }
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| log.append(Position::new(5), &Frame::of(&big).unwrap()).unwrap());
        while fs::metadata(dir.join("db")).unwrap().len() < 1 << 20 {
            std::thread::yield_now();
        }
        copy_dir(&dir, &copy);
        writing.join().unwrap();
    });
    let opened = SledLog::open(&copy).ok()?.head().unwrap();
    (opened == Position::new(5)).then_some((copy, all))
}

#[test]
fn nothing_is_salvaged_into_a_ledger_that_holds_records() {
    let (place, dir, _) = ledger();
    let salvage = Salvage::of(&Remains::read(&dir).unwrap()).unwrap();
    let log = SledLog::create(place.path().join("new")).unwrap();
    put(&log, commit(Position::START, 1, 1), &mut Vec::new());
    assert_eq!(salvage.put_into(&log, &mut |_| {}).unwrap_err(), SalvageError::Occupied);
}

/// A log that holds fewer records than it says.
#[derive(Debug)]
struct Short {
    log: MemoryLog,
    end: Position,
}

impl EventLog for Short {
    crate::delegation::pass_on!(head, written, write, sync, frame, wait);

    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, Error> {
        let end = self.end;
        Ok(Box::new(
            self.log.stored(from)?.take_while(move |stored| stored.as_ref().is_ok_and(|s| s.first() <= end)),
        ))
    }
}

#[test]
fn a_log_that_ends_before_its_head_says_so() {
    let log = MemoryLog::new();
    for _ in 0..5 {
        put(&log, commit(log.head().unwrap(), 2, 5), &mut Vec::new());
    }
    let short = Short { log, end: Position::new(7) };
    let mut frames = short.frames(Position::new(3)).unwrap().skip(3);
    let missing = Error::Gap { expected: Position::new(9), found: Position::new(8) };
    assert_eq!(frames.next(), Some(Err(missing)));
    assert_eq!(frames.next(), None);
    let missing = Error::Gap { expected: Position::new(9), found: Position::new(8) };
    assert_eq!(short.frames(Position::new(9)).unwrap().next(), Some(Err(missing)));
    assert_eq!(short.frames(Position::new(11)).unwrap().next(), None);
    assert!(!verify(&short, &mut |_| {}).unwrap().is_sound());
}
