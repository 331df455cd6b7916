//! What nobody should record, whatever the book holds.

use aoc_core::{
    Code, CustomEvent, Draft, Event, EventDate, GroupEstablished, KindCode, PartyRegistered, Position, RecordRef,
};

use super::{Desk, Step, citations, reference};
use crate::universe::{group_established, party, party_registered, source_registered, text, thing};

impl Desk<'_> {
    pub(super) fn blunder(&self, step: Step, date: EventDate) -> Vec<Draft> {
        let new = |event: Event, date: EventDate| Draft::new(event, date, citations(step));
        let draft = match step.who % 7 {
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
}
