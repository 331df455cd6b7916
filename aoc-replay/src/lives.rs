//! [`Lives`]: the timelines of entities, folded, and between which days their records happened.

mod days;

use std::collections::BTreeMap;

use aoc_core::{Bounds, Day, EntityId, Event, Kind, Lanes, Link, Position, Qualifier, Role, Window, windows};
use aoc_store::RecordView;
use hashbrown::DefaultHashBuilder;
use indexmap::IndexMap;

use crate::certainty::Span;
use crate::readings::Readings;
pub(crate) use days::Days;

/// How dates that their source doubts (`?`, `~`) are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As given.
    AsDated,
    /// As unknown.
    WithoutDoubtful,
}

impl Reading {
    /// The bounds as they are read.
    pub(crate) const fn of(self, bounds: Bounds) -> Bounds {
        match self {
            Self::AsDated => bounds,
            Self::WithoutDoubtful => bounds.without_doubtful(),
        }
    }
}

/// One record of a timeline, as much of it as spans need.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) position: Position,
    pub(crate) kind: Kind,
    pub(crate) role: Role,
    pub(crate) bounds: Bounds,
    origin: Position,
    after: Option<Position>,
    lanes: Lanes,
    rests_on: Vec<EntityId>,
}

/// The timelines of entities, in order of effect.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lives {
    timelines: IndexMap<EntityId, Vec<Step>, DefaultHashBuilder>,
}

/// Where in a timeline each fact is that another one is said to follow.
fn places(steps: &[Step]) -> BTreeMap<Position, usize> {
    if steps.iter().all(|step| step.after.is_none()) {
        return BTreeMap::new();
    }
    steps.iter().enumerate().map(|(place, step)| (step.origin, place)).collect()
}

/// From when to when an entity exists.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Existence {
    pub(crate) founded: Window,
    pub(crate) ended: Window,
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
        let step = Step {
            position: record.position(),
            kind: record.kind(),
            role: if own { event.role() } else { Role::Changes },
            bounds: record.date().effect(),
            origin: record.origin(),
            after: record.after(),
            lanes: event.lanes(),
            rests_on: event.rests_on(),
        };
        self.timelines.entry(entity).or_default().push(step);
    }

    /// Takes what came behind.
    pub(crate) fn join(&mut self, later: Self) {
        for (entity, steps) in later.timelines {
            self.timelines.entry(entity).or_default().extend(steps);
        }
    }

    pub(crate) fn steps(&self, entity: EntityId) -> &[Step] {
        self.timelines.get(&entity).map(Vec::as_slice).unwrap_or_default()
    }

    /// Between which days each record of the timeline happened.
    pub(crate) fn windows(&self, entity: EntityId, reading: Reading) -> Vec<Window> {
        let steps = self.steps(entity);
        let places = places(steps);
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
            .map(|step| Link {
                lanes: step.lanes.clone(),
                bounds: reading.of(step.bounds),
                floor: step.rests_on.iter().map(&mut floor).max().unwrap_or(Day::PAST),
                follows: step.after.and_then(|fact| places.get(&fact).copied()),
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
        let windows = self.windows(entity, reading);
        let mut existence: Option<Existence> = None;
        for (step, window) in self.steps(entity).iter().zip(windows) {
            match (step.role, &mut existence) {
                (Role::Founds, None) => {
                    existence = Some(Existence { founded: window, ended: Span::OPEN_END });
                }
                (Role::Founds, Some(existence)) => existence.ended = Span::OPEN_END,
                (Role::Ends, Some(existence)) => existence.ended = window,
                _ => {}
            }
        }
        existence
    }

    /// The same in both readings; read once where no date in the timelines of these entities is doubted.
    pub(crate) fn readings<T: Clone>(
        &self,
        entities: &[EntityId],
        read: impl Fn(Reading) -> T,
    ) -> Readings<T> {
        let mut steps = entities.iter().flat_map(|entity| self.steps(*entity));
        if steps.any(|step| step.bounds.qualifier != Qualifier::None) {
            return Readings::of(read);
        }
        let as_dated = read(Reading::AsDated);
        Readings { without_doubtful: as_dated.clone(), as_dated }
    }

    /// The life of an entity, which ends at the latest when one of its hosts does.
    pub(crate) fn life(&self, entity: EntityId, hosts: &[EntityId], reading: Reading) -> Life<'_> {
        let ended = |host: &EntityId| self.existence(*host, reading).map(|existence| existence.ended);
        Life {
            steps: self.steps(entity),
            windows: self.windows(entity, reading),
            ends: hosts.iter().filter_map(ended).collect(),
        }
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
        self.life(entity, hosts, reading).spans(opens, closes)
    }
}

/// The life of one entity in one reading: between which days each of its records happened, and its hosts ended.
pub(crate) struct Life<'l> {
    steps: &'l [Step],
    windows: Vec<Window>,
    ends: Vec<Window>,
}

impl Life<'_> {
    /// The stretches between a record that `opens` and the next one that `closes`, cut where a host ends.
    pub(crate) fn spans(&self, opens: impl Fn(&Step) -> bool, closes: impl Fn(&Step) -> bool) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let mut open = None;
        for (step, window) in self.steps.iter().zip(&self.windows) {
            if let Some(start) = open
                && closes(step)
            {
                spans.push(Span { start, end: *window });
                open = None;
            } else if open.is_none() && opens(step) {
                open = Some(*window);
            }
        }
        spans.extend(open.map(|start| Span { start, end: Span::OPEN_END }));
        for span in &mut spans {
            *span = self.ends.iter().fold(*span, |span, end| span.cut(*end));
        }
        spans
    }
}
