//! [`Timeline`]: an entity's story in order of effect.

use std::collections::BTreeMap;

use aoc_core::{EntityId, Position, Record, TimeShape};
use aoc_store::{RecordError, RecordView};

use crate::projection::{Lines, Parallel, Projection};
use crate::reach::Reach;
use crate::stretch::Stretch;
use crate::view::ReadView;

/// The standing records that have to do with an entity, in order of effect.
///
/// ```
/// use aoc_replay::{Ledger, Stretch, Timeline, View};
/// let years = Stretch::between("2005-01-01".parse()?, "2012-12-31".parse()?).ok_or("turned around")?;
/// let story = Ledger::in_memory().ask(&Timeline::of_everything().between(years), View::on("2020-01-01".parse()?))?;
/// assert!(story.value.lines.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeline {
    about: About,
    stretch: Option<Stretch>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    One(EntityId),
    Everything,
}

impl Timeline {
    /// Records that change or name this entity.
    #[must_use]
    pub const fn of(entity: EntityId) -> Self {
        Self { about: About::One(entity), stretch: None }
    }

    /// Every record: the whole story.
    #[must_use]
    pub const fn of_everything() -> Self {
        Self { about: About::Everything, stretch: None }
    }

    /// Only what may have happened, or have been under way, on one of these days. What lies on no day (sources,
    /// corroborations) did not.
    #[must_use]
    pub const fn between(self, stretch: Stretch) -> Self {
        Self { stretch: Some(stretch), ..self }
    }

    fn wants(&self, record: &Record) -> bool {
        let lies_on_a_day =
            record.event.as_ref().is_some_and(|event| event.time_shape() != TimeShape::Timeless);
        self.stretch.is_none_or(|stretch| lies_on_a_day && stretch.possibly_meets(record.date))
    }
}

/// What a record does with the entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// It changes it: it belongs to its timeline proper.
    Changes,
    /// It names it: it changes something else.
    Names,
}

/// One record of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineLine {
    /// What it does with the entity.
    pub part: Part,
    /// The record.
    pub record: Record,
}

/// The answer to [`Timeline`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TimelineAnswer {
    /// The records, in order of effect.
    pub lines: Vec<TimelineLine>,
}

impl Lines for TimelineAnswer {
    type Key = Position;
    type Line = TimelineLine;

    fn lines(&self) -> BTreeMap<Position, TimelineLine> {
        self.lines.iter().map(|line| (line.record.origin, line.clone())).collect()
    }
}

impl Projection for Timeline {
    type State = TimelineAnswer;
    type Answer = TimelineAnswer;

    fn reach(&self) -> Reach {
        match self.about {
            About::One(entity) => Reach::around([entity]),
            About::Everything => Reach::Everything,
        }
    }

    fn apply(&self, story: &mut TimelineAnswer, record: &RecordView<'_>) -> Result<(), RecordError> {
        let part = match self.about {
            About::Everything => Some(Part::Changes),
            About::One(entity) if record.changes().any(|changed| changed == entity) => Some(Part::Changes),
            About::One(entity) if record.names().any(|named| named == entity) => Some(Part::Names),
            About::One(_) => None,
        };
        let Some(part) = part else { return Ok(()) };
        let record = record.to_record()?;
        if self.wants(&record) {
            story.lines.push(TimelineLine { part, record });
        }
        Ok(())
    }

    fn answer(&self, story: &TimelineAnswer, _: &ReadView) -> TimelineAnswer {
        story.clone()
    }
}

impl Parallel for Timeline {
    fn join(&self, earlier: &mut TimelineAnswer, later: TimelineAnswer) {
        earlier.lines.extend(later.lines);
    }
}
