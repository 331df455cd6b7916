//! What inputs are set into: a key, a policy, a small history, and checksums.

use std::sync::{Arc, OnceLock};

use aoc_core::{Claim, Draft, Timestamp};
use aoc_replay::{Ledger, Recorded};
use aoc_store::{Checkpoint, FixedClock, MemoryLog, Policy, SeededSalts, SigningKey, TreeHead};

/// The key by which what was changed is signed again.
pub fn key() -> &'static SigningKey {
    static KEY: OnceLock<SigningKey> = OnceLock::new();
    KEY.get_or_init(|| {
        let origin = "example.org/friends".parse().expect("a name");
        SigningKey::of_secret(&origin, &[7; 32])
    })
}

/// The policy that trusts it.
pub fn policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| Policy::of(key().verifier()))
}

/// A head, signed.
pub fn signed(head: TreeHead) -> Checkpoint {
    Checkpoint::sign(key(), head).expect("a key of ours signs")
}

/// A draft of every event, as `aoc template` prints them.
const DRAFTS: &str = include_str!("../../../schemas/drafts.jsonl");
/// What they rest on.
const GROUND: &str = include_str!("../ground.jsonl");

/// The drafts of a book in which every event happens once.
fn drafts() -> Vec<Draft> {
    let read = |line: &str| Draft::from_json(serde_json::from_str(line).expect("JSON")).expect("a draft");
    let is_first = |draft: &Draft| matches!(draft.claim, Claim::New { .. });
    GROUND.lines().chain(DRAFTS.lines()).map(read).filter(is_first).collect()
}

/// A ledger over a log in memory, whose clock and salts are always the same.
pub fn ledger_over(log: Arc<MemoryLog>) -> Result<Ledger, aoc_replay::Error> {
    let clock = FixedClock(Timestamp::from_micros(1_700_000_000_000_000));
    Ledger::with(log, Arc::new(clock), Arc::new(SeededSalts::new(9)))
}

/// A ledger in which those drafts are recorded, as one commit.
pub fn recorded(log: Arc<MemoryLog>) -> Ledger {
    let ledger = ledger_over(log).expect("an empty ledger");
    let recorded = ledger.record(&drafts()).expect("a log in memory");
    assert!(matches!(recorded, Recorded::Accepted(_)), "{recorded:?}");
    ledger
}

/// CRC-32 (IEEE), bit by bit.
pub fn crc32(parts: &[&[u8]]) -> u32 {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ POLYNOMIAL } else { crc >> 1 };
    let bytes = parts.iter().flat_map(|part| part.iter());
    !bytes.fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}
