//! [`Course`]: how a plan, a programme or a project stands on a day, computed from the day asked about.

use std::collections::BTreeMap;

use aoc_core::{Bounds, Day, EventDate, JointProgrammeAgreed, Window};

use crate::certainty::{Certainty, Span};
use crate::readings::Readings;

/// How something with a start and an end may stand on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// It does not run yet.
    Ahead,
    /// It runs.
    Running,
    /// It is over.
    Over,
}

impl Phase {
    /// The word for it, as reports and JSON write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ahead => "not-yet-running",
            Self::Running => "running",
            Self::Over => "over",
        }
    }
}

/// How something with a start and an end stands on a day: it is ahead, running or over. Under each way in which the
/// dates may turn out it is exactly one of them (law 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// Whether it does not run yet.
    pub ahead: Certainty,
    /// Whether it runs.
    pub running: Certainty,
    /// Whether it is over.
    pub over: Certainty,
}

impl Course {
    /// The phases in which it may be; one that is certain stands alone.
    #[must_use]
    pub fn phases(&self) -> BTreeMap<Phase, Certainty> {
        let phases = [(Phase::Ahead, self.ahead), (Phase::Running, self.running), (Phase::Over, self.over)];
        phases.into_iter().filter(|(_, level)| *level != Certainty::No).collect()
    }

    pub(crate) fn of(span: &Readings<Span>, on: Day) -> Self {
        let within = |part: fn(Span) -> Span| span.map(|span| part(*span)).covers(on);
        Self {
            // What ends before it starts is over then.
            ahead: within(|span| Span { start: ALWAYS, end: earlier(span.start, span.end) }),
            running: within(|span| span),
            over: within(|span| Span { start: span.end, end: Span::OPEN_END }),
        }
    }
}

/// Before everything.
pub(crate) const ALWAYS: Window = Window { earliest: Day::PAST, latest: Day::PAST };

/// Between which days the first of two happens.
pub(crate) fn earlier(a: Window, b: Window) -> Window {
    Window { earliest: a.earliest.min(b.earliest), latest: a.latest.min(b.latest) }
}

/// Between which days the last of two happens.
pub(crate) fn later(a: Window, b: Window) -> Window {
    Window { earliest: a.earliest.max(b.earliest), latest: a.latest.max(b.latest) }
}

/// The stretch that a plan's period covers, from its first day to its last; nothing for what is no duration.
///
/// A plan for 2010 to 2012 runs on the last day of 2012: it ends on the day after its last.
pub(crate) fn of_period(period: EventDate) -> Option<Readings<Span>> {
    let EventDate::Duration { start, end } = period else { return None };
    Some(Readings::of(|reading| {
        let (start, end) = (reading.of(start), reading.of(end));
        Span {
            start: Window { earliest: start.earliest, latest: start.latest.min(end.latest) },
            end: Window { earliest: end.earliest.max(start.earliest).next(), latest: end.latest.next() },
        }
    }))
}

/// The stretch of a joint programme that was agreed between these days: two years (MoU AoC-OIC, Art. 34).
pub(crate) fn of_programme(agreed: &Readings<Window>) -> Readings<Span> {
    agreed.map(|start| {
        let end = JointProgrammeAgreed::end(Bounds::new(start.earliest, start.latest));
        Span { start: *start, end: end.into() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(period: &str, on: &str) -> [Certainty; 3] {
        let span = of_period(period.parse().unwrap()).unwrap();
        let course = Course::of(&span, on.parse().unwrap());
        [course.ahead, course.running, course.over]
    }

    const NO: Certainty = Certainty::No;
    const SOME: Certainty = Certainty::Possible;
    const ALL: Certainty = Certainty::Certain;

    #[test]
    fn the_last_day_of_a_period_belongs_to_it() {
        assert_eq!(course("2010-03-01/2011-03-31", "2010-02-28"), [ALL, NO, NO]);
        assert_eq!(course("2010-03-01/2011-03-31", "2010-03-01"), [NO, ALL, NO]);
        assert_eq!(course("2010-03-01/2011-03-31", "2011-03-31"), [NO, ALL, NO]);
        assert_eq!(course("2010-03-01/2011-03-31", "2011-04-01"), [NO, NO, ALL]);
    }

    #[test]
    fn years_leave_open_on_which_day_it_starts_and_ends() {
        assert_eq!(course("2010/2012", "2009-12-31"), [ALL, NO, NO]);
        assert_eq!(course("2010/2012", "2010-06-01"), [SOME, SOME, NO]);
        assert_eq!(course("2010/2012", "2011-06-01"), [NO, ALL, NO]);
        assert_eq!(course("2010/2012", "2012-12-31"), [NO, SOME, SOME]);
        assert_eq!(course("2010/2012", "2013-01-01"), [NO, NO, ALL]);
        assert_eq!(course("2010/2010", "2010-06-01"), [SOME, SOME, SOME]);
    }

    #[test]
    fn an_open_end_is_never_reached_and_an_unknown_one_perhaps() {
        assert_eq!(course("2010-03-01/..", "2100-01-01"), [NO, ALL, NO]);
        assert_eq!(course("2010-03-01/", "2010-03-01"), [NO, ALL, NO]);
        assert_eq!(course("2010-03-01/", "2010-03-02"), [NO, SOME, SOME]);
    }

    #[test]
    fn a_doubted_period_is_certain_only_if_its_dates_hold() {
        let holds = Certainty::CertainIfDatesHold;
        assert_eq!(course("2010~/2012~", "2011-06-01"), [NO, holds, NO]);
        assert_eq!(course("2010/2012~", "2013-06-01"), [NO, NO, holds]);
    }
}
