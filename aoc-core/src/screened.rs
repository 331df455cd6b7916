//! [`Screened`]: a draft, and what can be said of it without the book.

use std::borrow::Cow;

use crate::date::EventDate;
use crate::draft::{Claim, Draft};
use crate::event::{CONTENT_LEN_MAX, ENTITIES_MAX, Entities, Event, TimeShape, Warrant};
use crate::id::EventId;
use crate::rule::{Refusal, Rule};

/// A draft with what can be said of it without the book: its id, and what is wrong with it alone. To find that out takes half as
/// long as all else until it is written, and needs no turn: screen drafts before you wait for the book, and once if they are judged twice.
///
/// ```
/// use aoc_core::{Citations, Draft, MemberJoined, Screened};
/// let joined = MemberJoined { group: "friends".parse()?, party: "usa".parse()? };
/// let draft = Draft::new(joined, "2010-05-13".parse()?, Citations::uncited());
/// let screened = Screened::of(&draft);
/// assert_eq!((screened.draft(), screened.id()), (&draft, draft.id()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Screened<'d> {
    draft: &'d Draft,
    id: EventId,
    /// What is wrong with it, if it has an event. What has none speaks of entities that only the book knows.
    refusals: Option<Vec<Refusal>>,
}

impl<'d> Screened<'d> {
    /// Screens a draft.
    #[must_use]
    pub fn of(draft: &'d Draft) -> Self {
        let refusals = draft.event().map(|event| check(draft, &event.entities()));
        Self { draft, id: draft.id(), refusals }
    }

    /// Screens drafts.
    #[must_use]
    pub fn all(drafts: &'d [Draft]) -> Vec<Self> {
        drafts.iter().map(Self::of).collect()
    }

    /// The draft.
    #[must_use]
    pub const fn draft(&self) -> &'d Draft {
        self.draft
    }

    /// Its [id](Draft::id).
    #[must_use]
    pub const fn id(&self) -> EventId {
        self.id
    }

    /// What is wrong with it alone, whose record would bear these entities.
    pub(crate) fn refusals(&self, entities: &Entities) -> Cow<'_, [Refusal]> {
        match &self.refusals {
            Some(refusals) => Cow::Borrowed(refusals),
            None => Cow::Owned(check(self.draft, entities)),
        }
    }
}

fn check(draft: &Draft, entities: &Entities) -> Vec<Refusal> {
    let own = entities.changes.first().copied();
    let mut refusals = Vec::new();
    if draft.date().to_string().parse() != Ok(draft.date()) {
        refusals.push(Refusal::alone(Rule::UnwritableDate, own));
    }
    let body = draft.event().map(Event::encode).unwrap_or_default();
    if let Some(event) = draft.event() {
        refusals.extend(event.check_shape());
        if !is_writable(event, entities, &body) {
            refusals.push(Refusal::alone(Rule::Unwritable, own));
        }
        match event.time_shape() {
            TimeShape::Timeless if draft.date() != EventDate::UNKNOWN => {
                refusals.push(Refusal::alone(Rule::Timeless, own));
            }
            TimeShape::Moment if draft.date().is_duration() => {
                refusals.push(Refusal::alone(Rule::NeedsMoment, own));
            }
            TimeShape::Timeless | TimeShape::Moment | TimeShape::Any => {}
        }
    }
    let len = body.len().saturating_add(draft.meta.encode().len());
    if len > CONTENT_LEN_MAX {
        refusals.push(Refusal::alone(Rule::RecordTooLong { len }, own));
    }
    let count = entities.changes.len().max(entities.names.len());
    if count > ENTITIES_MAX {
        refusals.push(Refusal::alone(Rule::TooManyEntities { count }, own));
    }
    let warrant = draft.event().map_or(Warrant::None, Event::warrant);
    let replaces = matches!(draft.claim, Claim::Correction { .. } | Claim::Retraction { .. });
    if (replaces || warrant == Warrant::ReasonAndAuthority) && draft.meta.reason.is_none() {
        refusals.push(Refusal::alone(Rule::NeedsReason, own));
    }
    if warrant == Warrant::ReasonAndAuthority && draft.meta.authority.is_none() {
        refusals.push(Refusal::alone(Rule::NeedsAuthority, own));
    }
    refusals
}

/// Whether the event is the same when it was written and read again, as bytes (its `body`) and as JSON. What was erased
/// is not written again.
fn is_writable(event: &Event, entities: &Entities, body: &[u8]) -> bool {
    if Event::redacted(event.kind(), entities).as_ref() == Some(event) {
        return true;
    }
    let from_bytes = Event::decode(event.kind(), event.schema(), entities, body);
    let from_json = Event::from_json(&event.kind().name(), &event.to_json());
    from_bytes.as_ref() == Ok(event) && from_json.as_ref() == Ok(event)
}
