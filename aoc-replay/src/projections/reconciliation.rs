//! [`Reconciliation`]: attested figures beside derived ones.

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{
    AttestationEvent, Day, Event, EventDate, Figure, FigureAttested, GroupId, OrdinalAttested, PartyId,
    Position, Qualifier, Scope,
};
use aoc_store::{RecordError, RecordView};

use crate::certainty::Span;
use crate::error::Error;
use crate::interest::Interest;
use crate::life::Reading;
use crate::projection::{Lines, Projection};
use crate::projections::ordinals::ordinals;
use crate::projections::roll::{self, RollState};
use crate::reach::Reach;
use crate::records::Records;
use crate::view::ReadView;

/// How far "about" may be off, in per cent of the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tolerance(u32);

impl Tolerance {
    /// Ten per cent: "about 100" is 90 to 110.
    pub const DEFAULT: Self = Self(10);

    /// So many per cent.
    #[must_use]
    pub const fn per_cent(per_cent: u32) -> Self {
        Self(per_cent)
    }

    /// The per cents.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// Every figure attested for a group, compared with what the book derives. A figure is compared, never
/// obeyed: one that does not agree is a finding, not an error.
///
/// The book counts the members that it names. Where a figure's day is only roughly known, every day on
/// which it may hold is compared: it *agrees* if it does on all of them, *differs* if it does on all of
/// them, and is *undetermined* otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reconciliation {
    group: GroupId,
    tolerance: Tolerance,
}

impl Reconciliation {
    /// The figures of this group; "about" read with this tolerance.
    #[must_use]
    pub const fn of(group: GroupId, tolerance: Tolerance) -> Self {
        Self { group, tolerance }
    }
}

/// Numbers between two, both included; open above when `max` is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// At least.
    pub min: u32,
    /// At most.
    pub max: Option<u32>,
}

impl Range {
    fn of(figure: Figure, tolerance: Tolerance) -> Self {
        match figure {
            Figure::Exactly(n) => Self { min: n, max: Some(n) },
            Figure::AtLeast(n) => Self { min: n, max: None },
            Figure::MoreThan(n) => Self { min: n.saturating_add(1), max: None },
            Figure::AtMost(n) => Self { min: 0, max: Some(n) },
            Figure::About(n) => {
                let off = n.saturating_mul(tolerance.0) / 100;
                Self { min: n.saturating_sub(off), max: Some(n.saturating_add(off)) }
            }
        }
    }
}

/// What the comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The derived number lies within the attested one, whatever the dates turn out to be.
    Agrees,
    /// The book names at least so many fewer than attested.
    TooFew {
        /// So many.
        by_at_least: u32,
    },
    /// The book names at least so many more than attested.
    TooMany {
        /// So many.
        by_at_least: u32,
    },
    /// The dates do not allow to tell.
    Undetermined,
}

impl Finding {
    fn compare(derived: (u32, u32), attested: Range) -> Self {
        let (low, high) = derived;
        if high < attested.min {
            return Self::TooFew { by_at_least: attested.min.saturating_sub(high) };
        }
        match attested.max {
            Some(max) if low > max => Self::TooMany { by_at_least: low.saturating_sub(max) },
            Some(max) if low >= attested.min && high <= max => Self::Agrees,
            None if low >= attested.min => Self::Agrees,
            _ => Self::Undetermined,
        }
    }

    fn off(self) -> u32 {
        match self {
            Self::TooFew { by_at_least } | Self::TooMany { by_at_least } => by_at_least,
            Self::Agrees | Self::Undetermined => 0,
        }
    }

    /// What holds on all days: the same finding, the smallest difference, or else undetermined.
    fn on_all(findings: &[Self]) -> Self {
        if findings.iter().all(|finding| *finding == Self::Agrees) && !findings.is_empty() {
            return Self::Agrees;
        }
        let too_few = findings.iter().all(|finding| matches!(finding, Self::TooFew { .. }));
        let too_many = findings.iter().all(|finding| matches!(finding, Self::TooMany { .. }));
        let smallest = findings.iter().filter(|_| too_few || too_many).min_by_key(|finding| finding.off());
        smallest.copied().unwrap_or(Self::Undetermined)
    }

    /// Whether it is a discrepancy.
    #[must_use]
    pub fn is_discrepancy(self) -> bool {
        self.off() > 0
    }
}

/// What was attested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attested {
    /// A number of members.
    Figure(Figure),
    /// A party was the n-th member.
    Ordinal {
        /// The party.
        party: PartyId,
        /// Its number.
        number: u32,
    },
}

/// One attested figure beside the derived one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciliationLine {
    /// The first record of the fact: what the line is known by across corrections.
    pub origin: Position,
    /// The record that attests it.
    pub record: Position,
    /// The day on which it is said to hold.
    pub date: EventDate,
    /// Which members are counted.
    pub scope: Scope,
    /// What is attested.
    pub attested: Attested,
    /// What the book derives: at least and at most, over the days on which the figure may hold.
    pub derived: (u32, u32),
    /// The comparison.
    pub finding: Finding,
    /// Whether the finding rests on dates that their sources doubt.
    pub if_dates_hold: bool,
}

/// The answer to [`Reconciliation`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconciliationAnswer {
    /// The group.
    pub group: GroupId,
    /// The figures, in order of effect.
    pub lines: Vec<ReconciliationLine>,
}

impl Lines for ReconciliationAnswer {
    type Key = Position;
    type Line = ReconciliationLine;

    fn lines(&self) -> BTreeMap<Position, ReconciliationLine> {
        self.lines.iter().map(|line| (line.origin, line.clone())).collect()
    }
}

/// What [`Reconciliation`] folds into.
#[derive(Debug, Clone, Default)]
pub struct ReconciliationState {
    roll: RollState,
    attestations: Vec<Attestation>,
}

#[derive(Debug, Clone)]
struct Attestation {
    origin: Position,
    record: Position,
    date: EventDate,
    event: AttestationEvent,
}

/// The members' spans under both readings.
struct Spans {
    members: Vec<(PartyId, Vec<Span>, Vec<Span>)>,
    /// The days on which a count may change.
    steps: BTreeSet<Day>,
}

impl Spans {
    fn of(roll: &RollState, group: GroupId) -> Self {
        let group = roll.timelines.host(group);
        let members: Vec<_> = roll
            .members
            .keys()
            .map(|party| {
                let spans = |reading| roll.spans(&group, *party, reading);
                (*party, spans(Reading::AsDated), spans(Reading::WithoutDoubtful))
            })
            .collect();
        let all = members.iter().flat_map(|(_, dated, doubtless)| dated.iter().chain(doubtless));
        let days =
            all.flat_map(|span| [span.start.earliest, span.start.latest, span.end.earliest, span.end.latest]);
        let steps = days.filter(|day| day.calendar().is_some()).collect();
        Self { members, steps }
    }

    /// At least and at most so many on a day.
    fn count(&self, roll: &RollState, scope: Scope, day: Day, reading: Reading) -> (u32, u32) {
        let counted = self
            .members
            .iter()
            .filter(|(party, ..)| roll.parties.get(*party).is_some_and(|facts| scope.counts(facts.kind)));
        counted.fold((0, 0), |(low, high), (_, dated, doubtless)| {
            let certain = match reading {
                Reading::AsDated => dated,
                Reading::WithoutDoubtful => doubtless,
            };
            let covers = |spans: &[Span], by: fn(Span, Day) -> bool| spans.iter().any(|span| by(*span, day));
            (
                low.saturating_add(u32::from(covers(certain, Span::covers_certainly))),
                high.saturating_add(u32::from(covers(dated, Span::covers_possibly))),
            )
        })
    }

    /// The days, among those on which a figure may hold, on which the count may differ.
    fn days(&self, date: EventDate, on: Day) -> Vec<Day> {
        let first = match date.earliest().calendar() {
            Some(_) => date.earliest(),
            None => self.steps.first().map_or(on, |day| day.previous()),
        };
        let last = date.latest().min(on);
        let first = first.min(last);
        let mut days = vec![first];
        days.extend(self.steps.range(first..=last).copied());
        days.dedup();
        days
    }
}

impl Projection for Reconciliation {
    type State = ReconciliationState;
    type Answer = ReconciliationAnswer;

    fn interest(&self) -> Interest {
        roll::interest().and([FigureAttested::KIND, OrdinalAttested::KIND])
    }

    fn reach(&self) -> Reach {
        roll::reach(self.group)
    }

    fn apply(&self, state: &mut ReconciliationState, record: &RecordView<'_>) -> Result<(), RecordError> {
        if record.names().any(|entity| entity == self.group.into())
            && let Some(Event::Attestation(event)) = record.event()?
        {
            let (origin, date) = (record.origin(), record.date());
            state.attestations.push(Attestation { origin, record: record.position(), date, event });
            return Ok(());
        }
        state.roll.apply(self.group, record)
    }

    fn settle(&self, state: &mut ReconciliationState, records: &dyn Records) -> Result<(), Error> {
        state.roll.settle(records)
    }

    fn answer(&self, state: &ReconciliationState, view: &ReadView) -> ReconciliationAnswer {
        let spans = Spans::of(&state.roll, self.group);
        let lines = state.attestations.iter().map(|attestation| {
            let compared = match &attestation.event {
                AttestationEvent::FigureAttested(event) => {
                    self.compare_figure(event, attestation.date, &state.roll, &spans, view)
                }
                AttestationEvent::OrdinalAttested(event) => self.compare_ordinal(event, &state.roll, view),
            };
            ReconciliationLine {
                origin: attestation.origin,
                record: attestation.record,
                date: attestation.date,
                scope: compared.scope,
                attested: compared.attested,
                derived: compared.derived,
                finding: compared.finding,
                if_dates_hold: compared.if_dates_hold || is_doubted(attestation.date),
            }
        });
        ReconciliationAnswer { group: self.group, lines: lines.collect() }
    }
}

/// What one comparison gives.
struct Compared {
    scope: Scope,
    attested: Attested,
    derived: (u32, u32),
    finding: Finding,
    if_dates_hold: bool,
}

impl Reconciliation {
    fn compare_figure(
        &self,
        event: &FigureAttested,
        date: EventDate,
        roll: &RollState,
        spans: &Spans,
        view: &ReadView,
    ) -> Compared {
        let range = Range::of(event.figure, self.tolerance);
        let days = spans.days(date, view.on);
        let counts = |reading| -> Vec<(u32, u32)> {
            days.iter().map(|day| spans.count(roll, event.of, *day, reading)).collect()
        };
        let (dated, doubtless) = (counts(Reading::AsDated), counts(Reading::WithoutDoubtful));
        let finding = |counts: &[(u32, u32)]| {
            let findings: Vec<_> = counts.iter().map(|derived| Finding::compare(*derived, range)).collect();
            Finding::on_all(&findings)
        };
        let low = dated.iter().map(|(low, _)| *low).min().unwrap_or(0);
        let high = dated.iter().map(|(_, high)| *high).max().unwrap_or(0);
        Compared {
            scope: event.of,
            attested: Attested::Figure(event.figure),
            derived: (low, high),
            finding: finding(&dated),
            if_dates_hold: finding(&dated) != finding(&doubtless),
        }
    }

    fn compare_ordinal(&self, event: &OrdinalAttested, roll: &RollState, view: &ReadView) -> Compared {
        let number = event.ordinal.get();
        let derived = |reading| {
            let lines = ordinals(roll, self.group, event.of, view, reading);
            lines.iter().find(|line| line.party == event.party).map(|line| (line.min, line.max))
        };
        // A party that the book does not name as a member has no number.
        let finding = |derived: Option<(u32, u32)>| {
            derived.map_or(Finding::Undetermined, |derived| {
                Finding::compare(derived, Range { min: number, max: Some(number) })
            })
        };
        let (dated, doubtless) = (derived(Reading::AsDated), derived(Reading::WithoutDoubtful));
        Compared {
            scope: event.of,
            attested: Attested::Ordinal { party: event.party, number },
            derived: dated.unwrap_or_default(),
            finding: finding(dated),
            if_dates_hold: finding(dated) != finding(doubtless),
        }
    }
}

fn is_doubted(date: EventDate) -> bool {
    date.effect().qualifier != Qualifier::None
}
