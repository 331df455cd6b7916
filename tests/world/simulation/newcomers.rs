//! Those who come into the register and leave it: persons, one by one or very many, and who is erased.

use aoc_core::{
    Citations, Draft, EntityKind, Event, EventDate, PersonErased, PersonId, PersonRegistered, Position,
    RecordRef,
};
use aoc_replay::{BatchSize, BulkRecorded};

use super::world::World;
use crate::history::timeless;
use crate::universe::{names, text};

impl World {
    fn newcomer(&mut self) -> Draft {
        self.newcomers += 1;
        let person: PersonId = format!("newcomer-{}", self.newcomers).parse().expect("a slug");
        timeless(PersonRegistered { person, names: names(&format!("Newcomer {}", self.newcomers)).into() })
    }

    /// Persons who were not in the book, perhaps with the same one twice.
    pub(super) fn welcome(&mut self) {
        let mut drafts: Vec<Draft> = (0..=self.dice.below(4)).map(|_| self.newcomer()).collect();
        if self.dice.one_in(5) {
            drafts.extend(drafts.first().cloned());
        }
        self.prepare();
        self.put("newcomers", drafts);
    }

    /// Very many, in commits of a size; given again, they are passed over.
    pub(super) fn record_many(&mut self) {
        if self.mount.is_broken() || !self.dice.one_in(4) {
            return self.welcome();
        }
        let drafts: Vec<Draft> = (0..50 + self.dice.below(250)).map(|_| self.newcomer()).collect();
        let size = BatchSize::of_drafts(1 + self.dice.below(300)).expect("a size");
        let give = || drafts.iter().cloned().map(Ok::<_, std::convert::Infallible>);
        let ledger = self.ledger();
        let recorded = ledger.record_all(give(), size, &mut |_| {});
        self.diary.note(format!("{} newcomers, by {}: {recorded:?}", drafts.len(), size.drafts()));
        let Ok(recorded) = recorded else { return assert!(self.has_failed(), "{recorded:?}") };
        let BulkRecorded::Accepted(bulk) = recorded else { panic!("newcomers were refused: {recorded:?}") };
        assert_eq!(bulk.drafts(), drafts.len());
        if let Ok(again) = ledger.record_all(give(), size, &mut |_| {}) {
            let BulkRecorded::Accepted(again) = again else { panic!("given again: {again:?}") };
            assert_eq!(again.passed_over.map(|stored| stored.drafts), Some(drafts.len()));
        }
    }

    /// Somebody's data are erased.
    pub(super) fn erase(&mut self) {
        let registered =
            self.told.records.iter().filter_map(|record| record.entities.changes.first().copied());
        let persons: Vec<_> = registered
            .filter(|entity| entity.kind() == EntityKind::Person && !self.told.erased.contains(entity))
            .collect();
        let Some(person) = self.dice.pick(&persons).copied() else { return };
        let person = PersonId::new(person.uuid());
        let mut draft = Draft::new(PersonErased { person }, EventDate::UNKNOWN, Citations::uncited());
        draft.meta.reason = Some(text("asked for"));
        draft.meta.authority = Some(text("the data protection officer"));
        let of_it = |record: &&aoc_core::Record| record.entities.changes.contains(&person.into());
        if let Some(last) = self.told.records.iter().rfind(of_it) {
            draft = draft.after(RecordRef::Position(last.origin));
        }
        self.prepare();
        self.put("the data protection officer", vec![draft]);
    }

    /// What was erased is gone, once every ledger has had a look.
    pub(super) fn check_erased(&mut self) {
        if self.mount.is_off() || self.offices.iter().any(|office| office.ledger.head().is_err()) {
            return;
        }
        for record in &self.told.records {
            let registers =
                matches!(&record.event, Some(Event::Person(aoc_core::PersonEvent::PersonRegistered(_))));
            let erased = record.entities.changes.first().is_some_and(|own| self.told.erased.contains(own));
            if registers && erased {
                self.check_gone(record.position);
            }
        }
    }

    fn check_gone(&self, position: Position) {
        let record = self.offices[0].ledger.record_at(position).expect("a record that was read");
        assert!(matches!(record.seal, aoc_core::Seal::Erased(_)), "record {position} was not erased");
    }
}
