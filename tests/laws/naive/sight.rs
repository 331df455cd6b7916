//! [`Sight`]: what stands in a book, in order of effect, and the judgement over all of it.

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{
    Day, EntityId, EntityKind, Event, GroupEvent, MembershipEvent, OfficeEvent, PartyEvent, SourceEvent,
};

use super::entities::{office, rests_on};
use super::life::Life;
use super::{Key, Line, Naive, What};

/// What stands in a book, in order of effect.
#[derive(Debug)]
pub(crate) struct Sight<'n> {
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
            lines.iter().flat_map(|line| line.changes().into_iter().map(move |e| (e, *line)))
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
    pub(crate) fn standing(&self) -> impl Iterator<Item = &'n Line> + '_ {
        self.standing.values().copied()
    }

    /// Law 3.
    pub(crate) fn key(&self, line: &Line) -> Key {
        let own = (line.date.earliest(), vec![line.origin]);
        let Some(anchor) = line.after.and_then(|fact| self.standing.get(&fact)) else { return own };
        let (day, mut path) = self.key(anchor);
        if own >= (day, path.clone()) {
            return own;
        }
        path.push(line.origin);
        (day, path)
    }

    pub(crate) fn timeline(&self, entity: EntityId) -> &[&'n Line] {
        self.timelines.get(&entity).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn entities(&self) -> impl Iterator<Item = EntityId> + '_ {
        self.timelines.keys().copied()
    }

    pub(super) fn judge(&self) -> Result<(), String> {
        for line in self.standing() {
            self.anchor(line)?;
        }
        for (entity, timeline) in &self.timelines {
            let mut life = Life::new();
            for line in timeline {
                life.step(*entity, line).map_err(|why| format!("{entity}: {}: {why}", line.position))?;
            }
            for (line, first) in timeline.iter().zip(self.not_before(timeline)) {
                self.days(line, first).map_err(|why| format!("{entity}: {}: {why}", line.position))?;
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
    pub(crate) fn founding(&self, entity: EntityId) -> Option<&'n Line> {
        self.timeline(entity).iter().copied().find(|line| {
            matches!(
                line.event,
                Some(
                    Event::Source(SourceEvent::SourceRegistered(_))
                        | Event::Party(PartyEvent::PartyRegistered(_))
                        | Event::Person(_)
                        | Event::Group(_)
                        | Event::Office(OfficeEvent::OfficeEstablished(_))
                        | Event::Membership(MembershipEvent::MemberJoined(_))
                )
            )
        })
    }

    pub(super) fn exists(&self, entity: EntityId) -> bool {
        self.founding(entity).is_some()
    }

    /// The record that ended an entity for good: a dissolution, or a withdrawal without a return.
    pub(crate) fn ending(&self, entity: EntityId) -> Option<&'n Line> {
        let coming_and_going = |line: &&Line| {
            matches!(
                line.event,
                Some(
                    Event::Party(PartyEvent::PartyDissolved(_))
                        | Event::Membership(
                            MembershipEvent::MemberJoined(_) | MembershipEvent::MemberWithdrew(_)
                        )
                )
            )
        };
        let joined =
            |line: &&Line| !matches!(line.event, Some(Event::Membership(MembershipEvent::MemberJoined(_))));
        self.timeline(entity).iter().copied().rfind(coming_and_going).filter(joined)
    }

    /// The first days on which the records of a timeline can have happened, everything that comes before them and
    /// everything beneath them considered.
    fn not_before(&self, timeline: &[&Line]) -> Vec<Day> {
        let mut days: Vec<Day> = Vec::new();
        for line in timeline {
            let binds = |other: &Line| ordered(other, line) || line.after == Some(other.origin);
            let before = timeline.iter().zip(&days).filter(|(other, _)| binds(other));
            let beneath = line.event.as_ref().map(rests_on).unwrap_or_default();
            let floors = beneath.into_iter().filter_map(|entity| self.founded_not_before(entity));
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

    /// The last day on which a record can have happened, what comes after it considered.
    fn not_after(&self, entity: EntityId, line: &Line) -> Day {
        let later = self.timeline(entity).iter().skip_while(|other| other.origin != line.origin);
        later
            .filter(|other| ordered(line, other))
            .map(|other| other.date.latest())
            .min()
            .unwrap_or(Day::FUTURE)
    }

    /// Only what is certainly too early or too late is refused.
    fn days(&self, line: &Line, first: Day) -> Result<(), String> {
        if first > line.date.latest() {
            return Err(format!("not before {first}, but by {}", line.date.latest()));
        }
        let hosts = line
            .changes()
            .into_iter()
            .filter_map(|entity| self.founding(entity)?.event.as_ref())
            .flat_map(rests_on);
        for beneath in line.event.as_ref().map(rests_on).unwrap_or_default().into_iter().chain(hosts) {
            if let Some(end) = self.ending(beneath)
                && first > self.not_after(beneath, end)
            {
                return Err(format!("not before {first}, but {} ended what it rests on", end.position));
            }
        }
        Ok(())
    }

    fn named(&self, line: &Line) -> Result<(), String> {
        use EntityKind::{Group, Membership, Office, Party, Person, Source};
        for entity in line.names() {
            let must = matches!(entity.kind(), Source | Party | Person | Office | Group | Membership);
            if must && !self.exists(entity) {
                return Err(format!("{entity} does not exist"));
            }
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

/// Whether two records of one timeline order each other in time.
pub(crate) fn ordered(a: &Line, b: &Line) -> bool {
    let (Some(Event::Office(a)), Some(Event::Office(b))) = (&a.event, &b.event) else { return true };
    let holding =
        |event: &OfficeEvent| matches!(event, OfficeEvent::OfficeAssumed(_) | OfficeEvent::OfficeVacated(_));
    match (office(a).1, office(b).1) {
        (Some(one), Some(other)) => one == other || holding(a) && holding(b),
        _ => true,
    }
}
