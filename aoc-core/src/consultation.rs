//! Consultations: the parties of an agreement talk to each other.

use serde::{Deserialize, Serialize};

use crate::agreement::{AgreementDrafted, under};
use crate::event::{Area, Entities, Lanes, Role, TimeShape, area_events};
use crate::id::{AgreementId, ConsultationId, EntityId, PartyId};
use crate::list::{once, repeats};
use crate::name::Text;
use crate::rule::{Refusal, Rule};

area_events! {
    /// The events of consultations, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("ConsultationHeld", json!({"consultation": "consultation-example",
    ///         "agreement": "mou-example", "between": ["aoc", "oic"], "level": "political",
    ///         "asked_by": "oic", "about": "Migration as a further priority"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    ConsultationEvent in Consultation {
        0x0931 ConsultationHeld,
    }
}

/// On which level the parties talked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsultationLevel {
    /// Among the heads of the parties (MoU AoC-OIC, Art. 31 and 32).
    High,
    /// Political (MoU AoC-OIC, Art. 29).
    Political,
    /// Technical (MoU AoC-OIC, Art. 29).
    Technical,
}

/// Parties of an agreement consulted each other.
///
/// Source: MoU AoC-OIC, Art. 7, 29, 31, 32 and 37.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsultationHeld {
    /// The consultation.
    pub consultation: ConsultationId,
    /// The agreement.
    pub agreement: AgreementId,
    /// Which parties took part.
    pub between: Vec<PartyId>,
    /// On which level.
    #[serde(default)]
    pub level: Option<ConsultationLevel>,
    /// The party at whose request it was held (MoU AoC-OIC, Art. 32: either may ask).
    #[serde(default)]
    pub asked_by: Option<PartyId>,
    /// What it was about.
    #[serde(default)]
    pub about: Option<Text>,
}

impl ConsultationEvent {
    /// The agreement.
    #[must_use]
    pub const fn agreement(&self) -> AgreementId {
        let Self::ConsultationHeld(event) = self;
        event.agreement
    }

    /// Everybody who asked or took part.
    pub(crate) fn parties(&self) -> impl Iterator<Item = &PartyId> {
        let Self::ConsultationHeld(event) = self;
        event.between.iter().chain(&event.asked_by)
    }

    /// Whether it was one of all parties of that agreement.
    pub(crate) fn is_of_all(&self, drafted: &AgreementDrafted) -> bool {
        let Self::ConsultationHeld(event) = self;
        event.agreement == drafted.agreement
            && drafted.parties.iter().all(|party| event.between.contains(party))
    }
}

impl Area for ConsultationEvent {
    fn entities(&self) -> Entities {
        let Self::ConsultationHeld(event) = self;
        Entities {
            changes: vec![event.consultation.into(), event.agreement.into()],
            names: once(self.parties().copied().map(EntityId::from)),
        }
    }

    fn role(&self) -> Role {
        Role::Founds
    }

    fn ends_with(&self) -> Vec<EntityId> {
        Vec::new()
    }

    fn time_shape(&self) -> TimeShape {
        TimeShape::Any
    }

    fn lanes(&self) -> Lanes {
        Lanes::Between { after: Vec::new(), before: vec![under(self.agreement())] }
    }

    fn check_shape(&self) -> Vec<Refusal> {
        let Self::ConsultationHeld(event) = self;
        let own = Some(event.consultation.into());
        if repeats(&event.between) {
            vec![Refusal::alone(Rule::NamedTwice, own)]
        } else if event.between.len() < 2 {
            vec![Refusal::alone(Rule::ConsultationOfTwo, own)]
        } else {
            Vec::new()
        }
    }
}
