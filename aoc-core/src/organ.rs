//! [`Organ`]: who acts — a party, a group or an office.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::{EntityId, EntityKind, IdError};

/// Why something does not act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrganError {
    /// Another kind of thing.
    #[error("a {} does not act: name a party, a group or an office", .kind.word())]
    Kind {
        /// Its kind.
        kind: EntityKind,
    },
    /// Not an id.
    #[error(transparent)]
    Id(#[from] IdError),
}

/// Who issues a report or convenes a meeting: a party, a group or an office.
///
/// ```
/// use aoc_core::Organ;
/// let office: Organ = "office:high-representative".parse()?;
/// assert_eq!(serde_json::to_value(office)?, office.to_string());
/// assert!("report:first".parse::<Organ>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "EntityId", into = "EntityId")]
pub struct Organ(EntityId);

impl TryFrom<EntityId> for Organ {
    type Error = OrganError;

    fn try_from(entity: EntityId) -> Result<Self, OrganError> {
        match entity.kind() {
            EntityKind::Party | EntityKind::Group | EntityKind::Office => Ok(Self(entity)),
            kind => Err(OrganError::Kind { kind }),
        }
    }
}

impl From<Organ> for EntityId {
    fn from(organ: Organ) -> Self {
        organ.0
    }
}

impl FromStr for Organ {
    type Err = OrganError;

    fn from_str(text: &str) -> Result<Self, OrganError> {
        text.parse::<EntityId>()?.try_into()
    }
}

impl fmt::Display for Organ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
