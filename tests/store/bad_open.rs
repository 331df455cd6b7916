//! Every way in which opening, creating or writing a ledger can go wrong says what is wrong, where, and
//! what to do. Method: make it go wrong.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Error as IoError, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use aoc_core::Position;
use aoc_store::{AppendError, Error, EventLog, Fault, Frame, OpenError, SledLog, verify};
use tempfile::TempDir;

use crate::crash::neighbour;
use crate::support::commit;

/// A ledger with some records, closed.
fn ledger() -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let log = SledLog::create(&dir).unwrap();
    for _ in 0..40 {
        let head = log.head().unwrap();
        log.append(head, &Frame::of(&commit(head, 3, 50)).unwrap()).unwrap();
    }
    (place, dir)
}

fn says(error: &OpenError, words: &[&str]) {
    let text = error.to_string();
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn a_missing_directory() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("nowhere");
    let error = SledLog::open(&dir).unwrap_err();
    assert_eq!(error, OpenError::Missing { dir: dir.clone() });
    says(&error, &["no ledger at", "nowhere", "check the path"]);
    assert!(!dir.exists(), "opening creates nothing");
}

#[test]
fn a_directory_or_file_that_is_no_ledger() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("notes.txt"), "mine").unwrap();
    let error = SledLog::open(place.path()).unwrap_err();
    assert_eq!(error, OpenError::NotALedger { dir: place.path().to_owned() });
    says(&error, &["is not a ledger", "aoc-ledger"]);
    assert_eq!(files(place.path()), [place.path().join("notes.txt")], "opening creates nothing");
    let file = place.path().join("notes.txt");
    assert_eq!(SledLog::open(&file).unwrap_err(), OpenError::NotALedger { dir: file });
}

#[test]
fn creating_over_something_else() {
    let (_place, dir) = ledger();
    assert_eq!(SledLog::create(&dir).unwrap_err(), OpenError::Exists { dir: dir.clone() });
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("notes.txt"), "mine").unwrap();
    let error = SledLog::create(place.path()).unwrap_err();
    assert_eq!(error, OpenError::NotEmpty { dir: place.path().to_owned() });
    says(&error, &["is not empty", "new directory"]);
    assert!(SledLog::create(place.path().join("notes.txt")).is_err());
    assert!(SledLog::create(place.path().join("no/such/parent")).is_err());
    assert_eq!(files(place.path()).len(), 1);
}

#[test]
fn an_empty_directory_becomes_a_ledger() {
    let place = tempfile::tempdir().unwrap();
    drop(SledLog::create(place.path()).unwrap());
    assert_eq!(SledLog::open(place.path()).unwrap().head().unwrap(), Position::START);
}

#[test]
fn a_newer_format() {
    let (_place, dir) = ledger();
    fs::write(dir.join("aoc-ledger"), "aoc-ledger 7\n").unwrap();
    let error = SledLog::open(&dir).unwrap_err();
    assert_eq!(error, OpenError::Newer { dir: dir.clone(), found: 7, known: 3 });
    says(&error, &["format 7", "newer version"]);
    fs::write(dir.join("aoc-ledger"), [0xff, 0xfe, 0]).unwrap();
    says(&SledLog::open(&dir).unwrap_err(), &["is damaged", "aoc-ledger 3", "backup or archive"]);
}

#[test]
fn a_ledger_that_is_open_elsewhere() {
    let (_place, dir) = ledger();
    let mut child = neighbour("hold", &dir);
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "holding\n");
    let error = SledLog::open(&dir).unwrap_err();
    assert_eq!(error, OpenError::Locked { dir: dir.clone() });
    says(&error, &["open in another process", "close it there"]);
    drop(child.stdin.take());
    child.wait().unwrap();
    let log = SledLog::open(&dir).unwrap();
    assert_eq!(SledLog::open(&dir).unwrap_err(), OpenError::Locked { dir }, "also in the same process");
    drop(log);
}

#[test]
fn no_permission() {
    let (_place, dir) = ledger();
    let denied = IoError::from(ErrorKind::PermissionDenied);
    let error = OpenError::of_io(dir.join("db"), &denied);
    says(&error, &["no permission to open", "db", "owner of the ledger"]);
    assert!(matches!(error, OpenError::Denied { .. }));
    fs::set_permissions(dir.join("aoc-ledger"), fs::Permissions::from_mode(0o000)).unwrap();
    let is_root = File::open(dir.join("aoc-ledger")).is_ok();
    let opened = SledLog::open(&dir);
    if is_root {
        // Nothing is forbidden to root: the error was checked above, and the ledger opens.
        opened.unwrap();
    } else {
        assert!(matches!(opened.unwrap_err(), OpenError::Denied { .. }));
    }
}

#[test]
fn only_the_owner_can_read_it() {
    let (_place, dir) = ledger();
    let log = SledLog::open(&dir).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o700);
    for path in files(&dir) {
        let expected = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&path), expected, "{}", path.display());
    }
    drop(log);
}

#[test]
fn a_creation_that_was_cut_off_at_its_first_file() {
    let (_place, dir) = ledger();
    let marker = File::create(dir.join("aoc-ledger")).unwrap();
    marker.lock().unwrap();
    assert_eq!(SledLog::open(&dir).unwrap_err(), OpenError::Locked { dir: dir.clone() });
    drop(marker);
    let error = SledLog::open(&dir).unwrap_err();
    assert_eq!(error, OpenError::Incomplete { path: dir.join("aoc-ledger") });
    says(&error, &["cut off while it was created", "remove the directory and create it again"]);
}

#[test]
fn law_2_an_opening_that_was_cut_off_while_the_engine_wrote_its_snapshot() {
    for left in [&b""[..], b"half of it"] {
        let (_place, dir) = ledger();
        let unfinished = dir.join("snap.00000000000FFFFF.generating");
        fs::write(&unfinished, left).unwrap();
        let log = SledLog::open(&dir).unwrap();
        assert_eq!(log.head().unwrap(), Position::new(120));
        assert!(verify(&log, &mut |_| {}).unwrap().is_sound());
        assert!(!unfinished.exists());
    }
}

#[test]
fn a_file_that_is_missing_or_empty() {
    for name in ["db", "conf", "head"] {
        let (_place, dir) = ledger();
        fs::remove_file(dir.join(name)).unwrap();
        let before = files(&dir);
        let error = SledLog::open(&dir).unwrap_err();
        assert_eq!(error, OpenError::Incomplete { path: dir.join(name) });
        says(&error, &["is missing or empty", "backup or archive"]);
        assert_eq!(files(&dir), before, "opening creates nothing");
        File::create(dir.join(name)).unwrap();
        assert_eq!(SledLog::open(&dir).unwrap_err(), OpenError::Incomplete { path: dir.join(name) });
    }
}

#[test]
fn a_data_file_that_was_cut_off() {
    let (_place, dir) = ledger();
    let whole = fs::read(dir.join("db")).unwrap();
    let snapshots: Vec<_> =
        files(&dir).into_iter().filter(|path| path.to_string_lossy().contains("snap.")).collect();
    for keep in [20, 4_000, 9_000] {
        let (_place, copy) = copy(&dir);
        fs::write(copy.join("db"), &whole[..keep]).unwrap();
        let error = SledLog::open(&copy).unwrap_err();
        says(&error, &["restore it from a backup or archive"]);
        // The same without sled's own memory of how far it got.
        for snapshot in &snapshots {
            let _ = fs::remove_file(copy.join(snapshot.file_name().unwrap()));
        }
        fs::write(copy.join("db"), &whole[..keep]).unwrap();
        let error = SledLog::open(&copy).unwrap_err();
        says(&error, &["restore it from a backup or archive"]);
    }
}

#[test]
fn a_data_file_with_a_flipped_bit_is_refused() {
    let (_place, dir) = ledger();
    let fresh = flip_all_over(&dir, 40);
    // Opened again, sled has a snapshot of its own, and fails in another way.
    drop(SledLog::open(&dir).unwrap());
    let reopened = flip_all_over(&dir, 40);
    assert!(fresh.refused > 0 && reopened.refused > 0, "{fresh:?}, {reopened:?}");
}

#[test]
fn damage_that_the_engine_meets_only_when_it_reads_is_reported() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let log = SledLog::create(&dir).unwrap();
    for _ in 0..120 {
        let head = log.head().unwrap();
        log.append(head, &Frame::of(&commit(head, 2, 25_000)).unwrap()).unwrap();
    }
    drop(log);
    // With a snapshot, sled opens without reading the older segments.
    drop(SledLog::open(&dir).unwrap());
    let outcomes = flip_all_over(&dir, 12);
    assert!(outcomes.reported > 0, "{outcomes:?}");
}

#[derive(Debug, Default)]
struct Outcomes {
    refused: u32,
    reported: u32,
    harmless: u32,
}

/// Flips single bits in copies of a ledger, and sees that each is refused, reported or harmless.
fn flip_all_over(dir: &Path, steps: usize) -> Outcomes {
    let whole = fs::read(dir.join("db")).unwrap();
    let written = whole.iter().rposition(|byte| *byte != 0).unwrap();
    let (_place, good) = copy(dir);
    let good = frames(&good);
    let mut outcomes = Outcomes::default();
    for step in 0..steps {
        let (_place, copy) = copy(dir);
        let mut bytes = whole.clone();
        bytes[written * step / steps] ^= 0x10;
        fs::write(copy.join("db"), bytes).unwrap();
        let log = match SledLog::open(&copy) {
            Ok(log) => log,
            Err(error) => {
                says(&error, &["restore it from a backup or archive"]);
                outcomes.refused += 1;
                continue;
            }
        };
        let report = verify(&log, &mut |_| {}).unwrap();
        if report.is_sound() {
            // It hit what was superseded: everything is still there.
            drop(log);
            assert_eq!(frames(&copy), good);
            outcomes.harmless += 1;
        } else {
            // What can be read is read all the same, and reading what cannot ends with an error.
            assert!(report.records > 0 && report.damages[0].position > Position::START, "{report:?}");
            let results: Vec<_> = log.frames(Position::FIRST).unwrap().collect();
            assert_eq!(results.iter().filter(|frame| frame.is_err()).count(), 1);
            assert!(results.last().unwrap().is_err(), "the iterator ends behind the error");
            outcomes.reported += 1;
        }
    }
    outcomes
}

#[test]
fn a_damaged_snapshot_of_the_engine() {
    let (_place, dir) = ledger();
    drop(SledLog::open(&dir).unwrap());
    let snapshot = files(&dir).into_iter().find(|path| path.to_string_lossy().contains("snap.")).unwrap();
    let mut file = OpenOptions::new().read(true).write(true).open(&snapshot).unwrap();
    let mut byte = [0];
    file.read_exact(&mut byte).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    file.write_all(&[byte[0] ^ 1]).unwrap();
    says(&SledLog::open(&dir).unwrap_err(), &["is damaged", "backup or archive"]);
}

#[test]
fn blob_files_are_never_passed_over() {
    let (_place, dir) = ledger();
    let log = SledLog::open(&dir).unwrap();
    fs::write(dir.join("blobs/12345"), "x").unwrap();
    let head = log.head().unwrap();
    let error = log.append(head, &Frame::of(&commit(head, 1, 1)).unwrap()).unwrap_err();
    assert!(error.to_string().contains("blobs"), "{error}");
    assert!(matches!(error, AppendError::Unknown { .. }));
    assert_eq!(log.append(head, &[]).unwrap_err(), AppendError::Refused);
    assert_eq!(aoc_store::settle(&log, &[]).unwrap_err(), Error::Poisoned);
}

#[test]
fn law_2_all_who_share_a_sync_that_fails_hear_of_it() {
    let (_place, dir) = ledger();
    let log = SledLog::open(&dir).unwrap();
    let head = log.head().unwrap();
    let write = |end| log.write(end, &Frame::of(&commit(end, 1, 1)).unwrap());
    let receipts: Vec<_> = (0..4).map(|_| write(log.written().unwrap()).unwrap()).collect();
    fs::write(dir.join("blobs/12345"), "x").unwrap();
    let log = &log;
    let errors: Vec<_> = std::thread::scope(|scope| {
        let waiting: Vec<_> =
            receipts.iter().map(|receipt| scope.spawn(|| log.sync(receipt.last).unwrap_err())).collect();
        waiting.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(errors.iter().all(|error| *error == errors[0]), "{errors:?}");
    assert!(matches!(errors[0], Error::Storage { fault: Fault::Blobs { .. }, .. }), "{errors:?}");
    assert!(log.is_poisoned());
    assert_eq!(log.head().unwrap(), head, "nothing of it is acknowledged");
    assert_eq!(write(log.written().unwrap()).unwrap_err(), AppendError::Refused);
    log.sync(head).unwrap();
    assert!(verify(log, &mut |_| {}).unwrap().is_sound());
}

#[test]
fn no_more_room() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    drop(SledLog::create(&dir).unwrap());
    // A limit on the size of files stands for a full disk: the same call fails, with another number.
    let script =
        format!("trap '' XFSZ; ulimit -f 9000; exec {} fill {}", env!("CARGO_BIN_EXE_trials"), dir.display());
    let output = Command::new("bash").args(["-c", &script]).stdin(Stdio::null()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let heard = text.lines().filter_map(|line| line.strip_prefix("acknowledged ")).next_back().unwrap();
    let failed = text.lines().find(|line| line.starts_with("failed: ")).unwrap_or_else(|| panic!("{text}"));
    assert!(failed.contains("nothing that was acknowledged is lost"), "{failed}");
    assert!(failed.contains("open the ledger again"), "{failed}");
    assert!(text.contains("again: nothing was written: an earlier write to this log failed"), "{text}");
    let log = SledLog::open(&dir).unwrap();
    assert!(log.head().unwrap() >= Position::new(heard.parse().unwrap()));
    assert!(verify(&log, &mut |_| {}).unwrap().is_sound());
}

#[test]
fn what_the_system_says_becomes_a_fault_that_says_what_to_do() {
    let of = |kind: ErrorKind| Fault::of_io(&IoError::from(kind)).to_string();
    assert!(of(ErrorKind::StorageFull).contains("the disk is full"));
    assert!(of(ErrorKind::StorageFull).contains("nothing that was acknowledged is lost"));
    assert!(of(ErrorKind::QuotaExceeded).contains("the disk is full"));
    assert!(of(ErrorKind::FileTooLarge).contains("raise the limit"));
    assert!(of(ErrorKind::PermissionDenied).contains("owner of the ledger"));
    assert!(of(ErrorKind::UnexpectedEof).contains("damaged"));
    let broken = Fault::of_io(&IoError::from_raw_os_error(5)).to_string();
    assert!(broken.contains("see to the disk, then open the ledger again"), "{broken}");
    let full = IoError::from_raw_os_error(28);
    assert!(matches!(Fault::of_io(&full), Fault::DiskFull { .. }), "ENOSPC");
}

fn copy(dir: &Path) -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let copy = place.path().join("ledger");
    fs::create_dir_all(copy.join("blobs")).unwrap();
    for path in files(dir).into_iter().filter(|path| path.is_file()) {
        fs::copy(&path, copy.join(path.file_name().unwrap())).unwrap();
    }
    (place, copy)
}

fn frames(dir: &Path) -> Vec<Vec<u8>> {
    let log = SledLog::open(dir).unwrap();
    log.frames(Position::FIRST).unwrap().map(|frame| frame.unwrap().bytes().to_vec()).collect()
}
