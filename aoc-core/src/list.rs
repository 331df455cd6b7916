//! Lists in events: what must not be in them twice.

use crate::id::EntityId;

/// Whether something is in the list twice.
pub(crate) fn repeats<T: Ord>(list: impl IntoIterator<Item = T>) -> bool {
    let mut list: Vec<T> = list.into_iter().collect();
    let len = list.len();
    list.sort_unstable();
    list.dedup();
    list.len() < len
}

/// The entities, each once, in the order given.
pub(crate) fn once(entities: impl IntoIterator<Item = EntityId>) -> Vec<EntityId> {
    let mut once = Vec::new();
    for entity in entities {
        if !once.contains(&entity) {
            once.push(entity);
        }
    }
    once
}
