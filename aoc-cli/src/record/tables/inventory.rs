//! The table of inventories.

use super::super::forms::{Form, Reading};
use super::{Drafting, Table, always};

pub(super) const TABLES: &[Table] = &[Table {
    name: "inventories",
    about: "what the book held, counted: normally the ledger records it, and verifying finds other figures; one with answers is drafted as JSON",
    own: &[
        always("upto", "position of the last record that was counted", "12").holds(Reading::Number),
        always("entities", "how many entities these records change or name", "7").holds(Reading::Number),
        always(
            "root",
            "the root of the Merkle tree over the entities, in base64",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        ),
    ],
    without: &[],
    drafting: Drafting::Forms(&[Form {
        word: "taken",
        event: "InventoryTaken",
        needs: &["upto", "entities", "root"],
        takes: &[],
    }]),
}];
