//! Parties: registered, renamed; a few do not last.

use aoc_core::{
    Code, Day, EventDate, PartyDissolved, PartyKind, PartyRegistered, PartyRenamed, PartySucceeded,
    Succession,
};

use super::act::{Act, Hold};
use super::calendar::{Calendar, day, year};
use super::ids::{Id, parties};
use super::memberships;
use super::plan::Area;
use super::random::Random;
use super::words::text;
use super::world::World;

/// Every so many-th party is one that does not last: it joins groups, and nothing else is done with it.
const SHORT_LIVED: usize = 25;
/// Codes of ISO 3166-1, for the first countries.
const CODES: &str = "ESP TUR DEU FRA ITA GBR USA CAN MEX BRA ARG CHL PER COL URY EGY MAR TUN DZA JOR SAU QAT ARE KWT \
                     OMN IRN IRQ PAK IND IDN MYS THA VNM PHL CHN JPN KOR AUS NZL RUS UKR POL CZE SVK HUN ROU BGR GRC \
                     ALB SRB HRV SVN AUT CHE BEL NLD LUX DNK SWE NOR FIN EST LVA LTU IRL PRT MLT CYP ISR LBN SEN MLI \
                     GHA NGA KEN ETH ZAF TZA UGA RWA";

/// One party.
#[derive(Debug, Clone)]
pub(super) struct Party {
    pub(super) kind: PartyKind,
    /// The first day on which it exists, as far as the book knows.
    pub(super) since: Day,
    pub(super) is_gone: bool,
}

/// The parties, by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Parties {
    list: Vec<Party>,
    /// Those that will not last, and still do.
    leaving: Vec<usize>,
    /// The countries, the codes of which are given out in order.
    pub(super) countries: Vec<usize>,
}

const fn lasts(number: usize) -> bool {
    number % SHORT_LIVED != SHORT_LIVED - 1
}

impl Parties {
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn get(&self, number: usize) -> &Party {
        &self.list[number]
    }

    /// Whether it is one that does not last.
    pub(super) const fn is_short_lived(number: usize) -> bool {
        !lasts(number)
    }

    /// One that lasts.
    pub(super) fn one(&self, random: &mut Random) -> usize {
        loop {
            let number = random.below(self.list.len());
            if lasts(number) {
                return number;
            }
        }
    }

    /// So many different ones that last.
    pub(super) fn several(&self, random: &mut Random, count: usize) -> Vec<usize> {
        let mut several = Vec::with_capacity(count);
        while several.len() < count {
            let number = self.one(random);
            if !several.contains(&number) {
                several.push(number);
            }
        }
        several
    }

    /// The first day on which all of them exist.
    pub(super) fn since(&self, numbers: &[usize]) -> Day {
        numbers.iter().map(|number| self.list[*number].since).max().unwrap_or(Day::PAST)
    }
}

/// A party is registered, renamed, succeeded or dissolved.
pub(super) fn act(world: &mut World) -> Act {
    match world.random.weigh(&[(50, 0), (44, 1), (2, 2), (4, 3)]) {
        1 => renamed(world),
        2 if !world.parties.leaving.is_empty() => succeeded(world),
        3 if !world.parties.leaving.is_empty() => dissolved(world),
        _ => register(world),
    }
}

pub(super) fn register(world: &mut World) -> Act {
    let number = world.parties.len();
    let kind = kind(world);
    let codes = codes(world, kind);
    if kind == PartyKind::Country {
        world.parties.countries.push(number);
    }
    // A source seldom says since when a party exists.
    let date = match world.random.below(40) {
        0 => world.calendar.now(),
        1 => EventDate::Moment(year(day(i32::try_from(world.random.below(12_000)).unwrap_or(0)))),
        _ => EventDate::UNKNOWN,
    };
    world.parties.list.push(Party { kind, since: date.earliest(), is_gone: false });
    if !lasts(number) {
        world.parties.leaving.push(number);
    }
    let registered = PartyRegistered { party: Id::nth(number), kind, names: world.names(), codes };
    Act::new(Area::Parties, registered, date).hold(Hold::Names)
}

fn kind(world: &mut World) -> PartyKind {
    world.random.weigh(&[
        (16, PartyKind::Country),
        (8, PartyKind::InternationalOrganization),
        (10, PartyKind::City),
        (30, PartyKind::CivilSociety),
        (7, PartyKind::Corporation),
        (8, PartyKind::Foundation),
        (11, PartyKind::University),
        (5, PartyKind::FaithLed),
        (4, PartyKind::Media),
        (1, PartyKind::Other),
    ])
}

fn codes(world: &mut World, kind: PartyKind) -> Vec<Code> {
    if kind == PartyKind::Country {
        let code = CODES.split_whitespace().nth(world.parties.countries.len());
        return code
            .map(|code| Code::Iso3166(code.parse().expect("a code of ISO 3166-1")))
            .into_iter()
            .collect();
    }
    if !world.chance(20) {
        return Vec::new();
    }
    let letter = |random: &mut Random| char::from(b'A' + u8::try_from(random.below(26)).unwrap_or(0));
    let acronym: String = (0..4).map(|_| letter(&mut world.random)).collect();
    vec![Code::Acronym(text(acronym))]
}

fn renamed(world: &mut World) -> Act {
    let number = world.parties.one(&mut world.random);
    let since = world.parties.get(number).since;
    let date = world.date(since);
    let renamed = PartyRenamed { party: Id::nth(number), names: world.names() };
    Act::new(Area::Parties, renamed, date).hold(Hold::Earlier(since))
}

/// One of the first parties is renamed, in the first days of the story.
pub(super) fn renamed_early(world: &mut World) -> Act {
    let number = world.random.below(10);
    let date = EventDate::day(Calendar::first());
    let renamed = PartyRenamed { party: Id::nth(number), names: world.names() };
    Act::new(Area::Parties, renamed, date)
}

fn succeeded(world: &mut World) -> Act {
    let party = *world.random.pick(&world.parties.leaving);
    let count = world.random.between(1, 2);
    let successors = parties(&world.parties.several(&mut world.random, count));
    let manner = if count == 2 { Succession::Split } else { Succession::Succession };
    let succeeded = PartySucceeded { party: Id::nth(party), successors, manner };
    Act::new(Area::Parties, succeeded, world.calendar.now())
}

fn dissolved(world: &mut World) -> Act {
    let at = world.random.below(world.parties.leaving.len());
    let number = world.parties.leaving.swap_remove(at);
    world.parties.list[number].is_gone = true;
    memberships::gone(world, number);
    Act::new(Area::Parties, PartyDissolved { party: Id::nth(number) }, world.calendar.now())
}
