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
