//! [`Life`]: one state machine for the entities of the register, and the rules of DOMAIN.md in it.

use aoc_core::{
    EntityId, EntityKind, Event, FocalPointEvent, MembershipEvent, OfficeEvent, PartyEvent, PartyId,
    PersonEvent, PersonId, SourceEvent,
};

use super::Line;

/// The life of an entity of the register: what has happened to it so far.
#[derive(Debug)]
pub(super) struct Life {
    founded: bool,
    ended: bool,
    /// A membership: 0 outside, 3 member, 4 suspended.
    standing: u8,
    /// The holder of an office, or the focal point.
    person: Option<PersonId>,
    bearer: Option<PartyId>,
}

impl Life {
    pub(super) const fn new() -> Self {
        Self { founded: false, ended: false, standing: 0, person: None, bearer: None }
    }

    pub(super) fn step(&mut self, entity: EntityId, line: &Line) -> Result<(), String> {
        let Some(event) = &line.event else { return Ok(()) };
        let fine = match event {
            Event::Party(PartyEvent::PartyRegistered(event)) if entity.kind() == EntityKind::Code => {
                let fine = self.bearer.is_none_or(|bearer| bearer == event.party);
                self.bearer = Some(event.party);
                fine
            }
            Event::Source(SourceEvent::SourceRegistered(_))
            | Event::Party(PartyEvent::PartyRegistered(_))
            | Event::Group(_)
            | Event::Office(OfficeEvent::OfficeEstablished(_)) => !std::mem::replace(&mut self.founded, true),
            Event::Person(PersonEvent::PersonRegistered(_)) => {
                !self.ended && !std::mem::replace(&mut self.founded, true)
            }
            Event::Source(SourceEvent::SourceWithdrawn(_))
            | Event::Person(PersonEvent::PersonErased(_))
            | Event::Party(PartyEvent::PartyDissolved(_)) => {
                self.founded && !std::mem::replace(&mut self.ended, true)
            }
            Event::Party(_) => self.founded && !self.ended,
            Event::Office(event) => self.founded && self.office(event),
            Event::Membership(event) => self.membership(event),
            Event::FocalPoint(FocalPointEvent::FocalPointDesignated(event)) => {
                self.person.replace(event.person).is_none()
            }
            Event::FocalPoint(FocalPointEvent::FocalPointReleased(event)) => {
                self.person.take() == Some(event.person)
            }
            Event::FocalPoint(FocalPointEvent::AgreementFocalPointDesignated(event)) => {
                self.person.replace(event.person).is_none()
            }
            Event::FocalPoint(FocalPointEvent::AgreementFocalPointReleased(event)) => {
                self.person.take() == Some(event.person)
            }
            _ => true,
        };
        if fine { Ok(()) } else { Err(format!("{} cannot come next", event.kind())) }
    }

    fn office(&mut self, event: &OfficeEvent) -> bool {
        match event {
            OfficeEvent::OfficeEstablished(_) => false,
            OfficeEvent::OfficeHolderAnnounced(_) | OfficeEvent::OfficeHolderAppointed(_) => true,
            OfficeEvent::OfficeAssumed(event) => self.person.replace(event.person).is_none(),
            OfficeEvent::OfficeVacated(event) => self.person.take() == Some(event.person),
        }
    }

    fn membership(&mut self, event: &MembershipEvent) -> bool {
        let (from, to): (&[u8], u8) = match event {
            MembershipEvent::InterestExpressed(_) | MembershipEvent::MemberInvited(_) => (&[0], 0),
            MembershipEvent::MemberJoined(_) => (&[0], 3),
            MembershipEvent::MemberSuspended(_) => (&[3], 4),
            MembershipEvent::MemberReinstated(_) => (&[4], 3),
            MembershipEvent::MemberWithdrew(_) => (&[3, 4], 0),
        };
        let fine = from.contains(&self.standing);
        self.standing = to;
        fine
    }
}
