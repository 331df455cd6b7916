//! Focal points: the person in a member's capital or headquarters to whom the group writes.

use serde::{Deserialize, Serialize};

use crate::agreement::AgreementEvent;
use crate::event::{Area, Entities, Event, area_events};
use crate::id::{AgreementId, EntityId, EntityKind, GroupId, PartyId, PersonId, Position};
use crate::membership::membership;
use crate::name::Text;
use crate::named::Named;
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

/// The focal point of this party in this group or agreement.
#[must_use]
pub fn focal_point(host: impl Into<EntityId>, party: PartyId) -> EntityId {
    EntityId::of_pair(EntityKind::FocalPoint, host.into(), party.into())
}

/// A member named its focal point.
///
/// Source: unaoc.org, Group of Friends: members are invited to appoint a Focal Point.
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
///
/// Source: unaoc.org, Group of Friends.
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

/// A party of an agreement named its focal point, for permanent liaison.
///
/// Source: MoU AoC-OIC, Art. 33.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementFocalPointDesignated {
    /// The agreement.
    pub agreement: AgreementId,
    /// The party.
    pub party: PartyId,
    /// Who was named.
    pub person: PersonId,
    /// Where the focal point works.
    #[serde(default)]
    pub place: Option<Text>,
}

/// A focal point of an agreement was released.
///
/// Source: MoU AoC-OIC, Art. 33.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementFocalPointReleased {
    /// The agreement.
    pub agreement: AgreementId,
    /// The party.
    pub party: PartyId,
    /// Who was released.
    pub person: PersonId,
}

area_events! {
    /// The events of focal points, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("FocalPointDesignated", json!({"group": "group-of-friends", "party": "usa",
    ///         "person": "jane-doe"})),
    ///     ("FocalPointReleased", json!({"group": "group-of-friends", "party": "usa",
    ///         "person": "jane-doe"})),
    ///     ("AgreementFocalPointDesignated", json!({"agreement": "mou-example", "party": "oic",
    ///         "person": "jane-doe", "place": "Jeddah"})),
    ///     ("AgreementFocalPointReleased", json!({"agreement": "mou-example", "party": "oic",
    ///         "person": "jane-doe"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    FocalPointEvent in FocalPoint {
        0x0611 FocalPointDesignated,
        0x0612 FocalPointReleased,
        0x0613 AgreementFocalPointDesignated,
        0x0614 AgreementFocalPointReleased,
    }
}

impl FocalPointEvent {
    /// Of what: a group or an agreement.
    fn host(&self) -> EntityId {
        match self {
            Self::FocalPointDesignated(event) => event.group.into(),
            Self::FocalPointReleased(event) => event.group.into(),
            Self::AgreementFocalPointDesignated(event) => event.agreement.into(),
            Self::AgreementFocalPointReleased(event) => event.agreement.into(),
        }
    }

    fn party(&self) -> PartyId {
        match self {
            Self::FocalPointDesignated(event) => event.party,
            Self::FocalPointReleased(event) => event.party,
            Self::AgreementFocalPointDesignated(event) => event.party,
            Self::AgreementFocalPointReleased(event) => event.party,
        }
    }

    /// Who is named, or released.
    fn person(&self) -> Move {
        match self {
            Self::FocalPointDesignated(event) => Move::Designated(event.person),
            Self::AgreementFocalPointDesignated(event) => Move::Designated(event.person),
            Self::FocalPointReleased(event) => Move::Released(event.person),
            Self::AgreementFocalPointReleased(event) => Move::Released(event.person),
        }
    }

    fn own(&self) -> EntityId {
        focal_point(self.host(), self.party())
    }
}

#[derive(Debug, Clone, Copy)]
enum Move {
    Designated(PersonId),
    Released(PersonId),
}

impl Area for FocalPointEvent {
    fn entities(&self) -> Entities {
        let (host, party) = (self.host(), self.party());
        let (Move::Designated(person) | Move::Released(person)) = self.person();
        let mut names = vec![host, party.into(), person.into()];
        if let Self::FocalPointDesignated(FocalPointDesignated { group, .. })
        | Self::FocalPointReleased(FocalPointReleased { group, .. }) = self
        {
            names.insert(0, membership(*group, party));
        }
        Entities { changes: vec![self.own()], names }
    }

    fn check_named(&self, named: &Named<'_>) -> Vec<Refusal> {
        match named.founding(self.host()) {
            Some((Event::Agreement(AgreementEvent::AgreementDrafted(drafted)), at))
                if !drafted.parties.contains(&self.party()) =>
            {
                vec![Refusal::new(Rule::NotAParty, Some(self.party().into()), at)]
            }
            _ => Vec::new(),
        }
    }
}

/// The life of one member's focal point: at most one person at a time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct FocalPointState {
    person: Option<(PersonId, Position)>,
    released: Option<Position>,
}

impl Machine for FocalPointState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let Event::FocalPoint(event) = event else { return Ok(()) };
        let own = Some(event.own());
        match (event.person(), self.person) {
            (Move::Designated(_), Some((_, at))) => Err(Refusal::new(Rule::OneFocalPoint, own, at)),
            (Move::Designated(_), None) => Ok(()),
            (Move::Released(released), Some((person, _))) if person == released => Ok(()),
            (Move::Released(_), current) => Err(Refusal {
                rule: Rule::NotFocalPoint,
                about: own,
                because: current.map(|(_, at)| at).or(self.released),
            }),
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        let Event::FocalPoint(event) = event else { return };
        match event.person() {
            Move::Designated(person) => self.person = Some((person, *at)),
            Move::Released(_) => {
                self.person = None;
                self.released = Some(*at);
            }
        }
    }
}
