//! [`RecordView`] and [`encode_record`]: a record and its bytes, format version 1.
//!
//! The bytes of a record are the leaf of the Merkle tree and never change. `FORMAT.md` draws them.

mod bytes;
mod check;
mod encode;
mod error;
mod layout;
mod owned;
mod sidecar;

use aoc_core::{
    Bounds, CUSTOM_FROM, CodeListVersion, CommitEnd, Day, Entities, EntityId, EntityKind, Event, EventDate,
    EventId, Kind, Meta, Position, Qualifier, Relation, RuleSetVersion, SchemaVersion, Seal, SealDigest,
    Timestamp,
};
use uuid::Uuid;

pub use bytes::RecordBytes;
pub use encode::{encode_record, encode_sidecar};
pub use error::RecordError;
use layout::{ENTITY_LEN, HEADER_LEN, at};
pub(crate) use sidecar::Sidecar;

/// The version of the layout of records that this version of the library writes.
pub const RECORD_FORMAT: u8 = 1;

type Header = [u8; HEADER_LEN];

/// A record in its bytes: the header is read in place, body and meta are decoded when asked for.
///
/// ```
/// use aoc_core::{decide, Book, Citations, Draft, EventDate, Kind, PersonRegistered, Timestamp};
/// use aoc_store::{encode_record, RecordView};
/// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
/// let event = PersonRegistered { person: "sampaio".parse()?, names };
/// let draft = Draft::new(event, EventDate::UNKNOWN, Citations::uncited());
/// let records = decide(&Book::default(), &[draft], Timestamp::from_micros(0))?;
///
/// let bytes = encode_record(&records[0])?;
/// let view = RecordView::parse(&bytes)?;
/// assert_eq!(view.kind(), Kind::named("PersonRegistered").unwrap());
/// assert_eq!(view.to_record()?, records[0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct RecordView<'a> {
    bytes: &'a [u8],
    header: &'a Header,
    entities: &'a [[u8; ENTITY_LEN]],
    body: &'a [u8],
    meta: &'a [u8],
    sidecar: Sidecar<'a>,
}

impl<'a> RecordView<'a> {
    /// Reads the header and checks the lengths; decodes no body. Nothing stands beside the record: if it is
    /// sealed, its body was destroyed.
    ///
    /// Strict: only what [`encode_record`] writes is accepted, so that one record has one byte string.
    ///
    /// # Errors
    /// [`RecordError`]: what is wrong with the bytes. Never a panic, never an allocation.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, RecordError> {
        Self::parse_beside(bytes, Sidecar::None)
    }

    /// The same, with what stands beside the record.
    pub(crate) fn parse_beside(bytes: &'a [u8], sidecar: Sidecar<'a>) -> Result<Self, RecordError> {
        let view = Self::split(bytes, sidecar)?;
        view.check()?;
        Ok(view)
    }

    /// The same, of bytes that were read before and found good.
    #[inline]
    pub(crate) fn of_checked(bytes: &'a [u8], sidecar: Sidecar<'a>) -> Option<Self> {
        let (header, rest) = bytes.split_first_chunk::<HEADER_LEN>()?;
        let entities = usize::from(byte(header, at::CHANGED)).saturating_add(byte(header, at::NAMED).into());
        let (ids, rest) = rest.split_at_checked(entities.saturating_mul(ENTITY_LEN))?;
        let (body, meta) = rest.split_at_checked(length(header, at::BODY_LEN))?;
        Some(Self { bytes, header, entities: ids.as_chunks().0, body, meta, sidecar })
    }

    /// The same record, with what stands beside it.
    pub(crate) const fn beside(self, sidecar: Sidecar<'a>) -> Self {
        Self { sidecar, ..self }
    }

    fn split(bytes: &'a [u8], sidecar: Sidecar<'a>) -> Result<Self, RecordError> {
        let short = RecordError::TooShort { len: bytes.len() };
        match bytes.first() {
            None => return Err(short),
            Some(&RECORD_FORMAT) => {}
            Some(&version) if version > RECORD_FORMAT => return Err(RecordError::NewerVersion { version }),
            Some(_) => return Err(RecordError::Malformed { what: "the format version is 0" }),
        }
        let (header, rest) = bytes.split_first_chunk::<HEADER_LEN>().ok_or(short)?;
        let entities_len = usize::from(byte(header, at::CHANGED))
            .saturating_add(usize::from(byte(header, at::NAMED)))
            .saturating_mul(ENTITY_LEN);
        let body_len = length(header, at::BODY_LEN);
        let expected = entities_len.saturating_add(body_len).saturating_add(length(header, at::META_LEN));
        let split = rest
            .split_at_checked(entities_len)
            .filter(|_| rest.len() == expected)
            .and_then(|(ids, rest)| rest.split_at_checked(body_len).map(|(body, meta)| (ids, body, meta)));
        let Some((ids, body, meta)) = split else {
            let expected = expected.saturating_add(HEADER_LEN);
            return Err(RecordError::Length { expected, found: bytes.len() });
        };
        let (entities, _) = ids.as_chunks::<ENTITY_LEN>();
        Ok(Self { bytes, header, entities, body, meta, sidecar })
    }

    /// The record's bytes, the leaf of the Merkle tree.
    #[must_use]
    #[inline]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Its place in the log.
    #[must_use]
    #[inline]
    pub fn position(&self) -> Position {
        place(self.header, at::POSITION)
    }

    /// The place of its commit's first record.
    #[must_use]
    #[inline]
    pub fn commit(&self) -> Position {
        place(self.header, at::COMMIT)
    }

    /// Whether it ends its commit.
    #[must_use]
    #[inline]
    pub fn end(&self) -> CommitEnd {
        match byte(self.header, at::FLAGS) & layout::LAST_OF_COMMIT {
            0 => CommitEnd::Open,
            _ => CommitEnd::Last,
        }
    }

    /// The id that its draft was given.
    #[must_use]
    #[inline]
    pub fn id(&self) -> EventId {
        EventId::new(Uuid::from_bytes(field(self.header, at::ID)))
    }

    /// When its commit was recorded.
    #[must_use]
    #[inline]
    pub fn recorded_at(&self) -> Timestamp {
        Timestamp::from_micros(i64::from_be_bytes(field(self.header, at::RECORDED_AT)))
    }

    /// The first record of its fact; its own place for a new one.
    #[must_use]
    #[inline]
    pub fn origin(&self) -> Position {
        place(self.header, at::ORIGIN)
    }

    /// How it stands to earlier records.
    #[must_use]
    #[inline]
    pub fn relation(&self) -> Relation {
        let target = place(self.header, at::TARGET);
        match byte(self.header, at::RELATION) {
            layout::CORRECTION => Relation::Correction { target },
            layout::RETRACTION => Relation::Retraction { target },
            layout::CORROBORATION => Relation::Corroboration { target },
            _ => Relation::New,
        }
    }

    /// The fact (its first record) that it directly followed, where the source says so.
    #[must_use]
    #[inline]
    pub fn after(&self) -> Option<Position> {
        Some(place(self.header, at::ANCHOR)).filter(|anchor| *anchor != Position::START)
    }

    /// When it took effect.
    #[must_use]
    #[inline]
    pub fn date(&self) -> EventDate {
        let flags = byte(self.header, at::DATE_FLAGS);
        let start = Bounds {
            earliest: self.earliest(),
            latest: self.latest(),
            qualifier: Qualifier::from_bits(flags >> layout::START_QUALIFIER_SHIFT),
        };
        if flags & layout::DURATION == 0 {
            return EventDate::Moment(start);
        }
        let end = Bounds {
            earliest: day(self.header, at::END_EARLIEST),
            latest: day(self.header, at::END_LATEST),
            qualifier: Qualifier::from_bits(flags >> layout::END_QUALIFIER_SHIFT),
        };
        EventDate::Duration { start, end }
    }

    /// It did not take effect before this day.
    #[must_use]
    #[inline]
    pub fn earliest(&self) -> Day {
        day(self.header, at::START_EARLIEST)
    }

    /// It did not take effect after this day.
    #[must_use]
    #[inline]
    pub fn latest(&self) -> Day {
        day(self.header, at::START_LATEST)
    }

    /// Its kind: that of the fact for a retraction.
    #[must_use]
    #[inline]
    pub fn kind(&self) -> Kind {
        Kind::new(number(self.header, at::KIND))
    }

    /// The layout of its body.
    #[must_use]
    #[inline]
    pub fn schema(&self) -> SchemaVersion {
        SchemaVersion::new(number(self.header, at::SCHEMA))
    }

    /// Which rules judged it.
    #[must_use]
    pub fn rules(&self) -> RuleSetVersion {
        RuleSetVersion::new(number(self.header, at::RULES))
    }

    /// Which code lists it was checked against.
    #[must_use]
    pub fn codes(&self) -> CodeListVersion {
        CodeListVersion::new(number(self.header, at::CODES))
    }

    /// The entities to whose timelines it belongs; its own first.
    #[inline]
    pub fn changes(&self) -> impl Iterator<Item = EntityId> + use<'a> {
        self.entities.iter().take(byte(self.header, at::CHANGED).into()).filter_map(entity)
    }

    /// The entities it speaks of.
    #[inline]
    pub fn names(&self) -> impl Iterator<Item = EntityId> + use<'a> {
        self.entities.iter().skip(byte(self.header, at::CHANGED).into()).filter_map(entity)
    }

    /// Whether its body stands beside it, or was destroyed.
    #[must_use]
    #[inline]
    pub fn is_sealed(&self) -> bool {
        byte(self.header, at::FLAGS) & layout::SEALED != 0
    }

    /// Salt and body of a sealed record, unless they were destroyed.
    #[must_use]
    pub const fn sidecar(&self) -> Option<&'a [u8]> {
        match self.sidecar {
            Sidecar::Here(bytes) => Some(bytes),
            Sidecar::None | Sidecar::Apart { .. } => None,
        }
    }

    /// Where its body is. That of a sealed record is hashed.
    ///
    /// # Errors
    /// [`RecordError::SealBroken`] when it is not the one that was sealed; [`RecordError::BodyMissing`]
    /// when it is not there though it was not destroyed.
    pub fn seal(&self) -> Result<Seal, RecordError> {
        self.unsealed().map(|(seal, _)| seal)
    }

    /// The seal, and the body unless it was destroyed.
    fn unsealed(&self) -> Result<(Seal, Option<&'a [u8]>), RecordError> {
        match self.body.first_chunk() {
            Some(digest) if self.is_sealed() => self.sidecar.open(SealDigest::new(*digest)),
            _ => Ok((Seal::Open, Some(self.body))),
        }
    }

    /// Decodes the body: what happened; nothing for a retraction or a corroboration. Of a body that was
    /// destroyed, what the header tells.
    ///
    /// # Errors
    /// [`RecordError::Body`] when the kind or its layout is not known to this version or the bytes are
    /// not such a body; as [`RecordView::seal`]; [`RecordError::BodyErased`] when the kind says nothing
    /// without its body.
    pub fn event(&self) -> Result<Option<Event>, RecordError> {
        self.unsealed().and_then(|(_, body)| self.event_of(body))
    }

    fn event_of(&self, body: Option<&[u8]>) -> Result<Option<Event>, RecordError> {
        match self.relation() {
            Relation::Retraction { .. } | Relation::Corroboration { .. } => return Ok(None),
            Relation::New | Relation::Correction { .. } => {}
        }
        let (kind, custom) = (self.kind(), self.kind().code() >= CUSTOM_FROM);
        let Some(body) = body else {
            let redacted = Event::redacted(kind, &self.entities());
            return redacted.map(Some).ok_or(RecordError::BodyErased);
        };
        // An embedder's body is opaque: the header holds what it has to do with.
        let declared = if custom { self.entities() } else { Entities::default() };
        Ok(Some(Event::decode(kind, self.schema(), &declared, body)?))
    }

    /// Decodes what stands beside the event.
    ///
    /// # Errors
    /// [`RecordError::Meta`] when the bytes are something else.
    pub fn meta(&self) -> Result<Meta, RecordError> {
        Ok(Meta::decode(self.meta)?)
    }

    fn entities(&self) -> Entities {
        Entities { changes: self.changes().collect(), names: self.names().collect() }
    }
}

// `at` is always one of `layout::at`, which the length of the header covers: the compiler drops the
// branch, and a wrong constant shows in the first test.
#[inline]
fn field<const N: usize>(header: &Header, at: usize) -> [u8; N] {
    header.get(at..).and_then(|tail| tail.first_chunk::<N>()).copied().unwrap_or([0; N])
}

#[inline]
fn byte(header: &Header, at: usize) -> u8 {
    let [byte] = field(header, at);
    byte
}

#[inline]
fn number(header: &Header, at: usize) -> u16 {
    u16::from_be_bytes(field(header, at))
}

#[inline]
fn length(header: &Header, at: usize) -> usize {
    usize::try_from(u32::from_be_bytes(field(header, at))).unwrap_or(usize::MAX)
}

#[inline]
fn place(header: &Header, at: usize) -> Position {
    Position::new(u64::from_be_bytes(field(header, at)))
}

#[inline]
fn days(header: &Header, at: usize) -> i32 {
    i32::from_be_bytes(field(header, at))
}

#[inline]
fn day(header: &Header, at: usize) -> Day {
    // `parse` has refused every other number.
    Day::from_number(days(header, at)).unwrap_or(Day::PAST)
}

#[inline]
fn entity_code(id: &[u8; ENTITY_LEN]) -> u16 {
    id.first_chunk().map_or(0, |code| u16::from_be_bytes(*code))
}

#[inline]
fn entity(id: &[u8; ENTITY_LEN]) -> Option<EntityId> {
    let kind = EntityKind::from_code(entity_code(id))?;
    id.last_chunk().map(|uuid| EntityId::new(kind, Uuid::from_bytes(*uuid)))
}
