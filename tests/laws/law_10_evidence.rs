//! Law 10: every record has an inclusion proof against every later checkpoint, every checkpoint a consistency proof to every
//! later one, and no proof verifies for anything else.

use std::sync::Arc;

use aoc_core::Position;
use aoc_store::{
    Evidence, ExtensionProof, Policy, Proof, ProofError, RecordProof, SigningKey, TreeHash, TreeHead,
};
use aoc_tests::ledgers::{Shelf, leaves};
use aoc_tests::merkle::naive_head;
use proptest::prelude::*;

use crate::cases::cases;
use crate::histories::accepted_histories;

fn key() -> SigningKey {
    SigningKey::of_secret(&"example.org/friends".parse().unwrap(), &[7; 32])
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn law_10_every_record_is_proven_to_every_later_checkpoint_and_nothing_else_is(
        history in accepted_histories(12),
        flips in prop::collection::vec((any::<prop::sample::Index>(), 0_u8..8), 12),
    ) {
        let policy = Policy::of(key().verifier());
        for shelf in Shelf::both() {
            let evidence = Evidence::of(Arc::clone(&shelf.log));
            let mut checkpoints = Vec::new();
            for commit in &history.commits {
                shelf.record(&commit.drafts);
                checkpoints.push(evidence.issue(&key(), &mut |_| {}).unwrap());
            }
            let leaves = leaves(shelf.log.as_ref());
            for checkpoint in &checkpoints {
                let upto = usize::try_from(checkpoint.head().upto.get()).unwrap();
                prop_assert_eq!(checkpoint.head(), naive_head(&leaves, upto));
                prop_assert!(policy.check(checkpoint).is_ok());
                for (position, leaf) in (1..=upto).map(|at| Position::START.plus(at)).zip(&leaves) {
                    let proof = evidence.prove_record(position, Some(checkpoint)).unwrap();
                    let read: RecordProof = proof.to_string().parse().unwrap();
                    prop_assert_eq!(&read, &proof);
                    prop_assert_eq!(read.check(&policy).unwrap().bytes(), &leaf[..]);
                    // Neither for another place nor for other bytes.
                    let head = checkpoint.head();
                    prop_assert!(head.check_record(position.next(), leaf, &proof.path).is_err());
                    prop_assert!(head.check_record(position, &leaf[1..], &proof.path).is_err());
                    if let Some((_, shorter)) = proof.path.split_last() {
                        prop_assert!(head.check_record(position, leaf, shorter).is_err());
                    }
                }
                for old in 0..=upto {
                    let head = naive_head(&leaves, old);
                    let proof = evidence.prove_extension(head.upto, Some(checkpoint)).unwrap();
                    let read: ExtensionProof = proof.to_string().parse().unwrap();
                    prop_assert_eq!(read.check(&head, &policy), Ok(()));
                    let other = TreeHead { upto: head.upto, root: TreeHash::of_record(b"another") };
                    prop_assert!(read.check(&other, &policy).is_err());
                }
            }
            // No proof survives a flipped bit.
            if let Some(last) = checkpoints.last() {
                let proofs = [
                    evidence.prove_record(Position::FIRST, Some(last)).unwrap().to_string(),
                    evidence.prove_extension(Position::FIRST, Some(last)).unwrap().to_string(),
                ];
                let first = naive_head(&leaves, 1);
                for proof in proofs {
                    for (at, bit) in &flips {
                        let mut bytes = proof.clone().into_bytes();
                        bytes[at.index(proof.len())] ^= 1 << bit;
                        let Ok(text) = String::from_utf8(bytes) else { continue };
                        let proven = match text.parse::<Proof>() {
                            Ok(Proof::Record(read)) => read.check(&policy).is_ok(),
                            Ok(Proof::Extension(read)) => read.check(&first, &policy).is_ok(),
                            Err(_) => false,
                        };
                        prop_assert!(!proven, "{text}");
                    }
                }
            }
        }
    }
}

/// Two heads of one size, or of a longer log that was cut, are told by name.
#[test]
fn law_10_a_forked_or_rewound_log_is_told_by_its_name() {
    let head = |upto, leaf: &[u8]| TreeHead { upto: Position::new(upto), root: TreeHash::of_record(leaf) };
    let (one, other, two) = (head(1, b"one"), head(1, b"other"), head(2, b"two"));
    assert_eq!(other.check_extends(&one, &[]), Err(ProofError::Forked { upto: Position::FIRST }));
    let shorter = ProofError::Shorter { old: Position::new(2), new: Position::FIRST };
    assert_eq!(one.check_extends(&two, &[]), Err(shorter));
    let beyond = ProofError::Beyond { position: Position::new(2), upto: Position::FIRST };
    assert_eq!(one.check_record(Position::new(2), b"one", &[]), Err(beyond.clone()));
    assert_eq!(
        one.check_record(Position::START, b"one", &[]).map_err(|error| error.to_string().is_empty()),
        Err(false)
    );
    assert_eq!(two.check_extends(&TreeHead::EMPTY, &[]), Ok(()));
    let proof = [TreeHash::EMPTY];
    assert!(two.check_extends(&TreeHead::EMPTY, &proof).is_err());
    assert!(two.check_extends(&one, &[TreeHash::EMPTY; 65]).is_err());
}
