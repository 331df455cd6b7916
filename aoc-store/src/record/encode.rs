//! [`encode_record`]: from a record to its bytes.

use aoc_core::{Bounds, CommitEnd, EntityId, Event, EventDate, Position, Qualifier, Record, Relation, Seal};

use super::layout::{self, ENTITY_LEN, HEADER_LEN};
use super::sidecar::{Sidecar, digest_of};
use super::{RECORD_FORMAT, RecordError, RecordView};
use crate::frame::RECORD_LEN_MAX;

/// From this length on, what was encoded is decoded again before it is accepted: the decoder's memory
/// limit counts a body's values in memory, which are up to eight times as long as in bytes.
const READ_BACK_FROM: usize = 7 * 1024;

/// Salt and body of a sealed record: what stands beside its bytes until it is destroyed. Nothing for any other.
#[must_use]
pub fn encode_sidecar(record: &Record) -> Option<Vec<u8>> {
    match (record.seal, &record.event) {
        (Seal::Sealed(salt), Some(event)) => Some([&salt.as_bytes()[..], &event.encode()].concat()),
        _ => None,
    }
}

/// The bytes of a record, for ever: what they say can be read back. Of a sealed body they hold only the digest;
/// see [`encode_sidecar`].
///
/// # Errors
/// [`RecordError`] when the record contradicts itself, is too long, names too many entities, or bears a
/// date that EDTF cannot say.
pub fn encode_record(record: &Record) -> Result<Vec<u8>, RecordError> {
    check(record)?;
    let sidecar = encode_sidecar(record);
    let body = body(record, sidecar.as_deref());
    let meta = record.meta.encode();
    let (changed, named) = (&record.entities.changes, &record.entities.names);
    let len = changed
        .len()
        .saturating_add(named.len())
        .saturating_mul(ENTITY_LEN)
        .saturating_add(HEADER_LEN)
        .saturating_add(body.len())
        .saturating_add(meta.len());
    let beside_len = sidecar.as_ref().map_or(0, Vec::len);
    let len_max = RECORD_LEN_MAX.saturating_sub(beside_len);
    let too_long = RecordError::TooLong { len, max: len_max };
    if len > len_max {
        return Err(too_long);
    }
    let mut bytes = Vec::with_capacity(len);
    let put = |bytes: &mut Vec<u8>, part: &[u8]| bytes.extend_from_slice(part);
    let (relation, target) = relation(record.relation);
    let (date_flags, bounds) = date(record.date);
    put(&mut bytes, &[RECORD_FORMAT, flags(record)]);
    put(&mut bytes, &record.kind.code().to_be_bytes());
    put(&mut bytes, &record.schema.get().to_be_bytes());
    put(&mut bytes, &[relation, date_flags]);
    let anchor = record.after.unwrap_or(Position::START);
    for place in [record.position, record.commit, record.origin, target, anchor] {
        put(&mut bytes, &place.get().to_be_bytes());
    }
    for day in bounds {
        put(&mut bytes, &day.to_be_bytes());
    }
    put(&mut bytes, &record.recorded_at.micros().to_be_bytes());
    put(&mut bytes, record.id.uuid().as_bytes());
    put(&mut bytes, &record.rules.get().to_be_bytes());
    put(&mut bytes, &record.codes.get().to_be_bytes());
    put(&mut bytes, &[count(changed)?, count(named)?, 0, 0]);
    for part in [&body, &meta] {
        put(&mut bytes, &u32::try_from(part.len()).map_err(|_| too_long.clone())?.to_be_bytes());
    }
    for entity in changed.iter().chain(named) {
        put(&mut bytes, &entity.kind().code().to_be_bytes());
        put(&mut bytes, entity.uuid().as_bytes());
    }
    put(&mut bytes, &body);
    put(&mut bytes, &meta);
    let view = RecordView::parse_beside(&bytes, sidecar.as_deref().map_or(Sidecar::None, Sidecar::Here))?;
    if body.len().max(meta.len()).max(beside_len) >= READ_BACK_FROM {
        match view.to_record() {
            Ok(back) if back == *record => {}
            Ok(_) => return Err(RecordError::NotReadBack { why: "it differs".into() }),
            Err(error) => return Err(RecordError::NotReadBack { why: error.to_string() }),
        }
    }
    Ok(bytes)
}

/// What stands in the record where an open one has its event.
fn body(record: &Record, sidecar: Option<&[u8]>) -> Vec<u8> {
    match (record.seal, sidecar) {
        (Seal::Erased(digest), _) => digest.as_bytes().to_vec(),
        (_, Some(sidecar)) => digest_of(sidecar).as_bytes().to_vec(),
        (_, None) => record.event.as_ref().map(Event::encode).unwrap_or_default(),
    }
}

fn flags(record: &Record) -> u8 {
    let end = match record.end {
        CommitEnd::Last => layout::LAST_OF_COMMIT,
        CommitEnd::Open => 0,
    };
    match record.seal {
        Seal::Open => end,
        Seal::Sealed(_) | Seal::Erased(_) => end | layout::SEALED,
    }
}

/// What the bytes alone could not show.
fn check(record: &Record) -> Result<(), RecordError> {
    let contradiction = |what| Err(RecordError::Contradiction { what });
    match (&record.event, record.relation) {
        (None, Relation::New | Relation::Correction { .. }) => {
            return contradiction("a fact without an event");
        }
        (Some(_), Relation::Retraction { .. } | Relation::Corroboration { .. }) => {
            return contradiction("a retraction or corroboration with an event");
        }
        _ => {}
    }
    if let Some(event) = &record.event {
        if event.kind() != record.kind || event.schema() != record.schema {
            return contradiction("its kind or schema is not its event's");
        }
        if event.entities() != record.entities {
            return Err(RecordError::Entities);
        }
        let is_redacted = Event::redacted(record.kind, &record.entities).as_ref() == Some(event);
        if is_redacted != matches!(record.seal, Seal::Erased(_)) {
            return contradiction("its event is there, but its seal says erased, or the other way round");
        }
    } else if record.seal != Seal::Open {
        return contradiction("a sealed record without an event");
    }
    if record.after == Some(Position::START) {
        return contradiction("it follows the place before the first record");
    }
    if !layout::is_edtf(record.date) {
        return Err(RecordError::Date { date: record.date });
    }
    Ok(())
}

fn count(entities: &[EntityId]) -> Result<u8, RecordError> {
    u8::try_from(entities.len()).map_err(|_| RecordError::TooManyEntities { count: entities.len() })
}

fn relation(relation: Relation) -> (u8, Position) {
    let code = match relation {
        Relation::New => layout::NEW,
        Relation::Correction { .. } => layout::CORRECTION,
        Relation::Retraction { .. } => layout::RETRACTION,
        Relation::Corroboration { .. } => layout::CORROBORATION,
    };
    (code, relation.target().unwrap_or(Position::START))
}

fn date(date: EventDate) -> (u8, [i32; 4]) {
    let days = |bounds: Bounds| [bounds.earliest.number(), bounds.latest.number()];
    let bits = |qualifier: Qualifier, shift: u8| layout::qualifier_bits(qualifier) << shift;
    match date {
        EventDate::Moment(bounds) => {
            let [earliest, latest] = days(bounds);
            (bits(bounds.qualifier, layout::START_QUALIFIER_SHIFT), [earliest, latest, 0, 0])
        }
        EventDate::Duration { start, end } => {
            let ([from, to], [end_from, end_to]) = (days(start), days(end));
            let flags = layout::DURATION
                | bits(start.qualifier, layout::START_QUALIFIER_SHIFT)
                | bits(end.qualifier, layout::END_QUALIFIER_SHIFT);
            (flags, [from, to, end_from, end_to])
        }
    }
}
