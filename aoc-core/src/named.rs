//! [`Named`]: what a rule may read about the entities that an event names. They are read, not replayed.

use crate::book::Prospect;
use crate::event::Event;
use crate::id::{EntityId, Position};
use crate::timeline::{Machine, Step};

/// Reads what stands of the entities that an event names.
pub(crate) struct Named<'p> {
    prospect: &'p Prospect<'p>,
}

impl<'p> Named<'p> {
    pub(crate) const fn new(prospect: &'p Prospect<'p>) -> Self {
        Self { prospect }
    }

    /// The event that founded an entity, and its place.
    pub(crate) fn founding(&self, entity: EntityId) -> Option<(&'p Event, Position)> {
        let (entry, _) = self.prospect.existence(entity)?.founded;
        Some((entry.event.as_ref()?, entry.position))
    }

    /// Whether such an event stands in the timeline of an entity.
    pub(crate) fn has(&self, entity: EntityId, such: impl Fn(&Event) -> bool) -> bool {
        self.prospect.timeline(entity).iter().filter_map(|entry| entry.event.as_ref()).any(such)
    }

    /// Goes through the timeline of an entity: each event, and what its life has come to by it.
    pub(crate) fn live<M: Machine + Default>(&self, entity: EntityId, mut visit: impl FnMut(&Event, &M)) {
        let mut life = M::default();
        for entry in self.prospect.timeline(entity) {
            if let Some(event) = &entry.event {
                life.apply(&Step { event, date: entry.date, at: entry.position });
                visit(event, &life);
            }
        }
    }
}
