//! Strategies: regional ones of several parties, and the national plans of one country.

mod scope;
mod state;

use serde::{Deserialize, Serialize};

use crate::date::EventDate;
use crate::event::{Area, Entities, Event, Lanes, Role, TimeShape, area_events};
use crate::id::{EntityId, EntityKind, PartyId, StrategyId};
use crate::list::{once, repeats};
use crate::name::{Names, Text};
use crate::named::Named;
use crate::party::{PartyEvent, PartyKind};
use crate::rule::{Refusal, Rule};

pub use scope::{NationalScope, RegionalScope, StrategyScope};
pub(crate) use state::{NationalPlansState, StrategyState};

area_events! {
    /// The events of strategies, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("StrategyLaunched", json!({"strategy": "strategy-example", "names": [{"lang": "en",
    ///         "text": "Regional Strategy for the Mediterranean"}],
    ///         "scope": {"regional": {"regions": ["europe"], "parties": ["tur"]}}})),
    ///     ("StrategyLaunched", json!({"strategy": "plan-esp-1", "names": [{"lang": "en",
    ///         "text": "National plan of Spain"}], "scope": {"national": {"country": "esp",
    ///         "generation": 1}}})),
    ///     ("NegotiationHeld", json!({"strategy": "strategy-example", "place": "Alexandria"})),
    ///     ("DraftTabled", json!({"strategy": "strategy-example", "place": "Alexandria"})),
    ///     ("AdoptionExpected", json!({"strategy": "strategy-example", "expected": "2010-11",
    ///         "place": "Malta"})),
    ///     ("StrategyAdopted", json!({"strategy": "strategy-example", "place": "Malta",
    ///         "by": "Malta Declaration"})),
    ///     ("PartyInvited", json!({"strategy": "strategy-example", "party": "usa"})),
    ///     ("StrategyEndorsed", json!({"strategy": "strategy-example", "party": "usa"})),
    ///     ("ActionPlanIssued", json!({"strategy": "strategy-example", "title": "Action plan 2011-2013",
    ///         "period": "2011/2013"})),
    ///     ("ReviewConferenceHeld", json!({"strategy": "strategy-example", "place": "Madrid",
    ///         "host": "esp"})),
    ///     ("StrategySuperseded", json!({"strategy": "strategy-example", "by": "strategy-later"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    StrategyEvent in Strategy {
        0x0b01 StrategyLaunched,
        0x0b02 NegotiationHeld,
        0x0b03 DraftTabled,
        0x0b04 AdoptionExpected,
        0x0b05 StrategyAdopted,
        0x0b06 PartyInvited,
        0x0b07 StrategyEndorsed,
        0x0b08 ActionPlanIssued,
        0x0b09 ReviewConferenceHeld,
        0x0b0a StrategySuperseded,
    }
}

/// A strategy or plan was begun.
///
/// Source: Turkish MFA, Alliance of Civilizations: regional strategies and national plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StrategyLaunched {
    /// The strategy.
    pub strategy: StrategyId,
    /// Its title, in several languages.
    pub names: Names,
    /// Whose it is.
    pub scope: StrategyScope,
}

/// Those concerned negotiated on it.
///
/// Source: Turkish MFA, Alliance of Civilizations: adoption comes after negotiation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NegotiationHeld {
    /// The strategy.
    pub strategy: StrategyId,
    /// Where.
    #[serde(default)]
    pub place: Option<Text>,
}

/// A draft of its text was put forward.
///
/// Source: Turkish MFA, Alliance of Civilizations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftTabled {
    /// The strategy.
    pub strategy: StrategyId,
    /// Where.
    #[serde(default)]
    pub place: Option<Text>,
}

/// It was said when it would be adopted. Its date is the day on which that was said; nothing is adopted by that.
///
/// Source: Turkish MFA, Alliance of Civilizations: the Latin American strategy was expected for 2012.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdoptionExpected {
    /// The strategy.
    pub strategy: StrategyId,
    /// When it was expected to be adopted.
    #[serde(default)]
    pub expected: Option<EventDate>,
    /// Where.
    #[serde(default)]
    pub place: Option<Text>,
}

/// It was adopted.
///
/// Source: Turkish MFA, Alliance of Civilizations: adopted in Sarajevo, in Malta.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StrategyAdopted {
    /// The strategy.
    pub strategy: StrategyId,
    /// Where.
    #[serde(default)]
    pub place: Option<Text>,
    /// The instrument of the adoption (*Sarajevo Declaration*).
    #[serde(default)]
    pub by: Option<Text>,
}

/// A party from elsewhere was invited to take part.
///
/// Source: Regional strategy for South Eastern Europe: open to the countries of the region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyInvited {
    /// The strategy.
    pub strategy: StrategyId,
    /// The party.
    pub party: PartyId,
}

/// A party made the strategy its own.
///
/// Source: Regional strategy for South Eastern Europe: open to the countries of the region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StrategyEndorsed {
    /// The strategy.
    pub strategy: StrategyId,
    /// The party.
    pub party: PartyId,
}

/// An action plan of the strategy was issued; it is a part of the strategy.
///
/// Source: Turkish MFA, Alliance of Civilizations: the action plan is an integral part of the strategy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionPlanIssued {
    /// The strategy.
    pub strategy: StrategyId,
    /// Its title.
    pub title: Text,
    /// What time it covers: a duration.
    pub period: EventDate,
}

/// A conference reviewed how the strategy is carried out.
///
/// Source: Regional strategy for South Eastern Europe: review conference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewConferenceHeld {
    /// The strategy.
    pub strategy: StrategyId,
    /// Where.
    #[serde(default)]
    pub place: Option<Text>,
    /// The party that was its host.
    #[serde(default)]
    pub host: Option<PartyId>,
}

/// A later strategy took its place.
///
/// Source: the ledger: a later text does not erase the earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StrategySuperseded {
    /// The strategy.
    pub strategy: StrategyId,
    /// The one that took its place.
    pub by: StrategyId,
}

/// The national plans of this country: the entity that holds the count of its plans.
#[must_use]
pub fn national_plans(country: PartyId) -> EntityId {
    EntityId::new(EntityKind::NationalPlans, country.uuid())
}

impl StrategyEvent {
    /// The strategy.
    #[must_use]
    pub const fn strategy(&self) -> StrategyId {
        match self {
            Self::StrategyLaunched(event) => event.strategy,
            Self::NegotiationHeld(event) => event.strategy,
            Self::DraftTabled(event) => event.strategy,
            Self::AdoptionExpected(event) => event.strategy,
            Self::StrategyAdopted(event) => event.strategy,
            Self::PartyInvited(event) => event.strategy,
            Self::StrategyEndorsed(event) => event.strategy,
            Self::ActionPlanIssued(event) => event.strategy,
            Self::ReviewConferenceHeld(event) => event.strategy,
            Self::StrategySuperseded(event) => event.strategy,
        }
    }
}

impl Area for StrategyEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::StrategyLaunched(event) => Some(event.names.clone()),
            _ => None,
        }
    }

    fn entities(&self) -> Entities {
        let own = EntityId::from(self.strategy());
        let mut changes = vec![own];
        let names = match self {
            Self::StrategyLaunched(event) => match &event.scope {
                StrategyScope::Regional(scope) => once(scope.parties.iter().copied().map(EntityId::from)),
                StrategyScope::National(scope) => {
                    changes.push(national_plans(scope.country));
                    vec![scope.country.into()]
                }
            },
            Self::PartyInvited(event) => vec![event.party.into()],
            Self::StrategyEndorsed(event) => vec![event.party.into()],
            Self::ReviewConferenceHeld(event) => event.host.map(EntityId::from).into_iter().collect(),
            Self::StrategySuperseded(event) if event.by != event.strategy => vec![event.by.into()],
            Self::NegotiationHeld(_)
            | Self::DraftTabled(_)
            | Self::AdoptionExpected(_)
            | Self::StrategyAdopted(_)
            | Self::ActionPlanIssued(_)
            | Self::StrategySuperseded(_) => Vec::new(),
        };
        Entities { changes, names }
    }

    fn rests_on(&self) -> Vec<EntityId> {
        match self {
            // A party of the region may come into being later; a later strategy may be begun before or after.
            Self::StrategySuperseded(_) => Vec::new(),
            Self::StrategyLaunched(event) => match &event.scope {
                StrategyScope::Regional(_) => Vec::new(),
                StrategyScope::National(scope) => vec![scope.country.into()],
            },
            _ => self.entities().names,
        }
    }

    fn ends_with(&self) -> Vec<EntityId> {
        Vec::new()
    }

    fn role(&self) -> Role {
        match self {
            Self::StrategyLaunched(_) => Role::Founds,
            Self::StrategySuperseded(_) => Role::Ends,
            _ => Role::Changes,
        }
    }

    fn time_shape(&self) -> TimeShape {
        match self {
            Self::NegotiationHeld(_) | Self::ReviewConferenceHeld(_) => TimeShape::Any,
            _ => TimeShape::Moment,
        }
    }

    /// The adoption waits for the negotiations, a review for the adoption.
    fn lanes(&self) -> Lanes {
        let negotiated =
            EntityId::of_pair(EntityKind::Strategy, self.strategy().into(), self.strategy().into());
        let adopted = EntityId::from(self.strategy());
        match self {
            Self::StrategyLaunched(_) | Self::StrategySuperseded(_) => Lanes::All,
            Self::NegotiationHeld(_) | Self::DraftTabled(_) => {
                Lanes::Between { after: Vec::new(), before: vec![negotiated] }
            }
            Self::StrategyAdopted(_) => Lanes::Between { after: vec![negotiated], before: vec![adopted] },
            Self::ReviewConferenceHeld(_) => Lanes::Between { after: vec![adopted], before: Vec::new() },
            Self::AdoptionExpected(_) => Lanes::Between { after: Vec::new(), before: vec![negotiated] },
            Self::PartyInvited(_) | Self::StrategyEndorsed(_) | Self::ActionPlanIssued(_) => Lanes::alone(),
        }
    }

    fn check_shape(&self) -> Vec<Refusal> {
        let own = Some(self.strategy().into());
        let rule = match self {
            Self::StrategyLaunched(event) => match &event.scope {
                StrategyScope::Regional(scope) if repeats(&scope.regions) || repeats(&scope.parties) => {
                    Some(Rule::NamedTwice)
                }
                StrategyScope::Regional(scope) if scope.regions.is_empty() && scope.parties.is_empty() => {
                    Some(Rule::RegionHasParties)
                }
                StrategyScope::Regional(_) | StrategyScope::National(_) => None,
            },
            Self::ActionPlanIssued(event) if !event.period.is_duration() => Some(Rule::PlanHasPeriod),
            Self::StrategySuperseded(event) if event.by == event.strategy => Some(Rule::SupersededByAnother),
            _ => None,
        };
        rule.map(|rule| Refusal::alone(rule, own)).into_iter().collect()
    }

    /// A national plan is a country's; a regional strategy is endorsed by its region (DOMAIN rule 14).
    fn check_named(&self, named: &Named<'_>) -> Vec<Refusal> {
        let party = |party: PartyId| match named.founding(party.into()) {
            Some((Event::Party(PartyEvent::PartyRegistered(event)), at)) => Some((event, at)),
            _ => None,
        };
        match self {
            Self::StrategyLaunched(event) => {
                let StrategyScope::National(scope) = &event.scope else { return Vec::new() };
                match party(scope.country) {
                    Some((event, at)) if event.kind != PartyKind::Country => {
                        vec![Refusal::new(Rule::PlanOfACountry, Some(scope.country.into()), at)]
                    }
                    _ => Vec::new(),
                }
            }
            Self::StrategyEndorsed(event) => {
                let founding = named.founding(event.strategy.into());
                let Some((Event::Strategy(Self::StrategyLaunched(launched)), _)) = founding else {
                    return Vec::new();
                };
                let invited = |other: &Event| matches!(other, Event::Strategy(Self::PartyInvited(other)) if other.party == event.party);
                match party(event.party) {
                    Some((registered, at))
                        if !launched.scope.is_for(event.party, &registered.codes)
                            && !named.has(event.strategy.into(), invited) =>
                    {
                        vec![Refusal::new(Rule::NotOfTheRegion, Some(event.party.into()), at)]
                    }
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }
}
