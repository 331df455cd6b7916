//! Evidence at its edges: proofs wherever frames end, checkpoints that do not reach, what is read back from text.

use std::sync::Arc;

use aoc_core::Position;
use aoc_store::{
    Checkpoint, EventLog, Evidence, EvidenceError, Frame, HashList, KeyError, MemoryLog, Origin, Policy,
    ProofError, SigningKey, TreeHash, TreeHead,
};

use crate::support::commit;
use crate::tiled::key;

/// A log of so many commits of 100 records: most tiles of 256 begin and end within a frame.
fn hundreds(commits: usize) -> (Arc<MemoryLog>, Evidence) {
    let log = Arc::new(MemoryLog::new());
    let evidence = Evidence::of(Arc::<MemoryLog>::clone(&log));
    for _ in 0..commits {
        grow(&log);
    }
    (log, evidence)
}

fn grow(log: &MemoryLog) {
    let head = log.head().unwrap();
    log.append(head, &Frame::of(&commit(head, 100, 10)).unwrap()).unwrap();
}

#[test]
fn proofs_hold_wherever_frames_end() {
    let (log, evidence) = hundreds(3);
    let policy = Policy::of(key().verifier());
    let third = evidence.issue(&key(), &mut |_| {}).unwrap();
    for _ in 0..4 {
        grow(&log);
    }
    let last = evidence.issue(&key(), &mut |_| {}).unwrap();
    assert_eq!((third.head().upto, last.head().upto), (Position::new(300), Position::new(700)));
    for checkpoint in [&third, &last] {
        let upto = checkpoint.head().upto.get();
        for position in
            [1, 2, 200, 201, 256, 257, 300, 301, 512, 513, 700].into_iter().filter(|at| *at <= upto)
        {
            let position = Position::new(position);
            let proof = evidence.prove_record(position, Some(checkpoint)).unwrap();
            assert_eq!(proof.check(&policy).unwrap().position(), position);
        }
        for old in [0, 1, 255, 256, 257, 299, 300, 512, 600, 700].into_iter().filter(|old| *old <= upto) {
            let old = Evidence::root_of(log.as_ref(), Position::new(old))
                .map(|root| TreeHead { upto: Position::new(old), root })
                .unwrap();
            let proof = evidence.prove_extension(old.upto, Some(checkpoint)).unwrap();
            assert_eq!(proof.check(&old, &policy), Ok(()), "{old} to {upto}");
        }
    }
}

#[test]
fn a_tree_grows_from_the_middle_of_a_frame() {
    let (log, evidence) = hundreds(3);
    for upto in [40, 41, 100, 255, 256, 257, 300].map(Position::new) {
        assert_eq!(evidence.head(upto).unwrap().root, Evidence::root_of(log.as_ref(), upto).unwrap());
    }
}

#[test]
fn a_checkpoint_that_does_not_reach_proves_nothing() {
    let (log, evidence) = hundreds(1);
    let least = Position::new(150);
    let none = EvidenceError::NoCheckpoint { least };
    let checkpoint = evidence.issue(&key(), &mut |_| {}).unwrap();
    grow(&log);
    assert_eq!(evidence.prove_record(least, None).unwrap_err(), none);
    let backwards = EvidenceError::Backwards { old: least, new: checkpoint.head().upto };
    assert_eq!(evidence.prove_record(least, Some(&checkpoint)).unwrap_err(), backwards);
    assert_eq!(evidence.prove_extension(least, None).unwrap_err(), none);
    assert!(evidence.prove_record(checkpoint.head().upto, None).is_ok());
}

#[test]
fn a_checkpoint_is_confirmed_only_by_the_log_that_it_states() {
    let (_, evidence) = hundreds(2);
    let of =
        |upto: u64, root| Checkpoint::sign(&key(), TreeHead { upto: Position::new(upto), root }).unwrap();
    let right = evidence.head(Position::new(150)).unwrap();
    assert_eq!(evidence.confirm(&of(150, right.root)), Ok(()));
    let forked = evidence.confirm(&of(150, TreeHash::EMPTY));
    assert!(matches!(forked, Err(EvidenceError::Forked { .. })), "{forked:?}");
    let rewound = evidence.confirm(&of(201, right.root));
    assert!(matches!(rewound, Err(EvidenceError::Rewound { .. })), "{rewound:?}");
}

#[test]
fn signatures_are_added_to_the_checkpoint_that_was_issued_and_to_no_other() {
    let (log, evidence) = hundreds(1);
    let first = evidence.issue(&key(), &mut |_| {}).unwrap();
    grow(&log);
    let second = evidence.issue(&key(), &mut |_| {}).unwrap();
    let witness = SigningKey::of_secret(key().origin(), &[8; 32]);
    let cosigned = evidence.add_signatures(&Checkpoint::sign(&witness, first.head()).unwrap()).unwrap();
    assert_eq!((cosigned.head(), cosigned.signers().len()), (first.head(), 2));
    assert_eq!(evidence.issued().unwrap(), [cosigned, second]);
    let never = TreeHead { upto: Position::new(7), root: TreeHash::EMPTY };
    let refused = evidence.add_signatures(&Checkpoint::sign(&witness, never).unwrap());
    assert_eq!(refused.unwrap_err(), EvidenceError::NotIssued);
}

#[test]
fn keys_are_read_back_and_never_printed() {
    let text = key().secret_text();
    let back: SigningKey = text.parse().unwrap();
    assert_eq!((back.verifier(), back.secret_text()), (key().verifier(), text.clone()));
    // The first two characters of the key hold its type, 1; then 2.
    let other = text.replacen("+AQ", "+Ag", 1);
    assert_ne!(other, text);
    assert_eq!(other.parse::<SigningKey>().unwrap_err(), KeyError::Algorithm { found: 2 });
    let renamed = text.replacen("friends", "enemies", 1);
    assert_eq!(renamed.parse::<SigningKey>().unwrap_err(), KeyError::Id);
    assert_eq!(format!("{:?}", key()), "SigningKey(example.org/friends)");
    assert_eq!(format!("{:?}", key().verifier()), key().verifier().to_string());
}

#[test]
fn a_log_is_called_by_a_name_that_fits_in_a_line() {
    let long = "a".repeat(256);
    assert_eq!(long.parse::<Origin>().map(|origin| origin.to_string()), Ok(long.clone()));
    for refused in ["", "our friends", "our+friends", "our\u{7}friends", &format!("{long}a")] {
        assert!(refused.parse::<Origin>().is_err(), "{refused:?}");
    }
}

#[test]
fn a_proof_is_no_longer_than_a_tree_is_high() {
    let head = |upto, leaf: &[u8]| TreeHead { upto: Position::new(upto), root: TreeHash::of_record(leaf) };
    let (one, two) = (head(1, b"one"), head(2, b"two"));
    let path = |len| vec![TreeHash::EMPTY; len];
    for (len, expected) in [(63, false), (64, false), (65, true), (66, true)] {
        let is_too_long = |proven: Result<(), ProofError>| proven == Err(ProofError::TooLong { len });
        assert_eq!(is_too_long(two.check_extends(&one, &path(len))), expected, "{len}");
        assert_eq!(is_too_long(two.check_record(Position::FIRST, b"one", &path(len))), expected, "{len}");
    }
    assert_eq!(one.to_string(), format!("1 {}", one.root));
}

/// The empty log is one: its root is known, and it goes on to itself only with that.
#[test]
fn nothing_goes_on_from_an_empty_log_with_another_root() {
    let forged = TreeHead { upto: Position::START, root: TreeHash::of_record(b"one") };
    let one = TreeHead { upto: Position::FIRST, root: TreeHash::of_record(b"one") };
    assert_eq!(TreeHead::EMPTY.check_extends(&TreeHead::EMPTY, &[]), Ok(()));
    assert_eq!(one.check_extends(&TreeHead::EMPTY, &[]), Ok(()));
    for (new, old) in [(forged, forged), (forged, TreeHead::EMPTY), (TreeHead::EMPTY, forged), (one, forged)]
    {
        assert!(new.check_extends(&old, &[]).is_err(), "{old} to {new}");
    }
}

#[test]
fn a_list_of_hashes_knows_whether_it_is_empty() {
    assert!(HashList::of::<&[u8]>([]).is_empty());
    assert!(!HashList::of([b"item"]).is_empty());
}
