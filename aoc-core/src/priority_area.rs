//! Priority areas of the Alliance: youth, media, education, migration; later others, by date.

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Event, Role, area_events};
use crate::id::{EntityId, PartyId, Position, PriorityAreaId};
use crate::name::Names;
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

area_events! {
    /// The events of priority areas, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("PriorityAreaAdopted", json!({"area": "youth", "names": [{"lang": "en", "text": "Youth"}],
    ///         "of": "un"})),
    ///     ("PriorityAreaDropped", json!({"area": "youth"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    PriorityAreaEvent in PriorityArea {
        0x0c51 PriorityAreaAdopted,
        0x0c52 PriorityAreaDropped,
    }
}

/// A field became a priority area.
///
/// Source: Turkish MFA, Alliance of Civilizations: youth, media, education, migration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityAreaAdopted {
    /// The area.
    pub area: PriorityAreaId,
    /// Its names.
    pub names: Names,
    /// Whose priority it is.
    #[serde(default)]
    pub of: Option<PartyId>,
}

/// A field is a priority area no longer.
///
/// Source: the ledger: priority areas hold by date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityAreaDropped {
    /// The area.
    pub area: PriorityAreaId,
}

impl PriorityAreaEvent {
    /// The area.
    #[must_use]
    pub const fn area(&self) -> PriorityAreaId {
        match self {
            Self::PriorityAreaAdopted(event) => event.area,
            Self::PriorityAreaDropped(event) => event.area,
        }
    }
}

impl Area for PriorityAreaEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::PriorityAreaAdopted(event) => Some(event.names.clone()),
            Self::PriorityAreaDropped(_) => None,
        }
    }

    fn entities(&self) -> Entities {
        let names = match self {
            Self::PriorityAreaAdopted(event) => event.of.map(EntityId::from).into_iter().collect(),
            Self::PriorityAreaDropped(_) => Vec::new(),
        };
        Entities { changes: vec![self.area().into()], names }
    }

    fn role(&self) -> Role {
        match self {
            Self::PriorityAreaAdopted(_) => Role::Founds,
            Self::PriorityAreaDropped(_) => Role::Ends,
        }
    }
}

/// The life of one priority area: adopted, perhaps dropped; it may be adopted again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PriorityAreaState {
    adopted: Option<Position>,
    dropped: Option<Position>,
}

impl Machine for PriorityAreaState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let Event::PriorityArea(event) = event else { return Ok(()) };
        let own = Some(EntityId::from(event.area()));
        match (event, self.adopted) {
            (PriorityAreaEvent::PriorityAreaAdopted(_), Some(at)) => {
                Err(Refusal::new(Rule::AlreadyRegistered, own, at))
            }
            (PriorityAreaEvent::PriorityAreaAdopted(_), None)
            | (PriorityAreaEvent::PriorityAreaDropped(_), Some(_)) => Ok(()),
            (PriorityAreaEvent::PriorityAreaDropped(_), None) => match self.dropped {
                Some(at) => Err(Refusal::new(Rule::AlreadyEnded, own, at)),
                None => Err(Refusal::alone(Rule::NotRegistered, own)),
            },
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        match event {
            Event::PriorityArea(PriorityAreaEvent::PriorityAreaAdopted(_)) => self.adopted = Some(*at),
            Event::PriorityArea(PriorityAreaEvent::PriorityAreaDropped(_)) => {
                self.adopted = None;
                self.dropped = Some(*at);
            }
            _ => {}
        }
    }
}
