//! Commits that any process can make again, byte for byte: one writes them, another knows what must stand in the
//! ledger.

use aoc_core::{
    Citations, CodeListVersion, CommitEnd, CustomEvent, Event, EventDate, EventId, KindCode, Meta, Name,
    Names, PersonRegistered, Position, Record, Relation, RuleSetVersion, Salt, Seal, Timestamp,
};

/// An embedder's event with a body of this length.
pub(crate) fn event(body_len: usize, salt: u64) -> Event {
    let body = (0..).zip(0..body_len).map(|(at, _): (u64, _)| (at ^ salt).to_le_bytes()[0]).collect();
    let kind = KindCode::new(0x8001).expect("an embedder's kind");
    CustomEvent { kind, changes: Vec::new(), names: Vec::new(), body }.into()
}

/// A new fact at a place.
pub(crate) fn record(position: Position, commit: Position, end: CommitEnd, event: Event) -> Record {
    Record {
        position,
        commit,
        end,
        id: EventId::of_content(&position.get().to_be_bytes()),
        recorded_at: Timestamp::from_micros(1_700_000_000_000_000 + i64::try_from(commit.get()).unwrap_or(0)),
        origin: position,
        relation: Relation::New,
        after: None,
        date: EventDate::UNKNOWN,
        kind: event.kind(),
        schema: event.schema(),
        entities: event.entities(),
        event: Some(event),
        seal: Seal::Open,
        meta: Meta::new(Citations::uncited()),
        rules: RuleSetVersion::CURRENT,
        codes: CodeListVersion::CURRENT,
    }
}

/// The commit of `len` records behind `head`, each with a body of `body_len` bytes.
pub(crate) fn commit(head: Position, len: usize, body_len: usize) -> Vec<Record> {
    let first = head.next();
    (0..len)
        .map(|index| {
            let position = first.plus(index);
            let end = if index + 1 == len { CommitEnd::Last } else { CommitEnd::Open };
            record(position, first, end, event(body_len, position.get()))
        })
        .collect()
}

/// The name of the person whom the record at this place registers: it stands nowhere else.
pub(crate) fn name_of(position: Position) -> String {
    format!("Person number {position}.")
}

/// Whether [`with_persons`] seals the record at this place.
pub(crate) fn is_person(position: Position) -> bool {
    position.get().is_multiple_of(3)
}

/// The same commit, but every third place registers a person, sealed.
pub(crate) fn with_persons(mut records: Vec<Record>) -> Vec<Record> {
    for record in records.iter_mut().filter(|record| is_person(record.position)) {
        let slug = format!("person-{}", record.position);
        let name = Name {
            lang: "en".parse().expect("a language"),
            text: name_of(record.position).parse().expect("a text"),
        };
        let person = slug.parse().expect("a slug");
        let event = Event::from(PersonRegistered { person, names: Names::one(name).into() });
        (record.kind, record.entities) = (event.kind(), event.entities());
        let salt = record.position.get().to_be_bytes().repeat(4).try_into().expect("32 bytes");
        (record.event, record.seal) = (Some(event), Seal::Sealed(Salt::new(salt)));
    }
    records
}
