//! Hostile files: of a ledger's directory into which somebody has put what he likes, reading takes the time that its length takes.

use std::fs;

use aoc_core::Position;
use aoc_store::{EventLog, Frame, Remains, Salvage, SledLog};

use crate::support::commit;

/// The checksum of the head of a frame.
fn crc32(bytes: &[u8]) -> u32 {
    let bit = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| bit(crc)))
}

#[test]
fn very_many_frames_that_claim_one_place_are_read_in_no_more_time_than_others() {
    const FRAMES: u32 = 200_000;
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let log = SledLog::create(&dir).unwrap();
    log.append(Position::START, &Frame::of(&commit(Position::START, 1, 5)).unwrap()).unwrap();
    let mut frame = log.frame(Position::FIRST).unwrap().unwrap().bytes().to_vec();
    drop(log);
    let mut bytes = fs::read(dir.join("db")).unwrap();
    for number in 0..FRAMES {
        // Version, flags, count and first position; checksum of these and of the table: length, checksum, length.
        frame[20..24].copy_from_slice(&number.to_be_bytes());
        let crc = crc32(&[&frame[..12], &frame[16..28]].concat());
        frame[12..16].copy_from_slice(&crc.to_be_bytes());
        bytes.extend_from_slice(&frame);
    }
    fs::write(dir.join("db"), bytes).unwrap();
    let began = std::time::Instant::now();
    let found = Salvage::of(&Remains::read(&dir).unwrap()).unwrap();
    // Each with each they would take minutes.
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
    assert_eq!(found.loss().head, Position::FIRST);
}

/// A ledger of which nothing is left but these frames, one behind the other, without anything that tells which is older.
fn salvaged(commits: &[Vec<aoc_core::Record>]) -> Position {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    drop(SledLog::create(&dir).unwrap());
    let frames = commits.iter().flat_map(|commit| Frame::of(commit).unwrap());
    let bytes = frames.fold(vec![0; 20], |bytes, frame| [&bytes, frame.bytes()].concat());
    fs::write(dir.join("db"), bytes).unwrap();
    Salvage::of(&Remains::read(&dir).unwrap()).unwrap().loss().head
}

#[test]
fn a_commit_that_was_recorded_before_the_one_it_stands_behind_is_no_part_of_the_ledger() {
    let (one, two) = (commit(Position::START, 3, 10), commit(Position::new(3), 2, 10));
    assert_eq!(salvaged(&[one.clone(), two.clone()]), Position::new(5));
    let mut stale = two;
    for record in &mut stale {
        record.recorded_at = one[0].recorded_at;
    }
    assert_eq!(salvaged(&[one, stale]), Position::new(3));
}

#[test]
fn a_commit_that_was_cut_off_hides_no_whole_one_whichever_seems_to_be_newer() {
    let whole = commit(Position::START, 3, 10);
    let mut cut = commit(Position::START, 300, 10);
    cut.truncate(280);
    for record in &mut cut {
        record.recorded_at = aoc_core::Timestamp::from_micros(1_800_000_000_000_000);
    }
    assert_eq!(salvaged(&[cut.clone(), whole.clone()]), Position::new(3));
    assert_eq!(salvaged(&[whole, cut]), Position::new(3));
}
