//! What a dishonest disk does to commits.

use aoc_core::{CommitEnd, Record, Seal, Timestamp};
use aoc_store::Frame;

/// The last commit says another time, as far as it can be written again.
pub(super) fn rewrite_last(frames: &mut Vec<Frame>) {
    let last = frames.iter().rposition(|frame| {
        frame
            .records()
            .next()
            .is_some_and(|first| first.is_ok_and(|first| first.commit() == first.position()))
    });
    let Some(first) = last else { return };
    let mut records = records(&frames[first..]);
    if records.iter().any(|record| matches!(record.seal, Seal::Erased(_))) {
        return;
    }
    for record in &mut records {
        record.recorded_at = Timestamp::from_micros(record.recorded_at.micros() + 1);
    }
    if let Ok(rewritten) = Frame::of(&records) {
        frames.truncate(first);
        frames.extend(rewritten);
    }
}

/// The front of a commit of several records.
pub(super) fn tear(commit: &[Frame]) -> Option<Vec<Frame>> {
    let mut records = records(commit);
    records.truncate(records.len() / 2);
    debug_assert!(records.iter().all(|record| record.end == CommitEnd::Open));
    Frame::of(&records).ok()
}

fn records(frames: &[Frame]) -> Vec<Record> {
    frames.iter().flat_map(Frame::records).map(|record| record.unwrap().to_record().unwrap()).collect()
}
