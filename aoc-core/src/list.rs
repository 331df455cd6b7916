//! Lists in events: what must not be in them twice.

use hashbrown::HashSet;

use crate::id::EntityId;

/// So few are compared one by one.
const FEW: usize = 16;

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
    let (mut once, mut known) = (Vec::new(), HashSet::new());
    for entity in entities {
        if once.len() == FEW {
            known.extend(once.iter().copied());
        }
        let is_new = if once.len() < FEW { !once.contains(&entity) } else { known.insert(entity) };
        if is_new {
            once.push(entity);
        }
    }
    once
}
