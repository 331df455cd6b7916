//! All the ways in which a small history may have been (law 8), one by one.
//!
//! A resolution picks a day inside every standing record's bounds such that days never decrease between two records
//! of a timeline that order each other, nothing precedes what it is said to follow, and nothing precedes the record
//! that founded what it rests on. Different timelines do not order each other otherwise.

mod clause;

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{
    AgreementId, ClearinghouseEvent, Day, EntityId, EntityKind, EntryId, Event, GroupId, MediaResponseEvent,
    MembershipEvent, MobilizationId, OfficeEvent, OfficeId, PartyEvent, PartyId, PersonId, Qualifier,
    StrategyEvent, StrategyId,
};
use aoc_replay::{Stage, StrategyStage};
use aoc_tests::naive::{Line, Sight, office, ordered};
use aoc_tests::universe::day;

use self::clause::Clause;

/// Something that holds on some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Says {
    Member(GroupId, PartyId),
    Suspended(GroupId, PartyId),
    Holds(OfficeId, PersonId),
    Announced(OfficeId, PersonId),
    Appointed(OfficeId, PersonId),
    Agreement(AgreementId, Stage),
    Strategy(StrategyId, StrategyStage),
    Enrolled(PersonId),
    Runs(MobilizationId),
    Listed(EntryId),
}

/// From the first of some records on, until the first of others.
type Stretch = (Vec<usize>, Vec<usize>);

/// On which days something holds: bit `n` for the day `n`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) under_all: u32,
    pub(crate) under_some: u32,
}

/// The records of a small history and what binds their days; the days are 1 to `window`, 0 is before all of them
/// and `window + 1` behind.
pub(crate) struct Puzzle<'n> {
    lines: Vec<&'n Line>,
    key_days: Vec<Day>,
    before: Vec<Vec<usize>>,
    stretches: BTreeMap<Says, Vec<Stretch>>,
    clauses: BTreeMap<AgreementId, Clause>,
    window: u16,
}

impl<'n> Puzzle<'n> {
    pub(crate) fn of(sight: &Sight<'n>, window: u16) -> Self {
        let lines: Vec<&Line> = sight.standing().filter(|line| !line.changes().is_empty()).collect();
        let at: BTreeMap<u64, usize> = lines.iter().enumerate().map(|(at, line)| (line.origin, at)).collect();
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); lines.len()];
        for entity in sight.entities() {
            let timeline = sight.timeline(entity);
            for (later, line) in timeline.iter().enumerate() {
                let earlier = timeline[..later].iter().filter(|other| ordered(other, line));
                before[at[&line.origin]].extend(earlier.map(|other| at[&other.origin]));
            }
        }
        for (own, line) in lines.iter().enumerate() {
            before[own].extend(line.after.map(|fact| at[&fact]));
            let founding = line.rests_on().iter().filter_map(|entity| sight.founding(*entity));
            before[own].extend(founding.map(|founding| at[&founding.origin]));
        }
        let key_days = lines.iter().map(|line| sight.key(line).0).collect();
        let mut puzzle =
            Self { lines, key_days, before, stretches: BTreeMap::new(), clauses: BTreeMap::new(), window };
        for entity in sight.entities() {
            let timeline = sight.timeline(entity).iter();
            let own = timeline.clone().filter(|line| line.changes().first() == Some(&entity));
            puzzle.tell(sight, &at, &own.map(|line| at[&line.origin]).collect::<Vec<_>>());
            puzzle.tell_stages(entity, &timeline.map(|line| at[&line.origin]).collect::<Vec<_>>());
        }
        puzzle
    }

    pub(crate) fn says(&self) -> impl Iterator<Item = Says> + '_ {
        let stages = self
            .clauses
            .iter()
            .flat_map(|(agreement, clause)| clause.stages().map(|stage| Says::Agreement(*agreement, stage)));
        self.stretches.keys().copied().chain(stages)
    }

    /// Where agreements and strategies stand.
    fn tell_stages(&mut self, entity: EntityId, timeline: &[usize]) {
        if entity.kind() == EntityKind::Strategy {
            return self.tell_strategy(timeline);
        }
        for own in timeline {
            if let Some(Event::Agreement(event)) = &self.lines[*own].event {
                self.clauses.entry(event.agreement()).or_default().read(*own, self.lines[*own]);
            }
        }
    }

    fn tell_strategy(&mut self, timeline: &[usize]) {
        let such = |such: fn(&StrategyEvent) -> bool| -> Vec<usize> {
            let is = |own: &&usize| matches!(&self.lines[**own].event, Some(Event::Strategy(event)) if such(event));
            timeline.iter().filter(is).copied().collect()
        };
        let stages = [
            (StrategyStage::Launched, such(|event| matches!(event, StrategyEvent::StrategyLaunched(_)))),
            (
                StrategyStage::InNegotiation,
                such(|event| {
                    matches!(event, StrategyEvent::NegotiationHeld(_) | StrategyEvent::DraftTabled(_))
                }),
            ),
            (StrategyStage::Adopted, such(|event| matches!(event, StrategyEvent::StrategyAdopted(_)))),
            (StrategyStage::Superseded, such(|event| matches!(event, StrategyEvent::StrategySuperseded(_)))),
        ];
        let Some(Event::Strategy(event)) = &self.lines[timeline[0]].event else { return };
        let own = event.strategy();
        let mut ends = Vec::new();
        for (stage, starts) in stages.into_iter().rev().filter(|(_, starts)| !starts.is_empty()) {
            self.stretches.insert(Says::Strategy(own, stage), vec![(starts.clone(), ends.clone())]);
            ends.extend(starts);
        }
    }

    /// What the records of one timeline say, whatever their days are.
    fn tell(&mut self, sight: &Sight<'_>, at: &BTreeMap<u64, usize>, timeline: &[usize]) {
        let dissolved = |party: PartyId| {
            let is_end =
                |line: &&&Line| matches!(line.event, Some(Event::Party(PartyEvent::PartyDissolved(_))));
            sight.timeline(party.into()).iter().find(is_end).map(|line| at[&line.origin])
        };
        let mut open: BTreeMap<Says, usize> = BTreeMap::new();
        let (mut cut, mut told) = (Vec::new(), Vec::new());
        for own in timeline {
            let (start, ends) = match &self.lines[*own].event {
                Some(Event::Membership(event)) => {
                    let (group, party) = event.pair();
                    cut = dissolved(party).into_iter().collect();
                    let (member, suspended) = (Says::Member(group, party), Says::Suspended(group, party));
                    match event {
                        MembershipEvent::MemberJoined(_) => (Some(member), vec![]),
                        MembershipEvent::MemberSuspended(_) => (Some(suspended), vec![]),
                        MembershipEvent::MemberReinstated(_) => (None, vec![suspended]),
                        MembershipEvent::MemberWithdrew(_) => (None, vec![member, suspended]),
                        _ => (None, vec![]),
                    }
                }
                Some(Event::Office(OfficeEvent::OfficeEstablished(event))) => {
                    cut = event.of.and_then(dissolved).into_iter().collect();
                    (None, vec![])
                }
                Some(Event::Office(event)) => {
                    let (id, person) = office(event);
                    let person = person.unwrap();
                    match event {
                        OfficeEvent::OfficeHolderAnnounced(_) => (Some(Says::Announced(id, person)), vec![]),
                        OfficeEvent::OfficeHolderAppointed(_) => (Some(Says::Appointed(id, person)), vec![]),
                        OfficeEvent::OfficeAssumed(_) => {
                            let candidacies = vec![Says::Announced(id, person), Says::Appointed(id, person)];
                            (Some(Says::Holds(id, person)), candidacies)
                        }
                        _ => (None, vec![Says::Holds(id, person)]),
                    }
                }
                Some(event) => starts_or_ends(event),
                None => (None, vec![]),
            };
            for says in ends {
                told.extend(open.remove(&says).map(|start| (says, start, Some(*own))));
            }
            if let Some(says) = start {
                open.entry(says).or_insert(*own);
            }
        }
        told.extend(open.into_iter().map(|(says, start)| (says, start, None)));
        for (says, start, end) in told {
            let ends = end.into_iter().chain(cut.iter().copied()).collect();
            self.stretches.entry(says).or_default().push((vec![start], ends));
        }
    }

    /// The doubted records that have taken effect by a day (law 3: the others are not part of a view on that day).
    pub(crate) fn doubted_by(&self, on: u16) -> BTreeSet<u64> {
        let doubted = |line: &&&Line| line.date.effect().qualifier != Qualifier::None;
        let folded = self.lines.iter().zip(&self.key_days).filter(|(_, key)| **key <= day(on.into()));
        folded.map(|(line, _)| line).filter(doubted).map(|line| line.origin).collect()
    }

    /// The days on which each thing holds under all and under some resolutions, and how many there are; the dates of
    /// the `free` facts bind nothing.
    pub(crate) fn solve(&self, free: &BTreeSet<u64>) -> (BTreeMap<Says, Days>, usize) {
        let nothing_yet = Days { under_all: u32::MAX, under_some: 0 };
        let mut found: BTreeMap<Says, Days> = self.says().map(|says| (says, nothing_yet)).collect();
        let bounds: Vec<(u16, u16)> = self.lines.iter().map(|line| self.bounds(line, free)).collect();
        let order = self.order();
        let mut days = vec![0; self.lines.len()];
        let mut count = 0;
        self.pick(&order, &bounds, &mut days, &mut |days| {
            count += 1;
            for (says, found) in &mut found {
                let holds = self.holds(*says, days);
                found.under_all &= holds;
                found.under_some |= holds;
            }
        });
        (found, count)
    }

    fn pick(
        &self,
        order: &[usize],
        bounds: &[(u16, u16)],
        days: &mut Vec<u16>,
        visit: &mut impl FnMut(&[u16]),
    ) {
        let Some((own, rest)) = order.split_first() else { return visit(days) };
        let (earliest, latest) = bounds[*own];
        let first = self.before[*own].iter().map(|other| days[*other]).max().unwrap_or(0).max(earliest);
        for day in first..=latest {
            days[*own] = day;
            self.pick(rest, bounds, days, visit);
        }
    }

    /// An order in which everything comes behind what binds it from below.
    fn order(&self) -> Vec<usize> {
        let (mut order, mut placed) = (Vec::new(), BTreeSet::new());
        while order.len() < self.lines.len() {
            let free =
                |own: &usize| !placed.contains(own) && self.before[*own].iter().all(|b| placed.contains(b));
            let next = (0..self.lines.len()).find(free).expect("days bind each other in a circle");
            placed.insert(next);
            order.push(next);
        }
        order
    }

    fn bounds(&self, line: &Line, free: &BTreeSet<u64>) -> (u16, u16) {
        let bounds = line.date.effect();
        if free.contains(&line.origin) {
            return (0, self.window + 1);
        }
        let number = |at: Day| match at {
            Day::PAST => 0,
            Day::FUTURE => self.window + 1,
            at => u16::try_from(at.number() - day(0).number()).unwrap(),
        };
        (number(bounds.earliest), number(bounds.latest))
    }

    fn holds(&self, says: Says, days: &[u16]) -> u32 {
        if let Says::Agreement(agreement, stage) = says {
            let clause = &self.clauses[&agreement];
            let on = (1..=self.window).filter(|on| clause.stage(days, *on) == stage);
            return on.fold(0, |mask, day| mask | 1 << day);
        }
        let mut mask = 0;
        for (starts, ends) in &self.stretches[&says] {
            let start = starts.iter().map(|start| days[*start]).min().unwrap();
            let end = ends.iter().map(|end| days[*end]).min().unwrap_or(self.window + 1);
            mask |= (start..end).fold(0, |mask, day| mask | 1 << day);
        }
        mask
    }
}

/// What begins with an event of the roster, a mobilization or the directory, and what ends with it.
fn starts_or_ends(event: &Event) -> (Option<Says>, Vec<Says>) {
    let starts = |says: Says| (Some(says), Vec::new());
    let ends = |says: Says| (None, vec![says]);
    match event {
        Event::MediaResponse(MediaResponseEvent::ExpertEnrolled(event)) => {
            starts(Says::Enrolled(event.person))
        }
        Event::MediaResponse(MediaResponseEvent::ExpertRetired(event)) => ends(Says::Enrolled(event.person)),
        Event::MediaResponse(MediaResponseEvent::MechanismMobilized(event)) => {
            starts(Says::Runs(event.mobilization))
        }
        Event::MediaResponse(MediaResponseEvent::MechanismStoodDown(event)) => {
            ends(Says::Runs(event.mobilization))
        }
        Event::Clearinghouse(ClearinghouseEvent::EntryPublished(event)) => starts(Says::Listed(event.entry)),
        Event::Clearinghouse(ClearinghouseEvent::EntryWithdrawn(event)) => ends(Says::Listed(event.entry)),
        _ => (None, Vec::new()),
    }
}
