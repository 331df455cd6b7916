//! [`ObligationStatus`]: where an obligation stands on a day, under every resolution (law 8, DOMAIN rule 12).

use std::collections::BTreeSet;

use aoc_core::{Day, Due, Obligation, ObligationKind, Period, Trigger, Window};

use super::BiannualReading;
use crate::course;
use crate::projections::agreements::force::Force;

/// So many days are tried one by one on which the agreement may have entered into force. A start that is less well known
/// is tried on its bounds and on that many days before the day asked about.
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
    /// It is on record that it was not performed when it was due, and not that it was since. A duty only.
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

/// The dossier, had the agreement entered into force on one day.
struct Case<'d> {
    dossier: &'d Dossier<'d>,
    /// From when on the obligation runs.
    start: Day,
    on: Day,
    performed: Vec<Window>,
    missed: Vec<Window>,
}

/// From the first day up to the one before the second.
#[derive(Debug, Clone, Copy)]
struct Between {
    from: Day,
    to: Day,
}

impl Between {
    fn may_hold(self, window: Window) -> bool {
        window.earliest < self.to && window.latest >= self.from
    }

    fn must_hold(self, window: Window) -> bool {
        window.earliest >= self.from && window.latest < self.to
    }
}

impl Dossier<'_> {
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
        let ended = self.force.ended();
        let Some(since) = self.force.since() else {
            let over = ended.is_some_and(|ended| ended.latest <= on);
            let status = if over { ObligationStatus::Ended } else { ObligationStatus::NotYetRunning };
            return BTreeSet::from([status]);
        };
        let mut statuses = BTreeSet::new();
        if since.latest > on {
            statuses.insert(ObligationStatus::NotYetRunning);
        }
        for entry in candidates(since, on) {
            for start in self.starts(entry) {
                statuses.extend(self.had_it_started(entry, start, on));
            }
        }
        statuses
    }

    /// From when on it may run when the agreement entered into force on that day.
    fn starts(&self, entry: Day) -> BTreeSet<Day> {
        match &self.obligation.trigger {
            Trigger::EntryIntoForce | Trigger::Occasion(_) => BTreeSet::from([entry]),
            Trigger::Day(date) => BTreeSet::from([date.earliest().max(entry), date.latest().max(entry)]),
        }
    }

    fn had_it_started(&self, entry: Day, start: Day, on: Day) -> BTreeSet<ObligationStatus> {
        let mut statuses = BTreeSet::new();
        // What was done under the agreement was done after its entry into force.
        let clip = |windows: &[Window]| -> Option<Vec<Window>> {
            let clip = |window: &Window| {
                (window.latest >= entry).then(|| Window { earliest: window.earliest.max(entry), ..*window })
            };
            windows.iter().map(clip).collect()
        };
        let (Some(performed), Some(missed)) = (clip(&self.performed), clip(&self.missed)) else {
            return statuses; // then it did not enter into force on that day
        };
        let case = Case { dossier: self, start, on, performed, missed };
        let ended = self.force.ended();
        for expires in self.force.expirations(Window { earliest: entry, latest: entry }, on) {
            if ended.is_none_or(|ended| ended.latest > on) {
                if expires.is_none_or(|ends| ends.latest > on) {
                    statuses.extend(case.while_in_force());
                }
                if let Some(ends) = expires.filter(|ends| ends.earliest <= on) {
                    statuses.extend(case.when_over(ends));
                }
            }
            if let Some(ended) = ended.filter(|ended| ended.earliest <= on && ended.latest >= entry) {
                let ends = expires.map_or(ended, |ends| course::earlier(ends, ended));
                statuses.extend(case.when_over(Window { earliest: ends.earliest.max(entry), ..ends }));
            }
        }
        statuses
    }
}

/// The days up to `on` on which it may have entered into force.
fn candidates(since: Window, on: Day) -> BTreeSet<Day> {
    let mut days = BTreeSet::new();
    if since.earliest > on {
        return days;
    }
    let mut day = since.latest.min(on);
    for _ in 0..DAYS_TRIED_MAX {
        days.insert(day);
        if day <= since.earliest {
            return days;
        }
        day = day.previous();
    }
    days.insert(since.earliest);
    days
}

impl Case<'_> {
    fn only_stands(&self) -> bool {
        matches!(self.dossier.obligation.kind, ObligationKind::Permission | ObligationKind::Effect)
    }

    fn while_in_force(&self) -> BTreeSet<ObligationStatus> {
        if self.start > self.on {
            return BTreeSet::from([ObligationStatus::NotYetRunning]);
        }
        if self.only_stands() {
            return BTreeSet::from([ObligationStatus::Running]);
        }
        match self.dossier.recurs() {
            Some(period) => self.in_period(period),
            None => self.once(self.dossier.deadline(self.start)),
        }
    }

    /// The agreement was over between those days.
    fn when_over(&self, ended: Window) -> BTreeSet<ObligationStatus> {
        let deadline = self.dossier.deadline(self.start);
        let Some(due) = deadline.filter(|_| !self.only_stands() && self.dossier.recurs().is_none()) else {
            return BTreeSet::from([ObligationStatus::Ended]);
        };
        let may_have_been_due = due <= ended.latest.min(self.on);
        let may_not_have_been_due = due > ended.earliest;
        self.once(deadline)
            .into_iter()
            .flat_map(|status| match status {
                ObligationStatus::Running | ObligationStatus::Unknown => {
                    let unknown = may_have_been_due.then_some(ObligationStatus::Unknown);
                    unknown
                        .into_iter()
                        .chain(may_not_have_been_due.then_some(ObligationStatus::Ended))
                        .collect()
                }
                status => vec![status],
            })
            .collect()
    }

    /// An obligation that is performed once, or goes on: the last that is on record of it says where it stands.
    fn once(&self, deadline: Option<Day>) -> BTreeSet<ObligationStatus> {
        let by_now = Between { from: Day::PAST, to: self.on.next() };
        let last = |window: &Window| window.latest.min(self.on);
        // It is the last when no later one must have come by now.
        let after_all = |day: Day, others: &[Window]| {
            others.iter().all(|other| other.latest > self.on || other.earliest <= day)
        };
        let before_all = |day: Day, others: &[Window]| {
            others.iter().all(|other| other.latest > self.on || other.earliest < day)
        };
        let may = |window: &&Window| by_now.may_hold(**window);
        let mut statuses = BTreeSet::new();
        if self.performed.iter().filter(may).any(|window| after_all(last(window), &self.missed)) {
            let goes_on = deadline.is_none();
            statuses.insert(if goes_on { ObligationStatus::Running } else { ObligationStatus::Performed });
        }
        if self.missed.iter().filter(may).any(|window| before_all(last(window), &self.performed)) {
            statuses.insert(ObligationStatus::Overdue);
        }
        if self.performed.iter().chain(&self.missed).all(|window| window.latest > self.on) {
            let due = deadline.is_some_and(|deadline| deadline <= self.on);
            statuses.insert(if due { ObligationStatus::Unknown } else { ObligationStatus::Running });
        }
        statuses
    }

    /// An obligation that is performed once in every period: the current one and the one before say where it stands.
    fn in_period(&self, period: Period) -> BTreeSet<ObligationStatus> {
        let begins = |number: u32| period.times_after(number, self.start);
        let current = last_where(|number| begins(number) <= self.on);
        let to = begins(current.saturating_add(1)).min(self.on.next());
        let now = Between { from: begins(current), to };
        let before = Between { from: begins(current.saturating_sub(1)), to: now.from };
        let both = Between { from: if current == 0 { now.from } else { before.from }, to };
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
            let missed = Between { from: before.from, to };
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
