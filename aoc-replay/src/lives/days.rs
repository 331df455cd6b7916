//! [`Days`]: between which days the records of a fold happened, all their timelines considered together.

use std::collections::BTreeMap;

use aoc_core::{Bounds, Day, EntityId, Link, Position, Role, Window, windows};

use super::{Lives, Reading, Step};
use crate::certainty::Span;

/// Between which days each record happened.
///
/// A record may belong to several timelines (an engagement: that of the mobilization and that of the expert), and
/// what it rests on was not founded after it. So the days of one timeline narrow those of others, and they are
/// narrowed until nothing changes: what remains is exact (law 8).
#[derive(Debug, Clone, Default)]
pub(crate) struct Days {
    windows: BTreeMap<Position, Window>,
}

impl Days {
    /// Between which days this record happened; nothing when it is not in the fold.
    pub(crate) fn of(&self, record: Position) -> Option<Window> {
        self.windows.get(&record).copied()
    }

    /// From this record on, until the earliest of others.
    pub(crate) fn span(&self, start: Position, ends: impl IntoIterator<Item = Position>) -> Option<Span> {
        let open = Span { start: self.of(start)?, end: Span::OPEN_END };
        Some(ends.into_iter().filter_map(|end| self.of(end)).fold(open, Span::cut))
    }

    fn narrow(&mut self, record: Position, by: Window) {
        if let Some(window) = self.windows.get_mut(&record) {
            window.earliest = window.earliest.max(by.earliest);
            window.latest = window.latest.min(by.latest);
        }
    }

    /// One round: each timeline along its order, then what records rest on.
    fn settle(&mut self, lives: &Lives, founded: &BTreeMap<EntityId, Position>) {
        for steps in lives.timelines.values() {
            let links: Vec<Link> = steps.iter().map(|step| self.link(step, steps, founded)).collect();
            for (step, window) in steps.iter().zip(windows(&links)) {
                self.narrow(step.position, window);
            }
        }
        for step in lives.timelines.values().flatten() {
            let Some(latest) = self.of(step.position).map(|window| window.latest) else { continue };
            for founding in step.rests_on.iter().filter_map(|entity| founded.get(entity)) {
                self.narrow(*founding, Window { earliest: Day::PAST, latest });
            }
        }
    }

    fn link(&self, step: &Step, steps: &[Step], founded: &BTreeMap<EntityId, Position>) -> Link {
        let window = self.of(step.position).unwrap_or(Window { earliest: Day::PAST, latest: Day::FUTURE });
        // What the fold has not reached is founded later than the day asked about.
        let founding = |entity: &EntityId| {
            founded.get(entity).and_then(|at| self.of(*at)).map_or(Day::FUTURE, |window| window.earliest)
        };
        Link {
            lanes: step.lanes.clone(),
            bounds: Bounds::new(window.earliest, window.latest),
            floor: step.rests_on.iter().map(founding).max().unwrap_or(Day::PAST),
            follows: step.after.and_then(|fact| steps.iter().position(|other| other.origin == fact)),
        }
    }
}

impl Lives {
    /// For each record what can only come before it: the record before it in each of its timelines, and the founding of
    /// what it rests on.
    pub(crate) fn prerequisites(&self) -> BTreeMap<Position, Vec<Position>> {
        let founded = self.founded();
        let mut before: BTreeMap<Position, Vec<Position>> = BTreeMap::new();
        for steps in self.timelines.values() {
            let mut previous = None;
            for step in steps {
                let own = before.entry(step.position).or_default();
                own.extend(previous.replace(step.position));
                own.extend(step.rests_on.iter().filter_map(|entity| founded.get(entity)));
            }
        }
        before
    }

    /// The record that first founded each entity.
    fn founded(&self) -> BTreeMap<EntityId, Position> {
        let founding =
            |steps: &Vec<Step>| steps.iter().find(|step| step.role == Role::Founds).map(|step| step.position);
        self.timelines.iter().filter_map(|(entity, steps)| Some((*entity, founding(steps)?))).collect()
    }

    /// Between which days every record of the fold happened.
    pub(crate) fn days(&self, reading: Reading) -> Days {
        let mut days = Days::default();
        let founded = self.founded();
        for step in self.timelines.values().flatten() {
            let bounds = reading.of(step.bounds);
            let window = Window { earliest: bounds.earliest, latest: bounds.latest };
            days.windows.insert(step.position, window);
        }
        // Bounds only come closer, and to days that some record bears: it ends.
        loop {
            let before = days.windows.clone();
            days.settle(self, &founded);
            if days.windows == before {
                return days;
            }
        }
    }
}
