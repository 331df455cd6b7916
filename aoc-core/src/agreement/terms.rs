//! What an agreement says of itself: its form, its texts, when it enters into force, its priorities.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::label::Label;
use crate::name::{LanguageTag, Text};

/// What sort of instrument it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgreementForm {
    /// What two sides intend, before they agree on it.
    LetterOfIntent,
    /// A memorandum of understanding.
    Memorandum,
    /// A protocol.
    Protocol,
    /// Another agreement.
    Agreement,
}

impl AgreementForm {
    /// The word for it, as drafts write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::LetterOfIntent => "letter-of-intent",
            Self::Memorandum => "memorandum",
            Self::Protocol => "protocol",
            Self::Agreement => "agreement",
        }
    }
}

/// In which languages a text is authentic, and which prevails (Vienna Convention on the Law of Treaties, Art. 33).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthenticTexts {
    /// The languages in which the text is equally authentic.
    pub languages: Vec<LanguageTag>,
    /// The language that prevails when the texts disagree.
    #[serde(default)]
    pub prevailing: Option<LanguageTag>,
}

/// When an agreement enters into force (Vienna Convention on the Law of Treaties, Art. 24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum EntryIntoForce {
    /// On the day of the last party's signature (MoU AoC-OIC, Art. 42).
    #[default]
    LastSignature,
    /// On that day, or on that of the last signature if it is later.
    FixedDay(Day),
    /// On the day on which so many parties have expressed their consent to be bound.
    Consents(NonZeroU32),
}

/// A field in which the parties want to work together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priority {
    /// What the agreement calls it (`a`).
    pub label: Label,
    /// What it is.
    pub text: Text,
}

/// How a priority was added to those of the agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PriorityRoute {
    /// By consultation of all parties (MoU AoC-OIC, Art. 7).
    Consultation(crate::id::ConsultationId),
    /// By amendment (MoU AoC-OIC, Art. 40 and 43).
    Amendment(crate::id::AmendmentId),
}
