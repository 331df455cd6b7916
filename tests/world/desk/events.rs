//! The events that could come next: mostly one that fits what stands before its date, now and then any other.

use aoc_core::{
    AnswerDigest, CustomEvent, EntityId, Event, EventDate, Figure, FigureAttested, FocalPointDesignated,
    FocalPointEvent, FocalPointReleased, InterestExpressed, InventoryDigest, InventoryTaken, KindCode,
    MemberInvited, MemberJoined, MemberReinstated, MemberSuspended, MemberWithdrew, MembershipEvent,
    OfficeAssumed, OfficeEvent, OfficeHolderAnnounced, OfficeHolderAppointed, OfficeVacated, OrdinalAttested,
    PartyDissolved, PartyRenamed, PartySucceeded, PersonId, Position, ProjectionVersion, Scope, Succession,
    focal_point, membership,
};

use super::{Desk, Step};
use crate::naive::office as office_of;
use crate::universe::{
    GROUPS, OFFICES, PARTIES, PERSONS, SOURCES, THINGS, group, group_established, names, office,
    office_established, party, party_registered, person, person_registered, source, thing,
};

impl Desk<'_> {
    pub(super) fn stage(&self, entity: EntityId, date: EventDate) -> u16 {
        let last = self.before(entity, date).last().and_then(|line| line.event.clone());
        match last {
            Some(Event::Membership(MembershipEvent::InterestExpressed(_))) => 1,
            Some(Event::Membership(MembershipEvent::MemberInvited(_))) => 2,
            Some(Event::Membership(
                MembershipEvent::MemberJoined(_) | MembershipEvent::MemberReinstated(_),
            )) => 3,
            Some(Event::Membership(MembershipEvent::MemberSuspended(_))) => 4,
            _ => 0,
        }
    }

    pub(super) fn membership(&self, step: Step, date: EventDate) -> Event {
        let (group, party) = (group(step.who % GROUPS), party(step.with % PARTIES));
        let stage = self.stage(membership(group, party), date);
        let verb = match (stage, step.wild % 4) {
            (_, 3) => step.span % 6,
            (0, 0) => 0,
            (1, 0) => 1,
            (0..=2, _) => 2,
            (3, 0..=1) => 3,
            (4, 0..=1) => 4,
            _ => 5,
        };
        match verb {
            0 => InterestExpressed { group, party }.into(),
            1 => MemberInvited { group, party }.into(),
            2 => MemberJoined { group, party }.into(),
            3 => MemberSuspended { group, party }.into(),
            4 => MemberReinstated { group, party }.into(),
            _ => MemberWithdrew { group, party }.into(),
        }
    }

    pub(super) fn holder(&self, entity: EntityId, date: EventDate) -> Option<PersonId> {
        let mut holder = None;
        for line in self.before(entity, date) {
            match &line.event {
                Some(Event::Office(event @ OfficeEvent::OfficeAssumed(_))) => holder = office_of(event).1,
                Some(
                    Event::Office(OfficeEvent::OfficeVacated(_))
                    | Event::FocalPoint(FocalPointEvent::FocalPointReleased(_)),
                ) => {
                    holder = None;
                }
                Some(Event::FocalPoint(FocalPointEvent::FocalPointDesignated(event))) => {
                    holder = Some(event.person);
                }
                _ => {}
            }
        }
        holder
    }

    pub(super) fn office(&self, step: Step, date: EventDate) -> Event {
        let (office, person) = (office(step.who % OFFICES), person(step.with % PERSONS));
        let holder = self.holder(office.into(), date);
        match (step.wild % 8, holder) {
            (0..=1, _) => OfficeHolderAnnounced { office, person }.into(),
            (2, _) => OfficeHolderAppointed { office, person }.into(),
            (3..=6, None) | (7, Some(_)) => OfficeAssumed { office, person }.into(),
            (_, holder) => OfficeVacated { office, person: holder.unwrap_or(person) }.into(),
        }
    }

    pub(super) fn focal(&self, step: Step, date: EventDate) -> Event {
        let members: Vec<_> = self
            .sight
            .standing()
            .filter_map(|line| match &line.event {
                Some(Event::Membership(event @ MembershipEvent::MemberJoined(_))) => Some(event.pair()),
                _ => None,
            })
            .collect();
        let any = (group(step.who % GROUPS), party(step.with % PARTIES));
        let (group, party) =
            members.get(usize::from(step.who) % members.len().max(1)).copied().unwrap_or(any);
        match self.holder(focal_point(group, party), date) {
            Some(person) => FocalPointReleased { group, party, person }.into(),
            None => FocalPointDesignated { group, party, person: person(step.with % PERSONS) }.into(),
        }
    }

    pub(super) fn custom(step: Step) -> Event {
        let about: EntityId = match step.with % 5 {
            0 => group(step.who % GROUPS).into(),
            1 => party(step.who % (PARTIES + 2)).into(),
            2 => membership(group(step.who % GROUPS), party(step.pick % PARTIES)),
            3 => thing(step.who % THINGS),
            _ => source(step.who % SOURCES).into(),
        };
        let mut changes = vec![thing(step.who % THINGS)];
        let other = thing(step.pick % THINGS);
        if (!changes.contains(&other) || step.span % 13 == 12) && step.span % 4 != 3 {
            changes.push(other);
        }
        let names = if step.with.is_multiple_of(3) { vec![about] } else { Vec::new() };
        let body = step.pick.to_be_bytes()[..usize::from(step.pick % 3)].to_vec();
        CustomEvent { kind: KindCode::new(0x8001).unwrap(), changes, names, body }.into()
    }

    pub(super) fn attestation(step: Step) -> Event {
        let group = group(step.who % GROUPS);
        let number = u32::from(step.span % 4);
        if step.with.is_multiple_of(2) {
            let figure = match step.with % 5 {
                0 => Figure::Exactly(number),
                1 => Figure::AtLeast(number),
                2 => Figure::MoreThan(number),
                3 => Figure::AtMost(number),
                _ => Figure::About(number),
            };
            return FigureAttested { group, of: Scope::All, figure }.into();
        }
        let ordinal = std::num::NonZeroU32::MIN.saturating_add(number);
        OrdinalAttested { group, party: party(step.with % PARTIES), of: Scope::All, ordinal }.into()
    }

    /// Figures out of the air: whether they are the book's is not asked when they are recorded.
    pub(super) fn inventory(step: Step) -> Event {
        let digest = InventoryDigest::new([step.pick.to_be_bytes()[1]; 32]);
        let answer = |projection: &str| AnswerDigest {
            projection: projection.parse().unwrap(),
            version: ProjectionVersion::new(step.pick),
            on: "2010-05-13".parse().unwrap(),
            digest,
        };
        let other = if step.who.is_multiple_of(4) { "members" } else { "holders" };
        let answers = [answer("members"), answer(other)][..usize::from(step.with % 3)].to_vec();
        let (upto, entities) = (Position::new(step.span.into()), step.follow.into());
        InventoryTaken { upto, entities, root: digest, answers }.into()
    }

    pub(super) fn party(step: Step) -> Event {
        let (own, other) = (party(step.who % PARTIES), party(step.with % (PARTIES + 1)));
        match step.wild % 6 {
            0..=2 => PartyRenamed { party: own, names: names(&format!("New {}", step.span % 3)) }.into(),
            3 | 4 => PartySucceeded { party: own, successors: vec![other], manner: Succession::Split }.into(),
            _ => PartyDissolved { party: own }.into(),
        }
    }

    pub(super) fn register(step: Step) -> Event {
        match step.who % 4 {
            0 => party_registered(step.with % (PARTIES + 3)).into(),
            1 => group_established(step.with % (GROUPS + 1)).into(),
            2 => person_registered(step.with % (PERSONS + 1)).into(),
            _ => office_established(step.with % (OFFICES + 1)).into(),
        }
    }
}
