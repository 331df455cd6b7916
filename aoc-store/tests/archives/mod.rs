//! Logs to archives and back, and what an error must say.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test target uses its own part, and stops where it cannot go on"
)]

use std::io::BufReader;

use aoc_core::{Position, Record};
use aoc_store::{ArchiveError, EventLog, Frame, MemoryLog, export, import, record_json};
use serde_json::Value;

pub(crate) fn log_of(commits: &[Vec<Record>]) -> MemoryLog {
    let log = MemoryLog::new();
    for commit in commits {
        log.append(log.head().unwrap(), &Frame::of(commit).unwrap()).unwrap();
    }
    log
}

/// Every record's position and bytes, in order.
pub(crate) fn leaves(log: &MemoryLog) -> Vec<(Position, Vec<u8>)> {
    let frames: Vec<Frame> = log.frames(Position::FIRST).unwrap().map(Result::unwrap).collect();
    let records = frames.iter().flat_map(|frame| frame.records().map(Result::unwrap));
    records.map(|view| (view.position(), view.bytes().to_vec())).collect()
}

pub(crate) fn exported(log: &MemoryLog) -> String {
    let mut text = Vec::new();
    export(log, &mut text, &mut |_| {}).unwrap();
    String::from_utf8(text).unwrap()
}

/// Imports a text; what comes of it, and the log.
pub(crate) fn imported(archive: &[u8]) -> (Result<Position, ArchiveError>, MemoryLog) {
    let log = MemoryLog::new();
    let mut small_reads = BufReader::with_capacity(7, archive);
    (import(&mut small_reads, &log, &mut |_| {}), log)
}

pub(crate) fn readable(log: &MemoryLog) -> Vec<Value> {
    let frames: Vec<Frame> = log.frames(Position::FIRST).unwrap().map(Result::unwrap).collect();
    let records = frames.iter().flat_map(|frame| frame.records().map(Result::unwrap));
    records.map(|view| record_json(&view.to_record().unwrap())).collect()
}

pub(crate) fn come_back(commits: &[Vec<Record>]) {
    let log = log_of(commits);
    let text = exported(&log);
    let (end, copy) = imported(text.as_bytes());
    assert_eq!(end.unwrap(), log.head().unwrap());
    assert_eq!(leaves(&copy), leaves(&log));
    assert_eq!(readable(&copy), readable(&log));
    assert_eq!(exported(&copy), text);
}

#[track_caller]
pub(crate) fn says((error, head): (ArchiveError, u64), expected: &str, recorded: u64) {
    assert!(error.to_string().starts_with(expected), "{error}\nexpected: {expected}");
    assert_eq!(head, recorded, "{error}");
}
