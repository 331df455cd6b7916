//! [`Tenures`]: the timelines of parties, groups and memberships on both axes, without their bodies.

mod reader;

use std::collections::BTreeMap;

use aoc_core::{
    Bounds, Day, EffectKey, EntityId, EntityKind, Index, Kind, MemberJoined, MemberWithdrew, Position,
    Relation,
};

use crate::interest::{Interest, Kinds};
use crate::life::{Step, role};
use crate::tenure::{kinds, pair};
use crate::view::ReadView;
pub(crate) use reader::Reader;

/// What the index says of the records of parties, groups and memberships, by entity and in order of effect, and of each
/// version until when it stood: a bitemporal index, in which a timeline lies in one place, whatever the view.
///
/// It takes 28 bytes for each of those records, and is exact for every state that the book was ever in, as the index is.
pub(crate) struct Tenures {
    upto: Position,
    kinds: Kinds,
    /// By the number that the entity has in the index: where its timeline is.
    slots: Vec<Option<u32>>,
    timelines: Vec<Timeline>,
    groups: BTreeMap<EntityId, Group>,
}

/// How many versions lie in what the memory brings at once, on most machines.
const VERSIONS_A_LINE: usize = 64 / size_of::<Version>();

/// A group that was ever to have a member.
#[derive(Debug)]
struct Group {
    own: u32,
    /// By party.
    memberships: Vec<Membership>,
}

/// A party in a group.
#[derive(Debug, Clone, Copy)]
struct Membership {
    party: EntityId,
    /// The first place and the earliest day of its records: in a view before either it is not there.
    from: (Place, Day),
    own: u32,
    of_party: u32,
}

/// A position, in the half of its size: an index has fewer than 2³² records.
type Place = u32;

/// The versions of all facts of an entity, in the order of their own keys.
#[derive(Debug, Default)]
struct Timeline {
    versions: Vec<Version>,
    /// How many of them are said to follow another fact.
    anchored: u32,
}

#[derive(Debug, Clone, Copy)]
struct Version {
    bounds: Bounds,
    place: Place,
    origin: Place,
    /// From here on it does not stand.
    until: Place,
    kind: Kind,
    /// Whether it is said to follow another fact: the index knows its key.
    is_anchored: bool,
}

impl Version {
    const fn key(&self) -> (Day, Place, Place) {
        (self.bounds.earliest, self.origin, self.place)
    }

    const fn stands(&self, known_at: Place) -> bool {
        self.place <= known_at && known_at < self.until
    }

    /// Its key in order of effect.
    fn effect(&self, index: &Index, known_at: Position) -> Option<EffectKey> {
        if self.is_anchored {
            return index.key(position(self.place), known_at);
        }
        Some(EffectKey::new(self.bounds.earliest, position(self.origin)))
    }

    fn step(&self) -> Step {
        let Self { bounds, kind, .. } = *self;
        Step { position: position(self.place), kind, role: role(kind), bounds }
    }
}

impl Timeline {
    /// Takes in a version, and tells where.
    fn push(&mut self, version: Version) -> usize {
        // Nearly every one comes last.
        let at = match self.versions.last() {
            Some(last) if last.key() > version.key() => {
                self.versions.partition_point(|other| other.key() < version.key())
            }
            _ => self.versions.len(),
        };
        self.versions.insert(at, version);
        at
    }

    fn end(&mut self, key: (Day, Place, Place), until: Place) {
        let at = self.versions.binary_search_by_key(&key, Version::key);
        if let Some(version) = at.ok().and_then(|at| self.versions.get_mut(at)) {
            version.until = until;
        }
    }

    /// Whether a membership with this timeline certainly is over in a view, or never began, as nearly all are that a
    /// large group ever had: of when it began and when it ended, an end comes last, and lies before then whatever the
    /// days turn out to be.
    fn is_over(&self, known_at: Place, on: Day) -> bool {
        let by_then = self.versions.partition_point(|version| version.bounds.earliest <= on);
        let standing = self.versions.iter().take(by_then).rev().filter(|version| version.stands(known_at));
        let mut turns =
            standing.filter(|version| matches!(version.kind, MemberJoined::KIND | MemberWithdrew::KIND));
        if self.anchored > 0 && turns.clone().any(|turn| turn.is_anchored) {
            return false; // they may come in another order
        }
        turns.next().is_none_or(|last| last.kind == MemberWithdrew::KIND && last.bounds.latest <= on)
    }

    /// Has the memory bring it near.
    fn touch(&self) -> Place {
        let lines = self.versions.iter().step_by(VERSIONS_A_LINE);
        lines.fold(0, |touched, version| touched ^ version.place)
    }

    /// The records that stand in a view, in order of effect, in the place of what `steps` held.
    fn read(&self, index: &Index, view: &ReadView, steps: &mut Vec<Step>) {
        steps.clear();
        let known_at = place(view.position).unwrap_or(Place::MAX);
        let by_then = self.versions.iter().take_while(|version| version.bounds.earliest <= view.on);
        let standing = by_then.filter(|version| version.stands(known_at));
        if self.anchored == 0 {
            return steps.extend(standing.map(Version::step));
        }
        let placed = |version: &Version| Some((version.effect(index, view.position)?, version.step()));
        let mut placed: Vec<(EffectKey, Step)> = standing.filter_map(placed).collect();
        placed.retain(|(key, _)| key.day() <= view.on);
        placed.sort_unstable_by(|(a, one), (b, other)| (a, one.position).cmp(&(b, other.position)));
        steps.extend(placed.into_iter().map(|(_, step)| step));
    }
}

impl Default for Tenures {
    fn default() -> Self {
        let (slots, timelines, groups) = (Vec::new(), Vec::new(), BTreeMap::new());
        Self { upto: Position::START, kinds: Interest::in_kinds(kinds()).kinds(), slots, timelines, groups }
    }
}

impl Tenures {
    /// How far the records were taken in.
    pub(crate) const fn upto(&self) -> Position {
        self.upto
    }

    /// Takes in the records that the index has taken in since, at most so many.
    pub(crate) fn catch_up(&mut self, index: &Index, at_most: usize) {
        let upto = index.head().min(self.upto.plus(at_most));
        while self.upto < upto {
            self.upto = self.upto.next();
            if let Some(kind) = index.kind(self.upto).filter(|kind| self.kinds.has(*kind)) {
                self.take(index, self.upto, kind);
            }
        }
    }

    fn take(&mut self, index: &Index, record: Position, kind: Kind) -> Option<()> {
        let (relation, at) = (index.relation(record)?, place(record)?);
        let (origin, bounds) = (place(index.origin(record)?)?, index.effect(record)?);
        if let Some(target) = relation.replaces() {
            let key = (index.earliest(target)?, origin, place(target)?);
            let slot = index.own(target).and_then(|number| *self.slots.get(number)?);
            self.timeline_mut(slot?)?.end(key, at);
        }
        if !matches!(relation, Relation::New | Relation::Correction { .. }) {
            return None;
        }
        let number = index.own(record)?;
        let slot = self.of(number)?;
        let timeline = self.timeline_mut(slot)?;
        let is_anchored = index.after(record).is_some();
        if is_anchored {
            timeline.anchored = timeline.anchored.saturating_add(1);
        }
        let first =
            timeline.push(Version { bounds, place: at, origin, until: Place::MAX, kind, is_anchored }) == 0;
        if first && index.entity(number)?.kind() == EntityKind::Membership {
            self.begin(index, record, slot, bounds.earliest)?;
        }
        Some(())
    }

    /// Notes a membership with its group, or that it begins on an earlier day.
    fn begin(&mut self, index: &Index, record: Position, own: u32, from: Day) -> Option<()> {
        let (group, party) = pair(index.names(record))?;
        let (of_party, of_group) = (self.of(index.number(party)?)?, self.of(index.number(group)?)?);
        let group = self.groups.entry(group).or_insert(Group { own: of_group, memberships: Vec::new() });
        match group.memberships.binary_search_by_key(&party, |membership| membership.party) {
            Ok(at) => group.memberships.get_mut(at)?.from.1 = from,
            Err(at) => {
                let membership = Membership { party, from: (place(record)?, from), own, of_party };
                group.memberships.insert(at, membership);
            }
        }
        Some(())
    }

    /// Where the timeline of the entity with a number is, which may come to be there now.
    fn of(&mut self, number: usize) -> Option<u32> {
        self.slot(number).or_else(|| self.add(number))
    }

    fn slot(&self, number: usize) -> Option<u32> {
        *self.slots.get(number)?
    }

    fn add(&mut self, number: usize) -> Option<u32> {
        let slot = u32::try_from(self.timelines.len()).ok()?;
        if self.slots.len() <= number {
            self.slots.resize(number.saturating_add(1), None);
        }
        *self.slots.get_mut(number)? = Some(slot);
        self.timelines.push(Timeline::default());
        Some(slot)
    }

    /// Has the memory bring these timelines near, all at once.
    fn touch(&self, slots: impl Iterator<Item = u32>) {
        let touch = |slot| self.timeline(slot).map_or(0, Timeline::touch);
        std::hint::black_box(slots.map(touch).fold(0, std::ops::BitXor::bitxor));
    }

    fn timeline(&self, slot: u32) -> Option<&Timeline> {
        self.timelines.get(usize::try_from(slot).ok()?)
    }

    fn timeline_mut(&mut self, slot: u32) -> Option<&mut Timeline> {
        self.timelines.get_mut(usize::try_from(slot).ok()?)
    }
}

fn position(place: Place) -> Position {
    Position::new(place.into())
}

fn place(position: Position) -> Option<Place> {
    Place::try_from(position.get()).ok()
}
