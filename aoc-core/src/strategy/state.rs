//! The life of one strategy, and the count of a country's plans.

use std::num::NonZeroU32;

use rpds::RedBlackTreeMapSync;

use super::{NationalScope, StrategyEvent, StrategyLaunched, StrategyScope};
use crate::date::{Bounds, EventDate};
use crate::day::Day;
use crate::event::Event;
use crate::id::{EntityId, PartyId, Position};
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

/// Where a strategy stands: launched, negotiated, adopted, superseded (DOMAIN rule 14).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct StrategyState {
    launched: Option<(Whose, Position)>,
    negotiated: Option<Position>,
    adopted: Option<Position>,
    endorsed: RedBlackTreeMapSync<PartyId, Position>,
    plans: Periods,
    superseded: Option<Position>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Region,
    Country,
}

/// The periods of its action plans: what each certainly covers, by its first day, up to the last. Of two of which one covers
/// the other, the wider: whatever overlaps with the narrower overlaps with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Periods(RedBlackTreeMapSync<Day, (Day, Position)>);

impl Periods {
    const fn core(period: EventDate) -> Option<(Day, Day)> {
        match period {
            EventDate::Duration { start: Bounds { latest, .. }, end: Bounds { earliest, .. } } => {
                Some((latest, earliest))
            }
            EventDate::Moment(_) => None,
        }
    }

    /// The plan whose period certainly overlaps with this one. Two periods that share their first and last day touch;
    /// they do not overlap.
    fn overlapping(&self, period: EventDate) -> Option<Position> {
        let (from, to) = Self::core(period)?;
        // Of those that begin before it ends, the last ends last.
        let (_, (until, at)) = self.0.range(..to).next_back()?;
        (from < *until).then_some(*at)
    }

    fn insert(&mut self, period: EventDate, at: Position) {
        let Some((from, to)) = Self::core(period) else { return };
        if self.0.range(..=from).next_back().is_some_and(|(_, (until, _))| *until >= to) {
            return;
        }
        let covered = |periods: &Self| {
            periods.0.range(from..).next().filter(|(_, (until, _))| *until <= to).map(|(from, _)| *from)
        };
        while let Some(narrower) = covered(self) {
            self.0.remove_mut(&narrower);
        }
        self.0.insert_mut(from, (to, at));
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
                .plans
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
                self.endorsed.insert_mut(event.party, *at);
            }
            StrategyEvent::ActionPlanIssued(event) => self.plans.insert(event.period, *at),
            StrategyEvent::StrategySuperseded(_) => self.superseded = Some(*at),
            StrategyEvent::DraftTabled(_)
            | StrategyEvent::AdoptionExpected(_)
            | StrategyEvent::PartyInvited(_)
            | StrategyEvent::ReviewConferenceHeld(_) => {}
        }
    }
}

/// The plans of one country: their generations rise (DOMAIN rule 14).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    /// Periods between twelve days, exact and vague.
    fn period(seed: u64) -> EventDate {
        let day = |at: u64| Day::from_number(i32::try_from(at).unwrap()).unwrap();
        let (from, len, vague) = (seed / 7 % 12, seed / 84 % 5, [seed % 3, seed / 3 % 3]);
        let about = |on: u64, vague: u64| Bounds::new(day(on), day(on + vague));
        EventDate::Duration { start: about(from, vague[0]), end: about(from + len, vague[1]) }
    }

    #[test]
    fn the_wider_periods_tell_of_all_whether_one_overlaps() {
        let (mut dice, mut found) = (Dice::of_seed(1), 0);
        for _ in 0..2_000 {
            let (mut periods, mut all) = (Periods::default(), Vec::new());
            for at in 1..10 {
                let (asked, new) = (period(dice.any()), period(dice.any()));
                let (Some((from, to)), Some(core)) = (Periods::core(asked), Periods::core(new)) else {
                    continue;
                };
                let overlaps = all.iter().any(|(start, end)| *start < to && from < *end);
                assert_eq!(periods.overlapping(asked).is_some(), overlaps, "{asked} among {all:?}");
                found += u32::from(overlaps);
                periods.insert(new, Position::new(at));
                all.push(core);
            }
        }
        assert!(found > 1_000, "{found}");
    }
}
