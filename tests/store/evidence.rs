//! What lies beside the log for its evidence: a cache of hashes that may be lost or false, and the checkpoints that were issued,
//! of which no byte changes unnoticed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aoc_core::Position;
use aoc_store::{
    Checkpoint, Chunks, EventLog, Evidence, EvidenceError, MemoryLog, Policy, SigningKey, SledLog, TreeHash,
    TreeHead, verify,
};
use tempfile::TempDir;

use crate::tiled::{key, ledger_over, record};

/// A ledger of 600 records on disk, closed, with a checkpoint of the first 300; and the head of its tree.
fn closed() -> (TempDir, PathBuf, TreeHead) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let log = Arc::new(SledLog::create(&dir).unwrap());
    let ledger = ledger_over(Arc::<SledLog>::clone(&log));
    record(&ledger, 0, 300);
    ledger.evidence().issue(&key(), &mut |_| {}).unwrap();
    record(&ledger, 300, 600);
    let head = ledger.evidence().head(Position::new(600)).unwrap();
    assert_eq!(head.root, Evidence::root_of(log.as_ref(), head.upto).unwrap());
    (place, dir, head)
}

fn head_of(dir: &Path) -> Result<TreeHead, EvidenceError> {
    let log = Arc::new(SledLog::open(dir).unwrap());
    let upto = log.head().unwrap();
    Evidence::of(log).head(upto)
}

#[test]
fn a_cache_of_hashes_that_is_lost_cut_off_or_changed_changes_no_root() {
    let (_place, dir, head) = closed();
    let cache = dir.join("cache/tree");
    let whole = fs::read(&cache).unwrap();
    assert_eq!(whole.len(), 2 * (12 + TreeHash::LEN), "two tiles, hashed one after the other");
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&cache, bytes).unwrap();
        assert_eq!(head_of(&dir).unwrap(), head, "byte {at}");
    }
    for cut in [0, 5, 44, 60] {
        fs::write(&cache, &whole[..cut]).unwrap();
        assert_eq!(head_of(&dir).unwrap(), head, "cut at {cut}");
    }
    // Of a longer log, of another, and with bytes behind the last root.
    let roots = [&whole[12..12 + TreeHash::LEN], &whole[24 + TreeHash::LEN..]].concat();
    for other in [
        [&whole[..], &whole].concat(),
        Chunks::chunk(&[7; 64]),
        Chunks::chunk(&[&roots[..], &[7; 5]].concat()),
    ] {
        fs::write(&cache, other).unwrap();
        assert_eq!(head_of(&dir).unwrap(), head);
        assert_eq!(fs::read(&cache).unwrap(), Chunks::chunk(&roots), "and it is made anew");
        assert_eq!(head_of(&dir).unwrap(), head);
        assert_eq!(fs::read(&cache).unwrap(), Chunks::chunk(&roots), "and not written again");
    }
    fs::remove_file(&cache).unwrap();
    assert_eq!(head_of(&dir).unwrap(), head);
    assert_eq!(fs::read(&cache).unwrap().len(), 12 + 2 * TreeHash::LEN, "and it is there again");
}

/// Whoever forges the cache, checksums and all, gets a root that nothing can be proven against, that is not signed, and that
/// verifying does not look at.
#[test]
fn a_cache_of_hashes_that_was_forged_proves_nothing() {
    let (_place, dir, head) = closed();
    let cache = dir.join("cache/tree");
    let whole = fs::read(&cache).unwrap();
    let (first, second) = (Chunks::chunk(&[7; TreeHash::LEN]), &whole[12 + TreeHash::LEN..]);
    fs::write(&cache, [&first[..], second].concat()).unwrap();
    let log = Arc::new(SledLog::open(&dir).unwrap());
    let evidence = Evidence::of(Arc::<SledLog>::clone(&log));
    assert_ne!(evidence.head(head.upto).unwrap(), head, "the last tile is right, so it is believed");
    let issued = evidence.issued().unwrap();
    assert!(evidence.prove_record(Position::new(5), issued.last()).is_err());
    // What is signed comes from the records.
    assert_eq!(evidence.issue(&key(), &mut |_| {}).unwrap().head(), head);
    assert_eq!(evidence.head(head.upto).unwrap(), head);
    assert!(evidence.prove_record(Position::new(5), issued.last()).is_ok());
    let report = verify(log.as_ref(), &mut |_| {}).unwrap();
    assert_eq!((report.is_sound(), report.tree), (true, Some(head)));
}

#[test]
fn no_byte_of_an_issued_checkpoint_changes_unnoticed() {
    let (_place, dir, _) = closed();
    let file = dir.join("checkpoints");
    let whole = fs::read(&file).unwrap();
    let policy = Policy::of(key().verifier());
    // Who has signed, only the key tells; what was signed, the records do.
    let holds = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).ok().and_then(|text| text.strip_suffix('\n'));
        let read = text.and_then(|text| text.parse::<Checkpoint>().ok());
        read.is_some_and(|checkpoint| policy.check(&checkpoint).is_ok())
    };
    assert!(holds(&whole));
    let log = SledLog::open(&dir).unwrap();
    assert_eq!(verify(&log, &mut |_| {}).unwrap().checkpoints, 1);
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&file, &bytes).unwrap();
        let sound = verify(&log, &mut |_| {}).unwrap().is_sound();
        assert!(!sound || !holds(&bytes), "byte {at}");
    }
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    assert!(!verify(&log, &mut |_| {}).unwrap().is_sound());
    fs::write(&file, &whole).unwrap();
    assert!(verify(&log, &mut |_| {}).unwrap().is_sound());
}

/// Of many who issue and add signatures at the same time, through whatever handle, nobody is told that the log was rewound, and
/// what was handed out is remembered.
#[test]
fn threads_that_issue_while_others_record_are_told_no_untruth_and_forget_nothing() {
    let log = Arc::new(MemoryLog::new());
    let ledger = ledger_over(Arc::<MemoryLog>::clone(&log));
    let issued = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|nth| {
                let (ledger, log) = (&ledger, &log);
                scope.spawn(move || {
                    let own = Evidence::of(Arc::<MemoryLog>::clone(log));
                    let evidence = if nth % 2 == 0 { ledger.evidence() } else { &own };
                    (0..20)
                        .map(|round| {
                            let from = nth * 100 + round * 5;
                            record(ledger, from, from + 5);
                            evidence.check_issued(&key(), &mut |_| {}).unwrap();
                            evidence.issue(&key(), &mut |_| {}).unwrap()
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    let remembered = ledger.evidence().issued().unwrap();
    for checkpoint in issued {
        assert!(remembered.iter().any(|known| known.head() == checkpoint.head()), "{checkpoint}");
    }
    assert!(verify(log.as_ref(), &mut |_| {}).unwrap().is_sound());
}

#[test]
fn a_ledger_that_was_put_back_is_not_signed_by_who_remembers() {
    let (place, dir, _) = closed();
    let older = place.path().join("older");
    let log = Arc::new(SledLog::create(&older).unwrap());
    record(&ledger_over(Arc::<SledLog>::clone(&log)), 0, 200);
    drop(log);
    fs::copy(dir.join("checkpoints"), older.join("checkpoints")).unwrap();
    let log = Arc::new(SledLog::open(&older).unwrap());
    let refused = Evidence::of(Arc::<SledLog>::clone(&log)).issue(&key(), &mut |_| {});
    assert!(matches!(refused, Err(EvidenceError::Rewound { .. })), "{refused:?}");
    assert!(verify(log.as_ref(), &mut |_| {}).unwrap().damages[0].to_string().contains("rewound"));
    let other = SigningKey::of_secret(&"example.org/others".parse().unwrap(), &[9; 32]);
    let refused = Evidence::of(log).issue(&other, &mut |_| {});
    assert!(matches!(refused, Err(EvidenceError::OtherOrigin { .. })), "{refused:?}");
}
