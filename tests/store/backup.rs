//! Backups: of a ledger that is written to meanwhile, caught up later, and used in its place when it is lost.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use aoc_core::{Position, Record};
use std::sync::Arc;

use aoc_store::{BackupError, EventLog, Evidence, Frame, MemoryLog, SigningKey, SledLog, backup, verify};

use crate::salvage::mixed_commit;
use crate::state_machine::copy_dir;
use crate::support::{commit, is_person, name_of, with_persons};

fn put(log: &dyn EventLog, records: &[Record]) {
    log.append(log.head().unwrap(), &Frame::of(records).unwrap()).unwrap();
}

/// The log holds the writer's commits up to a position, and nothing else.
fn holds_the_mixed_commits(log: &dyn EventLog, upto: Position) {
    assert!(verify(log, &mut |_| {}).unwrap().is_sound());
    let frames = log.frames(Position::FIRST).unwrap().map(Result::unwrap);
    let mut found = frames
        .flat_map(|frame| frame.records().map(|view| view.unwrap().to_record().unwrap()).collect::<Vec<_>>());
    let mut at = Position::START;
    while at < upto {
        for expected in mixed_commit(at) {
            at = expected.position;
            assert_eq!(found.next(), Some(expected));
        }
    }
    assert_eq!((at, found.next()), (upto, None));
}

#[test]
fn a_ledger_is_backed_up_again_and_again_while_it_is_written_to() {
    let place = tempfile::tempdir().unwrap();
    let (dir, copy) = (place.path().join("ledger"), place.path().join("copy"));
    let log = SledLog::create(&dir).unwrap();
    let done = AtomicBool::new(false);
    let write = || {
        while !done.load(Ordering::Relaxed) {
            put(&log, &mixed_commit(log.head().unwrap()));
        }
    };
    let held = std::thread::scope(|scope| {
        let writing = scope.spawn(write);
        let mut held = vec![Position::START];
        for _ in 0..8 {
            let to = if copy.exists() { SledLog::open(&copy) } else { SledLog::create(&copy) }.unwrap();
            let acknowledged = log.head().unwrap();
            let made = backup(&dir, &to, &mut |_| {}).unwrap();
            assert_eq!(Some(&made.before), held.last());
            assert!(made.tree.upto >= acknowledged, "what was acknowledged before is in it");
            holds_the_mixed_commits(&to, made.tree.upto);
            held.push(made.tree.upto);
        }
        done.store(true, Ordering::Relaxed);
        writing.join().unwrap();
        held
    });
    assert!(held[1] < held[held.len() - 1], "it was written to all the time: {held:?}");

    // The drill: the ledger is lost, the backup is moved to its place and goes on.
    drop(log);
    fs::remove_dir_all(&dir).unwrap();
    fs::rename(&copy, &dir).unwrap();
    let log = SledLog::open(&dir).unwrap();
    holds_the_mixed_commits(&log, *held.last().unwrap());
    put(&log, &mixed_commit(log.head().unwrap()));
    holds_the_mixed_commits(&log, log.head().unwrap());
}

fn holds(path: &Path, text: &str) -> bool {
    fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return holds(&path, text);
        }
        fs::read(path).unwrap().windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[test]
fn what_the_ledger_has_erased_is_erased_in_the_backup() {
    let place = tempfile::tempdir().unwrap();
    let (dir, copy) = (place.path().join("ledger"), place.path().join("copy"));
    let (log, to) = (SledLog::create(&dir).unwrap(), SledLog::create(&copy).unwrap());
    put(&log, &with_persons(commit(Position::START, 30, 40)));
    backup(&dir, &to, &mut |_| {}).unwrap();
    let (one, other) = (Position::new(9), Position::new(12));
    assert!(is_person(one) && is_person(other) && holds(&copy, &name_of(one)));
    log.erase(&[one]).unwrap();
    let made = backup(&dir, &to, &mut |_| {}).unwrap();
    assert_eq!(made.erased, 1);
    assert!(!holds(&copy, &name_of(one)) && holds(&copy, &name_of(other)));
    assert_eq!(backup(&dir, &to, &mut |_| {}).unwrap().erased, 0);
}

#[test]
fn a_body_that_the_ledger_has_lost_is_not_erased_in_the_backup() {
    let place = tempfile::tempdir().unwrap();
    let (dir, copy) = (place.path().join("ledger"), place.path().join("copy"));
    let (log, to) = (SledLog::create(&dir).unwrap(), SledLog::create(&copy).unwrap());
    put(&log, &with_persons(commit(Position::START, 30, 40)));
    backup(&dir, &to, &mut |_| {}).unwrap();
    let mut sealed = fs::read(dir.join("sealed")).unwrap();
    sealed[60] ^= 1;
    fs::write(dir.join("sealed"), sealed).unwrap();
    let error = backup(&dir, &to, &mut |_| {}).unwrap_err();
    assert_eq!(error, BackupError::Damaged { missing: Position::new(3) });
    assert!(holds(&copy, &name_of(Position::new(3))));
}

#[test]
fn a_ledger_that_forgets_what_was_signed_does_not_make_its_backup_forget_it() {
    let place = tempfile::tempdir().unwrap();
    let (dir, copy) = (place.path().join("ledger"), place.path().join("copy"));
    let key = SigningKey::of_secret(&"example.org/backup".parse().unwrap(), &[5; 32]);
    let issue = || {
        let log = SledLog::open(&dir).unwrap();
        put(&log, &commit(log.head().unwrap(), 3, 20));
        Evidence::of(Arc::new(log)).issue(&key, &mut |_| {}).unwrap();
        fs::read(dir.join("checkpoints")).unwrap()
    };
    drop(SledLog::create(&dir).unwrap());
    let (one, two) = (issue(), issue());
    let to = SledLog::create(&copy).unwrap();
    backup(&dir, &to, &mut |_| {}).unwrap();
    let remembered = || fs::read(copy.join("checkpoints")).unwrap();
    assert_eq!(remembered(), two);
    put(&SledLog::open(&dir).unwrap(), &commit(Position::new(6), 3, 20));

    fs::write(dir.join("checkpoints"), &two[..two.len() - 9]).unwrap();
    let error = backup(&dir, &to, &mut |_| {}).unwrap_err();
    assert!(matches!(error, BackupError::Checkpoints(_)), "{error}");
    assert_eq!((remembered(), to.head().unwrap()), (two.clone(), Position::new(6)), "it is as it was");
    for forgetful in [one, Vec::new()] {
        fs::write(dir.join("checkpoints"), forgetful).unwrap();
        backup(&dir, &to, &mut |_| {}).unwrap();
        assert_eq!(remembered(), two);
    }
    assert_eq!(to.head().unwrap(), Position::new(9));

    // What is damaged in the backup is mended, and what is new comes along.
    fs::write(copy.join("checkpoints"), "junk").unwrap();
    fs::write(dir.join("checkpoints"), &two).unwrap();
    backup(&dir, &to, &mut |_| {}).unwrap();
    assert_eq!(remembered(), two);
    let three = issue();
    backup(&dir, &to, &mut |_| {}).unwrap();
    assert_eq!(remembered(), three);
}

#[test]
fn another_ledger_and_one_that_goes_further_are_refused() {
    let place = tempfile::tempdir().unwrap();
    let (dir, copy) = (place.path().join("ledger"), place.path().join("copy"));
    let (log, to) = (SledLog::create(&dir).unwrap(), SledLog::create(&copy).unwrap());
    put(&to, &commit(Position::START, 2, 5));
    let ahead = BackupError::Ahead { backup: Position::new(2), ledger: Position::START };
    assert_eq!(backup(&dir, &to, &mut |_| {}).unwrap_err(), ahead);
    put(&log, &commit(Position::START, 3, 6));
    assert_eq!(backup(&dir, &to, &mut |_| {}).unwrap_err(), BackupError::Other { upto: Position::new(2) });
    assert_eq!(to.head().unwrap(), Position::new(2), "nothing was written to it");
}

#[test]
fn a_damaged_ledger_is_not_backed_up() {
    let place = tempfile::tempdir().unwrap();
    let (dir, copy) = (place.path().join("ledger"), place.path().join("copy"));
    let log = SledLog::create(&dir).unwrap();
    for _ in 0..30 {
        put(&log, &commit(log.head().unwrap(), 4, 50));
    }
    drop(log);
    let to = MemoryLog::new();
    backup(&dir, &to, &mut |_| {}).unwrap();
    let whole = fs::read(dir.join("db")).unwrap();
    fs::write(dir.join("db"), &whole[..whole.len() / 2]).unwrap();
    // Of the half that is left some may be enough for all.
    fs::write(dir.join("db"), vec![0; whole.len()]).unwrap();
    let fresh = SledLog::create(&copy).unwrap();
    let error = backup(&dir, &fresh, &mut |_| {}).unwrap_err();
    assert_eq!(error, BackupError::Damaged { missing: Position::FIRST });
    assert_eq!(fresh.head().unwrap(), Position::START);
    fs::write(dir.join("head"), "junk").unwrap();
    assert_eq!(backup(&dir, &fresh, &mut |_| {}).unwrap_err(), BackupError::Unknown);
}

#[test]
fn a_ledger_of_every_format_is_backed_up_as_it_is() {
    for version in 1..=3 {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("ledger");
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        copy_dir(&fixtures.join(format!("directory-{version}")), &dir);
        let to = MemoryLog::new();
        let made = backup(&dir, &to, &mut |_| {}).unwrap();
        let log = SledLog::open(&dir).unwrap();
        let head = log.head().unwrap();
        assert_eq!(
            (made.tree.upto, made.tree.root),
            (head, Evidence::root_of(&log, head).unwrap()),
            "{version}"
        );
        let bodies = |log: &dyn EventLog| -> Vec<bool> {
            let frames = log.frames(Position::FIRST).unwrap().map(Result::unwrap);
            frames
                .flat_map(|frame| {
                    frame.records().map(|view| view.unwrap().sidecar().is_some()).collect::<Vec<_>>()
                })
                .collect()
        };
        assert_eq!(bodies(&to), bodies(&log), "{version}");
    }
}
