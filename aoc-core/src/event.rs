//! [`Event`]: what happened. One area a file; this one only joins them.

use serde_json::Value;

use crate::action_plan::ActionPlanEvent;
use crate::agreement::AgreementEvent;
use crate::amendment::AmendmentEvent;
use crate::attestation::AttestationEvent;
use crate::clearinghouse::ClearinghouseEvent;
use crate::consultation::ConsultationEvent;
use crate::contribution::ContributionEvent;
use crate::custom::CustomEvent;
use crate::dispute::DisputeEvent;
use crate::focal_point::FocalPointEvent;
use crate::forum::ForumEvent;
use crate::group::GroupEvent;
use crate::id::EntityId;
use crate::initiative::InitiativeEvent;
use crate::inventory::InventoryEvent;
use crate::kind::{Kind, KindCode, SchemaVersion};
use crate::media_response::MediaResponseEvent;
use crate::meeting::MeetingEvent;
use crate::membership::MembershipEvent;
use crate::name::Names;
use crate::named::Named;
use crate::office::OfficeEvent;
use crate::party::PartyEvent;
use crate::person::PersonEvent;
use crate::priority_area::PriorityAreaEvent;
use crate::project::ProjectEvent;
use crate::report::ReportEvent;
use crate::resolution::ResolutionEvent;
use crate::rule::Refusal;
use crate::source::SourceEvent;
use crate::strategy::StrategyEvent;

/// Why a body cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BodyError {
    /// This version of the library does not know the kind.
    #[error("event kind {:#06x} is not known to this version: read it with a newer one", .kind.code())]
    UnknownKind {
        /// The kind.
        kind: Kind,
    },
    /// This version of the library does not know that layout of the kind.
    #[error("{kind} in schema version {} is not known to this version: read it with a newer one", .schema.get())]
    UnknownSchema {
        /// The kind.
        kind: Kind,
        /// The layout's version.
        schema: SchemaVersion,
    },
    /// The bytes are not a body of that kind.
    #[error("the body is not a {kind}: {why}")]
    Malformed {
        /// The kind.
        kind: Kind,
        /// What the decoder met.
        why: String,
    },
}

/// Why JSON does not give an event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EventJsonError {
    /// No kind has this name.
    #[error("unknown event `{name}`{}", .meant.map(|name| format!(": did you mean {name}?")).unwrap_or_default())]
    UnknownName {
        /// The name as given.
        name: String,
        /// The kind that was probably meant.
        meant: Option<&'static str>,
    },
    /// The data do not fit the event.
    #[error("the data of {name} do not fit: {why}")]
    Data {
        /// The event's name.
        name: String,
        /// What is wrong.
        why: String,
    },
}

/// The entities that an event has to do with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entities {
    /// Those whose timeline it belongs to; its own first.
    pub changes: Vec<EntityId>,
    /// Those it speaks of, which must exist.
    pub names: Vec<EntityId>,
}

/// What an event does to the life of an entity that it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The entity exists from then on.
    Founds,
    /// The entity goes on, changed.
    Changes,
    /// The entity has ended; what rests on it ends with it.
    Ends,
}

/// Which dates an event may bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeShape {
    /// None: it does not lie on the axis of valid time (sources).
    Timeless,
    /// A moment, however roughly known.
    Moment,
    /// A moment or a duration.
    Any,
}

/// Whether an event holds personal data, which must not show in what is made from its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// None.
    Open,
    /// Names of persons: its body is sealed and may be erased one day, so nothing else may allow to guess it.
    Personal,
}

/// What must stand beside an event besides its citations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Warrant {
    /// Nothing.
    None,
    /// Why, and on whose authority: what it does cannot be taken back.
    ReasonAndAuthority,
}

/// The records of a timeline that order each other (law 8): two records do when they share a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lanes {
    /// It is ordered with every record of its timeline.
    All,
    /// Only with those that share one of these.
    Of(Vec<EntityId>),
    /// It comes behind earlier ones that give way to one of `after`, and before later ones that wait for
    /// one of `before` (signatures wait for none of each other, what an agreement brings waits for all of them).
    Between {
        /// What it waits for.
        after: Vec<EntityId>,
        /// What it gives way to.
        before: Vec<EntityId>,
    },
}

impl Lanes {
    /// It is ordered with the records only that are ordered with every one of their timeline.
    #[must_use]
    pub const fn alone() -> Self {
        Self::Of(Vec::new())
    }
}

/// The most bytes that an event and what stands beside it (its meta) take together.
pub const CONTENT_LEN_MAX: usize = 50 * 1024;
/// The most entities that one event changes, and the most that it names.
pub const ENTITIES_MAX: usize = 255;
/// What decoding may claim in memory: a name of five bytes becomes 48.
const DECODE_CLAIM_MAX: usize = 16 * CONTENT_LEN_MAX;

pub(crate) fn encode<T: serde::Serialize>(body: &T) -> Vec<u8> {
    // Our own structs always encode: no maps with unknown length, no `skip_serializing_if`.
    bincode::serde::encode_to_vec(body, bincode::config::standard()).unwrap_or_default()
}

pub(crate) fn decode<'b, T: serde::Deserialize<'b>>(kind: Kind, bytes: &'b [u8]) -> Result<T, BodyError> {
    let config = bincode::config::standard().with_limit::<DECODE_CLAIM_MAX>();
    match bincode::serde::borrow_decode_from_slice(bytes, config) {
        Ok((body, read)) if read == bytes.len() => Ok(body),
        Ok((_, read)) => Err(BodyError::Malformed {
            kind,
            why: format!("{} bytes are left over", bytes.len().saturating_sub(read)),
        }),
        Err(error) => Err(BodyError::Malformed { kind, why: error.to_string() }),
    }
}

/// What the bytes begin with; it may borrow from them.
pub(crate) fn decode_front<'b, T: serde::Deserialize<'b>>(bytes: &'b [u8]) -> Result<T, String> {
    let config = bincode::config::standard().with_limit::<DECODE_CLAIM_MAX>();
    let front = bincode::serde::borrow_decode_from_slice(bytes, config);
    front.map(|(front, _)| front).map_err(|error| error.to_string())
}

/// Leaves fields without a value away, at any depth.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(values) => values.iter_mut().for_each(drop_nulls),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What an area says of its events. The defaults are right for most.
pub(crate) trait Area {
    /// The entities that the event changes and names.
    fn entities(&self) -> Entities;

    /// Those it names that must exist on its day.
    fn rests_on(&self) -> Vec<EntityId> {
        self.entities().names
    }

    /// What it does to the life of its own entity, the first that it changes.
    fn role(&self) -> Role {
        Role::Changes
    }

    /// For an event that founds: when one of these ends, so does what it founded.
    fn ends_with(&self) -> Vec<EntityId> {
        self.rests_on()
    }

    /// Which dates it may bear.
    fn time_shape(&self) -> TimeShape {
        TimeShape::Moment
    }

    /// With which records of its timeline it is ordered.
    fn lanes(&self) -> Lanes {
        Lanes::All
    }

    /// How it calls its own entity, the first that it changes.
    fn title(&self) -> Option<Names> {
        None
    }

    /// Whether it holds personal data.
    fn privacy(&self) -> Privacy {
        Privacy::Open
    }

    /// The event as far as the record's header tells it, once its body is destroyed.
    fn redacted(_kind: Kind, _entities: &Entities) -> Option<Self>
    where
        Self: Sized,
    {
        None
    }

    /// What must stand beside it.
    fn warrant(&self) -> Warrant {
        Warrant::None
    }

    /// What is wrong with the event alone, whatever the book holds.
    fn check_shape(&self) -> Vec<Refusal> {
        Vec::new()
    }

    /// What its rules say about the entities that it names, beyond that they exist.
    fn check_named(&self, _named: &Named<'_>) -> Vec<Refusal> {
        Vec::new()
    }
}

/// Declares an area's events: their numbers, names and layouts in one list.
macro_rules! area_events {
    ($(#[$doc:meta])* $area:ident in $joined:ident { $($code:literal $event:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(clippy::enum_variant_names, reason = "the variants bear the events' own names")]
        pub enum $area {
            $(
                #[doc = concat!("See [`", stringify!($event), "`].")]
                $event($event),
            )*
        }

        impl $area {
            pub(crate) const KINDS: &[(u16, &str)] = &[$(($code, stringify!($event))),*];

            /// The kinds of the area.
            pub fn kinds() -> impl Iterator<Item = $crate::kind::Kind> {
                Self::KINDS.iter().map(|(code, _)| $crate::kind::Kind::new(*code))
            }

            /// Whether it is a kind of the area.
            #[inline]
            pub(crate) fn holds(kind: $crate::kind::Kind) -> bool {
                [$($code),*].contains(&kind.code())
            }

            pub(crate) fn kind(&self) -> $crate::kind::Kind {
                match self {
                    $(Self::$event(_) => $crate::kind::Kind::new($code),)*
                }
            }

            pub(crate) fn encode(&self) -> Vec<u8> {
                match self {
                    $(Self::$event(body) => $crate::event::encode(body),)*
                }
            }

            pub(crate) fn decode(
                kind: $crate::kind::Kind,
                schema: $crate::kind::SchemaVersion,
                bytes: &[u8],
            ) -> Result<Self, $crate::event::BodyError> {
                match (kind.code(), schema) {
                    $(($code, $crate::kind::SchemaVersion::V1) => {
                        $crate::event::decode(kind, bytes).map(Self::$event)
                    })*
                    $(($code, _) => Err($crate::event::BodyError::UnknownSchema { kind, schema }),)*
                    _ => Err($crate::event::BodyError::UnknownKind { kind }),
                }
            }

            pub(crate) fn from_json(name: &str, data: &serde_json::Value) -> Option<Result<Self, serde_json::Error>> {
                match name {
                    $(stringify!($event) => Some(<$event as serde::Deserialize>::deserialize(data).map(Self::$event)),)*
                    _ => None,
                }
            }

            pub(crate) fn to_json(&self) -> serde_json::Value {
                match self {
                    $(Self::$event(body) => serde_json::to_value(body).unwrap_or_default(),)*
                }
            }
        }

        $(impl $event {
            #[doc = concat!("The number of this kind of event. [`", stringify!($area), "`] shows its data in JSON.")]
            pub const KIND: $crate::kind::Kind = $crate::kind::Kind::new($code);
        })*

        $(impl From<$event> for $crate::event::Event {
            fn from(event: $event) -> Self {
                Self::$joined($area::$event(event))
            }
        })*
    };
}
pub(crate) use area_events;

/// Joins the areas: every question about an event is passed on to its area.
macro_rules! areas {
    ($($area:ident($events:ident)),* $(,)?) => {
        /// What happened, in the past tense: an event of one of the areas, or an embedder's own.
        ///
        /// ```
        /// use aoc_core::{Event, MemberJoined};
        /// let event = Event::from(MemberJoined { group: "friends".parse()?, party: "esp".parse()? });
        /// assert_eq!(event.kind().name(), "MemberJoined");
        /// let body = event.encode();
        /// assert_eq!(Event::decode(event.kind(), event.schema(), &event.entities(), &body)?, event);
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Event {
            $(
                #[doc = concat!("See [`", stringify!($events), "`].")]
                $area($events),
            )*
            /// An embedder's own.
            Custom(CustomEvent),
        }

        impl Event {
            /// The numbers and names of all kinds that this version knows, in the order of the areas.
            pub fn kinds() -> impl Iterator<Item = (u16, &'static str)> {
                [$($events::KINDS),*].into_iter().flatten().copied()
            }

            /// Its kind.
            #[must_use]
            pub fn kind(&self) -> Kind {
                match self {
                    $(Self::$area(event) => event.kind(),)*
                    Self::Custom(event) => Kind::new(event.kind.get()),
                }
            }

            /// The layout in which its body is written.
            #[must_use]
            pub const fn schema(&self) -> SchemaVersion {
                SchemaVersion::V1
            }

            /// Its body's bytes (bincode).
            #[must_use]
            pub fn encode(&self) -> Vec<u8> {
                match self {
                    $(Self::$area(event) => event.encode(),)*
                    Self::Custom(event) => event.body.clone(),
                }
            }

            /// Reads a body.
            ///
            /// `entities` are those that the record's header names: an embedder's body is opaque, and
            /// the header holds what it has to do with.
            ///
            /// # Errors
            /// [`BodyError`] when the kind or its layout is unknown, or the bytes are not such a body.
            pub fn decode(
                kind: Kind,
                schema: SchemaVersion,
                entities: &Entities,
                bytes: &[u8],
            ) -> Result<Self, BodyError> {
                if let Some(code) = KindCode::new(kind.code()) {
                    if schema != SchemaVersion::V1 {
                        return Err(BodyError::UnknownSchema { kind, schema });
                    }
                    return Ok(Self::Custom(CustomEvent {
                        kind: code,
                        changes: entities.changes.clone(),
                        names: entities.names.clone(),
                        body: bytes.to_vec(),
                    }));
                }
                $(if $events::holds(kind) {
                    return $events::decode(kind, schema, bytes).map(Self::$area);
                })*
                Err(BodyError::UnknownKind { kind })
            }

            /// The event as far as the header of its record tells it: what is left of a sealed body that was
            /// destroyed. Nothing for a kind that says nothing without its body.
            #[must_use]
            pub fn redacted(kind: Kind, entities: &Entities) -> Option<Self> {
                $(if let Some(event) = <$events as Area>::redacted(kind, entities) {
                    return Some(Self::$area(event));
                })*
                None
            }

            /// Reads an event's JSON data.
            ///
            /// # Errors
            /// [`EventJsonError`] when no kind has this name, or the data do not fit it.
            pub fn from_json(name: &str, data: &Value) -> Result<Self, EventJsonError> {
                let fit = |error: serde_json::Error| EventJsonError::Data {
                    name: name.to_owned(),
                    why: error.to_string(),
                };
                if !data.is_object() {
                    let why = "`data` is an object with the event's fields".to_owned();
                    return Err(EventJsonError::Data { name: name.to_owned(), why });
                }
                $(if let Some(event) = $events::from_json(name, data) {
                    return event.map(Self::$area).map_err(fit);
                })*
                if let Ok(kind) = name.parse() {
                    return CustomEvent::from_json(kind, data).map(Self::Custom).map_err(fit);
                }
                let folded = |text: &str| text.to_lowercase().replace(['_', '-', ' '], "");
                let meant = Self::kinds()
                    .map(|(_, known)| known)
                    .find(|known| folded(known) == folded(name) || folded(known).starts_with(&folded(name)));
                Err(EventJsonError::UnknownName { name: name.chars().take(80).collect(), meant })
            }

            /// Its data as JSON; fields without a value are left away.
            #[must_use]
            pub fn to_json(&self) -> Value {
                let mut data = match self {
                    $(Self::$area(event) => event.to_json(),)*
                    Self::Custom(event) => event.to_json(),
                };
                drop_nulls(&mut data);
                data
            }

            /// The entities it changes and names.
            #[must_use]
            pub fn entities(&self) -> Entities {
                match self {
                    $(Self::$area(event) => event.entities(),)*
                    Self::Custom(event) => Entities { changes: event.changes.clone(), names: event.names.clone() },
                }
            }

            /// Those of the entities it names that must exist on its day: it takes effect not before they
            /// begin and not after they end.
            #[must_use]
            pub fn rests_on(&self) -> Vec<EntityId> {
                match self {
                    $(Self::$area(event) => event.rests_on(),)*
                    Self::Custom(_) => Vec::new(),
                }
            }

            /// What it does to the life of its own entity, the first that it changes.
            #[must_use]
            pub fn role(&self) -> Role {
                match self {
                    $(Self::$area(event) => event.role(),)*
                    Self::Custom(_) => Role::Changes,
                }
            }

            /// For an event that founds: when one of these ends, so does what it founded.
            #[must_use]
            pub fn ends_with(&self) -> Vec<EntityId> {
                match self {
                    $(Self::$area(event) => event.ends_with(),)*
                    Self::Custom(_) => Vec::new(),
                }
            }

            /// Which dates it may bear.
            #[must_use]
            pub fn time_shape(&self) -> TimeShape {
                match self {
                    $(Self::$area(event) => event.time_shape(),)*
                    Self::Custom(_) => TimeShape::Any,
                }
            }

            /// With which records of its timeline it is ordered.
            #[must_use]
            pub fn lanes(&self) -> Lanes {
                match self {
                    $(Self::$area(event) => event.lanes(),)*
                    Self::Custom(_) => Lanes::All,
                }
            }

            /// How it calls its own entity, the first that it changes.
            #[must_use]
            pub fn title(&self) -> Option<Names> {
                match self {
                    $(Self::$area(event) => event.title(),)*
                    Self::Custom(_) => None,
                }
            }

            /// Whether it holds personal data.
            #[must_use]
            pub fn privacy(&self) -> Privacy {
                match self {
                    $(Self::$area(event) => event.privacy(),)*
                    Self::Custom(_) => Privacy::Open,
                }
            }

            /// What must stand beside it.
            pub(crate) fn warrant(&self) -> Warrant {
                match self {
                    $(Self::$area(event) => event.warrant(),)*
                    Self::Custom(_) => Warrant::None,
                }
            }

            /// What is wrong with the event alone, whatever the book holds.
            pub(crate) fn check_shape(&self) -> Vec<Refusal> {
                match self {
                    $(Self::$area(event) => event.check_shape(),)*
                    Self::Custom(event) => event.check_shape(),
                }
            }

            /// What its rules say about the entities that it names, beyond that they exist.
            pub(crate) fn check_named(&self, named: &Named<'_>) -> Vec<Refusal> {
                match self {
                    $(Self::$area(event) => event.check_named(named),)*
                    Self::Custom(_) => Vec::new(),
                }
            }
        }
    };
}

areas! {
    Source(SourceEvent),
    Party(PartyEvent),
    Person(PersonEvent),
    Office(OfficeEvent),
    Group(GroupEvent),
    Membership(MembershipEvent),
    FocalPoint(FocalPointEvent),
    Attestation(AttestationEvent),
    Agreement(AgreementEvent),
    Amendment(AmendmentEvent),
    ActionPlan(ActionPlanEvent),
    Consultation(ConsultationEvent),
    Dispute(DisputeEvent),
    Contribution(ContributionEvent),
    Strategy(StrategyEvent),
    Project(ProjectEvent),
    Initiative(InitiativeEvent),
    Forum(ForumEvent),
    Resolution(ResolutionEvent),
    Report(ReportEvent),
    PriorityArea(PriorityAreaEvent),
    Meeting(MeetingEvent),
    Clearinghouse(ClearinghouseEvent),
    MediaResponse(MediaResponseEvent),
    Inventory(InventoryEvent),
}

impl From<CustomEvent> for Event {
    fn from(event: CustomEvent) -> Self {
        Self::Custom(event)
    }
}
