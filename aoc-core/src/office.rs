//! Offices and who holds them: announced, appointed and assumed are three events.

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Event, Lanes, Role, area_events};
use crate::id::{EntityId, OfficeId, PartyId, PersonId, Position};
use crate::name::Names;
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

/// An office was created.
///
/// Source: Turkish MFA, Alliance of Civilizations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeEstablished {
    /// The office.
    pub office: OfficeId,
    /// Its names.
    pub names: Names,
    /// The party whose office it is; when that is dissolved, the office ends.
    #[serde(default)]
    pub of: Option<PartyId>,
}

/// It was said who is to hold the office. Nothing more has happened.
///
/// Source: Turkish MFA, Alliance of Civilizations: announced, appointed and assumed are three events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeHolderAnnounced {
    /// The office.
    pub office: OfficeId,
    /// Who is to hold it.
    pub person: PersonId,
}

/// Somebody was appointed to the office by whoever fills it.
///
/// Source: Turkish MFA, Alliance of Civilizations: appointed by the UN Secretary-General.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeHolderAppointed {
    /// The office.
    pub office: OfficeId,
    /// Who was appointed.
    pub person: PersonId,
}

/// Somebody took up the office and holds it from that day.
///
/// Source: Turkish MFA, Alliance of Civilizations: one at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeAssumed {
    /// The office.
    pub office: OfficeId,
    /// Its holder.
    pub person: PersonId,
}

/// The holder left the office; from that day it is vacant.
///
/// Source: Turkish MFA, Alliance of Civilizations: one at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeVacated {
    /// The office.
    pub office: OfficeId,
    /// Who left it.
    pub person: PersonId,
}

area_events! {
    /// The events of offices, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("OfficeEstablished", json!({"office": "high-representative", "names": [{"lang": "en",
    ///         "text": "High Representative"}], "of": "un"})),
    ///     ("OfficeHolderAnnounced", json!({"office": "high-representative",
    ///         "person": "jorge-sampaio"})),
    ///     ("OfficeHolderAppointed", json!({"office": "high-representative",
    ///         "person": "jorge-sampaio"})),
    ///     ("OfficeAssumed", json!({"office": "high-representative", "person": "jorge-sampaio"})),
    ///     ("OfficeVacated", json!({"office": "high-representative", "person": "jorge-sampaio"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    OfficeEvent in Office {
        0x0401 OfficeEstablished,
        0x0402 OfficeHolderAnnounced,
        0x0403 OfficeHolderAppointed,
        0x0404 OfficeAssumed,
        0x0405 OfficeVacated,
    }
}

impl OfficeEvent {
    fn office(&self) -> OfficeId {
        match self {
            Self::OfficeEstablished(event) => event.office,
            Self::OfficeHolderAnnounced(event) => event.office,
            Self::OfficeHolderAppointed(event) => event.office,
            Self::OfficeAssumed(event) => event.office,
            Self::OfficeVacated(event) => event.office,
        }
    }

    fn person(&self) -> Option<PersonId> {
        match self {
            Self::OfficeEstablished(_) => None,
            Self::OfficeHolderAnnounced(event) => Some(event.person),
            Self::OfficeHolderAppointed(event) => Some(event.person),
            Self::OfficeAssumed(event) => Some(event.person),
            Self::OfficeVacated(event) => Some(event.person),
        }
    }
}

impl Area for OfficeEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::OfficeEstablished(event) => Some(event.names.clone()),
            _ => None,
        }
    }

    fn entities(&self) -> Entities {
        let names = match self {
            Self::OfficeEstablished(event) => event.of.map(EntityId::from).into_iter().collect(),
            _ => self.person().map(EntityId::from).into_iter().collect(),
        };
        Entities { changes: vec![self.office().into()], names }
    }

    fn role(&self) -> Role {
        match self {
            Self::OfficeEstablished(_) => Role::Founds,
            _ => Role::Changes,
        }
    }

    /// A candidacy is ordered with that person's own steps; holding the office with everybody's.
    fn lanes(&self) -> Lanes {
        let office = EntityId::from(self.office());
        match (self, self.person()) {
            (Self::OfficeHolderAnnounced(_) | Self::OfficeHolderAppointed(_), Some(person)) => {
                Lanes::Of(vec![person.into()])
            }
            (Self::OfficeAssumed(_) | Self::OfficeVacated(_), Some(person)) => {
                Lanes::Of(vec![office, person.into()])
            }
            _ => Lanes::All,
        }
    }
}

/// The life of one office: established, then one holder at a time (DOMAIN rule 13).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct OfficeState {
    established: Option<Position>,
    holder: Option<(PersonId, Position)>,
    vacated: Option<Position>,
}

impl Machine for OfficeState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let Event::Office(event) = event else { return Ok(()) };
        let own = Some(EntityId::from(event.office()));
        match (event, self.established) {
            (OfficeEvent::OfficeEstablished(_), Some(at)) => {
                return Err(Refusal::new(Rule::AlreadyRegistered, own, at));
            }
            (OfficeEvent::OfficeEstablished(_), None) => return Ok(()),
            (_, None) => return Err(Refusal::alone(Rule::NotRegistered, own)),
            (_, Some(_)) => {}
        }
        match event {
            // Who was announced may be announced again, appointed and never take up the office, or hold it already.
            OfficeEvent::OfficeEstablished(_)
            | OfficeEvent::OfficeHolderAnnounced(_)
            | OfficeEvent::OfficeHolderAppointed(_) => Ok(()),
            OfficeEvent::OfficeAssumed(_) => match self.holder {
                Some((_, at)) => Err(Refusal::new(Rule::OneHolder, own, at)),
                None => Ok(()),
            },
            OfficeEvent::OfficeVacated(vacated) => match (self.holder, self.vacated) {
                (Some((holder, _)), _) if holder == vacated.person => Ok(()),
                (Some((_, at)), _) | (None, Some(at)) => Err(Refusal::new(Rule::NotHolder, own, at)),
                (None, None) => Err(Refusal::alone(Rule::NotHolder, own)),
            },
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        let Event::Office(event) = event else { return };
        match event {
            OfficeEvent::OfficeEstablished(_) => self.established = Some(*at),
            OfficeEvent::OfficeHolderAnnounced(_) | OfficeEvent::OfficeHolderAppointed(_) => {}
            OfficeEvent::OfficeAssumed(event) => {
                self.holder = Some((event.person, *at));
            }
            OfficeEvent::OfficeVacated(_) => {
                self.holder = None;
                self.vacated = Some(*at);
            }
        }
    }
}
