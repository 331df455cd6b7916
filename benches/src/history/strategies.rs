//! Regional strategies, national plans, and their projects.

use std::num::NonZeroU32;

use aoc_core::{
    ActionPlanIssued, AdoptionExpected, Day, DraftTabled, Event, NationalScope, NegotiationHeld,
    PartyInvited, ProjectAdded, ProjectConcluded, RegionalScope, ReviewConferenceHeld, StrategyAdopted,
    StrategyEndorsed, StrategyId, StrategyLaunched, StrategyScope, StrategySuperseded,
};

use super::act::{Act, Hold};
use super::calendar::{month, years};
use super::ids::{Id, parties};
use super::parties::Parties;
use super::plan::Area;
use super::random::Random;
use super::words::{Words, text};
use super::world::World;

/// The strategies that no other has taken the place of.
#[derive(Debug, Clone, Default)]
pub(super) struct Strategies {
    live: Vec<Strategy>,
    launched: usize,
    projects: usize,
    /// The countries that have a plan: how many, and the earliest day of the last.
    plans: Vec<(usize, u32, Day)>,
}

#[derive(Debug, Clone)]
struct Strategy {
    number: usize,
    parties: Vec<usize>,
    stage: Stage,
    endorsed: usize,
    invited: Option<usize>,
    /// The first year that no action plan covers.
    planned: Option<Day>,
    projects: Vec<usize>,
    last: Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Launched,
    Negotiated,
    Adopted,
}

impl Strategies {
    /// One of them, if there is one.
    pub(super) fn one(&self, random: &mut Random) -> Option<StrategyId> {
        (!self.live.is_empty()).then(|| Id::nth(random.pick(&self.live).number))
    }
}

/// A new strategy, or the next step in the life of one.
pub(super) fn act(world: &mut World) -> Act {
    if world.strategies.live.len() < 2 || world.chance(8) {
        return if world.chance(35) { national(world) } else { regional(world) };
    }
    let at = world.random.below(world.strategies.live.len());
    if world.chance(25) {
        return project(world, at);
    }
    match world.strategies.live[at].stage {
        Stage::Adopted => adopted(world, at),
        stage => before(world, at, stage),
    }
}

fn launch(world: &mut World, number: usize, parties: Vec<usize>, scope: StrategyScope, floor: Day) -> Act {
    let date = world.date(floor);
    let (stage, endorsed, invited, planned, projects) = (Stage::Launched, 0, None, None, Vec::new());
    let last = date.earliest();
    let strategy = Strategy { number, parties, stage, endorsed, invited, planned, projects, last };
    world.strategies.live.push(strategy);
    let launched = StrategyLaunched { strategy: Id::nth(number), names: world.names(), scope };
    Act::new(Area::Strategies, launched, date)
}

fn regional(world: &mut World) -> Act {
    let count = world.random.between(4, 9);
    let members = world.parties.several(&mut world.random, count);
    let scope = RegionalScope { regions: Vec::new(), parties: parties(&members) };
    let (number, floor) = (world.strategies.launched, world.parties.since(&members));
    world.strategies.launched += 1;
    launch(world, number, members, StrategyScope::Regional(scope), floor)
}

/// The next plan of a country that has one, or the first of another.
fn national(world: &mut World) -> Act {
    let number = world.strategies.launched;
    world.strategies.launched += 1;
    let again = !world.strategies.plans.is_empty() && world.chance(40);
    let at =
        if again { world.random.below(world.strategies.plans.len()) } else { world.strategies.plans.len() };
    if !again {
        let lasting = |country: &&usize| !Parties::is_short_lived(**country);
        let Some(country) = world.parties.countries.iter().filter(lasting).nth(at).copied() else {
            world.strategies.launched -= 1;
            return regional(world);
        };
        world.strategies.plans.push((country, 0, world.parties.get(country).since));
    }
    let (country, plans, last) = world.strategies.plans[at];
    let generation = NonZeroU32::MIN.saturating_add(plans);
    let scope = StrategyScope::National(NationalScope { country: Id::nth(country), generation });
    let act = launch(world, number, vec![country], scope, last);
    world.strategies.plans[at] = (country, plans + 1, act.date.earliest());
    act
}

/// What happens with one of them.
fn happen(world: &mut World, at: usize, event: impl Into<Event>) -> Act {
    let floor = world.strategies.live[at].last;
    let date = world.date(floor);
    world.strategies.live[at].last = date.earliest();
    Act::new(Area::Strategies, event, date).hold(Hold::Earlier(floor))
}

fn before(world: &mut World, at: usize, stage: Stage) -> Act {
    let strategy = Id::nth(world.strategies.live[at].number);
    let place = Words::place(&mut world.random);
    match world.random.weigh(&[(45, 0), (20, 1), (15, 2), (20, 3)]) {
        1 => happen(world, at, DraftTabled { strategy, place }),
        2 => {
            let expected = Some(aoc_core::EventDate::Moment(month(world.calendar.today())));
            happen(world, at, AdoptionExpected { strategy, expected, place })
        }
        3 if stage == Stage::Negotiated => {
            world.strategies.live[at].stage = Stage::Adopted;
            let by = world.chance(50).then(|| world.words.title(&mut world.random));
            happen(world, at, StrategyAdopted { strategy, place, by }).hold(Hold::Firm)
        }
        _ => {
            world.strategies.live[at].stage = Stage::Negotiated;
            happen(world, at, NegotiationHeld { strategy, place })
        }
    }
}

fn adopted(world: &mut World, at: usize) -> Act {
    let Strategy { number, endorsed, invited, ref parties, planned, .. } = world.strategies.live[at];
    let strategy = Id::nth(number);
    match world.random.weigh(&[(45, 0), (22, 1), (25, 2), (8, 3)]) {
        0 if endorsed < parties.len() => {
            let party = parties[endorsed];
            world.strategies.live[at].endorsed += 1;
            happen(world, at, StrategyEndorsed { strategy, party: Id::nth(party) })
        }
        // Whoever is of another region is invited first.
        0 => match invited {
            Some(party) => {
                world.strategies.live[at].parties.push(party);
                world.strategies.live[at].invited = None;
                world.strategies.live[at].endorsed += 1;
                happen(world, at, StrategyEndorsed { strategy, party: Id::nth(party) })
            }
            None => invite(world, at),
        },
        1 => {
            let today = world.calendar.today();
            let from = planned.filter(|planned| *planned > today).unwrap_or(today);
            world.strategies.live[at].planned = Some(super::calendar::day(from.number() + 3 * 366));
            let title = text(format!("Action plan: {}", world.words.title(&mut world.random)));
            let period = years(from, 1);
            happen(world, at, ActionPlanIssued { strategy, title, period })
        }
        3 if world.strategies.live.len() > 2 => {
            world.strategies.live.swap_remove(at);
            let by = Id::nth(world.random.pick(&world.strategies.live).number);
            Act::new(Area::Strategies, StrategySuperseded { strategy, by }, world.calendar.now())
        }
        _ => {
            let place = Words::place(&mut world.random);
            let host = Some(Id::nth(*world.random.pick(&world.strategies.live[at].parties)));
            happen(world, at, ReviewConferenceHeld { strategy, place, host })
        }
    }
}

fn invite(world: &mut World, at: usize) -> Act {
    let strategy = &world.strategies.live[at];
    let party = world.parties.one(&mut world.random);
    if strategy.parties.contains(&party) || world.parties.get(party).since > strategy.last {
        return project(world, at);
    }
    let strategy = Id::nth(strategy.number);
    world.strategies.live[at].invited = Some(party);
    happen(world, at, PartyInvited { strategy, party: Id::nth(party) }).hold(Hold::Firm)
}

fn project(world: &mut World, at: usize) -> Act {
    let strategy = Id::nth(world.strategies.live[at].number);
    if world.chance(45)
        && let Some(project) = world.strategies.live[at].projects.pop()
    {
        return happen(world, at, ProjectConcluded { project: Id::nth(project), strategy }).hold(Hold::Firm);
    }
    let number = world.strategies.projects;
    world.strategies.projects += 1;
    world.strategies.live[at].projects.push(number);
    let by = vec![Id::nth(*world.random.pick(&world.strategies.live[at].parties))];
    let added = ProjectAdded { project: Id::nth(number), strategy, names: world.names(), by };
    happen(world, at, added).hold(Hold::Names)
}
