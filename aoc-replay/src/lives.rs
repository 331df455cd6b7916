//! [`Lives`]: the timelines of entities, folded, and between which days their records happened.

mod days;

use std::collections::BTreeMap;

use aoc_core::{Bounds, Day, EntityId, Event, Kind, Lanes, Link, Position, Role, Window, windows};
use aoc_store::RecordView;

use crate::certainty::Span;
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
    timelines: BTreeMap<EntityId, Vec<Step>>,
}

/// From when to when an entity exists.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Existence {
    pub(crate) founded: Window,
    pub(crate) ended: Window,
}

impl Lives {
    pub(crate) fn push(&mut self, record: &RecordView<'_>, event: &Event) {
        let step = Step {
            position: record.position(),
            kind: record.kind(),
            role: Role::Changes,
            bounds: record.date().effect(),
            origin: record.origin(),
            after: record.after(),
            lanes: event.lanes(),
            rests_on: event.rests_on(),
        };
        for (index, entity) in record.changes().enumerate() {
            // What it founds or ends is its own entity, the first.
            let role = if index == 0 { event.role() } else { Role::Changes };
            self.timelines.entry(entity).or_default().push(Step { role, ..step.clone() });
        }
    }

    pub(crate) fn steps(&self, entity: EntityId) -> &[Step] {
        self.timelines.get(&entity).map(Vec::as_slice).unwrap_or_default()
    }

    /// Between which days each record of the timeline happened.
    pub(crate) fn windows(&self, entity: EntityId, reading: Reading) -> Vec<Window> {
        let steps = self.steps(entity);
        let links: Vec<Link> = steps
            .iter()
            .map(|step| Link {
                lanes: step.lanes.clone(),
                bounds: reading.of(step.bounds),
                floor: self.floor(step, reading),
                follows: step.after.and_then(|fact| steps.iter().position(|other| other.origin == fact)),
            })
            .collect();
        windows(&links)
    }

    /// The first day on which everything exists that a record rests on. What the fold has not reached is
    /// founded later than the day asked about.
    fn floor(&self, step: &Step, reading: Reading) -> Day {
        let founded = |entity: &EntityId| {
            self.existence(*entity, reading).map_or(Day::FUTURE, |existence| existence.founded.earliest)
        };
        step.rests_on.iter().map(founded).max().unwrap_or(Day::PAST)
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
        let windows = self.windows(entity, reading);
        let mut spans: Vec<Span> = Vec::new();
        let mut open = None;
        for (step, window) in self.steps(entity).iter().zip(windows) {
            if let Some(start) = open
                && closes(step)
            {
                spans.push(Span { start, end: window });
                open = None;
            } else if open.is_none() && opens(step) {
                open = Some(window);
            }
        }
        spans.extend(open.map(|start| Span { start, end: Span::OPEN_END }));
        let ends =
            hosts.iter().filter_map(|host| self.existence(*host, reading)).map(|existence| existence.ended);
        for end in ends {
            for span in &mut spans {
                *span = span.cut(end);
            }
        }
        spans
    }
}
