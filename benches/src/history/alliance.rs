//! The life of the Alliance: initiatives, forums, resolutions, reports, priority areas, meetings.

use std::num::NonZeroU32;

use aoc_core::{
    AdoptionManner, Day, Event, EventDate, ForumHeld, ForumPlanned, ImplementationPlanIssued,
    InitiativeLaunched, InitiativeProposed, MeetingHeld, Organ, PriorityAreaAdopted, PriorityAreaDropped,
    ReportIssued, ResolutionAdopted, Votes,
};

use super::act::{Act, Hold};
use super::calendar::{month, years};
use super::groups::Groups;
use super::ids::{Id, parties};
use super::plan::Area;
use super::words::{Words, text};
use super::world::World;

/// How often what happened so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Alliance {
    initiatives: usize,
    /// One that was proposed and not launched yet.
    proposed: Option<(usize, Day)>,
    forums: usize,
    /// The earliest day of the last forum.
    forum: Option<Day>,
    resolutions: usize,
    reports: usize,
    plans: usize,
    areas: Vec<(usize, Day)>,
    adopted: usize,
    meetings: usize,
}

/// Something happens.
pub(super) fn act(world: &mut World) -> Act {
    match world.random.weigh(&[(48, 0), (28, 1), (13, 2), (4, 3), (3, 4), (3, 5), (1, 6)]) {
        1 => report(world),
        2 => resolution(world),
        3 => initiative(world),
        4 => priority_area(world),
        5 => implementation_plan(world),
        6 => forum(world),
        _ => meeting(world),
    }
}

fn happen(world: &mut World, floor: Day, event: impl Into<Event>) -> Act {
    Act::new(Area::Alliance, event, world.date(floor))
}

fn meeting(world: &mut World) -> Act {
    let number = world.alliance.meetings;
    world.alliance.meetings += 1;
    let count = world.random.between(0, 3);
    let present = world.parties.several(&mut world.random, count);
    let group = world.random.below(world.groups.list.len());
    let (has_group, since) = (world.chance(50), world.parties.since(&present));
    let floor = if has_group { since.max(world.groups.list[group].since) } else { since };
    let held = MeetingHeld {
        meeting: Id::nth(number),
        names: world.names(),
        group: has_group.then(|| Groups::id(group)),
        convened_by: None,
        participants: parties(&present),
        place: Words::place(&mut world.random),
    };
    happen(world, floor, held).hold(Hold::Loose(floor))
}

fn report(world: &mut World) -> Act {
    let number = world.alliance.reports;
    world.alliance.reports += 1;
    let office = (!world.offices.is_empty()).then(|| world.random.below(world.offices.len()));
    let floor = office.map_or(Day::PAST, |office| world.offices[office].last);
    let by = office.map(|office| {
        let office: aoc_core::OfficeId = Id::nth(office);
        Organ::try_from(aoc_core::EntityId::from(office)).expect("an office acts")
    });
    let issued = ReportIssued {
        report: Id::nth(number),
        names: world.names(),
        by,
        about: None,
        symbol: Some(text(format!("A/{}/{}", 60 + number % 20, 300 + number))),
        covers: Some(years(world.calendar.today(), 1)),
    };
    happen(world, floor, issued).hold(Hold::Loose(floor))
}

fn resolution(world: &mut World) -> Act {
    let number = world.alliance.resolutions;
    world.alliance.resolutions += 1;
    let count = world.random.between(1, 5);
    let sponsors = world.parties.several(&mut world.random, count);
    let floor = world.parties.since(&sponsors);
    let vote = AdoptionManner::Vote(Votes { yes: 120, no: 2, abstained: 31 });
    let adopted = ResolutionAdopted {
        resolution: Id::nth(number),
        symbol: text(format!("{}/{}", 60 + number % 20, number)),
        of: Some(Id::nth(sponsors[0])),
        title: Some(world.words.title(&mut world.random)),
        manner: Some(if world.chance(80) { AdoptionManner::Consensus } else { vote }),
        sponsors: parties(&sponsors),
        sponsor_count: Some(96),
        document_date: Some(EventDate::Moment(month(world.calendar.today()))),
    };
    happen(world, floor, adopted).hold(Hold::Loose(floor))
}

fn initiative(world: &mut World) -> Act {
    let count = world.random.between(1, 3);
    let by = world.parties.several(&mut world.random, count);
    let (names, place) = (world.names(), Words::place(&mut world.random));
    let since = world.parties.since(&by);
    if let Some((number, last)) = world.alliance.proposed.take() {
        let (sponsors, by) = (parties(&by), Vec::new());
        let launched = InitiativeLaunched { initiative: Id::nth(number), names, by, sponsors, place };
        return happen(world, last.max(since), launched);
    }
    let number = world.alliance.initiatives;
    world.alliance.initiatives += 1;
    let proposed = InitiativeProposed { initiative: Id::nth(number), names, by: parties(&by), place };
    let act = happen(world, since, proposed);
    world.alliance.proposed = Some((number, act.date.earliest()));
    act
}

/// It is planned, then held.
fn forum(world: &mut World) -> Act {
    let number = NonZeroU32::MIN.saturating_add(u32::try_from(world.alliance.forums).unwrap_or(0));
    let (forum, place) = (Id::nth(world.alliance.forums), Words::place(&mut world.random));
    let last = world.alliance.forum.unwrap_or(Day::PAST);
    if world.chance(40) {
        let expected = Some(EventDate::Moment(month(world.calendar.today())));
        let planned = happen(world, last, ForumPlanned { forum, number: Some(number), expected, place });
        world.alliance.forum = Some(planned.date.earliest());
        return planned;
    }
    world.alliance.forums += 1;
    let names = Some(world.names());
    let held = happen(world, last, ForumHeld { forum, number, names, place });
    world.alliance.forum = Some(held.date.earliest());
    held
}

fn priority_area(world: &mut World) -> Act {
    if world.alliance.areas.len() > 6 {
        let at = world.random.below(world.alliance.areas.len());
        let (number, last) = world.alliance.areas.swap_remove(at);
        return happen(world, last, PriorityAreaDropped { area: Id::nth(number) });
    }
    let number = world.alliance.adopted;
    world.alliance.adopted += 1;
    let of = world.parties.one(&mut world.random);
    let names = world.names();
    let since = world.parties.get(of).since;
    let adopted = PriorityAreaAdopted { area: Id::nth(number), names, of: Some(Id::nth(of)) };
    let act = happen(world, since, adopted);
    world.alliance.areas.push((number, act.date.earliest()));
    act
}

fn implementation_plan(world: &mut World) -> Act {
    let number = world.alliance.plans;
    world.alliance.plans += 1;
    let of = world.parties.one(&mut world.random);
    let period = Some(years(world.calendar.today(), 2));
    let names = world.names();
    let since = world.parties.get(of).since;
    let issued = ImplementationPlanIssued { plan: Id::nth(number), names, of: Some(Id::nth(of)), period };
    happen(world, since, issued).hold(Hold::Loose(since))
}
