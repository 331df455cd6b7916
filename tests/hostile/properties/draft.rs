//! Drafts as JSON Lines, put to a small book together.

use std::sync::OnceLock;

use aoc_core::{Book, Draft, Position, Screened, Timestamp, decide};
use aoc_store::Frame;

use super::made::recorded;

/// A draft is written as it was read. The book accepts drafts or says why not; what it accepts is recorded as it is.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut drafts = Vec::new();
    for line in text.lines() {
        let Ok(json) = serde_json::from_str(line) else { continue };
        match Draft::from_json(json) {
            Ok(draft) => drafts.push(draft),
            Err(error) => drop(error.to_string()),
        }
    }
    for draft in &drafts {
        let json = draft.to_json();
        let again = Draft::from_json(json.clone()).expect("what was read can be read again");
        assert_eq!((again.id(), again.to_json()), (draft.id(), json));
        assert_eq!(Screened::of(draft).id(), draft.id());
    }
    let records = match decide(book(), &drafts, Timestamp::from_micros(i64::MAX)) {
        Ok(records) => records,
        Err(rejections) => return drop(rejections.to_string()),
    };
    if records.is_empty() {
        return;
    }
    let frames = Frame::of(&records).expect("what was accepted can be written");
    let read = frames.iter().flat_map(Frame::records).map(|view| view.expect("whole").to_record());
    assert!(read.eq(records.iter().cloned().map(Ok)));
    for record in &records {
        let draft = Draft::of_record(record).expect("the draft of a record");
        assert_eq!(Draft::from_json(draft.to_json()).ok().as_ref(), Some(&draft));
    }
}

/// What the book holds before.
fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(|| {
        let (ledger, mut book) = (recorded(aoc_store::MemoryLog::new().into()), Book::default());
        let head = ledger.head().expect("a log in memory");
        for position in 1..=head.get() {
            book.append(&ledger.record_at(Position::new(position)).expect("a record"));
        }
        book
    })
}
