//! [`Ties`]: what each event changes, names and rests on, and what it does to the life of its own entity.

pub(super) mod agreements;
mod founded;
mod others;

use aoc_core::{EntityId, Event};

/// What an event does to the life of its own entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Founds,
    GoesOn,
    Ends,
}

/// What an event has to do with.
#[derive(Debug, Clone)]
pub struct Ties {
    /// Its own entity first.
    pub changes: Vec<EntityId>,
    pub names: Vec<EntityId>,
    /// What must exist on the day of the event.
    pub rests: Vec<EntityId>,
    pub role: Role,
    /// With what the thing ends that it founds.
    pub hosts: Vec<EntityId>,
}

impl Ties {
    /// Of what is no event.
    pub const NONE: Self = Self {
        changes: Vec::new(),
        names: Vec::new(),
        rests: Vec::new(),
        role: Role::GoesOn,
        hosts: Vec::new(),
    };

    /// It rests on all that it names, and what it founds ends with that.
    fn of_all(changes: Vec<EntityId>, names: Vec<EntityId>, role: Role) -> Self {
        let hosts = if role == Role::Founds { names.clone() } else { Vec::new() };
        Self { changes, rests: names.clone(), names, role, hosts }
    }

    /// It rests on all that it names, but what it founds may outlive that.
    fn of_its_own(changes: Vec<EntityId>, names: Vec<EntityId>, role: Role) -> Self {
        Self { hosts: Vec::new(), ..Self::of_all(changes, names, role) }
    }

    pub fn of(event: &Event) -> Self {
        agreements::of(event).or_else(|| others::of(event)).unwrap_or_else(|| founded::of(event))
    }
}
