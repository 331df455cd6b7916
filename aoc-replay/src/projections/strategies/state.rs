//! What [`Strategies`](super::Strategies) folds into, and the lines that come of it.

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{
    AdoptionExpected, Bounds, Day, Event, EventDate, PartyEvent, PartyId, Position, ProjectAdded,
    ProjectConcluded, ProjectEvent, StrategyEvent, StrategyId, StrategyLaunched, StrategyScope, Window,
};
use aoc_store::RecordView;

use super::{
    Adopter, Adoption, Expectation, MeetingKind, StrategyLine, StrategyMeeting, StrategyPlan,
    StrategyProject, StrategyStage, Supersession,
};
use crate::certainty::{Certainty, Span};
use crate::course::{self, Course};
use crate::interest::Interest;
use crate::lives::{Days, Lives};
use crate::occurrence::Occurrence;
use crate::projections::parties::Parties;
use crate::readings::{Readings, end_of};

/// What [`Strategies`](super::Strategies) folds into: the timelines of strategies and of the parties that they name.
#[derive(Debug, Clone, Default)]
pub struct StrategiesState {
    lives: Lives,
    parties: Parties,
    /// What happened, record by record, in each strategy's timeline.
    acts: BTreeMap<StrategyId, Vec<(Position, Event)>>,
}

impl StrategiesState {
    pub(super) fn interest() -> Interest {
        // Whole areas: every record of a timeline narrows the days of its neighbours, and what they rest on bounds them.
        Interest::in_kinds(StrategyEvent::kinds().chain(ProjectEvent::kinds()).chain(PartyEvent::kinds()))
    }

    pub(super) fn take(&mut self, record: &RecordView<'_>, event: Event) {
        self.lives.push(record, &event);
        let strategy = match &event {
            Event::Strategy(event) => event.strategy(),
            Event::Project(event) => event.strategy(),
            _ => {
                if let Event::Party(event) = event {
                    self.parties.apply(event, record);
                }
                return;
            }
        };
        self.acts.entry(strategy).or_default().push((record.position(), event));
    }

    /// The lines of the strategies that are wanted, in the order in which they are shown.
    pub(super) fn lines(
        &self,
        wants: impl Fn(StrategyId, &StrategyScope) -> bool,
        on: Day,
    ) -> Vec<StrategyLine> {
        let days = Readings::of_days(&self.lives);
        let line = |acts: &Vec<(Position, Event)>| {
            let (at, launched) = acts.iter().find_map(launch)?;
            if !wants(launched.strategy, &launched.scope) {
                return None;
            }
            Story { state: self, acts, days: &days, on }.line(at, launched)
        };
        let mut lines: Vec<StrategyLine> = self.acts.values().filter_map(line).collect();
        lines.sort_by_key(|line| {
            let nation = line.nation();
            let country =
                nation.and_then(|scope| self.parties.get(scope.country)).map(|facts| facts.names_on(on));
            let order = nation.map(|scope| (country, scope.country, scope.generation));
            (order, line.launched.earliest, line.launched.latest, line.names.clone(), line.strategy)
        });
        lines
    }
}

fn launch((at, event): &(Position, Event)) -> Option<(Position, &StrategyLaunched)> {
    match event {
        Event::Strategy(StrategyEvent::StrategyLaunched(event)) => Some((*at, event)),
        _ => None,
    }
}

/// What a party did, or what was done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Invited,
    Endorsed,
}

/// One strategy's records, and what is asked about them.
struct Story<'s> {
    state: &'s StrategiesState,
    acts: &'s [(Position, Event)],
    days: &'s Readings<Days>,
    on: Day,
}

impl Story<'_> {
    fn line(&self, at: Position, launched: &StrategyLaunched) -> Option<StrategyLine> {
        let stages = self.stages(at);
        if stages.keys().all(|stage| *stage == StrategyStage::NotYet) {
            return None;
        }
        let mut line = StrategyLine {
            strategy: launched.strategy,
            names: launched.names.clone(),
            scope: launched.scope.clone(),
            stages,
            launched: self.days.window(at)?.as_dated,
            expected: None,
            adopted: None,
            superseded: None,
            adopters: self.adopters(),
            plans: Vec::new(),
            projects: self.projects(),
            meetings: Vec::new(),
            records: self.records(),
        };
        for (at, event) in self.acts {
            if let (Event::Strategy(event), Some(when)) = (event, Occurrence::of(*at, self.days, self.on)) {
                self.tell(&mut line, event, when);
            }
        }
        Some(line)
    }

    fn tell(&self, line: &mut StrategyLine, event: &StrategyEvent, when: Occurrence) {
        let meeting =
            |kind, place: &Option<_>, host| StrategyMeeting { kind, held: when, place: place.clone(), host };
        match event {
            StrategyEvent::StrategyLaunched(_)
            | StrategyEvent::PartyInvited(_)
            | StrategyEvent::StrategyEndorsed(_) => {}
            StrategyEvent::NegotiationHeld(event) => {
                line.meetings.push(meeting(MeetingKind::Negotiation, &event.place, None));
            }
            StrategyEvent::DraftTabled(event) => {
                line.meetings.push(meeting(MeetingKind::Draft, &event.place, None));
            }
            StrategyEvent::ReviewConferenceHeld(event) => {
                line.meetings.push(meeting(MeetingKind::Review, &event.place, event.host));
            }
            StrategyEvent::AdoptionExpected(event) => line.expected = Some(self.expectation(event, when)),
            StrategyEvent::StrategyAdopted(event) => {
                let (place, by) = (event.place.clone(), event.by.clone());
                line.adopted = Some(Adoption { adopted: when, place, by });
            }
            StrategyEvent::StrategySuperseded(event) => {
                line.superseded = Some(Supersession { superseded: when, by: event.by });
            }
            StrategyEvent::ActionPlanIssued(event) => {
                let course =
                    self.days.window(when.record).and_then(|issued| plan(event.period, issued, self.on));
                line.plans.extend(course.map(|course| StrategyPlan {
                    title: event.title.clone(),
                    period: event.period,
                    issued: when,
                    course,
                }));
            }
        }
    }

    /// At which stages it may be (law 8): each lasts from its first record to the first one of a later stage.
    fn stages(&self, launched: Position) -> BTreeMap<StrategyStage, Certainty> {
        let first = |such: fn(&StrategyEvent) -> bool| {
            let records = self.acts.iter().filter_map(|(at, event)| match event {
                Event::Strategy(event) if such(event) => self.days.window(*at),
                _ => None,
            });
            let first = |a: Readings<Window>, b| a.zip(b).map(|(a, b)| course::earlier(*a, *b));
            records.reduce(first).unwrap_or(Readings::of(|_| Span::OPEN_END))
        };
        let launched = self.days.window(launched).unwrap_or(Readings::of(|_| Span::OPEN_END));
        let negotiated =
            first(|event| matches!(event, StrategyEvent::NegotiationHeld(_) | StrategyEvent::DraftTabled(_)));
        let adopted = first(|event| matches!(event, StrategyEvent::StrategyAdopted(_)));
        let superseded = first(|event| matches!(event, StrategyEvent::StrategySuperseded(_)));
        let starts = [Readings::of(|_| course::ALWAYS), launched, negotiated, adopted, superseded];
        let mut end = Readings::of(|_| Span::OPEN_END);
        let mut stages = BTreeMap::new();
        for (stage, start) in StrategyStage::ALL.into_iter().zip(starts).rev() {
            let level = start.zip(end).map(|(start, end)| Span { start: *start, end: *end }).covers(self.on);
            if level != Certainty::No {
                stages.insert(stage, level);
            }
            end = start.zip(end).map(|(start, end)| course::earlier(*start, *end));
        }
        stages
    }

    fn expectation(&self, event: &AdoptionExpected, stated: Occurrence) -> Expectation {
        let last = |expected: EventDate| match expected {
            EventDate::Moment(day) | EventDate::Duration { end: day, .. } => day,
        };
        let behind = |bounds: Bounds| {
            let over =
                |bounds: Bounds| Window { earliest: bounds.earliest.next(), latest: bounds.latest.next() };
            Readings::of(|reading| over(reading.of(bounds))).happened(self.on)
        };
        let past = event.expected.map_or(Certainty::No, |expected| behind(last(expected)));
        Expectation { stated, expected: event.expected, place: event.place.clone(), past }
    }

    /// The records by which parties endorsed it or were invited.
    fn turned(&self) -> impl Iterator<Item = (PartyId, Position, Turn)> + '_ {
        self.acts.iter().filter_map(|(at, event)| match event {
            Event::Strategy(StrategyEvent::PartyInvited(event)) => Some((event.party, *at, Turn::Invited)),
            Event::Strategy(StrategyEvent::StrategyEndorsed(event)) => {
                Some((event.party, *at, Turn::Endorsed))
            }
            _ => None,
        })
    }

    fn adopters(&self) -> Vec<Adopter> {
        let mut parties: Vec<PartyId> = Vec::new();
        for (party, ..) in self.turned() {
            if !parties.contains(&party) {
                parties.push(party);
            }
        }
        let adopters = parties.into_iter().map(|party| {
            let records = |wanted: Turn| {
                let own = self.turned().filter(move |(other, _, turn)| *other == party && *turn == wanted);
                own.map(|(_, at, _)| at)
            };
            let level = |turn| records(turn).map(|at| self.while_it_exists(at, party)).max();
            let endorsed = level(Turn::Endorsed).unwrap_or(Certainty::No);
            let since = records(Turn::Endorsed).next().and_then(|at| self.days.window(at));
            Adopter {
                party,
                endorsed,
                since: since.map(|since| since.as_dated).filter(|_| endorsed != Certainty::No),
                invited: level(Turn::Invited).unwrap_or(Certainty::No),
            }
        });
        adopters.filter(|adopter| adopter.endorsed.max(adopter.invited) != Certainty::No).collect()
    }

    /// From the record on, until the party's own end.
    fn while_it_exists(&self, at: Position, party: PartyId) -> Certainty {
        let span = self.days.span(at, end_of(&self.state.lives, party.into()));
        span.map_or(Certainty::No, |span| span.covers(self.on))
    }

    /// Its own records, and those that ended parties.
    fn records(&self) -> Vec<Position> {
        let ends = self.turned().filter_map(|(party, ..)| end_of(&self.state.lives, party.into()));
        let records: BTreeSet<Position> = self.acts.iter().map(|(at, _)| *at).chain(ends).collect();
        records.into_iter().collect()
    }

    fn projects(&self) -> Vec<StrategyProject> {
        let added = self.acts.iter().filter_map(|(at, event)| match event {
            Event::Project(ProjectEvent::ProjectAdded(event)) => Some((*at, event)),
            _ => None,
        });
        added.filter_map(|(at, event)| self.project(at, event)).collect()
    }

    fn project(&self, at: Position, event: &ProjectAdded) -> Option<StrategyProject> {
        let steps = self.state.lives.steps(event.project.into());
        let concluded =
            steps.iter().find(|step| step.kind == ProjectConcluded::KIND).map(|step| step.position);
        let course = Course::of(&self.days.span(at, concluded)?, self.on);
        let added = Occurrence::of(at, self.days, self.on)?;
        let concluded = concluded.and_then(|at| Occurrence::of(at, self.days, self.on));
        Some(StrategyProject {
            project: event.project,
            names: event.names.clone(),
            by: event.by.clone(),
            added: added.when,
            concluded: concluded.map(|concluded| concluded.when),
            course,
        })
    }
}

/// How a plan stands that was issued between these days and covers this period.
fn plan(period: EventDate, issued: Readings<Window>, on: Day) -> Option<Course> {
    let span = course::of_period(period)?.zip(issued);
    let span = span.map(|(span, issued)| Span { start: course::later(span.start, *issued), ..*span });
    Some(Course::of(&span, on))
}
