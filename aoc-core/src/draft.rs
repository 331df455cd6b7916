//! [`Draft`]: an event proposed for the book.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::citation::{Citation, Citations};
use crate::date::EventDate;
use crate::event::{Event, EventJsonError, Privacy};
use crate::id::{EventId, Position};
use crate::name::Text;
use crate::record::{Meta, Record, Relation};

/// A record, by its place or by the id of its draft (also one of the same commit).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RecordRef {
    /// Its place in the log.
    Position(Position),
    /// The id of its draft.
    Event(EventId),
}

impl From<Position> for RecordRef {
    fn from(position: Position) -> Self {
        Self::Position(position)
    }
}

impl From<EventId> for RecordRef {
    fn from(id: EventId) -> Self {
        Self::Event(id)
    }
}

/// What a draft proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The world moved.
    New {
        /// What happened.
        event: Event,
        /// When.
        date: EventDate,
    },
    /// We were wrong: a fact gets a new version.
    Correction {
        /// The fact's last version.
        of: RecordRef,
        /// What happened, as is now believed.
        event: Event,
        /// When, as is now believed.
        date: EventDate,
    },
    /// It never happened.
    Retraction {
        /// The fact's last version.
        of: RecordRef,
    },
    /// A second source for a fact.
    Corroboration {
        /// The fact's last version.
        of: RecordRef,
    },
}

/// An event proposed for the book, with its date, its sources and what else it says.
///
/// ```
/// use aoc_core::{Citations, Draft, MemberJoined};
/// let joined = MemberJoined { group: "friends".parse()?, party: "usa".parse()? };
/// let draft = Draft::new(joined, "2010-05-13".parse()?, Citations::source("state-dept".parse()?))
///     .with_id("usa-joined".parse()?)
///     .in_words("announced on 13 May 2010".parse()?);
/// let json = draft.to_json();
/// assert_eq!(json["event"], "MemberJoined");
/// assert_eq!(Draft::from_json(json)?, draft);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    id: Option<EventId>,
    /// What it proposes.
    pub claim: Claim,
    /// The record of the same timeline that it followed, where the source says so.
    pub after: Option<RecordRef>,
    /// What stands beside the event.
    pub meta: Meta,
}

impl Draft {
    fn of(claim: Claim, citations: Citations) -> Self {
        Self { id: None, claim, after: None, meta: Meta::new(citations) }
    }

    /// A new fact.
    pub fn new(event: impl Into<Event>, date: EventDate, citations: Citations) -> Self {
        Self::of(Claim::New { event: event.into(), date }, citations)
    }

    /// A new version of a fact, and why.
    pub fn correct(
        of: impl Into<RecordRef>,
        event: impl Into<Event>,
        date: EventDate,
        citations: Citations,
        reason: Text,
    ) -> Self {
        Self::of(Claim::Correction { of: of.into(), event: event.into(), date }, citations).because(reason)
    }

    /// The fact never happened, and why.
    pub fn retract(of: impl Into<RecordRef>, citations: Citations, reason: Text) -> Self {
        Self::of(Claim::Retraction { of: of.into() }, citations).because(reason)
    }

    /// A second source for a fact.
    pub fn corroborate(of: impl Into<RecordRef>, citations: Citations) -> Self {
        Self::of(Claim::Corroboration { of: of.into() }, citations)
    }

    /// With an id of the drafter's own.
    #[must_use]
    pub const fn with_id(mut self, id: EventId) -> Self {
        self.id = Some(id);
        self
    }

    /// It directly followed this record of the same timeline.
    #[must_use]
    pub fn after(mut self, record: impl Into<RecordRef>) -> Self {
        self.after = Some(record.into());
        self
    }

    /// Why it is recorded.
    #[must_use]
    pub fn because(mut self, reason: Text) -> Self {
        self.meta.reason = Some(reason);
        self
    }

    /// The words in which the source gives the date.
    #[must_use]
    pub fn in_words(mut self, words: Text) -> Self {
        self.meta.words = Some(words);
        self
    }

    /// Who records it, on whose authority.
    #[must_use]
    pub fn by(mut self, actor: Text, authority: Option<Text>) -> Self {
        self.meta.actor = Some(actor);
        self.meta.authority = authority;
        self
    }

    /// Its id: the drafter's own, or else one made from its content (of personal data, only from whom they
    /// are about: the id stays when they are erased).
    #[must_use]
    pub fn id(&self) -> EventId {
        self.id.unwrap_or_else(|| {
            let mut content = self.content_json();
            if let Some(event) = self.event().filter(|event| event.privacy() == Privacy::Personal) {
                content.insert("data".into(), json!(event.entities().changes));
            }
            EventId::of_content(Value::Object(content).to_string().as_bytes())
        })
    }

    /// The id that the drafter chose, if any.
    #[must_use]
    pub const fn own_id(&self) -> Option<EventId> {
        self.id
    }

    /// Its event, if it proposes one.
    #[must_use]
    pub const fn event(&self) -> Option<&Event> {
        match &self.claim {
            Claim::New { event, .. } | Claim::Correction { event, .. } => Some(event),
            Claim::Retraction { .. } | Claim::Corroboration { .. } => None,
        }
    }

    /// Its date; unknown for a retraction or corroboration.
    #[must_use]
    pub const fn date(&self) -> EventDate {
        match &self.claim {
            Claim::New { date, .. } | Claim::Correction { date, .. } => *date,
            Claim::Retraction { .. } | Claim::Corroboration { .. } => EventDate::UNKNOWN,
        }
    }

    /// The draft that became this record, with every reference by position.
    ///
    /// Nothing for a record whose kind of event it does not hold (never for one from the log).
    #[must_use]
    pub fn of_record(record: &Record) -> Option<Self> {
        let claim = match (record.relation, record.event.clone()) {
            (Relation::New, Some(event)) => Claim::New { event, date: record.date },
            (Relation::Correction { target }, Some(event)) => {
                Claim::Correction { of: target.into(), event, date: record.date }
            }
            (Relation::Retraction { target }, None) => Claim::Retraction { of: target.into() },
            (Relation::Corroboration { target }, None) => Claim::Corroboration { of: target.into() },
            _ => return None,
        };
        let after = record.after.map(RecordRef::Position);
        Some(Self { id: Some(record.id), claim, after, meta: record.meta.clone() })
    }

    /// The draft as JSON, the way drafts are written in JSON Lines.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut json = Map::new();
        json.insert("id".into(), json!(self.id()));
        json.extend(self.content_json());
        Value::Object(json)
    }

    fn content_json(&self) -> Map<String, Value> {
        let (verb, of) = match &self.claim {
            Claim::New { .. } => ("", None),
            Claim::Correction { of, .. } => ("corrects", Some(of)),
            Claim::Retraction { of } => ("retracts", Some(of)),
            Claim::Corroboration { of } => ("corroborates", Some(of)),
        };
        let mut json = Map::new();
        if let Some(of) = of {
            json.insert(verb.into(), json!(of));
        }
        if let Some(event) = self.event() {
            json.insert("event".into(), json!(event.kind().name()));
            json.insert("data".into(), event.to_json());
            if self.date() != EventDate::UNKNOWN {
                json.insert("date".into(), json!(self.date()));
            }
        }
        if let Some(after) = self.after {
            json.insert("after".into(), json!(after));
        }
        json.extend(meta_json(&self.meta));
        json
    }

    /// Reads a draft from JSON.
    ///
    /// # Errors
    /// [`DraftJsonError`]: which field does not fit and why.
    pub fn from_json(json: Value) -> Result<Self, DraftJsonError> {
        let line =
            DraftLine::deserialize(json).map_err(|error| DraftJsonError::Shape { why: error.to_string() })?;
        line.try_into()
    }
}

/// The fields of a record's meta, as drafts and exports write them.
#[must_use]
pub fn meta_json(meta: &Meta) -> Map<String, Value> {
    let mut json = Map::new();
    if meta.citations.is_uncited() {
        json.insert("uncited".into(), json!(true));
    } else {
        let cites = meta.citations.iter().map(|citation| match &citation.at {
            Some(at) => json!({"source": citation.source, "at": at}),
            None => json!({"source": citation.source}),
        });
        json.insert("cites".into(), cites.collect());
    }
    let texts = [
        ("words", &meta.words),
        ("reason", &meta.reason),
        ("actor", &meta.actor),
        ("authority", &meta.authority),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            json.insert(key.into(), json!(text));
        }
    }
    for (key, id) in [("causation", meta.causation), ("correlation", meta.correlation)] {
        if let Some(id) = id {
            json.insert(key.into(), json!(id));
        }
    }
    json
}

/// Why JSON is not a draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DraftJsonError {
    /// A key is unknown, missing, or of the wrong type.
    #[error("not a draft: {why}")]
    Shape {
        /// What is wrong.
        why: String,
    },
    /// The event is unknown or its data do not fit.
    #[error(transparent)]
    Event(#[from] EventJsonError),
    /// It has several of `corrects`, `retracts`, `corroborates`.
    #[error("a draft has at most one of `corrects`, `retracts` and `corroborates`")]
    SeveralTargets,
    /// It proposes nothing.
    #[error("`{missing}` is missing")]
    Missing {
        /// The key.
        missing: &'static str,
    },
    /// A retraction or corroboration carries an event of its own.
    #[error("`{key}` does not belong in a retraction or corroboration: leave it away")]
    Needless {
        /// The key.
        key: &'static str,
    },
    /// Neither a citation nor `uncited`, or both.
    #[error("a draft has either `cites` (at least one source) or `\"uncited\": true`")]
    Citations,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftLine {
    id: Option<EventId>,
    corrects: Option<RecordRef>,
    retracts: Option<RecordRef>,
    corroborates: Option<RecordRef>,
    event: Option<String>,
    data: Option<Value>,
    date: Option<EventDate>,
    after: Option<RecordRef>,
    cites: Option<Vec<Citation>>,
    #[serde(default)]
    uncited: bool,
    words: Option<Text>,
    reason: Option<Text>,
    actor: Option<Text>,
    authority: Option<Text>,
    causation: Option<EventId>,
    correlation: Option<EventId>,
}

impl TryFrom<DraftLine> for Draft {
    type Error = DraftJsonError;

    fn try_from(line: DraftLine) -> Result<Self, DraftJsonError> {
        let citations = match (line.cites, line.uncited) {
            (None, true) => Citations::uncited(),
            (Some(cites), false) => Citations::cited(cites).map_err(|_| DraftJsonError::Citations)?,
            _ => return Err(DraftJsonError::Citations),
        };
        let event = |name: Option<String>, data: Option<Value>| -> Result<Event, DraftJsonError> {
            let name = name.ok_or(DraftJsonError::Missing { missing: "event" })?;
            let data = data.ok_or(DraftJsonError::Missing { missing: "data" })?;
            Ok(Event::from_json(&name, &data)?)
        };
        let date = line.date.unwrap_or(EventDate::UNKNOWN);
        let bare = || match (&line.event, &line.data, &line.date, &line.after) {
            (None, None, None, None) => Ok(()),
            (Some(_), ..) => Err(DraftJsonError::Needless { key: "event" }),
            (_, Some(_), ..) => Err(DraftJsonError::Needless { key: "data" }),
            (_, _, Some(_), _) => Err(DraftJsonError::Needless { key: "date" }),
            _ => Err(DraftJsonError::Needless { key: "after" }),
        };
        let claim = match (line.corrects, line.retracts, line.corroborates) {
            (None, None, None) => Claim::New { event: event(line.event, line.data)?, date },
            (Some(of), None, None) => Claim::Correction { of, event: event(line.event, line.data)?, date },
            (None, Some(of), None) => {
                bare()?;
                Claim::Retraction { of }
            }
            (None, None, Some(of)) => {
                bare()?;
                Claim::Corroboration { of }
            }
            _ => return Err(DraftJsonError::SeveralTargets),
        };
        let meta = Meta {
            citations,
            actor: line.actor,
            authority: line.authority,
            reason: line.reason,
            words: line.words,
            causation: line.causation,
            correlation: line.correlation,
        };
        Ok(Self { id: line.id, claim, after: line.after, meta })
    }
}
