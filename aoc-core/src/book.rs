//! [`Book`]: what stands, as far as deciding needs it; [`Prospect`]: the book as it would be after a commit.

mod erasure;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::chain::{Link, Window, windows};
use crate::date::EventDate;
use crate::day::{Day, Timestamp};
use crate::draft::RecordRef;
use crate::event::{Entities, Event, Role};
use crate::id::{EntityId, EventId, Position, SourceId};
use crate::kind::Kind;
use crate::order::EffectKey;
use crate::record::{Record, Relation};

/// What deciding needs to know of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) position: Position,
    pub(crate) id: EventId,
    pub(crate) origin: Position,
    pub(crate) relation: Relation,
    pub(crate) after: Option<Position>,
    pub(crate) date: EventDate,
    pub(crate) kind: Kind,
    pub(crate) entities: Entities,
    pub(crate) event: Option<Event>,
    pub(crate) sources: Vec<SourceId>,
}

impl From<&Record> for Entry {
    fn from(record: &Record) -> Self {
        Self {
            position: record.position,
            id: record.id,
            origin: record.origin,
            relation: record.relation,
            after: record.after,
            date: record.date,
            kind: record.kind,
            entities: record.entities.clone(),
            event: record.event.clone(),
            sources: record.meta.citations.iter().map(|citation| citation.source).collect(),
        }
    }
}

impl Entry {
    pub(crate) fn changes(&self, entity: EntityId) -> bool {
        self.entities.changes.contains(&entity)
    }

    /// What it does to the life of this entity: others than its own, the first that it changes, go on, changed.
    pub(crate) fn role_for(&self, entity: EntityId) -> Role {
        let own = self.entities.changes.first() == Some(&entity);
        self.event.as_ref().filter(|_| own).map_or(Role::Changes, Event::role)
    }

    fn corroborates(&self) -> Option<Position> {
        match self.relation {
            Relation::Corroboration { target } => Some(target),
            Relation::New | Relation::Correction { .. } | Relation::Retraction { .. } => None,
        }
    }
}

/// The facts of the book by entity, held in memory: derived from the log, grown record by record.
///
/// ```
/// use aoc_core::{decide, Book, Citations, Day, Draft, EventDate, PersonRegistered, Position, Timestamp};
/// let mut book = Book::default();
/// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
/// let event = PersonRegistered { person: "sampaio".parse()?, names };
/// let draft = Draft::new(event, EventDate::UNKNOWN, Citations::uncited());
/// let records = decide(&book, &[draft], Timestamp::from_micros(0))?;
/// for record in &records {
///     book.append(record);
/// }
/// assert_eq!(book.head(), Position::FIRST);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Book {
    entries: Vec<Entry>,
    ids: HashMap<EventId, Position>,
    index: Index,
    recorded_at: Option<Timestamp>,
}

/// Facts (by origin) under what they touch; a fact stays under what its former versions touched.
#[derive(Debug, Clone, Default)]
struct Index {
    last: HashMap<Position, Position>,
    changing: HashMap<EntityId, BTreeSet<Position>>,
    naming: HashMap<EntityId, BTreeSet<Position>>,
    citing: HashMap<SourceId, BTreeSet<Position>>,
    corroborating: HashMap<Position, BTreeSet<Position>>,
    following: HashMap<Position, BTreeSet<Position>>,
}

impl Index {
    fn add(&mut self, entry: &Entry, corroborated: Option<Position>) {
        self.last.insert(entry.origin, entry.position);
        for entity in &entry.entities.changes {
            self.changing.entry(*entity).or_default().insert(entry.origin);
        }
        for entity in &entry.entities.names {
            self.naming.entry(*entity).or_default().insert(entry.origin);
        }
        for source in &entry.sources {
            self.citing.entry(*source).or_default().insert(entry.origin);
        }
        if let Some(fact) = corroborated {
            self.corroborating.entry(fact).or_default().insert(entry.origin);
        }
        self.follow(entry);
    }

    fn follow(&mut self, entry: &Entry) {
        if let Some(fact) = entry.after {
            self.following.entry(fact).or_default().insert(entry.origin);
        }
    }
}

impl Book {
    /// The position of the last record.
    #[must_use]
    pub fn head(&self) -> Position {
        Position::START.plus(self.entries.len())
    }

    /// When the last commit was recorded.
    #[must_use]
    pub const fn recorded_at(&self) -> Option<Timestamp> {
        self.recorded_at
    }

    /// The record whose draft bore this id.
    #[must_use]
    pub fn find(&self, id: EventId) -> Option<Position> {
        self.ids.get(&id).copied()
    }

    /// The place of the record that is referred to; nothing for an id that no draft bore.
    #[must_use]
    pub fn resolve(&self, of: RecordRef) -> Option<Position> {
        match of {
            RecordRef::Position(position) => Some(position),
            RecordRef::Event(id) => self.find(id),
        }
    }

    /// The last version of the fact to which the record at `position` belongs.
    #[must_use]
    pub fn last_version(&self, position: Position) -> Option<Position> {
        self.index.last.get(&self.entry(position)?.origin).copied()
    }

    /// Takes in the next record of the log. A record that is not the next one is ignored.
    pub fn append(&mut self, record: &Record) {
        if record.position != self.head().next() {
            return;
        }
        let entry = Entry::from(record);
        let corroborated =
            entry.corroborates().and_then(|target| self.entry(target)).map(|target| target.origin);
        self.index.add(&entry, corroborated);
        self.ids.insert(entry.id, entry.position);
        self.recorded_at = Some(record.recorded_at);
        self.entries.push(entry);
    }

    pub(crate) fn entry(&self, position: Position) -> Option<&Entry> {
        self.entries.get(position.index()?)
    }
}

/// What an entity's timeline says of its existence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Existence<'p> {
    pub(crate) founded: (&'p Entry, Window),
    pub(crate) ended: Option<(&'p Entry, Window)>,
}

/// The book as it would be with some more records.
pub(crate) struct Prospect<'b> {
    book: &'b Book,
    added: BTreeMap<Position, Entry>,
    index: Index,
    /// What was found out about the existence of entities, until something is added: nothing stands for what does not
    /// exist, and for what is being found out (nothing exists because of itself).
    known: RefCell<HashMap<EntityId, Option<Known>>>,
}

/// The records that found and end an entity, and between which days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    founded: (Position, Window),
    ended: Option<(Position, Window)>,
}

impl<'b> Prospect<'b> {
    pub(crate) fn new(book: &'b Book) -> Self {
        Self { book, added: BTreeMap::new(), index: Index::default(), known: RefCell::default() }
    }

    pub(crate) fn add(&mut self, entry: Entry) {
        let corroborated =
            entry.corroborates().and_then(|target| self.entry(target)).map(|target| target.origin);
        self.index.add(&entry, corroborated);
        self.added.insert(entry.position, entry);
        self.known.borrow_mut().clear();
    }

    /// The same, to try something out.
    pub(crate) fn copy(&self) -> Self {
        let (added, index) = (self.added.clone(), self.index.clone());
        Self { book: self.book, added, index, known: RefCell::default() }
    }

    /// The book as it is.
    pub(crate) fn before(&self) -> Self {
        Self::new(self.book)
    }

    pub(crate) fn added(&self) -> impl Iterator<Item = &Entry> {
        self.added.values()
    }

    pub(crate) fn is_added(&self, position: Position) -> bool {
        position > self.book.head()
    }

    pub(crate) fn set_after(&mut self, position: Position, after: Option<Position>) {
        if let Some(entry) = self.added.get_mut(&position) {
            entry.after = after;
            self.index.follow(entry);
        }
        self.known.borrow_mut().clear();
    }

    pub(crate) fn entry(&self, position: Position) -> Option<&Entry> {
        self.added.get(&position).or_else(|| self.book.entry(position))
    }

    pub(crate) fn last(&self, origin: Position) -> Option<Position> {
        self.index.last.get(&origin).or_else(|| self.book.index.last.get(&origin)).copied()
    }

    /// The last version of the fact, unless it was retracted.
    pub(crate) fn standing(&self, origin: Position) -> Option<&Entry> {
        let entry = self.entry(self.last(origin)?)?;
        match entry.relation {
            Relation::Retraction { .. } => None,
            Relation::New | Relation::Correction { .. } | Relation::Corroboration { .. } => Some(entry),
        }
    }

    /// The key of a standing fact; a circle of anchors is cut where it closes.
    pub(crate) fn key(&self, entry: &Entry) -> EffectKey {
        let mut chain = vec![entry];
        let mut seen = BTreeSet::from([entry.origin]);
        let mut next = entry.after;
        while let Some(anchor) =
            next.and_then(|fact| self.standing(fact)).filter(|anchor| seen.insert(anchor.origin))
        {
            chain.push(anchor);
            next = anchor.after;
        }
        EffectKey::of_chain(chain.into_iter().map(|entry| (entry.date.earliest(), entry.origin)))
    }

    /// The standing records that change the entity, in order of effect.
    pub(crate) fn timeline(&self, entity: EntityId) -> Vec<&Entry> {
        let facts = (self.book.index.changing.get(&entity), self.index.changing.get(&entity));
        let standing = self.standing_among(facts, |entry| entry.changes(entity));
        let mut keyed: Vec<_> = standing.into_iter().map(|entry| (self.key(entry), entry)).collect();
        keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
        keyed.into_iter().map(|(_, entry)| entry).collect()
    }

    /// The standing records that name the entity.
    pub(crate) fn naming(&self, entity: EntityId) -> Vec<&Entry> {
        let facts = (self.book.index.naming.get(&entity), self.index.naming.get(&entity));
        self.standing_among(facts, |entry| entry.entities.names.contains(&entity))
    }

    /// The standing records that cite the source.
    pub(crate) fn citing(&self, source: SourceId) -> Vec<&Entry> {
        let facts = (self.book.index.citing.get(&source), self.index.citing.get(&source));
        self.standing_among(facts, |entry| entry.sources.contains(&source))
    }

    /// The standing records that directly follow the fact.
    pub(crate) fn following(&self, fact: Position) -> Vec<&Entry> {
        let facts = (self.book.index.following.get(&fact), self.index.following.get(&fact));
        self.standing_among(facts, |entry| entry.after == Some(fact))
    }

    /// The standing corroborations of the fact.
    pub(crate) fn corroborating(&self, fact: Position) -> Vec<&Entry> {
        let facts = (self.book.index.corroborating.get(&fact), self.index.corroborating.get(&fact));
        self.standing_among(facts, |_| true)
    }

    fn standing_among(
        &self,
        (before, added): (Option<&BTreeSet<Position>>, Option<&BTreeSet<Position>>),
        matches: impl Fn(&Entry) -> bool,
    ) -> Vec<&Entry> {
        let again = |origin: &&Position| before.is_none_or(|before| !before.contains(*origin));
        before
            .into_iter()
            .flatten()
            .chain(added.into_iter().flatten().filter(again))
            .filter_map(|origin| self.standing(*origin))
            .filter(|entry| matches(entry))
            .collect()
    }

    /// The windows of a timeline's records.
    pub(crate) fn windows(&self, timeline: &[&Entry]) -> Vec<Window> {
        let places: HashMap<Position, usize> =
            timeline.iter().enumerate().map(|(place, entry)| (entry.origin, place)).collect();
        let links: Vec<Link> = timeline
            .iter()
            .map(|entry| Link {
                lanes: entry.event.as_ref().map_or(crate::event::Lanes::All, Event::lanes),
                bounds: entry.date.effect(),
                floor: self.floor(entry),
                follows: entry.after.and_then(|fact| places.get(&fact).copied()),
            })
            .collect();
        windows(&links)
    }

    /// The first day on which everything that a record rests on can exist.
    pub(crate) fn floor(&self, entry: &Entry) -> Day {
        let rests_on = entry.event.as_ref().map(Event::rests_on).unwrap_or_default();
        let floors = rests_on.into_iter().filter_map(|entity| self.existence(entity));
        floors.map(|existence| existence.founded.1.earliest).max().unwrap_or(Day::PAST)
    }

    /// From when to when an entity exists, if it does.
    pub(crate) fn existence(&self, entity: EntityId) -> Option<Existence<'_>> {
        let known = self.known(entity)?;
        let entry = |(position, window): (Position, Window)| Some((self.entry(position)?, window));
        Some(Existence { founded: entry(known.founded)?, ended: known.ended.and_then(entry) })
    }

    /// Whether the entity exists on other days than it does in the book as it is.
    pub(crate) fn has_moved(&self, entity: EntityId, before: &Self) -> bool {
        let days = |known: Option<Known>| {
            known.map(|known| (known.founded.1, known.ended.map(|(_, window)| window)))
        };
        days(self.known(entity)) != days(before.known(entity))
    }

    fn known(&self, entity: EntityId) -> Option<Known> {
        if let Some(known) = self.known.borrow().get(&entity) {
            return *known;
        }
        self.known.borrow_mut().insert(entity, None);
        let known = self.find_out(entity);
        self.known.borrow_mut().insert(entity, known);
        known
    }

    fn find_out(&self, entity: EntityId) -> Option<Known> {
        let timeline = self.timeline(entity);
        let windows = self.windows(&timeline);
        let mut found: Option<Known> = None;
        for (entry, window) in timeline.iter().zip(&windows) {
            let place = (entry.position, *window);
            match (entry.role_for(entity), &mut found) {
                (Role::Founds, None) => found = Some(Known { founded: place, ended: None }),
                (Role::Ends, Some(known)) => known.ended = Some(place),
                (Role::Founds, Some(known)) => known.ended = None,
                _ => {}
            }
        }
        found
    }
}
