//! [`Story`]: what happened in the world, as far as the book knows, to be read from beginning to end.

use std::collections::BTreeMap;

use aoc_core::{Event, EventDate, OfficeEvent, PartyEvent, PersonEvent, Position, Record, TimeShape, Window};
use aoc_store::{RecordError, RecordView};

use crate::certainty::Certainty;
use crate::lives::Lives;
use crate::projection::{Lines, Parallel, Projection};
use crate::readings::Readings;
use crate::stretch::{Extent, Stretch};
use crate::view::ReadView;

/// The whole story up to a day: every event of the world in order of effect, each with the days between which it
/// happened, its neighbours considered.
///
/// What only enters something in the book is counted and left out: sources, parties, persons, offices of which no day
/// is known, second sources. [`Timeline::of_everything`](crate::Timeline::of_everything) has it all.
///
/// ```
/// use aoc_replay::{Ledger, Story, Stretch, View};
/// let years = Stretch::between("2005-01-01".parse()?, "2012-12-31".parse()?).ok_or("turned around")?;
/// let story = Ledger::in_memory().ask(&Story::whole().between(years), View::on("2020-01-01".parse()?))?;
/// assert!(story.value.lines.is_empty() && story.value.left_out == 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Story {
    stretch: Stretch,
}

impl Story {
    /// All of it.
    #[must_use]
    pub const fn whole() -> Self {
        Self { stretch: Stretch::ALWAYS }
    }

    /// Only what happened, or possibly happened, on one of these days.
    #[must_use]
    pub const fn between(self, stretch: Stretch) -> Self {
        Self { stretch }
    }
}

/// One event of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryLine {
    /// The record; its date is that of the source.
    pub record: Record,
    /// Whether it happened by the day, on one of the days asked for.
    pub level: Certainty,
    /// Between which days it happened, or began.
    pub when: Window,
    /// Between which days it was over, if it took several.
    pub until: Option<Window>,
}

/// The answer to [`Story`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoryAnswer {
    /// The events, by the first day on which each can have happened; otherwise in order of effect.
    pub lines: Vec<StoryLine>,
    /// How many records were left out that only enter something in the book.
    pub left_out: usize,
}

impl Lines for StoryAnswer {
    type Key = Position;
    type Line = StoryLine;

    fn lines(&self) -> BTreeMap<Position, StoryLine> {
        self.lines.iter().map(|line| (line.record.origin, line.clone())).collect()
    }
}

/// What [`Story`] folds into.
#[derive(Debug, Clone, Default)]
pub struct StoryState {
    lives: Lives,
    told: Vec<Record>,
    left_out: usize,
}

/// Whether an event only enters something in the book.
fn is_entry(event: &Event, date: EventDate) -> bool {
    match event {
        Event::Party(PartyEvent::PartyRegistered(_)) | Event::Person(PersonEvent::PersonRegistered(_)) => {
            true
        }
        Event::Office(OfficeEvent::OfficeEstablished(_)) => date == EventDate::UNKNOWN,
        _ => event.time_shape() == TimeShape::Timeless,
    }
}

impl Projection for Story {
    type State = StoryState;
    type Answer = StoryAnswer;

    fn apply(&self, state: &mut StoryState, record: &RecordView<'_>) -> Result<(), RecordError> {
        let event = record.event()?;
        if let Some(event) = &event {
            state.lives.push(record, event);
        }
        if event.is_none_or(|event| is_entry(&event, record.date())) {
            state.left_out = state.left_out.saturating_add(1);
        } else {
            state.told.push(record.to_record()?);
        }
        Ok(())
    }

    fn answer(&self, state: &StoryState, view: &ReadView) -> StoryAnswer {
        let days = Readings::of_days(&state.lives);
        let line = |record: &Record| {
            let extent = Extent::of(record.date);
            let extent = match days.window(record.position) {
                Some(window) => extent.zip(window).map(|(extent, window)| extent.begun(*window)),
                // It changes nothing (a figure that a source gives), so it has no neighbours.
                None => extent,
            };
            let level = extent.meets(self.stretch, view.on);
            let Extent { start: when, end: until } = extent.as_dated;
            Some(StoryLine { record: record.clone(), level, when, until }).filter(|_| level != Certainty::No)
        };
        let mut lines: Vec<StoryLine> = state.told.iter().filter_map(line).collect();
        // Of two records that are ordered, the later one has neither an earlier first day nor an earlier last day.
        lines.sort_by_key(|line| (line.when.earliest, line.when.latest));
        let alike = lines.chunk_by(|a, b| a.when == b.when);
        let before = state.lives.prerequisites();
        let lines = alike.flat_map(|alike| foundings_first(alike, &before)).cloned().collect();
        StoryAnswer { lines, left_out: state.left_out }
    }
}

impl Parallel for Story {
    fn join(&self, earlier: &mut StoryState, later: StoryState) {
        earlier.lives.join(later.lives);
        earlier.told.extend(later.told);
        earlier.left_out = earlier.left_out.saturating_add(later.left_out);
    }
}

/// Events that may have happened on the same days, each behind what can only come before it; otherwise as they are.
fn foundings_first<'l>(
    alike: &'l [StoryLine],
    before: &BTreeMap<Position, Vec<Position>>,
) -> Vec<&'l StoryLine> {
    let mut left: BTreeMap<Position, &StoryLine> =
        alike.iter().map(|line| (line.record.position, line)).collect();
    let mut told = Vec::with_capacity(alike.len());
    for line in alike {
        let mut waiting = vec![line.record.position];
        while let Some(next) = waiting.last().copied() {
            let first = before.get(&next).into_iter().flatten();
            let first: Vec<Position> =
                first.filter(|at| left.contains_key(at) && !waiting.contains(at)).copied().collect();
            if first.is_empty() {
                waiting.pop();
                told.extend(left.remove(&next));
            } else {
                waiting.extend(first);
            }
        }
    }
    told
}
