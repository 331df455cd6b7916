//! [`Calendar`]: on which day the story is, and the dates that its records bear.

use aoc_core::{Bounds, Day, EventDate, Qualifier};

use super::plan::Plan;
use super::random::{Quota, Random, Share};

/// 2005-01-01.
const START: i32 = 12_784;
/// What is recorded so many days after it happened, or later, is late.
const LATE_DAYS: usize = 90;

/// The day of the story, and how many dates are late or vague.
#[derive(Debug, Clone)]
pub(super) struct Calendar {
    days: usize,
    events: usize,
    drafts: usize,
    today: Day,
    late: Quota,
    vague: Quota,
}

impl Calendar {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            days: plan.days,
            events: plan.events.max(1),
            drafts: 0,
            today: day(START),
            late: Quota::new(Share::percent(5)),
            vague: Quota::new(Share::percent(5)),
        }
    }

    /// The next draft is due.
    pub(super) fn turn(&mut self) {
        let passed = self.drafts.saturating_mul(self.days) / self.events;
        self.today = day(START + i32::try_from(passed).unwrap_or(i32::MAX / 2));
        self.drafts += 1;
    }

    /// So many drafts there were, this one included.
    pub(super) const fn drafts(&self) -> usize {
        self.drafts
    }

    pub(super) const fn today(&self) -> Day {
        self.today
    }

    /// The first day of the story.
    pub(super) fn first() -> Day {
        day(START)
    }

    pub(super) const fn now(&self) -> EventDate {
        EventDate::day(self.today)
    }

    /// When something happened that cannot have happened before `floor`: mostly today, sometimes long ago,
    /// sometimes in a month or a year that the source does not say better.
    pub(super) fn date(&mut self, random: &mut Random, floor: Day) -> EventDate {
        let first = floor.number().max(START);
        let passed = usize::try_from(self.today.number() - first).unwrap_or(0);
        if passed > LATE_DAYS && self.late.is_due(random, self.drafts) {
            self.late.count();
            let since = random.below(passed - LATE_DAYS / 2);
            return EventDate::day(day(first + i32::try_from(since).unwrap_or(0)));
        }
        if self.vague.is_due(random, self.drafts) {
            self.vague.count();
            return vaguely(random, self.today, floor);
        }
        self.now()
    }
}

fn vaguely(random: &mut Random, on: Day, floor: Day) -> EventDate {
    let wide = if random.chance(Share::percent(35)) { year(on) } else { month(on) };
    EventDate::Moment(if wide.earliest >= floor {
        let qualifier = *random.pick(&[Qualifier::None, Qualifier::Uncertain, Qualifier::Approximate]);
        Bounds { qualifier, ..wide }
    } else {
        let qualifier = *random.pick(&[Qualifier::Uncertain, Qualifier::Approximate]);
        Bounds { qualifier, ..Bounds::new(on, on) }
    })
}

pub(super) fn day(number: i32) -> Day {
    Day::from_number(number).unwrap_or(Day::FUTURE)
}

/// The month in which a day lies.
pub(super) fn month(on: Day) -> Bounds {
    let text = on.to_string();
    bounds(text.get(..7).unwrap_or_default())
}

/// The year in which a day lies.
pub(super) fn year(on: Day) -> Bounds {
    let text = on.to_string();
    bounds(text.get(..4).unwrap_or_default())
}

/// From the year in which a day lies to the one so many years later.
pub(super) fn years(on: Day, later: i32) -> EventDate {
    EventDate::Duration { start: year(on), end: year(day(on.number() + 366 * later)) }
}

fn bounds(text: &str) -> Bounds {
    text.parse::<EventDate>().expect("a month or a year").effect()
}
