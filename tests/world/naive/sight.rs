//! [`Sight`]: what stands in a book, in order of effect, and the judgement over all of it.

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{Day, EntityId, EntityKind, Event, GroupEvent, OfficeEvent, PartyEvent};

use super::life::Life;
use super::{Key, Line, Naive, Role, What, agreements, office, others};
use crate::scene::is_founded;

/// What stands in a book, in order of effect.
#[derive(Debug)]
pub struct Sight<'n> {
    book: &'n Naive,
    standing: BTreeMap<u64, &'n Line>,
    timelines: BTreeMap<EntityId, Vec<&'n Line>>,
}

impl<'n> Sight<'n> {
    pub(super) fn of(book: &'n Naive) -> Result<Self, String> {
        let last: BTreeMap<u64, &Line> = book.lines.iter().map(|line| (line.origin, line)).collect();
        let standing = last.into_iter().filter(|(_, line)| !matches!(line.what, What::Retracts(_))).collect();
        let mut sight = Self { book, standing, timelines: BTreeMap::new() };
        let lines: Vec<&Line> = sight.standing.values().copied().collect();
        for line in &lines {
            sight.circle(line)?;
        }
        for (entity, line) in
            lines.iter().flat_map(|line| line.changes().iter().map(move |entity| (*entity, *line)))
        {
            sight.timelines.entry(entity).or_default().push(line);
        }
        let mut timelines = std::mem::take(&mut sight.timelines);
        for timeline in timelines.values_mut() {
            timeline.sort_by_cached_key(|line| sight.key(line));
            timeline.dedup_by_key(|line| line.position);
        }
        sight.timelines = timelines;
        Ok(sight)
    }

    /// What stands, by origin.
    pub fn standing(&self) -> impl Iterator<Item = &'n Line> + '_ {
        self.standing.values().copied()
    }

    /// Law 3.
    pub fn key(&self, line: &Line) -> Key {
        let own = (line.date.earliest(), vec![line.origin]);
        let Some(anchor) = line.after.and_then(|fact| self.standing.get(&fact)) else { return own };
        let (day, mut path) = self.key(anchor);
        if own >= (day, path.clone()) {
            return own;
        }
        path.push(line.origin);
        (day, path)
    }

    pub fn timeline(&self, entity: EntityId) -> &[&'n Line] {
        self.timelines.get(&entity).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn entities(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.timelines.keys().copied()
    }

    pub(super) fn judge(&self) -> Result<(), String> {
        for line in self.standing() {
            self.anchor(line)?;
        }
        for (entity, timeline) in &self.timelines {
            run(*entity, timeline).map_err(|why| format!("{entity}: {why}"))?;
            let mut hosts = Vec::new();
            for (line, first) in timeline.iter().zip(self.not_before(timeline)) {
                if line.role(*entity) == Role::Founds {
                    hosts.clone_from(&line.ties.hosts);
                }
                self.days(line, first, &hosts)
                    .map_err(|why| format!("{entity}: {}: {why}", line.position))?;
            }
        }
        for line in self.standing() {
            self.named(line).map_err(|why| format!("{}: {why}", line.position))?;
            for source in &line.sources {
                if !self.exists((*source).into()) {
                    return Err(format!("{} rests on the retracted {source}", line.position));
                }
            }
            if let What::Corroborates(target) = line.what {
                let fact = self.book.line(target).map(|target| target.origin);
                if !fact.is_some_and(|fact| self.standing.contains_key(&fact)) {
                    return Err(format!("{} corroborates what is retracted", line.position));
                }
            }
        }
        Ok(())
    }

    fn circle(&self, line: &Line) -> Result<(), String> {
        let mut seen = BTreeSet::from([line.origin]);
        let mut next = line.after;
        while let Some(fact) = next {
            if !seen.insert(fact) {
                return Err(format!("{} follows itself", line.position));
            }
            next = self.standing.get(&fact).and_then(|anchor| anchor.after);
        }
        Ok(())
    }

    fn anchor(&self, line: &Line) -> Result<(), String> {
        let Some(fact) = line.after else { return Ok(()) };
        let at = line.position;
        let anchor = self.standing.get(&fact).ok_or(format!("{at} follows what does not stand"))?;
        if !anchor.changes().iter().any(|entity| line.changes().contains(entity)) {
            return Err(format!("{at} follows a record of another timeline"));
        }
        if self.key(line).0 > line.date.latest() {
            return Err(format!("{at} follows what is later than it can be"));
        }
        Ok(())
    }

    /// The first record that founds an entity.
    pub fn founding(&self, entity: EntityId) -> Option<&'n Line> {
        self.timeline(entity).iter().copied().find(|line| line.role(entity) == Role::Founds)
    }

    pub(super) fn exists(&self, entity: EntityId) -> bool {
        self.founding(entity).is_some()
    }

    /// The record that ended an entity for good: a dissolution, or a withdrawal without a return.
    pub fn ending(&self, entity: EntityId) -> Option<&'n Line> {
        let turn = |line: &&Line| line.role(entity) != Role::GoesOn;
        let last = self.timeline(entity).iter().copied().rfind(turn);
        last.filter(|line| line.role(entity) == Role::Ends)
    }

    /// The first days on which the records of a timeline can have happened, everything that comes before them and
    /// everything beneath them considered.
    fn not_before(&self, timeline: &[&Line]) -> Vec<Day> {
        let mut days: Vec<Day> = Vec::new();
        for line in timeline {
            let binds = |other: &Line| ordered(other, line) || line.after == Some(other.origin);
            let before = timeline.iter().zip(&days).filter(|(other, _)| binds(other));
            let floors = line.rests_on().iter().filter_map(|entity| self.founded_not_before(*entity));
            let first = before.map(|(_, day)| *day).chain(floors).fold(line.date.earliest(), Day::max);
            days.push(first);
        }
        days
    }

    fn founded_not_before(&self, entity: EntityId) -> Option<Day> {
        let (founding, timeline) = (self.founding(entity)?, self.timeline(entity));
        let days = self.not_before(timeline);
        timeline.iter().zip(days).find(|(line, _)| line.origin == founding.origin).map(|(_, day)| day)
    }

    /// The last days on which the records of a timeline can have happened, everything that comes after considered.
    fn not_after(timeline: &[&Line]) -> Vec<Day> {
        let mut days: Vec<Day> = timeline.iter().map(|line| line.date.latest()).collect();
        for at in (0..timeline.len()).rev() {
            let binds =
                |later: &Line| ordered(timeline[at], later) || later.after == Some(timeline[at].origin);
            let later = (at + 1..timeline.len()).filter(|later| binds(timeline[*later]));
            days[at] = later.map(|later| days[later]).fold(days[at], Day::min);
        }
        days
    }

    fn ended_not_after(&self, entity: EntityId) -> Option<(Day, &'n Line)> {
        let (end, timeline) = (self.ending(entity)?, self.timeline(entity));
        let at = timeline.iter().position(|line| line.origin == end.origin)?;
        Some((Self::not_after(timeline)[at], end))
    }

    /// Only what is certainly too early or too late is refused.
    fn days(&self, line: &Line, first: Day, hosts: &[EntityId]) -> Result<(), String> {
        if first > line.date.latest() {
            return Err(format!("not before {first}, but by {}", line.date.latest()));
        }
        for beneath in line.rests_on().iter().chain(hosts) {
            if let Some((last, end)) = self.ended_not_after(*beneath)
                && first > last
            {
                return Err(format!("not before {first}, but {} ended what it rests on", end.position));
            }
        }
        Ok(())
    }

    fn named(&self, line: &Line) -> Result<(), String> {
        for entity in line.names() {
            let spoken_of = !line.rests_on().contains(entity) && !self.timeline(*entity).is_empty();
            if is_founded(*entity) && !spoken_of && !self.exists(*entity) {
                return Err(format!("{entity} does not exist"));
            }
        }
        if let Some(event) = &line.event
            && !(agreements::named(self, event) && others::named(self, event))
        {
            return Err(format!("what this {} names does not fit it", event.kind()));
        }
        if let Some(Event::Membership(event)) = &line.event {
            let (group, party) = event.pair();
            let founded = |entity: EntityId| self.founding(entity).and_then(|line| line.event.as_ref());
            let (Some(Event::Group(GroupEvent::GroupEstablished(group))), Some(Event::Party(party))) =
                (founded(group.into()), founded(party.into()))
            else {
                return Err("no group or party".into());
            };
            if let PartyEvent::PartyRegistered(party) = party
                && !group.admits.contains(&party.kind)
            {
                return Err(format!("{} is not admitted", party.kind));
            }
        }
        Ok(())
    }
}

/// Whether every line of a timeline may come where it does.
fn run(entity: EntityId, timeline: &[&Line]) -> Result<(), String> {
    use EntityKind::{
        ActionPlan, Agreement, Amendment, Code, Consultation, Custom, Dispute, FocalPoint, Group, Membership,
        Office, Party, Person, Programme, Source,
    };
    let mut life = Life::new();
    for (at, line) in timeline.iter().enumerate() {
        let fits = match entity.kind() {
            Source | Party | Person | Office | Group | Membership | FocalPoint | Code | Custom(_) => {
                life.step(entity, line).is_ok()
            }
            Agreement | Amendment | ActionPlan | Programme | Consultation | Dispute => {
                agreements::fits(entity, &timeline[..at], line)
            }
            _ => others::fits(entity, &timeline[..at], line),
        };
        if !fits {
            let kind = line.event.as_ref().map(|event| event.kind().to_string());
            return Err(format!("{}: {} cannot come next", line.position, kind.unwrap_or_default()));
        }
    }
    Ok(())
}

/// Whether the later of two records of one timeline cannot have happened before the earlier one.
pub fn ordered(earlier: &Line, later: &Line) -> bool {
    match (&earlier.event, &later.event) {
        (Some(earlier), Some(later)) => in_turn(earlier, later),
        _ => true,
    }
}

/// The same of their events.
pub fn in_turn(earlier: &Event, later: &Event) -> bool {
    let holding =
        |event: &OfficeEvent| matches!(event, OfficeEvent::OfficeAssumed(_) | OfficeEvent::OfficeVacated(_));
    match (earlier, later) {
        (Event::Office(a), Event::Office(b)) => match (office(a).1, office(b).1) {
            (Some(one), Some(other)) => one == other || holding(a) && holding(b),
            _ => true,
        },
        _ => agreements::waits(later, earlier).or_else(|| others::waits(later, earlier)).unwrap_or(true),
    }
}
