//! [`Courses`]: the courses that are kept.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::HashMap;

use super::Course;
use crate::id::EntityId;
use crate::order::EffectKey;

/// How finely courses are kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grain {
    /// How many records an entity has at least whose course is kept: fewer are replayed as fast.
    pub(super) records_min: usize,
    /// How many records lie between two waypoints at most.
    pub(super) stride: usize,
}

#[cfg(test)]
impl Grain {
    /// No course is kept.
    pub(crate) const NONE: Self = Self { records_min: usize::MAX, stride: 1 };

    pub(crate) fn of(records_min: usize, stride: u64) -> Self {
        Self { records_min, stride: usize::try_from(stride).unwrap() }
    }
}

impl Default for Grain {
    fn default() -> Self {
        Self { records_min: 4, stride: 16 }
    }
}

/// The courses that are kept beside an index. Only what can be found out again: they are not copied with the index.
#[derive(Default)]
pub(crate) struct Courses {
    pub(super) grain: Grain,
    kept: Mutex<Kept>,
}

/// How much room courses take, in records of some 64 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Weight(usize);

impl Weight {
    /// Of all that are kept, unless a single one is larger.
    const MAX: Self = Self(1 << 20);
    /// Of a single one.
    const OF_ONE_MAX: Self = Self(1 << 23);
    /// Of one without records.
    pub(super) const OF_NONE: Self = Self(16);
    /// How many facts that a record follows, one behind the other, weigh as much as a record.
    const FACTS: usize = 8;

    pub(super) const fn with(self, key: &EffectKey) -> Self {
        Self(self.0.saturating_add(1).saturating_add(key.depth().div_ceil(Self::FACTS)))
    }

    pub(super) fn is_affordable(self) -> bool {
        self <= Self::OF_ONE_MAX
    }
}

#[derive(Default)]
struct Kept {
    courses: HashMap<EntityId, Arc<Course>>,
    weight: Weight,
}

impl Kept {
    fn remove(&mut self, entity: EntityId) -> Option<Arc<Course>> {
        let course = self.courses.remove(&entity)?;
        self.weight = Weight(self.weight.0.saturating_sub(course.weight.0));
        Some(course)
    }

    fn insert(&mut self, course: Arc<Course>) {
        self.remove(course.entity);
        let weight = |kept: &Self| Weight(kept.weight.0.saturating_add(course.weight.0));
        if weight(self) > Weight::MAX {
            *self = Self::default();
        }
        self.weight = weight(self);
        self.courses.insert(course.entity, course);
    }
}

impl Courses {
    #[cfg(test)]
    pub(crate) fn of_grain(grain: Grain) -> Self {
        Self { grain, kept: Mutex::default() }
    }

    pub(super) fn take(&self, entity: EntityId) -> Option<Arc<Course>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(entity)
    }

    pub(super) fn keep(&self, course: Arc<Course>) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).insert(course);
    }

    /// Forgets the course of an entity in which something was replaced.
    pub(crate) fn forget(&mut self, entity: EntityId) {
        self.kept.get_mut().unwrap_or_else(PoisonError::into_inner).remove(entity);
    }
}

impl Clone for Courses {
    fn clone(&self) -> Self {
        Self { grain: self.grain, kept: Mutex::default() }
    }
}

impl fmt::Debug for Courses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Courses")
    }
}
