//! The bodies of events, of every kind, and what stands beside them: a number of two bytes says which, 0 the latter.

use aoc_core::{Entities, Event, Kind, Meta, SchemaVersion};

/// What is read from a body is written as one that means the same; its JSON can be read, if not always as the same.
pub fn holds(bytes: &[u8]) {
    let Some((kind, body)) = bytes.split_first_chunk() else { return };
    match u16::from_be_bytes(*kind) {
        0 => meta(body),
        kind => event(Kind::new(kind), body),
    }
}

fn event(kind: Kind, body: &[u8]) {
    let event = match Event::decode(kind, SchemaVersion::V1, &Entities::default(), body) {
        Ok(event) => event,
        Err(error) => return drop(error.to_string()),
    };
    assert_eq!(event.kind(), kind);
    let again = Event::decode(kind, event.schema(), &event.entities(), &event.encode());
    assert_eq!(again.as_ref(), Ok(&event));
    let json = event.to_json();
    if let Ok(read) = Event::from_json(&kind.name(), &json) {
        assert_eq!(read.to_json(), json);
    }
    let _ = (event.rests_on(), event.role(), event.ends_with(), event.time_shape(), event.lanes());
    let _ = (event.title(), event.privacy(), Event::redacted(kind, &event.entities()));
}

fn meta(bytes: &[u8]) {
    let sources = Meta::decode_sources(bytes);
    let meta = match Meta::decode(bytes) {
        Ok(meta) => meta,
        Err(error) => return drop(error.to_string()),
    };
    let cited: Vec<_> = meta.citations.iter().map(|citation| citation.source).collect();
    assert_eq!(sources, Ok(cited));
    assert_eq!(Meta::decode(&meta.encode()), Ok(meta));
}
