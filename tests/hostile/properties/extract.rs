//! Parts of the book that prove an answer, signed again.

use aoc_core::{EntityKind, GroupId, OfficeId};
use aoc_replay::{Extract, Holders, Roll};
use aoc_store::RecordView;

use super::asked::days;
use super::made::{policy, signed};

/// A part of the book is written as it was read, and proves an answer or does not.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut extract = match text.parse::<Extract>() {
        Ok(extract) => extract,
        Err(error) => return drop(error.to_string()),
    };
    assert_eq!(extract.to_string().parse().as_ref(), Ok(&extract));
    answered(&extract);
    extract.checkpoint = signed(extract.checkpoint.head());
    answered(&extract);
}

/// Everything that can be asked of a part.
pub(super) fn answered(extract: &Extract) {
    let views = extract.records.iter().filter_map(|proven| RecordView::parse(&proven.record).ok());
    let touched = views.flat_map(|view| view.changes().chain(view.names()).collect::<Vec<_>>());
    let mut entities: Vec<_> =
        touched.chain(extract.entries.iter().map(|proven| proven.entry.entity)).collect();
    entities.sort_unstable();
    entities.dedup();
    for entity in entities {
        for on in days() {
            match entity.kind() {
                EntityKind::Group => {
                    let roll = extract.answer(&Roll::of(GroupId::new(entity.uuid())), on, policy());
                    let _ = roll.map_err(|error| error.to_string());
                }
                EntityKind::Office => {
                    let holders = extract.answer(&Holders::of(OfficeId::new(entity.uuid())), on, policy());
                    let _ = holders.map_err(|error| error.to_string());
                }
                _ => {}
            }
        }
    }
}
