//! The events of agreements: their fields.

use serde::{Deserialize, Serialize};

use super::{AgreementForm, AuthenticTexts, EntryIntoForce, Priority, PriorityRoute};
use crate::id::{ActionPlanId, AgreementId, OfficeId, PartyId, PersonId, ProgrammeId};
use crate::label::Label;
use crate::name::{Names, Text};
use crate::obligation::Obligation;
use crate::period::Period;

/// The text of an agreement was drawn up: what it will say, once it is in force.
///
/// Source: MoU AoC-OIC, Recital 12, Art. 1 to 43 and the closing clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementDrafted {
    /// The agreement.
    pub agreement: AgreementId,
    /// What sort of instrument it is.
    pub form: AgreementForm,
    /// Its title, in several languages.
    pub names: Names,
    /// Who is to sign it: two at least.
    pub parties: Vec<PartyId>,
    /// The clause on its languages, if it has one.
    #[serde(default)]
    pub texts: Option<AuthenticTexts>,
    /// The clause on its entry into force.
    #[serde(default)]
    pub entry_into_force: EntryIntoForce,
    /// For how long it is in force; without a term it has no end.
    #[serde(default)]
    pub term: Option<Period>,
    /// The fields in which the parties want to work together.
    #[serde(default)]
    pub priorities: Vec<Priority>,
    /// What it asks of its parties.
    #[serde(default)]
    pub obligations: Vec<Obligation>,
}

/// A party signed.
///
/// Source: MoU AoC-OIC, Art. 42: signature by the two parties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementSigned {
    /// The agreement.
    pub agreement: AgreementId,
    /// For whom it was signed.
    pub party: PartyId,
    /// As the holder of which office.
    #[serde(default)]
    pub office: Option<OfficeId>,
    /// By whom.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// Where.
    #[serde(default)]
    pub place: Option<Text>,
}

/// A party expressed its consent to be bound: it ratified, accepted, approved or acceded.
///
/// Source: Vienna Convention on the Law of Treaties, Art. 11.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementConsented {
    /// The agreement.
    pub agreement: AgreementId,
    /// The party.
    pub party: PartyId,
}

/// A priority was added to those of the text.
///
/// Source: MoU AoC-OIC, Art. 7, and Art. 40 with 43.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityAdded {
    /// The agreement.
    pub agreement: AgreementId,
    /// The priority.
    pub priority: Priority,
    /// How it was added.
    pub by: PriorityRoute,
}

/// The parties let it go on.
///
/// Source: UNESCO and the Alliance, 2013: renewed for two years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementRenewed {
    /// The agreement.
    pub agreement: AgreementId,
    /// For how long, from the day of the renewal on; without a term it has no end.
    #[serde(default)]
    pub term: Option<Period>,
}

/// It was ended: from that day on it is not in force.
///
/// Source: Vienna Convention on the Law of Treaties, Art. 54.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementTerminated {
    /// The agreement.
    pub agreement: AgreementId,
    /// By whom.
    #[serde(default)]
    pub by: Vec<PartyId>,
}

/// A later agreement took its place. The earlier one stays in the book.
///
/// Source: Council of Europe and the Alliance: letter of intent, draft, memorandum, later memorandum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementSuperseded {
    /// The agreement.
    pub agreement: AgreementId,
    /// The one that took its place.
    pub by: AgreementId,
}

/// What an obligation asks was done.
///
/// Source: MoU AoC-OIC, Art. 1 to 43.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationPerformed {
    /// The agreement.
    pub agreement: AgreementId,
    /// Which of its obligations.
    pub obligation: Label,
    /// By whom: all parties, where it is borne by all together.
    pub by: Vec<PartyId>,
    /// What was done.
    #[serde(default)]
    pub text: Option<Text>,
}

/// It was established that a duty was not performed when it was due. Silence is no such record.
///
/// Source: MoU AoC-OIC, Art. 1 to 43.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationNotPerformed {
    /// The agreement.
    pub agreement: AgreementId,
    /// Which of its duties.
    pub obligation: Label,
    /// Who did not perform it.
    pub by: Vec<PartyId>,
    /// Who says so, and why.
    #[serde(default)]
    pub text: Option<Text>,
}

/// The parties did something together under the agreement.
///
/// Source: MoU AoC-OIC, Art. 3, 5 and 36.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityHeld {
    /// The agreement.
    pub agreement: AgreementId,
    /// What it was.
    pub text: Text,
    /// The action plan to which it belongs.
    #[serde(default)]
    pub plan: Option<ActionPlanId>,
    /// The joint programme to which it belongs.
    #[serde(default)]
    pub programme: Option<ProgrammeId>,
    /// The party that led it.
    #[serde(default)]
    pub lead: Option<PartyId>,
    /// Third parties that took part.
    #[serde(default)]
    pub with: Vec<PartyId>,
    /// Where.
    #[serde(default)]
    pub place: Option<Text>,
}

/// The parties evaluated how the agreement is carried out.
///
/// Source: MoU AoC-OIC, Art. 40.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvaluationHeld {
    /// The agreement.
    pub agreement: AgreementId,
    /// What they found.
    #[serde(default)]
    pub findings: Option<Text>,
}
