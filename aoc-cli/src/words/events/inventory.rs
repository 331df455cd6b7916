//! Sentences of inventories.

use aoc_core::InventoryEvent;

use super::bracketed;
use crate::words::{count, list};

pub(super) fn inventory(InventoryEvent::InventoryTaken(event): &InventoryEvent) -> String {
    let entities = usize::try_from(event.entities).unwrap_or(usize::MAX);
    let mut details = vec![count(entities, "entity", "entities")];
    let answers: Vec<String> = event.answers.iter().map(|answer| answer.projection.to_string()).collect();
    if !answers.is_empty() {
        details.push(format!("with digests of {}", list(&answers)));
    }
    format!("the book was counted up to record {}{}", event.upto, bracketed(&details))
}
