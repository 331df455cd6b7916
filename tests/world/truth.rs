//! The generator of true histories: first the world moves, from day to day, as its rules allow; then sources tell
//! of it, some of them roughly, and out of order.

mod scenes;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use aoc_core::{
    CustomEvent, Day, EntityId, Event, EventId, Figure, FigureAttested, FocalPointDesignated,
    FocalPointReleased, InterestExpressed, KindCode, MemberInvited, MemberJoined, MemberReinstated,
    MemberSuspended, MemberWithdrew, OfficeAssumed, OfficeHolderAnnounced, OfficeHolderAppointed,
    OfficeVacated, PartyDissolved, PartyRenamed, Scope,
};

pub use self::told::{Told, drafts, told, told_within};
use crate::scene::Scene;
use crate::universe::{
    GROUPS, OFFICES, PARTIES, PERSONS, SOURCES, THINGS, day, group, group_established, names, office,
    office_established, party, party_registered, person, person_registered, source, source_registered, thing,
};

/// One thing that happens, and how a source tells of it: numbers, read against the world as it is by then.
#[derive(Debug, Clone, Copy, Default)]
pub struct Move {
    what: u16,
    wait: u16,
    pub form: u16,
    pub span: u16,
    /// When it becomes known.
    pub known: u16,
}

impl Move {
    /// Of numbers that somebody drew.
    pub const fn of([what, wait, form, span, known]: [u16; 5]) -> Self {
        Self { what, wait, form, span, known }
    }
}

/// Who and what takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cast {
    World,
    /// A group, two parties: as much as can be enumerated.
    Members,
    /// The office of a party, two persons.
    Holders,
    /// What happens in a scene.
    Scene(Scene),
}

/// Something that really happened, on that very day.
#[derive(Clone)]
pub struct Fact {
    pub event: Event,
    pub on: Day,
    pub how: Move,
}

impl Fact {
    pub fn id(at: usize) -> EventId {
        format!("fact-{at}").parse().unwrap()
    }

    pub fn entity(&self) -> Option<EntityId> {
        self.event.entities().changes.first().copied()
    }

    fn is_dated(&self) -> bool {
        !matches!(self.event, Event::Source(_))
    }
}

impl fmt::Debug for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.on, self.event.kind(), self.event.to_json())
    }
}

/// Lets the world move: each wait is at most `wait_max` days.
pub fn invent(moves: &[Move], cast: Cast, wait_max: u16) -> Vec<Fact> {
    if let Cast::Scene(scene) = cast {
        return scenes::invent(moves, scene, wait_max);
    }
    let mut world = World::new(cast);
    let (mut facts, mut on) = (Vec::new(), 1);
    for how in moves {
        let next = world.possible();
        let Some(event) = next.get(usize::from(how.what).checked_rem(next.len()).unwrap_or(0)) else { break };
        on += i32::from(how.wait % (wait_max + 1));
        world.step(event);
        facts.push(Fact { event: event.clone(), on: day(on), how: *how });
    }
    facts
}

/// The world on a day.
struct World {
    cast: Cast,
    there: BTreeSet<EntityId>,
    gone: BTreeSet<EntityId>,
    /// 0 outside, 1 interested, 2 invited, 3 member, 4 suspended.
    stages: BTreeMap<(u16, u16), u8>,
    focal: BTreeMap<(u16, u16), u16>,
    holders: BTreeMap<u16, u16>,
    appointed: BTreeSet<(u16, u16)>,
}

impl World {
    fn new(cast: Cast) -> Self {
        Self {
            cast,
            there: BTreeSet::new(),
            gone: BTreeSet::new(),
            stages: BTreeMap::new(),
            focal: BTreeMap::new(),
            holders: BTreeMap::new(),
            appointed: BTreeSet::new(),
        }
    }

    /// Groups, parties, persons, offices (from, to).
    const fn counts(&self) -> (u16, [u16; 2], u16, [u16; 2]) {
        match self.cast {
            Cast::World | Cast::Scene(_) => (GROUPS, [0, PARTIES], PERSONS, [0, OFFICES]),
            Cast::Members => (1, [0, 2], 0, [0, 0]),
            Cast::Holders => (0, [2, 3], 2, [1, 2]),
        }
    }

    fn is_there(&self, entity: impl Into<EntityId>) -> bool {
        let entity = entity.into();
        self.there.contains(&entity) && !self.gone.contains(&entity)
    }

    /// Everything that may happen next.
    fn possible(&self) -> Vec<Event> {
        let (groups, [party_from, party_to], persons, [office_from, office_to]) = self.counts();
        let mut next: Vec<Event> = Vec::new();
        let new = |entity: EntityId| !self.there.contains(&entity);
        next.extend((0..groups).filter(|n| new(group(*n).into())).map(|n| group_established(n).into()));
        next.extend(
            (party_from..party_to).filter(|n| new(party(*n).into())).map(|n| party_registered(n).into()),
        );
        next.extend((0..persons).filter(|n| new(person(*n).into())).map(|n| person_registered(n).into()));
        if self.cast == Cast::World {
            next.extend((0..SOURCES).filter(|n| new(source(*n).into())).map(|n| source_registered(n).into()));
            next.extend(self.others());
        }
        for n in office_from..office_to {
            let host = n != 1 || self.is_there(party(2));
            if host && new(office(n).into()) {
                next.push(office_established(n).into());
            } else if host {
                next.extend((0..persons).flat_map(|who| self.office(n, who)));
            }
        }
        for (g, p) in (0..groups).flat_map(|g| (party_from..party_to).map(move |p| (g, p))) {
            let admitted = group_established(g).admits.contains(&party_registered(p).kind);
            if admitted && self.is_there(group(g)) && self.is_there(party(p)) {
                next.extend(self.membership(g, p));
            }
        }
        if !self.stages.is_empty() || !self.holders.is_empty() || !self.appointed.is_empty() {
            let ends = (party_from..party_to).filter(|n| self.is_there(party(*n)));
            next.extend(ends.map(|n| PartyDissolved { party: party(n) }.into()));
        }
        next
    }

    fn others(&self) -> Vec<Event> {
        let mut next = Vec::new();
        let kind = KindCode::new(0x8001).unwrap();
        let thing =
            |n: u16| CustomEvent { kind, changes: vec![thing(n)], names: Vec::new(), body: Vec::new() };
        next.extend((0..THINGS).map(|n| thing(n).into()));
        for n in (0..PARTIES).filter(|n| self.is_there(party(*n))) {
            next.push(PartyRenamed { party: party(n), names: names(&format!("New {n}")) }.into());
        }
        for group in (0..GROUPS).map(group).filter(|id| self.is_there(*id)) {
            next.push(FigureAttested { group, of: Scope::All, figure: Figure::AtLeast(1) }.into());
        }
        next
    }

    fn membership(&self, g: u16, p: u16) -> Vec<Event> {
        let (group, party) = (group(g), party(p));
        let interest = || InterestExpressed { group, party }.into();
        let invited = || MemberInvited { group, party }.into();
        let joined = || MemberJoined { group, party }.into();
        let withdrew = || MemberWithdrew { group, party }.into();
        let mut next: Vec<Event> = match self.stages.get(&(g, p)) {
            None | Some(0..=2) => vec![interest(), invited(), joined(), joined()],
            Some(3) => vec![MemberSuspended { group, party }.into(), withdrew()],
            Some(_) => vec![MemberReinstated { group, party }.into(), withdrew()],
        };
        let member = self.stages.get(&(g, p)).is_some_and(|stage| *stage >= 3);
        if self.cast == Cast::World && member {
            let free = |n: &u16| self.is_there(person(*n));
            match self.focal.get(&(g, p)) {
                Some(n) => next.push(FocalPointReleased { group, party, person: person(*n) }.into()),
                None => next.extend(
                    (0..PERSONS)
                        .filter(free)
                        .take(1)
                        .map(|n| FocalPointDesignated { group, party, person: person(n) }.into()),
                ),
            }
        }
        next
    }

    fn office(&self, n: u16, who: u16) -> Vec<Event> {
        let (office, person) = (office(n), person(who));
        let mut next: Vec<Event> = Vec::new();
        if !self.is_there(person) {
            return next;
        }
        next.push(OfficeHolderAnnounced { office, person }.into());
        next.push(OfficeHolderAppointed { office, person }.into());
        match self.holders.get(&n) {
            None => next
                .extend([OfficeAssumed { office, person }.into(), OfficeAssumed { office, person }.into()]),
            Some(holder) if *holder == who => {
                next.extend([
                    OfficeVacated { office, person }.into(),
                    OfficeVacated { office, person }.into(),
                ]);
            }
            Some(_) => {}
        }
        next
    }

    fn step(&mut self, event: &Event) {
        use aoc_core::{FocalPointEvent, MembershipEvent, OfficeEvent, PartyEvent};
        let number = |find: &dyn Fn(u16) -> bool| (0..9).find(|n| find(*n)).unwrap();
        let seat = |event: &OfficeEvent| {
            let (own, who) = crate::naive::office(event);
            (number(&|n| office(n) == own), who.map_or(0, |who| number(&|n| person(n) == who)))
        };
        match event {
            Event::Party(PartyEvent::PartyDissolved(event)) => {
                self.gone.insert(event.party.into());
            }
            Event::Membership(event) => {
                let (g, p) = event.pair();
                let pair = (number(&|n| group(n) == g), number(&|n| party(n) == p));
                let stage = match event {
                    MembershipEvent::InterestExpressed(_) => 1,
                    MembershipEvent::MemberInvited(_) => 2,
                    MembershipEvent::MemberJoined(_) | MembershipEvent::MemberReinstated(_) => 3,
                    MembershipEvent::MemberSuspended(_) => 4,
                    MembershipEvent::MemberWithdrew(_) => 0,
                };
                self.stages.insert(pair, stage);
            }
            Event::FocalPoint(FocalPointEvent::FocalPointDesignated(event)) => {
                let pair = (number(&|n| group(n) == event.group), number(&|n| party(n) == event.party));
                self.focal.insert(pair, number(&|n| person(n) == event.person));
            }
            Event::FocalPoint(FocalPointEvent::FocalPointReleased(event)) => {
                let pair = (number(&|n| group(n) == event.group), number(&|n| party(n) == event.party));
                self.focal.remove(&pair);
            }
            Event::Office(event @ OfficeEvent::OfficeHolderAppointed(_)) => {
                self.appointed.insert(seat(event));
            }
            Event::Office(event @ OfficeEvent::OfficeAssumed(_)) => {
                let (office, who) = seat(event);
                self.appointed.remove(&(office, who));
                self.holders.insert(office, who);
            }
            Event::Office(event @ OfficeEvent::OfficeVacated(_)) => {
                self.holders.remove(&seat(event).0);
            }
            _ => self.there.extend(event.entities().changes),
        }
    }
}
