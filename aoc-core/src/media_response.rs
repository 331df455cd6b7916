//! The media response mechanism: experts on its roster, tensions, mobilizations (MoU AoC-OIC, Art. 35 I(d)ii and III).

mod state;

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Lanes, Role, area_events};
use crate::id::{EntityId, EntityKind, MobilizationId, PersonId, TensionId};
use crate::name::{Names, Text};

pub(crate) use state::{ExpertState, MobilizationState, TensionState};

area_events! {
    /// The events of the media response mechanism, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("ExpertEnrolled", json!({"person": "jane-doe", "kind": "editor",
    ///         "field": "Media and migration"})),
    ///     ("ExpertRetired", json!({"person": "jane-doe"})),
    ///     ("TensionReported", json!({"tension": "tension-example", "names": [{"lang": "en",
    ///         "text": "Tension over a film"}], "text": "Protests in several cities"})),
    ///     ("MechanismMobilized", json!({"mobilization": "mobilization-example",
    ///         "tension": "tension-example"})),
    ///     ("ExpertEngaged", json!({"mobilization": "mobilization-example", "person": "jane-doe",
    ///         "outlet": "Evening news"})),
    ///     ("MechanismStoodDown", json!({"mobilization": "mobilization-example"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    MediaResponseEvent in MediaResponse {
        0x0e01 ExpertEnrolled,
        0x0e02 ExpertRetired,
        0x0e11 TensionReported,
        0x0e21 MechanismMobilized,
        0x0e22 ExpertEngaged,
        0x0e23 MechanismStoodDown,
    }
}

/// What sort of expert it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExpertKind {
    /// A high-profile personality (Art. 35 III(a)).
    Personality,
    /// An editor or another who decides in the media (Art. 35 III(b)).
    Editor,
}

impl ExpertKind {
    /// The word for it, as drafts write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Personality => "personality",
            Self::Editor => "editor",
        }
    }
}

/// A person was put on the roster.
///
/// Source: MoU AoC-OIC, Art. 35 III.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpertEnrolled {
    /// The person.
    pub person: PersonId,
    /// What sort of expert it is.
    pub kind: ExpertKind,
    /// What the person knows about.
    #[serde(default)]
    pub field: Option<Text>,
}

/// A person left the roster.
///
/// Source: MoU AoC-OIC, Art. 35 III.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpertRetired {
    /// The person.
    pub person: PersonId,
}

/// A tension over a cross-cultural issue was reported.
///
/// Source: MoU AoC-OIC, Art. 35 I(d)ii.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TensionReported {
    /// The tension.
    pub tension: TensionId,
    /// What it is called.
    pub names: Names,
    /// What it is about.
    #[serde(default)]
    pub text: Option<Text>,
}

/// The mechanism was mobilized because of a tension.
///
/// Source: MoU AoC-OIC, Art. 35 I(d)ii.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MechanismMobilized {
    /// The mobilization.
    pub mobilization: MobilizationId,
    /// The tension.
    pub tension: TensionId,
}

/// An expert of the roster was engaged in a mobilization.
///
/// Source: MoU AoC-OIC, Art. 35 I(d)ii and III.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpertEngaged {
    /// The mobilization.
    pub mobilization: MobilizationId,
    /// The person.
    pub person: PersonId,
    /// Where the person spoke or wrote.
    #[serde(default)]
    pub outlet: Option<Text>,
}

/// The mobilization was over.
///
/// Source: MoU AoC-OIC, Art. 35 I(d)ii.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MechanismStoodDown {
    /// The mobilization.
    pub mobilization: MobilizationId,
}

/// A person's place on the roster.
#[must_use]
pub fn expert(person: PersonId) -> EntityId {
    EntityId::new(EntityKind::Expert, person.uuid())
}

impl Area for MediaResponseEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::TensionReported(event) => Some(event.names.clone()),
            _ => None,
        }
    }

    fn entities(&self) -> Entities {
        let (changes, names) = match self {
            Self::ExpertEnrolled(event) => (vec![expert(event.person)], vec![event.person.into()]),
            Self::ExpertRetired(event) => (vec![expert(event.person)], vec![event.person.into()]),
            Self::TensionReported(event) => (vec![event.tension.into()], Vec::new()),
            Self::MechanismMobilized(event) => {
                (vec![event.mobilization.into(), event.tension.into()], Vec::new())
            }
            Self::ExpertEngaged(event) => {
                (vec![event.mobilization.into(), expert(event.person)], vec![event.person.into()])
            }
            Self::MechanismStoodDown(event) => (vec![event.mobilization.into()], Vec::new()),
        };
        Entities { changes, names }
    }

    fn ends_with(&self) -> Vec<EntityId> {
        Vec::new()
    }

    fn role(&self) -> Role {
        match self {
            Self::ExpertEnrolled(_) | Self::TensionReported(_) | Self::MechanismMobilized(_) => Role::Founds,
            Self::ExpertEngaged(_) => Role::Changes,
            Self::ExpertRetired(_) | Self::MechanismStoodDown(_) => Role::Ends,
        }
    }

    /// Engagements wait for the enrolment and the mobilization, mobilizations for their tension; not for each other.
    fn lanes(&self) -> Lanes {
        match self {
            Self::ExpertEngaged(event) => {
                Lanes::Between { after: vec![event.mobilization.into()], before: Vec::new() }
            }
            Self::MechanismMobilized(event) => {
                let own = EntityId::from(event.mobilization);
                Lanes::Of(vec![own])
            }
            Self::MechanismStoodDown(_)
            | Self::ExpertEnrolled(_)
            | Self::ExpertRetired(_)
            | Self::TensionReported(_) => Lanes::All,
        }
    }
}
