//! Resolutions: acts of an assembly.

use serde::{Deserialize, Serialize};

use crate::date::EventDate;
use crate::event::{Area, Entities, Role, area_events};
use crate::id::{EntityId, PartyId, ResolutionId};
use crate::list::{once, repeats};
use crate::name::{Names, Text};
use crate::rule::{Refusal, Rule};

area_events! {
    /// The events of resolutions, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("ResolutionAdopted", json!({"resolution": "a-res-64-14", "symbol": "64/14", "of": "un",
    ///         "title": "The Alliance of Civilizations", "manner": "consensus", "sponsors": ["esp",
    ///         "tur"], "sponsor_count": 96, "document_date": "2009-12-22"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    ResolutionEvent in Resolution {
        0x0c21 ResolutionAdopted,
    }
}

/// How a resolution was adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AdoptionManner {
    /// Without a vote.
    Consensus,
    /// By a vote.
    Vote(Votes),
}

/// The votes on a resolution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Votes {
    /// In favour.
    pub yes: u32,
    /// Against.
    pub no: u32,
    /// Abstentions.
    pub abstained: u32,
}

/// An assembly adopted a resolution or a decision. Its date is the day of the adoption.
///
/// Source: UN General Assembly, GA/10885: 64/14, by consensus, 96 sponsors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResolutionAdopted {
    /// The resolution.
    pub resolution: ResolutionId,
    /// Its symbol (*64/14*).
    pub symbol: Text,
    /// Whose it is.
    #[serde(default)]
    pub of: Option<PartyId>,
    /// What it is about.
    #[serde(default)]
    pub title: Option<Text>,
    /// How it was adopted.
    #[serde(default)]
    pub manner: Option<AdoptionManner>,
    /// Sponsors of the draft that the book names. A sponsor is no member of anything by that.
    #[serde(default)]
    pub sponsors: Vec<PartyId>,
    /// How many sponsors the draft had.
    #[serde(default)]
    pub sponsor_count: Option<u32>,
    /// The date that its document bears; it may be later than the adoption.
    #[serde(default)]
    pub document_date: Option<EventDate>,
}

impl Area for ResolutionEvent {
    fn title(&self) -> Option<Names> {
        let Self::ResolutionAdopted(event) = self;
        Some(Names::of_text(event.symbol.clone()))
    }

    fn entities(&self) -> Entities {
        let Self::ResolutionAdopted(event) = self;
        Entities {
            changes: vec![event.resolution.into()],
            names: once(event.of.iter().chain(&event.sponsors).copied().map(EntityId::from)),
        }
    }

    fn role(&self) -> Role {
        Role::Founds
    }

    fn ends_with(&self) -> Vec<EntityId> {
        Vec::new()
    }

    fn check_shape(&self) -> Vec<Refusal> {
        let Self::ResolutionAdopted(event) = self;
        let own = Some(event.resolution.into());
        let mut refusals = Vec::new();
        if repeats(&event.sponsors) {
            refusals.push(Refusal::alone(Rule::NamedTwice, own));
        }
        let named = u32::try_from(event.sponsors.len()).unwrap_or(u32::MAX);
        if let Some(count) = event.sponsor_count.filter(|count| *count < named) {
            refusals.push(Refusal::alone(Rule::MoreSponsorsThanCounted { count, named }, own));
        }
        refusals
    }
}
