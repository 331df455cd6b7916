//! [`Obligation`]: what an agreement asks of its parties, as data.

use serde::{Deserialize, Serialize};

use crate::date::EventDate;
use crate::id::PartyId;
use crate::label::Label;
use crate::name::Text;
use crate::period::Period;

/// Who bears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bearer {
    /// This party alone.
    Party(PartyId),
    /// Each party for itself.
    Each,
    /// All parties together.
    All,
}

/// How binding it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObligationKind {
    /// Something is to be done (*shall*): it can be left undone.
    Duty,
    /// Something is to be tried (*endeavor*): no result breaches it.
    Effort,
    /// Something is to be aimed at (*should*, *would*, *proposed*).
    Aim,
    /// Something may be done (*could*, *may*).
    Permission,
    /// Something holds by itself (*will*): a clause on disputes or on entry into force.
    Effect,
}

impl ObligationKind {
    /// The word for it, as drafts write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::Effort => "effort",
            Self::Aim => "aim",
            Self::Permission => "permission",
            Self::Effect => "effect",
        }
    }

    /// Whether it can be left undone.
    #[must_use]
    pub const fn can_be_breached(self) -> bool {
        matches!(self, Self::Duty)
    }
}

/// From when on it runs; never before the agreement is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// From the entry into force on.
    #[default]
    EntryIntoForce,
    /// From that day on.
    Day(EventDate),
    /// Whenever this happens (*at the request of either party*): from the entry into force on it stands ready.
    Occasion(Text),
}

/// By when, or how often, it is to be performed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Due {
    /// No deadline is given: it goes on.
    #[default]
    Open,
    /// Not later than the last day of this date (*not later than 2012*).
    By(EventDate),
    /// Within this period from when on it runs.
    Within(Period),
    /// Once in every such period.
    Every(Period),
    /// *Biannual*: twice a year, or every two years. The text does not say which, so the question does.
    Biannual,
}

/// What an agreement asks of its parties.
///
/// ```
/// use aoc_core::{Due, Obligation, ObligationKind, Trigger};
/// let evaluation: Obligation = serde_json::from_str(r#"{
///     "label": "art-40", "articles": ["Art. 40"], "kind": "duty", "bearer": "all",
///     "text": "Agree, not later than 2012, to amend if necessary", "due": {"by": "2012"}
/// }"#)?;
/// assert_eq!((evaluation.kind, evaluation.trigger), (ObligationKind::Duty, Trigger::EntryIntoForce));
/// assert_eq!(evaluation.due, Due::By("2012".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// What the book calls it; unique in its agreement.
    pub label: Label,
    /// Where the agreement says so: one duty that it states twice has two.
    pub articles: Vec<Text>,
    /// How binding it is.
    pub kind: ObligationKind,
    /// Who bears it.
    pub bearer: Bearer,
    /// What is asked.
    pub text: Text,
    /// From when on it runs.
    #[serde(default)]
    pub trigger: Trigger,
    /// By when, or how often.
    #[serde(default)]
    pub due: Due,
}
