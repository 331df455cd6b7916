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
}

/// Between which days a record happened under all resolutions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The running maximum of the earliest days, what they rest on included.
    pub earliest: Day,
    /// The minimum of the latest days over this and later records.
    pub latest: Day,
}

impl Window {
    /// Whether some day lies in it.
    #[must_use]
    pub fn is_possible(self) -> bool {
        self.earliest <= self.latest
    }
}

struct Running {
    all: Day,
    any: Day,
    lanes: BTreeMap<EntityId, Day>,
    pick: fn(Day, Day) -> Day,
}

impl Running {
    fn new(start: Day, pick: fn(Day, Day) -> Day) -> Self {
        Self { all: start, any: start, lanes: BTreeMap::new(), pick }
    }

    fn step(&mut self, lanes: &Lanes, own: Day) -> Day {
        let pick = self.pick;
        match lanes {
            Lanes::All => {
                let day = pick(self.any, own);
                (self.all, self.any) = (day, day);
                day
            }
            Lanes::Of(ids) => {
                let before = ids
                    .iter()
                    .filter_map(|id| self.lanes.get(id))
                    .fold(self.all, |day, lane| pick(day, *lane));
                let day = pick(before, own);
                for id in ids {
                    self.lanes.insert(*id, day);
                }
                self.any = pick(self.any, day);
                day
            }
        }
    }
}

/// The windows of a timeline's records, given in order of effect.
///
/// `earliest` is the running maximum of the earliest days over this and the earlier records that
/// share a lane (with what they rest on), `latest` the minimum of the latest days over this and the
/// later ones. The timeline has a resolution exactly when every window [is possible](Window::is_possible).
#[must_use]
pub fn windows(links: &[Link]) -> Vec<Window> {
    let mut forward = Running::new(Day::PAST, std::cmp::max);
    let mut windows: Vec<Window> = links
        .iter()
        .map(|link| {
            let own = link.bounds.earliest.max(link.floor);
            Window { earliest: forward.step(&link.lanes, own), latest: link.bounds.latest }
        })
        .collect();
    let mut backward = Running::new(Day::FUTURE, std::cmp::min);
    for (link, window) in links.iter().zip(&mut windows).rev() {
        window.latest = backward.step(&link.lanes, link.bounds.latest);
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
    fn neighbours_narrow_each_other() {
        let link = |earliest, latest| Link {
            lanes: Lanes::All,
            bounds: Bounds::new(day(earliest), day(latest)),
            floor: Day::PAST,
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
}
