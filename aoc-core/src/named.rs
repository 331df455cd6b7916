//! [`Named`]: what a rule may read about the entities that an event names. They are read, not replayed.

use crate::book::{Entry, Prospect};
use crate::event::Event;
use crate::id::{EntityId, Position};

/// Reads what stands of the entities that an event names: of others how they were founded, and of those that it changes what
/// else happened to them.
///
/// More of others must not be asked: a record is judged again when they are founded otherwise or exist on other days, and not
/// with everything that happens to them. And what is asked of its own entities must stay true when more happens to them.
pub(crate) struct Named<'p> {
    prospect: &'p Prospect<'p>,
    entry: &'p Entry,
}

impl<'p> Named<'p> {
    pub(crate) const fn new(prospect: &'p Prospect<'p>, entry: &'p Entry) -> Self {
        Self { prospect, entry }
    }

    /// The event that founded an entity, and its place.
    pub(crate) fn founding(&self, entity: EntityId) -> Option<(&'p Event, Position)> {
        let (entry, _) = self.prospect.existence(entity)?.founded;
        Some((entry.event.as_ref()?, entry.position))
    }

    /// Whether such an event stands in the timeline of an entity that this one changes.
    pub(crate) fn has(&self, own: EntityId, such: impl Fn(&Event) -> bool) -> bool {
        let timeline = if self.entry.changes(own) { self.prospect.timeline(own) } else { Vec::new() };
        timeline.iter().filter_map(|entry| entry.event.as_ref()).any(such)
    }
}
