//! Archives as JSON Lines.

use aoc_core::Position;
use aoc_store::{EventLog, MemoryLog, export, import, verify};

/// An archive is taken in whole or up to its first fault; what was taken in is a sound log, and is exported as it was.
pub fn holds(bytes: &[u8]) {
    let log = MemoryLog::new();
    let imported = import(&mut &*bytes, &log, &mut |_| {});
    let head = log.head().expect("a log in memory");
    match imported {
        Ok(last) => assert_eq!(last, head),
        Err(error) => drop(error.to_string()),
    }
    if head == Position::START {
        return;
    }
    assert!(verify(&log, &mut |_| {}).expect("a log in memory").is_sound());
    let (mut first, mut second) = (Vec::new(), Vec::new());
    export(&log, &mut first, &mut |_| {}).expect("it is exported");
    let copy = MemoryLog::new();
    assert_eq!(import(&mut first.as_slice(), &copy, &mut |_| {}).expect("an archive of ours"), head);
    export(&copy, &mut second, &mut |_| {}).expect("it is exported");
    assert_eq!(first, second);
}
