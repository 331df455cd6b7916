//! Parties: countries, organizations, cities … and the codes they bear.
//!
//! Identity survives renames; succession is explicit.

mod code;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Event, Role, area_events};
use crate::id::{EntityId, PartyId, Position};
use crate::name::Names;
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

pub use code::Code;
pub(crate) use code::CodeState;

/// What sort of party it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyKind {
    /// A state or other country of ISO 3166-1 (or one that had a code there).
    Country,
    /// An intergovernmental organization.
    InternationalOrganization,
    /// A city.
    City,
    /// A civil-society organization.
    CivilSociety,
    /// A corporation.
    Corporation,
    /// A foundation.
    Foundation,
    /// A university.
    University,
    /// A faith-led organization.
    FaithLed,
    /// A media organization.
    Media,
    /// None of these.
    Other,
}

/// The sector a party belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sector {
    /// States, their organizations and cities.
    Public,
    /// Corporations and media.
    Private,
    /// Everybody else.
    CivilSociety,
}

impl PartyKind {
    /// Every kind, in the order of reports.
    pub const ALL: [Self; 10] = [
        Self::Country,
        Self::InternationalOrganization,
        Self::City,
        Self::CivilSociety,
        Self::Corporation,
        Self::Foundation,
        Self::University,
        Self::FaithLed,
        Self::Media,
        Self::Other,
    ];

    /// The word for it, as drafts write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::InternationalOrganization => "international-organization",
            Self::City => "city",
            Self::CivilSociety => "civil-society",
            Self::Corporation => "corporation",
            Self::Foundation => "foundation",
            Self::University => "university",
            Self::FaithLed => "faith-led",
            Self::Media => "media",
            Self::Other => "other",
        }
    }

    /// Its sector.
    #[must_use]
    pub const fn sector(self) -> Sector {
        match self {
            Self::Country | Self::InternationalOrganization | Self::City => Sector::Public,
            Self::Corporation | Self::Media => Sector::Private,
            Self::CivilSociety | Self::Foundation | Self::University | Self::FaithLed | Self::Other => {
                Sector::CivilSociety
            }
        }
    }
}

impl fmt::Display for PartyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A party was entered in the register. Its date is the day from which the party exists, if that matters.
///
/// Source: unaoc.org: countries, international organizations and partners of other kinds; ISO 3166-1 for the codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyRegistered {
    /// The party.
    pub party: PartyId,
    /// What sort of party it is.
    pub kind: PartyKind,
    /// Its names.
    pub names: Names,
    /// The codes under which others know it.
    #[serde(default)]
    pub codes: Vec<Code>,
}

/// A party has borne other names since.
///
/// Source: the ledger: identity survives renames.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyRenamed {
    /// The party.
    pub party: PartyId,
    /// Its new names; in a language that is not among them the old name stays.
    pub names: Names,
}

/// How parties came after one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Succession {
    /// Several became one.
    Merger,
    /// One became several.
    Split,
    /// Another took its place (state succession).
    Succession,
}

/// Others came after a party.
///
/// Source: the ledger: succession is explicit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartySucceeded {
    /// The party that was succeeded.
    pub party: PartyId,
    /// Those that came after it.
    pub successors: Vec<PartyId>,
    /// How.
    pub manner: Succession,
}

/// A party ceased to exist: its memberships and offices ended with it.
///
/// Source: the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyDissolved {
    /// The party.
    pub party: PartyId,
}

area_events! {
    /// The events of parties, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("PartyRegistered", json!({"party": "esp", "kind": "country", "names": [{"lang": "en",
    ///         "text": "Spain"}, {"lang": "ar", "text": "إسبانيا"}], "codes": [{"scheme": "iso3166-1",
    ///         "code": "ESP"}]})),
    ///     ("PartyRenamed", json!({"party": "tur", "names": [{"lang": "en", "text": "Türkiye"}]})),
    ///     ("PartySucceeded", json!({"party": "old-union", "successors": ["first", "second"],
    ///         "manner": "split"})),
    ///     ("PartyDissolved", json!({"party": "old-union"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    PartyEvent in Party {
        0x0201 PartyRegistered,
        0x0202 PartyRenamed,
        0x0203 PartySucceeded,
        0x0204 PartyDissolved,
    }
}

impl PartyEvent {
    fn party(&self) -> PartyId {
        match self {
            Self::PartyRegistered(event) => event.party,
            Self::PartyRenamed(event) => event.party,
            Self::PartySucceeded(event) => event.party,
            Self::PartyDissolved(event) => event.party,
        }
    }
}

impl Area for PartyEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::PartyRegistered(event) => Some(event.names.clone()),
            Self::PartyRenamed(event) => Some(event.names.clone()),
            Self::PartySucceeded(_) | Self::PartyDissolved(_) => None,
        }
    }

    fn entities(&self) -> Entities {
        let mut changes = vec![self.party().into()];
        let names = match self {
            Self::PartyRegistered(event) => {
                changes.extend(event.codes.iter().filter_map(Code::entity));
                Vec::new()
            }
            Self::PartySucceeded(event) => event.successors.iter().copied().map(EntityId::from).collect(),
            Self::PartyRenamed(_) | Self::PartyDissolved(_) => Vec::new(),
        };
        Entities { changes, names }
    }

    fn rests_on(&self) -> Vec<EntityId> {
        Vec::new() // a successor may come into being on the day of the succession or later
    }

    fn role(&self) -> Role {
        match self {
            Self::PartyRegistered(_) => Role::Founds,
            Self::PartyDissolved(_) => Role::Ends,
            Self::PartyRenamed(_) | Self::PartySucceeded(_) => Role::Changes,
        }
    }

    fn check_shape(&self) -> Vec<Refusal> {
        let own = Some(self.party().into());
        match self {
            Self::PartyRegistered(event) => {
                let country_code = event.codes.iter().any(|code| matches!(code, Code::Iso3166(_)));
                let mut refusals = Vec::new();
                if country_code && event.kind != PartyKind::Country {
                    refusals.push(Refusal::alone(Rule::CountryCodeForCountries, own));
                }
                let mut codes: Vec<_> = event.codes.iter().collect();
                codes.sort_unstable();
                codes.dedup();
                if codes.len() < event.codes.len() {
                    refusals.push(Refusal::alone(Rule::NamedTwice, own));
                }
                refusals
            }
            Self::PartySucceeded(event) => {
                let mut successors = event.successors.clone();
                successors.sort_unstable();
                successors.dedup();
                if successors.is_empty() || successors.contains(&event.party) {
                    vec![Refusal::alone(Rule::SucceededByOthers, own)]
                } else if successors.len() < event.successors.len() {
                    vec![Refusal::alone(Rule::NamedTwice, own)]
                } else {
                    Vec::new()
                }
            }
            Self::PartyRenamed(_) | Self::PartyDissolved(_) => Vec::new(),
        }
    }
}

/// The life of one party: registered, renamed, succeeded, dissolved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PartyState {
    registered: Option<Position>,
    dissolved: Option<Position>,
}

impl Machine for PartyState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let Event::Party(event) = event else { return Ok(()) };
        let own = Some(event.party().into());
        match (event, self.registered, self.dissolved) {
            (_, _, Some(at)) => Err(Refusal::new(Rule::AlreadyEnded, own, at)),
            (PartyEvent::PartyRegistered(_), Some(at), None) => {
                Err(Refusal::new(Rule::AlreadyRegistered, own, at))
            }
            (PartyEvent::PartyRegistered(_), None, None) | (_, Some(_), None) => Ok(()),
            (_, None, None) => Err(Refusal::alone(Rule::NotRegistered, own)),
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        match event {
            Event::Party(PartyEvent::PartyRegistered(_)) => self.registered = Some(*at),
            Event::Party(PartyEvent::PartyDissolved(_)) => self.dissolved = Some(*at),
            _ => {}
        }
    }
}
