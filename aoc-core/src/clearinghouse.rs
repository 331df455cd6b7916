//! The clearinghouse: a directory of organizations, projects, practitioners and resources under at most seven themes.

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Event, Lanes, Role, area_events};
use crate::id::{EntityId, EntityKind, EntryId, PartyId, PersonId, Position, ThemeId};
use crate::list::once;
use crate::name::{Names, Text};
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

/// The most themes (MoU AoC-OIC, Art. 35 I(d)i).
pub const THEMES_MAX: usize = 7;

area_events! {
    /// The events of the clearinghouse, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("ThemeOpened", json!({"theme": "media-literacy", "names": [{"lang": "en",
    ///         "text": "Media literacy"}]})),
    ///     ("EntryPublished", json!({"entry": "entry-example", "theme": "media-literacy",
    ///         "kind": "practitioner", "title": "Trainer in media literacy", "contributed_by": "oic",
    ///         "party": "unesco", "person": "jane-doe", "address": "https://example.org/entry"})),
    ///     ("EntryRevised", json!({"entry": "entry-example",
    ///         "title": "Trainer in media and information literacy",
    ///         "address": "https://example.org/entry/2"})),
    ///     ("EntryWithdrawn", json!({"entry": "entry-example"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    ClearinghouseEvent in Clearinghouse {
        0x0d01 ThemeOpened,
        0x0d11 EntryPublished,
        0x0d12 EntryRevised,
        0x0d13 EntryWithdrawn,
    }
}

/// A theme was opened.
///
/// Source: MoU AoC-OIC, Art. 35 I(d)i: seven themes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThemeOpened {
    /// The theme.
    pub theme: ThemeId,
    /// Its names.
    pub names: Names,
}

/// What an entry is about (MoU AoC-OIC, Art. 35 I(d)i).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// An organization.
    Organization,
    /// A project.
    Project,
    /// A person who works in the field; named by id only.
    Practitioner,
    /// A publication, a film, a data base …
    Resource,
}

impl EntryKind {
    /// Every kind, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Organization, Self::Project, Self::Practitioner, Self::Resource];

    /// The word for it, as drafts write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Project => "project",
            Self::Practitioner => "practitioner",
            Self::Resource => "resource",
        }
    }
}

/// An entry was published.
///
/// Source: MoU AoC-OIC, Art. 35 I(d)i and II.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryPublished {
    /// The entry.
    pub entry: EntryId,
    /// Its one theme.
    pub theme: ThemeId,
    /// What it is about.
    pub kind: EntryKind,
    /// Its title; of a practitioner, what that person does, never the name.
    pub title: Text,
    /// Who contributed it.
    #[serde(default)]
    pub contributed_by: Option<PartyId>,
    /// The party that it is about.
    #[serde(default)]
    pub party: Option<PartyId>,
    /// The practitioner.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// Where to find it.
    #[serde(default)]
    pub address: Option<Text>,
}

/// What an entry says was changed; its theme and its kind stay.
///
/// Source: MoU AoC-OIC, Art. 35 II(b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryRevised {
    /// The entry.
    pub entry: EntryId,
    /// Its title from then on; without one, the old one stays.
    #[serde(default)]
    pub title: Option<Text>,
    /// Where to find it from then on; without one, the old one stays.
    #[serde(default)]
    pub address: Option<Text>,
}

/// An entry was taken out of the directory.
///
/// Source: MoU AoC-OIC, Art. 35 II(b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryWithdrawn {
    /// The entry.
    pub entry: EntryId,
}

/// The clearinghouse: the entity that holds the count of its themes.
#[must_use]
pub fn clearinghouse() -> EntityId {
    EntityId::of_text(EntityKind::Clearinghouse, "clearinghouse")
}

impl ClearinghouseEvent {
    fn own(&self) -> EntityId {
        match self {
            Self::ThemeOpened(event) => event.theme.into(),
            Self::EntryPublished(event) => event.entry.into(),
            Self::EntryRevised(event) => event.entry.into(),
            Self::EntryWithdrawn(event) => event.entry.into(),
        }
    }
}

impl Area for ClearinghouseEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::ThemeOpened(event) => Some(event.names.clone()),
            Self::EntryPublished(event) => Some(Names::of_text(event.title.clone())),
            _ => None,
        }
    }

    fn entities(&self) -> Entities {
        let mut changes = vec![self.own()];
        let names = match self {
            Self::ThemeOpened(_) => {
                changes.push(clearinghouse());
                Vec::new()
            }
            Self::EntryPublished(event) => {
                let parties = event.contributed_by.into_iter().chain(event.party).map(EntityId::from);
                once(
                    std::iter::once(event.theme.into())
                        .chain(parties)
                        .chain(event.person.map(EntityId::from)),
                )
            }
            Self::EntryRevised(_) | Self::EntryWithdrawn(_) => Vec::new(),
        };
        Entities { changes, names }
    }

    fn ends_with(&self) -> Vec<EntityId> {
        Vec::new() // an entry stays until somebody withdraws it
    }

    fn role(&self) -> Role {
        match self {
            Self::ThemeOpened(_) | Self::EntryPublished(_) => Role::Founds,
            Self::EntryRevised(_) => Role::Changes,
            Self::EntryWithdrawn(_) => Role::Ends,
        }
    }

    /// Themes do not wait for each other.
    fn lanes(&self) -> Lanes {
        match self {
            Self::ThemeOpened(event) => Lanes::Of(vec![event.theme.into()]),
            Self::EntryPublished(_) | Self::EntryRevised(_) | Self::EntryWithdrawn(_) => Lanes::All,
        }
    }

    fn check_shape(&self) -> Vec<Refusal> {
        let rule = match self {
            Self::EntryPublished(event)
                if event.person.is_some() && event.kind != EntryKind::Practitioner =>
            {
                Rule::PersonOfAPractitioner
            }
            Self::EntryRevised(event) if event.title.is_none() && event.address.is_none() => {
                Rule::RevisesSomething
            }
            _ => return Vec::new(),
        };
        vec![Refusal::alone(rule, Some(self.own()))]
    }
}

/// The clearinghouse as a whole: how many themes it has (DOMAIN rule 16).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ClearinghouseState {
    themes: usize,
    last: Option<Position>,
}

impl Machine for ClearinghouseState {
    fn check(&self, Step { .. }: &Step<'_>) -> Result<(), Refusal> {
        if self.themes < THEMES_MAX {
            Ok(())
        } else {
            Err(Refusal { rule: Rule::SevenThemes, about: Some(clearinghouse()), because: self.last })
        }
    }

    fn apply(&mut self, Step { at, .. }: &Step<'_>) {
        self.themes = self.themes.saturating_add(1);
        self.last = Some(*at);
    }
}

/// The life of one entry: published, revised, withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct EntryState {
    published: Option<Position>,
    withdrawn: Option<Position>,
}

impl Machine for EntryState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let Event::Clearinghouse(event) = event else { return Ok(()) };
        let own = Some(event.own());
        match (event, self.published, self.withdrawn) {
            (_, _, Some(at)) => Err(Refusal::new(Rule::AlreadyEnded, own, at)),
            (ClearinghouseEvent::EntryPublished(_), Some(at), None) => {
                Err(Refusal::new(Rule::AlreadyRegistered, own, at))
            }
            (ClearinghouseEvent::EntryPublished(_), None, None) | (_, Some(_), None) => Ok(()),
            (_, None, None) => Err(Refusal::alone(Rule::NotRegistered, own)),
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        match event {
            Event::Clearinghouse(ClearinghouseEvent::EntryPublished(_)) => self.published = Some(*at),
            Event::Clearinghouse(ClearinghouseEvent::EntryWithdrawn(_)) => self.withdrawn = Some(*at),
            _ => {}
        }
    }
}
