//! A cache beside the log: it keeps what it is given, and losing it, spoiling it or failing to write it changes
//! nothing in the log.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use aoc_core::Position;
use aoc_store::{Cache, CacheName, Error, EventLog, Frame, MemoryLog, SledLog, verify};
use tempfile::TempDir;

use crate::support::commit;

fn ledger() -> (TempDir, PathBuf, SledLog) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let log = SledLog::create(&dir).unwrap();
    grow(&log);
    (place, dir, log)
}

fn grow(log: &SledLog) {
    let head = log.head().unwrap();
    log.append(head, &Frame::of(&commit(head, 3, 20)).unwrap()).unwrap();
}

fn name(text: &str) -> CacheName {
    text.parse().unwrap()
}

fn cache(log: &SledLog) -> &dyn Cache {
    log.cache().unwrap()
}

fn files(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_log_in_memory_has_none() {
    assert!(MemoryLog::new().cache().is_none());
}

#[test]
fn what_is_put_under_a_name_is_read_under_it() {
    let (_place, dir, log) = ledger();
    let (one, other) = (name("one"), name("other-2"));
    assert!(!dir.join("cache").exists(), "made when something is written");
    assert_eq!(cache(&log).read(&one).unwrap(), None);
    cache(&log).remove(&one).unwrap();
    cache(&log).append(&one, b"some").unwrap();
    cache(&log).append(&one, b"thing").unwrap();
    cache(&log).replace(&other, &[7; 10_000]).unwrap();
    assert_eq!(cache(&log).read(&one).unwrap().as_deref(), Some(&b"something"[..]));
    assert_eq!(cache(&log).read(&other).unwrap(), Some(vec![7; 10_000]));
    cache(&log).replace(&one, b"else").unwrap();
    drop(log);
    let log = SledLog::open(&dir).unwrap();
    assert_eq!(cache(&log).read(&one).unwrap().as_deref(), Some(&b"else"[..]));
    assert_eq!(files(&dir.join("cache")), ["one", "other-2"]);
    cache(&log).remove(&one).unwrap();
    assert_eq!(cache(&log).read(&one).unwrap(), None);
    assert_eq!(files(&dir.join("cache")), ["other-2"]);
}

#[test]
fn only_the_owner_can_read_it() {
    let (_place, dir, log) = ledger();
    cache(&log).append(&name("one"), b"1").unwrap();
    cache(&log).replace(&name("two"), b"2").unwrap();
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(dir.join("cache")), 0o700);
    assert_eq!((mode(dir.join("cache/one")), mode(dir.join("cache/two"))), (0o600, 0o600));
}

#[test]
fn a_name_is_no_path() {
    let long = "a".repeat(65);
    for text in ["", ".", "..", "../db", "a/b", "/db", "a.new", "A", "a b", "-a", "é", "a\0", &long] {
        let error = text.parse::<CacheName>().unwrap_err();
        assert!(error.to_string().contains("small letters, digits and hyphens"), "{error}");
    }
    for text in ["a", "1", "members-by-day", &long[1..]] {
        assert_eq!(name(text).to_string(), text);
    }
}

#[test]
fn law_5_without_it_and_with_a_spoilt_one_the_log_is_the_same() {
    let (_place, dir, log) = ledger();
    cache(&log).replace(&name("one"), b"1").unwrap();
    drop(log);
    let check = |records: u64| {
        let log = SledLog::open(&dir).unwrap();
        let report = verify(&log, &mut |_| {}).unwrap();
        assert!(report.is_sound() && report.records == records, "{report:?}");
        grow(&log);
        cache(&log).append(&name("one"), b"2").unwrap();
        assert!(cache(&log).read(&name("one")).unwrap().is_some_and(|bytes| bytes.ends_with(b"2")));
    };
    fs::remove_dir_all(dir.join("cache")).unwrap();
    check(3);
    // Left by a crash, or by somebody.
    fs::write(dir.join("cache/unfinished.new"), "half of").unwrap();
    fs::write(dir.join("cache/Strange.file"), "?").unwrap();
    fs::write(dir.join("cache/one"), [0; 5_000]).unwrap();
    fs::create_dir(dir.join("cache/a-directory")).unwrap();
    check(6);
    let log = SledLog::open(&dir).unwrap();
    fs::remove_dir_all(dir.join("cache")).unwrap(); // while the log is open
    cache(&log).replace(&name("one"), b"3").unwrap();
    assert_eq!(files(&dir.join("cache")), ["one"]);
}

#[test]
fn a_cache_that_fails_lets_the_log_go_on() {
    let (_place, dir, log) = ledger();
    fs::write(dir.join("cache"), "in the way").unwrap();
    let one = name("one");
    for failed in
        [cache(&log).append(&one, b"1"), cache(&log).replace(&one, b"1"), cache(&log).read(&one).map(drop)]
    {
        assert!(matches!(failed, Err(Error::Storage { .. })), "{failed:?}");
    }
    grow(&log);
    assert_eq!(log.head().unwrap(), Position::new(6));
    drop(log);
    assert!(verify(&SledLog::open(&dir).unwrap(), &mut |_| {}).unwrap().is_sound());
}
