//! [`Code`]: under which others know a party.

use serde::{Deserialize, Serialize};

use super::PartyEvent;
use crate::codes::CountryCode;
use crate::event::Event;
use crate::id::{EntityId, EntityKind, PartyId, Position};
use crate::name::Text;
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

#[derive(Serialize, Deserialize)]
#[serde(tag = "scheme", content = "code", deny_unknown_fields)]
enum CodeJson {
    #[serde(rename = "iso3166-1")]
    Iso3166(CountryCode),
    #[serde(rename = "acronym")]
    Acronym(Text),
}

/// A code under which others know a party. An ISO 3166-1 code belongs to one party.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// ISO 3166-1 alpha-3: for countries.
    Iso3166(CountryCode),
    /// The acronym that the party goes by (`OIC`).
    Acronym(Text),
}

#[derive(Serialize, Deserialize)]
enum CodeBinary {
    Iso3166(CountryCode),
    Acronym(Text),
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.clone(), serializer.is_human_readable()) {
            (Self::Iso3166(code), true) => CodeJson::Iso3166(code).serialize(serializer),
            (Self::Acronym(code), true) => CodeJson::Acronym(code).serialize(serializer),
            (Self::Iso3166(code), false) => CodeBinary::Iso3166(code).serialize(serializer),
            (Self::Acronym(code), false) => CodeBinary::Acronym(code).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            Ok(match CodeJson::deserialize(deserializer)? {
                CodeJson::Iso3166(code) => Self::Iso3166(code),
                CodeJson::Acronym(code) => Self::Acronym(code),
            })
        } else {
            Ok(match CodeBinary::deserialize(deserializer)? {
                CodeBinary::Iso3166(code) => Self::Iso3166(code),
                CodeBinary::Acronym(code) => Self::Acronym(code),
            })
        }
    }
}

impl Code {
    /// The code itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Iso3166(code) => code.as_str(),
            Self::Acronym(code) => code.as_str(),
        }
    }

    /// The entity that holds the rule "one party a code"; nothing for an acronym, which several may bear.
    #[must_use]
    pub fn entity(&self) -> Option<EntityId> {
        match self {
            Self::Iso3166(code) => Some(EntityId::of_text(EntityKind::Code, &format!("iso3166-1:{code}"))),
            Self::Acronym(_) => None,
        }
    }
}

/// The life of one code: borne by one party.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct CodeState {
    bearer: Option<(PartyId, Position)>,
}

impl Machine for CodeState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        match (event, self.bearer) {
            (Event::Party(PartyEvent::PartyRegistered(event)), Some((bearer, at)))
                if event.party != bearer =>
            {
                Err(Refusal::new(Rule::CodeTaken, Some(bearer.into()), at))
            }
            _ => Ok(()),
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        if let Event::Party(PartyEvent::PartyRegistered(event)) = event {
            self.bearer = Some((event.party, *at));
        }
    }
}
