//! [`Lives`]: the timelines of entities, folded, and between which days their records happened.

mod days;

use std::collections::BTreeMap;

use aoc_core::{Day, EntityId, Event, Lanes, Link, Position, Role, Window, windows};
use aoc_store::RecordView;
use hashbrown::DefaultHashBuilder;
use indexmap::IndexMap;

use crate::certainty::Span;
use crate::life::{Existence, Life, Reading, Step};
pub(crate) use days::Days;

/// The timelines of entities, in order of effect.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lives {
    timelines: IndexMap<EntityId, Timeline, DefaultHashBuilder>,
}

/// The timeline of one entity.
#[derive(Debug, Clone, Default)]
struct Timeline {
    steps: Vec<Step>,
    /// For each of them, how it hangs together with others.
    ties: Vec<Tie>,
}

/// How a record hangs together with others.
#[derive(Debug, Clone)]
struct Tie {
    origin: Position,
    after: Option<Position>,
    lanes: Lanes,
    rests_on: Vec<EntityId>,
}

/// Where in a timeline each fact is that another one is said to follow.
fn places(ties: &[Tie]) -> BTreeMap<Position, usize> {
    if ties.iter().all(|tie| tie.after.is_none()) {
        return BTreeMap::new();
    }
    ties.iter().enumerate().map(|(place, tie)| (tie.origin, place)).collect()
}

impl Lives {
    pub(crate) fn push(&mut self, record: &RecordView<'_>, event: &Event) {
        for entity in record.changes() {
            self.push_to(entity, record, event);
        }
    }

    /// The same, into one of the timelines that it belongs to.
    pub(crate) fn push_to(&mut self, entity: EntityId, record: &RecordView<'_>, event: &Event) {
        // What it founds or ends is its own entity, the first.
        let own = record.changes().next() == Some(entity);
        let timeline = self.timelines.entry(entity).or_default();
        timeline.steps.push(Step {
            position: record.position(),
            kind: record.kind(),
            role: if own { event.role() } else { Role::Changes },
            bounds: record.date().effect(),
        });
        timeline.ties.push(Tie {
            origin: record.origin(),
            after: record.after(),
            lanes: event.lanes(),
            rests_on: event.rests_on(),
        });
    }

    /// Takes what came behind.
    pub(crate) fn join(&mut self, later: Self) {
        for (entity, later) in later.timelines {
            let timeline = self.timelines.entry(entity).or_default();
            timeline.steps.extend(later.steps);
            timeline.ties.extend(later.ties);
        }
    }

    pub(crate) fn steps(&self, entity: EntityId) -> &[Step] {
        self.timelines.get(&entity).map(|timeline| timeline.steps.as_slice()).unwrap_or_default()
    }

    /// Between which days each record of the timeline happened.
    pub(crate) fn windows(&self, entity: EntityId, reading: Reading) -> Vec<Window> {
        let Some(Timeline { steps, ties }) = self.timelines.get(&entity) else { return Vec::new() };
        let places = places(ties);
        // Nearly all records of a timeline rest on the same.
        let mut floors: Vec<(EntityId, Day)> = Vec::new();
        let mut floor = |entity: &EntityId| {
            let known = floors.iter().find(|(other, _)| other == entity).map(|(_, day)| *day);
            known.unwrap_or_else(|| {
                let day = self.founded_from(*entity, reading);
                floors.push((*entity, day));
                day
            })
        };
        let links: Vec<Link> = steps
            .iter()
            .zip(ties)
            .map(|(step, tie)| Link {
                lanes: tie.lanes.clone(),
                bounds: reading.of(step.bounds),
                floor: tie.rests_on.iter().map(&mut floor).max().unwrap_or(Day::PAST),
                follows: tie.after.and_then(|fact| places.get(&fact).copied()),
            })
            .collect();
        windows(&links)
    }

    /// The first day on which an entity can exist. What the fold has not reached is founded later than the day asked
    /// about.
    fn founded_from(&self, entity: EntityId, reading: Reading) -> Day {
        self.existence(entity, reading).map_or(Day::FUTURE, |existence| existence.founded.earliest)
    }

    /// From when to when the entity exists, if it was founded.
    pub(crate) fn existence(&self, entity: EntityId, reading: Reading) -> Option<Existence> {
        Existence::of(self.steps(entity), &self.windows(entity, reading))
    }

    /// The stretches between a record that `opens` and the next one that `closes`, cut where `entity`'s
    /// hosts end.
    pub(crate) fn spans(
        &self,
        entity: EntityId,
        hosts: &[EntityId],
        reading: Reading,
        opens: impl Fn(&Step) -> bool,
        closes: impl Fn(&Step) -> bool,
    ) -> Vec<Span> {
        let ended = |host: &EntityId| self.existence(*host, reading).map(|existence| existence.ended);
        let windows = self.windows(entity, reading);
        let life = Life::of(self.steps(entity), &windows, hosts.iter().filter_map(ended));
        life.spans(opens, closes).collect()
    }
}
