//! Attestations: figures that a source states. They are compared with the book, never obeyed (DOMAIN rule 17).

use std::fmt;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, area_events};
use crate::id::{EntityId, GroupId, PartyId};
use crate::party::PartyKind;

/// Which members a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "ScopeWord", into = "ScopeWord")]
pub enum Scope {
    /// All of them.
    All,
    /// Those of one kind.
    Kind(PartyKind),
}

/// The words of [`Scope`] in one flat list.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum ScopeWord {
    All,
    Country,
    InternationalOrganization,
    City,
    CivilSociety,
    Corporation,
    Foundation,
    University,
    FaithLed,
    Media,
    Other,
}

impl From<ScopeWord> for Scope {
    fn from(word: ScopeWord) -> Self {
        match word {
            ScopeWord::All => Self::All,
            ScopeWord::Country => Self::Kind(PartyKind::Country),
            ScopeWord::InternationalOrganization => Self::Kind(PartyKind::InternationalOrganization),
            ScopeWord::City => Self::Kind(PartyKind::City),
            ScopeWord::CivilSociety => Self::Kind(PartyKind::CivilSociety),
            ScopeWord::Corporation => Self::Kind(PartyKind::Corporation),
            ScopeWord::Foundation => Self::Kind(PartyKind::Foundation),
            ScopeWord::University => Self::Kind(PartyKind::University),
            ScopeWord::FaithLed => Self::Kind(PartyKind::FaithLed),
            ScopeWord::Media => Self::Kind(PartyKind::Media),
            ScopeWord::Other => Self::Kind(PartyKind::Other),
        }
    }
}

impl From<Scope> for ScopeWord {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::All => Self::All,
            Scope::Kind(PartyKind::Country) => Self::Country,
            Scope::Kind(PartyKind::InternationalOrganization) => Self::InternationalOrganization,
            Scope::Kind(PartyKind::City) => Self::City,
            Scope::Kind(PartyKind::CivilSociety) => Self::CivilSociety,
            Scope::Kind(PartyKind::Corporation) => Self::Corporation,
            Scope::Kind(PartyKind::Foundation) => Self::Foundation,
            Scope::Kind(PartyKind::University) => Self::University,
            Scope::Kind(PartyKind::FaithLed) => Self::FaithLed,
            Scope::Kind(PartyKind::Media) => Self::Media,
            Scope::Kind(PartyKind::Other) => Self::Other,
        }
    }
}

impl Scope {
    /// Whether a party of this kind is counted.
    #[must_use]
    pub fn counts(self, kind: PartyKind) -> bool {
        match self {
            Self::All => true,
            Self::Kind(counted) => counted == kind,
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("all"),
            Self::Kind(kind) => kind.fmt(f),
        }
    }
}

/// A number of members, as a source states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Figure {
    /// Just so many.
    Exactly(u32),
    /// So many or more.
    AtLeast(u32),
    /// More than so many (one more at the least).
    MoreThan(u32),
    /// So many or fewer.
    AtMost(u32),
    /// About so many: how far off is a question's parameter.
    About(u32),
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(number) => number.fmt(f),
            Self::AtLeast(number) => write!(f, "at least {number}"),
            Self::MoreThan(number) => write!(f, "more than {number}"),
            Self::AtMost(number) => write!(f, "at most {number}"),
            Self::About(number) => write!(f, "about {number}"),
        }
    }
}

/// A source stated how many members a group had on the day of the event date.
///
/// Source: Turkish MFA, Alliance of Civilizations: sizes of the Group of Friends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureAttested {
    /// The group.
    pub group: GroupId,
    /// Which members are counted.
    pub of: Scope,
    /// How many.
    pub figure: Figure,
}

/// A source stated that a party became the n-th member ("the 120th member").
///
/// Source: US Department of State, 13 May 2010: the 120th member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrdinalAttested {
    /// The group.
    pub group: GroupId,
    /// The member.
    pub party: PartyId,
    /// Among which members it is counted: all, or those of one kind ("the 100th State").
    pub of: Scope,
    /// Its number, from 1.
    pub ordinal: NonZeroU32,
}

area_events! {
    /// The events of attestations, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("FigureAttested", json!({"group": "group-of-friends", "of": "all",
    ///         "figure": {"more-than": 40}})),
    ///     ("OrdinalAttested", json!({"group": "group-of-friends", "party": "usa", "of": "all",
    ///         "ordinal": 120})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    AttestationEvent in Attestation {
        0x0701 FigureAttested,
        0x0702 OrdinalAttested,
    }
}

impl Area for AttestationEvent {
    fn entities(&self) -> Entities {
        let names = match self {
            Self::FigureAttested(event) => vec![event.group.into()],
            Self::OrdinalAttested(event) => vec![event.group.into(), event.party.into()],
        };
        Entities { changes: Vec::new(), names }
    }

    /// A claim is a claim, even one about a time when the group did not exist.
    fn rests_on(&self) -> Vec<EntityId> {
        Vec::new()
    }
}
