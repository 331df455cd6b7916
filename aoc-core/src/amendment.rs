//! Amendments: proposed, and in effect once every party of the agreement has consented in writing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::agreement::{consents, under};
use crate::event::{Area, Entities, Event, Lanes, Role, area_events};
use crate::id::{AgreementId, AmendmentId, EntityId, PartyId, Position};
use crate::name::{Names, Text};
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

area_events! {
    /// The events of amendments, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("AmendmentProposed", json!({"amendment": "amendment-example", "agreement": "mou-example",
    ///         "text": "Add women as a priority", "by": "oic"})),
    ///     ("AmendmentConsented", json!({"amendment": "amendment-example", "agreement": "mou-example",
    ///         "party": "oic", "form": "written"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    AmendmentEvent in Amendment {
        0x0911 AmendmentProposed,
        0x0912 AmendmentConsented,
    }
}

/// A change of an agreement was proposed. Nothing is changed by that.
///
/// Source: MoU AoC-OIC, Art. 40 and 43.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmendmentProposed {
    /// The amendment.
    pub amendment: AmendmentId,
    /// The agreement that is to be changed.
    pub agreement: AgreementId,
    /// What is to be changed.
    pub text: Text,
    /// The party that proposed it.
    #[serde(default)]
    pub by: Option<PartyId>,
}

/// In which form a party consented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsentForm {
    /// In writing.
    Written,
    /// By word of mouth.
    Oral,
}

/// A party consented to an amendment.
///
/// Source: MoU AoC-OIC, Art. 43: by mutual consent in writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmendmentConsented {
    /// The amendment.
    pub amendment: AmendmentId,
    /// The agreement that is to be changed.
    pub agreement: AgreementId,
    /// The party that consented.
    pub party: PartyId,
    /// In which form.
    pub form: ConsentForm,
}

impl AmendmentEvent {
    /// The amendment.
    #[must_use]
    pub const fn amendment(&self) -> AmendmentId {
        match self {
            Self::AmendmentProposed(event) => event.amendment,
            Self::AmendmentConsented(event) => event.amendment,
        }
    }

    /// The agreement that is to be changed.
    #[must_use]
    pub const fn agreement(&self) -> AgreementId {
        match self {
            Self::AmendmentProposed(event) => event.agreement,
            Self::AmendmentConsented(event) => event.agreement,
        }
    }

    /// The party that acts, if it is known.
    #[must_use]
    pub const fn party(&self) -> Option<PartyId> {
        match self {
            Self::AmendmentProposed(event) => event.by,
            Self::AmendmentConsented(event) => Some(event.party),
        }
    }
}

impl Area for AmendmentEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::AmendmentProposed(event) => Some(Names::of_text(event.text.clone())),
            Self::AmendmentConsented(_) => None,
        }
    }

    fn entities(&self) -> Entities {
        Entities {
            changes: vec![self.amendment().into(), self.agreement().into()],
            names: self.party().map(EntityId::from).into_iter().collect(),
        }
    }

    fn role(&self) -> Role {
        match self {
            Self::AmendmentProposed(_) => Role::Founds,
            Self::AmendmentConsented(_) => Role::Changes,
        }
    }

    /// An amendment ends with its agreement.
    fn ends_with(&self) -> Vec<EntityId> {
        vec![self.agreement().into()]
    }

    /// Consents wait for the proposal, not for each other.
    fn lanes(&self) -> Lanes {
        let proposal = EntityId::from(self.amendment());
        match self {
            Self::AmendmentProposed(_) => {
                Lanes::Between { after: Vec::new(), before: vec![proposal, under(self.agreement())] }
            }
            Self::AmendmentConsented(_) => Lanes::Between {
                after: vec![proposal],
                before: vec![consents(self.amendment()), under(self.agreement())],
            },
        }
    }

    fn check_shape(&self) -> Vec<Refusal> {
        match self {
            Self::AmendmentConsented(event) if event.form == ConsentForm::Oral => {
                vec![Refusal::alone(Rule::ConsentInWriting, Some(event.amendment.into()))]
            }
            Self::AmendmentProposed(_) | Self::AmendmentConsented(_) => Vec::new(),
        }
    }
}

/// The life of one amendment: proposed, then consented to by one party after the other (DOMAIN rule 7).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct AmendmentState {
    proposed: Option<(AgreementId, Position)>,
    consented: BTreeMap<PartyId, Position>,
}

impl Machine for AmendmentState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let Event::Amendment(event) = event else { return Ok(()) };
        let own = Some(EntityId::from(event.amendment()));
        match (event, self.proposed) {
            (AmendmentEvent::AmendmentProposed(_), None) => Ok(()),
            (AmendmentEvent::AmendmentProposed(_), Some((_, at))) => {
                Err(Refusal::new(Rule::AlreadyRegistered, own, at))
            }
            (AmendmentEvent::AmendmentConsented(_), None) => Err(Refusal::alone(Rule::NotRegistered, own)),
            (AmendmentEvent::AmendmentConsented(event), Some((agreement, at))) => {
                if event.agreement != agreement {
                    return Err(Refusal::new(Rule::OfAnotherAgreement, own, at));
                }
                let before = self.consented.get(&event.party);
                before.map_or(Ok(()), |at| Err(Refusal::new(Rule::ConsentsOnce, own, *at)))
            }
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        match event {
            Event::Amendment(AmendmentEvent::AmendmentProposed(event)) => {
                self.proposed = Some((event.agreement, *at));
            }
            Event::Amendment(AmendmentEvent::AmendmentConsented(event)) => {
                self.consented.insert(event.party, *at);
            }
            _ => {}
        }
    }
}
