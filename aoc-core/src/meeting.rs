//! Meetings of groups, offices and parties. Who takes part becomes no member by that.

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Role, TimeShape, area_events};
use crate::id::{EntityId, GroupId, MeetingId, PartyId};
use crate::list::{once, repeats};
use crate::name::{Names, Text};
use crate::organ::Organ;
use crate::rule::{Refusal, Rule};

area_events! {
    /// The events of meetings, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("MeetingHeld", json!({"meeting": "meeting-example", "names": [{"lang": "en",
    ///         "text": "Ministerial meeting of the Group of Friends"}], "group": "group-of-friends",
    ///         "convened_by": "office:high-representative", "participants": ["esp", "tur"],
    ///         "place": "New York"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    MeetingEvent in Meeting {
        0x0c61 MeetingHeld,
    }
}

/// A meeting was held.
///
/// Source: unaoc.org, Group of Friends: meetings need a convener; participation does not prove membership.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingHeld {
    /// The meeting.
    pub meeting: MeetingId,
    /// Its title, in several languages.
    pub names: Names,
    /// The group that met.
    #[serde(default)]
    pub group: Option<GroupId>,
    /// Who convened it: a party, an office.
    #[serde(default)]
    pub convened_by: Option<Organ>,
    /// Parties that took part, as far as the book names them.
    #[serde(default)]
    pub participants: Vec<PartyId>,
    /// Where.
    #[serde(default)]
    pub place: Option<Text>,
}

impl Area for MeetingEvent {
    fn title(&self) -> Option<Names> {
        let Self::MeetingHeld(event) = self;
        Some(event.names.clone())
    }

    fn entities(&self) -> Entities {
        let Self::MeetingHeld(event) = self;
        let group = event.group.map(EntityId::from);
        let participants = event.participants.iter().copied().map(EntityId::from);
        let named = group.into_iter().chain(event.convened_by.map(EntityId::from)).chain(participants);
        let own = EntityId::from(event.meeting);
        Entities { changes: vec![own], names: once(named.filter(|entity| *entity != own)) }
    }

    fn role(&self) -> Role {
        Role::Founds
    }

    fn ends_with(&self) -> Vec<EntityId> {
        Vec::new()
    }

    fn time_shape(&self) -> TimeShape {
        TimeShape::Any
    }

    fn check_shape(&self) -> Vec<Refusal> {
        let Self::MeetingHeld(event) = self;
        if repeats(&event.participants) {
            vec![Refusal::alone(Rule::NamedTwice, Some(event.meeting.into()))]
        } else {
            Vec::new()
        }
    }
}
