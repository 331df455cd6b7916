//! [`Packed`]: what an index holds, as few bytes. `FORMAT.md` draws them.

mod reader;

use super::growth::{Line, Way};
use super::{Index, Place, Row, flag, place};
use crate::date::{Bounds, Qualifier};
use crate::day::{Day, Timestamp};
use crate::id::{EntityId, EntityKind, EventId, Position};
use crate::kind::Kind;
use crate::record::Relation;
use reader::Reader;

/// Bits of a record's first byte. The relation is in the lowest two, as in [`Row::flags`].
const ANCHORED: u8 = 1 << 2;
/// Its date has no first day.
const UNBOUNDED: u8 = 1 << 3;
/// Its date has no last day.
const ENDLESS: u8 = 1 << 4;
/// Its date is one day.
const ONE_DAY: u8 = 1 << 5;
/// What its source says of the date: two bits from here on.
const QUALIFIER_SHIFT: u8 = 6;

/// The fewest bytes that a record takes.
const RECORD_LEN_MIN: usize = 21;

/// How far an index was packed: where the next bytes begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Packed {
    upto: Position,
    /// How many entities the records up to there touch.
    entities: usize,
}

impl Packed {
    /// The last record that was packed.
    #[must_use]
    pub const fn upto(self) -> Position {
        self.upto
    }
}

/// Bytes are not packed headings that belong behind what an index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are not the packed headings of the records behind those of the index")]
pub struct NotPacked;

impl Index {
    /// How far an index was packed that was [unpacked](Index::unpack) as far as this one goes.
    #[must_use]
    pub fn packed(&self) -> Packed {
        Packed { upto: self.head(), entities: self.entities.len() }
    }

    /// Puts what is held of the records behind `from` up to `upto` behind `bytes`, and tells how far that goes: an
    /// index that holds what was packed before can [take it in](Index::unpack), much faster than headings.
    ///
    /// ```
    /// use aoc_core::{decide, Book, Citations, Draft, EventDate, Heading, Index, Packed, PersonId, PersonRegistered, Timestamp};
    /// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
    /// let person: PersonId = "sampaio".parse()?;
    /// let draft = Draft::new(PersonRegistered { person, names }, EventDate::UNKNOWN, Citations::uncited());
    /// let mut index = Index::default();
    /// for record in decide(&Book::default(), &[draft], Timestamp::from_micros(5))? {
    ///     index.push(&Heading::from(&record));
    /// }
    /// let mut bytes = Vec::new();
    /// let packed = index.pack(Packed::default(), index.head(), &mut bytes);
    /// assert_eq!(packed.upto(), index.head());
    ///
    /// let mut other = Index::default();
    /// other.unpack(&bytes, Timestamp::from_micros(5))?;
    /// assert!(other.changing(person.into()).eq(index.changing(person.into())));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pack(&self, from: Packed, upto: Position, bytes: &mut Vec<u8>) -> Packed {
        let upto = upto.min(self.head());
        let mut packed = from;
        let mut day = 0;
        put(bytes, upto.get().saturating_sub(from.upto.get()));
        while packed.upto < upto {
            let next = packed.upto.next();
            let Some(row) = self.row(next) else { break };
            self.pack_line(next, row, &mut day, bytes);
            packed.upto = next;
            for touch in self.touches_of(next, row) {
                let number = usize::try_from(touch.entity).unwrap_or(usize::MAX);
                put(bytes, touch.entity.into());
                if number == packed.entities
                    && let Some(entity) = self.entities.get_index(number)
                {
                    bytes.extend_from_slice(&entity.kind().code().to_be_bytes());
                    bytes.extend_from_slice(entity.uuid().as_bytes());
                    packed.entities = packed.entities.saturating_add(1);
                }
            }
        }
        packed
    }

    fn pack_line(&self, record: Position, row: &Row, day: &mut i32, bytes: &mut Vec<u8>) {
        let anchor = self.after(record);
        let (is_unbounded, is_endless) = (row.earliest == Day::PAST, row.latest == Day::FUTURE);
        let is_one_day = row.earliest == row.latest && !is_endless;
        let with = |flag: u8, is_set: bool| if is_set { flag } else { 0 };
        let relation = row.flags & flag::RELATION;
        let date = with(UNBOUNDED, is_unbounded) | with(ENDLESS, is_endless) | with(ONE_DAY, is_one_day);
        let qualifier = row.qualifier.bits() << QUALIFIER_SHIFT;
        bytes.push(relation | with(ANCHORED, anchor.is_some()) | date | qualifier);
        let id = place(record).and_then(|record| self.ids.get(record));
        bytes.extend_from_slice(id.map(EventId::uuid).unwrap_or_default().as_bytes());
        put(bytes, row.kind.code().into());
        if !is_unbounded {
            let number = row.earliest.number();
            put_signed(bytes, i64::from(number).saturating_sub((*day).into()));
            *day = number;
        }
        if !is_one_day && !is_endless {
            put_signed(bytes, i64::from(row.latest.number()).saturating_sub((*day).into()));
        }
        if relation != flag::NEW {
            put(bytes, self.target(record).unwrap_or_default().get());
        }
        if matches!(relation, flag::CORRECTION | flag::RETRACTION) {
            put(bytes, self.origin(record).unwrap_or_default().get());
        }
        if let Some(anchor) = anchor {
            put(bytes, anchor.get());
        }
        let sources = self.touches_of(record, row).len();
        let sources = sources.saturating_sub(row.changes.into()).saturating_sub(row.names.into());
        bytes.extend_from_slice(&[row.changes, row.names]);
        put(bytes, u64::try_from(sources).unwrap_or(u64::MAX));
    }

    /// Takes in records that were packed, and when the last of them was recorded. After an error the index is good for
    /// nothing: it may hold some of them.
    ///
    /// # Errors
    /// [`NotPacked`]. Bytes that were made up can make an index that no log has; whoever keeps some must know that
    /// they are whole.
    pub fn unpack(&mut self, bytes: &[u8], recorded_at: Timestamp) -> Result<(), NotPacked> {
        self.unpack_all(&mut Reader::of(bytes)).ok_or(NotPacked)?;
        self.recorded_at = Some(recorded_at);
        Ok(())
    }

    fn unpack_all(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        let count = usize::try_from(reader.number()?).ok()?;
        // What the bytes have no room for is not made room for.
        self.reserve(count.min(reader.len() / RECORD_LEN_MIN));
        let mut day = 0;
        for _ in 0..count {
            self.unpack_record(reader, &mut day)?;
        }
        (reader.len() == 0).then_some(())
    }

    fn unpack_record(&mut self, reader: &mut Reader<'_>, day: &mut i32) -> Option<()> {
        let line = self.unpack_line(reader, day)?;
        let record = self.begin(&line)?;
        for _ in 0..line.changes {
            self.unpack_touch(reader, record, Way::Changing)?;
        }
        for _ in 0..line.names {
            self.unpack_touch(reader, record, Way::Naming)?;
        }
        for _ in 0..line.sources {
            self.unpack_touch(reader, record, Way::Citing)?;
        }
        Some(())
    }

    fn unpack_line(&self, reader: &mut Reader<'_>, day: &mut i32) -> Option<Line> {
        let position = self.head().next();
        let flags = reader.byte()?;
        let id = EventId::new(reader.uuid()?);
        let kind = Kind::new(u16::try_from(reader.number()?).ok()?);
        let mut earliest = Day::PAST;
        if flags & UNBOUNDED == 0 {
            *day = i32::try_from(i64::from(*day).checked_add(reader.signed()?)?).ok()?;
            earliest = Day::from_number(*day)?;
        }
        let latest = match flags & (ENDLESS | ONE_DAY) {
            0 => Day::from_number(i32::try_from(i64::from(*day).checked_add(reader.signed()?)?).ok()?)?,
            ENDLESS => Day::FUTURE,
            ONE_DAY => earliest,
            _ => return None,
        };
        let effect = Bounds { earliest, latest, qualifier: Qualifier::from_bits(flags >> QUALIFIER_SHIFT) };
        let earlier =
            |found: Position| Some(found).filter(|found| Position::START < *found && *found < position);
        let (mut relation, mut origin) = (Relation::New, position);
        if flags & flag::RELATION != flag::NEW {
            let target = earlier(reader.position()?)?;
            relation = match flags & flag::RELATION {
                flag::CORRECTION => Relation::Correction { target },
                flag::RETRACTION => Relation::Retraction { target },
                _ => Relation::Corroboration { target },
            };
        }
        if relation.replaces().is_some() {
            origin = earlier(reader.position()?)?;
        }
        let after = if flags & ANCHORED == 0 { None } else { Some(reader.position()?) };
        let (changes, names) = (reader.byte()?, reader.byte()?);
        let sources = usize::try_from(reader.number()?).ok()?;
        Some(Line { position, id, origin, relation, after, effect, kind, changes, names, sources })
    }

    fn unpack_touch(&mut self, reader: &mut Reader<'_>, record: Place, way: Way) -> Option<()> {
        let number = usize::try_from(reader.number()?).ok()?;
        if number == self.entities.len() {
            let kind = EntityKind::from_code(reader.code()?)?;
            self.meet(EntityId::new(kind, reader.uuid()?));
        }
        self.touch(record, number, way).then_some(())
    }
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn put(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            return bytes.push(low & 0x7f);
        }
        bytes.push(low | 0x80);
    }
}

/// The sign in the lowest bit.
fn put_signed(bytes: &mut Vec<u8>, number: i64) {
    let sign = number >> 63;
    put(bytes, ((number << 1) ^ sign).cast_unsigned());
}
