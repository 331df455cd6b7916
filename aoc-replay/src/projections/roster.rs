//! [`Roster`]: the experts of the media response mechanism, and what it was mobilized for.

use std::collections::BTreeMap;

use aoc_core::{
    Day, EntityId, Event, ExpertEngaged, ExpertEnrolled, ExpertKind, MediaResponseEvent, MobilizationId,
    Names, PersonEvent, PersonId, Position, TensionId, Text, Window,
};
use aoc_store::{RecordError, RecordView};

use crate::certainty::{Certainty, Span};
use crate::interest::Interest;
use crate::lives::{Days, Lives};
use crate::occurrence::Occurrence;
use crate::projection::{Lines, Projection};
use crate::readings::Readings;
use crate::view::ReadView;

/// Who is on the roster on a day; the tensions reported by then, the mobilizations, and who was engaged in them.
///
/// ```
/// use aoc_replay::{Ledger, Roster, View};
/// let roster = Ledger::in_memory().ask(&Roster, View::on("2010-05-13".parse()?))?.value;
/// assert!(roster.experts.is_empty() && roster.engagements.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roster;

/// One expert on the roster. The person's names stand in the register only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpertLine {
    /// The person.
    pub person: PersonId,
    /// What sort of expert it is.
    pub kind: ExpertKind,
    /// What the person knows about.
    pub field: Option<Text>,
    /// Whether the person is on the roster.
    pub enrolled: Certainty,
    /// Between which days the person was enrolled (the stretch that comes last).
    pub since: Window,
    /// The records that make this line.
    pub records: Vec<Position>,
}

/// A tension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TensionLine {
    /// The tension.
    pub tension: TensionId,
    /// What it is called.
    pub names: Names,
    /// What it is about.
    pub text: Option<Text>,
    /// Whether it was reported by the day.
    pub reported: Certainty,
    /// Between which days it was reported.
    pub when: Window,
    /// The records that make this line.
    pub records: Vec<Position>,
}

/// A mobilization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MobilizationLine {
    /// The mobilization.
    pub mobilization: MobilizationId,
    /// The tension for which it was.
    pub tension: TensionId,
    /// Whether it was begun by the day.
    pub begun: Certainty,
    /// Whether it runs on the day; what was begun and does not run is over.
    pub running: Certainty,
    /// Between which days it was begun.
    pub since: Window,
    /// Between which days it was over, where that is known by the day.
    pub until: Option<Window>,
    /// The records that make this line.
    pub records: Vec<Position>,
}

/// An expert was engaged in a mobilization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngagementLine {
    /// The fact: the place of its first record.
    pub fact: Position,
    /// The person.
    pub person: PersonId,
    /// The mobilization.
    pub mobilization: MobilizationId,
    /// The tension for which that was.
    pub tension: Option<TensionId>,
    /// Where the person spoke or wrote.
    pub outlet: Option<Text>,
    /// Whether the person was engaged by the day.
    pub engaged: Certainty,
    /// Between which days.
    pub when: Window,
    /// The records that make this line.
    pub records: Vec<Position>,
}

/// The answer to [`Roster`]; each list in order of effect.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterAnswer {
    /// Those on the roster.
    pub experts: Vec<ExpertLine>,
    /// The tensions reported by the day.
    pub tensions: Vec<TensionLine>,
    /// The mobilizations begun by the day, running or over.
    pub mobilizations: Vec<MobilizationLine>,
    /// Who was engaged by the day.
    pub engagements: Vec<EngagementLine>,
}

/// A line of one of the lists of a [`RosterAnswer`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RosterLine {
    /// An expert.
    Expert(ExpertLine),
    /// A tension.
    Tension(TensionLine),
    /// A mobilization.
    Mobilization(MobilizationLine),
    /// An engagement.
    Engagement(EngagementLine),
}

/// What tells a [`RosterLine`] from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RosterKey {
    /// A person, a tension, a mobilization.
    Entity(EntityId),
    /// An engagement's fact: a person may be engaged twice.
    Fact(Position),
}

impl RosterLine {
    fn key(&self) -> RosterKey {
        match self {
            Self::Expert(line) => RosterKey::Entity(line.person.into()),
            Self::Tension(line) => RosterKey::Entity(line.tension.into()),
            Self::Mobilization(line) => RosterKey::Entity(line.mobilization.into()),
            Self::Engagement(line) => RosterKey::Fact(line.fact),
        }
    }

    /// The records that make this line.
    #[must_use]
    pub fn records(&self) -> &[Position] {
        match self {
            Self::Expert(line) => &line.records,
            Self::Tension(line) => &line.records,
            Self::Mobilization(line) => &line.records,
            Self::Engagement(line) => &line.records,
        }
    }
}

impl RosterAnswer {
    /// Every line: experts, tensions, mobilizations, engagements.
    pub fn iter(&self) -> impl Iterator<Item = RosterLine> + '_ {
        let experts = self.experts.iter().cloned().map(RosterLine::Expert);
        let tensions = self.tensions.iter().cloned().map(RosterLine::Tension);
        let mobilizations = self.mobilizations.iter().cloned().map(RosterLine::Mobilization);
        let engagements = self.engagements.iter().cloned().map(RosterLine::Engagement);
        experts.chain(tensions).chain(mobilizations).chain(engagements)
    }
}

impl Lines for RosterAnswer {
    type Key = RosterKey;
    type Line = RosterLine;

    fn lines(&self) -> BTreeMap<RosterKey, RosterLine> {
        self.iter().map(|line| (line.key(), line)).collect()
    }
}

/// One record of the mechanism.
#[derive(Debug, Clone)]
struct Act {
    fact: Position,
    at: Position,
    event: MediaResponseEvent,
}

/// What [`Roster`] folds into.
#[derive(Debug, Clone, Default)]
pub struct RosterState {
    lives: Lives,
    /// In order of effect.
    acts: Vec<Act>,
}

/// An enrolment, its record, and that of the retirement.
type Enrolment<'s> = (&'s ExpertEnrolled, Position, Option<Position>);

/// A fold that is read on a day.
struct Read<'s> {
    acts: &'s [Act],
    days: Readings<Days>,
    on: Day,
}

impl Read<'_> {
    /// Whether it happened by the day, and when; nothing when it did not.
    fn happened(&self, at: Position) -> Option<(Certainty, Window)> {
        Occurrence::of(at, &self.days, self.on).map(|occurrence| (occurrence.happened, occurrence.when))
    }

    fn experts(&self) -> Vec<ExpertLine> {
        // In the order of their first enrolment.
        let mut enrolments: Vec<Vec<Enrolment<'_>>> = Vec::new();
        for act in self.acts {
            let of = |person: PersonId| {
                move |own: &&mut Vec<Enrolment<'_>>| own.iter().any(|(event, ..)| event.person == person)
            };
            match &act.event {
                MediaResponseEvent::ExpertEnrolled(event) => {
                    match enrolments.iter_mut().find(of(event.person)) {
                        Some(own) => own.push((event, act.at, None)),
                        None => enrolments.push(vec![(event, act.at, None)]),
                    }
                }
                MediaResponseEvent::ExpertRetired(event) => {
                    let own = enrolments.iter_mut().find(of(event.person));
                    if let Some((.., end)) = own.and_then(|own| own.last_mut()) {
                        *end = Some(act.at);
                    }
                }
                _ => {}
            }
        }
        enrolments.iter().filter_map(|own| self.expert(own)).collect()
    }

    fn expert(&self, own: &[Enrolment<'_>]) -> Option<ExpertLine> {
        let spans = |days: &Days| -> Vec<Span> {
            own.iter().filter_map(|(_, start, end)| days.span(*start, *end)).collect()
        };
        let spans = self.days.map(spans);
        let last = own.iter().zip(&spans.as_dated).rev().find(|(_, span)| span.covers_possibly(self.on));
        let ((event, ..), span) = last?;
        Some(ExpertLine {
            person: event.person,
            kind: event.kind,
            field: event.field.clone(),
            enrolled: spans.covers(self.on),
            since: span.start,
            records: own.iter().flat_map(|(_, start, end)| std::iter::once(*start).chain(*end)).collect(),
        })
    }

    fn tensions(&self) -> Vec<TensionLine> {
        let line = |act: &Act| {
            let MediaResponseEvent::TensionReported(event) = &act.event else { return None };
            let (reported, when) = self.happened(act.at)?;
            let (names, text) = (event.names.clone(), event.text.clone());
            Some(TensionLine { tension: event.tension, names, text, reported, when, records: vec![act.at] })
        };
        self.acts.iter().filter_map(line).collect()
    }

    fn mobilizations(&self) -> Vec<MobilizationLine> {
        let line = |act: &Act| {
            let MediaResponseEvent::MechanismMobilized(event) = &act.event else { return None };
            let own = event.mobilization;
            let (begun, since) = self.happened(act.at)?;
            let is_end = |act: &&Act| matches!(&act.event, MediaResponseEvent::MechanismStoodDown(event) if event.mobilization == own);
            let end = self.acts.iter().find(is_end).map(|act| act.at);
            Some(MobilizationLine {
                mobilization: own,
                tension: event.tension,
                begun,
                running: self.days.span(act.at, end)?.covers(self.on),
                since,
                until: end.and_then(|end| self.happened(end)).map(|(_, when)| when),
                records: std::iter::once(act.at).chain(end).collect(),
            })
        };
        self.acts.iter().filter_map(line).collect()
    }

    fn engagements(&self) -> Vec<EngagementLine> {
        let begun = |engaged: &ExpertEngaged| {
            self.acts.iter().find_map(|act| match &act.event {
                MediaResponseEvent::MechanismMobilized(event)
                    if event.mobilization == engaged.mobilization =>
                {
                    Some((event.tension, act.at))
                }
                _ => None,
            })
        };
        let line = |act: &Act| {
            let MediaResponseEvent::ExpertEngaged(event) = &act.event else { return None };
            let (engaged, when) = self.happened(act.at)?;
            let begun = begun(event);
            Some(EngagementLine {
                fact: act.fact,
                person: event.person,
                mobilization: event.mobilization,
                tension: begun.map(|(tension, _)| tension),
                outlet: event.outlet.clone(),
                engaged,
                when,
                records: begun.map(|(_, at)| at).into_iter().chain([act.at]).collect(),
            })
        };
        self.acts.iter().filter_map(line).collect()
    }
}

impl Projection for Roster {
    type State = RosterState;
    type Answer = RosterAnswer;

    fn interest(&self) -> Interest {
        Interest::in_kinds(MediaResponseEvent::kinds().chain(PersonEvent::kinds()))
    }

    fn apply(&self, state: &mut RosterState, record: &RecordView<'_>) -> Result<(), RecordError> {
        let Some(event) = record.event()? else { return Ok(()) };
        state.lives.push(record, &event);
        if let Event::MediaResponse(event) = event {
            state.acts.push(Act { fact: record.origin(), at: record.position(), event });
        }
        Ok(())
    }

    fn answer(&self, state: &RosterState, view: &ReadView) -> RosterAnswer {
        let read = Read { acts: &state.acts, days: Readings::of_days(&state.lives), on: view.on };
        RosterAnswer {
            experts: read.experts(),
            tensions: read.tensions(),
            mobilizations: read.mobilizations(),
            engagements: read.engagements(),
        }
    }
}
