//! What became of a plan: a forum that was planned may be held otherwise, or not at all.

use std::num::NonZeroU32;

use aoc_core::{Day, Event, EventDate, ForumEvent, ForumHeld, ForumPlanned, Position, Text, Window};

use super::Read;
use crate::certainty::Certainty;
use crate::stretch::{Extent, Stretch};

/// What became of a plan by the day, as far as the book knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanOutcome {
    /// Nothing yet.
    NotHeld,
    /// The forum was held, or was possibly held.
    Held(HeldForum),
}

/// A forum that was held, beside its plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldForum {
    /// Whether it was held by the day.
    pub level: Certainty,
    /// Between which days it was held, or began.
    pub when: Window,
    /// Between which days it was over, if it took several.
    pub until: Option<Window>,
    /// Which one of the series it was.
    pub number: NonZeroU32,
    /// Where.
    pub place: Option<Text>,
    /// In what it differs from the plan.
    pub differs: Vec<Differs>,
    /// The record.
    pub record: Position,
}

/// In what a forum differs from its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Differs {
    /// It was certainly held at another time.
    Time,
    /// It was another one of the series.
    Number,
    /// The place is called otherwise. The book does not know that Doha lies in Qatar: it may be what was planned.
    Place,
}

/// Whether a plan was stated for one of these days.
pub(super) fn level(plan: &ForumPlanned, stated: Certainty, stretch: Stretch) -> Certainty {
    let expected = Extent::of(plan.expected.unwrap_or(EventDate::UNKNOWN));
    stated.min(expected.meets(stretch, Day::FUTURE))
}

impl Read<'_> {
    pub(super) fn outcome(&self, plan: &ForumPlanned) -> PlanOutcome {
        let held = self.entered.iter().find_map(|entered| {
            let Event::Forum(ForumEvent::ForumHeld(event)) = &entered.event else { return None };
            let extent = self.extent(entered).filter(|_| event.forum == plan.forum)?;
            let level = extent.meets(Stretch::ALWAYS, self.view.on);
            let extent = extent.as_dated;
            let place = event.place.clone();
            let differs = differs(plan, event, extent);
            let (when, until) = (extent.start, extent.end);
            Some(HeldForum { level, when, until, number: event.number, place, differs, record: entered.at })
        });
        match held.filter(|held| held.level != Certainty::No) {
            Some(held) => PlanOutcome::Held(held),
            None => PlanOutcome::NotHeld,
        }
    }
}

fn differs(plan: &ForumPlanned, held: &ForumHeld, extent: Extent) -> Vec<Differs> {
    let expected = plan.expected.map(|date| Extent::of(date).as_dated);
    let time = expected.is_some_and(|expected| !expected.possibly_shares_a_day(extent));
    let number = plan.number.is_some_and(|number| number != held.number);
    let places = plan.place.as_ref().zip(held.place.as_ref());
    let place = places.is_some_and(|(planned, held)| !is_one_place(planned, held));
    [(time, Differs::Time), (number, Differs::Number), (place, Differs::Place)]
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, what)| what)
        .collect()
}

/// Whether two texts may name one place: *Doha* and *Doha, Qatar* do.
fn is_one_place(one: &Text, other: &Text) -> bool {
    let words = |text: &Text| -> Vec<String> {
        let words = text.as_str().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    one.iter().all(|word| other.contains(word)) || other.iter().all(|word| one.contains(word))
}
