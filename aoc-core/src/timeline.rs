//! Timelines: the standing records that change one entity, in order of effect, and the state machine
//! that accepts them.

use crate::event::Event;
use crate::focal_point::FocalPointState;
use crate::group::GroupState;
use crate::id::{EntityKind, Position};
use crate::membership::MembershipState;
use crate::office::OfficeState;
use crate::party::{CodeState, PartyState};
use crate::person::PersonState;
use crate::rule::Refusal;
use crate::source::SourceState;

/// The life of one entity. `check` holds the rules; `apply` holds none and cannot refuse.
pub(crate) trait Machine {
    /// Whether the event may come next.
    fn check(&self, event: &Event) -> Result<(), Refusal>;
    /// The event came next, at this place in the log.
    fn apply(&mut self, event: &Event, at: Position);
}

/// An embedder's own entity: no rule of ours.
struct Unjudged;

impl Machine for Unjudged {
    fn check(&self, _: &Event) -> Result<(), Refusal> {
        Ok(())
    }

    fn apply(&mut self, _: &Event, _: Position) {}
}

pub(crate) fn machine(kind: EntityKind) -> Box<dyn Machine> {
    match kind {
        EntityKind::Source => Box::<SourceState>::default(),
        EntityKind::Party => Box::<PartyState>::default(),
        EntityKind::Person => Box::<PersonState>::default(),
        EntityKind::Office => Box::<OfficeState>::default(),
        EntityKind::Group => Box::<GroupState>::default(),
        EntityKind::Membership => Box::<MembershipState>::default(),
        EntityKind::FocalPoint => Box::<FocalPointState>::default(),
        EntityKind::Code => Box::<CodeState>::default(),
        EntityKind::Custom(_) => Box::new(Unjudged),
    }
}

/// Whether an entity of this kind must have been founded before anything else names it.
pub(crate) const fn is_founded(kind: EntityKind) -> bool {
    match kind {
        EntityKind::Source
        | EntityKind::Party
        | EntityKind::Person
        | EntityKind::Office
        | EntityKind::Group
        | EntityKind::Membership => true,
        EntityKind::FocalPoint | EntityKind::Code | EntityKind::Custom(_) => false,
    }
}
