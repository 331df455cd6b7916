//! [`Existence`]: which records found and end an entity, and on which days.

use super::{Entry, Prospect, Untold};
use crate::day::Day;
use crate::event::{Event, Lanes, Role};
use crate::id::{EntityId, Position};

/// What an entity's timeline says of its existence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Existence<'p> {
    /// What founded it, and the first day on which that is possible.
    pub(crate) founded: (&'p Entry, Day),
    /// What ended it, and the last day on which that is possible.
    pub(crate) ended: Option<(&'p Entry, Day)>,
}

/// The records that found and end an entity: the first day on which the one is possible, the last of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    founded: (Position, Day),
    ended: Option<Ended>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ended {
    at: Position,
    /// Nothing where what came behind it may narrow it, in which case it is found out from the whole timeline.
    latest: Option<Day>,
    behind: Behind,
}

/// What comes behind the end of an entity and narrows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// Everything.
    All,
    /// What is ordered with all.
    NoLane,
    /// What shares a lane with it, too.
    Lanes,
}

impl Known {
    /// What is known with a record that comes behind all others, `from` being the first day on which that is possible.
    pub(super) fn after(known: Option<Self>, entity: EntityId, entry: &Entry, from: Day) -> Option<Self> {
        let role = entry.role_for(entity);
        let latest = entry.date.latest();
        let Some(known) = known else {
            return (role == Role::Founds).then_some(Self { founded: (entry.position, from), ended: None });
        };
        let ended = match (role, known.ended) {
            (Role::Founds, _) | (Role::Changes, None) => None,
            (Role::Ends, _) => Some(Ended::at(entry, latest)),
            (Role::Changes, Some(ended)) => {
                let is_of_lanes = entry.event.as_ref().is_some_and(|event| event.lanes() != Lanes::All);
                let narrowed = match ended.behind {
                    Behind::All => ended.latest.map(|day| day.min(latest)),
                    Behind::NoLane if is_of_lanes => ended.latest,
                    Behind::NoLane | Behind::Lanes => None,
                };
                Some(Ended { latest: narrowed, ..ended })
            }
        };
        Some(Self { ended, ..known })
    }

    /// The first day on which it exists.
    pub(super) const fn from(&self) -> Day {
        self.founded.1
    }

    /// Whether the end is found out, if there is one.
    pub(super) fn is_told(&self) -> bool {
        self.ended.is_none_or(|ended| ended.latest.is_some())
    }
}

impl Ended {
    fn at(entry: &Entry, latest: Day) -> Self {
        let behind = match entry.event.as_ref().map(Event::lanes) {
            None | Some(Lanes::All) => Behind::All,
            Some(Lanes::Between { before, .. }) if before.is_empty() => Behind::NoLane,
            Some(Lanes::Of(_) | Lanes::Between { .. }) => Behind::Lanes,
        };
        Self { at: entry.position, latest: Some(latest), behind }
    }
}

impl Prospect<'_> {
    /// The first day on which everything that a record rests on can exist.
    pub(crate) fn floor(&self, entry: &Entry) -> Day {
        let rests_on = entry.event.as_ref().map(Event::rests_on).unwrap_or_default();
        rests_on
            .into_iter()
            .filter_map(|entity| self.known(entity))
            .map(|known| known.from())
            .max()
            .unwrap_or(Day::PAST)
    }

    /// From when to when an entity exists, if it does.
    pub(crate) fn existence(&self, entity: EntityId) -> Option<Existence<'_>> {
        let known = self.known(entity)?;
        let ended = known.ended.and_then(|ended| Some((self.entry(ended.at)?, ended.latest?)));
        let (at, from) = known.founded;
        Some(Existence { founded: (self.entry(at)?, from), ended })
    }

    /// Whether others see the entity otherwise than in the book as it is: that it exists, by which records and on which days,
    /// and that the book knows of it at all. More of an entity's life is not asked by the rules of others.
    pub(crate) fn has_moved(&self, entity: EntityId, before: &Self) -> bool {
        self.known(entity) != before.known(entity) || self.knows_of(entity) != before.knows_of(entity)
    }

    pub(super) fn known(&self, entity: EntityId) -> Option<Known> {
        let memo = self.known_before();
        if let Some(known) = memo.borrow().get(&entity) {
            return *known;
        }
        memo.borrow_mut().insert(entity, None);
        let known = self.known_by_course(entity).unwrap_or_else(|Untold| self.find_out(entity));
        memo.borrow_mut().insert(entity, known);
        known
    }

    fn find_out(&self, entity: EntityId) -> Option<Known> {
        let timeline = self.timeline(entity);
        let windows = self.windows(&timeline);
        let steps = || timeline.iter().zip(&windows);
        let known = steps()
            .fold(None, |known, (entry, window)| Known::after(known, entity, entry, window.earliest))?;
        // What comes behind the end narrows it, lane by lane.
        let latest =
            |at: Position| steps().find(|(entry, _)| entry.position == at).map(|(_, window)| window.latest);
        let ended = known.ended.map(|ended| Ended { latest: latest(ended.at), ..ended });
        Some(Known { ended, ..known })
    }
}
