//! [`Prospect`]: the book as it would be after a commit.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use elsa::FrozenMap;
use hashbrown::{HashMap, HashSet};

use super::course::Course;
use super::existence::Known;
use super::{Entry, Records};
use crate::chain::{Link, Window, windows};
use crate::event::{Event, Lanes};
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
    /// What was found out about the existence of entities.
    known: RefCell<HashMap<EntityId, Option<Known>>>,
    /// What was found out about their timelines.
    pub(super) courses: RefCell<HashMap<EntityId, Option<Arc<Course>>>>,
}

impl<'b> Reading<'b> {
    pub(crate) fn new(index: &'b Index, records: &'b dyn Records) -> Self {
        Self {
            index,
            records,
            read: FrozenMap::new(),
            unread: Cell::new(None),
            known: RefCell::default(),
            courses: RefCell::default(),
        }
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

/// The book as it would be with some more records.
pub(crate) struct Prospect<'b> {
    pub(super) book: &'b Reading<'b>,
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
    /// The entities that replaced versions change.
    replaced: HashSet<EntityId>,
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
        if let Some(before) = entry.relation.replaces().and_then(|target| self.entry(target)) {
            let before = before.entities.changes.clone();
            self.added.replaced.extend(before);
        }
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

    /// A standing fact, what it follows, what that follows …; a circle of anchors is cut where it closes, and a chain that is too long.
    pub(super) fn chain<'p>(&'p self, entry: &'p Entry) -> impl Iterator<Item = &'p Entry> {
        let mut seen = BTreeSet::from([entry.origin]);
        let anchors = std::iter::successors(Some(entry), move |entry| {
            entry.after.and_then(|fact| self.standing(fact)).filter(|anchor| seen.insert(anchor.origin))
        });
        anchors.take(ANCHORS_MAX.saturating_add(1))
    }

    /// The key of a standing fact.
    pub(crate) fn key(&self, entry: &Entry) -> EffectKey {
        if entry.after.is_none() {
            return EffectKey::new(entry.date.earliest(), entry.origin);
        }
        let chain: Vec<_> = self.chain(entry).map(|entry| (entry.date.earliest(), entry.origin)).collect();
        EffectKey::of_chain(chain.into_iter())
    }

    /// How many records are looked at to put these in order.
    pub(crate) fn steps(&self, timeline: &[&Entry]) -> usize {
        timeline.iter().map(|entry| self.chain(entry).count()).sum()
    }

    /// The standing records that change the entity, in order of effect.
    pub(crate) fn timeline(&self, entity: EntityId) -> Vec<&Entry> {
        let keyed = self.timeline_since(entity, Position::START);
        keyed.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Those of them that stand behind a position of the log, with their keys.
    pub(super) fn timeline_since(&self, entity: EntityId, upto: Position) -> Vec<(EffectKey, &Entry)> {
        let book = self.book.index.changing(entity).take_while(|record| *record > upto);
        let mut keyed: Vec<_> = self
            .all_standing(book, self.added.changing.get(&entity))
            .into_iter()
            .map(|entry| (self.key(entry), entry))
            .collect();
        keyed.sort_by(|(a, _), (b, _)| a.cmp(b));
        keyed
    }

    /// Those of them that were added.
    pub(super) fn timeline_added(&self, entity: EntityId) -> Vec<(EffectKey, &Entry)> {
        self.timeline_since(entity, self.book.index.head())
    }

    /// The last record of the book that changes the entity.
    pub(super) fn newest_changing(&self, entity: EntityId) -> Option<Position> {
        self.book.index.changing(entity).next()
    }

    /// Whether what was added replaces something in the timeline of the entity.
    pub(super) fn has_replaced(&self, entity: EntityId) -> bool {
        self.added.replaced.contains(&entity)
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

    /// Whether some standing record changes the entity.
    pub(crate) fn knows_of(&self, entity: EntityId) -> bool {
        let added = self.added.changing.get(&entity).map(Vec::as_slice).unwrap_or_default();
        self.book.index.changing(entity).chain(added.iter().copied()).any(|record| self.stands(record))
    }

    /// Whether some record names the entity, standing or not.
    pub(crate) fn is_named(&self, entity: EntityId) -> bool {
        self.added.naming.contains_key(&entity) || self.book.index.naming(entity).next().is_some()
    }

    /// What was found out about the existence of entities: all that look at the book as it is share it.
    pub(super) fn known_before(&self) -> &RefCell<HashMap<EntityId, Option<Known>>> {
        if self.added.entries.is_empty() { &self.book.known } else { &self.known }
    }
}
