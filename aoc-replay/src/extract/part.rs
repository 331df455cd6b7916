//! [`Part`]: some records of a book, and what stands among them, without the others.

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{ANCHORS_MAX, Day, EffectKey, EntityId, Kind, Position, Relation};
use aoc_store::{RecordError, RecordView};

use super::{ExtractError, Whole};
use crate::error::Error;
use crate::records::Records;

/// Some records of a book, with all versions of each fact.
pub(super) struct Part<'r> {
    records: BTreeMap<Position, RecordView<'r>>,
    /// The versions of each fact, oldest first, by its origin.
    facts: BTreeMap<Position, Vec<Position>>,
    /// Of each entity: how many records the facts have that change it, and that change or name it.
    counts: BTreeMap<EntityId, (u64, u64)>,
}

impl<'r> Part<'r> {
    pub(super) fn of(records: BTreeMap<Position, RecordView<'r>>) -> Self {
        let mut facts: BTreeMap<Position, Vec<Position>> = BTreeMap::new();
        for (position, record) in &records {
            facts.entry(record.origin()).or_default().push(*position);
        }
        let mut counts: BTreeMap<EntityId, (u64, u64)> = BTreeMap::new();
        for versions in facts.values() {
            let of = |record: &Position| records.get(record);
            let changed: BTreeSet<EntityId> =
                versions.iter().filter_map(of).flat_map(RecordView::changes).collect();
            let named: BTreeSet<EntityId> =
                versions.iter().filter_map(of).flat_map(RecordView::names).collect();
            let count = u64::try_from(versions.len()).unwrap_or(u64::MAX);
            for entity in changed.union(&named) {
                let (changing, concerning) = counts.entry(*entity).or_default();
                *concerning = concerning.saturating_add(count);
                if changed.contains(entity) {
                    *changing = changing.saturating_add(count);
                }
            }
        }
        Self { records, facts, counts }
    }

    pub(super) fn record(&self, position: Position) -> Option<&RecordView<'r>> {
        self.records.get(&position)
    }

    /// How many records the facts have of which a version touches an entity.
    pub(super) fn count(&self, entity: EntityId, whole: Whole) -> u64 {
        let (changing, concerning) = self.counts.get(&entity).copied().unwrap_or_default();
        match whole {
            Whole::Changing => changing,
            Whole::Concerning => concerning,
        }
    }

    /// The entities that a record changes.
    pub(super) fn changed(&self, position: Position) -> impl Iterator<Item = EntityId> {
        self.records.get(&position).into_iter().flat_map(RecordView::changes)
    }

    /// The entities that a record changes or names.
    pub(super) fn touched(&self, position: Position) -> impl Iterator<Item = EntityId> {
        let record = self.records.get(&position);
        record.into_iter().flat_map(|record| record.changes().chain(record.names()))
    }

    /// The version of a fact that stands.
    fn standing_of(&self, origin: Position) -> Option<&RecordView<'r>> {
        let last = self.facts.get(&origin)?.last()?;
        self.records.get(last).filter(|record| !matches!(record.relation(), Relation::Retraction { .. }))
    }

    /// The records that stand, of some kinds.
    pub(super) fn standing(&self, wants: impl Fn(Kind) -> bool) -> impl Iterator<Item = Position> {
        let standing = self.facts.keys().filter_map(|origin| self.standing_of(*origin));
        standing.filter(move |record| wants(record.kind())).map(RecordView::position)
    }

    /// The key of a record in order of effect (law 3). What it follows must be known to be here with all its versions: a record
    /// and the one that it follows lie in one timeline, which `whole` says to be here or not.
    fn key(
        &self,
        position: Position,
        whole: &dyn Fn(EntityId) -> Result<(), ExtractError>,
    ) -> Result<EffectKey, ExtractError> {
        let missing = || ExtractError::NoAnchor { position };
        let mut chain = Vec::new();
        let mut seen = BTreeSet::new();
        let mut next = self.records.get(&position);
        while let Some(record) = next {
            chain.push((record.earliest(), record.origin()));
            let Some(anchor) = record.after().filter(|_| chain.len() <= ANCHORS_MAX) else { break };
            let followed = self.standing_of(anchor).filter(|_| seen.insert(anchor)).ok_or_else(missing)?;
            let shared = followed.changes().find(|entity| record.changes().any(|changed| changed == *entity));
            whole(shared.ok_or_else(missing)?)?;
            next = Some(followed);
        }
        Ok(EffectKey::of_chain(chain.into_iter()))
    }

    /// Visits these records, all of which stand, up to a day, in order of effect: the definition, word for word.
    pub(super) fn replay(
        &self,
        records: &BTreeSet<Position>,
        on: Day,
        whole: &dyn Fn(EntityId) -> Result<(), ExtractError>,
        mut visit: impl FnMut(&RecordView<'_>) -> Result<(), RecordError>,
    ) -> Result<(), ExtractError> {
        let mut order = Vec::new();
        for position in records {
            order.push((self.key(*position, whole)?, *position));
        }
        order.retain(|(key, _)| key.day() <= on);
        order.sort();
        for record in order.iter().filter_map(|(_, position)| self.records.get(position)) {
            visit(record).map_err(|cause| ExtractError::Record { position: record.position(), cause })?;
        }
        Ok(())
    }
}

impl Records for Part<'_> {
    fn visit(
        &self,
        positions: &[Position],
        visit: &mut dyn FnMut(&RecordView<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for position in positions {
            let missing = || aoc_store::Error::NoSuchRecord { position: *position };
            visit(self.records.get(position).ok_or_else(missing)?)?;
        }
        Ok(())
    }
}
