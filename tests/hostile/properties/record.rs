//! The bytes of a record.

use aoc_core::{Draft, SchemaVersion, Seal};
use aoc_store::{RecordView, encode_record, record_json};

/// Whatever can be read of a record is read; what is a record is written again and means the same.
pub fn holds(bytes: &[u8]) {
    let Ok(view) = RecordView::parse(bytes) else { return };
    let _ = (view.position(), view.commit(), view.end(), view.id(), view.recorded_at().to_string());
    let _ = (view.relation(), view.after(), view.date().to_string(), view.earliest(), view.latest());
    let _ = (view.kind().name(), view.schema(), view.rules(), view.codes(), view.seal());
    let _ = (view.changes().count(), view.names().count(), view.event(), view.meta(), view.entry());
    let heading = view.heading();
    let Ok(record) = view.to_record() else { return };
    let heading = heading.expect("the heading of what is read whole");
    assert_eq!(
        (heading.position, heading.id, heading.entities),
        (record.position, record.id, record.entities.clone())
    );
    if matches!(record.seal, Seal::Erased(_)) && record.schema != SchemaVersion::V1 {
        return; // its layout is not known, and need not be: nothing is left of it
    }
    let again = encode_record(&record).expect("what was read can be written");
    let read = RecordView::parse(&again).and_then(|view| view.to_record());
    assert_eq!(read.as_ref(), Ok(&record), "what was written means the same");
    let _ = record_json(&record).to_string();
    let _ = Draft::of_record(&record).map(|draft| draft.to_json());
}
