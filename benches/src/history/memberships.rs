//! Memberships, from interest to withdrawal, and focal points.

use aoc_core::{
    Day, Event, EventDate, EventId, FocalPointDesignated, FocalPointReleased, InterestExpressed,
    MemberInvited, MemberJoined, MemberReinstated, MemberSuspended, MemberWithdrew,
};

use super::act::{Act, Hold};
use super::calendar::year;
use super::groups::{Groups, WATCHED, entrant};
use super::ids::{self, Id};
use super::parties;
use super::plan::Area;
use super::random::{Quota, Share};
use super::world::World;

/// How many dates are vague and told by what they followed.
const FOLLOWING: Share = Share::per_mille(3);

/// One party's belonging to one group.
#[derive(Debug, Clone)]
pub(super) struct Membership {
    group: usize,
    party: usize,
    stage: Stage,
    /// The earliest day of the last record.
    last: Day,
    /// The last record, if it lies on exactly that day.
    anchor: Option<EventId>,
    focal_point: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Outside,
    Member,
    Suspended,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Interest,
    Invite,
    Join,
    Suspend,
    Reinstate,
    Withdraw,
    Designate,
    Release,
}

/// Somebody comes to a group, or something happens with a member.
pub(super) fn act(world: &mut World) -> Act {
    let watched = &world.groups.list[WATCHED];
    if watched.members < watched.wants && world.chance(40) {
        return enter_watched(world);
    }
    if world.chance(8) {
        let number = *world.random.pick(&world.groups.list[WATCHED].memberships);
        return touch(world, number).unwrap_or_else(|| enter_watched(world));
    }
    if world.chance(29)
        && let Some(act) = enter_another(world)
    {
        return act;
    }
    loop {
        let number = world.random.below(world.groups.memberships.len());
        if let Some(act) = touch(world, number) {
            return act;
        }
    }
}

/// Somebody comes to the watched group; a party is registered if there is none that has not.
pub(super) fn enter_watched(world: &mut World) -> Act {
    enter(world, WATCHED).unwrap_or_else(|| parties::register(world))
}

fn enter_another(world: &mut World) -> Option<Act> {
    while !world.groups.growing.is_empty() {
        let at = world.random.below(world.groups.growing.len());
        let group = world.groups.growing[at];
        let is_growing = world.groups.list[group].members < world.groups.list[group].wants;
        if let Some(act) = is_growing.then(|| enter(world, group)).flatten() {
            return Some(act);
        }
        world.groups.growing.swap_remove(at);
    }
    None
}

/// Somebody who waits joins, or somebody new comes: joins at once, is invited, or asks.
fn enter(world: &mut World, group: usize) -> Option<Act> {
    while !world.groups.list[group].waiting.is_empty() && world.chance(60) {
        let at = world.random.below(world.groups.list[group].waiting.len());
        let number = world.groups.list[group].waiting.swap_remove(at);
        let membership = &world.groups.memberships[number];
        if membership.stage == Stage::Outside && !world.parties.get(membership.party).is_gone {
            return Some(step(world, number, Step::Join));
        }
    }
    let party = entrant(world, group)?;
    let number = world.groups.memberships.len();
    let last = world.groups.list[group].since.max(world.parties.get(party).since);
    let (stage, anchor, focal_point) = (Stage::Outside, None, None);
    world.groups.memberships.push(Membership { group, party, stage, last, anchor, focal_point });
    world.groups.list[group].memberships.push(number);
    let how = world.random.weigh(&[(55, Step::Join), (27, Step::Invite), (18, Step::Interest)]);
    if !matches!(how, Step::Join) {
        world.groups.list[group].waiting.push(number);
    }
    Some(step(world, number, how))
}

/// A party is gone: it is no member of the watched group any more.
pub(super) fn gone(world: &mut World, party: usize) {
    let watched = &world.groups.list[WATCHED];
    let found =
        watched.memberships.binary_search_by_key(&party, |number| world.groups.memberships[*number].party);
    let number = found.ok().map(|at| watched.memberships[at]);
    let members = watched.members;
    if number.is_some_and(|number| world.groups.memberships[number].stage != Stage::Outside) {
        world.groups.count(WATCHED, members - 1);
    }
}

/// What happens next with a membership; nothing more if the party is gone.
fn touch(world: &mut World, number: usize) -> Option<Act> {
    let Membership { group, party, stage, focal_point, .. } = world.groups.memberships[number];
    if world.parties.get(party).is_gone {
        return None;
    }
    let is_full = world.groups.list[group].members >= world.groups.list[group].wants;
    let next = match (stage, focal_point) {
        (Stage::Outside, _) if is_full && group == WATCHED => Step::Interest,
        (Stage::Outside, _) => {
            world.random.weigh(&[(70, Step::Join), (18, Step::Invite), (12, Step::Interest)])
        }
        (Stage::Member, None) if party % 3 == 0 => {
            world.random.weigh(&[(60, Step::Designate), (24, Step::Suspend), (16, Step::Withdraw)])
        }
        (Stage::Member, None) => world.random.weigh(&[(70, Step::Suspend), (30, Step::Withdraw)]),
        // Who leaves releases the focal point first.
        (Stage::Member, Some(_)) => world.random.weigh(&[(60, Step::Release), (40, Step::Suspend)]),
        (Stage::Suspended, None) => world.random.weigh(&[(88, Step::Reinstate), (12, Step::Withdraw)]),
        (Stage::Suspended, Some(_)) => world.random.weigh(&[(90, Step::Reinstate), (10, Step::Release)]),
    };
    Some(step(world, number, next))
}

fn step(world: &mut World, number: usize, step: Step) -> Act {
    let membership = world.groups.memberships[number].clone();
    let (group, party) = (Groups::id(membership.group), Id::nth(membership.party));
    let person = membership.focal_point.unwrap_or_else(|| world.random.below(world.persons));
    let event: Event = match step {
        Step::Interest => InterestExpressed { group, party }.into(),
        Step::Invite => MemberInvited { group, party }.into(),
        Step::Join => MemberJoined { group, party }.into(),
        Step::Suspend => MemberSuspended { group, party }.into(),
        Step::Reinstate => MemberReinstated { group, party }.into(),
        Step::Withdraw => MemberWithdrew { group, party }.into(),
        Step::Designate => FocalPointDesignated { group, party, person: Id::nth(person) }.into(),
        Step::Release => FocalPointReleased { group, party, person: Id::nth(person) }.into(),
    };
    let is_focal = matches!(step, Step::Designate | Step::Release);
    let (date, after) = if is_focal { (world.date(membership.last), None) } else { date(world, &membership) };
    let stage = match step {
        Step::Join | Step::Reinstate => Stage::Member,
        Step::Suspend => Stage::Suspended,
        Step::Withdraw => Stage::Outside,
        Step::Interest | Step::Invite | Step::Designate | Step::Release => membership.stage,
    };
    let members = world.groups.list[membership.group].members;
    match step {
        Step::Join => world.groups.count(membership.group, members + 1),
        Step::Withdraw => world.groups.count(membership.group, members - 1),
        _ => {}
    }
    // What follows another record lies on that one's day.
    let last = if after.is_some() { membership.last } else { date.earliest() };
    let is_exact = !is_focal && after.is_none() && date == EventDate::day(date.earliest());
    let now = &mut world.groups.memberships[number];
    now.stage = stage;
    now.anchor = is_exact.then(|| ids::draft(world.calendar.drafts()));
    now.last = last;
    match step {
        Step::Designate => now.focal_point = Some(person),
        Step::Release => now.focal_point = None,
        _ => {}
    }
    // The day of an end may not move: others have to lie before it.
    let hold = match step {
        Step::Withdraw => Hold::Firm,
        _ if after.is_some() => Hold::Firm,
        _ => Hold::Earlier(membership.last),
    };
    Act::new(Area::Memberships, event, date).hold(hold).after(after)
}

/// The day of the next record, and what it is said to have followed: of a few only the year is known.
fn date(world: &mut World, membership: &Membership) -> (EventDate, Option<EventId>) {
    let this_year = year(world.calendar.today());
    let slips = this_year.earliest < membership.last && membership.last <= this_year.latest;
    if let Some(anchor) = membership
        .anchor
        .filter(|_| slips && world.following.is_due(&mut world.random, world.calendar.drafts()))
    {
        world.following.count();
        return (EventDate::Moment(this_year), Some(anchor));
    }
    (world.date(membership.last), None)
}

/// How many records are said to follow another.
pub(super) const fn following() -> Quota {
    Quota::new(FOLLOWING)
}
