//! [`Readings`]: the same in both readings of doubted dates.

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{Day, EntityId, Position, Role, Window};

use crate::certainty::{Certainty, Span, certainty};
use crate::life::Reading;
use crate::lives::{Days, Lives};

/// The same with the dates as given, and with every date that its source doubts taken as unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Readings<T> {
    pub(crate) as_dated: T,
    pub(crate) without_doubtful: T,
}

impl<T> Readings<T> {
    pub(crate) fn of(read: impl Fn(Reading) -> T) -> Self {
        Self { as_dated: read(Reading::AsDated), without_doubtful: read(Reading::WithoutDoubtful) }
    }

    pub(crate) fn map<U>(&self, to: impl Fn(&T) -> U) -> Readings<U> {
        Readings { as_dated: to(&self.as_dated), without_doubtful: to(&self.without_doubtful) }
    }

    pub(crate) fn zip<U>(self, other: Readings<U>) -> Readings<(T, U)> {
        Readings {
            as_dated: (self.as_dated, other.as_dated),
            without_doubtful: (self.without_doubtful, other.without_doubtful),
        }
    }
}

impl<T> Readings<Option<T>> {
    /// Both, if both are there.
    pub(crate) fn both(self) -> Option<Readings<T>> {
        Some(Readings { as_dated: self.as_dated?, without_doubtful: self.without_doubtful? })
    }
}

impl Readings<Window> {
    /// Whether what happened between those days has happened by the day.
    pub(crate) fn happened(&self, by: Day) -> Certainty {
        self.map(|start| Span { start: *start, end: Span::OPEN_END }).covers(by)
    }
}

impl<T: Ord + Copy> Readings<BTreeSet<T>> {
    /// How sure each of the possible ones is: the only one is certain.
    pub(crate) fn certainties(&self) -> BTreeMap<T, Certainty> {
        let Self { as_dated, without_doubtful } = self;
        let level = |_: &T| match (as_dated.len(), without_doubtful.len()) {
            (1, 1) if as_dated == without_doubtful => Certainty::Certain,
            (1, _) => Certainty::CertainIfDatesHold,
            _ => Certainty::Possible,
        };
        as_dated.iter().map(|one| (*one, level(one))).collect()
    }
}

impl Readings<Span> {
    /// Whether the stretch covers the day.
    pub(crate) fn covers(&self, day: Day) -> Certainty {
        certainty(&[self.as_dated], &[self.without_doubtful], day)
    }
}

impl Readings<Vec<Span>> {
    /// Whether one of the stretches covers the day.
    pub(crate) fn covers(&self, day: Day) -> Certainty {
        certainty(&self.as_dated, &self.without_doubtful, day)
    }
}

impl Readings<Days> {
    /// The days of a fold.
    pub(crate) fn of_days(lives: &Lives) -> Self {
        let as_dated = lives.days(Reading::AsDated);
        let doubted = lives.is_doubted().then(|| lives.days(Reading::WithoutDoubtful));
        Self { without_doubtful: doubted.unwrap_or_else(|| as_dated.clone()), as_dated }
    }

    /// Between which days a record happened.
    pub(crate) fn window(&self, record: Position) -> Option<Readings<Window>> {
        self.map(|days| days.of(record)).both()
    }

    /// From a record on, until another if there is one.
    pub(crate) fn span(&self, start: Position, end: Option<Position>) -> Option<Readings<Span>> {
        self.map(|days| days.span(start, end)).both()
    }
}

/// The record that ended an entity, if one did.
pub(crate) fn end_of(lives: &Lives, entity: EntityId) -> Option<Position> {
    let mut turns = lives.steps(entity).iter().filter(|step| step.role != Role::Changes);
    turns.next_back().filter(|step| step.role == Role::Ends).map(|step| step.position)
}
