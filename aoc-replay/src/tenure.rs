//! [`Tenure`]: the timeline of a membership, beside those of the party and the group that it rests on.

use aoc_core::{
    Day, EntityId, EntityKind, GroupEvent, Kind, MemberJoined, MemberSuspended, MemberWithdrew,
    MembershipEvent, PartyEvent, Position, Relation, Role, Window,
};
use aoc_store::RecordView;
use hashbrown::DefaultHashBuilder;
use indexmap::IndexMap;

use crate::certainty::{Certainty, Span, covers};
use crate::life::{Existence, Life, Reading, Step, narrow, role};
use crate::readings::Readings;

/// The timelines of groups, parties and memberships as they are folded. Headers say all of it: no body is read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timelines {
    steps: IndexMap<EntityId, Vec<Step>, DefaultHashBuilder>,
}

impl Timelines {
    /// Puts a record at the end of one that it changes, and tells what it does there; nothing for a record without an
    /// event.
    pub(crate) fn push(&mut self, entity: EntityId, record: &RecordView<'_>) -> Option<Step> {
        if matches!(record.relation(), Relation::Retraction { .. } | Relation::Corroboration { .. }) {
            return None;
        }
        let own = record.changes().next() == Some(entity);
        let (position, kind) = (record.position(), record.kind());
        let role = if own { role(kind) } else { Role::Changes };
        let step = Step { position, kind, role, bounds: record.date().effect() };
        self.steps.entry(entity).or_default().push(step);
        Some(step)
    }

    /// Takes what came behind.
    pub(crate) fn join(&mut self, later: Self) {
        for (entity, steps) in later.steps {
            self.steps.entry(entity).or_default().extend(steps);
        }
    }

    pub(crate) fn steps(&self, entity: impl Into<EntityId>) -> &[Step] {
        self.steps.get(&entity.into()).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn host(&self, entity: impl Into<EntityId>) -> Host<'_> {
        Host::of(self.steps(entity), &mut Vec::new())
    }
}

/// The kinds of record that a membership rests on.
pub(crate) fn kinds() -> impl Iterator<Item = Kind> {
    // Whole areas: every record of a timeline narrows the days of its neighbours.
    GroupEvent::kinds().chain(PartyEvent::kinds()).chain(MembershipEvent::kinds())
}

/// The group and the party that the records of a membership name.
pub(crate) fn pair(mut named: impl Iterator<Item = EntityId>) -> Option<(EntityId, EntityId)> {
    // In this order.
    let group = named.find(|entity| entity.kind() == EntityKind::Group)?;
    Some((group, named.find(|entity| entity.kind() == EntityKind::Party)?))
}

/// A party or a group: its timeline, and from when to when it exists.
pub(crate) struct Host<'s> {
    steps: &'s [Step],
    existence: Readings<Option<Existence>>,
    is_doubted: bool,
}

impl<'s> Host<'s> {
    /// The one with this timeline.
    pub(crate) fn of(steps: &'s [Step], windows: &mut Vec<Window>) -> Self {
        let is_doubted = steps.iter().any(Step::is_doubted);
        let mut existence = |reading| Existence::of(steps, narrow(steps, Day::PAST, reading, windows));
        let as_dated = existence(Reading::AsDated);
        let without_doubtful = if is_doubted { existence(Reading::WithoutDoubtful) } else { as_dated };
        Self { steps, existence: Readings { as_dated, without_doubtful }, is_doubted }
    }

    const fn existence(&self, reading: Reading) -> Option<Existence> {
        match reading {
            Reading::AsDated => self.existence.as_dated,
            Reading::WithoutDoubtful => self.existence.without_doubtful,
        }
    }

    /// The first day on which it can exist. What is not known is founded later than the day asked about.
    fn founded_from(&self, reading: Reading) -> Day {
        self.existence(reading).map_or(Day::FUTURE, |existence| existence.founded.earliest)
    }
}

/// The timeline of a membership.
pub(crate) struct Tenure<'s> {
    own: &'s [Step],
    hosts: [&'s Host<'s>; 2],
}

/// How a membership stands on a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stay {
    /// Whether the party belongs to the group.
    pub(crate) member: Certainty,
    /// Whether it is suspended.
    pub(crate) suspended: Certainty,
    /// Between which days it joined (the stretch that comes last).
    pub(crate) joined: Window,
}

impl<'s> Tenure<'s> {
    /// The one with this timeline, of this party in this group.
    pub(crate) const fn of(own: &'s [Step], party: &'s Host<'s>, group: &'s Host<'s>) -> Self {
        Self { own, hosts: [party, group] }
    }

    fn life<'w>(&self, reading: Reading, windows: &'w mut Vec<Window>) -> Life<'w>
    where
        's: 'w,
    {
        let floor = self.hosts.iter().map(|host| host.founded_from(reading)).max().unwrap_or(Day::PAST);
        let ends = self.hosts.iter().filter_map(|host| host.existence(reading));
        let windows = narrow(self.own, floor, reading, windows);
        Life::of(self.own, windows, ends.map(|existence| existence.ended))
    }

    /// The stretches during which the party belonged to the group.
    pub(crate) fn spans(&self, reading: Reading) -> Vec<Span> {
        belongs(&self.life(reading, &mut Vec::new())).collect()
    }

    /// How it stands on a day, unless the party certainly does not belong to the group then.
    pub(crate) fn stay(&self, on: Day, windows: &mut Vec<Window>) -> Option<Stay> {
        let life = self.life(Reading::AsDated, windows);
        let member = covers(belongs(&life), on);
        if member == Certainty::No {
            return None;
        }
        let joined = belongs(&life).filter(|span| span.covers_possibly(on)).last()?.start;
        let stay = Stay { member, suspended: covers(suspended(&life), on), joined };
        if !self.own.iter().any(Step::is_doubted) && !self.hosts.iter().any(|host| host.is_doubted) {
            return Some(stay);
        }
        let life = self.life(Reading::WithoutDoubtful, windows);
        let member = stay.member.if_without_doubtful(covers(belongs(&life), on));
        let suspended = stay.suspended.if_without_doubtful(covers(suspended(&life), on));
        Some(Stay { member, suspended, joined })
    }

    /// The records that say so.
    pub(crate) fn records(&self) -> Vec<Position> {
        let timelines = self.hosts.map(|host| host.steps).into_iter().chain([self.own]);
        let len = timelines.clone().map(<[Step]>::len).sum();
        let mut records = Vec::with_capacity(len);
        records.extend(timelines.flatten().map(|step| step.position));
        records.sort_unstable();
        records.dedup();
        records
    }
}

/// The stretches of a membership.
fn belongs(membership: &Life<'_>) -> impl Iterator<Item = Span> {
    membership.spans(|step| step.kind == MemberJoined::KIND, |step| step.kind == MemberWithdrew::KIND)
}

/// Those during which it was suspended.
fn suspended(membership: &Life<'_>) -> impl Iterator<Item = Span> {
    membership.spans(|step| step.kind == MemberSuspended::KIND, |step| step.kind != MemberSuspended::KIND)
}
