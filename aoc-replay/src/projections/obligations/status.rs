//! [`ObligationStatus`]: where an obligation stands on a day, under every resolution (law 8, DOMAIN rule 12).

use std::collections::BTreeSet;

use aoc_core::{Day, Due, Obligation, ObligationKind, Period, Trigger, Window};

use super::BiannualReading;
use crate::projections::agreements::force::{Force, Stage};

/// So many days of a start are tried one by one; a start that is less well known leaves every status possible.
const DAYS_TRIED_MAX: usize = 3700;
/// More periods than this do not fit between two days of the calendar, if they are days.
const PERIODS_MAX: u32 = 1 << 22;

/// Where an obligation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObligationStatus {
    /// The agreement is not in force yet, or its own day has not come.
    NotYetRunning,
    /// It runs.
    Running,
    /// It was performed: once, or in the current period.
    Performed,
    /// It is on record that it was not performed when it was due. A duty only.
    Overdue,
    /// It was due, and the book holds neither that it was performed nor that it was not.
    Unknown,
    /// The agreement came to its end before it was due.
    Ended,
}

impl ObligationStatus {
    /// Every status, in the order of reports.
    pub const ALL: [Self; 6] =
        [Self::NotYetRunning, Self::Running, Self::Performed, Self::Overdue, Self::Unknown, Self::Ended];

    /// The word for it, as reports and JSON write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotYetRunning => "not-yet-running",
            Self::Running => "running",
            Self::Performed => "performed",
            Self::Overdue => "overdue",
            Self::Unknown => "unknown",
            Self::Ended => "ended",
        }
    }
}

/// What the book holds about one bearer's obligation.
pub(super) struct Dossier<'d> {
    pub(super) obligation: &'d Obligation,
    pub(super) force: &'d Force,
    pub(super) performed: Vec<Window>,
    pub(super) missed: Vec<Window>,
    pub(super) biannual: BiannualReading,
}

/// Half-open: from the first day up to the one before the second.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    from: Day,
    to: Day,
}

impl Stretch {
    fn may_hold(self, window: Window) -> bool {
        window.earliest < self.to && window.latest >= self.from
    }

    fn must_hold(self, window: Window) -> bool {
        window.earliest >= self.from && window.latest < self.to
    }
}

impl Dossier<'_> {
    /// From when on it runs, between two days.
    fn start(&self) -> Option<Window> {
        let since = self.force.since()?;
        Some(match &self.obligation.trigger {
            Trigger::EntryIntoForce | Trigger::Occasion(_) => since,
            Trigger::Day(date) => Window {
                earliest: since.earliest.max(date.earliest()),
                latest: since.latest.max(date.latest()),
            },
        })
    }

    /// By which day (excluded) it is due, if it has one deadline, when it started on that day.
    pub(super) fn deadline(&self, start: Day) -> Option<Day> {
        match self.obligation.due {
            Due::By(date) => Some(date.latest().next()),
            Due::Within(period) => Some(period.after(start)),
            Due::Open | Due::Every(_) | Due::Biannual => None,
        }
    }

    fn recurs(&self) -> Option<Period> {
        match (self.obligation.due, self.biannual) {
            (Due::Every(period), _) => Some(period),
            (Due::Biannual, BiannualReading::EveryTwoYears) => Some(Period::TWO_YEARS),
            (Due::Biannual, BiannualReading::TwiceAYear) => Some(Period::HALF_A_YEAR),
            (Due::Open | Due::By(_) | Due::Within(_), _) => None,
        }
    }

    /// Every status in which it is on that day under some resolution.
    pub(super) fn statuses(&self, on: Day) -> BTreeSet<ObligationStatus> {
        let mut statuses = BTreeSet::new();
        let Some(start) = self.start() else {
            return BTreeSet::from([ObligationStatus::NotYetRunning]);
        };
        if start.latest > on {
            statuses.insert(ObligationStatus::NotYetRunning);
        }
        if start.earliest > on {
            return statuses;
        }
        let stages = self.force.stages(on);
        let over = |stage: &Stage| matches!(stage, Stage::Expired | Stage::Terminated | Stage::Superseded);
        let started = Window { latest: start.latest.min(on), ..start };
        if stages.contains(&Stage::InForce) {
            statuses.extend(self.while_in_force(started, on));
        }
        if stages.iter().any(over) {
            statuses.extend(self.when_over(started, on));
        }
        statuses
    }

    fn while_in_force(&self, start: Window, on: Day) -> BTreeSet<ObligationStatus> {
        if matches!(self.obligation.kind, ObligationKind::Permission | ObligationKind::Effect) {
            return BTreeSet::from([ObligationStatus::Running]);
        }
        if let Some(period) = self.recurs() {
            return self.recurring(period, start, on);
        }
        // The later it started, the later it is due: both ends tell all.
        let ends = [start.earliest, start.latest];
        ends.into_iter().flat_map(|start| self.once(self.deadline(start), on)).collect()
    }

    fn when_over(&self, start: Window, on: Day) -> BTreeSet<ObligationStatus> {
        let kind = self.obligation.kind;
        let asks_once = self.obligation.due != Due::Open && self.recurs().is_none();
        if !asks_once || matches!(kind, ObligationKind::Permission | ObligationKind::Effect) {
            return BTreeSet::from([ObligationStatus::Ended]);
        }
        let until = self.force.until().unwrap_or(Window { earliest: on, latest: on });
        let of = |start: Day, ended: Day| {
            let due = self.deadline(start);
            let was_due = due.is_some_and(|due| due <= ended.min(on));
            self.once(due, on).into_iter().map(move |status| match status {
                ObligationStatus::Running | ObligationStatus::Unknown if !was_due => ObligationStatus::Ended,
                status => status,
            })
        };
        let ends = [until.earliest, until.latest];
        ends.into_iter().flat_map(|ended| of(start.earliest, ended).chain(of(start.latest, ended))).collect()
    }

    /// An obligation that is performed once, or goes on.
    fn once(&self, deadline: Option<Day>, on: Day) -> BTreeSet<ObligationStatus> {
        let by_then = Stretch { from: Day::PAST, to: on.next() };
        let mut statuses = BTreeSet::new();
        let may_be_missed = self.missed.iter().any(|window| by_then.may_hold(*window));
        let must_be_missed = self.missed.iter().any(|window| by_then.must_hold(*window));
        if deadline.is_some() && self.performed.iter().any(|window| by_then.may_hold(*window)) {
            statuses.insert(ObligationStatus::Performed);
        }
        if deadline.is_some() && self.performed.iter().any(|window| by_then.must_hold(*window)) {
            return statuses;
        }
        if may_be_missed {
            statuses.insert(ObligationStatus::Overdue);
        }
        if !must_be_missed {
            let due = deadline.is_some_and(|deadline| deadline <= on);
            statuses.insert(if due { ObligationStatus::Unknown } else { ObligationStatus::Running });
        }
        statuses
    }

    /// An obligation that is performed once in every period.
    fn recurring(&self, period: Period, start: Window, on: Day) -> BTreeSet<ObligationStatus> {
        let mut statuses = BTreeSet::new();
        let mut day = start.earliest;
        for _ in 0..DAYS_TRIED_MAX {
            statuses.extend(self.in_period(period, day, on));
            if day >= start.latest {
                return statuses;
            }
            day = day.next();
        }
        let every = [ObligationStatus::Running, ObligationStatus::Performed, ObligationStatus::Unknown];
        statuses.extend(every);
        statuses.extend(Some(ObligationStatus::Overdue).filter(|_| !self.missed.is_empty()));
        statuses
    }

    fn in_period(&self, period: Period, start: Day, on: Day) -> BTreeSet<ObligationStatus> {
        let begins = |number: u32| period.times_after(number, start);
        let current = last_where(|number| begins(number) <= on);
        let now = Stretch { from: begins(current), to: begins(current.saturating_add(1)).min(on.next()) };
        let before = Stretch { from: begins(current.saturating_sub(1)), to: now.from };
        let both = Stretch { from: if current == 0 { now.from } else { before.from }, to: now.to };
        let mut statuses = BTreeSet::new();
        if self.performed.iter().any(|window| now.may_hold(*window)) {
            statuses.insert(ObligationStatus::Performed);
        }
        if self.performed.iter().any(|window| now.must_hold(*window)) {
            return statuses;
        }
        if current == 0 || self.performed.iter().any(|window| before.may_hold(*window)) {
            statuses.insert(ObligationStatus::Running);
        }
        if current > 0 && !self.performed.iter().any(|window| both.must_hold(*window)) {
            let missed = Stretch { from: before.from, to: on.next() };
            if self.missed.iter().any(|window| missed.may_hold(*window)) {
                statuses.insert(ObligationStatus::Overdue);
            }
            if !self.missed.iter().any(|window| missed.must_hold(*window)) {
                statuses.insert(ObligationStatus::Unknown);
            }
        }
        statuses
    }
}

/// The last number from 0 on for which it holds; it holds up to some number, and not behind it.
fn last_where(holds: impl Fn(u32) -> bool) -> u32 {
    let (mut known, mut beyond) = (0_u32, PERIODS_MAX);
    while beyond.saturating_sub(known) > 1 {
        let middle = known.midpoint(beyond);
        if holds(middle) {
            known = middle;
        } else {
            beyond = middle;
        }
    }
    known
}
