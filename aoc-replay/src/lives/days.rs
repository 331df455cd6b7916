//! [`Days`]: between which days the records of a fold happened, all their timelines considered together.

use std::collections::BTreeMap;

use aoc_core::{Bounds, Day, EntityId, Link, Position, Role, Window, windows};

use super::{Lives, Reading, Step, Tie, Timeline, places};
use crate::certainty::Span;

/// Between which days each record happened.
///
/// A record may belong to several timelines (an engagement: that of the mobilization and that of the expert), and
/// what it rests on was not founded after it. So the days of one timeline narrow those of others, and they are
/// narrowed until nothing changes: what remains is exact (law 8).
#[derive(Debug, Clone, Default)]
pub(crate) struct Days {
    /// By position.
    records: Vec<Position>,
    /// Of the record at the same place.
    windows: Vec<Window>,
}

impl Days {
    /// Between which days this record happened; nothing when it is not in the fold.
    pub(crate) fn of(&self, record: Position) -> Option<Window> {
        self.windows.get(self.place(record)?).copied()
    }

    /// From this record on, until the earliest of others.
    pub(crate) fn span(&self, start: Position, ends: impl IntoIterator<Item = Position>) -> Option<Span> {
        let open = Span { start: self.of(start)?, end: Span::OPEN_END };
        Some(ends.into_iter().filter_map(|end| self.of(end)).fold(open, Span::cut))
    }

    fn place(&self, record: Position) -> Option<usize> {
        self.records.binary_search(&record).ok()
    }

    fn earliest(&self, place: usize) -> Day {
        self.windows.get(place).map_or(Day::FUTURE, |window| window.earliest)
    }

    /// Brings the bounds of a record closer; says whether they came closer.
    fn narrow(&mut self, place: usize, by: Window) -> bool {
        let Some(window) = self.windows.get_mut(place) else { return false };
        let before = *window;
        window.earliest = window.earliest.max(by.earliest);
        window.latest = window.latest.min(by.latest);
        *window != before
    }

    /// Narrows the days of one timeline, and of what its records rest on; says whether some were narrowed.
    fn settle(&mut self, thread: &mut Thread) -> bool {
        for (knot, link) in thread.knots.iter().zip(&mut thread.links) {
            if let Some(window) = self.windows.get(knot.place) {
                link.bounds = Bounds::new(window.earliest, window.latest);
            }
            let founded =
                |founding: &Option<usize>| founding.map_or(Day::FUTURE, |place| self.earliest(place));
            link.floor = knot.foundings.iter().map(founded).max().unwrap_or(Day::PAST);
        }
        let mut closer = false;
        for (knot, window) in thread.knots.iter().zip(windows(&thread.links)) {
            closer |= self.narrow(knot.place, window);
            for founding in knot.foundings.iter().flatten() {
                closer |= self.narrow(*founding, Window { earliest: Day::PAST, latest: window.latest });
            }
        }
        closer
    }
}

/// A timeline, ready to be narrowed again and again.
struct Thread {
    knots: Vec<Knot>,
    links: Vec<Link>,
}

/// A record in a timeline: its place, and those of the foundings of what it rests on.
struct Knot {
    place: usize,
    /// What the fold has not reached is founded later than the day asked about.
    foundings: Vec<Option<usize>>,
}

impl Thread {
    fn new(timeline: &Timeline, days: &Days, founded: &BTreeMap<EntityId, Position>) -> Self {
        let place = |entity: &EntityId| founded.get(entity).and_then(|at| days.place(*at));
        let knot = |(step, tie): (&Step, &Tie)| {
            let foundings = tie.rests_on.iter().map(place).collect();
            Some(Knot { place: days.place(step.position)?, foundings })
        };
        let places = places(&timeline.ties);
        let link = |(step, tie): (&Step, &Tie)| Link {
            lanes: tie.lanes.clone(),
            bounds: step.bounds,
            floor: Day::PAST,
            follows: tie.after.and_then(|fact| places.get(&fact).copied()),
        };
        let steps = || timeline.steps.iter().zip(&timeline.ties);
        Self { knots: steps().filter_map(knot).collect(), links: steps().map(link).collect() }
    }
}

impl Lives {
    /// For each record what can only come before it: the record before it in each of its timelines, and the founding of
    /// what it rests on.
    pub(crate) fn prerequisites(&self) -> BTreeMap<Position, Vec<Position>> {
        let founded = self.founded();
        let mut before: BTreeMap<Position, Vec<Position>> = BTreeMap::new();
        for Timeline { steps, ties } in self.timelines.values() {
            let mut previous = None;
            for (step, tie) in steps.iter().zip(ties) {
                let own = before.entry(step.position).or_default();
                own.extend(previous.replace(step.position));
                own.extend(tie.rests_on.iter().filter_map(|entity| founded.get(entity)));
            }
        }
        before
    }

    /// The record that first founded each entity.
    fn founded(&self) -> BTreeMap<EntityId, Position> {
        let founding = |timeline: &Timeline| {
            let mut steps = timeline.steps.iter();
            steps.find(|step| step.role == Role::Founds).map(|step| step.position)
        };
        self.timelines.iter().filter_map(|(entity, timeline)| Some((*entity, founding(timeline)?))).collect()
    }

    fn all_steps(&self) -> impl Iterator<Item = &Step> {
        self.timelines.values().flat_map(|timeline| &timeline.steps)
    }

    /// Whether the source of some date doubts it.
    pub(crate) fn is_doubted(&self) -> bool {
        self.all_steps().any(Step::is_doubted)
    }

    /// Between which days every record of the fold happened.
    pub(crate) fn days(&self, reading: Reading) -> Days {
        let window = |step: &Step| (step.position, Window::from(reading.of(step.bounds)));
        let mut records: Vec<(Position, Window)> = self.all_steps().map(window).collect();
        records.sort_unstable_by_key(|(position, _)| *position);
        records.dedup_by_key(|(position, _)| *position);
        let (records, windows) = records.into_iter().unzip();
        let mut days = Days { records, windows };
        let founded = self.founded();
        let mut threads: Vec<Thread> =
            self.timelines.values().map(|timeline| Thread::new(timeline, &days, &founded)).collect();
        // Bounds only come closer, and to days that some record bears: it ends.
        loop {
            let mut closer = false;
            for thread in &mut threads {
                closer |= days.settle(thread);
            }
            if !closer {
                return days;
            }
        }
    }
}
