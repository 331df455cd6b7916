//! Identifiers: what is talked about ([`EntityId`] and its typed forms), which
//! record ([`EventId`]) and where in the log ([`Position`]).

mod kind;
mod position;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

pub use kind::EntityKind;
pub use position::Position;

/// The namespace under which every slug is turned into a UUID (version 5, RFC 9562 section 5.5).
const NAMESPACE: Uuid = Uuid::from_u128(0x6a0c_1edc_e27e_5b6f_9c1d_a0c0_0000_0001);

/// The longest slug, in bytes.
pub const SLUG_LEN_MAX: usize = 120;

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is not an id: write a UUID, or a slug of 1 to {SLUG_LEN_MAX} characters a-z, 0-9, `.`, `_`, `-` that starts with a letter or digit"
)]
pub struct IdError {
    /// The text as given (cut after 80 characters).
    pub text: String,
}

impl IdError {
    pub(crate) fn of(text: &str) -> Self {
        Self { text: text.chars().take(80).collect() }
    }
}

fn uuid_of(kind_tag: &str, text: &str) -> Result<Uuid, IdError> {
    if let Ok(uuid) = Uuid::try_parse(text) {
        return Ok(uuid);
    }
    if is_slug(text) {
        Ok(Uuid::new_v5(&NAMESPACE, format!("{kind_tag}:{text}").as_bytes()))
    } else {
        Err(IdError::of(text))
    }
}

pub(crate) fn is_slug(text: &str) -> bool {
    let bytes = text.as_bytes();
    let letter = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    bytes.len() <= SLUG_LEN_MAX
        && bytes.first().is_some_and(letter)
        && bytes.iter().all(|b| letter(b) || matches!(b, b'.' | b'_' | b'-'))
}

/// Any entity: its kind and its UUID.
///
/// ```
/// use aoc_core::{EntityId, EntityKind, PartyId};
/// let spain: PartyId = "esp".parse()?;
/// let entity = EntityId::from(spain);
/// assert_eq!(entity.kind(), EntityKind::Party);
/// assert_eq!(entity.to_string(), format!("party:{spain}"));
/// assert_eq!(entity.to_string().parse::<EntityId>()?, entity);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId {
    kind: EntityKind,
    uuid: Uuid,
}

impl EntityId {
    /// An entity of this kind with this UUID.
    #[must_use]
    pub const fn new(kind: EntityKind, uuid: Uuid) -> Self {
        Self { kind, uuid }
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(self) -> EntityKind {
        self.kind
    }

    /// Its UUID.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }

    /// The entity that two others make together (a membership of a group and a party): the same
    /// two always give the same one.
    #[must_use]
    pub fn of_pair(kind: EntityKind, first: EntityId, second: EntityId) -> Self {
        let mut name = Vec::with_capacity(36);
        for part in [first, second] {
            name.extend_from_slice(&part.kind.code().to_be_bytes());
            name.extend_from_slice(part.uuid.as_bytes());
        }
        let space = Uuid::new_v5(&NAMESPACE, kind.word().as_bytes());
        Self { kind, uuid: Uuid::new_v5(&space, &name) }
    }

    pub(crate) fn of_text(kind: EntityKind, text: &str) -> Self {
        let space = Uuid::new_v5(&NAMESPACE, kind.word().as_bytes());
        Self { kind, uuid: Uuid::new_v5(&space, text.as_bytes()) }
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            EntityKind::Custom(code) => write!(f, "{code}:{}", self.uuid),
            kind => write!(f, "{}:{}", kind.word(), self.uuid),
        }
    }
}

impl FromStr for EntityId {
    type Err = IdError;

    /// Reads `party:esp`, `party:<uuid>`, `0x8001:<uuid or slug>`.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let (kind, id) = text.split_once(':').ok_or_else(|| IdError::of(text))?;
        let kind: EntityKind = kind.parse().map_err(|_| IdError::of(text))?;
        Ok(Self { kind, uuid: uuid_of(kind.word(), id)? })
    }
}

impl Serialize for EntityId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (self.kind.code(), self.uuid).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for EntityId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
        } else {
            let (code, uuid) = <(u16, Uuid)>::deserialize(deserializer)?;
            let kind = EntityKind::from_code(code)
                .ok_or_else(|| de::Error::custom(format!("unknown entity kind {code:#06x}")))?;
            Ok(Self { kind, uuid })
        }
    }
}

macro_rules! typed_id {
    ($(#[$doc:meta])* $name:ident, $tag:literal $(, $kind:expr)?) => {
        $(#[$doc])*
        ///
        /// Read from a UUID or from a slug; a slug always gives the same id.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with this UUID.
            #[must_use]
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// Its UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                uuid_of($tag, text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
                } else {
                    Uuid::deserialize(deserializer).map(Self)
                }
            }
        }

        $(impl From<$name> for EntityId {
            fn from(id: $name) -> Self {
                Self::new($kind, id.0)
            }
        })?
    };
}

typed_id!(
    /// A source document.
    SourceId, "source", EntityKind::Source
);
typed_id!(
    /// A party.
    PartyId, "party", EntityKind::Party
);
typed_id!(
    /// A person.
    PersonId, "person", EntityKind::Person
);
typed_id!(
    /// An office.
    OfficeId, "office", EntityKind::Office
);
typed_id!(
    /// A group.
    GroupId, "group", EntityKind::Group
);
typed_id!(
    /// An agreement.
    AgreementId, "agreement", EntityKind::Agreement
);
typed_id!(
    /// An amendment of an agreement.
    AmendmentId, "amendment", EntityKind::Amendment
);
typed_id!(
    /// An action plan of an agreement.
    ActionPlanId, "action-plan", EntityKind::ActionPlan
);
typed_id!(
    /// A joint programme under an agreement.
    ProgrammeId, "programme", EntityKind::Programme
);
typed_id!(
    /// A consultation of the parties of an agreement.
    ConsultationId, "consultation", EntityKind::Consultation
);
typed_id!(
    /// A dispute of the parties of an agreement.
    DisputeId, "dispute", EntityKind::Dispute
);
typed_id!(
    /// A contribution.
    ContributionId, "contribution", EntityKind::Contribution
);
typed_id!(
    /// A regional strategy or a national plan.
    StrategyId, "strategy", EntityKind::Strategy
);
typed_id!(
    /// A project of a strategy.
    ProjectId, "project", EntityKind::Project
);
typed_id!(
    /// An initiative.
    InitiativeId, "initiative", EntityKind::Initiative
);
typed_id!(
    /// A forum.
    ForumId, "forum", EntityKind::Forum
);
typed_id!(
    /// A resolution.
    ResolutionId, "resolution", EntityKind::Resolution
);
typed_id!(
    /// A report.
    ReportId, "report", EntityKind::Report
);
typed_id!(
    /// An implementation plan.
    ImplementationPlanId, "implementation-plan", EntityKind::ImplementationPlan
);
typed_id!(
    /// A priority area.
    PriorityAreaId, "priority-area", EntityKind::PriorityArea
);
typed_id!(
    /// A meeting.
    MeetingId, "meeting", EntityKind::Meeting
);
typed_id!(
    /// A theme of the clearinghouse.
    ThemeId, "theme", EntityKind::Theme
);
typed_id!(
    /// An entry of the clearinghouse.
    EntryId, "entry", EntityKind::Entry
);
typed_id!(
    /// A tension.
    TensionId, "tension", EntityKind::Tension
);
typed_id!(
    /// A mobilization.
    MobilizationId, "mobilization", EntityKind::Mobilization
);
typed_id!(
    /// One event, chosen by whoever drafts it: recording the same id twice records it once.
    EventId, "event"
);

impl EventId {
    /// The id of a draft that was given none: derived from its content, so that the same draft
    /// always has the same id.
    #[must_use]
    pub fn of_content(content: &[u8]) -> Self {
        Self(Uuid::new_v5(&Uuid::new_v5(&NAMESPACE, b"content"), content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_always_gives_the_same_id_and_kinds_do_not_meet() {
        let party: PartyId = "esp".parse().unwrap();
        let person: PersonId = "esp".parse().unwrap();
        assert_eq!(party, "esp".parse().unwrap());
        assert_ne!(party.uuid(), person.uuid());
        assert_eq!(party, party.to_string().parse().unwrap());
    }

    #[test]
    fn what_is_not_a_slug_is_refused() {
        for text in ["", "Spain", "-x", "a b", "ä", &"x".repeat(121)] {
            assert!(text.parse::<PartyId>().is_err(), "{text}");
        }
    }
}
