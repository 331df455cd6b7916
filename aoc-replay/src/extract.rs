//! [`Extract`]: a part of the book that proves an answer, to whoever has nothing but the log's key.

mod error;
mod part;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{CommitEnd, Day, EntityId, Event, InventoryEvent, InventoryTaken, Position, Relation};
use aoc_store::{Checkpoint, Policy, RecordView, TreeHash};

pub use error::ExtractError;
use part::Part;

use crate::inventory::{Entry, ProvenEntry};
use crate::projection::{Answer, Projection};
use crate::reach::Reach;
use crate::view::ReadView;

/// A record, and that it is in the log that a checkpoint speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// Where it stands.
    pub position: Position,
    /// Its bytes. Those of a sealed record hold no personal data.
    pub record: Vec<u8>,
    /// The audit path.
    pub path: Vec<TreeHash>,
}

/// The records that an answer rests on, with what proves that they are in the log and that none was left out. Its text is JSON
/// Lines.
///
/// **What is proven**, if the log's key is the one you trust: the records are in the log that the checkpoint speaks of. The log
/// states, in the record of an inventory, how many records concern each entity; there are as many here, so of what the log held at
/// [`InventoryTaken::upto`] nothing that concerns these entities is missing. The answer is what these records give.
///
/// **What is not**: that the inventory's own figures are those of the log (whoever has all of it can tell: [`Ledger::audit`](crate::Ledger::audit)
/// does), that sources tell the truth, and anything that was recorded later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extract {
    /// The checkpoint that everything is proven against.
    pub checkpoint: Checkpoint,
    /// The record of the inventory.
    pub inventory: Proven,
    /// What the inventory states of the entities that the answer is about.
    pub entries: Vec<ProvenEntry>,
    /// The records, and the last one that the inventory counts.
    pub records: Vec<Proven>,
}

/// Which facts of an entity must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whole {
    /// Those that change it.
    Changing,
    /// Those that change or name it.
    Concerning,
}

impl Extract {
    /// Checks it, and answers the question with the records that it holds: on a day, as known at its inventory. It is the answer
    /// that the ledger gives, but for the names of persons: they are sealed, lie in no extract, and read as if they were erased.
    ///
    /// # Errors
    /// [`ExtractError`]: something is not proven, or missing.
    pub fn answer<P: Projection>(
        &self,
        question: &P,
        on: Day,
        policy: &Policy,
    ) -> Result<Answer<P::Answer>, ExtractError> {
        policy.check(&self.checkpoint)?;
        let inventory = self.stated()?;
        let part = self.part(inventory.upto)?;
        let entries = self.entries(&inventory)?;
        let view = view(&part, inventory.upto, on)?;
        let Reach::Around { entities, through } = question.reach() else {
            return Err(ExtractError::Everything);
        };
        for entity in &entities {
            check_whole(&part, &entries, *entity, Whole::Concerning)?;
        }
        let kinds = question.interest().kinds();
        let mut seen: BTreeSet<EntityId> = entities.iter().copied().collect();
        let standing: Vec<Position> = part.standing(|kind| kinds.has(kind)).collect();
        let mut changing: BTreeMap<EntityId, Vec<Position>> = BTreeMap::new();
        for at in &standing {
            part.changed(*at).for_each(|entity| changing.entry(entity).or_default().push(*at));
        }
        let around = |at: &Position| part.touched(*at).any(|entity| entities.contains(&entity));
        let mut due: Vec<Position> = standing.iter().copied().filter(around).collect();
        let mut reached = BTreeSet::new();
        while let Some(position) = due.pop() {
            if !reached.insert(position) {
                continue;
            }
            for entity in part.touched(position).filter(|entity| through.contains(&entity.kind())) {
                if seen.insert(entity) {
                    check_whole(&part, &entries, entity, Whole::Changing)?;
                    due.extend(changing.get(&entity).into_iter().flatten());
                }
            }
        }
        let mut state = P::State::default();
        let whole = |entity| check_whole(&part, &entries, entity, Whole::Changing);
        part.replay(&reached, on, &whole, |record| question.apply(&mut state, record))?;
        question.settle(&mut state, &part).map_err(|error| ExtractError::Fold { why: error.to_string() })?;
        Ok(Answer { view, value: question.answer(&state, &view) })
    }

    /// What the inventory states, once its record is proven.
    fn stated(&self) -> Result<InventoryTaken, ExtractError> {
        let record = self.proven(&self.inventory)?;
        let stands = matches!(record.relation(), Relation::New);
        match record.event() {
            Ok(Some(Event::Inventory(InventoryEvent::InventoryTaken(event))))
                if stands && event.upto < self.inventory.position =>
            {
                Ok(event)
            }
            _ => Err(ExtractError::NoInventory { position: self.inventory.position }),
        }
    }

    /// The record, once it is proven to be in the log.
    fn proven<'r>(&self, proven: &'r Proven) -> Result<RecordView<'r>, ExtractError> {
        let Proven { position, record, path } = proven;
        self.checkpoint.head().check_record(*position, record, path)?;
        let view =
            RecordView::parse(record).map_err(|cause| ExtractError::Record { position: *position, cause })?;
        if view.position() == *position {
            Ok(view)
        } else {
            Err(ExtractError::Misplaced { position: *position })
        }
    }

    fn part(&self, upto: Position) -> Result<Part<'_>, ExtractError> {
        let mut records = BTreeMap::new();
        for proven in &self.records {
            let position = proven.position;
            if position > upto {
                return Err(ExtractError::Uncounted { position, upto });
            }
            if records.insert(position, self.proven(proven)?).is_some() {
                return Err(ExtractError::Twice { position });
            }
        }
        Ok(Part::of(records))
    }

    /// The entries, once they are proven to stand in the inventory.
    fn entries(&self, inventory: &InventoryTaken) -> Result<BTreeMap<EntityId, Entry>, ExtractError> {
        let root = TreeHash::new(*inventory.root.as_bytes());
        let mut entries = BTreeMap::new();
        for proven in &self.entries {
            let entity = proven.entry.entity;
            if !proven.stands_in(inventory.entities, root) {
                return Err(ExtractError::NotInInventory { entity });
            }
            entries.insert(entity, proven.entry);
        }
        Ok(entries)
    }
}

/// Whether as many records are here as the inventory says.
fn check_whole(
    part: &Part<'_>,
    entries: &BTreeMap<EntityId, Entry>,
    entity: EntityId,
    whole: Whole,
) -> Result<(), ExtractError> {
    let entry = entries.get(&entity).ok_or(ExtractError::NoEntry { entity })?;
    let expected = match whole {
        Whole::Changing => entry.changing,
        Whole::Concerning => entry.concerning,
    };
    let found = part.count(entity, whole);
    if found == expected { Ok(()) } else { Err(ExtractError::Missing { entity, expected, found }) }
}

/// The view of the answer: the last record that is counted says when it was recorded.
fn view(part: &Part<'_>, upto: Position, on: Day) -> Result<ReadView, ExtractError> {
    let last = part.record(upto).filter(|record| record.end() == CommitEnd::Last);
    let last = last.ok_or(ExtractError::NoEnd { upto })?;
    Ok(ReadView { on, position: upto, recorded_at: Some(last.recorded_at()) })
}
