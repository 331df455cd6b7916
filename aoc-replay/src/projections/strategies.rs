//! [`Strategies`]: where strategies and national plans stand.

mod state;

use std::collections::BTreeMap;

use aoc_core::{
    EntityKind, EventDate, Names, NationalScope, PartyId, Position, ProjectId, RegionalScope, StrategyId,
    StrategyScope, Text, Window, national_plans,
};
use aoc_store::{RecordError, RecordView};

use crate::certainty::Certainty;
use crate::course::Course;
use crate::interest::Interest;
use crate::occurrence::Occurrence;
use crate::projection::{Lines, Projection};
use crate::reach::Reach;
use crate::view::ReadView;
pub use state::StrategiesState;

/// Where strategies stand on a day: launched, in negotiation, adopted, superseded; and who endorsed them, which action
/// plans and projects they have.
///
/// An expectation stands apart from the stage: it never becomes an adoption by time alone.
///
/// ```
/// use aoc_core::{Citations, Draft, Event, EventDate};
/// use aoc_replay::{Certainty, Ledger, Strategies, StrategyStage, View};
/// use serde_json::json;
///
/// let ledger = Ledger::in_memory();
/// let draft = |name: &str, data, date: EventDate| -> Result<Draft, Box<dyn std::error::Error>> {
///     Ok(Draft::new(Event::from_json(name, &data)?, date, Citations::uncited()))
/// };
/// ledger.record(&[
///     draft("StrategyLaunched", json!({"strategy": "latin-america",
///         "names": [{"lang": "en", "text": "Regional Strategy for Latin America"}],
///         "scope": {"regional": {"regions": ["americas"]}}}), "2010".parse()?)?,
///     draft("NegotiationHeld", json!({"strategy": "latin-america", "place": "Peru"}), "2010-12".parse()?)?,
///     draft("AdoptionExpected", json!({"strategy": "latin-america", "expected": "2012"}), "2011-03".parse()?)?,
/// ])?;
/// let answer = ledger.ask(&Strategies::regional(), View::on("2013-01-01".parse()?))?.value;
/// assert_eq!(answer.lines[0].stage(StrategyStage::InNegotiation), Certainty::Certain);
/// assert_eq!(answer.lines[0].expected.as_ref().map(|expected| expected.past), Some(Certainty::Certain));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strategies {
    which: Which,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    Regional,
    National,
    OfCountry(PartyId),
    One(StrategyId),
}

impl Strategies {
    /// All of them.
    #[must_use]
    pub const fn all() -> Self {
        Self { which: Which::All }
    }

    /// Those of regions.
    #[must_use]
    pub const fn regional() -> Self {
        Self { which: Which::Regional }
    }

    /// The plans of countries.
    #[must_use]
    pub const fn national() -> Self {
        Self { which: Which::National }
    }

    /// The plans of this country.
    #[must_use]
    pub const fn of_country(country: PartyId) -> Self {
        Self { which: Which::OfCountry(country) }
    }

    /// This one.
    #[must_use]
    pub const fn one(strategy: StrategyId) -> Self {
        Self { which: Which::One(strategy) }
    }

    fn wants(self, strategy: StrategyId, scope: &StrategyScope) -> bool {
        match (self.which, scope) {
            (Which::All, _)
            | (Which::Regional, StrategyScope::Regional(_))
            | (Which::National, StrategyScope::National(_)) => true,
            (Which::OfCountry(country), StrategyScope::National(scope)) => scope.country == country,
            (Which::One(one), _) => one == strategy,
            (Which::Regional | Which::OfCountry(_), _) | (Which::National, StrategyScope::Regional(_)) => {
                false
            }
        }
    }
}

/// How far a strategy has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StrategyStage {
    /// It is not begun yet.
    NotYet,
    /// It was begun.
    Launched,
    /// A negotiation was held, or a draft of its text was put forward.
    InNegotiation,
    /// It was adopted.
    Adopted,
    /// A later strategy took its place.
    Superseded,
}

impl StrategyStage {
    /// Every stage, in the order of a life.
    pub const ALL: [Self; 5] =
        [Self::NotYet, Self::Launched, Self::InNegotiation, Self::Adopted, Self::Superseded];

    /// The word for it, as reports and JSON write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotYet => "not-begun",
            Self::Launched => "launched",
            Self::InNegotiation => "in-negotiation",
            Self::Adopted => "adopted",
            Self::Superseded => "superseded",
        }
    }
}

/// What was last said about when a strategy would be adopted. Nothing is adopted by that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// When that was said.
    pub stated: Occurrence,
    /// When the adoption was expected.
    pub expected: Option<EventDate>,
    /// Where.
    pub place: Option<Text>,
    /// Whether the expected day lies before the day asked about.
    pub past: Certainty,
}

/// An adoption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adoption {
    /// When it was adopted.
    pub adopted: Occurrence,
    /// Where.
    pub place: Option<Text>,
    /// The instrument.
    pub by: Option<Text>,
}

/// A later strategy took the place of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supersession {
    /// When it did.
    pub superseded: Occurrence,
    /// The later strategy.
    pub by: StrategyId,
}

/// A negotiation, a draft that was put forward, or a review conference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategyMeeting {
    /// What it was.
    pub kind: MeetingKind,
    /// When it was.
    pub held: Occurrence,
    /// Where.
    pub place: Option<Text>,
    /// The party that was its host.
    pub host: Option<PartyId>,
}

/// What was done at a [`StrategyMeeting`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeetingKind {
    /// Those concerned negotiated.
    Negotiation,
    /// A draft was put forward.
    Draft,
    /// It was reviewed how the strategy is carried out.
    Review,
}

impl MeetingKind {
    /// The word for it, as reports and JSON write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Negotiation => "negotiation",
            Self::Draft => "draft",
            Self::Review => "review",
        }
    }
}

/// How a party stands with a strategy. Whatever a party did, it is no adopter after its own end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adopter {
    /// The party.
    pub party: PartyId,
    /// Whether it has made the strategy its own.
    pub endorsed: Certainty,
    /// Between which days it did.
    pub since: Option<Window>,
    /// Whether it was invited to take part: it is from elsewhere.
    pub invited: Certainty,
}

/// An action plan of a strategy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategyPlan {
    /// Its title.
    pub title: Text,
    /// What time it covers, the last day included.
    pub period: EventDate,
    /// When it was issued.
    pub issued: Occurrence,
    /// Whether it runs on the day. It does not run before it is issued.
    pub course: Course,
}

/// A project of a strategy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategyProject {
    /// The project.
    pub project: ProjectId,
    /// Its title.
    pub names: Names,
    /// Who carries it out.
    pub by: Vec<PartyId>,
    /// Between which days it was added.
    pub added: Window,
    /// Between which days it was concluded; nothing while no end is on record.
    pub concluded: Option<Window>,
    /// Whether it runs on the day.
    pub course: Course,
}

/// One strategy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategyLine {
    /// The strategy.
    pub strategy: StrategyId,
    /// Its title.
    pub names: Names,
    /// Whose it is.
    pub scope: StrategyScope,
    /// The stages at which it may be on the day; one that is certain stands alone.
    pub stages: BTreeMap<StrategyStage, Certainty>,
    /// Between which days it was begun.
    pub launched: Window,
    /// What was last said about its adoption.
    pub expected: Option<Expectation>,
    /// Its adoption.
    pub adopted: Option<Adoption>,
    /// What took its place.
    pub superseded: Option<Supersession>,
    /// Who endorsed it, and who was invited, in order of effect.
    pub adopters: Vec<Adopter>,
    /// Its action plans, in order of effect.
    pub plans: Vec<StrategyPlan>,
    /// Its projects, in order of effect.
    pub projects: Vec<StrategyProject>,
    /// Negotiations, drafts and review conferences, in order of effect.
    pub meetings: Vec<StrategyMeeting>,
    /// The records that make this line.
    pub records: Vec<Position>,
}

impl StrategyLine {
    /// Whether it is at this stage on the day.
    #[must_use]
    pub fn stage(&self, stage: StrategyStage) -> Certainty {
        self.stages.get(&stage).copied().unwrap_or(Certainty::No)
    }

    /// The region, for a regional strategy.
    #[must_use]
    pub const fn region(&self) -> Option<&RegionalScope> {
        match &self.scope {
            StrategyScope::Regional(scope) => Some(scope),
            StrategyScope::National(_) => None,
        }
    }

    /// The country and the generation, for a national plan.
    #[must_use]
    pub const fn nation(&self) -> Option<NationalScope> {
        match &self.scope {
            StrategyScope::Regional(_) => None,
            StrategyScope::National(scope) => Some(*scope),
        }
    }
}

/// The answer to [`Strategies`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StrategiesAnswer {
    /// The strategies: regional ones by when they were begun, then national plans by country and generation.
    pub lines: Vec<StrategyLine>,
}

impl Lines for StrategiesAnswer {
    type Key = StrategyId;
    type Line = StrategyLine;

    fn lines(&self) -> BTreeMap<StrategyId, StrategyLine> {
        self.lines.iter().map(|line| (line.strategy, line.clone())).collect()
    }
}

impl Projection for Strategies {
    type State = StrategiesState;
    type Answer = StrategiesAnswer;

    fn interest(&self) -> Interest {
        StrategiesState::interest()
    }

    fn reach(&self) -> Reach {
        let from = match self.which {
            Which::All | Which::Regional | Which::National => return Reach::Everything,
            Which::OfCountry(country) => national_plans(country),
            Which::One(strategy) => strategy.into(),
        };
        // The plans of a country follow one another, so what happens to one narrows the days of the others.
        Reach::around([from]).through([EntityKind::Strategy, EntityKind::NationalPlans, EntityKind::Party])
    }

    fn apply(&self, state: &mut StrategiesState, record: &RecordView<'_>) -> Result<(), RecordError> {
        if let Some(event) = record.event()? {
            state.take(record, event);
        }
        Ok(())
    }

    fn answer(&self, state: &StrategiesState, view: &ReadView) -> StrategiesAnswer {
        StrategiesAnswer { lines: state.lines(|strategy, scope| self.wants(strategy, scope), view.on) }
    }
}
