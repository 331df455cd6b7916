//! [`Stretch`]: the days between which a question looks.

use aoc_core::{Bounds, Day, EventDate, Window};

use crate::certainty::Certainty;
use crate::readings::Readings;

/// From a first to a last day, both included; [`Day::PAST`] and [`Day::FUTURE`] leave a side open.
///
/// ```
/// use aoc_core::Day;
/// use aoc_replay::Stretch;
/// let years = Stretch::between("2005-01-01".parse()?, "2012-12-31".parse()?).ok_or("turned around")?;
/// assert!(years.possibly_meets("[2012-12-01..2013-02-28]".parse()?));
/// assert!(!years.possibly_meets("2013".parse()?));
/// assert_eq!(Stretch::between(Day::FUTURE, Day::PAST), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    first: Day,
    last: Day,
}

impl Stretch {
    /// All days.
    pub const ALWAYS: Self = Self { first: Day::PAST, last: Day::FUTURE };

    /// From the first of these days to the last; nothing when the last comes before the first.
    #[must_use]
    pub fn between(first: Day, last: Day) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// Its first day.
    #[must_use]
    pub const fn first(self) -> Day {
        self.first
    }

    /// Its last day.
    #[must_use]
    pub const fn last(self) -> Day {
        self.last
    }

    /// Whether something of this date may have been under way on one of its days.
    #[must_use]
    pub fn possibly_meets(self, date: EventDate) -> bool {
        Extent::of(date).as_dated.possibly(self, Day::FUTURE)
    }
}

/// What time something takes: a moment, or from a start to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) start: Window,
    /// Nothing for a moment.
    pub(crate) end: Option<Window>,
}

impl Extent {
    /// That of a date.
    pub(crate) fn of(date: EventDate) -> Readings<Self> {
        Readings::of(|reading| {
            let window = |bounds: Bounds| Window::from(reading.of(bounds));
            match date {
                EventDate::Moment(moment) => Self { start: window(moment), end: None },
                EventDate::Duration { start, end } => {
                    let (start, end) = (window(start), window(end));
                    Self { start, end: Some(end) }.begun(start)
                }
            }
        })
    }

    /// The same, begun between other days; no end precedes its start.
    pub(crate) fn begun(self, start: Window) -> Self {
        match self.end {
            None => Self { start, end: None },
            Some(end) => Self {
                start: Window { latest: start.latest.min(end.latest), ..start },
                end: Some(Window { earliest: end.earliest.max(start.earliest), ..end }),
            },
        }
    }

    /// Under some resolution it began by the day, and was under way within the stretch.
    fn possibly(self, stretch: Stretch, by: Day) -> bool {
        let last = stretch.last.min(by);
        let end = self.end.unwrap_or(self.start);
        let room = self.end.is_some() || stretch.first <= last;
        room && self.start.earliest <= last && stretch.first <= end.latest
    }

    /// Under every resolution.
    fn certainly(self, stretch: Stretch, by: Day) -> bool {
        let end = self.end.unwrap_or(self.start);
        self.start.latest <= stretch.last.min(by) && stretch.first <= end.earliest
    }

    /// Whether the two may share a day.
    pub(crate) fn possibly_shares_a_day(self, other: Self) -> bool {
        let (end, other_end) = (self.end.unwrap_or(self.start), other.end.unwrap_or(other.start));
        self.start.earliest <= other_end.latest && other.start.earliest <= end.latest
    }
}

impl Readings<Extent> {
    /// Whether it began by the day, and was under way on one of the days of the stretch.
    pub(crate) fn meets(&self, stretch: Stretch, by: Day) -> Certainty {
        let certainly = self.map(|extent| extent.certainly(stretch, by));
        match (certainly.as_dated, certainly.without_doubtful) {
            (true, true) => Certainty::Certain,
            (true, false) => Certainty::CertainIfDatesHold,
            (false, _) if self.as_dated.possibly(stretch, by) => Certainty::Possible,
            (false, _) => Certainty::No,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(date: &str, first: &str, last: &str, by: &str) -> Certainty {
        let day = |text: &str| text.parse().unwrap();
        let stretch = Stretch::between(day(first), day(last)).unwrap();
        Extent::of(date.parse().unwrap()).meets(stretch, day(by))
    }

    #[test]
    fn a_moment_is_within_a_stretch_certainly_possibly_or_not() {
        let (first, last) = ("2010-01-01", "2010-12-31");
        assert_eq!(level("2010-05", first, last, "2010-12-31"), Certainty::Certain);
        assert_eq!(level("2010-05~", first, last, "2010-12-31"), Certainty::CertainIfDatesHold);
        assert_eq!(level("2010-05", first, last, "2010-05-30"), Certainty::Possible);
        assert_eq!(level("2010-05", first, last, "2010-04-30"), Certainty::No);
        assert_eq!(level("[2009-06-01..2010-06-01]", first, last, "2020-01-01"), Certainty::Possible);
        assert_eq!(level("2009", first, last, "2020-01-01"), Certainty::No);
        assert_eq!(level("2011", first, last, "2020-01-01"), Certainty::No);
    }

    #[test]
    fn what_has_not_begun_by_the_day_is_not_within_a_later_stretch() {
        assert_eq!(
            level("[2009-01-01..2013-01-01]", "2012-01-01", "2012-12-31", "2010-01-01"),
            Certainty::No
        );
    }

    #[test]
    fn a_duration_is_within_a_stretch_that_it_reaches_into() {
        let (first, last) = ("2010-01-01", "2010-12-31");
        assert_eq!(level("2009-12-14/2010-01-02", first, last, "2020-01-01"), Certainty::Certain);
        assert_eq!(level("2009-12-14/2010-01", first, last, "2009-12-20"), Certainty::Certain);
        assert_eq!(level("2009/", first, last, "2020-01-01"), Certainty::Possible, "its end is not known");
        assert_eq!(level("2009/..", first, last, "2020-01-01"), Certainty::Certain);
        assert_eq!(level("2008/2009", first, last, "2020-01-01"), Certainty::No);
    }
}
