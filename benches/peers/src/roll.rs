//! [`Fold`]: the membership roll of one group, the same code for every store.

use std::collections::HashMap;

use aoc_core::{
    Bounds, Code, Day, Entities, EntityId, Event, GroupEvent, GroupId, Kind, Lanes, Link, MemberJoined,
    MemberSuspended, MemberWithdrew, MembershipEvent, Name, Names, PartyEvent, PartyId, PartyRegistered,
    Position, Qualifier, Role, SchemaVersion, Window, windows,
};
use aoc_replay::{Certainty, RollAnswer, RollLine, Span};

use crate::fact::{ENTITY_LEN, Fact};

/// What a roll folds into. Facts may come in any order, each with its rank in order of effect.
pub(crate) struct Fold {
    group: GroupId,
    /// The group as headers have it.
    group_key: [u8; ENTITY_LEN],
    names: Option<Names>,
    founding: Vec<Step>,
    parties: HashMap<PartyId, Party>,
    memberships: HashMap<PartyId, Vec<Step>>,
}

#[derive(Default)]
struct Party {
    registered: Option<PartyRegistered>,
    renamings: Vec<(Step, Names)>,
    steps: Vec<Step>,
}

#[derive(Clone, Copy)]
struct Step {
    rank: u32,
    position: Position,
    origin: Position,
    anchor: Position,
    kind: Kind,
    role: Role,
    bounds: Bounds,
}

impl Fold {
    pub(crate) fn of(group: GroupId) -> Self {
        let entity = EntityId::from(group);
        let mut group_key = [0; ENTITY_LEN];
        group_key[..2].copy_from_slice(&entity.kind().code().to_be_bytes());
        group_key[2..].copy_from_slice(entity.uuid().as_bytes());
        let (names, founding) = (None, Vec::new());
        Self { group, group_key, names, founding, parties: HashMap::new(), memberships: HashMap::new() }
    }

    /// Takes in a fact that stands.
    pub(crate) fn take(&mut self, rank: u32, fact: &Fact<'_>) {
        // Parties, groups, memberships; of the last two those only that have to do with the group.
        let of_group = || fact.entities().contains(&self.group_key);
        let is_asked = match fact.kind {
            0x0201..=0x02ff => true,
            0x0501 | 0x0601..=0x0606 => of_group(),
            _ => false,
        };
        if !is_asked || fact.relation > 1 {
            return;
        }
        let (kind, schema) = (Kind::new(fact.kind), SchemaVersion::new(fact.schema));
        let event = Event::decode(kind, schema, &Entities::default(), fact.body).expect("a known event");
        let step = Step::new(rank, fact, &event);
        match event {
            Event::Membership(event) => self.membership(&event).push(step),
            Event::Group(GroupEvent::GroupEstablished(event)) => {
                self.names = Some(event.names);
                self.founding.push(step);
            }
            Event::Party(PartyEvent::PartyRegistered(event)) => {
                let party = self.parties.entry(event.party).or_default();
                party.registered = Some(event);
                party.steps.push(step);
            }
            Event::Party(PartyEvent::PartyRenamed(event)) => {
                let party = self.parties.entry(event.party).or_default();
                party.renamings.push((step, event.names));
                party.steps.push(step);
            }
            Event::Party(PartyEvent::PartySucceeded(event)) => self.party(event.party).push(step),
            Event::Party(PartyEvent::PartyDissolved(event)) => self.party(event.party).push(step),
            _ => {}
        }
    }

    fn membership(&mut self, event: &MembershipEvent) -> &mut Vec<Step> {
        self.memberships.entry(event.pair().1).or_default()
    }

    fn party(&mut self, party: PartyId) -> &mut Vec<Step> {
        &mut self.parties.entry(party).or_default().steps
    }

    /// Who belongs to the group on a day.
    pub(crate) fn answer(mut self, on: Day) -> RollAnswer {
        self.founding.sort_unstable_by_key(|step| step.rank);
        for steps in self.memberships.values_mut() {
            steps.sort_unstable_by_key(|step| step.rank);
        }
        for party in self.parties.values_mut() {
            party.steps.sort_unstable_by_key(|step| step.rank);
            party.renamings.sort_unstable_by_key(|(step, _)| step.rank);
        }
        let group = Reading::BOTH.map(|reading| Existence::of(&self.founding, reading));
        let lines = self.memberships.iter().filter_map(|(id, steps)| self.line(*id, steps, &group, on));
        let mut members: Vec<RollLine> = lines.collect();
        members.sort_by(|a, b| (a.kind, a.names.first(), a.party).cmp(&(b.kind, b.names.first(), b.party)));
        RollAnswer { group: self.group, names: self.names, members }
    }

    fn line(&self, id: PartyId, steps: &[Step], group: &[Option<Existence>; 2], on: Day) -> Option<RollLine> {
        if steps.iter().all(|step| step.kind != MemberJoined::KIND) {
            return None;
        }
        let party = self.parties.get(&id)?;
        let registered = party.registered.as_ref()?;
        let [dated, doubtless] = [0, 1].map(|at| {
            let reading = Reading::BOTH[at];
            Spans::of(steps, [Existence::of(&party.steps, reading), group[at]], reading)
        });
        let member = certainty(&dated.member, &doubtless.member, on);
        if member == Certainty::No {
            return None;
        }
        let all = steps.iter().chain(&party.steps).chain(&self.founding);
        let mut records: Vec<Position> = all.map(|step| step.position).collect();
        records.sort_unstable();
        records.dedup();
        Some(RollLine {
            party: id,
            names: party.names_on(registered, on),
            kind: registered.kind,
            region: registered.codes.iter().find_map(|code| match code {
                Code::Iso3166(code) => code.region(),
                Code::Acronym(_) => None,
            }),
            member,
            suspended: certainty(&dated.suspended, &doubtless.suspended, on),
            joined: dated.member.iter().rev().find(|span| span.covers_possibly(on)).map(|span| span.start)?,
            records,
        })
    }
}

impl Step {
    fn new(rank: u32, fact: &Fact<'_>, event: &Event) -> Self {
        let qualifier = match fact.date_flags >> 1 & 0b11 {
            0 => Qualifier::None,
            1 => Qualifier::Uncertain,
            2 => Qualifier::Approximate,
            _ => Qualifier::Both,
        };
        let day = |number| Day::from_number(number).expect("a day");
        Self {
            rank,
            position: Position::new(fact.position),
            origin: Position::new(fact.origin),
            anchor: Position::new(fact.anchor),
            kind: event.kind(),
            role: event.role(),
            bounds: Bounds { earliest: day(fact.earliest), latest: day(fact.latest), qualifier },
        }
    }
}

impl Party {
    fn names_on(&self, registered: &PartyRegistered, on: Day) -> Names {
        // A renaming is over at the latest when a later one is.
        let mut latest = Day::FUTURE;
        let mut over = Vec::new();
        for (step, names) in self.renamings.iter().rev() {
            latest = latest.min(step.bounds.latest);
            if latest <= on {
                over.push(names);
            }
        }
        over.into_iter().rev().fold(registered.names.clone(), |old, new| {
            let kept = old.iter().filter(|name| new.in_language(&name.lang).is_none());
            let merged: Vec<Name> = new.iter().chain(kept).cloned().collect();
            merged.try_into().expect("names in different languages")
        })
    }
}

/// How dates that their source doubts are read: as given, or as unknown.
#[derive(Clone, Copy)]
enum Reading {
    AsDated,
    WithoutDoubtful,
}

impl Reading {
    const BOTH: [Self; 2] = [Self::AsDated, Self::WithoutDoubtful];

    /// Between which days each step of a timeline happened.
    fn windows(self, steps: &[Step], floor: Day) -> Vec<Window> {
        let link = |step: &Step| Link {
            lanes: Lanes::All,
            bounds: match self {
                Self::AsDated => step.bounds,
                Self::WithoutDoubtful => step.bounds.without_doubtful(),
            },
            floor,
            follows: steps
                .iter()
                .position(|other| step.anchor != Position::START && other.origin == step.anchor),
        };
        windows(&steps.iter().map(link).collect::<Vec<_>>())
    }
}

/// From when to when something exists.
#[derive(Clone, Copy)]
struct Existence {
    founded: Window,
    ended: Window,
}

impl Existence {
    fn of(steps: &[Step], reading: Reading) -> Option<Self> {
        let mut found: Option<Self> = None;
        for (step, window) in steps.iter().zip(reading.windows(steps, Day::PAST)) {
            match (step.role, &mut found) {
                (Role::Founds, None) => found = Some(Self { founded: window, ended: Span::OPEN_END }),
                (Role::Founds, Some(found)) => found.ended = Span::OPEN_END,
                (Role::Ends, Some(found)) => found.ended = window,
                _ => {}
            }
        }
        found
    }
}

/// When a party belonged, and when it was suspended.
struct Spans {
    member: Vec<Span>,
    suspended: Vec<Span>,
}

impl Spans {
    fn of(steps: &[Step], hosts: [Option<Existence>; 2], reading: Reading) -> Self {
        let founded = |host: &Option<Existence>| host.map_or(Day::FUTURE, |host| host.founded.earliest);
        let windows = reading.windows(steps, hosts.iter().map(founded).max().unwrap_or(Day::PAST));
        let between = |opens: fn(Kind) -> bool, closes: fn(Kind) -> bool| {
            let (mut spans, mut open) = (Vec::new(), None);
            for (step, window) in steps.iter().zip(&windows) {
                match open {
                    Some(start) if closes(step.kind) => {
                        spans.push(Span { start, end: *window });
                        open = None;
                    }
                    None if opens(step.kind) => open = Some(*window),
                    _ => {}
                }
            }
            spans.extend(open.map(|start| Span { start, end: Span::OPEN_END }));
            let cut = |span: Span| hosts.iter().flatten().fold(span, |span, host| span.cut(host.ended));
            spans.into_iter().map(cut).collect()
        };
        Self {
            member: between(|kind| kind == MemberJoined::KIND, |kind| kind == MemberWithdrew::KIND),
            suspended: between(|kind| kind == MemberSuspended::KIND, |kind| kind != MemberSuspended::KIND),
        }
    }
}

fn certainty(dated: &[Span], doubtless: &[Span], on: Day) -> Certainty {
    let certain = |spans: &[Span]| spans.iter().any(|span| span.covers_certainly(on));
    match (certain(dated), certain(doubtless)) {
        (true, true) => Certainty::Certain,
        (true, false) => Certainty::CertainIfDatesHold,
        _ if dated.iter().any(|span| span.covers_possibly(on)) => Certainty::Possible,
        _ => Certainty::No,
    }
}
