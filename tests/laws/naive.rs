//! A judge of the whole book, written from DESIGN.md section 3 and DOMAIN.md alone: the model that `decide` has
//! to agree with. It knows nothing of locality: it looks at everything, every time.
//!
//! It also holds the order of effect and the days (law 8) in their plainest form.

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{
    AttestationEvent, Claim, Code, Day, Draft, EntityId, EntityKind, Event, EventDate, EventId,
    FocalPointEvent, GroupEvent, MembershipEvent, OfficeEvent, OfficeId, PartyEvent, PartyId, PartyKind,
    PersonEvent, PersonId, Record, RecordRef, Relation, SourceEvent, SourceId, focal_point, membership,
};

/// What a line is to earlier ones; the numbers are positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    New,
    Corrects(u64),
    Retracts(u64),
    Corroborates(u64),
}

/// A record, as far as judging needs it.
#[derive(Debug, Clone)]
pub struct Line {
    pub position: u64,
    pub id: EventId,
    pub origin: u64,
    pub what: What,
    /// The origin of the fact that it followed.
    pub after: Option<u64>,
    pub date: EventDate,
    pub event: Option<Event>,
    pub sources: Vec<SourceId>,
}

impl Line {
    pub fn changes(&self) -> Vec<EntityId> {
        self.event.as_ref().map(changes).unwrap_or_default()
    }

    pub fn names(&self) -> Vec<EntityId> {
        self.event.as_ref().map(names).unwrap_or_default()
    }
}

/// The key of order of effect: the day, then origins.
pub type Key = (Day, Vec<u64>);

/// Everything that was recorded.
#[derive(Debug, Clone, Default)]
pub struct Naive {
    pub lines: Vec<Line>,
}

impl Naive {
    pub fn of_records<'r>(records: impl IntoIterator<Item = &'r Record>) -> Self {
        let line = |record: &Record| Line {
            position: record.position.get(),
            id: record.id,
            origin: record.origin.get(),
            what: match record.relation {
                Relation::New => What::New,
                Relation::Correction { target } => What::Corrects(target.get()),
                Relation::Retraction { target } => What::Retracts(target.get()),
                Relation::Corroboration { target } => What::Corroborates(target.get()),
            },
            after: record.after.map(|origin| origin.get()),
            date: record.date,
            event: record.event.clone(),
            sources: record.meta.citations.iter().map(|citation| citation.source).collect(),
        };
        Self { lines: records.into_iter().map(line).collect() }
    }

    pub fn line(&self, position: u64) -> Option<&Line> {
        self.lines.get(usize::try_from(position.checked_sub(1)?).ok()?)
    }

    fn last(&self, origin: u64) -> Option<&Line> {
        self.lines.iter().rfind(|line| line.origin == origin)
    }

    /// The book with the drafts in it, if nothing speaks against them; or else what does.
    pub fn with(&self, drafts: &[Draft]) -> Result<Self, String> {
        let mut next = self.clone();
        let head = self.lines.len();
        for draft in drafts {
            next.place(draft)?;
        }
        for (index, draft) in drafts.iter().enumerate() {
            if let Some(after) = draft.after {
                let anchor = next.resolve(after).ok_or("after names nothing")?;
                next.lines[head + index].after = Some(anchor.origin);
            }
        }
        let sight = next.sight()?;
        for line in &next.lines[head..] {
            if let Some(source) = line.sources.iter().find(|source| !sight.exists((**source).into())) {
                return Err(format!("{} cites the unknown {source}", line.position));
            }
            if line.after.is_some() && line.changes().is_empty() {
                return Err(format!("{} has no timeline in which it could follow anything", line.position));
            }
        }
        sight.judge()?;
        drop(sight);
        Ok(next)
    }

    /// The book as it stands, sorted.
    ///
    /// # Errors
    /// When records follow each other in a circle: then there is no order.
    pub fn sight(&self) -> Result<Sight<'_>, String> {
        Sight::of(self)
    }

    /// Law 7 for the whole book, from scratch.
    pub fn whole(&self) -> Result<(), String> {
        self.sight()?.judge()
    }

    fn resolve(&self, of: RecordRef) -> Option<&Line> {
        match of {
            RecordRef::Position(position) => self.line(position.get()),
            RecordRef::Event(id) => self.lines.iter().find(|line| line.id == id),
        }
    }

    fn place(&mut self, draft: &Draft) -> Result<(), String> {
        if self.lines.iter().any(|line| line.id == draft.id()) {
            return Err("the id is taken".into());
        }
        let position = self.lines.len() as u64 + 1;
        let target = |of: RecordRef| -> Result<&Line, String> {
            let target = self.resolve(of).ok_or("no such record")?;
            let last = self.last(target.origin).ok_or("no such fact")?;
            if last.position == target.position { Ok(target) } else { Err("not the last version".into()) }
        };
        let (origin, what) = match &draft.claim {
            Claim::New { .. } => (position, What::New),
            Claim::Correction { of, event, .. } => {
                let target = target(*of)?;
                let said = self.line(target.origin).and_then(|first| first.event.as_ref());
                if said.map(Event::kind) != Some(event.kind()) {
                    return Err("corrects another kind".into());
                }
                (target.origin, What::Corrects(target.position))
            }
            Claim::Retraction { of } => {
                let target = target(*of)?;
                if matches!(target.what, What::Retracts(_)) {
                    return Err("is retracted already".into());
                }
                (target.origin, What::Retracts(target.position))
            }
            Claim::Corroboration { of } => {
                let target = target(*of)?;
                if target.event.is_none() {
                    return Err("there is no event to corroborate".into());
                }
                (position, What::Corroborates(target.position))
            }
        };
        if matches!(what, What::Corrects(_) | What::Retracts(_)) && draft.meta.reason.is_none() {
            return Err("no reason".into());
        }
        if let Some(event) = draft.event() {
            shape(event, &draft.date())?;
        }
        self.lines.push(Line {
            position,
            id: draft.id(),
            origin,
            what,
            after: None,
            date: draft.date(),
            event: draft.event().cloned(),
            sources: draft.meta.citations.iter().map(|citation| citation.source).collect(),
        });
        Ok(())
    }
}

/// What stands in a book, in order of effect.
#[derive(Debug)]
pub struct Sight<'n> {
    book: &'n Naive,
    standing: BTreeMap<u64, &'n Line>,
    timelines: BTreeMap<EntityId, Vec<&'n Line>>,
}

impl<'n> Sight<'n> {
    fn of(book: &'n Naive) -> Result<Self, String> {
        let last: BTreeMap<u64, &Line> = book.lines.iter().map(|line| (line.origin, line)).collect();
        let standing =
            last.into_iter().filter(|(_, line)| !matches!(line.what, What::Retracts(_))).collect();
        let mut sight = Self { book, standing, timelines: BTreeMap::new() };
        let lines: Vec<&Line> = sight.standing.values().copied().collect();
        for line in &lines {
            sight.circle(line)?;
        }
        for (entity, line) in lines.iter().flat_map(|line| line.changes().into_iter().map(move |e| (e, *line))) {
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

    fn judge(&self) -> Result<(), String> {
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
    pub fn founding(&self, entity: EntityId) -> Option<&'n Line> {
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

    fn exists(&self, entity: EntityId) -> bool {
        self.founding(entity).is_some()
    }

    /// The record that ended an entity for good: a dissolution, or a withdrawal without a return.
    pub fn ending(&self, entity: EntityId) -> Option<&'n Line> {
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
        let joined = |line: &&Line| {
            !matches!(line.event, Some(Event::Membership(MembershipEvent::MemberJoined(_))))
        };
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
        later.filter(|other| ordered(line, other)).map(|other| other.date.latest()).min().unwrap_or(Day::FUTURE)
    }

    /// Only what is certainly too early or too late is refused.
    fn days(&self, line: &Line, first: Day) -> Result<(), String> {
        if first > line.date.latest() {
            return Err(format!("not before {first}, but by {}", line.date.latest()));
        }
        for beneath in line.event.as_ref().map(rests_on).unwrap_or_default() {
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
pub fn ordered(a: &Line, b: &Line) -> bool {
    let (Some(Event::Office(a)), Some(Event::Office(b))) = (&a.event, &b.event) else { return true };
    let holding =
        |event: &OfficeEvent| matches!(event, OfficeEvent::OfficeAssumed(_) | OfficeEvent::OfficeVacated(_));
    match (office(a).1, office(b).1) {
        (Some(one), Some(other)) => one == other || holding(a) && holding(b),
        _ => true,
    }
}

fn shape(event: &Event, date: &EventDate) -> Result<(), String> {
    let timeless = matches!(event, Event::Source(_));
    if timeless && *date != EventDate::UNKNOWN {
        return Err("a source has no date of effect".into());
    }
    if date.is_duration() && !matches!(event, Event::Custom(_)) {
        return Err("a moment is no duration".into());
    }
    let distinct = |count: usize, set: usize| {
        if count == set { Ok(()) } else { Err("named twice".to_owned()) }
    };
    match event {
        Event::Group(GroupEvent::GroupEstablished(event)) if event.admits.is_empty() => {
            Err("admits nobody".into())
        }
        Event::Party(PartyEvent::PartyRegistered(event)) => {
            let country = event.codes.iter().any(|code| matches!(code, Code::Iso3166(_)));
            if country && event.kind != PartyKind::Country {
                return Err("a country's code".into());
            }
            distinct(event.codes.len(), event.codes.iter().collect::<BTreeSet<_>>().len())
        }
        Event::Party(PartyEvent::PartySucceeded(event)) => {
            if event.successors.is_empty() || event.successors.contains(&event.party) {
                return Err("succeeded by nobody else".into());
            }
            distinct(event.successors.len(), event.successors.iter().collect::<BTreeSet<_>>().len())
        }
        Event::Custom(event) => {
            let own = |entity: &EntityId| matches!(entity.kind(), EntityKind::Custom(_));
            if event.changes.iter().all(own) { Ok(()) } else { Err("changes what is not its own".into()) }
        }
        _ => Ok(()),
    }
}

/// The life of any entity: what has happened to it so far.
#[derive(Debug)]
struct Life {
    founded: bool,
    ended: bool,
    /// A membership: 0 outside, 1 interested, 2 invited, 3 member, 4 suspended.
    standing: u8,
    /// The holder of an office, or the focal point.
    person: Option<PersonId>,
    appointed: BTreeSet<PersonId>,
    bearer: Option<PartyId>,
}

impl Life {
    const fn new() -> Self {
        Self {
            founded: false,
            ended: false,
            standing: 0,
            person: None,
            appointed: BTreeSet::new(),
            bearer: None,
        }
    }

    fn step(&mut self, entity: EntityId, line: &Line) -> Result<(), String> {
        let Some(event) = &line.event else { return Ok(()) };
        let fine = match event {
            Event::Party(PartyEvent::PartyRegistered(event)) if entity.kind() == EntityKind::Code => {
                let fine = self.bearer.is_none_or(|bearer| bearer == event.party);
                self.bearer = Some(event.party);
                fine
            }
            Event::Source(SourceEvent::SourceRegistered(_))
            | Event::Party(PartyEvent::PartyRegistered(_))
            | Event::Person(_)
            | Event::Group(_)
            | Event::Office(OfficeEvent::OfficeEstablished(_)) => !std::mem::replace(&mut self.founded, true),
            Event::Source(SourceEvent::SourceWithdrawn(_))
            | Event::Party(PartyEvent::PartyDissolved(_)) => {
                self.founded && !std::mem::replace(&mut self.ended, true)
            }
            Event::Party(_) => self.founded && !self.ended,
            Event::Office(event) => self.founded && self.office(event),
            Event::Membership(event) => self.membership(event),
            Event::FocalPoint(FocalPointEvent::FocalPointDesignated(event)) => {
                self.person.replace(event.person).is_none()
            }
            Event::FocalPoint(FocalPointEvent::FocalPointReleased(event)) => {
                self.person.take() == Some(event.person)
            }
            _ => true,
        };
        if fine { Ok(()) } else { Err(format!("{} cannot come next", event.kind())) }
    }

    fn office(&mut self, event: &OfficeEvent) -> bool {
        match event {
            OfficeEvent::OfficeEstablished(_) => false,
            OfficeEvent::OfficeHolderAnnounced(event) => !self.appointed.contains(&event.person),
            OfficeEvent::OfficeHolderAppointed(event) => self.appointed.insert(event.person),
            OfficeEvent::OfficeAssumed(event) => {
                self.appointed.remove(&event.person);
                self.person.replace(event.person).is_none()
            }
            OfficeEvent::OfficeVacated(event) => self.person.take() == Some(event.person),
        }
    }

    fn membership(&mut self, event: &MembershipEvent) -> bool {
        let (from, to): (&[u8], u8) = match event {
            MembershipEvent::InterestExpressed(_) => (&[0], 1),
            MembershipEvent::MemberInvited(_) => (&[0, 1], 2),
            MembershipEvent::MemberJoined(_) => (&[0, 1, 2], 3),
            MembershipEvent::MemberSuspended(_) => (&[3], 4),
            MembershipEvent::MemberReinstated(_) => (&[4], 3),
            MembershipEvent::MemberWithdrew(_) => (&[3, 4], 0),
        };
        let fine = from.contains(&self.standing);
        self.standing = to;
        fine
    }
}

/// The office and the person of an event of offices.
pub fn office(event: &OfficeEvent) -> (OfficeId, Option<PersonId>) {
    match event {
        OfficeEvent::OfficeEstablished(event) => (event.office, None),
        OfficeEvent::OfficeHolderAnnounced(event) => (event.office, Some(event.person)),
        OfficeEvent::OfficeHolderAppointed(event) => (event.office, Some(event.person)),
        OfficeEvent::OfficeAssumed(event) => (event.office, Some(event.person)),
        OfficeEvent::OfficeVacated(event) => (event.office, Some(event.person)),
    }
}

fn changes(event: &Event) -> Vec<EntityId> {
    match event {
        Event::Source(SourceEvent::SourceRegistered(event)) => vec![event.source.into()],
        Event::Source(SourceEvent::SourceWithdrawn(event)) => vec![event.source.into()],
        Event::Party(PartyEvent::PartyRegistered(event)) => {
            std::iter::once(event.party.into()).chain(event.codes.iter().map(Code::entity)).collect()
        }
        Event::Party(PartyEvent::PartyRenamed(event)) => vec![event.party.into()],
        Event::Party(PartyEvent::PartySucceeded(event)) => vec![event.party.into()],
        Event::Party(PartyEvent::PartyDissolved(event)) => vec![event.party.into()],
        Event::Person(PersonEvent::PersonRegistered(event)) => vec![event.person.into()],
        Event::Office(event) => vec![office(event).0.into()],
        Event::Group(GroupEvent::GroupEstablished(event)) => vec![event.group.into()],
        Event::Membership(event) => vec![membership(event.pair().0, event.pair().1)],
        Event::FocalPoint(FocalPointEvent::FocalPointDesignated(event)) => {
            vec![focal_point(event.group, event.party)]
        }
        Event::FocalPoint(FocalPointEvent::FocalPointReleased(event)) => {
            vec![focal_point(event.group, event.party)]
        }
        Event::Custom(event) => event.changes.clone(),
        _ => Vec::new(),
    }
}

fn names(event: &Event) -> Vec<EntityId> {
    let focal = |group, party, person: PersonId| {
        vec![membership(group, party), EntityId::from(group), EntityId::from(party), person.into()]
    };
    match event {
        Event::Party(PartyEvent::PartySucceeded(event)) => {
            event.successors.iter().copied().map(EntityId::from).collect()
        }
        Event::Office(OfficeEvent::OfficeEstablished(event)) => {
            event.of.map(EntityId::from).into_iter().collect()
        }
        Event::Office(event) => office(event).1.map(EntityId::from).into_iter().collect(),
        Event::Membership(event) => vec![event.pair().0.into(), event.pair().1.into()],
        Event::FocalPoint(FocalPointEvent::FocalPointDesignated(event)) => {
            focal(event.group, event.party, event.person)
        }
        Event::FocalPoint(FocalPointEvent::FocalPointReleased(event)) => {
            focal(event.group, event.party, event.person)
        }
        Event::Attestation(AttestationEvent::FigureAttested(event)) => vec![event.group.into()],
        Event::Attestation(AttestationEvent::OrdinalAttested(event)) => {
            vec![event.group.into(), event.party.into()]
        }
        Event::Custom(event) => event.names.clone(),
        _ => Vec::new(),
    }
}

/// What must exist on the day of the event.
pub fn rests_on(event: &Event) -> Vec<EntityId> {
    match event {
        Event::Office(_) | Event::Membership(_) | Event::FocalPoint(_) => names(event),
        _ => Vec::new(),
    }
}

/// How often each kind of thing was said, for the tests of the generators.
pub fn tally<K: Ord>(keys: impl IntoIterator<Item = K>) -> BTreeMap<K, usize> {
    keys.into_iter().fold(BTreeMap::new(), |mut counts, key| {
        *counts.entry(key).or_insert(0) += 1;
        counts
    })
}
