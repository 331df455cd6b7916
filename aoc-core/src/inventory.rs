//! Inventories: what the book held was counted.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::digest::InventoryDigest;
use crate::event::{Area, Entities, area_events};
use crate::id::Position;
use crate::list::repeats;
use crate::rule::{Refusal, Rule};
use crate::written::read_from_text;

/// The most answers that one inventory states.
pub const ANSWERS_MAX: usize = 64;
/// The longest name of a projection, in bytes.
const NAME_LEN_MAX: usize = 64;

/// Which question an answer answers: 1 to 64 small letters, digits and hyphens, no hyphen first.
///
/// ```
/// use aoc_core::ProjectionName;
/// assert_eq!("members-by-kind".parse::<ProjectionName>()?.as_str(), "members-by-kind");
/// assert!("Members".parse::<ProjectionName>().is_err());
/// # Ok::<(), aoc_core::ProjectionNameError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct ProjectionName(String);

read_from_text!(ProjectionName);

impl ProjectionName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text is not a [`ProjectionName`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` names no projection: use 1 to {NAME_LEN_MAX} small letters, digits and hyphens, no hyphen first"
)]
pub struct ProjectionNameError {
    /// The text as given (cut after 80 characters).
    pub text: String,
}

impl FromStr for ProjectionName {
    type Err = ProjectionNameError;

    fn from_str(text: &str) -> Result<Self, ProjectionNameError> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let is_name =
            (1..=NAME_LEN_MAX).contains(&text.len()) && !text.starts_with('-') && text.bytes().all(fits);
        if is_name {
            Ok(Self(text.to_owned()))
        } else {
            Err(ProjectionNameError { text: text.chars().take(80).collect() })
        }
    }
}

impl From<ProjectionName> for String {
    fn from(name: ProjectionName) -> Self {
        name.0
    }
}

impl fmt::Display for ProjectionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The version of a projection: another one may derive another answer from the same records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProjectionVersion(u16);

impl ProjectionVersion {
    /// The version with this number.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for ProjectionVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An answer that was derived from the counted records, digested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerDigest {
    /// Which projection.
    pub projection: ProjectionName,
    /// The version of the projection: a different one derives something else.
    pub version: ProjectionVersion,
    /// On which day the answer is true in the world; what the book held is [`InventoryTaken::upto`].
    pub on: Day,
    /// SHA-256 over the answer.
    pub digest: InventoryDigest,
}

/// What the book held was counted: from this record on, whoever is handed part of the book can tell whether something was left out.
/// Its date is the day on which that was done.
///
/// Normally the ledger itself records it, when a checkpoint is issued. It may be recorded by hand; if its figures are not those of
/// the book, verifying finds it. Nothing here computes or compares them.
///
/// It changes and names no entity. The versions of the rules and of the code lists under which it was taken stand in the header of
/// its record, as in every record's ([`Record::rules`](crate::Record::rules), [`Record::codes`](crate::Record::codes)): the body
/// does not repeat them.
///
/// Source: the evidence of this ledger (DESIGN.md, Evidence): not a domain event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InventoryTaken {
    /// The last record that was counted; [`Position::START`] for an empty book.
    pub upto: Position,
    /// How many entities these records change or name, each counted once.
    pub entities: u64,
    /// The root of the Merkle tree (RFC 6962) over the entities, sorted, each with the number of records that concern it.
    pub root: InventoryDigest,
    /// What was derived from these records, digested: at most [`ANSWERS_MAX`], no projection twice.
    #[serde(default)]
    pub answers: Vec<AnswerDigest>,
}

area_events! {
    /// The events of inventories, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("InventoryTaken", json!({"upto": 12, "entities": 7,
    ///         "root": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    ///         "answers": [{"projection": "memberships", "version": 1, "on": "2026-01-31",
    ///             "digest": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}]})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    InventoryEvent in Inventory {
        0x0f01 InventoryTaken,
    }
}

impl Area for InventoryEvent {
    /// It is about the book itself.
    fn entities(&self) -> Entities {
        Entities::default()
    }

    fn check_shape(&self) -> Vec<Refusal> {
        let Self::InventoryTaken(event) = self;
        let mut refusals = Vec::new();
        if repeats(event.answers.iter().map(|answer| &answer.projection)) {
            refusals.push(Refusal::alone(Rule::NamedTwice, None));
        }
        let count = event.answers.len();
        if count > ANSWERS_MAX {
            refusals.push(Refusal::alone(Rule::TooManyAnswers { count }, None));
        }
        refusals
    }
}
