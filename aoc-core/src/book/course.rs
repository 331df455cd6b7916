//! [`Course`]: the timeline of one entity with what it has come to on the way, so that a further record is judged without
//! replaying the others.

mod kept;
mod walk;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::existence::Known;
use super::prospect::Reading;
use super::{Entry, Prospect};
use crate::id::{EntityId, Position};
use crate::order::EffectKey;

use kept::Weight;
pub(crate) use kept::{Courses, Grain};
pub(crate) use walk::Untold;
use walk::{Pass, Walk, Waypoint};

/// The standing records of one entity, and what they come to on the way.
#[derive(Clone)]
pub(crate) struct Course {
    entity: EntityId,
    stride: usize,
    /// The last record of the log that was taken in.
    upto: Position,
    weight: Weight,
    order: BTreeMap<EffectKey, Position>,
    /// What it has come to before some of the records.
    waypoints: BTreeMap<EffectKey, Waypoint>,
    end: Waypoint,
    /// What is known of that which its records rest on, and with which its entity ends.
    grounds: BTreeMap<EntityId, Option<Known>>,
}

impl Course {
    fn new(entity: EntityId, stride: usize) -> Self {
        Self {
            entity,
            stride,
            upto: Position::START,
            weight: Weight::OF_NONE,
            order: BTreeMap::new(),
            waypoints: BTreeMap::new(),
            end: Waypoint::start(entity),
            grounds: BTreeMap::new(),
        }
    }

    /// The same with what the book has taken in since, unless it gets too large.
    fn caught_up(mut self, book: &Prospect<'_>) -> Option<Self> {
        let newest = book.newest_changing(self.entity)?;
        if newest > self.upto {
            let further = book.timeline_since(self.entity, self.upto);
            self.weight = further.iter().fold(self.weight, |weight, (key, _)| weight.with(key));
            self.weight.is_affordable().then_some(())?;
            let walked = Walk::of(&self, book, &further).go(&mut |_| Ok(())).ok()?;
            self.waypoints.extend(walked.waypoints);
            self.grounds.extend(walked.grounds);
            self.end = walked.end.unwrap_or(self.end);
            self.order.extend(further.into_iter().map(|(key, entry)| (key, entry.position)));
            self.upto = newest;
        }
        Some(self)
    }

    /// How many records stand behind the last waypoint, or a stride of them.
    fn behind_the_last_waypoint(&self) -> usize {
        let last = self.waypoints.last_key_value().map(|(key, _)| key);
        self.order
            .iter()
            .rev()
            .take(self.stride)
            .take_while(|(key, _)| last.is_none_or(|last| *key >= last))
            .count()
    }

    /// Whether what its records rest on exists on the same days.
    fn rests_on_the_same(&self, prospect: &Prospect<'_>) -> bool {
        self.grounds.iter().all(|(entity, known)| prospect.known(*entity) == *known)
    }

    /// Whether the record follows something, and that and all that this follows, one behind the other, is in this timeline: it
    /// moves then only with what changes this entity.
    fn holds_anchors(&self, prospect: &Prospect<'_>, entry: &Entry) -> bool {
        let mut anchors = prospect.chain(entry).skip(1).peekable();
        anchors.peek().is_some() && anchors.all(|anchor| anchor.changes(self.entity))
    }
}

impl Prospect<'_> {
    /// The course of an entity's timeline in the book as it is; nothing where what was added replaces something in it, or moves
    /// what it rests on, and where there is little to replay.
    fn course(&self, entity: EntityId) -> Option<Arc<Course>> {
        if self.has_replaced(entity) {
            return None;
        }
        self.book.course(entity).filter(|course| course.rests_on_the_same(self))
    }

    /// Goes through all of a timeline that is otherwise by what was added: what was added, and what stands otherwise by it.
    ///
    /// # Errors
    /// [`Untold`] when one of its records is refused, or when it has to be read whole to tell.
    pub(crate) fn pass(&self, entity: EntityId, pass: &mut Pass<'_>) -> Result<(), Untold> {
        let course = self.course(entity).ok_or(Untold)?;
        let walked = Walk::of(&course, self, &self.timeline_added(entity)).go(pass)?;
        let is_closed = walked.end.is_none_or(|end| end.life.close().is_empty());
        if is_closed { Ok(()) } else { Err(Untold) }
    }

    /// What a timeline, with what was added, says of the existence of its entity.
    pub(super) fn known_by_course(&self, entity: EntityId) -> Result<Option<Known>, Untold> {
        let course = self.course(entity).ok_or(Untold)?;
        let walked = Walk::of(&course, self, &self.timeline_added(entity)).go(&mut |_| Ok(()))?;
        let known = walked.end.map_or(course.end.known, |end| end.known);
        if known.is_none_or(|known| known.is_told()) { Ok(known) } else { Err(Untold) }
    }
}

impl Reading<'_> {
    fn course(&self, entity: EntityId) -> Option<Arc<Course>> {
        let Grain { records_min, stride } = self.index().courses().grain;
        self.index().changing(entity).nth(records_min.saturating_sub(1))?;
        if let Some(course) = self.courses.borrow().get(&entity) {
            return course.clone();
        }
        self.courses.borrow_mut().insert(entity, None); // nothing rests on itself
        let (book, kept) = (Prospect::new(self), self.index().courses());
        let known = kept.take(entity).filter(|course| course.rests_on_the_same(&book));
        let course = known.map_or_else(|| Course::new(entity, stride), Arc::unwrap_or_clone);
        let course = course.caught_up(&book).map(Arc::new);
        if let Some(course) = course.as_ref().filter(|_| self.unread().is_none()) {
            kept.keep(Arc::clone(course));
        }
        self.courses.borrow_mut().insert(entity, course.clone());
        course
    }
}
