//! What an agreement says of itself: its form, its texts, when it enters into force, its priorities.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::chain::Window;
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

impl EntryIntoForce {
    /// Between which days the clause is met by these acts; nothing while it is not.
    ///
    /// `signatures` has for each party of the agreement between which days it signed, and nothing for one that has not;
    /// `consents` has between which days parties expressed their consent to be bound, in any order. What all of several
    /// acts bring about comes about between the latest of their earliest and the latest of their latest days; what n of
    /// them bring about, between the n-th of each (law 8).
    ///
    /// ```
    /// use std::num::NonZeroU32;
    /// use aoc_core::{EntryIntoForce, EventDate, Window};
    /// let window = |date: &str| date.parse().map(|date: EventDate| Window::from(date.effect()));
    /// let (april, spring) = (window("2009-04-06")?, window("[2009-03-20..2009-06-20]")?);
    ///
    /// let clause = EntryIntoForce::LastSignature;
    /// assert_eq!(clause.met([Some(april), None], []), None, "one party has not signed");
    /// assert_eq!(clause.met([Some(april), Some(spring)], []), Some(window("[2009-04-06..2009-06-20]")?));
    ///
    /// let first = EntryIntoForce::Consents(NonZeroU32::MIN);
    /// assert_eq!(first.met([], [april, spring]), Some(window("[2009-03-20..2009-04-06]")?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn met(
        self,
        signatures: impl IntoIterator<Item = Option<Window>>,
        consents: impl IntoIterator<Item = Window>,
    ) -> Option<Window> {
        let last_signature = || {
            let all: Vec<Window> = signatures.into_iter().collect::<Option<_>>()?;
            nth(&all, all.len())
        };
        match self {
            Self::LastSignature => last_signature(),
            Self::FixedDay(day) => last_signature()
                .map(|last| Window { earliest: last.earliest.max(day), latest: last.latest.max(day) }),
            Self::Consents(count) => {
                let all: Vec<Window> = consents.into_iter().collect();
                nth(&all, usize::try_from(count.get()).ok()?)
            }
        }
    }
}

/// Between which days the n-th of these happens, the first being 1; nothing when there are fewer.
fn nth(acts: &[Window], n: usize) -> Option<Window> {
    let pick = |day: fn(&Window) -> Day| {
        let mut days: Vec<Day> = acts.iter().map(day).collect();
        days.sort_unstable();
        days.get(n.checked_sub(1)?).copied()
    };
    Some(Window { earliest: pick(|act| act.earliest)?, latest: pick(|act| act.latest)? })
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
