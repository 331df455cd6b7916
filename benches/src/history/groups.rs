//! Groups: one that is watched, and many others, founded throughout. One in ten of those grows large.

use aoc_core::{Day, GroupEstablished, GroupId, PartyKind};

use super::act::Act;
use super::ids::Id;
use super::memberships::Membership;
use super::plan::Area;
use super::world::World;

/// The number of the watched group.
pub(super) const WATCHED: usize = 0;

/// One group.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) since: Day,
    admits: Vec<PartyKind>,
    /// How many members it wants to have.
    pub(super) wants: usize,
    pub(super) members: usize,
    /// Its memberships, by number.
    pub(super) memberships: Vec<usize>,
    /// Who was invited or asked to join, and has not yet.
    pub(super) waiting: Vec<usize>,
    entrants: Entrants,
}

/// In which order the parties come to a group: each once.
#[derive(Debug, Clone)]
enum Entrants {
    /// As they were registered.
    InOrder(usize),
    /// All that there were at its founding, in steps that meet each once.
    Striding { start: usize, stride: usize, count: usize, next: usize },
}

/// The groups, and the memberships in them.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    pub(super) list: Vec<Group>,
    /// Those that still want members, but for the watched one.
    pub(super) growing: Vec<usize>,
    pub(super) memberships: Vec<Membership>,
    wanted: usize,
    is_complete: bool,
}

impl Groups {
    pub(super) fn new(wanted: usize) -> Self {
        let (list, growing, memberships) = (Vec::new(), Vec::new(), Vec::new());
        Self { list, growing, memberships, wanted, is_complete: false }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether the watched group has had all its members.
    pub(super) const fn is_complete(&self) -> bool {
        self.is_complete
    }

    pub(super) fn id(number: usize) -> GroupId {
        if number == WATCHED { super::watched() } else { Id::nth(number) }
    }

    /// Somebody joined or left.
    pub(super) fn count(&mut self, group: usize, members: usize) {
        self.list[group].members = members;
        self.is_complete |= group == WATCHED && members >= self.list[WATCHED].wants;
    }
}

/// The next party that comes to a group, if one that it admits is left.
pub(super) fn entrant(world: &mut World, group: usize) -> Option<usize> {
    loop {
        let group = &mut world.groups.list[group];
        let number = match &mut group.entrants {
            Entrants::InOrder(next) => {
                *next += 1;
                *next - 1
            }
            Entrants::Striding { next, count, .. } if next == count => return None,
            Entrants::Striding { start, stride, count, next } => {
                *next += 1;
                (*start + (*next - 1) * *stride) % *count
            }
        };
        if number >= world.parties.len() {
            if let Entrants::InOrder(next) = &mut group.entrants {
                *next = number;
            }
            return None;
        }
        let party = world.parties.get(number);
        if !party.is_gone && group.admits.contains(&party.kind) {
            return Some(number);
        }
    }
}

pub(super) fn watched(world: &mut World) -> Act {
    let wants = world.groups.wanted;
    found(
        world,
        Group {
            since: Day::PAST,
            admits: PartyKind::ALL.to_vec(),
            wants,
            members: 0,
            memberships: Vec::new(),
            waiting: Vec::new(),
            entrants: Entrants::InOrder(0),
        },
    )
}

/// A group is founded.
pub(super) fn act(world: &mut World) -> Act {
    let random = &mut world.random;
    let count = world.parties.len();
    let wants = if random.below(10) == 0 {
        20 + random.low_below(181).min(random.below(181))
    } else {
        random.between(1, 5)
    };
    let stride = loop {
        let stride = random.between(1, count.max(2) - 1);
        if divisor(stride, count) == 1 {
            break stride;
        }
    };
    let excluded = if random.below(3) == 0 { random.below(PartyKind::ALL.len()) } else { usize::MAX };
    let admits = PartyKind::ALL.into_iter().enumerate().filter(|(at, _)| *at != excluded);
    let group = Group {
        since: Day::PAST,
        admits: admits.map(|(_, kind)| kind).collect(),
        wants: wants.min(count / 2),
        members: 0,
        memberships: Vec::new(),
        waiting: Vec::new(),
        entrants: Entrants::Striding { start: random.below(count), stride, count, next: 0 },
    };
    world.groups.growing.push(world.groups.list.len());
    found(world, group)
}

fn found(world: &mut World, group: Group) -> Act {
    let number = world.groups.list.len();
    let date = world.date(Day::PAST);
    let established =
        GroupEstablished { group: Groups::id(number), names: world.names(), admits: group.admits.clone() };
    world.groups.list.push(Group { since: date.earliest(), ..group });
    Act::new(Area::Groups, established, date)
}

const fn divisor(mut one: usize, mut other: usize) -> usize {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}
