//! [`Index`]: of every record what timelines and the order of effect need, and no bodies.

mod growth;
mod heading;
mod ids;
mod order;
mod packed;
#[cfg(test)]
mod tests;

use std::fmt;

use hashbrown::{DefaultHashBuilder, HashMap};
use indexmap::IndexSet;

use crate::book::Courses;
use crate::date::{Bounds, Qualifier};
use crate::day::{Day, Timestamp};
use crate::draft::RecordRef;
use crate::id::{EntityId, EventId, Position, SourceId};
use crate::kind::Kind;
use crate::record::Relation;

pub use heading::Heading;
use ids::Ids;
use order::Order;
pub use order::{InOrder, Placed, Section};
pub use packed::{NotPacked, Packed};

/// Which records touch which entities, which versions stand, and which ids are taken: derived from the log, grown
/// record by record.
///
/// It is exact for every state that the book was ever in: nothing that was taken in is changed. It takes some 120 bytes
/// a record, whatever the record says (measured: a million records that touch 3.6 entities each, every tenth of which
/// is new), and finds what touches an entity in as many steps as there are such records.
///
/// ```
/// use aoc_core::{decide, Book, Citations, Draft, EventDate, Heading, Index, PersonId, PersonRegistered, Position, Timestamp};
/// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
/// let person: PersonId = "sampaio".parse()?;
/// let draft = Draft::new(PersonRegistered { person, names }, EventDate::UNKNOWN, Citations::uncited());
///
/// let mut index = Index::default();
/// for record in decide(&Book::default(), &[draft], Timestamp::from_micros(0))? {
///     index.push(&Heading::from(&record));
/// }
/// let registered: Vec<_> = index.changing(person.into()).collect();
/// assert_eq!(registered, [Position::FIRST]);
/// assert!(index.stands(Position::FIRST, index.head()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Index {
    /// By position.
    rows: Vec<Row>,
    /// What each record touches: what it changes, then what it names, then the sources that it cites.
    touches: Vec<Touch>,
    /// By number: in the order in which the records first touch them.
    entities: IndexSet<EntityId, DefaultHashBuilder>,
    /// By the same numbers.
    chains: Vec<Chains>,
    ids: Ids,
    /// Of corrections and retractions: the fact. The few records that are not what most are stand in maps.
    origins: HashMap<Place, Place>,
    targets: HashMap<Place, Place>,
    replaced_by: HashMap<Place, Place>,
    /// Of facts with several versions: the last.
    last: HashMap<Place, Place>,
    anchors: HashMap<Place, Place>,
    following: HashMap<Place, Vec<Place>>,
    corroborating: HashMap<Place, Vec<Place>>,
    order: Order,
    recorded_at: Option<Timestamp>,
    courses: Courses,
}

/// A position, in the half of its size: an index has fewer than 2³² records.
type Place = u32;

/// Of one record.
#[derive(Debug, Clone, Copy)]
struct Row {
    earliest: Day,
    latest: Day,
    /// Where what it touches begins.
    touches: u32,
    kind: Kind,
    /// How many entities it changes, and names.
    changes: u8,
    names: u8,
    flags: u8,
    qualifier: Qualifier,
}

impl Row {
    const fn effect(&self) -> Bounds {
        Bounds { earliest: self.earliest, latest: self.latest, qualifier: self.qualifier }
    }
}

/// Bits of [`Row::flags`]. The relation is in the lowest two.
mod flag {
    pub(super) const NEW: u8 = 0;
    pub(super) const CORRECTION: u8 = 1;
    pub(super) const RETRACTION: u8 = 2;
    pub(super) const CORROBORATION: u8 = 3;
    pub(super) const RELATION: u8 = 0b11;
    pub(super) const REPLACED: u8 = 1 << 2;
    pub(super) const ANCHORED: u8 = 1 << 3;
    /// Which run of the order of effect it is in: two bits from here on.
    pub(super) const RUN_SHIFT: u8 = 4;
}

/// That a record touches an entity, and where the one before that touches it in the same way is.
#[derive(Debug, Clone, Copy)]
struct Touch {
    entity: u32,
    record: Place,
    before: Option<Link>,
}

/// The place of a touch, counted from 1.
type Link = std::num::NonZeroU32;

/// The last records that change, name and cite an entity.
#[derive(Debug, Clone, Copy, Default)]
struct Chains {
    changing: Option<Link>,
    naming: Option<Link>,
    citing: Option<Link>,
}

impl Index {
    #[cfg(test)]
    pub(crate) fn of_grain(grain: crate::book::Grain) -> Self {
        Self { courses: Courses::of_grain(grain), ..Self::default() }
    }

    /// The position of the last record.
    #[must_use]
    pub fn head(&self) -> Position {
        Position::START.plus(self.rows.len())
    }

    /// When the last commit was recorded.
    #[must_use]
    pub const fn recorded_at(&self) -> Option<Timestamp> {
        self.recorded_at
    }

    /// The courses of timelines that were judged.
    pub(crate) const fn courses(&self) -> &Courses {
        &self.courses
    }

    #[inline]
    fn row(&self, position: Position) -> Option<&Row> {
        self.rows.get(position.index()?)
    }

    /// The record whose draft bore this id.
    #[must_use]
    pub fn find(&self, id: EventId) -> Option<Position> {
        self.ids.find(id).map(position)
    }

    /// The place of the record that is referred to; nothing for an id that no draft bore.
    #[must_use]
    pub fn resolve(&self, of: RecordRef) -> Option<Position> {
        match of {
            RecordRef::Position(position) => Some(position),
            RecordRef::Event(id) => self.find(id),
        }
    }

    /// The kind of a record: that of its fact for a retraction.
    #[must_use]
    pub fn kind(&self, record: Position) -> Option<Kind> {
        self.row(record).map(|row| row.kind)
    }

    /// The first day on which a record can have taken effect.
    #[must_use]
    pub fn earliest(&self, record: Position) -> Option<Day> {
        self.row(record).map(|row| row.earliest)
    }

    /// Between which days a record took effect, as its own date says.
    #[must_use]
    pub fn effect(&self, record: Position) -> Option<Bounds> {
        self.row(record).map(Row::effect)
    }

    /// How a record stands to earlier ones.
    #[must_use]
    pub fn relation(&self, record: Position) -> Option<Relation> {
        let row = self.row(record)?;
        let target = || self.target(record).unwrap_or(Position::START);
        Some(match row.flags & flag::RELATION {
            flag::CORRECTION => Relation::Correction { target: target() },
            flag::RETRACTION => Relation::Retraction { target: target() },
            flag::CORROBORATION => Relation::Corroboration { target: target() },
            _ => Relation::New,
        })
    }

    fn target(&self, record: Position) -> Option<Position> {
        self.targets.get(&place(record)?).copied().map(position)
    }

    /// The first record of the fact that a record belongs to.
    #[must_use]
    #[inline]
    pub fn origin(&self, record: Position) -> Option<Position> {
        let row = self.row(record)?;
        match row.flags & flag::RELATION {
            flag::CORRECTION | flag::RETRACTION => self.origins.get(&place(record)?).copied().map(position),
            _ => Some(record),
        }
    }

    /// The fact (its first record) that a record is said to follow directly.
    #[must_use]
    #[inline]
    pub fn after(&self, record: Position) -> Option<Position> {
        let row = self.row(record)?;
        if row.flags & flag::ANCHORED == 0 {
            return None;
        }
        self.anchors.get(&place(record)?).copied().map(position)
    }

    /// The last version of the fact that a record belongs to, be it a retraction.
    #[must_use]
    pub fn last_version(&self, record: Position) -> Option<Position> {
        let origin = self.origin(record)?;
        Some(place(origin).and_then(|origin| self.last.get(&origin)).map_or(origin, |last| position(*last)))
    }

    /// The versions of a fact, given its first record; oldest first.
    pub fn versions(&self, origin: Position) -> impl Iterator<Item = Position> {
        let first = self.row(origin).map(|_| origin);
        std::iter::successors(first, |version| self.replaced_by(*version))
    }

    /// The next version of the fact.
    #[must_use]
    pub fn replaced_by(&self, version: Position) -> Option<Position> {
        let row = self.row(version)?;
        if row.flags & flag::REPLACED == 0 {
            return None;
        }
        self.replaced_by.get(&place(version)?).copied().map(position)
    }

    /// Whether a version stood when the book ended at `known_at`.
    #[must_use]
    #[inline]
    pub fn stands(&self, version: Position, known_at: Position) -> bool {
        let Some(row) = self.row(version).filter(|_| version <= known_at) else { return false };
        row.flags & flag::RELATION != flag::RETRACTION
            && (row.flags & flag::REPLACED == 0 || self.replaced_by(version).is_none_or(|by| by > known_at))
    }

    /// The version of a fact that stood then, given the first record of the fact.
    #[must_use]
    pub fn standing(&self, origin: Position, known_at: Position) -> Option<Position> {
        self.versions(origin).find(|version| self.stands(*version, known_at))
    }

    /// The records that corroborate a fact, given its first record; oldest first.
    pub fn corroborating(&self, origin: Position) -> impl Iterator<Item = Position> {
        among(&self.corroborating, origin)
    }

    /// The records that are said to follow a fact directly, given its first record; oldest first.
    pub fn following(&self, origin: Position) -> impl Iterator<Item = Position> {
        among(&self.following, origin)
    }

    /// The records that change an entity, whether or not they stand; newest first.
    pub fn changing(&self, entity: EntityId) -> impl Iterator<Item = Position> {
        self.chain(self.chains_of(entity).and_then(|chains| chains.changing))
    }

    /// The records that name an entity, whether or not they stand; newest first.
    pub fn naming(&self, entity: EntityId) -> impl Iterator<Item = Position> {
        self.chain(self.chains_of(entity).and_then(|chains| chains.naming))
    }

    /// The records that cite a source, whether or not they stand; newest first.
    pub fn citing(&self, source: SourceId) -> impl Iterator<Item = Position> {
        self.chain(self.chains_of(source.into()).and_then(|chains| chains.citing))
    }

    fn chains_of(&self, entity: EntityId) -> Option<&Chains> {
        self.chains.get(self.number(entity)?)
    }

    fn chain(&self, last: Option<Link>) -> impl Iterator<Item = Position> {
        let touch = |link: Link| self.touches.get(usize::try_from(link.get()).ok()?.checked_sub(1)?);
        std::iter::successors(last.and_then(touch), move |at| at.before.and_then(touch))
            .map(|touch| position(touch.record))
    }

    /// The entities that a record changes.
    pub fn changes(&self, record: Position) -> impl Iterator<Item = EntityId> {
        self.touched(record, |row| (0, row.changes.into()))
    }

    /// The entities that a record names.
    pub fn names(&self, record: Position) -> impl Iterator<Item = EntityId> {
        self.touched(record, |row| (row.changes.into(), row.names.into()))
    }

    /// The number of the entity that a record changes first, its own: entities are numbered from 0, in the order in which
    /// the records first touch them.
    #[must_use]
    pub fn own(&self, record: Position) -> Option<usize> {
        let touch = self.touches_in(record, |row| (0, row.changes.into())).next()?;
        usize::try_from(touch.entity).ok()
    }

    /// The number of an entity that a record touches.
    #[must_use]
    pub fn number(&self, entity: EntityId) -> Option<usize> {
        self.entities.get_index_of(&entity)
    }

    /// The entity with a number.
    #[must_use]
    pub fn entity(&self, number: usize) -> Option<EntityId> {
        self.entities.get_index(number).copied()
    }

    fn touched(&self, record: Position, which: fn(&Row) -> (usize, usize)) -> impl Iterator<Item = EntityId> {
        self.touches_in(record, which).filter_map(|touch| self.entity(usize::try_from(touch.entity).ok()?))
    }

    fn touches_in(
        &self,
        record: Position,
        which: fn(&Row) -> (usize, usize),
    ) -> impl Iterator<Item = &Touch> {
        let touches = self.row(record).and_then(|row| {
            let (from, count) = which(row);
            self.touches_of(record, row).get(from..from.checked_add(count)?)
        });
        touches.unwrap_or_default().iter()
    }

    fn touches_of(&self, record: Position, row: &Row) -> &[Touch] {
        let end = self.row(record.next()).and_then(|next| usize::try_from(next.touches).ok());
        let from = usize::try_from(row.touches).unwrap_or(usize::MAX);
        self.touches.get(from..end.unwrap_or(self.touches.len())).unwrap_or_default()
    }
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index({} records, {} entities)", self.rows.len(), self.entities.len())
    }
}

fn among(map: &HashMap<Place, Vec<Place>>, origin: Position) -> impl Iterator<Item = Position> {
    let found = place(origin).and_then(|origin| map.get(&origin));
    found.map(Vec::as_slice).unwrap_or_default().iter().copied().map(position)
}

fn place(position: Position) -> Option<Place> {
    Place::try_from(position.get()).ok()
}

fn position(place: Place) -> Position {
    Position::new(place.into())
}

fn number(index: usize) -> Option<u32> {
    u32::try_from(index).ok().filter(|number| *number < u32::MAX)
}

/// The link to the touch at an index; `push` has seen that it fits.
fn link(index: usize) -> Link {
    number(index).and_then(|index| Link::new(index.saturating_add(1))).unwrap_or(Link::MAX)
}
