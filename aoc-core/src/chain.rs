//! The days between which each record of a timeline happened, its neighbours considered (law 8).

use std::collections::BTreeMap;

use crate::date::Bounds;
use crate::day::Day;
use crate::event::Lanes;
use crate::id::EntityId;

/// One record of a timeline, in order of effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// With which others it is ordered.
    pub lanes: Lanes,
    /// Its own bounds.
    pub bounds: Bounds,
    /// It cannot happen before this day: what it rests on.
    pub floor: Day,
    /// Which earlier one of the list it is said to follow: those two are ordered, whatever their lanes.
    pub follows: Option<usize>,
}

/// Between which days a record happened under all resolutions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The running maximum of the earliest days, what they rest on included.
    pub earliest: Day,
    /// The minimum of the latest days over this and later records.
    pub latest: Day,
}

impl From<Bounds> for Window {
    fn from(bounds: Bounds) -> Self {
        Self { earliest: bounds.earliest, latest: bounds.latest }
    }
}

impl Window {
    /// Whether some day lies in it.
    #[must_use]
    pub fn is_possible(self) -> bool {
        self.earliest <= self.latest
    }
}

/// What a pass over a timeline has come to, record by record.
#[derive(Clone)]
pub(crate) struct Running {
    all: Day,
    any: Day,
    lanes: BTreeMap<EntityId, Day>,
    pick: fn(Day, Day) -> Day,
}

impl PartialEq for Running {
    fn eq(&self, other: &Self) -> bool {
        let days = |running: &Self| (running.all, running.any);
        days(self) == days(other) && self.lanes == other.lanes
    }
}

impl Running {
    fn new(start: Day, pick: fn(Day, Day) -> Day) -> Self {
        Self { all: start, any: start, lanes: BTreeMap::new(), pick }
    }

    /// Before the first record: each is possible from the day on that [`Running::forward`] gives.
    pub(crate) fn from_the_start() -> Self {
        Self::new(Day::PAST, std::cmp::max)
    }

    /// Forgets what no longer matters to records none of which is possible before this day.
    pub(crate) fn forget_until(&mut self, day: Day) {
        self.lanes.retain(|_, lane| *lane > day);
    }

    /// In how many lanes something waits.
    pub(crate) fn lanes(&self) -> usize {
        self.lanes.len()
    }

    /// Steps over a record that is ordered with all: the day it comes to.
    fn step_all(&mut self, own: Day) -> Day {
        let day = (self.pick)(self.any, own);
        (self.all, self.any) = (day, day);
        day
    }

    /// Steps over a record that waits for what gave way to `after`, and gives way to what waits for `before`.
    fn step(&mut self, after: &[EntityId], before: &[EntityId], own: Day) -> Day {
        let pick = self.pick;
        let heard = after.iter().filter_map(|id| self.lanes.get(id));
        let day = heard.fold(pick(self.all, own), |day, lane| pick(day, *lane));
        for id in before {
            let lane = self.lanes.entry(*id).or_insert(day);
            *lane = pick(*lane, day);
        }
        self.any = pick(self.any, day);
        day
    }

    /// Steps over the next record: the first day on which it is possible, `own` being the first that itself allows.
    pub(crate) fn forward(&mut self, lanes: &Lanes, own: Day) -> Day {
        match lanes {
            Lanes::All => self.step_all(own),
            Lanes::Of(ids) => self.step(ids, ids, own),
            Lanes::Between { after, before } => self.step(after, before, own),
        }
    }

    fn backward(&mut self, lanes: &Lanes, own: Day) -> Day {
        match lanes {
            Lanes::All => self.step_all(own),
            Lanes::Of(ids) => self.step(ids, ids, own),
            Lanes::Between { after, before } => self.step(before, after, own),
        }
    }
}

/// The windows of a timeline's records, given in order of effect.
///
/// `earliest` is the running maximum of the earliest days over this and the earlier records that
/// share a lane (with what they rest on), `latest` the minimum of the latest days over this and the
/// later ones. What it is said to follow counts among the earlier ones. The timeline has a resolution exactly
/// when every window [is possible](Window::is_possible).
#[must_use]
pub fn windows(links: &[Link]) -> Vec<Window> {
    let mut forward = Running::from_the_start();
    let mut windows: Vec<Window> = Vec::with_capacity(links.len());
    for link in links {
        let followed =
            link.follows.and_then(|at| windows.get(at)).map_or(Day::PAST, |window| window.earliest);
        let own = link.bounds.earliest.max(link.floor).max(followed);
        windows.push(Window { earliest: forward.forward(&link.lanes, own), latest: link.bounds.latest });
    }
    let mut backward = Running::new(Day::FUTURE, std::cmp::min);
    for (at, link) in links.iter().enumerate().rev() {
        let Some(window) = windows.get_mut(at) else { continue };
        window.latest = backward.backward(&link.lanes, window.latest);
        let latest = window.latest;
        if let Some(followed) =
            link.follows.filter(|other| *other < at).and_then(|other| windows.get_mut(other))
        {
            followed.latest = followed.latest.min(latest);
        }
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_window_is_possible_that_holds_a_day() {
        let window = |earliest, latest| Window { earliest: day(earliest), latest: day(latest) };
        assert!(window("2010-05-13", "2010-05-13").is_possible());
        assert!(window("2010-05-13", "2010-05-14").is_possible());
        assert!(!window("2010-05-14", "2010-05-13").is_possible());
    }

    #[test]
    fn neighbours_narrow_each_other() {
        let link = |earliest, latest| Link {
            lanes: Lanes::All,
            bounds: Bounds::new(day(earliest), day(latest)),
            floor: Day::PAST,
            follows: None,
        };
        let chain = [
            link("2005-01-01", "2010-12-31"),
            link("2006-01-01", "2007-12-31"),
            link("2005-06-01", "2012-01-01"),
        ];
        let narrowed: Vec<_> = windows(&chain).into_iter().map(|w| (w.earliest, w.latest)).collect();
        assert_eq!(
            narrowed,
            [
                (day("2005-01-01"), day("2007-12-31")),
                (day("2006-01-01"), day("2007-12-31")),
                (day("2006-01-01"), day("2012-01-01")),
            ]
        );
    }

    #[test]
    fn what_is_said_to_follow_is_ordered_without_a_common_lane() {
        let person = |slug: &str| Lanes::Of(vec![format!("person:{slug}").parse().unwrap()]);
        let link = |lanes, earliest, latest, follows| Link {
            lanes,
            bounds: Bounds::new(day(earliest), day(latest)),
            floor: Day::PAST,
            follows,
        };
        let left = link(person("a"), "2010-01-01", "2010-12-31", None);
        let apart = [left.clone(), link(person("b"), "2009-01-01", "2010-06-30", None)];
        assert_eq!(windows(&apart).first().unwrap().latest, day("2010-12-31"));
        let followed = [left, link(person("b"), "2009-01-01", "2010-06-30", Some(0))];
        let windows = windows(&followed);
        assert_eq!(windows.first().unwrap().latest, day("2010-06-30"));
        assert_eq!(windows.last().unwrap().earliest, day("2010-01-01"));
    }
}
