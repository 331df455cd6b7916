//! Sources: the documents that records rest on.
//!
//! A source does not lie on the axis of valid time: a report of 2013 may be cited for 2007.

use serde::{Deserialize, Serialize};

use crate::date::EventDate;
use crate::day::Day;
use crate::event::{Area, Entities, Event, Role, TimeShape, area_events};
use crate::id::{EntityId, Position, SourceId};
use crate::name::{LanguageTag, Names, Text};
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

/// A SHA-256 digest of a source document's bytes, written as 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(String);

/// Why a text is not a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a digest is SHA-256 in 64 lower-case hexadecimal digits")]
pub struct DigestError;

impl Digest {
    /// The hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Digest {
    type Error = DigestError;

    fn try_from(text: String) -> Result<Self, DigestError> {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 64 && text.bytes().all(hex) { Ok(Self(text)) } else { Err(DigestError) }
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.0
    }
}

/// A document was entered in the register of sources.
///
/// Source: the ledger: a source behind every record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRegistered {
    /// The source.
    pub source: SourceId,
    /// Its title, as it gives it.
    pub title: Text,
    /// Who published it.
    #[serde(default)]
    pub publisher: Option<Text>,
    /// When it was published; says nothing about when its content took effect.
    #[serde(default)]
    pub published: Option<EventDate>,
    /// Its address or the archive's shelf mark.
    #[serde(default)]
    pub address: Option<Text>,
    /// SHA-256 of the copy that was read.
    #[serde(default)]
    pub digest: Option<Digest>,
    /// The day on which that copy was retrieved.
    #[serde(default)]
    pub retrieved: Option<Day>,
    /// Its language.
    #[serde(default)]
    pub language: Option<LanguageTag>,
}

/// A source was withdrawn by its publisher or is no longer trusted: what rests on it is flagged.
///
/// Source: the ledger: a source behind every record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceWithdrawn {
    /// The source.
    pub source: SourceId,
}

area_events! {
    /// The events of sources, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("SourceRegistered", json!({"source": "src-example", "title": "Title of the document",
    ///         "publisher": "Publisher", "published": "2010-05-13",
    ///         "address": "https://example.org/document", "retrieved": "2026-01-31", "language": "en"})),
    ///     ("SourceWithdrawn", json!({"source": "src-example"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    SourceEvent in Source {
        0x0101 SourceRegistered,
        0x0102 SourceWithdrawn,
    }
}

impl SourceEvent {
    /// The source.
    #[must_use]
    pub const fn source(&self) -> SourceId {
        match self {
            Self::SourceRegistered(event) => event.source,
            Self::SourceWithdrawn(event) => event.source,
        }
    }
}

impl Area for SourceEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::SourceRegistered(event) => Some(Names::of_text(event.title.clone())),
            Self::SourceWithdrawn(_) => None,
        }
    }

    fn entities(&self) -> Entities {
        Entities { changes: vec![self.source().into()], names: Vec::new() }
    }

    fn rests_on(&self) -> Vec<EntityId> {
        Vec::new()
    }

    fn role(&self) -> Role {
        match self {
            Self::SourceRegistered(_) => Role::Founds,
            Self::SourceWithdrawn(_) => Role::Changes,
        }
    }

    fn time_shape(&self) -> TimeShape {
        TimeShape::Timeless
    }
}

/// The life of one source: registered, perhaps withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SourceState {
    registered: Option<Position>,
    withdrawn: Option<Position>,
}

impl Machine for SourceState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let Event::Source(event) = event else { return Ok(()) };
        let entity = event.entities().changes.first().copied();
        match (event, self.registered, self.withdrawn) {
            (SourceEvent::SourceRegistered(_), Some(at), _) => {
                Err(Refusal::new(Rule::AlreadyRegistered, entity, at))
            }
            (SourceEvent::SourceRegistered(_), None, _)
            | (SourceEvent::SourceWithdrawn(_), Some(_), None) => Ok(()),
            (SourceEvent::SourceWithdrawn(_), None, _) => Err(Refusal::alone(Rule::NotRegistered, entity)),
            (SourceEvent::SourceWithdrawn(_), _, Some(at)) => {
                Err(Refusal::new(Rule::AlreadyEnded, entity, at))
            }
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        match event {
            Event::Source(SourceEvent::SourceRegistered(_)) => self.registered = Some(*at),
            Event::Source(SourceEvent::SourceWithdrawn(_)) => self.withdrawn = Some(*at),
            _ => {}
        }
    }
}
