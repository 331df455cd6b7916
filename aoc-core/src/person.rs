//! Persons. Their names live here only; every other event refers to a person by id.

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Event, Privacy, Role, area_events};
use crate::id::{EntityId, PersonId, Position};
use crate::name::Names;
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
    /// The person's names.
    pub names: Names,
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
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    PersonEvent in Person {
        0x0301 PersonRegistered,
    }
}

impl PersonEvent {
    fn person(&self) -> PersonId {
        let Self::PersonRegistered(event) = self;
        event.person
    }
}

impl Area for PersonEvent {
    fn title(&self) -> Option<Names> {
        let Self::PersonRegistered(event) = self;
        Some(event.names.clone())
    }

    fn privacy(&self) -> Privacy {
        Privacy::Personal
    }

    fn entities(&self) -> Entities {
        Entities { changes: vec![self.person().into()], names: Vec::new() }
    }

    fn rests_on(&self) -> Vec<EntityId> {
        Vec::new()
    }

    fn role(&self) -> Role {
        Role::Founds
    }
}

/// The life of one person in the register.
#[derive(Debug, Default)]
pub(crate) struct PersonState {
    registered: Option<Position>,
}

impl Machine for PersonState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        match (event, self.registered) {
            (Event::Person(event), Some(at)) => {
                Err(Refusal::new(Rule::AlreadyRegistered, Some(event.person().into()), at))
            }
            _ => Ok(()),
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        if let Event::Person(PersonEvent::PersonRegistered(_)) = event {
            self.registered = Some(*at);
        }
    }
}
