//! Groups: what parties join.

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Event, Role, area_events};
use crate::id::{EntityId, GroupId, Position};
use crate::name::Names;
use crate::party::PartyKind;
use crate::rule::{Refusal, Rule};
use crate::timeline::Machine;

/// A group was founded.
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
    /// The events of groups.
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
    fn entities(&self) -> Entities {
        Entities { changes: vec![self.group().into()], names: Vec::new() }
    }

    fn rests_on(&self) -> Vec<EntityId> {
        Vec::new()
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

/// The life of one group.
#[derive(Debug, Default)]
pub(crate) struct GroupState {
    established: Option<Position>,
}

impl Machine for GroupState {
    fn check(&self, event: &Event) -> Result<(), Refusal> {
        match (event, self.established) {
            (Event::Group(event), Some(at)) => {
                Err(Refusal::new(Rule::AlreadyRegistered, Some(event.group().into()), at))
            }
            _ => Ok(()),
        }
    }

    fn apply(&mut self, event: &Event, at: Position) {
        if let Event::Group(GroupEvent::GroupEstablished(_)) = event {
            self.established = Some(at);
        }
    }
}
