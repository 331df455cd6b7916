//! [`Holders`]: who holds an office.

use std::collections::BTreeMap;

use aoc_core::{
    EntityId, EntityKind, Event, Kind, Names, OfficeAssumed, OfficeEvent, OfficeHolderAnnounced,
    OfficeHolderAppointed, OfficeId, OfficeVacated, PartyEvent, PartyId, PersonEvent, PersonId, Position,
    Window,
};
use aoc_store::{RecordError, RecordView};

use crate::certainty::{Certainty, Span};
use crate::interest::Interest;
use crate::life::Reading;
use crate::lives::Lives;
use crate::projection::{Lines, Projection};
use crate::reach::Reach;
use crate::readings::Readings;
use crate::view::ReadView;

/// Who holds an office on a day, and who is to: announced, appointed and assumed are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holders {
    office: OfficeId,
}

impl Holders {
    /// The holders of this office.
    #[must_use]
    pub const fn of(office: OfficeId) -> Self {
        Self { office }
    }
}

/// One person's standing with an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderLine {
    /// The person.
    pub person: PersonId,
    /// The person's names, if registered in this view and not erased.
    pub names: Option<Names>,
    /// Whether the person holds the office.
    pub holds: Certainty,
    /// Between which days the person took it up; nothing for somebody only announced or appointed.
    pub assumed: Option<Window>,
    /// Whether the person was announced by that day, and had not yet taken up the office.
    pub announced: Certainty,
    /// Whether the person was appointed by that day, and had not yet taken up the office.
    pub appointed: Certainty,
    /// The records that make this line.
    pub records: Vec<Position>,
}

/// The answer to [`Holders`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldersAnswer {
    /// The office.
    pub office: OfficeId,
    /// Its names; nothing when no such office is known in this view.
    pub names: Option<Names>,
    /// Everybody who holds it, possibly holds it, or is announced or appointed.
    pub lines: Vec<HolderLine>,
}

impl Lines for HoldersAnswer {
    type Key = PersonId;
    type Line = HolderLine;

    fn lines(&self) -> BTreeMap<PersonId, HolderLine> {
        self.lines.iter().map(|line| (line.person, line.clone())).collect()
    }
}

/// What [`Holders`] folds into.
#[derive(Debug, Clone, Default)]
pub struct HoldersState {
    lives: Lives,
    names: Option<Names>,
    of: Option<PartyId>,
    persons: BTreeMap<PersonId, Names>,
    /// Who did what, by the place of the record in the office's timeline.
    steps: BTreeMap<Position, PersonId>,
}

impl HoldersState {
    fn spans(
        &self,
        office: OfficeId,
        person: PersonId,
        reading: Reading,
        opens: Kind,
        closes: Kind,
    ) -> Vec<Span> {
        let hosts: Vec<EntityId> = self.of.map(EntityId::from).into_iter().collect();
        let is = |position: &Position| self.steps.get(position) == Some(&person);
        self.lives.spans(
            office.into(),
            &hosts,
            reading,
            |step| is(&step.position) && step.kind == opens,
            |step| is(&step.position) && step.kind == closes,
        )
    }

    fn line(&self, office: OfficeId, person: PersonId, view: &ReadView) -> Option<HolderLine> {
        let of = |opens: Kind, closes: Kind| {
            let spans = Readings::of(|reading| self.spans(office, person, reading, opens, closes));
            let level = spans.covers(view.on);
            (spans.as_dated, level)
        };
        let (terms, holds) = of(OfficeAssumed::KIND, OfficeVacated::KIND);
        let (_, announced) = of(OfficeHolderAnnounced::KIND, OfficeAssumed::KIND);
        let (_, appointed) = of(OfficeHolderAppointed::KIND, OfficeAssumed::KIND);
        if [holds, announced, appointed].iter().all(|level| *level == Certainty::No) {
            return None;
        }
        let own = self.steps.iter().filter(|(_, who)| **who == person).map(|(position, _)| *position);
        let founding = self.lives.steps(office.into()).iter().map(|step| step.position);
        let mut records: Vec<Position> =
            own.chain(founding.filter(|at| !self.steps.contains_key(at))).collect();
        records.sort_unstable();
        Some(HolderLine {
            person,
            names: self.persons.get(&person).cloned(),
            holds,
            assumed: terms.iter().rev().find(|term| term.covers_possibly(view.on)).map(|term| term.start),
            announced,
            appointed,
            records,
        })
    }
}

impl Projection for Holders {
    type State = HoldersState;
    type Answer = HoldersAnswer;

    fn interest(&self) -> Interest {
        Interest::in_kinds(PersonEvent::kinds().chain(OfficeEvent::kinds()).chain(PartyEvent::kinds()))
    }

    fn reach(&self) -> Reach {
        Reach::around([self.office.into()]).through([EntityKind::Person, EntityKind::Party])
    }

    fn apply(&self, state: &mut HoldersState, record: &RecordView<'_>) -> Result<(), RecordError> {
        let Some(event) = record.event()? else { return Ok(()) };
        if let Event::Office(event) = &event {
            let own = record.changes().any(|entity| entity == self.office.into());
            if !own {
                return Ok(());
            }
            let person = match event {
                OfficeEvent::OfficeEstablished(event) => {
                    state.names = Some(event.names.clone());
                    state.of = event.of;
                    None
                }
                OfficeEvent::OfficeHolderAnnounced(event) => Some(event.person),
                OfficeEvent::OfficeHolderAppointed(event) => Some(event.person),
                OfficeEvent::OfficeAssumed(event) => Some(event.person),
                OfficeEvent::OfficeVacated(event) => Some(event.person),
            };
            if let Some(person) = person {
                state.steps.insert(record.position(), person);
            }
        }
        if let Event::Person(PersonEvent::PersonRegistered(event)) = &event {
            state.persons.extend(event.names.get().map(|names| (event.person, names.clone())));
        }
        state.lives.push(record, &event);
        Ok(())
    }

    fn answer(&self, state: &HoldersState, view: &ReadView) -> HoldersAnswer {
        let mut persons: Vec<PersonId> = state.steps.values().copied().collect();
        persons.sort_unstable();
        persons.dedup();
        let lines = persons.into_iter().filter_map(|person| state.line(self.office, person, view)).collect();
        HoldersAnswer { office: self.office, names: state.names.clone(), lines }
    }
}
