//! [`Walk`]: the way through a course with further records in it.

use std::collections::{BTreeMap, btree_map};
use std::iter::Peekable;
use std::ops::Bound;
use std::slice;

use super::Course;
use crate::book::existence::Known;
use crate::book::{Entry, Prospect};
use crate::chain::Running;
use crate::day::Day;
use crate::event::{Lanes, Role};
use crate::id::{EntityId, Position};
use crate::order::EffectKey;
use crate::timeline::{Life, Step, machine};

/// In how many lanes something may wait that is not over: more are not copied at every waypoint.
const LANES_MAX: usize = 32;

/// What a timeline has come to by some records, in order of effect.
#[derive(Clone)]
pub(super) struct Waypoint {
    pub(super) life: Box<dyn Life>,
    earliest: Running,
    /// With what the entity ends.
    hosts: Vec<EntityId>,
    pub(super) known: Option<Known>,
}

/// What comes of a record cannot be told, or the record is refused: the timeline has to be read whole.
pub(crate) struct Untold;

/// A record on its way into a course.
pub(crate) struct Passing<'w> {
    pub(crate) entry: &'w Entry,
    /// The first day on which it is possible behind the others.
    pub(crate) earliest: Day,
    /// With what the entity ends from here on.
    pub(crate) hosts: &'w [EntityId],
}

/// What becomes otherwise in a course by further records.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) waypoints: Vec<(EffectKey, Waypoint)>,
    /// Nothing when it comes to the same in the end.
    pub(super) end: Option<Waypoint>,
    pub(super) grounds: BTreeMap<EntityId, Option<Known>>,
}

/// A record with its key.
pub(super) type Further<'e> = (EffectKey, &'e Entry);
/// What looks at the records that are, or stand, otherwise than before.
pub(super) type Pass<'p> = dyn FnMut(&Passing<'_>) -> Result<(), Untold> + 'p;

impl PartialEq for Waypoint {
    fn eq(&self, other: &Self) -> bool {
        self.known == other.known
            && self.hosts == other.hosts
            && self.earliest == other.earliest
            && self.life.is_at(other.life.as_ref())
    }
}

impl Waypoint {
    pub(super) fn start(entity: EntityId) -> Self {
        let (life, earliest) = (machine(entity.kind()), Running::from_the_start());
        Self { life, earliest, hosts: Vec::new(), known: None }
    }
}

/// Goes through a course with further records in it: from the waypoint before each of them on, as far as something is otherwise
/// by it.
pub(super) struct Walk<'w> {
    course: &'w Course,
    prospect: &'w Prospect<'w>,
    further: Peekable<slice::Iter<'w, Further<'w>>>,
    walked: Walked,
}

/// One way of a walk, from a waypoint on.
struct Leg<'w> {
    /// Those that come next in the course.
    old: Peekable<btree_map::Range<'w, EffectKey, Position>>,
    now: Waypoint,
    /// Whether something is otherwise than without the further records.
    is_otherwise: bool,
    /// At how many waypoints it was.
    unequal: usize,
    /// How many records were passed since a waypoint.
    passed: usize,
}

impl<'w> Leg<'w> {
    /// That from the waypoint before the record with this key.
    fn to(key: &EffectKey, course: &'w Course) -> Self {
        let is_last = course.order.last_key_value().is_none_or(|(last, _)| last < key);
        let waypoint = course.waypoints.range(..=key).next_back();
        let (from, now, passed) = match waypoint {
            _ if is_last => (Bound::Excluded(key), course.end.clone(), course.behind_the_last_waypoint()),
            Some((from, waypoint)) => (Bound::Included(from), waypoint.clone(), 0),
            None => (Bound::Unbounded, Waypoint::start(course.entity), 0),
        };
        let old = course.order.range((from, Bound::Unbounded)).peekable();
        Self { old, now, is_otherwise: false, unequal: 0, passed }
    }

    /// Whether all is as it was. The longer it is not, the rarer it is looked at: that may take as long as there are records.
    fn is_at(&mut self, waypoint: &Waypoint) -> bool {
        self.unequal = self.unequal.saturating_add(1);
        self.unequal.is_power_of_two() && *waypoint == self.now
    }
}

impl<'w> Walk<'w> {
    pub(super) fn of(course: &'w Course, prospect: &'w Prospect<'w>, further: &'w [Further<'w>]) -> Self {
        Self { course, prospect, further: further.iter().peekable(), walked: Walked::default() }
    }

    pub(super) fn go(mut self, pass: &mut Pass<'_>) -> Result<Walked, Untold> {
        while let Some((key, _)) = self.further.peek() {
            let mut leg = Leg::to(key, self.course);
            if !self.comes_to_the_same(&mut leg, pass)? {
                self.walked.end = Some(leg.now);
                break;
            }
        }
        Ok(self.walked)
    }

    /// Goes on until all that comes is as it was without the further records, and tells whether that is so before the end.
    fn comes_to_the_same(&mut self, leg: &mut Leg<'_>, pass: &mut Pass<'_>) -> Result<bool, Untold> {
        loop {
            let next = leg.old.peek().map(|(key, _)| *key);
            if let Some((key, entry)) = self.further.next_if(|(key, _)| next.is_none_or(|next| key < next)) {
                leg.is_otherwise = true;
                self.step(leg, key, entry, pass)?;
                continue;
            }
            let Some((key, position)) = leg.old.next() else { return Ok(false) };
            if let Some(waypoint) = self.course.waypoints.get(key) {
                if leg.is_otherwise && leg.is_at(waypoint) {
                    return Ok(true);
                }
                leg.passed = self.course.stride;
            }
            let entry = self.prospect.entry(*position).ok_or(Untold)?;
            self.step(leg, key, entry, pass)?;
        }
    }

    fn step(
        &mut self,
        leg: &mut Leg<'_>,
        key: &EffectKey,
        entry: &Entry,
        pass: &mut Pass<'_>,
    ) -> Result<(), Untold> {
        if leg.passed >= self.course.stride {
            leg.passed = 0;
            if leg.is_otherwise {
                self.walked.waypoints.push((key.clone(), leg.now.clone()));
            }
        }
        leg.passed = leg.passed.saturating_add(1);
        let event = entry.event.as_ref().ok_or(Untold)?;
        let step = Step { event, date: entry.date, at: entry.position };
        leg.now.life.check(&step).map_err(|_| Untold)?;
        let lanes = event.lanes();
        // In the order of all it is behind what it follows; else the day of that would have to be kept.
        if entry.after.is_some() && !(lanes == Lanes::All && self.course.holds_anchors(self.prospect, entry))
        {
            return Err(Untold);
        }
        let mut own = entry.date.earliest();
        for ground in event.rests_on() {
            let known = self.know(ground);
            own = own.max(known.map_or(Day::PAST, |known| known.from()));
        }
        if entry.role_for(self.course.entity) == Role::Founds {
            leg.now.hosts = event.ends_with();
            for host in &leg.now.hosts {
                self.know(*host);
            }
        }
        let now = &mut leg.now;
        let earliest = now.earliest.forward(&lanes, own);
        now.earliest.forget_until(key.day());
        if now.earliest.lanes() > LANES_MAX {
            return Err(Untold);
        }
        now.known = Known::after(now.known, self.course.entity, entry, earliest);
        now.life.apply(&step);
        if leg.is_otherwise { pass(&Passing { entry, earliest, hosts: &now.hosts }) } else { Ok(()) }
    }

    /// What is known of something that the course rests on.
    fn know(&mut self, ground: EntityId) -> Option<Known> {
        let known = self.prospect.known(ground);
        self.walked.grounds.insert(ground, known);
        known
    }
}
