//! What the events of the register have to do with: sources, parties, persons, offices, groups, members, attestations; inventories.

use aoc_core::{
    AttestationEvent, Code, EntityId, Event, GroupEvent, MembershipEvent, OfficeEvent, PartyEvent,
    PersonEvent, SourceEvent, membership,
};

use super::{Role, Ties};
use crate::naive::office;

pub(super) fn of(event: &Event) -> Ties {
    match event {
        Event::Source(SourceEvent::SourceRegistered(event)) => {
            Ties::of_all(vec![event.source.into()], Vec::new(), Role::Founds)
        }
        Event::Source(SourceEvent::SourceWithdrawn(event)) => {
            Ties::of_all(vec![event.source.into()], Vec::new(), Role::GoesOn)
        }
        Event::Party(event) => of_party(event),
        Event::Person(PersonEvent::PersonRegistered(event)) => {
            Ties::of_all(vec![event.person.into()], Vec::new(), Role::Founds)
        }
        Event::Person(PersonEvent::PersonErased(event)) => {
            Ties::of_all(vec![event.person.into()], Vec::new(), Role::GoesOn)
        }
        Event::Office(OfficeEvent::OfficeEstablished(event)) => {
            let of = event.of.map(EntityId::from).into_iter().collect();
            Ties::of_all(vec![event.office.into()], of, Role::Founds)
        }
        Event::Office(event) => {
            let (office, person) = office(event);
            let person = person.map(EntityId::from).into_iter().collect();
            Ties::of_all(vec![office.into()], person, Role::GoesOn)
        }
        Event::Group(GroupEvent::GroupEstablished(event)) => {
            Ties::of_all(vec![event.group.into()], Vec::new(), Role::Founds)
        }
        Event::Membership(event) => {
            let (group, party) = event.pair();
            let role = match event {
                MembershipEvent::MemberJoined(_) => Role::Founds,
                MembershipEvent::MemberWithdrew(_) => Role::Ends,
                _ => Role::GoesOn,
            };
            Ties::of_all(vec![membership(group, party)], vec![group.into(), party.into()], role)
        }
        Event::Attestation(event) => {
            let names = match event {
                AttestationEvent::FigureAttested(event) => vec![event.group.into()],
                AttestationEvent::OrdinalAttested(event) => vec![event.group.into(), event.party.into()],
            };
            Ties { rests: Vec::new(), ..Ties::of_all(Vec::new(), names, Role::GoesOn) }
        }
        Event::Inventory(_) => Ties::NONE,
        Event::Custom(event) => {
            let (changes, names) = (event.changes.clone(), event.names.clone());
            Ties { rests: Vec::new(), ..Ties::of_all(changes, names, Role::GoesOn) }
        }
        other => panic!("{} is of no area that the naive judge knows", other.kind()),
    }
}

fn of_party(event: &PartyEvent) -> Ties {
    match event {
        PartyEvent::PartyRegistered(event) => {
            let codes = event.codes.iter().filter_map(Code::entity);
            let changes = std::iter::once(event.party.into()).chain(codes).collect();
            Ties::of_all(changes, Vec::new(), Role::Founds)
        }
        PartyEvent::PartyRenamed(event) => Ties::of_all(vec![event.party.into()], Vec::new(), Role::GoesOn),
        PartyEvent::PartySucceeded(event) => Ties {
            changes: vec![event.party.into()],
            names: event.successors.iter().copied().map(EntityId::from).collect(),
            rests: Vec::new(),
            role: Role::GoesOn,
            hosts: Vec::new(),
        },
        PartyEvent::PartyDissolved(event) => Ties::of_all(vec![event.party.into()], Vec::new(), Role::Ends),
    }
}
