//! The file in which a ledger keeps what can be erased.

use std::fs;
use std::path::Path;

use aoc_core::Position;
use aoc_store::{EventLog, SledLog, verify};

/// A ledger of three records, two of them sealed.
const LEDGER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/directory-2");
const FILES: [&str; 4] = ["aoc-ledger", "conf", "db", "head"];

/// A ledger with these bytes in the file's place is opened and verified, or refused; its records stay as they are.
pub fn holds(bytes: &[u8]) {
    let dir = tempfile::tempdir().expect("room on the disk");
    for file in FILES {
        fs::copy(Path::new(LEDGER).join(file), dir.path().join(file)).expect("room on the disk");
    }
    fs::write(dir.path().join("sealed"), bytes).expect("room on the disk");
    let log = match SledLog::open(dir.path()) {
        Ok(log) => log,
        Err(error) => return drop(error.to_string()),
    };
    let _ = verify(&log, &mut |_| {}).map(|report| report.is_sound());
    let frames = log.frames(Position::FIRST).expect("frames");
    for frame in frames.flatten() {
        for record in frame.records().flatten() {
            let _ = record.to_record().map_err(|error| error.to_string());
        }
    }
}
