//! [`Prospect`]: the book as it would be after a commit.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use elsa::FrozenMap;
use hashbrown::HashMap;

use super::{Entry, Records};
use crate::chain::{Link, Window, windows};
use crate::day::Day;
use crate::event::{Event, Lanes, Role};
use crate::id::{EntityId, Position, SourceId};
use crate::index::Index;
use crate::order::{ANCHORS_MAX, EffectKey};
use crate::record::Relation;

/// The book as it is, read as far as a judgement needs it.
pub(crate) struct Reading<'b> {
    index: &'b Index,
    records: &'b dyn Records,
    /// What was read stays, so that it can be referred to.
    read: FrozenMap<Position, Box<Entry>>,
    unread: Cell<Option<Position>>,
}

impl<'b> Reading<'b> {
    pub(crate) fn new(index: &'b Index, records: &'b dyn Records) -> Self {
        Self { index, records, read: FrozenMap::new(), unread: Cell::new(None) }
    }

    pub(crate) const fn index(&self) -> &'b Index {
        self.index
    }

    /// The first record that could not be read, though it is there.
    pub(crate) const fn unread(&self) -> Option<Position> {
        self.unread.get()
    }

    fn entry(&self, position: Position) -> Option<&Entry> {
        if position == Position::START || position > self.index.head() {
            return None;
        }
        if let Some(entry) = self.read.get(&position) {
            return Some(entry);
        }
        match self.records.entry(position) {
            Some(Cow::Borrowed(entry)) => Some(entry),
            Some(Cow::Owned(entry)) => Some(self.read.insert(position, Box::new(entry))),
            None => {
                self.unread.set(self.unread.get().or(Some(position)));
                None
            }
        }
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
    book: &'b Reading<'b>,
    added: Added,
    /// What was found out about the existence of entities, until something is added: nothing stands for what does not
    /// exist, and for what is being found out (nothing exists because of itself).
    known: RefCell<HashMap<EntityId, Option<Known>>>,
}

/// The records that are not in the book yet, by what they touch.
#[derive(Clone, Default)]
struct Added {
    entries: BTreeMap<Position, Entry>,
    /// The last version of a fact.
    last: HashMap<Position, Position>,
    changing: HashMap<EntityId, Vec<Position>>,
    naming: HashMap<EntityId, Vec<Position>>,
    sources: HashMap<Position, Vec<SourceId>>,
    corroborating: HashMap<Position, Vec<Position>>,
    following: HashMap<Position, Vec<Position>>,
}

/// The records that found and end an entity, and between which days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    founded: (Position, Window),
    ended: Option<(Position, Window)>,
}

impl<'b> Prospect<'b> {
    pub(crate) fn new(book: &'b Reading<'b>) -> Self {
        Self { book, added: Added::default(), known: RefCell::default() }
    }

    pub(crate) fn add(&mut self, entry: Entry, sources: Vec<SourceId>) {
        let position = entry.position;
        self.added.last.insert(entry.origin, position);
        for entity in &entry.entities.changes {
            self.added.changing.entry(*entity).or_default().push(position);
        }
        for entity in &entry.entities.names {
            self.added.naming.entry(*entity).or_default().push(position);
        }
        self.added.sources.insert(position, sources);
        if let Relation::Corroboration { target } = entry.relation
            && let Some(fact) = self.entry(target).map(|target| target.origin)
        {
            self.added.corroborating.entry(fact).or_default().push(position);
        }
        self.added.entries.insert(position, entry);
        self.known.borrow_mut().clear();
    }

    pub(crate) fn set_after(&mut self, position: Position, after: Option<Position>) {
        if let Some(entry) = self.added.entries.get_mut(&position) {
            entry.after = after;
            if let Some(fact) = after {
                self.added.following.entry(fact).or_default().push(position);
            }
        }
        self.known.borrow_mut().clear();
    }

    /// The same, to try something out.
    pub(crate) fn copy(&self) -> Self {
        Self { book: self.book, added: self.added.clone(), known: RefCell::default() }
    }

    /// The book as it is.
    pub(crate) fn before(&self) -> Self {
        Self::new(self.book)
    }

    pub(crate) fn added(&self) -> impl Iterator<Item = &Entry> {
        self.added.entries.values()
    }

    /// How many records were added.
    pub(crate) fn added_len(&self) -> usize {
        self.added.entries.len()
    }

    /// What was added, when nothing more is asked.
    pub(crate) fn into_added(self) -> impl Iterator<Item = Entry> {
        self.added.entries.into_values()
    }

    pub(crate) fn is_added(&self, position: Position) -> bool {
        position > self.book.index.head()
    }

    pub(crate) fn entry(&self, position: Position) -> Option<&Entry> {
        self.added.entries.get(&position).or_else(|| self.book.entry(position))
    }

    pub(crate) fn last(&self, origin: Position) -> Option<Position> {
        self.added.last.get(&origin).copied().or_else(|| self.book.index.last_version(origin))
    }

    /// The last version of the fact, unless it was retracted.
    pub(crate) fn standing(&self, origin: Position) -> Option<&Entry> {
        let last = self.last(origin)?;
        self.stands(last).then(|| self.entry(last)).flatten()
    }

    /// Whether a record is the last version of its fact, and no retraction.
    fn stands(&self, version: Position) -> bool {
        if let Some(entry) = self.added.entries.get(&version) {
            return !matches!(entry.relation, Relation::Retraction { .. })
                && self.added.last.get(&entry.origin) == Some(&version);
        }
        let index = self.book.index;
        index.stands(version, index.head())
            && index.origin(version).is_some_and(|origin| !self.added.last.contains_key(&origin))
    }

    /// The key of a standing fact; a circle of anchors is cut where it closes, and a chain that is too long.
    pub(crate) fn key(&self, entry: &Entry) -> EffectKey {
        if entry.after.is_none() {
            return EffectKey::new(entry.date.earliest(), entry.origin);
        }
        let mut chain = vec![entry];
        let mut seen = BTreeSet::from([entry.origin]);
        let mut next = entry.after;
        while let Some(anchor) = next
            .filter(|_| chain.len() <= ANCHORS_MAX)
            .and_then(|fact| self.standing(fact))
            .filter(|anchor| seen.insert(anchor.origin))
        {
            chain.push(anchor);
            next = anchor.after;
        }
        EffectKey::of_chain(chain.into_iter().map(|entry| (entry.date.earliest(), entry.origin)))
    }

    /// The standing records that change the entity, in order of effect.
    pub(crate) fn timeline(&self, entity: EntityId) -> Vec<&Entry> {
        let standing = self.all_standing(self.book.index.changing(entity), self.added.changing.get(&entity));
        let mut keyed: Vec<_> = standing.into_iter().map(|entry| (self.key(entry), entry)).collect();
        keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
        keyed.into_iter().map(|(_, entry)| entry).collect()
    }

    /// The standing records that name the entity.
    pub(crate) fn naming(&self, entity: EntityId) -> Vec<&Entry> {
        self.all_standing(self.book.index.naming(entity), self.added.naming.get(&entity))
    }

    /// The first of the standing records in the book that cite the source.
    pub(crate) fn first_citing(&self, source: SourceId) -> Option<Position> {
        self.book.index.citing(source).filter(|record| self.stands(*record)).last()
    }

    /// The sources that a record cites which is not in the book yet.
    pub(crate) fn sources(&self, added: Position) -> &[SourceId] {
        self.added.sources.get(&added).map(Vec::as_slice).unwrap_or_default()
    }

    /// The standing records that directly follow the fact.
    pub(crate) fn following(&self, fact: Position) -> Vec<&Entry> {
        let mut following =
            self.all_standing(self.book.index.following(fact), self.added.following.get(&fact));
        following.retain(|entry| entry.after == Some(fact));
        following
    }

    /// The standing corroborations of the fact.
    pub(crate) fn corroborating(&self, fact: Position) -> Vec<&Entry> {
        self.all_standing(self.book.index.corroborating(fact), self.added.corroborating.get(&fact))
    }

    /// Those of the records that stand, by fact.
    fn all_standing(
        &self,
        book: impl Iterator<Item = Position>,
        added: Option<&Vec<Position>>,
    ) -> Vec<&Entry> {
        let added = added.map(Vec::as_slice).unwrap_or_default().iter().copied();
        let standing = book.chain(added).filter(|record| self.stands(*record));
        let mut entries: Vec<&Entry> = standing.filter_map(|record| self.entry(record)).collect();
        entries.sort_unstable_by_key(|entry| entry.origin);
        entries.dedup_by_key(|entry| entry.origin);
        entries
    }

    /// The windows of a timeline's records.
    pub(crate) fn windows(&self, timeline: &[&Entry]) -> Vec<Window> {
        let places: HashMap<Position, usize> =
            timeline.iter().enumerate().map(|(place, entry)| (entry.origin, place)).collect();
        let links: Vec<Link> = timeline
            .iter()
            .map(|entry| Link {
                lanes: entry.event.as_ref().map_or(Lanes::All, Event::lanes),
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
