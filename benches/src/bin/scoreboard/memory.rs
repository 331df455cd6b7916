//! The roll, folded by hand over events that are decoded and in memory: what there is to reach.

use std::collections::HashMap;

use aoc_core::{
    Bounds, Code, Day, Event, EventDate, GroupEvent, GroupId, Kind, Lanes, Link, MemberJoined,
    MemberSuspended, MemberWithdrew, MembershipEvent, Name, Names, PartyEvent, PartyId, PartyRegistered,
    Position, Role, Window, windows,
};
use aoc_replay::{Certainty, Interest, Ledger, RollAnswer, RollLine, Span, View};

/// A record that stands, as much of it as a fold needs.
pub(crate) struct Happened {
    /// On which day it is folded.
    day: Day,
    position: Position,
    origin: Position,
    after: Option<Position>,
    date: EventDate,
    event: Event,
}

impl Happened {
    fn role(&self) -> Role {
        self.event.role()
    }

    fn kind(&self) -> Kind {
        self.event.kind()
    }
}

/// Everything that stands, in order of effect.
pub(crate) fn read(ledger: &Ledger) -> Vec<Happened> {
    let mut history: Vec<Happened> = Vec::new();
    let mut day = Day::PAST;
    let visit = &mut |record: &aoc_replay::RecordView<'_>| {
        // What is said to follow another record is folded on that one's day.
        day = day.max(record.earliest());
        if let Some(event) = record.event()? {
            let (position, origin, after) = (record.position(), record.origin(), record.after());
            history.push(Happened { day, position, origin, after, date: record.date(), event });
        }
        Ok(())
    };
    ledger.replay(View::on(Day::FUTURE), &Interest::All, visit).expect("a readable ledger");
    history
}

/// How dates that their source doubts are read: as given, or as unknown.
#[derive(Clone, Copy)]
enum Reading {
    AsDated,
    WithoutDoubtful,
}

/// From when to when something exists.
#[derive(Clone, Copy)]
struct Existence {
    founded: Window,
    ended: Window,
}

type Steps<'h> = Vec<&'h Happened>;

struct Party<'h> {
    registered: &'h PartyRegistered,
    /// Each with the day on which it is certainly over.
    renamings: Vec<(Day, &'h Names)>,
    steps: Steps<'h>,
}

#[derive(Default)]
struct Fold<'h> {
    names: Option<&'h Names>,
    group: Steps<'h>,
    parties: HashMap<PartyId, Party<'h>>,
    memberships: HashMap<PartyId, Steps<'h>>,
}

/// Who belongs to a group on a day.
pub(crate) fn roll(history: &[Happened], group: GroupId, on: Day) -> RollAnswer {
    let mut fold = Fold::default();
    for happened in history.iter().take_while(|happened| happened.day <= on) {
        fold.take_in(group, happened);
    }
    fold.answer(group, on)
}

impl<'h> Fold<'h> {
    fn take_in(&mut self, group: GroupId, happened: &'h Happened) {
        match &happened.event {
            Event::Membership(event) if event.pair().0 == group => {
                self.memberships.entry(event.pair().1).or_default().push(happened);
            }
            Event::Group(GroupEvent::GroupEstablished(event)) if event.group == group => {
                self.names = Some(&event.names);
                self.group.push(happened);
            }
            Event::Party(event) => self.take_in_party(event, happened),
            _ => {}
        }
    }

    fn take_in_party(&mut self, event: &'h PartyEvent, happened: &'h Happened) {
        let party = match event {
            PartyEvent::PartyRegistered(registered) => {
                let (renamings, steps) = (Vec::new(), vec![happened]);
                self.parties.insert(registered.party, Party { registered, renamings, steps });
                return;
            }
            PartyEvent::PartyRenamed(event) => event.party,
            PartyEvent::PartySucceeded(event) => event.party,
            PartyEvent::PartyDissolved(event) => event.party,
        };
        let Some(party) = self.parties.get_mut(&party) else { return };
        if let PartyEvent::PartyRenamed(event) = event {
            let latest = happened.date.latest();
            for (earlier, _) in &mut party.renamings {
                *earlier = latest.min(*earlier);
            }
            party.renamings.push((latest, &event.names));
        }
        party.steps.push(happened);
    }

    fn answer(&self, group: GroupId, on: Day) -> RollAnswer {
        let readings = [Reading::AsDated, Reading::WithoutDoubtful];
        let groups = readings.map(|reading| existence(&self.group, reading));
        let lines = self.memberships.iter().filter_map(|(party, steps)| self.line(*party, steps, groups, on));
        let mut members: Vec<RollLine> = lines.collect();
        members.sort_by(|a, b| (a.kind, a.names.first(), a.party).cmp(&(b.kind, b.names.first(), b.party)));
        RollAnswer { group, names: self.names.cloned(), members }
    }

    fn line(
        &self,
        id: PartyId,
        steps: &Steps<'h>,
        groups: [Option<Existence>; 2],
        on: Day,
    ) -> Option<RollLine> {
        let ever = |event: &Event| matches!(event, Event::Membership(MembershipEvent::MemberJoined(_)));
        let party = self.parties.get(&id).filter(|_| steps.iter().any(|step| ever(&step.event)))?;
        let of = |reading: Reading, group: Option<Existence>| {
            let hosts = [existence(&party.steps, reading), group];
            let founded = |host: &Option<Existence>| host.map_or(Day::FUTURE, |host| host.founded.earliest);
            let floor = hosts.iter().map(founded).max().unwrap_or(Day::PAST);
            let windows = chain(steps, reading, floor);
            let spans = |opens: fn(Kind) -> bool, closes: fn(Kind) -> bool| {
                let spans = stretches(steps, &windows, opens, closes);
                let ends = hosts.iter().flatten().map(|host| host.ended);
                ends.fold(spans, |spans, end| spans.into_iter().map(|span| span.cut(end)).collect())
            };
            let member: Vec<Span> =
                spans(|kind| kind == MemberJoined::KIND, |kind| kind == MemberWithdrew::KIND);
            let suspended: Vec<Span> =
                spans(|kind| kind == MemberSuspended::KIND, |kind| kind != MemberSuspended::KIND);
            (member, suspended)
        };
        let (dated, doubtless) = (of(Reading::AsDated, groups[0]), of(Reading::WithoutDoubtful, groups[1]));
        let member = certainty(&dated.0, &doubtless.0, on);
        if member == Certainty::No {
            return None;
        }
        let all = steps.iter().chain(&party.steps).chain(&self.group);
        let mut records: Vec<Position> = all.map(|step| step.position).collect();
        records.sort_unstable();
        records.dedup();
        Some(RollLine {
            party: id,
            names: party.names_on(on),
            kind: party.registered.kind,
            region: party.registered.codes.iter().find_map(|code| match code {
                Code::Iso3166(code) => code.region(),
                Code::Acronym(_) => None,
            }),
            member,
            suspended: certainty(&dated.1, &doubtless.1, on),
            joined: dated.0.iter().rev().find(|span| span.covers_possibly(on)).map(|span| span.start)?,
            records,
        })
    }
}

impl Party<'_> {
    fn names_on(&self, on: Day) -> Names {
        let over = self.renamings.iter().filter(|(latest, _)| *latest <= on);
        over.fold(self.registered.names.clone(), |old, (_, new)| {
            let kept = old.iter().filter(|name| new.in_language(&name.lang).is_none());
            let merged: Vec<Name> = new.iter().chain(kept).cloned().collect();
            merged.try_into().expect("names in different languages")
        })
    }
}

fn chain(steps: &Steps<'_>, reading: Reading, floor: Day) -> Vec<Window> {
    let bounds = |bounds: Bounds| match reading {
        Reading::AsDated => bounds,
        Reading::WithoutDoubtful => bounds.without_doubtful(),
    };
    let link = |step: &&Happened| Link {
        lanes: Lanes::All,
        bounds: bounds(step.date.effect()),
        floor,
        follows: step.after.and_then(|fact| steps.iter().position(|other| other.origin == fact)),
    };
    windows(&steps.iter().map(link).collect::<Vec<_>>())
}

fn existence(steps: &Steps<'_>, reading: Reading) -> Option<Existence> {
    let mut found: Option<Existence> = None;
    for (step, window) in steps.iter().zip(chain(steps, reading, Day::PAST)) {
        match (step.role(), &mut found) {
            (Role::Founds, None) => found = Some(Existence { founded: window, ended: Span::OPEN_END }),
            (Role::Founds, Some(found)) => found.ended = Span::OPEN_END,
            (Role::Ends, Some(found)) => found.ended = window,
            _ => {}
        }
    }
    found
}

/// The stretches between a step that opens one and the next that closes it.
fn stretches(
    steps: &Steps<'_>,
    windows: &[Window],
    opens: impl Fn(Kind) -> bool,
    closes: impl Fn(Kind) -> bool,
) -> Vec<Span> {
    let (mut spans, mut open) = (Vec::new(), None);
    for (step, window) in steps.iter().zip(windows) {
        match open {
            Some(start) if closes(step.kind()) => {
                spans.push(Span { start, end: *window });
                open = None;
            }
            None if opens(step.kind()) => open = Some(*window),
            _ => {}
        }
    }
    spans.extend(open.map(|start| Span { start, end: Span::OPEN_END }));
    spans
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
