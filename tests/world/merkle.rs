//! The tree of hashes, word for word as RFC 6962 has it.

use aoc_core::Position;
use aoc_store::{TreeHash, TreeHead};
use sha2::{Digest, Sha256};

/// RFC 6962, section 2.1.
fn naive_root(leaves: &[Vec<u8>]) -> [u8; 32] {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => Sha256::new().chain_update([0]).chain_update(leaf).finalize().into(),
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            let node = Sha256::new().chain_update([1]).chain_update(naive_root(left));
            node.chain_update(naive_root(right)).finalize().into()
        }
    }
}

/// The head of the tree over the first so many leaves.
pub fn naive_head(leaves: &[Vec<u8>], upto: usize) -> TreeHead {
    TreeHead { upto: Position::START.plus(upto), root: TreeHash::new(naive_root(&leaves[..upto])) }
}
