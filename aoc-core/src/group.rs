//! Groups: what parties join.

use serde::{Deserialize, Serialize};

use crate::event::{Entities, Event, Lanes, Role, TimeShape, area_events};
use crate::id::{EntityId, GroupId, Position};
use crate::name::Names;
use crate::named::Named;
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

    pub(crate) fn entities(&self) -> Entities {
        Entities { changes: vec![self.group().into()], names: Vec::new() }
    }

    pub(crate) fn rests_on(&self) -> Vec<EntityId> {
        Vec::new()
    }

    pub(crate) fn role(&self) -> Role {
        Role::Founds
    }

    pub(crate) fn time_shape(&self) -> TimeShape {
        TimeShape::Moment
    }

    pub(crate) fn lanes(&self) -> Lanes {
        Lanes::All
    }

    pub(crate) fn check_shape(&self) -> Vec<Refusal> {
        let Self::GroupEstablished(event) = self;
        if event.admits.is_empty() {
            vec![Refusal::alone(Rule::AdmitsSomebody, Some(event.group.into()))]
        } else {
            Vec::new()
        }
    }

    pub(crate) fn check_named(&self, _: &Named<'_>) -> Vec<Refusal> {
        Vec::new()
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
