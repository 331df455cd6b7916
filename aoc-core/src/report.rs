//! Reports, and the implementation plans of the Alliance.

use serde::{Deserialize, Serialize};

use crate::date::EventDate;
use crate::event::{Area, Entities, Role, area_events};
use crate::id::{EntityId, ImplementationPlanId, PartyId, ReportId};
use crate::list::once;
use crate::name::{Names, Text};
use crate::organ::Organ;
use crate::rule::{Refusal, Rule};

area_events! {
    /// The events of reports and implementation plans, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("ReportIssued", json!({"report": "a-66-305", "names": [{"lang": "en",
    ///         "text": "Fourth annual report"}], "by": "office:high-representative",
    ///         "about": "initiative:alliance-of-civilizations", "symbol": "A/66/305",
    ///         "covers": "2010/2011"})),
    ///     ("ImplementationPlanIssued", json!({"plan": "implementation-plan-2007",
    ///         "names": [{"lang": "en", "text": "Implementation plan 2007-2009"}], "of": "un",
    ///         "period": "2007/2009"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    ReportEvent in Report {
        0x0c31 ReportIssued,
        0x0c41 ImplementationPlanIssued,
    }
}

/// A report was issued. Its date is the day on which it was, not the time that it covers.
///
/// Source: UN General Assembly, A/66/305: annual reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportIssued {
    /// The report.
    pub report: ReportId,
    /// Its title, in several languages.
    pub names: Names,
    /// Who issued it: a party, a group, an office.
    #[serde(default)]
    pub by: Option<Organ>,
    /// What it is about.
    #[serde(default)]
    pub about: Option<EntityId>,
    /// Its symbol.
    #[serde(default)]
    pub symbol: Option<Text>,
    /// What time it covers.
    #[serde(default)]
    pub covers: Option<EventDate>,
}

/// An implementation plan was issued.
///
/// Source: Turkish MFA, Alliance of Civilizations: the implementation plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImplementationPlanIssued {
    /// The plan.
    pub plan: ImplementationPlanId,
    /// Its title, in several languages.
    pub names: Names,
    /// Whose plan it is.
    #[serde(default)]
    pub of: Option<PartyId>,
    /// What time it covers: a duration.
    #[serde(default)]
    pub period: Option<EventDate>,
}

impl ReportEvent {
    fn own(&self) -> EntityId {
        match self {
            Self::ReportIssued(event) => event.report.into(),
            Self::ImplementationPlanIssued(event) => event.plan.into(),
        }
    }
}

impl Area for ReportEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::ReportIssued(event) => Some(event.names.clone()),
            Self::ImplementationPlanIssued(event) => Some(event.names.clone()),
        }
    }

    fn entities(&self) -> Entities {
        let own = self.own();
        let named: Vec<EntityId> = match self {
            Self::ReportIssued(event) => {
                event.by.map(EntityId::from).into_iter().chain(event.about).collect()
            }
            Self::ImplementationPlanIssued(event) => event.of.map(EntityId::from).into_iter().collect(),
        };
        Entities { changes: vec![own], names: once(named.into_iter().filter(|entity| *entity != own)) }
    }

    /// A report may be about what has ended, or has not begun; who issued it must exist.
    fn rests_on(&self) -> Vec<EntityId> {
        match self {
            Self::ReportIssued(event) => event.by.map(EntityId::from).into_iter().collect(),
            Self::ImplementationPlanIssued(_) => self.entities().names,
        }
    }

    fn ends_with(&self) -> Vec<EntityId> {
        Vec::new()
    }

    fn role(&self) -> Role {
        Role::Founds
    }

    fn check_shape(&self) -> Vec<Refusal> {
        match self {
            Self::ImplementationPlanIssued(event)
                if event.period.is_some_and(|period| !period.is_duration()) =>
            {
                vec![Refusal::alone(Rule::PlanHasPeriod, Some(self.own()))]
            }
            Self::ReportIssued(_) | Self::ImplementationPlanIssued(_) => Vec::new(),
        }
    }
}
