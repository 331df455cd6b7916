//! [`RollFold`]: the roll of one group, folded by hand: what a fold of what is in memory comes to, and what every store of
//! the peers is given.

use std::borrow::Cow;
use std::collections::HashMap;

use aoc_core::{
    Bounds, Code, Day, GroupEstablished, GroupId, Kind, MemberJoined, MemberSuspended, MemberWithdrew, Name,
    Names, PartyDissolved, PartyId, PartyRegistered, PartyRenamed, Position, Window,
};
use aoc_replay::{Certainty, RollAnswer, RollLine, Span};

/// A record that stands, as much of it as spans need.
#[derive(Debug, Clone, Copy)]
pub struct Happened {
    /// Its place in the order of effect.
    pub rank: u32,
    /// Its place in the log.
    pub position: Position,
    /// Its kind.
    pub kind: Kind,
    /// Between which days it took effect.
    pub bounds: Bounds,
}

/// Where it is said what a party is, and how it is called: read when it is known that somebody wants to know.
pub trait Naming {
    /// What was registered.
    fn registered(&self) -> Cow<'_, PartyRegistered>;
    /// Its new names.
    fn renamed(&self) -> Cow<'_, PartyRenamed>;
}

/// What a roll folds into. What happened may come in any order.
#[derive(Debug)]
pub struct RollFold<N> {
    group: GroupId,
    names: Option<Names>,
    founding: Vec<Happened>,
    parties: HashMap<PartyId, Party<N>>,
    memberships: HashMap<PartyId, Vec<Happened>>,
}

#[derive(Debug)]
struct Party<N> {
    steps: Vec<Happened>,
    named: Vec<(Happened, N)>,
}

impl<N> Default for Party<N> {
    fn default() -> Self {
        Self { steps: Vec::new(), named: Vec::new() }
    }
}

impl<N: Naming> RollFold<N> {
    /// Nothing happened yet.
    #[must_use]
    pub fn of(group: GroupId) -> Self {
        let (names, founding) = (None, Vec::new());
        Self { group, names, founding, parties: HashMap::new(), memberships: HashMap::new() }
    }

    /// The group was founded.
    pub fn founded(&mut self, happened: Happened, names: Names) {
        self.names = Some(names);
        self.founding.push(happened);
    }

    /// Something happened between a party and the group.
    pub fn membership(&mut self, party: PartyId, happened: Happened) {
        self.memberships.entry(party).or_default().push(happened);
    }

    /// Something happened to a party.
    pub fn party(&mut self, party: PartyId, happened: Happened, naming: impl FnOnce() -> N) {
        let party = self.parties.entry(party).or_default();
        party.steps.push(happened);
        if matches!(happened.kind, PartyRegistered::KIND | PartyRenamed::KIND) {
            party.named.push((happened, naming()));
        }
    }

    /// Who belongs to the group on a day.
    #[must_use]
    pub fn answer(mut self, on: Day) -> RollAnswer {
        self.founding.sort_unstable_by_key(|step| step.rank);
        let group = Reading::BOTH.map(|reading| Existence::of(&self.founding, reading));
        let Self { founding, parties, memberships, .. } = &mut self;
        let lines = memberships.iter_mut().filter_map(|(id, steps)| {
            steps.sort_unstable_by_key(|step| step.rank);
            line(*id, steps, parties.get_mut(id)?, founding, group, on)
        });
        let mut members: Vec<RollLine> = lines.collect();
        members.sort_by(|a, b| (a.kind, a.names.first(), a.party).cmp(&(b.kind, b.names.first(), b.party)));
        RollAnswer { group: self.group, names: self.names, members }
    }
}

fn line<N: Naming>(
    id: PartyId,
    steps: &[Happened],
    party: &mut Party<N>,
    founding: &[Happened],
    group: [Option<Existence>; 2],
    on: Day,
) -> Option<RollLine> {
    if steps.iter().all(|step| step.kind != MemberJoined::KIND) {
        return None;
    }
    party.steps.sort_unstable_by_key(|step| step.rank);
    party.named.sort_unstable_by_key(|(step, _)| step.rank);
    let [dated, doubtless] = [0, 1].map(|at| {
        let reading = Reading::BOTH[at];
        Spans::of(steps, [Existence::of(&party.steps, reading), group[at]], reading)
    });
    let member = certainty(&dated.member, &doubtless.member, on);
    if member == Certainty::No {
        return None;
    }
    let (_, first) = party.named.first()?;
    let registered = first.registered();
    let all = steps.iter().chain(&party.steps).chain(founding);
    let mut records: Vec<Position> = all.map(|step| step.position).collect();
    records.sort_unstable();
    records.dedup();
    Some(RollLine {
        party: id,
        names: party.names_on(&registered, on),
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

impl<N: Naming> Party<N> {
    fn names_on(&self, registered: &PartyRegistered, on: Day) -> Names {
        // A renaming is over at the latest when a later one is.
        let mut latest = Day::FUTURE;
        let mut over = Vec::new();
        for (step, naming) in self.named.iter().skip(1).rev() {
            latest = latest.min(step.bounds.latest);
            if latest <= on {
                over.push(naming.renamed());
            }
        }
        over.into_iter().rev().fold(registered.names.clone(), |old, new| {
            let kept = old.iter().filter(|name| new.names.in_language(&name.lang).is_none());
            let merged: Vec<Name> = new.names.iter().chain(kept).cloned().collect();
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

    const fn of(self, bounds: Bounds) -> Bounds {
        match self {
            Self::AsDated => bounds,
            Self::WithoutDoubtful => bounds.without_doubtful(),
        }
    }

    /// Between which days each step of a timeline happened.
    fn windows(self, steps: &[Happened], floor: Day) -> Vec<Window> {
        let mut earliest = floor;
        let own = steps.iter().map(|step| {
            let bounds = self.of(step.bounds);
            earliest = earliest.max(bounds.earliest);
            Window { earliest, latest: bounds.latest }
        });
        let mut windows: Vec<Window> = own.collect();
        let mut latest = Day::FUTURE;
        for window in windows.iter_mut().rev() {
            latest = latest.min(window.latest);
            window.latest = latest;
        }
        windows
    }
}

/// From when to when something exists.
#[derive(Clone, Copy)]
struct Existence {
    founded: Window,
    ended: Window,
}

impl Existence {
    fn of(steps: &[Happened], reading: Reading) -> Option<Self> {
        let mut found: Option<Self> = None;
        for (step, window) in steps.iter().zip(reading.windows(steps, Day::PAST)) {
            match (step.kind, &mut found) {
                (GroupEstablished::KIND | PartyRegistered::KIND, None) => {
                    found = Some(Self { founded: window, ended: Span::OPEN_END });
                }
                (PartyDissolved::KIND, Some(found)) => found.ended = window,
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
    fn of(steps: &[Happened], hosts: [Option<Existence>; 2], reading: Reading) -> Self {
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
