//! The life of one strategy, and the count of a country's plans.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use super::{NationalScope, StrategyEvent, StrategyLaunched, StrategyScope};
use crate::date::EventDate;
use crate::event::Event;
use crate::id::{EntityId, PartyId, Position};
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

/// Where a strategy stands: launched, negotiated, adopted, superseded (DOMAIN rule 14).
#[derive(Debug, Default)]
pub(crate) struct StrategyState {
    launched: Option<(Whose, Position)>,
    negotiated: Option<Position>,
    adopted: Option<Position>,
    endorsed: BTreeMap<PartyId, Position>,
    /// The periods of its action plans.
    plans: Vec<(EventDate, Position)>,
    superseded: Option<Position>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Region,
    Country,
}

impl StrategyState {
    /// The plan whose period certainly overlaps with this one.
    fn overlapping(&self, period: EventDate) -> Option<Position> {
        let EventDate::Duration { start, end } = period else { return None };
        let overlaps = |other: &EventDate| match other {
            // Two periods that share their first and last day touch; they do not overlap.
            EventDate::Duration { start: from, end: to } => {
                start.latest < to.earliest && from.latest < end.earliest
            }
            EventDate::Moment(_) => false,
        };
        self.plans.iter().find(|(other, _)| overlaps(other)).map(|(_, at)| *at)
    }
}

impl Machine for StrategyState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let strategy = match event {
            Event::Strategy(event) => event.strategy(),
            Event::Project(event) => event.strategy(),
            _ => return Ok(()),
        };
        let own = Some(EntityId::from(strategy));
        let (whose, at) = match (event, self.launched, self.superseded) {
            (Event::Strategy(StrategyEvent::StrategyLaunched(_)), None, _) => return Ok(()),
            (Event::Strategy(StrategyEvent::ActionPlanIssued(_)), None, _) => {
                return Err(Refusal::alone(Rule::PlanNeedsStrategy, own));
            }
            (_, None, _) => return Err(Refusal::alone(Rule::NotRegistered, own)),
            (Event::Strategy(_), _, Some(at)) => return Err(Refusal::new(Rule::AlreadyEnded, own, at)),
            (_, Some(launched), _) => launched,
        };
        let Event::Strategy(event) = event else { return Ok(()) };
        match event {
            StrategyEvent::StrategyLaunched(_) => Err(Refusal::new(Rule::AlreadyRegistered, own, at)),
            StrategyEvent::NegotiationHeld(_)
            | StrategyEvent::DraftTabled(_)
            | StrategyEvent::AdoptionExpected(_) => {
                self.adopted.map_or(Ok(()), |at| Err(Refusal::new(Rule::AlreadyAdopted, own, at)))
            }
            StrategyEvent::StrategyAdopted(_) => match (self.adopted, self.negotiated, whose) {
                (Some(at), _, _) => Err(Refusal::new(Rule::AlreadyAdopted, own, at)),
                (None, None, Whose::Region) => Err(Refusal::new(Rule::AdoptedAfterNegotiation, own, at)),
                (None, _, _) => Ok(()),
            },
            StrategyEvent::PartyInvited(_) | StrategyEvent::StrategySuperseded(_) => Ok(()),
            StrategyEvent::StrategyEndorsed(event) => self
                .endorsed
                .get(&event.party)
                .map_or(Ok(()), |at| Err(Refusal::new(Rule::EndorsesOnce, own, *at))),
            StrategyEvent::ActionPlanIssued(event) => self
                .overlapping(event.period)
                .map_or(Ok(()), |at| Err(Refusal::new(Rule::PlansDoNotOverlap, own, at))),
            StrategyEvent::ReviewConferenceHeld(_) => {
                self.adopted.map(|_| ()).ok_or_else(|| Refusal::new(Rule::NotAdopted, own, at))
            }
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        let Event::Strategy(event) = event else { return };
        match event {
            StrategyEvent::StrategyLaunched(event) => {
                let whose = match event.scope {
                    StrategyScope::Regional(_) => Whose::Region,
                    StrategyScope::National(_) => Whose::Country,
                };
                self.launched = Some((whose, *at));
            }
            StrategyEvent::NegotiationHeld(_) => self.negotiated = Some(*at),
            StrategyEvent::StrategyAdopted(_) => self.adopted = Some(*at),
            StrategyEvent::StrategyEndorsed(event) => {
                self.endorsed.insert(event.party, *at);
            }
            StrategyEvent::ActionPlanIssued(event) => self.plans.push((event.period, *at)),
            StrategyEvent::StrategySuperseded(_) => self.superseded = Some(*at),
            StrategyEvent::DraftTabled(_)
            | StrategyEvent::AdoptionExpected(_)
            | StrategyEvent::PartyInvited(_)
            | StrategyEvent::ReviewConferenceHeld(_) => {}
        }
    }
}

/// The plans of one country: their generations rise (DOMAIN rule 14).
#[derive(Debug, Default)]
pub(crate) struct NationalPlansState {
    last: Option<(NonZeroU32, Position)>,
}

fn generation(event: &Event) -> Option<NationalScope> {
    match event {
        Event::Strategy(StrategyEvent::StrategyLaunched(StrategyLaunched {
            scope: StrategyScope::National(scope),
            ..
        })) => Some(*scope),
        _ => None,
    }
}

impl Machine for NationalPlansState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        match (generation(event), self.last) {
            (Some(scope), Some((last, at))) if scope.generation <= last => {
                let rule = Rule::GenerationsRise { last: last.get() };
                Err(Refusal::new(rule, Some(scope.country.into()), at))
            }
            _ => Ok(()),
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        if let Some(scope) = generation(event) {
            self.last = Some((scope.generation, *at));
        }
    }
}
