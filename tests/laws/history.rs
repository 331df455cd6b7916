//! The generator of histories that `decide` accepted, with everything that is awkward in them: backdated records,
//! corrections, retractions, second sources, rough dates, anchors, and pairs that are only right together.
//!
//! Random steps are put to the book commit by commit; a commit that is refused is tried again step by step. What
//! was tried, and with what outcome, is kept: law 7 compares it with the judge of the whole book.

use std::fmt;

use aoc_core::{
    Book, Citation, Citations, Claim, CustomEvent, Day, Draft, EntityId, Event, EventDate, EventId, Figure,
    FigureAttested, FocalPointDesignated, FocalPointEvent, FocalPointReleased, InterestExpressed, KindCode,
    MemberInvited, MemberJoined, MemberReinstated, MemberSuspended, MemberWithdrew, MembershipEvent,
    OfficeAssumed, OfficeEvent, OfficeHolderAnnounced, OfficeHolderAppointed, OfficeVacated, OrdinalAttested,
    PartyDissolved, PartyEvent, PartyRenamed, PartySucceeded, PersonId, Position, Record, RecordRef,
    Rejections, Relation, Scope, SourceWithdrawn, Succession, Timestamp, decide, focal_point, membership,
};
use proptest::prelude::*;

use crate::naive::{Line, Naive, Sight, What, office as office_of};
use crate::universe::{
    GROUPS, OFFICES, PARTIES, PERSONS, SOURCES, THINGS, day, group, group_established, names, office,
    office_established, party, party_registered, person, person_registered, source, source_registered, text,
    thing,
};

/// One thing that somebody tries to record: numbers, read against the book as it is by then.
#[derive(Debug, Clone, Copy)]
struct Step {
    verb: u16,
    who: u16,
    with: u16,
    pick: u16,
    form: u16,
    day: u16,
    span: u16,
    follow: u16,
    cite: u16,
    wild: u16,
}

fn step() -> impl Strategy<Value = Step> {
    any::<[u16; 10]>().prop_map(|[verb, who, with, pick, form, day, span, follow, cite, wild]| Step {
        verb,
        who,
        with,
        pick,
        form,
        day,
        span,
        follow,
        cite,
        wild,
    })
}

/// Drafts that were put to the book, and what it said.
#[derive(Clone)]
pub struct Try {
    /// How many records the book held.
    pub head: usize,
    pub drafts: Vec<Draft>,
    pub verdict: Result<(), Rejections>,
}

/// A commit that was accepted.
#[derive(Clone)]
pub struct Accepted {
    pub drafts: Vec<Draft>,
    pub records: Vec<Record>,
}

/// A history: what was accepted, and all that was tried.
#[derive(Clone, Default)]
pub struct History {
    pub commits: Vec<Accepted>,
    pub tries: Vec<Try>,
    book: Book,
    drafted: u32,
    /// How many records the register has, on which the story rests.
    register: usize,
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut position = 0;
        for commit in &self.commits {
            writeln!(f, "commit:")?;
            for draft in &commit.drafts {
                position += 1;
                writeln!(f, "  {position}: {}", draft.to_json())?;
            }
        }
        Ok(())
    }
}

/// Histories of up to `commits` commits that the book accepted.
pub fn accepted_histories(commits: usize) -> impl Strategy<Value = History> {
    let base = prop::collection::vec(step(), 16);
    let commits = prop::collection::vec(prop::collection::vec(step(), 1..4), 0..=commits);
    (base, commits).prop_map(|(base, commits)| {
        let mut history = History::default();
        history.found(&base);
        for (at, steps) in commits.iter().enumerate() {
            history.attempt(steps, 40 * i32::try_from(at).unwrap());
        }
        history
    })
}

impl History {
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.commits.iter().flat_map(|commit| &commit.records)
    }

    pub fn naive(&self) -> Naive {
        Naive::of_records(self.records())
    }

    fn head(&self) -> usize {
        self.records().count()
    }

    /// Puts drafts to the book as one commit.
    pub fn record(&mut self, drafts: Vec<Draft>) -> bool {
        if drafts.is_empty() {
            return true;
        }
        let (head, now) = (self.head(), Timestamp::from_micros(1_000 * self.commits.len() as i64));
        let decided = decide(&self.book, &drafts, now);
        let verdict = decided.as_ref().map(|_| ()).map_err(Clone::clone);
        self.tries.push(Try { head, drafts: drafts.clone(), verdict });
        let Ok(records) = decided else { return false };
        for record in &records {
            self.book.append(record);
        }
        self.commits.push(Accepted { drafts, records });
        true
    }

    fn attempt(&mut self, steps: &[Step], now: i32) {
        let naive = self.naive();
        let mut together = Vec::new();
        for (now, step) in (now..).step_by(13).zip(steps) {
            let mut drafts = Desk { sight: &naive.sight().unwrap(), naive: &naive, now }.drafts(*step);
            for draft in &mut drafts {
                self.drafted += 1;
                // Without an id of its own now and then: then its content gives it one.
                if step.wild % 16 != 15 {
                    *draft = draft.clone().with_id(format!("e-{}", self.drafted).parse().unwrap());
                }
            }
            together.push(drafts);
        }
        if !self.record(together.concat()) && together.len() > 1 {
            for drafts in together {
                self.record(drafts);
            }
        }
    }

    /// The register: what most later records rest on.
    fn found(&mut self, steps: &[Step]) {
        let mut steps = steps.iter().copied();
        let mut date = || steps.next().map_or(EventDate::UNKNOWN, |step| early(step));
        let sources: Vec<Draft> = (0..SOURCES).map(|n| timeless(source_registered(n))).collect();
        let cites = Citations::source(source(0));
        let groups = (0..GROUPS).map(|n| Draft::new(group_established(n), date(), cites.clone()));
        let groups: Vec<Draft> = groups.collect();
        let parties = (0..PARTIES).map(|n| Draft::new(party_registered(n), date(), cites.clone()));
        let parties: Vec<Draft> = parties.collect();
        let persons: Vec<Draft> = (0..PERSONS).map(|n| timeless(person_registered(n))).collect();
        let offices = (0..OFFICES).map(|n| Draft::new(office_established(n), date(), cites.clone()));
        let offices: Vec<Draft> = offices.collect();
        self.record([sources, persons].concat());
        for drafts in [groups, parties, offices] {
            if !self.record(drafts.clone()) {
                for draft in drafts {
                    self.record(vec![draft]);
                }
            }
        }
        self.register = self.head();
    }
}

fn timeless(event: impl Into<Event>) -> Draft {
    Draft::new(event, EventDate::UNKNOWN, Citations::uncited())
}

/// Dates of what is there before the story begins.
fn early(step: Step) -> EventDate {
    let at = day(-400 + i32::from(step.day % 500));
    match step.form % 8 {
        0..=4 => EventDate::day(at),
        5 => rough(at, 4, step.wild),
        6 => EventDate::UNKNOWN,
        _ => EventDate::on_or_before(at),
    }
}

/// The year or month of a day, perhaps doubted.
fn rough(at: Day, len: usize, doubt: u16) -> EventDate {
    let mark = ["", "", "~", "?"][usize::from(doubt % 4)];
    format!("{}{mark}", &at.to_string()[..len]).parse().unwrap()
}

/// Where drafts are written, with the book in sight.
struct Desk<'n> {
    sight: &'n Sight<'n>,
    naive: &'n Naive,
    now: i32,
}

impl Desk<'_> {
    fn drafts(&self, step: Step) -> Vec<Draft> {
        let date = self.date(step);
        match step.verb % 48 {
            0..=11 => self.one(step, self.membership(step, date), date),
            12..=17 => self.one(step, self.office(step, date), date),
            18..=19 => self.one(step, self.focal(step, date), date),
            20..=22 => self.one(step, self.custom(step), self.any_date(step, date)),
            23 => self.one(step, self.attestation(step), date),
            24..=25 => self.one(step, self.party(step), date),
            26..=30 => self.correction(step, date).into_iter().collect(),
            31..=33 => self.retraction(step),
            34..=36 => self.corroboration(step).into_iter().collect(),
            37..=42 => self.pair(step, date),
            43..=44 => self.founded_and_used(step, date),
            45 => self.sources(step),
            46 => self.swap(step),
            _ => self.one(step, self.register(step), date),
        }
    }

    fn one(&self, step: Step, event: Event, date: EventDate) -> Vec<Draft> {
        let after = self.after(step, &event);
        let draft = Draft::new(event, date, citations(step));
        vec![match after {
            Some(after) => draft.after(after),
            None => draft,
        }]
    }

    fn date(&self, step: Step) -> EventDate {
        let on_time = day(self.now + i32::from(step.day % 13));
        let late = day(i32::from(step.day) % (self.now + 40));
        match step.form % 20 {
            0..=12 => EventDate::day(on_time),
            13 => EventDate::day(late),
            14 => rough(if step.wild.is_multiple_of(2) { on_time } else { late }, 7, step.span),
            15 => rough(late, 4, step.span),
            16 => EventDate::on_or_before(if step.wild.is_multiple_of(2) { on_time } else { late }),
            17 => {
                let last = day(late.number() - day(0).number() + i32::from(step.span % 60));
                format!("[{late}..{last}]").parse().unwrap()
            }
            18 => rough(late, 10, step.span),
            _ if step.wild.is_multiple_of(2) => EventDate::UNKNOWN,
            _ => format!("[{late}..]").parse().unwrap(),
        }
    }

    fn any_date(&self, step: Step, date: EventDate) -> EventDate {
        let start = day(i32::from(step.day) % (self.now + 40));
        let end = day(start.number() - day(0).number() + i32::from(step.span % 90));
        if step.span.is_multiple_of(4) { format!("{start}/{end}").parse().unwrap() } else { date }
    }

    /// A record that the event could be said to follow.
    fn after(&self, step: Step, event: &Event) -> Option<RecordRef> {
        let wide = matches!(event, Event::Custom(_) | Event::Office(_));
        if step.follow % 61 == 60 {
            return self.record(step).map(|line| reference(step, line)); // of some timeline or none
        }
        let entities = event.entities().changes;
        let entity = entities.get(usize::from(step.pick) % entities.len().max(1))?;
        let timeline = self.sight.timeline(*entity);
        let chance = if wide { step.follow % 3 } else { step.follow % 5 };
        if chance != 0 || timeline.is_empty() {
            return None;
        }
        Some(reference(step, timeline[usize::from(step.pick) % timeline.len()]))
    }

    fn record(&self, step: Step) -> Option<&Line> {
        let lines = &self.naive.lines;
        if lines.is_empty() {
            return None;
        }
        // The later ones more often than the register.
        let from = if step.wild.is_multiple_of(4) { 0 } else { lines.len().min(14) };
        lines.get(from..).filter(|lines| !lines.is_empty()).unwrap_or(lines).get(
            usize::from(step.pick) % lines.get(from..).map_or(1, <[Line]>::len).max(1),
        )
    }

    /// The last version of some fact, now and then an older one.
    fn target(&self, step: Step) -> Option<&Line> {
        let line = self.record(step)?;
        if step.wild % 11 == 10 {
            return Some(line);
        }
        self.naive.lines.iter().rfind(|other| other.origin == line.origin)
    }

    /// What stands of a timeline before a date.
    fn before(&self, entity: EntityId, date: EventDate) -> Vec<&Line> {
        let timeline = self.sight.timeline(entity).iter().copied();
        timeline.filter(|line| self.sight.key(line).0 <= date.earliest()).collect()
    }

    fn stage(&self, entity: EntityId, date: EventDate) -> u16 {
        let last = self.before(entity, date).last().and_then(|line| line.event.clone());
        match last {
            Some(Event::Membership(MembershipEvent::InterestExpressed(_))) => 1,
            Some(Event::Membership(MembershipEvent::MemberInvited(_))) => 2,
            Some(Event::Membership(MembershipEvent::MemberJoined(_) | MembershipEvent::MemberReinstated(_))) => 3,
            Some(Event::Membership(MembershipEvent::MemberSuspended(_))) => 4,
            _ => 0,
        }
    }

    fn membership(&self, step: Step, date: EventDate) -> Event {
        let (group, party) = (group(step.who % GROUPS), party(step.with % PARTIES));
        let stage = self.stage(membership(group, party), date);
        let verb = match (stage, step.wild % 4) {
            (_, 3) => step.span % 6,
            (0, 0) => 0,
            (1, 0) => 1,
            (0..=2, _) => 2,
            (3, 0..=1) => 3,
            (4, 0..=1) => 4,
            _ => 5,
        };
        match verb {
            0 => InterestExpressed { group, party }.into(),
            1 => MemberInvited { group, party }.into(),
            2 => MemberJoined { group, party }.into(),
            3 => MemberSuspended { group, party }.into(),
            4 => MemberReinstated { group, party }.into(),
            _ => MemberWithdrew { group, party }.into(),
        }
    }

    fn holder(&self, entity: EntityId, date: EventDate) -> Option<PersonId> {
        let mut holder = None;
        for line in self.before(entity, date) {
            match &line.event {
                Some(Event::Office(event @ OfficeEvent::OfficeAssumed(_))) => holder = office_of(event).1,
                Some(Event::Office(OfficeEvent::OfficeVacated(_))) => holder = None,
                Some(Event::FocalPoint(FocalPointEvent::FocalPointDesignated(event))) => {
                    holder = Some(event.person);
                }
                Some(Event::FocalPoint(_)) => holder = None,
                _ => {}
            }
        }
        holder
    }

    fn office(&self, step: Step, date: EventDate) -> Event {
        let (office, person) = (office(step.who % OFFICES), person(step.with % PERSONS));
        let holder = self.holder(office.into(), date);
        match (step.wild % 8, holder) {
            (0..=1, _) => OfficeHolderAnnounced { office, person }.into(),
            (2, _) => OfficeHolderAppointed { office, person }.into(),
            (3..=6, None) | (7, Some(_)) => OfficeAssumed { office, person }.into(),
            (_, holder) => OfficeVacated { office, person: holder.unwrap_or(person) }.into(),
        }
    }

    fn focal(&self, step: Step, date: EventDate) -> Event {
        let members: Vec<_> = self
            .sight
            .standing()
            .filter_map(|line| match &line.event {
                Some(Event::Membership(event @ MembershipEvent::MemberJoined(_))) => Some(event.pair()),
                _ => None,
            })
            .collect();
        let any = (group(step.who % GROUPS), party(step.with % PARTIES));
        let (group, party) = members.get(usize::from(step.who) % members.len().max(1)).copied().unwrap_or(any);
        match self.holder(focal_point(group, party), date) {
            Some(person) => FocalPointReleased { group, party, person }.into(),
            None => FocalPointDesignated { group, party, person: person(step.with % PERSONS) }.into(),
        }
    }

    fn custom(&self, step: Step) -> Event {
        let named: EntityId = match step.with % 5 {
            0 => group(step.who % GROUPS).into(),
            1 => party(step.who % (PARTIES + 2)).into(),
            2 => membership(group(step.who % GROUPS), party(step.pick % PARTIES)),
            3 => thing(step.who % THINGS),
            _ => source(step.who % SOURCES).into(),
        };
        let mut changes = vec![thing(step.who % THINGS)];
        let other = thing(step.pick % THINGS);
        if !changes.contains(&other) && step.span % 4 != 3 {
            changes.push(other);
        }
        let names = if step.with.is_multiple_of(3) { vec![named] } else { Vec::new() };
        let body = step.pick.to_be_bytes()[..usize::from(step.pick % 3)].to_vec();
        CustomEvent { kind: KindCode::new(0x8001).unwrap(), changes, names, body }.into()
    }

    fn attestation(&self, step: Step) -> Event {
        let group = group(step.who % GROUPS);
        let number = u32::from(step.span % 4);
        if step.with.is_multiple_of(2) {
            let figure = match step.with % 5 {
                0 => Figure::Exactly(number),
                1 => Figure::AtLeast(number),
                2 => Figure::MoreThan(number),
                3 => Figure::AtMost(number),
                _ => Figure::About(number),
            };
            return FigureAttested { group, of: Scope::All, figure }.into();
        }
        let ordinal = std::num::NonZeroU32::MIN.saturating_add(number);
        OrdinalAttested { group, party: party(step.with % PARTIES), of: Scope::All, ordinal }.into()
    }

    fn party(&self, step: Step) -> Event {
        let (own, other) = (party(step.who % PARTIES), party(step.with % (PARTIES + 1)));
        match step.wild % 6 {
            0..=2 => PartyRenamed { party: own, names: names(&format!("New {}", step.span % 3)) }.into(),
            3 | 4 => PartySucceeded { party: own, successors: vec![other], manner: Succession::Split }.into(),
            _ => PartyDissolved { party: own }.into(),
        }
    }

    fn register(&self, step: Step) -> Event {
        match step.who % 4 {
            0 => party_registered(step.with % (PARTIES + 3)).into(),
            1 => group_established(step.with % (GROUPS + 1)).into(),
            2 => person_registered(step.with % (PERSONS + 1)).into(),
            _ => office_established(step.with % (OFFICES + 1)).into(),
        }
    }

    fn correction(&self, step: Step, date: EventDate) -> Option<Draft> {
        let target = self.target(step)?;
        let first = self.naive.line(target.origin)?;
        let said = target.event.clone().or_else(|| first.event.clone())?;
        let event = match (&said, step.span % 5) {
            // Another one of the same kind, now and then.
            (Event::Membership(_), 0) => self.same_kind(&said, self.membership(step, date)),
            (Event::Office(_), 0) => self.same_kind(&said, self.office(step, date)),
            (Event::Custom(_), 0) => self.custom(step),
            (Event::Party(PartyEvent::PartyRegistered(old)), 0) => {
                let mut event = old.clone();
                event.codes.clear();
                event.into()
            }
            (_, 1) => match step.who % 3 {
                0 => self.membership(step, date), // of another kind, mostly
                _ => said,
            },
            _ => said,
        };
        let date = match (&event, step.span % 3) {
            (Event::Source(_), _) => EventDate::UNKNOWN,
            (_, 0) if target.event.is_some() => target.date,
            _ => date,
        };
        let after = self.after(step, &event);
        let draft =
            Draft::correct(reference(step, target), event, date, citations(step), text("the source was misread"));
        Some(match after {
            Some(after) => draft.after(after),
            None => draft,
        })
    }

    fn same_kind(&self, said: &Event, other: Event) -> Event {
        if said.kind() == other.kind() { other } else { said.clone() }
    }

    /// A fact, and mostly also whatever corroborates it.
    fn retraction(&self, step: Step) -> Vec<Draft> {
        let Some(target) = self.target(step) else { return Vec::new() };
        let retract = |line: &Line| Draft::retract(reference(step, line), citations(step), text("it never happened"));
        let others = self.sight.standing().filter(|line| match line.what {
            What::Corroborates(fact) => self.naive.line(fact).map(|line| line.origin) == Some(target.origin),
            _ => false,
        });
        let others = others.filter(|_| step.wild % 4 != 3).map(retract);
        std::iter::once(retract(target)).chain(others).take(4).collect()
    }

    fn corroboration(&self, step: Step) -> Option<Draft> {
        let target = self.target(step)?;
        let draft = Draft::corroborate(reference(step, target), citations(step));
        // It lies in no timeline in which it could follow anything.
        Some(if step.follow % 61 == 60 { draft.after(reference(step, target)) } else { draft })
    }

    /// Two records that are often right together only.
    fn pair(&self, step: Step, date: EventDate) -> Vec<Draft> {
        let second = match date.earliest().calendar() {
            Some(_) if date.earliest() == date.latest() => {
                EventDate::day(day(date.earliest().number() - day(0).number() + i32::from(step.span % 20)))
            }
            _ => date,
        };
        let new = |event: Event, date: EventDate| Draft::new(event, date, citations(step));
        let (first, then): (Event, Event) = if step.verb.is_multiple_of(2) {
            let (group, party) = (group(step.who % GROUPS), party(step.with % PARTIES));
            match (self.stage(membership(group, party), date), step.wild % 2) {
                (3, 0) => (MemberSuspended { group, party }.into(), MemberReinstated { group, party }.into()),
                (3 | 4, _) => (MemberWithdrew { group, party }.into(), MemberJoined { group, party }.into()),
                (0, 0) => (InterestExpressed { group, party }.into(), MemberInvited { group, party }.into()),
                _ => (MemberJoined { group, party }.into(), MemberWithdrew { group, party }.into()),
            }
        } else {
            let (office, person) = (office(step.who % OFFICES), person(step.with % PERSONS));
            match self.holder(office.into(), date) {
                Some(holder) => {
                    (OfficeVacated { office, person: holder }.into(), OfficeAssumed { office, person }.into())
                }
                None => (OfficeAssumed { office, person }.into(), OfficeVacated { office, person }.into()),
            }
        };
        let mut drafts = vec![new(first, date), new(then, second)];
        if step.pick.is_multiple_of(3) {
            drafts.reverse();
        }
        drafts
    }

    /// Something that is not in the register yet, and a first record that rests on it.
    fn founded_and_used(&self, step: Step, date: EventDate) -> Vec<Draft> {
        let n = PARTIES + step.who % 3;
        let founded: Event = match step.with % 3 {
            0 => party_registered(n).into(),
            1 => person_registered(PERSONS).into(),
            _ => source_registered(SOURCES).into(),
        };
        let used: Event = match step.with % 3 {
            0 => MemberJoined { group: group(step.who % GROUPS), party: party(n) }.into(),
            1 => OfficeHolderAnnounced { office: office(step.who % OFFICES), person: person(PERSONS) }.into(),
            _ => self.membership(step, date),
        };
        let cites = if step.with % 3 == 2 { Citations::source(source(SOURCES)) } else { citations(step) };
        vec![Draft::new(used, date, cites), Draft::new(founded, EventDate::UNKNOWN, Citations::uncited())]
    }

    fn sources(&self, step: Step) -> Vec<Draft> {
        let n = step.who % (SOURCES + 1);
        match step.with % 3 {
            0 => vec![timeless(SourceWithdrawn { source: source(n) })],
            1 => vec![timeless(source_registered(n))],
            _ => {
                let event = self.sight.timeline(source(n).into()).first();
                let retract = |line: &&Line| {
                    Draft::retract(reference(step, line), Citations::uncited(), text("no such document"))
                };
                event.map(retract).into_iter().collect()
            }
        }
    }

    /// Two exact dates of one timeline change places: right together only.
    fn swap(&self, step: Step) -> Vec<Draft> {
        let entity = membership(group(step.who % GROUPS), party(step.with % PARTIES));
        let timeline = self.sight.timeline(entity);
        let Some(at) = usize::from(step.pick).checked_rem(timeline.len().saturating_sub(1)) else {
            return Vec::new();
        };
        let to = |line: &Line, date: EventDate| {
            let event = line.event.clone().unwrap();
            Draft::correct(reference(step, line), event, date, citations(step), text("mixed up"))
        };
        let (one, other) = (timeline[at], timeline[at + 1]);
        vec![to(one, other.date), to(other, one.date)]
    }
}

fn reference(step: Step, line: &Line) -> RecordRef {
    if step.cite.is_multiple_of(2) { line.id.into() } else { Position::new(line.position).into() }
}

fn citations(step: Step) -> Citations {
    let cite = |n: u16| Citation { source: source(n % (SOURCES + 1)), at: Some(text("para. 1")) };
    match step.cite % 16 {
        0..=2 => Citations::uncited(),
        3..=12 => Citations::source(source(step.cite % SOURCES)),
        _ => Citations::cited(vec![cite(step.cite), cite(step.cite / 16)]).unwrap(),
    }
}

/// What is out of the ordinary about an accepted record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    Corrected,
    Retracted,
    Corroborated,
    /// It bears a date, but no exact day.
    Rough,
    /// Its key lies below that of an earlier record.
    Backdated,
    /// It names the record that it followed.
    Anchored,
    None,
}

/// What is odd about each record, the register left out.
pub fn oddities(history: &History) -> Vec<Oddity> {
    let naive = history.naive();
    let sight = naive.sight().unwrap();
    let mut highest = None;
    let mut found = Vec::new();
    for record in history.records() {
        let line = naive.line(record.position.get()).unwrap();
        let key = sight.key(line);
        let dated = !matches!(record.event, Some(Event::Source(_) | Event::Person(_)) | None);
        let exact = record.date.earliest() == record.date.latest();
        found.push(match record.relation {
            Relation::Correction { .. } => Oddity::Corrected,
            Relation::Retraction { .. } => Oddity::Retracted,
            Relation::Corroboration { .. } => Oddity::Corroborated,
            Relation::New if record.after.is_some() => Oddity::Anchored,
            Relation::New if dated && !exact => Oddity::Rough,
            Relation::New if dated && highest.as_ref().is_some_and(|highest| key < *highest) => {
                Oddity::Backdated
            }
            Relation::New => Oddity::None,
        });
        highest = highest.max(Some(key));
    }
    found.drain(..history.register);
    found
}

/// The commits whose drafts are right together only: some draft of theirs would have been refused alone.
pub fn together_only(history: &History) -> usize {
    let mut naive = Naive::default();
    let mut count = 0;
    for commit in &history.commits {
        if commit.drafts.len() > 1 {
            let alone = |draft: &Draft| naive.with(std::slice::from_ref(draft)).is_ok();
            let first = commit.drafts.first();
            let needs = first.is_some_and(|draft| !alone(draft)) && !refers_within(&commit.drafts);
            count += usize::from(needs);
        }
        naive = Naive::of_records(naive_records(history, &naive, commit));
    }
    count
}

fn naive_records<'h>(history: &'h History, naive: &Naive, commit: &Accepted) -> Vec<&'h Record> {
    history.records().take(naive.lines.len() + commit.records.len()).collect()
}

fn refers_within(drafts: &[Draft]) -> bool {
    let ids: Vec<EventId> = drafts.iter().map(Draft::id).collect();
    drafts.iter().any(|draft| match &draft.claim {
        Claim::Correction { of: RecordRef::Event(id), .. }
        | Claim::Retraction { of: RecordRef::Event(id) }
        | Claim::Corroboration { of: RecordRef::Event(id) } => ids.contains(id),
        _ => false,
    })
}
