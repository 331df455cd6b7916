//! [`Act`]: what happens next, and what may be said of it later.

use aoc_core::{Day, Event, EventDate, EventId};

use super::plan::Area;

/// What may be changed of a record later, whatever has happened since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    /// Nothing: others rest on its day.
    Firm,
    /// Its names.
    Names,
    /// Its day may turn out to be an earlier one, down to this.
    Earlier(Day),
    /// The same, or that it happened at all: nothing rests on it.
    Loose(Day),
}

/// Something that happened.
#[derive(Debug, Clone)]
pub(super) struct Act {
    pub(super) area: Area,
    pub(super) event: Event,
    pub(super) date: EventDate,
    pub(super) after: Option<EventId>,
    pub(super) hold: Hold,
}

impl Act {
    pub(super) fn new(area: Area, event: impl Into<Event>, date: EventDate) -> Self {
        Self { area, event: event.into(), date, after: None, hold: Hold::Firm }
    }

    pub(super) fn hold(self, hold: Hold) -> Self {
        Self { hold, ..self }
    }

    pub(super) fn after(self, record: Option<EventId>) -> Self {
        Self { after: record, ..self }
    }
}
