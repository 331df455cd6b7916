//! [`Revisions`]: what is found out later. Records that can be corrected, retracted or corroborated.

use aoc_core::{Day, Event, EventDate, EventId};

use super::act::{Act, Hold};
use super::calendar::day;
use super::plan::Area;
use super::random::Random;
use super::words::Words;

/// How many of each sort are remembered: later ones take the place of earlier ones.
const REMEMBERED: usize = 2_000;

/// A record of which something else is found out.
#[derive(Debug, Clone)]
struct Said {
    id: EventId,
    area: Area,
    event: Event,
    date: EventDate,
    hold: Hold,
}

/// Records of which something may be found out later.
#[derive(Debug, Clone, Default)]
pub(super) struct Revisions {
    correctable: Vec<Said>,
    /// On which nothing rests.
    loose: Vec<(EventId, Area)>,
    /// Which nobody takes back.
    firm: Vec<EventId>,
}

/// A fact as it is believed now.
#[derive(Debug, Clone)]
pub(super) struct Corrected {
    pub(super) of: EventId,
    pub(super) area: Area,
    pub(super) event: Event,
    pub(super) date: EventDate,
}

impl Revisions {
    /// Something was recorded.
    pub(super) fn note(&mut self, random: &mut Random, id: EventId, act: &Act) {
        match act.hold {
            Hold::Loose(_) if random.below(2) == 0 => remember(&mut self.loose, random, (id, act.area)),
            Hold::Firm => remember(&mut self.firm, random, id),
            hold if random.below(4) == 0 => {
                let (area, event, date) = (act.area, act.event.clone(), act.date);
                remember(&mut self.correctable, random, Said { id, area, event, date, hold });
            }
            _ => {}
        }
    }

    /// What is corrected next.
    pub(super) fn correct(&mut self, random: &mut Random, words: &Words) -> Option<Corrected> {
        let Said { id: of, area, mut event, date, hold } = forget(&mut self.correctable, random)?;
        let date = match hold {
            Hold::Names => {
                rename(&mut event, random, words);
                date
            }
            Hold::Earlier(floor) | Hold::Loose(floor) => earlier(random, floor, date.earliest())?,
            Hold::Firm => return None,
        };
        Some(Corrected { of, area, event, date })
    }

    /// What is retracted next.
    pub(super) fn retract(&mut self, random: &mut Random) -> Option<(EventId, Area)> {
        forget(&mut self.loose, random)
    }

    /// What a second source confirms next.
    pub(super) fn corroborate(&mut self, random: &mut Random) -> Option<EventId> {
        forget(&mut self.firm, random)
    }
}

fn remember<T>(list: &mut Vec<T>, random: &mut Random, item: T) {
    if list.len() < REMEMBERED {
        list.push(item);
    } else {
        let at = random.below(REMEMBERED);
        list[at] = item;
    }
}

fn forget<T>(list: &mut Vec<T>, random: &mut Random) -> Option<T> {
    let at = random.below(list.len());
    (at < list.len()).then(|| list.swap_remove(at))
}

/// A day before `than`, not before `floor`.
fn earlier(random: &mut Random, floor: Day, than: Day) -> Option<EventDate> {
    let least = floor.number().max(than.number().checked_sub(400)?);
    let days = usize::try_from(than.number().checked_sub(least)?).ok().filter(|days| *days > 0)?;
    Some(EventDate::day(day(least + i32::try_from(random.below(days)).ok()?)))
}

/// Other names for what an event names.
fn rename(event: &mut Event, random: &mut Random, words: &Words) {
    use aoc_core::{AgreementEvent, PartyEvent, PersonEvent, ProjectEvent};
    let names = words.names(random);
    match event {
        Event::Party(PartyEvent::PartyRegistered(event)) => event.names = names,
        Event::Person(PersonEvent::PersonRegistered(event)) => event.names = words.person(random).into(),
        Event::Agreement(AgreementEvent::AgreementDrafted(event)) => event.names = names,
        Event::Project(ProjectEvent::ProjectAdded(event)) => event.names = names,
        _ => {}
    }
}
