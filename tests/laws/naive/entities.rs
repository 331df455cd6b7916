//! What each event changes, names and rests on, and what is wrong with it whatever the book holds.

use std::collections::BTreeSet;

use aoc_core::{
    AttestationEvent, Code, EntityId, EntityKind, Event, EventDate, FocalPointEvent, GroupEvent, OfficeEvent,
    OfficeId, PartyEvent, PartyKind, PersonEvent, PersonId, SourceEvent, focal_point, membership,
};

/// The office and the person of an event of offices.
pub(crate) fn office(event: &OfficeEvent) -> (OfficeId, Option<PersonId>) {
    match event {
        OfficeEvent::OfficeEstablished(event) => (event.office, None),
        OfficeEvent::OfficeHolderAnnounced(event) => (event.office, Some(event.person)),
        OfficeEvent::OfficeHolderAppointed(event) => (event.office, Some(event.person)),
        OfficeEvent::OfficeAssumed(event) => (event.office, Some(event.person)),
        OfficeEvent::OfficeVacated(event) => (event.office, Some(event.person)),
    }
}

pub(crate) fn changes(event: &Event) -> Vec<EntityId> {
    match event {
        Event::Source(SourceEvent::SourceRegistered(event)) => vec![event.source.into()],
        Event::Source(SourceEvent::SourceWithdrawn(event)) => vec![event.source.into()],
        Event::Party(PartyEvent::PartyRegistered(event)) => {
            std::iter::once(event.party.into()).chain(event.codes.iter().filter_map(Code::entity)).collect()
        }
        Event::Party(PartyEvent::PartyRenamed(event)) => vec![event.party.into()],
        Event::Party(PartyEvent::PartySucceeded(event)) => vec![event.party.into()],
        Event::Party(PartyEvent::PartyDissolved(event)) => vec![event.party.into()],
        Event::Person(PersonEvent::PersonRegistered(event)) => vec![event.person.into()],
        Event::Office(event) => vec![office(event).0.into()],
        Event::Group(GroupEvent::GroupEstablished(event)) => vec![event.group.into()],
        Event::Membership(event) => vec![membership(event.pair().0, event.pair().1)],
        Event::FocalPoint(FocalPointEvent::FocalPointDesignated(event)) => {
            vec![focal_point(event.group, event.party)]
        }
        Event::FocalPoint(FocalPointEvent::FocalPointReleased(event)) => {
            vec![focal_point(event.group, event.party)]
        }
        Event::Custom(event) => event.changes.clone(),
        _ => Vec::new(),
    }
}

pub(crate) fn names(event: &Event) -> Vec<EntityId> {
    let focal = |group, party, person: PersonId| {
        vec![membership(group, party), EntityId::from(group), EntityId::from(party), person.into()]
    };
    match event {
        Event::Party(PartyEvent::PartySucceeded(event)) => {
            event.successors.iter().copied().map(EntityId::from).collect()
        }
        Event::Office(OfficeEvent::OfficeEstablished(event)) => {
            event.of.map(EntityId::from).into_iter().collect()
        }
        Event::Office(event) => office(event).1.map(EntityId::from).into_iter().collect(),
        Event::Membership(event) => vec![event.pair().0.into(), event.pair().1.into()],
        Event::FocalPoint(FocalPointEvent::FocalPointDesignated(event)) => {
            focal(event.group, event.party, event.person)
        }
        Event::FocalPoint(FocalPointEvent::FocalPointReleased(event)) => {
            focal(event.group, event.party, event.person)
        }
        Event::Attestation(AttestationEvent::FigureAttested(event)) => vec![event.group.into()],
        Event::Attestation(AttestationEvent::OrdinalAttested(event)) => {
            vec![event.group.into(), event.party.into()]
        }
        Event::Custom(event) => event.names.clone(),
        _ => Vec::new(),
    }
}

/// What must exist on the day of the event.
pub(crate) fn rests_on(event: &Event) -> Vec<EntityId> {
    match event {
        Event::Office(_) | Event::Membership(_) | Event::FocalPoint(_) => names(event),
        _ => Vec::new(),
    }
}

/// What is wrong with an event by itself.
pub(crate) fn check_shape(event: &Event, date: &EventDate) -> Result<(), String> {
    let timeless = matches!(event, Event::Source(_));
    if timeless && *date != EventDate::UNKNOWN {
        return Err("a source has no date of effect".into());
    }
    if date.is_duration() && !matches!(event, Event::Custom(_)) {
        return Err("a moment is no duration".into());
    }
    let distinct = |count: usize, set: usize| {
        if count == set { Ok(()) } else { Err("named twice".to_owned()) }
    };
    match event {
        Event::Group(GroupEvent::GroupEstablished(event)) if event.admits.is_empty() => {
            Err("admits nobody".into())
        }
        Event::Party(PartyEvent::PartyRegistered(event)) => {
            let country = event.codes.iter().any(|code| matches!(code, Code::Iso3166(_)));
            if country && event.kind != PartyKind::Country {
                return Err("a country's code".into());
            }
            distinct(event.codes.len(), event.codes.iter().collect::<BTreeSet<_>>().len())
        }
        Event::Party(PartyEvent::PartySucceeded(event)) => {
            if event.successors.is_empty() || event.successors.contains(&event.party) {
                return Err("succeeded by nobody else".into());
            }
            distinct(event.successors.len(), event.successors.iter().collect::<BTreeSet<_>>().len())
        }
        Event::Custom(event) => {
            let own = |entity: &EntityId| matches!(entity.kind(), EntityKind::Custom(_));
            if !event.changes.iter().all(own) {
                return Err("changes what is not its own".into());
            }
            distinct(event.changes.len(), event.changes.iter().collect::<BTreeSet<_>>().len())?;
            distinct(event.names.len(), event.names.iter().collect::<BTreeSet<_>>().len())
        }
        _ => Ok(()),
    }
}
