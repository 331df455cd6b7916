//! [`Desk`]: where drafts are written, with the book in sight.

mod blunders;
mod events;
mod scenes;

use aoc_core::{
    Citation, Citations, Day, Draft, EntityId, Event, EventDate, InterestExpressed, MemberInvited,
    MemberJoined, MemberReinstated, MemberSuspended, MemberWithdrew, OfficeAssumed, OfficeHolderAnnounced,
    OfficeVacated, PartyEvent, Position, RecordRef, SourceWithdrawn, membership,
};

use self::scenes::another;
use crate::history::{Plot, timeless};
use crate::naive::{Line, Naive, Sight, What};
use crate::universe::{
    GROUPS, OFFICES, PARTIES, PERSONS, SOURCES, THINGS, day, group, office, party, party_registered, person,
    person_registered, source, source_registered, text, thing,
};

/// One thing that somebody tries to record: numbers, read against the book as it is by then.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    verb: u16,
    who: u16,
    with: u16,
    pick: u16,
    form: u16,
    day: u16,
    span: u16,
    follow: u16,
    cite: u16,
    pub wild: u16,
}

impl Step {
    /// Of numbers that somebody drew.
    pub const fn of([verb, who, with, pick, form, day, span, follow, cite, wild]: [u16; 10]) -> Self {
        Self { verb, who, with, pick, form, day, span, follow, cite, wild }
    }

    pub const fn who(self) -> u16 {
        self.who
    }
}

/// Dates of what is there before the story begins.
pub fn early(step: Step) -> EventDate {
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
pub struct Desk<'n> {
    pub sight: &'n Sight<'n>,
    pub naive: &'n Naive,
    pub plot: Plot,
    pub now: i32,
}

impl Desk<'_> {
    pub fn drafts(&self, step: Step) -> Vec<Draft> {
        let date = self.date(step);
        if let (Some(scene), verb) = (self.plot.scene, step.verb % 48) {
            match verb {
                0..=20 => return self.scened(step, scene, date),
                37..=42 => return self.scened_pair(step, scene, date),
                _ => {}
            }
        }
        match step.verb % 48 {
            0..=11 => self.one(step, self.membership(step, date), date),
            12..=17 => self.one(step, self.office(step, date), date),
            18..=19 => self.one(step, self.focal(step, date), date),
            20 => self.one(step, Self::custom(step), self.any_date(step, date)),
            21..=22 => self.chained(step),
            23 if step.pick.is_multiple_of(3) => self.one(step, Self::inventory(step), date),
            23 => self.one(step, Self::attestation(step), date),
            24..=25 => self.one(step, Self::party(step), date),
            26..=29 => self.correction(step, date).into_iter().collect(),
            30 => self.moved_anchor(step).into_iter().collect(),
            31..=33 => self.retraction(step),
            34..=36 => self.corroboration(step).into_iter().collect(),
            37..=42 => self.pair(step, date),
            43..=44 => self.founded_and_used(step, date),
            45 => self.sources(step),
            46 => self.swap(step),
            _ if !step.wild.is_multiple_of(3) => self.blunder(step, date),
            _ => self.one(step, Self::register(step), date),
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
        lines
            .get(from..)
            .filter(|lines| !lines.is_empty())
            .unwrap_or(lines)
            .get(usize::from(step.pick) % lines.get(from..).map_or(1, <[Line]>::len).max(1))
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

    fn correction(&self, step: Step, date: EventDate) -> Option<Draft> {
        let target = self.target(step)?;
        let first = self.naive.line(target.origin)?;
        let said = target.event.clone().or_else(|| first.event.clone())?;
        let event = match (&said, step.span % 5) {
            // Another one of the same kind, now and then.
            (Event::Membership(_), 0) => same_kind(&said, self.membership(step, date)),
            (Event::Office(_), 0) => same_kind(&said, self.office(step, date)),
            (Event::Custom(_), 0) => Self::custom(step),
            (Event::Party(PartyEvent::PartyRegistered(old)), 0) => {
                let mut event = old.clone();
                event.codes.clear();
                event.into()
            }
            (_, 0) => self.plot.scene.and_then(|scene| another(scene, &said, step)).unwrap_or(said),
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
        let draft = Draft::correct(
            reference(step, target),
            event,
            date,
            citations(step),
            text("the source was misread"),
        );
        Some(match after {
            Some(after) => draft.after(after),
            None => draft,
        })
    }

    /// An event of two timelines that followed one of the first, and could be earlier by its own date.
    fn chained(&self, step: Step) -> Vec<Draft> {
        let timeline = self.sight.timeline(thing(step.who % THINGS));
        let new = |date: EventDate| Draft::new(Self::custom(step), date, citations(step));
        let Some(at) = usize::from(step.pick / 7).checked_rem(timeline.len()) else {
            return vec![new(EventDate::day(day(self.now)))];
        };
        let ahead = self
            .sight
            .key(timeline[at])
            .0
            .calendar()
            .map_or(0, |_| self.sight.key(timeline[at]).0.number() - day(0).number());
        let date = EventDate::on_or_before(day(ahead + i32::from(step.span % 40)));
        vec![new(date).after(reference(step, timeline[at]))]
    }

    /// What others follow turns out to have been a few weeks earlier or later.
    fn moved_anchor(&self, step: Step) -> Option<Draft> {
        let followed = |line: &&Line| self.sight.standing().any(|other| other.after == Some(line.origin));
        let anchors: Vec<&Line> = self.sight.standing().filter(followed).collect();
        let anchor = anchors.get(usize::from(step.pick).checked_rem(anchors.len())?)?;
        anchor.date.earliest().calendar()?;
        let at = anchor.date.earliest().number() - day(0).number() + i32::from(step.day % 90) - 45;
        let (event, why) = (anchor.event.clone()?, text("the page gives another day"));
        let draft =
            Draft::correct(reference(step, anchor), event, EventDate::day(day(at)), citations(step), why);
        Some(match anchor.after.filter(|_| !step.wild.is_multiple_of(3)) {
            Some(after) => draft.after(Position::new(after)),
            None => draft,
        })
    }

    /// A fact, and mostly also whatever corroborates it.
    fn retraction(&self, step: Step) -> Vec<Draft> {
        let Some(target) = self.target(step) else { return Vec::new() };
        let retract =
            |line: &Line| Draft::retract(reference(step, line), citations(step), text("it never happened"));
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

fn same_kind(said: &Event, other: Event) -> Event {
    if said.kind() == other.kind() { other } else { said.clone() }
}
