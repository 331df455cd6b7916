//! Focal points: the person in a member's capital or headquarters to whom the group writes.

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Event, area_events};
use crate::id::{EntityId, EntityKind, GroupId, PartyId, PersonId, Position};
use crate::membership::membership;
use crate::rule::{Refusal, Rule};
use crate::timeline::Machine;

/// The focal point of this party in this group.
#[must_use]
pub fn focal_point(group: GroupId, party: PartyId) -> EntityId {
    EntityId::of_pair(EntityKind::FocalPoint, group.into(), party.into())
}

/// A member named its focal point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FocalPointDesignated {
    /// The group.
    pub group: GroupId,
    /// The member.
    pub party: PartyId,
    /// Who was named.
    pub person: PersonId,
}

/// A focal point was released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FocalPointReleased {
    /// The group.
    pub group: GroupId,
    /// The member.
    pub party: PartyId,
    /// Who was released.
    pub person: PersonId,
}

area_events! {
    /// The events of focal points.
    FocalPointEvent in FocalPoint {
        0x0611 FocalPointDesignated,
        0x0612 FocalPointReleased,
    }
}

impl FocalPointEvent {
    fn parts(&self) -> (GroupId, PartyId, PersonId) {
        match self {
            Self::FocalPointDesignated(event) => (event.group, event.party, event.person),
            Self::FocalPointReleased(event) => (event.group, event.party, event.person),
        }
    }
}

impl Area for FocalPointEvent {
    fn entities(&self) -> Entities {
        let (group, party, person) = self.parts();
        Entities {
            changes: vec![focal_point(group, party)],
            names: vec![membership(group, party), group.into(), party.into(), person.into()],
        }
    }
}

/// The life of one member's focal point: at most one person at a time.
#[derive(Debug, Default)]
pub(crate) struct FocalPointState {
    person: Option<(PersonId, Position)>,
    released: Option<Position>,
}

impl Machine for FocalPointState {
    fn check(&self, event: &Event) -> Result<(), Refusal> {
        let Event::FocalPoint(event) = event else { return Ok(()) };
        let (group, party, _) = event.parts();
        let own = Some(focal_point(group, party));
        match (event, self.person) {
            (FocalPointEvent::FocalPointDesignated(_), Some((_, at))) => {
                Err(Refusal::new(Rule::OneFocalPoint, own, at))
            }
            (FocalPointEvent::FocalPointDesignated(_), None) => Ok(()),
            (FocalPointEvent::FocalPointReleased(released), Some((person, _)))
                if person == released.person =>
            {
                Ok(())
            }
            (FocalPointEvent::FocalPointReleased(_), current) => Err(Refusal {
                rule: Rule::NotFocalPoint,
                about: own,
                because: current.map(|(_, at)| at).or(self.released),
            }),
        }
    }

    fn apply(&mut self, event: &Event, at: Position) {
        match event {
            Event::FocalPoint(FocalPointEvent::FocalPointDesignated(event)) => {
                self.person = Some((event.person, at));
            }
            Event::FocalPoint(FocalPointEvent::FocalPointReleased(_)) => {
                self.person = None;
                self.released = Some(at);
            }
            _ => {}
        }
    }
}
