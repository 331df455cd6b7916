//! [`PriorityAreas`]: the priority areas on a day.

use std::collections::BTreeMap;

use aoc_core::{
    EntityId, Event, Names, PartyEvent, PartyId, Position, PriorityAreaAdopted, PriorityAreaDropped,
    PriorityAreaEvent, PriorityAreaId, Window,
};
use aoc_store::{RecordError, RecordView};

use crate::certainty::Certainty;
use crate::interest::Interest;
use crate::lives::Lives;
use crate::projection::{Lines, Projection};
use crate::readings::Readings;
use crate::view::ReadView;

/// The priority areas on a day: adopted by then, and not dropped. An area ends with the party whose it is.
///
/// ```
/// use aoc_replay::{Ledger, PriorityAreas, View};
/// let areas = Ledger::in_memory().ask(&PriorityAreas, View::on("2010-05-13".parse()?))?.value;
/// assert!(areas.lines.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PriorityAreas;

/// One priority area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityAreaLine {
    /// The area.
    pub area: PriorityAreaId,
    /// Its names.
    pub names: Names,
    /// Whose priority it is.
    pub of: Option<PartyId>,
    /// Whether it is one.
    pub held: Certainty,
    /// Between which days it was adopted (the stretch that comes last).
    pub adopted: Window,
    /// The records that make this line.
    pub records: Vec<Position>,
}

/// The answer to [`PriorityAreas`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PriorityAreasAnswer {
    /// The areas, in the order in which they were adopted.
    pub lines: Vec<PriorityAreaLine>,
}

impl Lines for PriorityAreasAnswer {
    type Key = PriorityAreaId;
    type Line = PriorityAreaLine;

    fn lines(&self) -> BTreeMap<PriorityAreaId, PriorityAreaLine> {
        self.lines.iter().map(|line| (line.area, line.clone())).collect()
    }
}

/// What [`PriorityAreas`] folds into.
#[derive(Debug, Clone, Default)]
pub struct PriorityAreasState {
    lives: Lives,
    areas: BTreeMap<PriorityAreaId, PriorityAreaAdopted>,
}

impl PriorityAreasState {
    fn line(&self, event: &PriorityAreaAdopted, view: &ReadView) -> Option<PriorityAreaLine> {
        let own = EntityId::from(event.area);
        let hosts: Vec<EntityId> = event.of.map(EntityId::from).into_iter().collect();
        let spans = Readings::of(|reading| {
            let is = |kind| move |step: &crate::life::Step| step.kind == kind;
            self.lives.spans(
                own,
                &hosts,
                reading,
                is(PriorityAreaAdopted::KIND),
                is(PriorityAreaDropped::KIND),
            )
        });
        let last = spans.as_dated.iter().rev().find(|span| span.covers_possibly(view.on))?;
        let records = std::iter::once(own).chain(hosts).flat_map(|entity| self.lives.steps(entity));
        let mut records: Vec<Position> = records.map(|step| step.position).collect();
        records.sort_unstable();
        Some(PriorityAreaLine {
            area: event.area,
            names: event.names.clone(),
            of: event.of,
            held: spans.covers(view.on),
            adopted: last.start,
            records,
        })
    }
}

impl Projection for PriorityAreas {
    type State = PriorityAreasState;
    type Answer = PriorityAreasAnswer;

    fn interest(&self) -> Interest {
        Interest::in_kinds(PriorityAreaEvent::kinds().chain(PartyEvent::kinds()))
    }

    fn apply(&self, state: &mut PriorityAreasState, record: &RecordView<'_>) -> Result<(), RecordError> {
        let Some(event) = record.event()? else { return Ok(()) };
        if let Event::PriorityArea(PriorityAreaEvent::PriorityAreaAdopted(event)) = &event {
            state.areas.insert(event.area, event.clone());
        }
        state.lives.push(record, &event);
        Ok(())
    }

    fn answer(&self, state: &PriorityAreasState, view: &ReadView) -> PriorityAreasAnswer {
        let mut lines: Vec<PriorityAreaLine> =
            state.areas.values().filter_map(|event| state.line(event, view)).collect();
        lines.sort_by_key(|line| (line.adopted.earliest, line.adopted.latest, line.records.clone()));
        PriorityAreasAnswer { lines }
    }
}
