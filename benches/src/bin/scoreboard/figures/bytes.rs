//! The bytes of the records, without a ledger around them.

use std::fs::File;
use std::io::{Read, Write};

use aoc_core::Position;
use aoc_store::Frame;

use crate::runs::{megabytes_a_second, rate, sample, time};
use crate::site::Site;

/// How many samples a run has at most.
const SAMPLES: usize = 20;
/// How much is read at once.
const BUFFER: usize = 1 << 20;

fn frames(site: &mut Site) -> Vec<Frame> {
    let ledger = site.ledger();
    let frames = ledger.log().frames(Position::FIRST).expect("a readable log");
    frames.map(|frame| frame.expect("a whole frame")).collect()
}

/// Visits the bytes of every record.
fn each(frames: &[Frame], mut visit: impl FnMut(&[u8])) {
    for frame in frames {
        frame.records().for_each(|record| visit(record.expect("a whole record").bytes()));
    }
}

pub(super) fn read_file(site: &mut Site) -> Vec<f64> {
    let dir = site.fresh_dir();
    let path = dir.path().join("records");
    let mut file = File::create(&path).expect("a new file");
    let mut bytes = Vec::new();
    each(&frames(site), |record| bytes.extend_from_slice(record));
    file.write_all(&bytes).expect("a writable file");
    let mut buffer = vec![0; BUFFER];
    let mut read = || {
        let mut file = File::open(&path).expect("the file");
        let mut whole = 0;
        loop {
            match file.read(&mut buffer).expect("a readable file") {
                0 => return whole,
                part => whole += part,
            }
        }
    };
    sample(SAMPLES, || {
        let (took, whole) = time(&mut read);
        assert_eq!(whole, bytes.len(), "the whole file was read");
        megabytes_a_second(whole, took)
    })
}

pub(super) fn checksum(site: &mut Site) -> Vec<f64> {
    let (mut bytes, mut lengths) = (Vec::new(), Vec::new());
    each(&frames(site), |record| {
        bytes.extend_from_slice(record);
        lengths.push(record.len());
    });
    let sums = || {
        let mut rest = bytes.as_slice();
        lengths.iter().fold(0, |sums, len| {
            let (record, behind) = rest.split_at(*len);
            rest = behind;
            sums ^ crc32fast::hash(record)
        })
    };
    let all = sums();
    sample(SAMPLES, || {
        let (took, again) = time(sums);
        assert_eq!(again, all, "the same checksums");
        megabytes_a_second(bytes.len(), took)
    })
}

pub(super) fn decode(site: &mut Site) -> Vec<f64> {
    let frames = frames(site);
    let records: usize = frames.iter().map(Frame::len).sum();
    let decode = || {
        for frame in &frames {
            for record in frame.records() {
                std::hint::black_box(record.and_then(|record| {
                    record
                        .to_record()
                        .map_err(|cause| aoc_store::Error::Record { position: record.position(), cause })
                }))
                .expect("a whole record");
            }
        }
    };
    sample(SAMPLES, || rate(records, time(decode).0))
}
