//! Initiatives: what somebody proposed and set going — the Alliance itself, a fund, a movement.

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Event, Lanes, Role, area_events};
use crate::id::{EntityId, InitiativeId, PartyId, Position};
use crate::list::{once, repeats};
use crate::name::{Names, Text};
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

area_events! {
    /// The events of initiatives, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("InitiativeProposed", json!({"initiative": "alliance-of-civilizations",
    ///         "names": [{"lang": "en", "text": "Alliance of Civilizations"}], "by": ["esp"],
    ///         "place": "New York"})),
    ///     ("InitiativeLaunched", json!({"initiative": "alliance-of-civilizations",
    ///         "names": [{"lang": "en", "text": "Alliance of Civilizations"}], "by": ["un"],
    ///         "sponsors": ["esp", "tur"], "place": "New York"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    InitiativeEvent in Initiative {
        0x0c01 InitiativeProposed,
        0x0c02 InitiativeLaunched,
    }
}

/// Somebody proposed to set something going. Nothing is set going by that.
///
/// Source: Turkish MFA, Alliance of Civilizations: proposed by Spain in September 2004.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InitiativeProposed {
    /// The initiative.
    pub initiative: InitiativeId,
    /// Its names.
    pub names: Names,
    /// Who proposed it.
    #[serde(default)]
    pub by: Vec<PartyId>,
    /// Where.
    #[serde(default)]
    pub place: Option<Text>,
}

/// It was set going.
///
/// Source: Turkish MFA, Alliance of Civilizations: launched in 2005 with the sponsorship of Spain and Turkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InitiativeLaunched {
    /// The initiative.
    pub initiative: InitiativeId,
    /// Its names.
    pub names: Names,
    /// Who set it going.
    #[serde(default)]
    pub by: Vec<PartyId>,
    /// Who sponsored it.
    #[serde(default)]
    pub sponsors: Vec<PartyId>,
    /// Where.
    #[serde(default)]
    pub place: Option<Text>,
}

impl InitiativeEvent {
    /// The initiative.
    #[must_use]
    pub const fn initiative(&self) -> InitiativeId {
        match self {
            Self::InitiativeProposed(event) => event.initiative,
            Self::InitiativeLaunched(event) => event.initiative,
        }
    }

    fn parties(&self) -> Vec<PartyId> {
        match self {
            Self::InitiativeProposed(event) => event.by.clone(),
            Self::InitiativeLaunched(event) => [event.by.clone(), event.sponsors.clone()].concat(),
        }
    }
}

impl Area for InitiativeEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::InitiativeProposed(event) => Some(event.names.clone()),
            Self::InitiativeLaunched(event) => Some(event.names.clone()),
        }
    }

    fn entities(&self) -> Entities {
        Entities {
            changes: vec![self.initiative().into()],
            names: once(self.parties().into_iter().map(EntityId::from)),
        }
    }

    /// From its launch on it exists.
    fn role(&self) -> Role {
        match self {
            Self::InitiativeProposed(_) => Role::Changes,
            Self::InitiativeLaunched(_) => Role::Founds,
        }
    }

    fn ends_with(&self) -> Vec<EntityId> {
        Vec::new()
    }

    /// Several may propose it; the launch waits for all of them.
    fn lanes(&self) -> Lanes {
        match self {
            Self::InitiativeProposed(_) => Lanes::alone(),
            Self::InitiativeLaunched(_) => Lanes::All,
        }
    }

    fn check_shape(&self) -> Vec<Refusal> {
        let twice = match self {
            Self::InitiativeProposed(event) => repeats(&event.by),
            Self::InitiativeLaunched(event) => repeats(&event.by) || repeats(&event.sponsors),
        };
        let own = Some(self.initiative().into());
        Some(Refusal::alone(Rule::NamedTwice, own)).filter(|_| twice).into_iter().collect()
    }
}

/// The life of one initiative: proposed, then launched (DOMAIN rule 18).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct InitiativeState {
    launched: Option<Position>,
}

impl Machine for InitiativeState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        match (event, self.launched) {
            (Event::Initiative(event), Some(at)) => {
                Err(Refusal::new(Rule::AlreadyLaunched, Some(event.initiative().into()), at))
            }
            _ => Ok(()),
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        if let Event::Initiative(InitiativeEvent::InitiativeLaunched(_)) = event {
            self.launched = Some(*at);
        }
    }
}
