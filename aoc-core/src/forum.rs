//! Forums: planned, and held. What was planned is not what happened.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::date::EventDate;
use crate::event::{Area, Entities, Event, Lanes, Role, TimeShape, area_events};
use crate::id::{EntityId, EntityKind, ForumId, Position};
use crate::name::{Names, Text};
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

area_events! {
    /// The events of forums, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("ForumPlanned", json!({"forum": "forum-4", "number": 4, "expected": "2011",
    ///         "place": "Qatar"})),
    ///     ("ForumHeld", json!({"forum": "forum-4", "number": 4, "names": [{"lang": "en",
    ///         "text": "Doha Forum"}], "place": "Doha"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    ForumEvent in Forum {
        0x0c11 ForumPlanned,
        0x0c12 ForumHeld,
    }
}

/// It was said when and where a forum would be held. Its date is the day on which that was said.
///
/// Source: Turkish MFA, Alliance of Civilizations: annual forums. What was planned is not what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForumPlanned {
    /// The forum.
    pub forum: ForumId,
    /// Which one of the series it would be.
    #[serde(default)]
    pub number: Option<NonZeroU32>,
    /// When it was to be held.
    #[serde(default)]
    pub expected: Option<EventDate>,
    /// Where it was to be held.
    #[serde(default)]
    pub place: Option<Text>,
}

/// A forum was held.
///
/// Source: Turkish MFA, Alliance of Civilizations: annual forums, numbered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForumHeld {
    /// The forum.
    pub forum: ForumId,
    /// Which one of the series it was: the first is 1.
    pub number: NonZeroU32,
    /// Its names.
    #[serde(default)]
    pub names: Option<Names>,
    /// Where.
    #[serde(default)]
    pub place: Option<Text>,
}

/// The series of the forums: the entity that holds their numbers.
#[must_use]
pub fn forums() -> EntityId {
    EntityId::of_text(EntityKind::Forums, "forums")
}

impl ForumEvent {
    /// The forum.
    #[must_use]
    pub const fn forum(&self) -> ForumId {
        match self {
            Self::ForumPlanned(event) => event.forum,
            Self::ForumHeld(event) => event.forum,
        }
    }
}

impl Area for ForumEvent {
    fn title(&self) -> Option<Names> {
        let number = match self {
            Self::ForumHeld(event) if event.names.is_some() => return event.names.clone(),
            Self::ForumHeld(event) => event.number,
            Self::ForumPlanned(event) => event.number?,
        };
        format!("Forum {number}").parse().ok().map(Names::of_text)
    }

    fn entities(&self) -> Entities {
        let own = EntityId::from(self.forum());
        let changes = match self {
            Self::ForumPlanned(_) => vec![own],
            Self::ForumHeld(_) => vec![own, forums()],
        };
        Entities { changes, names: Vec::new() }
    }

    fn role(&self) -> Role {
        match self {
            Self::ForumPlanned(_) => Role::Changes,
            Self::ForumHeld(_) => Role::Founds,
        }
    }

    fn time_shape(&self) -> TimeShape {
        match self {
            Self::ForumPlanned(_) => TimeShape::Moment,
            Self::ForumHeld(_) => TimeShape::Any,
        }
    }

    /// It may be planned several times; once it is held, nothing is planned.
    fn lanes(&self) -> Lanes {
        match self {
            Self::ForumPlanned(_) => Lanes::alone(),
            Self::ForumHeld(_) => Lanes::All,
        }
    }
}

/// The life of one forum: planned, then held once. What was planned may be held under another number (DOMAIN rule 18).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ForumState {
    held: Option<Position>,
}

impl Machine for ForumState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        match (event, self.held) {
            (Event::Forum(event), Some(at)) => {
                Err(Refusal::new(Rule::AlreadyHeld, Some(event.forum().into()), at))
            }
            _ => Ok(()),
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        if let Event::Forum(ForumEvent::ForumHeld(_)) = event {
            self.held = Some(*at);
        }
    }
}

/// The series of the forums: their numbers rise from forum to forum.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ForumsState {
    last: Option<(NonZeroU32, Position)>,
}

impl Machine for ForumsState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        match (event, self.last) {
            (Event::Forum(ForumEvent::ForumHeld(event)), Some((last, at))) if event.number <= last => {
                let rule = Rule::NumbersRise { last: last.get() };
                Err(Refusal::new(rule, Some(event.forum.into()), at))
            }
            _ => Ok(()),
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        if let Event::Forum(ForumEvent::ForumHeld(event)) = event {
            self.last = Some((event.number, *at));
        }
    }
}
