//! [`Tenures`]: the timelines of parties, groups and memberships on both axes, without their bodies.

use std::collections::BTreeMap;

use aoc_core::{
    Day, EffectKey, EntityId, EntityKind, GroupEvent, Index, Kind, MembershipEvent, PartyEvent, Position,
    Relation, Role, Window,
};
use hashbrown::DefaultHashBuilder;
use indexmap::IndexMap;

use crate::interest::{Interest, Kinds};
use crate::life::{Step, role};
use crate::tenure::{Host, Stay, Tenure, pair};
use crate::view::ReadView;

/// What the index says of the records of parties, groups and memberships, by entity and in order of effect, and of each
/// version until when it stood. So a timeline lies in one place, whatever the view.
///
/// It takes some 50 bytes for each of those records, and is exact for every state that the book was ever in, as the
/// index is.
pub(crate) struct Tenures {
    upto: Position,
    kinds: Kinds,
    timelines: IndexMap<EntityId, Timeline, DefaultHashBuilder>,
    /// Of each group the memberships that were ever recorded, by party.
    memberships: BTreeMap<EntityId, Vec<Membership>>,
}

/// A party in a group: where the timelines of both are.
#[derive(Debug, Clone, Copy)]
struct Membership {
    party: EntityId,
    /// Its first record.
    first: Position,
    of_party: usize,
    own: usize,
}

/// The versions of all facts of an entity, in the order of their own keys.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    versions: Vec<Version>,
    /// How many of them are said to follow another fact.
    anchored: usize,
}

#[derive(Debug, Clone, Copy)]
struct Version {
    step: Step,
    origin: Position,
    /// From here on it does not stand.
    until: Position,
}

impl Version {
    const fn key(&self) -> (Day, Position, Position) {
        (self.step.bounds.earliest, self.origin, self.step.position)
    }

    fn stands(&self, known_at: Position) -> bool {
        self.step.position <= known_at && known_at < self.until
    }
}

impl Timeline {
    fn push(&mut self, version: Version) {
        // Nearly every one comes last.
        let at = match self.versions.last() {
            Some(last) if last.key() > version.key() => {
                self.versions.partition_point(|other| other.key() < version.key())
            }
            _ => self.versions.len(),
        };
        self.versions.insert(at, version);
    }

    fn end(&mut self, key: (Day, Position, Position), until: Position) {
        let at = self.versions.binary_search_by_key(&key, Version::key);
        if let Some(version) = at.ok().and_then(|at| self.versions.get_mut(at)) {
            version.until = until;
        }
    }

    /// The records that stand in a view, in order of effect, in the place of what `steps` held.
    pub(crate) fn read(&self, index: &Index, view: &ReadView, steps: &mut Vec<Step>) {
        steps.clear();
        let known = self.versions.iter().take_while(|version| version.step.bounds.earliest <= view.on);
        let standing = known.filter(|version| version.stands(view.position)).map(|version| version.step);
        if self.anchored == 0 {
            return steps.extend(standing);
        }
        let placed = |step: Step| Some((index.key(step.position, view.position)?, step));
        let mut placed: Vec<(EffectKey, Step)> = standing.filter_map(placed).collect();
        placed.retain(|(key, _)| key.day() <= view.on);
        placed.sort_unstable_by(|(a, one), (b, other)| (a, one.position).cmp(&(b, other.position)));
        steps.extend(placed.into_iter().map(|(_, step)| step));
    }
}

impl Default for Tenures {
    fn default() -> Self {
        let kinds = GroupEvent::kinds().chain(PartyEvent::kinds()).chain(MembershipEvent::kinds());
        let (timelines, memberships) = (IndexMap::default(), BTreeMap::new());
        Self { upto: Position::START, kinds: Interest::in_kinds(kinds).kinds(), timelines, memberships }
    }
}

impl Tenures {
    /// How far the records were taken in.
    pub(crate) const fn upto(&self) -> Position {
        self.upto
    }

    /// Takes in the records that the index has taken in since.
    pub(crate) fn catch_up(&mut self, index: &Index) {
        while self.upto < index.head() {
            self.upto = self.upto.next();
            if let Some(kind) = index.kind(self.upto).filter(|kind| self.kinds.has(*kind)) {
                self.take(index, self.upto, kind);
            }
        }
    }

    fn take(&mut self, index: &Index, record: Position, kind: Kind) -> Option<()> {
        let (relation, origin, bounds) =
            (index.relation(record)?, index.origin(record)?, index.effect(record)?);
        if let Some(target) = relation.replaces() {
            let key = (index.earliest(target)?, origin, target);
            for entity in index.changes(target) {
                if let Some(timeline) = self.timelines.get_mut(&entity) {
                    timeline.end(key, record);
                }
            }
        }
        if !matches!(relation, Relation::New | Relation::Correction { .. }) {
            return None;
        }
        for (place, entity) in index.changes(record).enumerate() {
            if matches!(entity.kind(), EntityKind::Party | EntityKind::Group | EntityKind::Membership) {
                let role = if place == 0 { role(kind) } else { Role::Changes };
                let step = Step { position: record, kind, role, bounds };
                let timeline = self.meet(index, record, entity)?;
                timeline.push(Version { step, origin, until: Position::new(u64::MAX) });
                timeline.anchored = timeline.anchored.saturating_add(index.after(record).iter().len());
            }
        }
        Some(())
    }

    /// The timeline of an entity; a membership that was not met yet is noted with its group.
    fn meet(&mut self, index: &Index, record: Position, entity: EntityId) -> Option<&mut Timeline> {
        let known = self.timelines.len();
        let own = self.number(entity);
        if own == known && entity.kind() == EntityKind::Membership {
            let (group, party) = pair(index.names(record))?;
            let of_party = self.number(party);
            let memberships = self.memberships.entry(group).or_default();
            let at = memberships.partition_point(|other| other.party < party);
            memberships.insert(at, Membership { party, first: record, of_party, own });
        }
        self.timelines.get_index_mut(own).map(|(_, timeline)| timeline)
    }

    fn number(&mut self, entity: EntityId) -> usize {
        let entry = self.timelines.entry(entity);
        let number = entry.index();
        entry.or_default();
        number
    }

    /// The groups that were ever to have a member, in order.
    pub(crate) fn groups(&self) -> impl Iterator<Item = EntityId> {
        self.memberships.keys().copied()
    }

    /// Reads them in a view.
    pub(crate) fn reader<'t>(&'t self, index: &'t Index, view: &'t ReadView) -> Reader<'t> {
        let (own, of_party, of_group, windows) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Reader { tenures: self, index, view, own, of_party, of_group, windows }
    }
}

/// Reads timelines in a view. What it reads them into it keeps for the next ones.
pub(crate) struct Reader<'t> {
    tenures: &'t Tenures,
    index: &'t Index,
    view: &'t ReadView,
    own: Vec<Step>,
    of_party: Vec<Step>,
    of_group: Vec<Step>,
    windows: Vec<Window>,
}

impl Reader<'_> {
    /// The records of a timeline.
    pub(crate) fn steps(&mut self, entity: EntityId) -> &[Step] {
        self.own.clear();
        if let Some(timeline) = self.tenures.timelines.get(&entity) {
            timeline.read(self.index, self.view, &mut self.own);
        }
        &self.own
    }

    /// Visits the parties that certainly or possibly belong to a group, in their order, each with its timeline.
    pub(crate) fn stays(
        &mut self,
        group: EntityId,
        mut visit: impl FnMut(EntityId, &[Step], &Tenure<'_>, Stay),
    ) {
        let Self { tenures, index, view, own, of_party, of_group, windows } = self;
        of_group.clear();
        if let Some(timeline) = tenures.timelines.get(&group) {
            timeline.read(index, view, of_group);
        }
        let group_host = Host::of(of_group, windows);
        let memberships = tenures.memberships.get(&group).into_iter().flatten();
        for membership in memberships.filter(|membership| membership.first <= view.position) {
            let timeline = |number| tenures.timelines.get_index(number).map(|(_, timeline)| timeline);
            let (Some(timeline), Some(party)) = (timeline(membership.own), timeline(membership.of_party))
            else {
                continue;
            };
            timeline.read(index, view, own);
            if own.is_empty() {
                continue;
            }
            party.read(index, view, of_party);
            let party_host = Host::of(of_party, windows);
            let tenure = Tenure::of(own, &party_host, &group_host);
            if let Some(stay) = tenure.stay(view.on, windows) {
                visit(membership.party, of_party, &tenure, stay);
            }
        }
    }
}
