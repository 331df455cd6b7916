//! Proofs of records and of earlier logs, signed again, so that what lies behind the signature is reached.

use aoc_core::Position;
use aoc_store::{Proof, TreeHash, TreeHead};

use super::made::{policy, signed};

/// A proof is written as it was read, and proves or does not.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut proof = match text.parse::<Proof>() {
        Ok(proof) => proof,
        Err(error) => return drop(error.to_string()),
    };
    let written = match &proof {
        Proof::Record(proof) => proof.to_string(),
        Proof::Extension(proof) => proof.to_string(),
    };
    assert_eq!(written.parse().as_ref(), Ok(&proof));
    let said = |proof: &Proof| match proof {
        Proof::Record(proof) => proof.check(policy()).map(|record| record.to_record().is_ok()),
        Proof::Extension(proof) => {
            let head = proof.checkpoint.head();
            let old = TreeHead { upto: proof.old, root: head.root };
            proof.check(&old, policy()).and_then(|()| proof.check(&head, policy())).map(|()| true)
        }
    };
    let _ = said(&proof).map_err(|error| error.to_string());
    match &mut proof {
        Proof::Record(proof) if proof.path.is_empty() => {
            let one = TreeHead { upto: Position::FIRST, root: TreeHash::of_record(&proof.record) };
            proof.checkpoint = signed(one);
        }
        Proof::Record(proof) => proof.checkpoint = signed(proof.checkpoint.head()),
        Proof::Extension(proof) => proof.checkpoint = signed(proof.checkpoint.head()),
    }
    let _ = said(&proof).map_err(|error| error.to_string());
}
