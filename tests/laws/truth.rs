//! The generator of true histories: first the world moves, from day to day, as its rules allow; then sources tell
//! of it, some of them roughly, and out of order.

mod scenes;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use aoc_core::{
    Bounds, Citations, CustomEvent, Day, Draft, EntityId, Event, EventDate, EventId, Figure, FigureAttested,
    FocalPointDesignated, FocalPointReleased, InterestExpressed, KindCode, MemberInvited, MemberJoined,
    MemberReinstated, MemberSuspended, MemberWithdrew, OfficeAssumed, OfficeHolderAnnounced,
    OfficeHolderAppointed, OfficeVacated, PartyDissolved, PartyRenamed, Qualifier, Scope,
};
use proptest::prelude::*;

use crate::naive::in_turn;
use crate::scene::Scene;
use crate::universe::{
    GROUPS, OFFICES, PARTIES, PERSONS, SOURCES, THINGS, day, group, group_established, names, office,
    office_established, party, party_registered, person, person_registered, source, source_registered, thing,
};

/// One thing that happens, and how a source tells of it: numbers, read against the world as it is by then.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Move {
    what: u16,
    wait: u16,
    pub(crate) form: u16,
    pub(crate) span: u16,
    /// When it becomes known.
    pub(crate) known: u16,
}

pub(crate) fn moves(count: impl Into<prop::collection::SizeRange>) -> impl Strategy<Value = Vec<Move>> {
    let one =
        any::<[u16; 5]>().prop_map(|[what, wait, form, span, known]| Move { what, wait, form, span, known });
    prop::collection::vec(one, count)
}

/// Who and what takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cast {
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
pub(crate) struct Fact {
    pub(crate) event: Event,
    pub(crate) on: Day,
    pub(crate) how: Move,
}

impl Fact {
    pub(crate) fn id(at: usize) -> EventId {
        format!("fact-{at}").parse().unwrap()
    }

    pub(crate) fn entity(&self) -> Option<EntityId> {
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
pub(crate) fn invent(moves: &[Move], cast: Cast, wait_max: u16) -> Vec<Fact> {
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

/// What the sources say of each fact: an exact day, or a year, a month or a day on or before which it was.
pub(crate) fn told(facts: &[Fact]) -> Vec<EventDate> {
    let tell = |fact: &Fact| match (fact.is_dated(), fact.how.form % 9) {
        (false, _) => EventDate::UNKNOWN,
        (true, 0) => fact.on.to_string()[..7].parse().unwrap(),
        (true, 1) => fact.on.to_string()[..4].parse().unwrap(),
        (true, 2) => {
            let ahead = fact.on.number() - day(0).number() + i32::from(fact.how.span % 300);
            EventDate::on_or_before(day(ahead))
        }
        (true, _) => EventDate::day(fact.on),
    };
    facts.iter().map(tell).collect()
}

/// The same for few facts within the days 1 to `window`: short stretches, open ends and doubts, as long as the
/// ways in which it may have been stay below `ways_max`.
pub(crate) fn told_within(facts: &[Fact], window: u16, ways_max: u32) -> Vec<EventDate> {
    let mut ways = 1_u32;
    let mut tell = |fact: &Fact| {
        let at = u16::try_from(fact.on.number() - day(0).number()).unwrap();
        let (before, behind) = (fact.how.span % 5, fact.how.span / 5 % 5);
        let first = at.saturating_sub(before % (5 - behind.min(4))).max(1);
        let last = (at + behind).min(window);
        let to_day = |n: u16| day(i32::from(n));
        let mut bounds = match fact.how.form % 8 {
            0..=2 => Bounds::new(to_day(first), to_day(last)),
            3 => Bounds::new(Day::PAST, to_day(last)),
            4 if fact.how.span.is_multiple_of(2) => Bounds::new(to_day(first), Day::FUTURE),
            4 => Bounds::UNKNOWN,
            _ => Bounds::new(fact.on, fact.on),
        };
        if fact.how.span % 7 == 6 && bounds != Bounds::UNKNOWN {
            if bounds.earliest != Day::PAST && bounds.latest != Day::FUTURE {
                bounds = Bounds::new(fact.on, fact.on); // EDTF has no doubted stretch of days
            }
            bounds.qualifier =
                if fact.how.form.is_multiple_of(2) { Qualifier::Uncertain } else { Qualifier::Approximate };
        }
        let doubted = bounds.qualifier != Qualifier::None;
        let open = bounds.earliest == Day::PAST || bounds.latest == Day::FUTURE;
        let these = match (doubted || open, last.saturating_sub(first) + 1) {
            (true, _) => u32::from(window) + 2,
            (false, days) => u32::from(days),
        };
        if ways * these > ways_max {
            bounds = Bounds::new(fact.on, fact.on);
        } else {
            ways *= these;
        }
        EventDate::Moment(bounds)
    };
    facts.iter().map(&mut tell).collect()
}

/// The key that a record will have, if what is known first is recorded first.
type Path = (Day, Vec<(u16, usize)>);

/// How closely whoever reads the sources says what a record followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Whatever came before it in its timelines.
    Closely,
    /// The same, but signatures and consents to be bound are said to follow the text only.
    Apart,
    /// Only what it cannot have preceded (a signature follows no other).
    Loosely,
}

/// A signature or a consent to be bound.
fn is_act(event: &Event) -> bool {
    use aoc_core::AgreementEvent::{AgreementConsented, AgreementSigned};
    matches!(event, Event::Agreement(AgreementConsented(_) | AgreementSigned(_)))
}

/// Whether it matters that the one came before the other: it could not have come after it, or the time in force in
/// which the other lies depends on it.
fn binds(earlier: &Event, later: &Event) -> bool {
    use aoc_core::AgreementEvent::{AgreementConsented, AgreementRenewed};
    let sets_time =
        |event: &Event| matches!(event, Event::Agreement(AgreementConsented(_) | AgreementRenewed(_)));
    let lies_in_it = |event: &Event| matches!(event, Event::Agreement(_) | Event::ActionPlan(_));
    in_turn(earlier, later)
        || sets_time(earlier) && lies_in_it(later)
        || lies_in_it(earlier) && sets_time(later)
}

/// The drafts by which the facts are recorded: each says which one it followed where its date alone would place it
/// before that one, as whoever reads the sources would know.
pub(crate) fn drafts(facts: &[Fact], dates: &[EventDate], how: Told) -> Vec<Draft> {
    let mut last: BTreeMap<EntityId, Vec<usize>> = BTreeMap::new();
    let (mut drafts, mut keys): (Vec<Draft>, Vec<Path>) = (Vec::new(), Vec::new());
    for (at, (fact, date)) in facts.iter().zip(dates).enumerate() {
        let citations = match fact.how.span % 4 {
            0 => Citations::uncited(),
            n => facts
                .iter()
                .find(|fact| fact.entity() == Some(source(n - 1).into()))
                .map_or(Citations::uncited(), |_| Citations::source(source(n - 1))),
        };
        let mut draft = Draft::new(fact.event.clone(), *date, citations).with_id(Fact::id(at));
        let changes = fact.event.entities().changes;
        let before = changes.iter().flat_map(|entity| last.get(entity).into_iter().flatten().copied());
        // Of what may have been on one day, the order in the book is else that in which it became known.
        let tied = |other: usize| keys[other].0 == date.earliest();
        let binds = |other: &usize| match how {
            Told::Closely => true,
            Told::Apart => !is_act(&fact.event) || in_turn(&facts[*other].event, &fact.event),
            Told::Loosely => tied(*other) || binds(&facts[*other].event, &fact.event),
        };
        let anchor = before.filter(binds).max_by_key(|other| &keys[*other]);
        let anchor = anchor.filter(|other| keys[*other].0 >= date.earliest() && fact.is_dated());
        if let Some(anchor) = anchor {
            draft = draft.after(Fact::id(anchor));
        }
        let own = (date.earliest(), vec![(fact.how.known, at)]);
        keys.push(match anchor.map(|anchor| keys[anchor].clone()).filter(|anchor| *anchor > own) {
            Some((day, path)) => (day, [path, own.1].concat()),
            None => own,
        });
        for entity in changes {
            last.entry(entity).or_default().push(at);
        }
        drafts.push(draft);
    }
    drafts
}
