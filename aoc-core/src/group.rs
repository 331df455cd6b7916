//! Groups: what parties join.

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Role, area_events};
use crate::id::GroupId;
use crate::name::Names;
use crate::party::PartyKind;
use crate::rule::{Refusal, Rule};

/// A group was founded.
///
/// Source: unaoc.org, Group of Friends: a community of countries and international organizations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupEstablished {
    /// The group.
    pub group: GroupId,
    /// Its names.
    pub names: Names,
    /// The kinds of party that it admits.
    pub admits: Vec<PartyKind>,
}

area_events! {
    /// The events of groups, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("GroupEstablished", json!({"group": "group-of-friends", "names": [{"lang": "en",
    ///         "text": "Group of Friends"}], "admits": ["country", "international-organization"]})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    GroupEvent in Group {
        0x0501 GroupEstablished,
    }
}

impl GroupEvent {
    fn group(&self) -> GroupId {
        let Self::GroupEstablished(event) = self;
        event.group
    }
}

impl Area for GroupEvent {
    fn title(&self) -> Option<Names> {
        let Self::GroupEstablished(event) = self;
        Some(event.names.clone())
    }

    fn entities(&self) -> Entities {
        Entities { changes: vec![self.group().into()], names: Vec::new() }
    }

    fn role(&self) -> Role {
        Role::Founds
    }

    fn check_shape(&self) -> Vec<Refusal> {
        let Self::GroupEstablished(event) = self;
        if event.admits.is_empty() {
            vec![Refusal::alone(Rule::AdmitsSomebody, Some(event.group.into()))]
        } else {
            Vec::new()
        }
    }
}
