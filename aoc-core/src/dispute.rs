//! Disputes: the parties of an agreement disagree, and settle it among themselves.

use serde::{Deserialize, Serialize};

use crate::agreement::{AgreementDrafted, AgreementEvent};
use crate::event::{Area, Entities, Event, Role, area_events};
use crate::id::{AgreementId, DisputeId, EntityId, PartyId, Position};
use crate::list::{once, repeats};
use crate::name::{Names, Text};
use crate::named::Named;
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

area_events! {
    /// The events of disputes, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("DisputeRaised", json!({"dispute": "dispute-example", "agreement": "mou-example",
    ///         "by": "oic", "about": "Who keeps the clearinghouse"})),
    ///     ("DisputeSettled", json!({"dispute": "dispute-example", "agreement": "mou-example",
    ///         "by": ["aoc", "oic"], "outcome": "Both keep it together"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    DisputeEvent in Dispute {
        0x0941 DisputeRaised,
        0x0942 DisputeSettled,
    }
}

/// A party disputed how the agreement is to be read or carried out.
///
/// Source: MoU AoC-OIC, Art. 41.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeRaised {
    /// The dispute.
    pub dispute: DisputeId,
    /// The agreement.
    pub agreement: AgreementId,
    /// The party that raised it.
    pub by: PartyId,
    /// What it is about.
    pub about: Text,
}

/// A dispute was settled by consultation of the parties.
///
/// Source: MoU AoC-OIC, Art. 41.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisputeSettled {
    /// The dispute.
    pub dispute: DisputeId,
    /// The agreement.
    pub agreement: AgreementId,
    /// Who settled it: all parties of the agreement, and nobody else.
    pub by: Vec<PartyId>,
    /// What they agreed on.
    pub outcome: Text,
}

impl DisputeEvent {
    /// The dispute.
    #[must_use]
    pub const fn dispute(&self) -> DisputeId {
        match self {
            Self::DisputeRaised(event) => event.dispute,
            Self::DisputeSettled(event) => event.dispute,
        }
    }

    /// The agreement.
    #[must_use]
    pub const fn agreement(&self) -> AgreementId {
        match self {
            Self::DisputeRaised(event) => event.agreement,
            Self::DisputeSettled(event) => event.agreement,
        }
    }

    fn parties(&self) -> &[PartyId] {
        match self {
            Self::DisputeRaised(event) => std::slice::from_ref(&event.by),
            Self::DisputeSettled(event) => &event.by,
        }
    }
}

impl Area for DisputeEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::DisputeRaised(event) => Some(Names::of_text(event.about.clone())),
            Self::DisputeSettled(_) => None,
        }
    }

    fn entities(&self) -> Entities {
        let parties = self.parties().iter().copied().map(EntityId::from);
        Entities {
            changes: vec![self.dispute().into()],
            names: once(std::iter::once(self.agreement().into()).chain(parties)),
        }
    }

    fn role(&self) -> Role {
        match self {
            Self::DisputeRaised(_) => Role::Founds,
            Self::DisputeSettled(_) => Role::Ends,
        }
    }

    /// A dispute can be raised and settled when the agreement has ended.
    fn rests_on(&self) -> Vec<EntityId> {
        once(self.parties().iter().copied().map(EntityId::from))
    }

    fn ends_with(&self) -> Vec<EntityId> {
        Vec::new()
    }

    fn check_shape(&self) -> Vec<Refusal> {
        if repeats(self.parties()) {
            vec![Refusal::alone(Rule::NamedTwice, Some(self.dispute().into()))]
        } else {
            Vec::new()
        }
    }

    /// Between the parties only (DOMAIN rule 10).
    fn check_named(&self, named: &Named<'_>) -> Vec<Refusal> {
        let founding = named.founding(self.agreement().into());
        let Some((Event::Agreement(AgreementEvent::AgreementDrafted(drafted)), at)) = founding else {
            return Vec::new();
        };
        let own = Some(self.dispute().into());
        match (self, self.is_among(drafted)) {
            (Self::DisputeRaised(_), false) => vec![Refusal::new(Rule::NotAParty, own, at)],
            (Self::DisputeSettled(_), false) => vec![Refusal::new(Rule::SettledByParties, own, at)],
            (_, true) => Vec::new(),
        }
    }
}

impl DisputeEvent {
    fn is_among(&self, drafted: &AgreementDrafted) -> bool {
        let known = self.parties().iter().all(|party| drafted.parties.contains(party));
        match self {
            Self::DisputeRaised(_) => known,
            Self::DisputeSettled(event) => {
                known && drafted.parties.iter().all(|party| event.by.contains(party))
            }
        }
    }
}

/// The life of one dispute: raised, then settled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct DisputeState {
    raised: Option<(AgreementId, Position)>,
    settled: Option<Position>,
}

impl Machine for DisputeState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let Event::Dispute(event) = event else { return Ok(()) };
        let own = Some(EntityId::from(event.dispute()));
        match (event, self.raised, self.settled) {
            (_, _, Some(at)) => Err(Refusal::new(Rule::AlreadyEnded, own, at)),
            (DisputeEvent::DisputeRaised(_), None, None) => Ok(()),
            (DisputeEvent::DisputeRaised(_), Some((_, at)), None) => {
                Err(Refusal::new(Rule::AlreadyRegistered, own, at))
            }
            (DisputeEvent::DisputeSettled(_), None, None) => Err(Refusal::alone(Rule::NotRegistered, own)),
            (DisputeEvent::DisputeSettled(event), Some((agreement, at)), None) => {
                if event.agreement == agreement {
                    Ok(())
                } else {
                    Err(Refusal::new(Rule::OfAnotherAgreement, own, at))
                }
            }
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        match event {
            Event::Dispute(DisputeEvent::DisputeRaised(event)) => self.raised = Some((event.agreement, *at)),
            Event::Dispute(DisputeEvent::DisputeSettled(_)) => self.settled = Some(*at),
            _ => {}
        }
    }
}
