//! How an [`Index`] grows: by one record at a time.

use super::{Chains, Heading, Index, Link, Place, Row, Touch, flag, link, number, place, position};
use crate::date::Bounds;
use crate::id::{EntityId, EventId, Position};
use crate::kind::Kind;
use crate::record::Relation;

/// A heading, without the entities that it touches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) position: Position,
    pub(super) id: EventId,
    pub(super) origin: Position,
    pub(super) relation: Relation,
    pub(super) after: Option<Position>,
    pub(super) effect: Bounds,
    pub(super) kind: Kind,
    /// How many entities it changes, names and cites.
    pub(super) changes: u8,
    pub(super) names: u8,
    pub(super) sources: usize,
}

impl Line {
    fn of(heading: &Heading) -> Self {
        let count = |entities: &[EntityId]| u8::try_from(entities.len()).unwrap_or(u8::MAX);
        Self {
            position: heading.position,
            id: heading.id,
            origin: heading.origin,
            relation: heading.relation,
            after: heading.after,
            effect: heading.effect,
            kind: heading.kind,
            changes: count(&heading.entities.changes),
            names: count(&heading.entities.names),
            sources: heading.sources.len(),
        }
    }

    /// How many entities and sources it touches.
    pub(super) fn touches(&self) -> usize {
        usize::from(self.changes).saturating_add(self.names.into()).saturating_add(self.sources)
    }
}

/// How a record touches an entity.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way {
    Changing,
    Naming,
    Citing,
}

impl Index {
    /// Makes room for this many further records.
    pub fn reserve(&mut self, records: usize) {
        self.rows.reserve(records);
        self.ids.reserve(records);
    }

    /// Takes in the next record of the log. A record that is not the next one, or that there is no room for (an index
    /// holds fewer than 2³² records), is ignored: the head stays.
    pub fn push(&mut self, heading: &Heading) {
        let line = Line::of(heading);
        let Some(record) = self.begin(&line) else { return };
        let Heading { entities, sources, .. } = heading;
        for entity in entities.changes.iter().take(line.changes.into()) {
            self.touch_entity(record, *entity, Way::Changing);
        }
        for entity in entities.names.iter().take(line.names.into()) {
            self.touch_entity(record, *entity, Way::Naming);
        }
        for source in sources {
            self.touch_entity(record, (*source).into(), Way::Citing);
        }
        self.recorded_at = Some(heading.recorded_at);
    }

    /// Takes in the next record, but for what it touches: that comes right behind.
    pub(super) fn begin(&mut self, line: &Line) -> Option<Place> {
        let (record, touches) = (place(line.position)?, number(self.touches.len())?);
        number(self.touches.len().saturating_add(line.touches()))?;
        if line.position != self.head().next() {
            return None;
        }
        let relation = self.relate(record, line);
        let anchored = line.after.map_or(0, |after| self.anchor(record, after));
        let run = self.order.place(record, line);
        self.rows.push(Row {
            earliest: line.effect.earliest,
            latest: line.effect.latest,
            touches,
            kind: line.kind,
            changes: line.changes,
            names: line.names,
            flags: relation | anchored | run << flag::RUN_SHIFT,
            qualifier: line.effect.qualifier,
        });
        self.ids.push(record, line.id);
        Some(record)
    }

    fn relate(&mut self, record: Place, line: &Line) -> u8 {
        if let Some(target) = line.relation.target().and_then(place) {
            self.targets.insert(record, target);
        }
        if let (Some(target), Some(origin)) = (line.relation.replaces().and_then(place), place(line.origin)) {
            for entity in self.changes(position(target)).collect::<Vec<_>>() {
                self.courses.forget(entity);
            }
            self.origins.insert(record, origin);
            self.replaced_by.insert(target, record);
            self.last.insert(origin, record);
            if let Some(row) = self.row_mut(target) {
                row.flags |= flag::REPLACED;
            }
        }
        match line.relation {
            Relation::New => flag::NEW,
            Relation::Correction { .. } => flag::CORRECTION,
            Relation::Retraction { .. } => flag::RETRACTION,
            Relation::Corroboration { target } => {
                if let Some(fact) = self.origin(target).and_then(place) {
                    self.corroborating.entry(fact).or_default().push(record);
                }
                flag::CORROBORATION
            }
        }
    }

    fn anchor(&mut self, record: Place, after: Position) -> u8 {
        let Some(after) = place(after) else { return 0 };
        self.anchors.insert(record, after);
        self.following.entry(after).or_default().push(record);
        flag::ANCHORED
    }

    fn touch_entity(&mut self, record: Place, entity: EntityId, way: Way) {
        let number = match self.entities.get_index_of(&entity) {
            Some(number) => number,
            None => self.meet(entity),
        };
        self.touch(record, number, way);
    }

    /// Gives an entity that the index has not met yet the next number.
    pub(super) fn meet(&mut self, entity: EntityId) -> usize {
        self.chains.push(Chains::default());
        self.entities.insert_full(entity).0
    }

    /// Notes that a record touches the entity with this number; tells whether there is such a one.
    pub(super) fn touch(&mut self, record: Place, entity: usize, way: Way) -> bool {
        let at = link(self.touches.len());
        let (Some(chains), Some(entity)) = (self.chains.get_mut(entity), number(entity)) else {
            return false;
        };
        let last = match way {
            Way::Changing => &mut chains.changing,
            Way::Naming => &mut chains.naming,
            Way::Citing => &mut chains.citing,
        };
        let before: Option<Link> = last.replace(at);
        self.touches.push(Touch { entity, record, before });
        true
    }

    fn row_mut(&mut self, place: Place) -> Option<&mut Row> {
        self.rows.get_mut(usize::try_from(place).ok()?.checked_sub(1)?)
    }
}
