//! A checkpoint in words, in rows and for programs.

use aoc_store::{Checkpoint, TreeHead};
use serde_json::{Value, json};

/// What the columns of [`cells`] are called.
pub(super) const HEADINGS: [&str; 4] = ["origin", "records", "root", "signatures"];

/// A checkpoint in a row.
pub(super) fn cells(checkpoint: &Checkpoint) -> [String; 4] {
    let TreeHead { upto, root } = checkpoint.head();
    let signers = checkpoint.signers().join(", ");
    [checkpoint.origin().to_string(), upto.to_string(), root.to_string(), signers]
}

/// A checkpoint, for programs.
pub(super) fn json(checkpoint: &Checkpoint) -> Value {
    json!({
        "origin": checkpoint.origin().to_string(),
        "tree": tree(checkpoint.head()),
        "signatures": checkpoint.signers(),
    })
}

/// The head of a tree, for programs.
pub(super) fn tree(head: TreeHead) -> Value {
    json!({"records": head.upto, "root": head.root.to_string()})
}
