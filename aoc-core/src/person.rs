//! Persons. Their names live here only; every other event refers to a person by id.

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Event, Privacy, Role, Warrant, area_events};
use crate::id::{EntityId, EntityKind, PersonId, Position};
use crate::kind::Kind;
use crate::name::Names;
use crate::personal::Personal;
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

/// A person was entered in the register.
///
/// Source: the ledger: names of persons stand here and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonRegistered {
    /// The person.
    pub person: PersonId,
    /// The person's names, unless they were erased.
    pub names: Personal<Names>,
}

/// A person's data were erased: the bodies of all that registered the person are destroyed.
///
/// The person stays in the register, without names: what other records say of the person still holds. Its
/// date is the day on which the erasure was ordered. It is final: it is neither corrected nor retracted,
/// and the person is not registered anew.
///
/// Source: the ledger: personal data can be destroyed, proofs cannot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonErased {
    /// The person.
    pub person: PersonId,
}

area_events! {
    /// The events of persons, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("PersonRegistered", json!({"person": "jorge-sampaio", "names": [{"lang": "en",
    ///         "text": "Jorge Sampaio"}]})),
    ///     ("PersonErased", json!({"person": "jorge-sampaio"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    PersonEvent in Person {
        0x0301 PersonRegistered,
        0x0302 PersonErased,
    }
}

impl PersonEvent {
    const fn person(&self) -> PersonId {
        match self {
            Self::PersonRegistered(event) => event.person,
            Self::PersonErased(event) => event.person,
        }
    }
}

impl Area for PersonEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::PersonRegistered(event) => event.names.get().cloned(),
            Self::PersonErased(_) => None,
        }
    }

    fn privacy(&self) -> Privacy {
        match self {
            Self::PersonRegistered(_) => Privacy::Personal,
            Self::PersonErased(_) => Privacy::Open,
        }
    }

    fn redacted(kind: Kind, entities: &Entities) -> Option<Self> {
        let person = match (kind, entities.changes.as_slice()) {
            (PersonRegistered::KIND, [person]) if person.kind() == EntityKind::Person => person,
            _ => return None,
        };
        let (person, names) = (PersonId::new(person.uuid()), Personal::erased());
        Some(Self::PersonRegistered(PersonRegistered { person, names }))
    }

    fn warrant(&self) -> Warrant {
        match self {
            Self::PersonRegistered(_) => Warrant::None,
            Self::PersonErased(_) => Warrant::ReasonAndAuthority,
        }
    }

    fn entities(&self) -> Entities {
        Entities { changes: vec![self.person().into()], names: Vec::new() }
    }

    fn rests_on(&self) -> Vec<EntityId> {
        Vec::new()
    }

    fn role(&self) -> Role {
        match self {
            Self::PersonRegistered(_) => Role::Founds,
            Self::PersonErased(_) => Role::Changes,
        }
    }
}

/// The life of one person in the register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PersonState {
    registered: Option<Position>,
    erased: Option<Position>,
}

impl Machine for PersonState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let Event::Person(event) = event else { return Ok(()) };
        let person = Some(event.person().into());
        match (event, self.registered, self.erased) {
            (_, _, Some(at)) => Err(Refusal::new(Rule::PersonErased, person, at)),
            (PersonEvent::PersonRegistered(_), Some(at), None) => {
                Err(Refusal::new(Rule::AlreadyRegistered, person, at))
            }
            (PersonEvent::PersonErased(_), None, None) => Err(Refusal::alone(Rule::NotRegistered, person)),
            _ => Ok(()),
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        match event {
            Event::Person(PersonEvent::PersonRegistered(_)) => self.registered = Some(*at),
            Event::Person(PersonEvent::PersonErased(_)) => self.erased = Some(*at),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redacted_event_says_what_the_header_tells() {
        let person: PersonId = "sampaio".parse().unwrap();
        let names: Names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#).unwrap();
        let event = Event::from(PersonRegistered { person, names: names.into() });
        let redacted = Event::redacted(event.kind(), &event.entities()).unwrap();
        assert_eq!(redacted.entities(), event.entities());
        assert_eq!(redacted.to_json(), serde_json::json!({"person": person}));
        assert_ne!(redacted, event);
        assert!(Event::from_json("PersonRegistered", &redacted.to_json()).is_err(), "no draft is redacted");
        assert_eq!(Event::redacted(PersonErased::KIND, &event.entities()), None);
        let office = Entities { changes: vec!["office:hr".parse().unwrap()], names: Vec::new() };
        assert_eq!(Event::redacted(event.kind(), &office), None);
    }
}
