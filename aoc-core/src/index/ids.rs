//! [`Ids`]: which record bears which id.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::Place;
use crate::id::EventId;

/// The ids of the records, and where each one is. Each id is kept but once: the table holds places.
#[derive(Clone, Default)]
pub(super) struct Ids {
    /// By position.
    list: Vec<EventId>,
    places: HashTable<Place>,
    hasher: DefaultHashBuilder,
}

impl Ids {
    /// Makes room for the ids of this many further records.
    pub(super) fn reserve(&mut self, records: usize) {
        let Self { list, places, hasher } = self;
        list.reserve(records);
        places.reserve(records, |place| hasher.hash_one(at(list, *place)));
    }

    /// Takes in the id of the next record. Of several with one id, the last is found.
    pub(super) fn push(&mut self, place: Place, id: EventId) {
        let Self { list, places, hasher } = self;
        list.push(id);
        let (is_it, hash) = (|other: &Place| at(list, *other) == Some(id), |id| hasher.hash_one(id));
        let entry = places.entry(hash(Some(id)), is_it, |place| hash(at(list, *place)));
        entry.and_modify(|before| *before = place).or_insert(place);
    }

    /// The record that bears an id.
    pub(super) fn find(&self, id: EventId) -> Option<Place> {
        let hash = self.hasher.hash_one(Some(id));
        self.places.find(hash, |place| at(&self.list, *place) == Some(id)).copied()
    }

    /// The id of a record.
    pub(super) fn get(&self, place: Place) -> Option<EventId> {
        at(&self.list, place)
    }
}

fn at(list: &[EventId], place: Place) -> Option<EventId> {
    list.get(usize::try_from(place).ok()?.checked_sub(1)?).copied()
}
