//! The engine's own file damaged where the engine takes it for the end: the ledger is refused, or finds everything, and nothing that can
//! be read is written over. Method: a ledger of several segments that was closed, each of them damaged in each way.

use std::fs;
use std::path::Path;

use super::{copy, keep, nearly_due};
use crate::log::engine::SEGMENT_LEN;
use crate::log::recovery::{Found, prepare};
use crate::log::sled::SledLog;
use crate::log::{EventLog, OpenError, Remains};
use crate::salvage::{Loss, Salvage};
use crate::verify::verify;

fn loss(dir: &Path) -> Loss {
    Salvage::of(&Remains::read(dir).unwrap()).unwrap().loss().clone()
}

/// Damages each segment of a closed ledger, and opens it.
fn each_segment(damage: impl Fn(&mut [u8])) {
    let place = tempfile::tempdir().unwrap();
    let (dir, damaged) = (place.path().join("ledger"), place.path().join("damaged"));
    let (log, _) = nearly_due(&dir);
    for len in [6_000, 5, 6_000, 900, 6_000, 6_000, 6_000, 3, 6_000, 6_000, 7, 6_000, 3] {
        keep(&log, len);
        log.clear();
    }
    let head = log.head().unwrap();
    drop(log);
    let whole = fs::read(dir.join("db")).unwrap();
    assert!(whole.len() > 2 * SEGMENT_LEN, "it has more than two segments");
    for nth in 0..whole.len().div_ceil(SEGMENT_LEN) {
        copy(&dir, &damaged);
        let mut bytes = whole.clone();
        damage(bytes.chunks_mut(SEGMENT_LEN).nth(nth).unwrap());
        fs::write(damaged.join("db"), &bytes).unwrap();
        let before = loss(&damaged);
        match SledLog::open(&damaged) {
            Ok(log) => {
                assert_eq!(log.head().unwrap(), head, "{nth}");
                assert!(verify(&log, &mut |_| {}).unwrap().is_sound(), "{nth}");
            }
            Err(error) => {
                assert!(
                    matches!(error, OpenError::Lost { .. } | OpenError::Damaged { .. }),
                    "{nth}: {error}"
                );
                assert!(fs::read(damaged.join("db")).unwrap() == bytes, "{nth}: the file was written to");
                assert_eq!(loss(&damaged), before, "{nth}");
            }
        }
        fs::remove_dir_all(&damaged).unwrap();
    }
}

#[test]
fn a_segment_whose_head_is_zeros_is_not_cleared() {
    each_segment(|segment| segment[..20].fill(0));
}

#[test]
fn a_segment_whose_first_page_is_zeros_is_not_cleared() {
    each_segment(|segment| segment[..4096].fill(0));
}

#[test]
fn what_stands_behind_a_segment_that_is_gone_is_not_cleared() {
    each_segment(|segment| segment.fill(0));
}

#[test]
fn the_last_frame_is_not_cleared_if_only_one_of_its_records_is_damaged() {
    each_segment(|segment| {
        let last = segment.iter().rposition(|byte| *byte != 0).unwrap();
        segment[last - 10] ^= 1;
    });
}

/// The last message of each segment, wherever a frame begins in it.
#[test]
fn the_last_frame_is_not_cleared_if_only_the_engines_own_head_of_it_is_damaged() {
    each_segment(|segment| {
        let begins = |at: &usize| crate::frame::len_at_front(&segment[*at..]).is_some();
        let last = (0..segment.len()).rev().find(begins).unwrap();
        segment[last - 12] ^= 1;
    });
}

#[test]
fn a_copy_that_shares_its_bytes_is_salvaged_and_not_opened() {
    let place = tempfile::tempdir().unwrap();
    let (dir, shared) = (place.path().join("ledger"), place.path().join("shared"));
    let (log, all) = nearly_due(&dir);
    drop(log);
    fs::create_dir(&shared).unwrap();
    for entry in fs::read_dir(&dir).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        fs::hard_link(entry.path(), shared.join(entry.file_name())).unwrap();
    }
    assert!(matches!(SledLog::open(&shared), Err(OpenError::Foreign { .. })));
    assert_eq!(loss(&shared).head, all.last().unwrap().position);
}

#[test]
fn bytes_that_look_like_very_many_messages_are_not_all_looked_at() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let (log, all) = nearly_due(&dir);
    drop(log);
    let mut bytes = fs::read(dir.join("db")).unwrap();
    bytes.resize(SEGMENT_LEN, 0);
    let end = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 65;
    // Kind 1, a mebibyte long, of segment 0, page 0.
    let like = [1, 250, 0, 0, 16, 0];
    bytes[end..].chunks_exact_mut(like.len()).for_each(|chunk| chunk.copy_from_slice(&like));
    fs::write(dir.join("db"), &bytes).unwrap();
    let log_end = all.last().map(|record| record.position);
    // None of them is one: that it takes too long to tell is what is told.
    assert_eq!(prepare(&dir, &dir.join("db"), log_end).unwrap(), Found::Broken);
    assert_eq!(SledLog::open(&dir).unwrap().head().unwrap(), all.last().unwrap().position);
}
