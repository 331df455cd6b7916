//! What the parties of an agreement plan together: action plans, and joint programmes of two years.

use serde::{Deserialize, Serialize};

use crate::agreement::{in_force, under};
use crate::date::{Bounds, EventDate};
use crate::event::{Area, Entities, Lanes, Role, area_events};
use crate::id::{ActionPlanId, AgreementId, EntityId, PartyId, ProgrammeId};
use crate::list::{once, repeats};
use crate::name::Names;
use crate::period::Period;
use crate::rule::{Refusal, Rule};

area_events! {
    /// The events of action plans and joint programmes, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("ActionPlanAgreed", json!({"plan": "plan-example", "agreement": "mou-example",
    ///         "names": [{"lang": "en", "text": "Plan of action 2010-2011"}], "agreed_by": ["aoc",
    ///         "oic"], "period": "2010/2011"})),
    ///     ("JointProgrammeAgreed", json!({"programme": "programme-example", "agreement": "mou-example",
    ///         "names": [{"lang": "en", "text": "Joint programme on youth"}], "agreed_by": ["aoc",
    ///         "oic"]})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    ActionPlanEvent in ActionPlan {
        0x0921 ActionPlanAgreed,
        0x0922 JointProgrammeAgreed,
    }
}

/// The parties agreed on a plan of action. Its date is the day on which they did.
///
/// Source: MoU AoC-OIC, Art. 30.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionPlanAgreed {
    /// The plan.
    pub plan: ActionPlanId,
    /// The agreement under which it was agreed.
    pub agreement: AgreementId,
    /// Its title, in several languages.
    pub names: Names,
    /// Who agreed on it: all parties of the agreement.
    pub agreed_by: Vec<PartyId>,
    /// What time it covers: a duration.
    pub period: EventDate,
}

/// The parties agreed on a partnership of two years. Its date is its start.
///
/// Source: MoU AoC-OIC, Art. 34.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JointProgrammeAgreed {
    /// The programme.
    pub programme: ProgrammeId,
    /// The agreement under which it was agreed.
    pub agreement: AgreementId,
    /// Its title, in several languages.
    pub names: Names,
    /// Who agreed on it: all parties of the agreement.
    pub agreed_by: Vec<PartyId>,
}

impl JointProgrammeAgreed {
    /// Between which days a programme ends that started between these: two years later (MoU AoC-OIC, Art. 34).
    #[must_use]
    pub fn end(start: Bounds) -> Bounds {
        let later = |day| Period::TWO_YEARS.after(day);
        Bounds { earliest: later(start.earliest), latest: later(start.latest), ..start }
    }
}

impl ActionPlanEvent {
    /// The agreement.
    #[must_use]
    pub const fn agreement(&self) -> AgreementId {
        match self {
            Self::ActionPlanAgreed(event) => event.agreement,
            Self::JointProgrammeAgreed(event) => event.agreement,
        }
    }

    /// Who agreed.
    #[must_use]
    pub fn agreed_by(&self) -> &[PartyId] {
        match self {
            Self::ActionPlanAgreed(event) => &event.agreed_by,
            Self::JointProgrammeAgreed(event) => &event.agreed_by,
        }
    }

    /// When what was agreed starts and ends; nothing for a plan that covers no duration.
    #[must_use]
    pub fn period(&self, date: EventDate) -> Option<(Bounds, Bounds)> {
        match self {
            Self::ActionPlanAgreed(event) => match event.period {
                EventDate::Duration { start, end } => Some((start, end)),
                EventDate::Moment(_) => None,
            },
            Self::JointProgrammeAgreed(_) => {
                let start = date.effect();
                Some((start, JointProgrammeAgreed::end(start)))
            }
        }
    }

    fn own(&self) -> EntityId {
        match self {
            Self::ActionPlanAgreed(event) => event.plan.into(),
            Self::JointProgrammeAgreed(event) => event.programme.into(),
        }
    }
}

impl Area for ActionPlanEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::ActionPlanAgreed(event) => Some(event.names.clone()),
            Self::JointProgrammeAgreed(event) => Some(event.names.clone()),
        }
    }

    fn entities(&self) -> Entities {
        Entities {
            changes: vec![self.own(), self.agreement().into()],
            names: once(self.agreed_by().iter().copied().map(EntityId::from)),
        }
    }

    fn role(&self) -> Role {
        Role::Founds
    }

    /// A plan ends with its agreement.
    fn ends_with(&self) -> Vec<EntityId> {
        vec![self.agreement().into()]
    }

    fn lanes(&self) -> Lanes {
        let agreement = self.agreement();
        Lanes::Between { after: vec![in_force(agreement)], before: vec![under(agreement)] }
    }

    fn check_shape(&self) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if repeats(self.agreed_by()) {
            refusals.push(Refusal::alone(Rule::NamedTwice, Some(self.own())));
        }
        if matches!(self, Self::ActionPlanAgreed(event) if !event.period.is_duration()) {
            refusals.push(Refusal::alone(Rule::PlanHasPeriod, Some(self.own())));
        }
        refusals
    }
}
