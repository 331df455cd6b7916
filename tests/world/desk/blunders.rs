//! What nobody should record, whatever the book holds; and, as rarely, erasures.

use aoc_core::{
    Code, CustomEvent, Draft, Event, EventDate, GroupEstablished, KindCode, PartyRegistered, PersonErased,
    Position, RecordRef,
};

use super::{Desk, Step, citations, reference};
use crate::history::Erasing;
use crate::universe::{
    group_established, party, party_registered, person, person_registered, source_registered, text, thing,
};

impl Desk<'_> {
    pub(super) fn blunder(&self, step: Step, date: EventDate) -> Vec<Draft> {
        let new = |event: Event, date: EventDate| Draft::new(event, date, citations(step));
        let draft = match step.who % 12 {
            7..=11 if self.plot.erasing == Erasing::NowAndThen => return self.erasure(step, date),
            0 => new(GroupEstablished { admits: Vec::new(), ..group_established(2) }.into(), date),
            1 => {
                let codes = vec![Code::Iso3166("FRA".parse().unwrap())];
                new(PartyRegistered { codes, ..party_registered(2 + 5) }.into(), date)
            }
            2 => {
                let changes = vec![thing(0), party(0).into()];
                let kind = KindCode::new(0x8001).unwrap();
                new(CustomEvent { kind, changes, names: Vec::new(), body: Vec::new() }.into(), date)
            }
            3 => new(source_registered(9).into(), date),
            4 => Draft::retract(Position::new(10_000), citations(step), text("no such record")),
            5 => {
                let nobody: aoc_core::EventId = "nobody".parse().unwrap();
                new(party_registered(6).into(), date).after(RecordRef::Event(nobody))
            }
            _ => {
                let Some(target) = self.target(step) else { return Vec::new() };
                let mut draft = Draft::retract(reference(step, target), citations(step), text("?"));
                draft.meta.reason = None;
                draft
            }
        };
        vec![draft]
    }

    /// A person is erased, mostly; or somebody tries to undo that.
    fn erasure(&self, step: Step, date: EventDate) -> Vec<Draft> {
        let person = person(step.with % 2);
        let timeline = self.sight.timeline(person.into());
        let mut erased = Draft::new(PersonErased { person }, date, citations(step));
        erased.meta.reason = (!step.span.is_multiple_of(16)).then(|| text("asked for"));
        erased.meta.authority = (step.span % 16 != 1).then(|| text("the data protection officer"));
        let last = timeline.last().filter(|line| self.sight.key(line).0 >= date.earliest());
        if let Some(line) = last {
            erased = erased.after(reference(step, line));
        }
        let why = || text("perhaps not");
        let undone = match (timeline.get(usize::from(step.pick) % timeline.len().max(1)), step.span / 16 % 4)
        {
            (Some(line), 0) => Draft::retract(reference(step, line), citations(step), why()),
            (Some(line), 1) => {
                let event = line.event.clone().unwrap();
                Draft::correct(reference(step, line), event, line.date, citations(step), why())
            }
            (_, 2) => Draft::new(person_registered(step.with % 2), date, citations(step)),
            _ => return vec![erased],
        };
        if timeline.len() > 1 { vec![undone] } else { vec![erased, undone] }
    }
}
