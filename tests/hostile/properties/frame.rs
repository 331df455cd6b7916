//! What a log stores as one value. Checksums are made to fit, so that what lies behind them is reached.

use aoc_core::Position;
use aoc_store::{CheckedFrame, EventLog, Frame, MemoryLog, RecordBytes, RecordView, verify};

use super::made::crc32;

const HEAD_LEN: usize = 16;
const ENTRY_LEN: usize = 12;

/// A frame is read, as it is and with checksums that fit, or refused; a log takes it only if it is a commit.
pub fn holds(bytes: &[u8]) {
    read(bytes.to_vec());
    if let Some(fitted) = with_checksums(bytes) {
        read(fitted);
    }
}

fn read(bytes: Vec<u8>) {
    let Ok(frame) = Frame::parse(bytes) else { return };
    let checked = CheckedFrame::of(&frame);
    let mut copies = Vec::new();
    for (index, record) in frame.records().enumerate() {
        let position = frame.first().plus(index);
        let found = checked.record(position).expect("it holds its own records");
        assert_eq!(record.as_ref().ok().map(RecordView::bytes), found.as_ref().ok().map(RecordView::bytes));
        assert_eq!(
            record.as_ref().ok().and_then(RecordView::sidecar),
            found.as_ref().ok().and_then(RecordView::sidecar)
        );
        copies.extend(record.ok().and_then(|view| RecordBytes::copy_of(&view).ok()));
    }
    assert!(checked.record(frame.last().next()).is_none());
    if copies.len() == frame.len()
        && let Ok(again) = Frame::of_bytes(&copies)
    {
        assert_eq!(again.iter().flat_map(bytes_of).collect::<Vec<_>>(), bytes_of(&frame));
    }
    let log = MemoryLog::new();
    let _ = log.append(Position::START, &[frame]);
    let report = verify(&log, &mut |_| {}).expect("a log in memory is read");
    let _ = report.damages.iter().map(ToString::to_string).collect::<String>();
}

fn bytes_of(frame: &Frame) -> Vec<Vec<u8>> {
    frame.records().map(|view| view.expect("a copy of it was made").bytes().to_vec()).collect()
}

/// The same frame with the checksums of its head and of its leaves, as far as it has those.
fn with_checksums(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = bytes.to_vec();
    let count = usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?));
    let mut at = HEAD_LEN + count * ENTRY_LEN;
    bytes.get(..at)?;
    for entry in (HEAD_LEN..at).step_by(ENTRY_LEN) {
        let len = u32::from_be_bytes(bytes[entry..entry + 4].try_into().ok()?) as usize;
        let Some(leaf) = bytes.get(at..at.saturating_add(len)) else { break };
        let checksum = crc32(&[leaf]);
        bytes[entry + 4..entry + 8].copy_from_slice(&checksum.to_be_bytes());
        at += len;
    }
    let checksum = crc32(&[&bytes[..HEAD_LEN - 4], &bytes[HEAD_LEN..HEAD_LEN + count * ENTRY_LEN]]);
    bytes[HEAD_LEN - 4..HEAD_LEN].copy_from_slice(&checksum.to_be_bytes());
    Some(bytes)
}
