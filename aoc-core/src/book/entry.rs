//! [`Entry`]: what deciding needs to know of one record.

use crate::date::EventDate;
use crate::event::{Entities, Event, Role};
use crate::id::{EntityId, EventId, Position};
use crate::kind::Kind;
use crate::record::{Record, Relation};

/// What deciding needs to know of one record: all but what stands beside its event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the log.
    pub position: Position,
    /// The id that its draft was given.
    pub id: EventId,
    /// The first record of its fact; its own place for a new one.
    pub origin: Position,
    /// How it stands to earlier records.
    pub relation: Relation,
    /// The fact (its first record) that it directly followed, where the source says so.
    pub after: Option<Position>,
    /// When it took effect.
    pub date: EventDate,
    /// Its kind: that of the fact for a retraction.
    pub kind: Kind,
    /// The entities it changes and names: those of the fact for a retraction.
    pub entities: Entities,
    /// What happened; nothing for a retraction or a corroboration.
    pub event: Option<Event>,
}

impl From<&Record> for Entry {
    fn from(record: &Record) -> Self {
        Self {
            position: record.position,
            id: record.id,
            origin: record.origin,
            relation: record.relation,
            after: record.after,
            date: record.date,
            kind: record.kind,
            entities: record.entities.clone(),
            event: record.event.clone(),
        }
    }
}

impl Entry {
    pub(crate) fn changes(&self, entity: EntityId) -> bool {
        self.entities.changes.contains(&entity)
    }

    /// What it does to the life of this entity: others than its own, the first that it changes, go on, changed.
    pub(crate) fn role_for(&self, entity: EntityId) -> Role {
        let own = self.entities.changes.first() == Some(&entity);
        self.event.as_ref().filter(|_| own).map_or(Role::Changes, Event::role)
    }
}
