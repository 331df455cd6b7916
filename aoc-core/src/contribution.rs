//! Contributions: what a partner promised, and what it gave.

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Event, Lanes, Role, TimeShape, area_events};
use crate::id::{ContributionId, EntityId, PartyId, Position};
use crate::list::once;
use crate::money::Money;
use crate::name::Text;
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

area_events! {
    /// The events of contributions, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("ContributionPledged", json!({"contribution": "contribution-example",
    ///         "terms": {"from": "esp", "to": "unesco", "toward": "agreement:mou-example",
    ///         "form": "financial", "level": "global", "direction": "north-south"},
    ///         "money": {"amount": "1000000.50", "currency": "EUR"}, "text": "For the clearinghouse"})),
    ///     ("ContributionDelivered", json!({"contribution": "contribution-example",
    ///         "terms": {"from": "esp", "to": "unesco", "toward": "agreement:mou-example",
    ///         "form": "financial", "level": "global", "direction": "north-south"},
    ///         "money": {"amount": "250000", "currency": "EUR"}, "text": "The first part"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    ContributionEvent in Contribution {
        0x0a01 ContributionPledged,
        0x0a02 ContributionDelivered,
    }
}

/// In which form a partner contributes (UNESCO, *Partnerships*: five forms, "notably"; in-kind help in three kinds).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContributionForm {
    /// Programmes designed and carried out together.
    JointDelivery,
    /// Money.
    Financial,
    /// Staff lent.
    Secondment,
    /// Volunteers.
    Volunteers,
    /// Equipment, rooms and other things.
    Equipment,
    /// Policies and norms coordinated.
    PolicyCoordination,
    /// Outreach and networks.
    Outreach,
    /// Technical assistance.
    TechnicalAssistance,
}

impl ContributionForm {
    /// Every form, in the order of reports.
    pub const ALL: [Self; 8] = [
        Self::JointDelivery,
        Self::Financial,
        Self::Secondment,
        Self::Volunteers,
        Self::Equipment,
        Self::PolicyCoordination,
        Self::Outreach,
        Self::TechnicalAssistance,
    ];

    /// The word for it, as drafts write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::JointDelivery => "joint-delivery",
            Self::Financial => "financial",
            Self::Secondment => "secondment",
            Self::Volunteers => "volunteers",
            Self::Equipment => "equipment",
            Self::PolicyCoordination => "policy-coordination",
            Self::Outreach => "outreach",
            Self::TechnicalAssistance => "technical-assistance",
        }
    }
}

/// On which level it works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContributionLevel {
    /// In one country.
    National,
    /// In a region.
    Regional,
    /// Everywhere.
    Global,
}

/// From where to where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContributionDirection {
    /// Among countries of the South.
    SouthSouth,
    /// From the North to the South.
    NorthSouth,
    /// From the South to the North.
    SouthNorth,
}

/// Who gives what to whom: the same in a pledge and in what is delivered on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContributionTerms {
    /// Who gives.
    pub from: PartyId,
    /// Who receives.
    #[serde(default)]
    pub to: Option<PartyId>,
    /// For what: an agreement, a strategy, a project, a group …
    #[serde(default)]
    pub toward: Option<EntityId>,
    /// In which form.
    pub form: ContributionForm,
    /// On which level.
    #[serde(default)]
    pub level: Option<ContributionLevel>,
    /// From where to where.
    #[serde(default)]
    pub direction: Option<ContributionDirection>,
}

impl ContributionTerms {
    /// Whether both may be of one contribution: what one of them does not say fits.
    fn fits(&self, other: &Self) -> bool {
        fn open<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
            one.zip(other).is_none_or(|(one, other)| one == other)
        }
        self.from == other.from
            && self.form == other.form
            && open(self.to, other.to)
            && open(self.toward, other.toward)
            && open(self.level, other.level)
            && open(self.direction, other.direction)
    }

    /// Takes over what these say and those before did not.
    fn learn(&mut self, other: &Self) {
        self.to = self.to.or(other.to);
        self.toward = self.toward.or(other.toward);
        self.level = self.level.or(other.level);
        self.direction = self.direction.or(other.direction);
    }
}

/// Somebody promised to contribute. Nothing is given by that.
///
/// Source: UNESCO, Culture: partnerships, five forms, "notably".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContributionPledged {
    /// The contribution.
    pub contribution: ContributionId,
    /// Who is to give what to whom.
    pub terms: ContributionTerms,
    /// How much money, or the value in money of what is not money.
    #[serde(default)]
    pub money: Option<Money>,
    /// What, in words.
    #[serde(default)]
    pub text: Option<Text>,
}

/// Something was given: all of a pledge, a part of it, or without any.
///
/// Source: UNESCO, Culture: partnerships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContributionDelivered {
    /// The contribution.
    pub contribution: ContributionId,
    /// Who gave what to whom.
    pub terms: ContributionTerms,
    /// How much money, or the value in money of what is not money.
    #[serde(default)]
    pub money: Option<Money>,
    /// What, in words.
    #[serde(default)]
    pub text: Option<Text>,
}

impl ContributionEvent {
    /// The contribution.
    #[must_use]
    pub const fn contribution(&self) -> ContributionId {
        match self {
            Self::ContributionPledged(event) => event.contribution,
            Self::ContributionDelivered(event) => event.contribution,
        }
    }

    /// Who gives what to whom.
    #[must_use]
    pub const fn terms(&self) -> &ContributionTerms {
        match self {
            Self::ContributionPledged(event) => &event.terms,
            Self::ContributionDelivered(event) => &event.terms,
        }
    }

    /// How much money.
    #[must_use]
    pub const fn money(&self) -> Option<Money> {
        match self {
            Self::ContributionPledged(event) => event.money,
            Self::ContributionDelivered(event) => event.money,
        }
    }
}

impl Area for ContributionEvent {
    fn entities(&self) -> Entities {
        let terms = self.terms();
        let parties = std::iter::once(terms.from).chain(terms.to).map(EntityId::from);
        Entities { changes: vec![self.contribution().into()], names: once(parties.chain(terms.toward)) }
    }

    /// Money may come before what it is for has begun, or after it has ended.
    fn rests_on(&self) -> Vec<EntityId> {
        let terms = self.terms();
        once(std::iter::once(terms.from).chain(terms.to).map(EntityId::from))
    }

    fn ends_with(&self) -> Vec<EntityId> {
        Vec::new()
    }

    fn role(&self) -> Role {
        Role::Founds
    }

    fn time_shape(&self) -> TimeShape {
        match self {
            Self::ContributionPledged(_) => TimeShape::Moment,
            Self::ContributionDelivered(_) => TimeShape::Any,
        }
    }

    /// Deliveries wait for the pledge, not for each other.
    fn lanes(&self) -> Lanes {
        match self {
            Self::ContributionPledged(_) => Lanes::All,
            Self::ContributionDelivered(_) => Lanes::alone(),
        }
    }

    fn check_shape(&self) -> Vec<Refusal> {
        let own = EntityId::from(self.contribution());
        let terms = self.terms();
        if Some(terms.from) == terms.to || terms.toward == Some(own) {
            vec![Refusal::alone(Rule::GivenToOthers, Some(own))]
        } else {
            Vec::new()
        }
    }
}

/// The life of one contribution: pledged or not, then delivered in one part or several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ContributionState {
    begun: Option<(ContributionTerms, Option<Money>, Position)>,
    pledged: Option<Position>,
}

impl Machine for ContributionState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let Event::Contribution(event) = event else { return Ok(()) };
        let own = Some(EntityId::from(event.contribution()));
        match (event, &self.begun, self.pledged) {
            (_, None, _) => Ok(()),
            (ContributionEvent::ContributionPledged(_), Some(_), Some(at)) => {
                Err(Refusal::new(Rule::AlreadyRegistered, own, at))
            }
            (ContributionEvent::ContributionPledged(_), Some((_, _, at)), None) => {
                Err(Refusal::new(Rule::PledgedBeforeDelivered, own, *at))
            }
            (ContributionEvent::ContributionDelivered(event), Some((terms, money, at)), _) => {
                let currency = |money: &Option<Money>| money.map(|money| money.currency());
                let fits = match (currency(money), currency(&event.money)) {
                    (Some(pledged), Some(delivered)) => pledged == delivered,
                    _ => true,
                };
                if terms.fits(&event.terms) && fits {
                    Ok(())
                } else {
                    Err(Refusal::new(Rule::DeliversWhatWasPledged, own, *at))
                }
            }
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        let Event::Contribution(event) = event else { return };
        if matches!(event, ContributionEvent::ContributionPledged(_)) {
            self.pledged = Some(*at);
        }
        let begun = self.begun.get_or_insert_with(|| (event.terms().clone(), None, *at));
        begun.0.learn(event.terms());
        begun.1 = begun.1.or(event.money());
    }
}
