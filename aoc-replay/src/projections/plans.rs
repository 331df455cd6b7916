//! [`Plans`]: what the parties of agreements plan together, and what they did.

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{
    ActionPlanEvent, ActionPlanId, ActivityHeld, AgreementEvent, AgreementId, Day, EntityId, Event,
    EventDate, Names, PartyId, Position, ProgrammeId, Text, Window,
};
use aoc_store::{RecordError, RecordView};

use crate::certainty::Span;
use crate::course::{self, Course};
use crate::interest::Interest;
use crate::lives::Days;
use crate::occurrence::Occurrence;
use crate::projection::{Lines, Projection};
use crate::projections::agreements::AgreementsState;
use crate::reach::Reach;
use crate::readings::{Readings, end_of};
use crate::view::ReadView;

/// The action plans and joint programmes of agreements, how each stands on a day, and the activities under each and
/// under none.
///
/// The action plans of strategies are no part of it: they stay with [`Strategies`](super::Strategies).
///
/// ```
/// use aoc_replay::{Ledger, Plans, View};
/// let ledger = Ledger::in_memory();
/// let plans = ledger.ask(&Plans::of("mou-oic-2009".parse()?), View::on("2010-12-31".parse()?))?.value;
/// assert!(plans.lines.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plans {
    agreement: Option<AgreementId>,
}

impl Plans {
    /// Those of every agreement.
    #[must_use]
    pub const fn all() -> Self {
        Self { agreement: None }
    }

    /// Those of this agreement.
    #[must_use]
    pub const fn of(agreement: AgreementId) -> Self {
        Self { agreement: Some(agreement) }
    }
}

/// Which plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlanId {
    /// An action plan.
    ActionPlan(ActionPlanId),
    /// A joint programme.
    Programme(ProgrammeId),
}

impl PlanId {
    /// The word for what it is, as reports and JSON write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ActionPlan(_) => "action-plan",
            Self::Programme(_) => "joint-programme",
        }
    }
}

impl From<PlanId> for EntityId {
    fn from(plan: PlanId) -> Self {
        match plan {
            PlanId::ActionPlan(plan) => plan.into(),
            PlanId::Programme(programme) => programme.into(),
        }
    }
}

/// A plan on which the parties agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Which.
    pub id: PlanId,
    /// Its title.
    pub names: Names,
    /// Who agreed on it.
    pub agreed_by: Vec<PartyId>,
    /// When they did.
    pub agreed: Occurrence,
    /// What time an action plan covers, the last day included. A joint programme takes two years from its start.
    pub period: Option<EventDate>,
    /// Between which days it starts: not before it is agreed.
    pub start: Window,
    /// Between which days it ends, on the day after its last; with its agreement at the latest.
    pub end: Window,
    /// Whether it runs on the day.
    pub course: Course,
}

/// Something that the parties did together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// What it was.
    pub text: Text,
    /// When it was.
    pub held: Occurrence,
    /// The party that led it.
    pub lead: Option<PartyId>,
    /// Third parties that took part.
    pub with: Vec<PartyId>,
    /// Where.
    pub place: Option<Text>,
}

/// One plan with its activities; or the activities under an agreement that belong to no plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLine {
    /// The agreement.
    pub agreement: AgreementId,
    /// The plan; nothing for the line of the activities without one.
    pub plan: Option<Plan>,
    /// What was done, in order of effect.
    pub activities: Vec<Activity>,
    /// The records that make this line.
    pub records: Vec<Position>,
}

/// The answer to [`Plans`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlansAnswer {
    /// The plans, agreement by agreement and by their start; behind those of each the activities without a plan.
    pub lines: Vec<PlanLine>,
}

impl Lines for PlansAnswer {
    type Key = (AgreementId, Option<PlanId>);
    type Line = PlanLine;

    fn lines(&self) -> BTreeMap<(AgreementId, Option<PlanId>), PlanLine> {
        let key = |line: &PlanLine| (line.agreement, line.plan.as_ref().map(|plan| plan.id));
        self.lines.iter().map(|line| (key(line), line.clone())).collect()
    }
}

impl Projection for Plans {
    type State = AgreementsState;
    type Answer = PlansAnswer;

    fn interest(&self) -> Interest {
        AgreementsState::interest()
    }

    fn reach(&self) -> Reach {
        self.agreement.map_or(Reach::Everything, AgreementsState::reach)
    }

    fn apply(&self, state: &mut AgreementsState, record: &RecordView<'_>) -> Result<(), RecordError> {
        state.apply(record)
    }

    fn answer(&self, state: &AgreementsState, view: &ReadView) -> PlansAnswer {
        let kept = Kept { state, days: Readings::of_days(&state.lives), on: view.on };
        let wanted = |line: &PlanLine| self.agreement.is_none_or(|agreement| agreement == line.agreement);
        PlansAnswer { lines: kept.lines().into_iter().filter(wanted).collect() }
    }
}

/// Everything that was agreed and held, and what is asked about it.
struct Kept<'s> {
    state: &'s AgreementsState,
    days: Readings<Days>,
    on: Day,
}

impl Kept<'_> {
    fn lines(&self) -> Vec<PlanLine> {
        let mut lines: Vec<PlanLine> = Vec::new();
        for (agreement, acts) in &self.state.acts {
            let agreed = acts.iter().filter_map(|(at, event)| match event {
                Event::ActionPlan(event) => self.line(*at, event),
                _ => None,
            });
            lines.extend(agreed);
            let activities = self.activities(|event| {
                event.agreement == *agreement && event.plan.is_none() && event.programme.is_none()
            });
            if !activities.is_empty() {
                let records = activities.iter().map(|activity| activity.held.record).collect();
                lines.push(PlanLine { agreement: *agreement, plan: None, activities, records });
            }
        }
        lines.sort_by_key(|line| {
            let plan = line.plan.as_ref();
            let start = plan.map(|plan| (plan.start.earliest, plan.start.latest, plan.id));
            (self.drafted(line.agreement), line.agreement, plan.is_none(), start)
        });
        lines
    }

    /// The first day on which the agreement's text may have been there.
    fn drafted(&self, agreement: AgreementId) -> Option<Day> {
        let first = self.state.lives.steps(agreement.into()).first()?.position;
        self.days.window(first).map(|window| window.as_dated.earliest)
    }

    fn line(&self, at: Position, event: &ActionPlanEvent) -> Option<PlanLine> {
        let agreed = Occurrence::of(at, &self.days, self.on)?;
        let (id, names, period) = match event {
            ActionPlanEvent::ActionPlanAgreed(event) => {
                (PlanId::ActionPlan(event.plan), &event.names, Some(event.period))
            }
            ActionPlanEvent::JointProgrammeAgreed(event) => {
                (PlanId::Programme(event.programme), &event.names, None)
            }
        };
        let end = end_of(&self.state.lives, event.agreement().into());
        let span = self.span(at, period, end)?;
        let activities = self.activities(|event| match id {
            PlanId::ActionPlan(plan) => event.plan == Some(plan),
            PlanId::Programme(programme) => event.programme == Some(programme),
        });
        let own = activities.iter().map(|activity| activity.held.record);
        let records: BTreeSet<Position> = own.chain([at]).chain(end).collect();
        let plan = Plan {
            id,
            names: names.clone(),
            agreed_by: event.agreed_by().to_vec(),
            agreed,
            period,
            start: span.as_dated.start,
            end: span.as_dated.end,
            course: Course::of(&span, self.on),
        };
        let records = records.into_iter().collect();
        Some(PlanLine { agreement: event.agreement(), plan: Some(plan), activities, records })
    }

    /// From when to when a plan runs: from its agreement on, within its period, until its agreement is ended.
    fn span(
        &self,
        at: Position,
        period: Option<EventDate>,
        ended: Option<Position>,
    ) -> Option<Readings<Span>> {
        let agreed = self.days.window(at)?;
        let span = match period {
            Some(period) => course::of_period(period)?
                .zip(agreed)
                .map(|(span, agreed)| Span { start: course::later(span.start, *agreed), ..*span }),
            None => course::of_programme(&agreed),
        };
        match ended.and_then(|ended| self.days.window(ended)) {
            Some(ended) => Some(span.zip(ended).map(|(span, ended)| span.cut(*ended))),
            None => Some(span),
        }
    }

    fn activities(&self, such: impl Fn(&ActivityHeld) -> bool) -> Vec<Activity> {
        let acts = self.state.acts.values().flatten().filter_map(|(at, event)| match event {
            Event::Agreement(AgreementEvent::ActivityHeld(event)) if such(event) => Some((*at, event)),
            _ => None,
        });
        acts.filter_map(|(at, event)| {
            Some(Activity {
                text: event.text.clone(),
                held: Occurrence::of(at, &self.days, self.on)?,
                lead: event.lead,
                with: event.with.clone(),
                place: event.place.clone(),
            })
        })
        .collect()
    }
}
