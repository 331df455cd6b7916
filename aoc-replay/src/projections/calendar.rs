//! [`Calendar`]: what was held, adopted, issued and planned in the life of the Alliance.

mod plan;

use std::collections::BTreeMap;

use aoc_core::{
    ConsultationEvent, EntityId, Event, EventDate, ForumEvent, InitiativeEvent, MeetingEvent, Position,
    PriorityAreaEvent, ReportEvent, ResolutionEvent, StrategyEvent, Window,
};
use aoc_store::{RecordError, RecordView};

use crate::certainty::Certainty;
use crate::interest::Interest;
use crate::lives::{Days, Lives};
use crate::projection::{Lines, Projection};
use crate::readings::Readings;
use crate::stretch::{Extent, Stretch};
use crate::view::ReadView;
pub use plan::{Differs, HeldForum, PlanOutcome};

/// What stands in the calendar up to a day: forums held and planned (apart), resolutions, reports, implementation
/// plans, priority areas, meetings, initiatives, negotiations and reviews of strategies, consultations.
///
/// ```
/// use aoc_replay::{Calendar, CalendarKind, Ledger, Stretch, View};
/// let years = Stretch::between("2008-01-01".parse()?, "2010-12-31".parse()?).ok_or("turned around")?;
/// let question = Calendar::whole().between(years).of_kind(CalendarKind::Forum);
/// let calendar = Ledger::in_memory().ask(&question, View::on("2010-12-31".parse()?))?.value;
/// assert!(calendar.lines.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    stretch: Stretch,
    kind: Option<CalendarKind>,
}

impl Calendar {
    /// All of it.
    #[must_use]
    pub const fn whole() -> Self {
        Self { stretch: Stretch::ALWAYS, kind: None }
    }

    /// What was, or possibly was, under way on one of these days; of what is planned: was expected to be.
    #[must_use]
    pub const fn between(self, stretch: Stretch) -> Self {
        Self { stretch, ..self }
    }

    /// Only this kind.
    #[must_use]
    pub const fn of_kind(self, kind: CalendarKind) -> Self {
        Self { kind: Some(kind), ..self }
    }
}

/// What stands in the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CalendarKind {
    /// Forums, planned and held.
    Forum,
    /// Resolutions and decisions of an assembly.
    Resolution,
    /// Reports.
    Report,
    /// Implementation plans.
    Plan,
    /// Priority areas, adopted and dropped.
    Priority,
    /// Meetings.
    Meeting,
    /// Initiatives, proposed and launched.
    Initiative,
    /// Negotiations of strategies.
    Negotiation,
    /// Review conferences of strategies.
    Review,
    /// Consultations of the parties of an agreement.
    Consultation,
}

impl CalendarKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Forum,
        Self::Resolution,
        Self::Report,
        Self::Plan,
        Self::Priority,
        Self::Meeting,
        Self::Initiative,
        Self::Negotiation,
        Self::Review,
        Self::Consultation,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Forum => "forum",
            Self::Resolution => "resolution",
            Self::Report => "report",
            Self::Plan => "plan",
            Self::Priority => "priority",
            Self::Meeting => "meeting",
            Self::Initiative => "initiative",
            Self::Negotiation => "negotiation",
            Self::Review => "review",
            Self::Consultation => "consultation",
        }
    }

    fn of(event: &Event) -> Option<Self> {
        Some(match event {
            Event::Forum(ForumEvent::ForumPlanned(_) | ForumEvent::ForumHeld(_)) => Self::Forum,
            Event::Resolution(ResolutionEvent::ResolutionAdopted(_)) => Self::Resolution,
            Event::Report(ReportEvent::ReportIssued(_)) => Self::Report,
            Event::Report(ReportEvent::ImplementationPlanIssued(_)) => Self::Plan,
            Event::PriorityArea(
                PriorityAreaEvent::PriorityAreaAdopted(_) | PriorityAreaEvent::PriorityAreaDropped(_),
            ) => Self::Priority,
            Event::Meeting(MeetingEvent::MeetingHeld(_)) => Self::Meeting,
            Event::Initiative(
                InitiativeEvent::InitiativeProposed(_) | InitiativeEvent::InitiativeLaunched(_),
            ) => Self::Initiative,
            Event::Strategy(StrategyEvent::NegotiationHeld(_)) => Self::Negotiation,
            Event::Strategy(StrategyEvent::ReviewConferenceHeld(_)) => Self::Review,
            Event::Consultation(ConsultationEvent::ConsultationHeld(_)) => Self::Consultation,
            _ => return None,
        })
    }
}

/// One thing in the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarLine {
    /// The fact: the place of its first record.
    pub fact: Position,
    /// What sort of thing it is.
    pub kind: CalendarKind,
    /// The forum, the resolution …; of negotiations and reviews the strategy.
    pub entity: EntityId,
    /// What happened. A forum that was planned has not happened by that.
    pub event: Event,
    /// Whether it happened by the day, and on one of the days asked for; of a plan: whether it was stated by the day,
    /// for one of the days asked for.
    pub level: Certainty,
    /// Between which days it happened, or began; of a plan: was stated.
    pub when: Window,
    /// Between which days it was over, if it took several.
    pub until: Option<Window>,
    /// Of a plan: what became of it by the day.
    pub outcome: Option<PlanOutcome>,
    /// The records that make this line.
    pub records: Vec<Position>,
}

/// The answer to [`Calendar`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CalendarAnswer {
    /// What was asked for, in order of effect.
    pub lines: Vec<CalendarLine>,
}

impl Lines for CalendarAnswer {
    type Key = Position;
    type Line = CalendarLine;

    fn lines(&self) -> BTreeMap<Position, CalendarLine> {
        self.lines.iter().map(|line| (line.fact, line.clone())).collect()
    }
}

/// A record of the calendar.
#[derive(Debug, Clone)]
struct Entered {
    fact: Position,
    at: Position,
    kind: CalendarKind,
    date: EventDate,
    event: Event,
}

/// What [`Calendar`] folds into.
#[derive(Debug, Clone, Default)]
pub struct CalendarState {
    lives: Lives,
    /// In order of effect.
    entered: Vec<Entered>,
}

/// A fold that is read on a day.
struct Read<'s> {
    entered: &'s [Entered],
    days: Readings<Days>,
    view: &'s ReadView,
}

impl Read<'_> {
    /// What time a record took, its neighbours considered.
    fn extent(&self, entered: &Entered) -> Option<Readings<Extent>> {
        let window = self.days.window(entered.at)?;
        Some(Extent::of(entered.date).zip(window).map(|(extent, window)| extent.begun(*window)))
    }

    fn line(&self, entered: &Entered, stretch: Stretch) -> Option<CalendarLine> {
        let extent = self.extent(entered)?;
        let (mut level, mut outcome) = (extent.meets(stretch, self.view.on), None);
        let mut records = vec![entered.at];
        if let Event::Forum(ForumEvent::ForumPlanned(plan)) = &entered.event {
            level = plan::level(plan, extent.meets(Stretch::ALWAYS, self.view.on), stretch);
            let became = self.outcome(plan);
            if let PlanOutcome::Held(held) = &became {
                records.push(held.record);
            }
            outcome = Some(became);
        }
        if level == Certainty::No {
            return None;
        }
        Some(CalendarLine {
            fact: entered.fact,
            kind: entered.kind,
            entity: entered.event.entities().changes.first().copied()?,
            event: entered.event.clone(),
            level,
            when: extent.as_dated.start,
            until: extent.as_dated.end,
            outcome,
            records,
        })
    }
}

impl Projection for Calendar {
    type State = CalendarState;
    type Answer = CalendarAnswer;

    /// Everything: a meeting rests on whoever convened it, a consultation on an agreement.
    fn interest(&self) -> Interest {
        Interest::All
    }

    fn apply(&self, state: &mut CalendarState, record: &RecordView<'_>) -> Result<(), RecordError> {
        let Some(event) = record.event()? else { return Ok(()) };
        state.lives.push(record, &event);
        if let Some(kind) = CalendarKind::of(&event) {
            let (fact, at) = (record.origin(), record.position());
            state.entered.push(Entered { fact, at, kind, date: record.date(), event });
        }
        Ok(())
    }

    fn answer(&self, state: &CalendarState, view: &ReadView) -> CalendarAnswer {
        let read = Read { entered: &state.entered, days: Readings::of_days(&state.lives), view };
        let asked = state.entered.iter().filter(|entered| self.kind.is_none_or(|kind| kind == entered.kind));
        CalendarAnswer { lines: asked.filter_map(|entered| read.line(entered, self.stretch)).collect() }
    }
}
