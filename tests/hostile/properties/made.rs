//! What inputs are set into: a key, a policy, a small history, and checksums.

use std::sync::{Arc, OnceLock};

use aoc_core::{Citations, Claim, CustomEvent, Draft, EventDate, KindCode, Timestamp};
use aoc_replay::{Ledger, Recorded};
use aoc_store::{Checkpoint, EventLog, FixedClock, MemoryLog, Policy, SeededSalts, SigningKey, TreeHead};

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
    let is_first = |draft: &Draft| matches!(draft.claim, Claim::New { .. });
    GROUND.lines().chain(DRAFTS.lines()).map(draft).filter(is_first).collect()
}

/// What a line says.
pub fn draft(line: &str) -> Draft {
    Draft::from_json(serde_json::from_str(line).expect("JSON")).expect("a draft")
}

/// A ledger over a log, whose clock and salts are always the same.
pub fn ledger_over<L: EventLog + 'static>(log: Arc<L>) -> Result<Ledger, aoc_replay::Error> {
    let clock = FixedClock(Timestamp::from_micros(1_700_000_000_000_000));
    Ledger::with(log, Arc::new(clock), Arc::new(SeededSalts::new(9)))
}

/// A ledger in which those drafts are recorded, as one commit.
pub fn recorded(log: Arc<MemoryLog>) -> Ledger {
    let ledger = ledger_over(log).expect("an empty ledger");
    record(&ledger, &drafts());
    ledger
}

/// Records a book, commit by commit.
pub fn record_book(ledger: &Ledger, commits: &[&str]) {
    for commit in commits {
        record(ledger, &commit.lines().map(draft).collect::<Vec<_>>());
    }
}

/// A ledger of so many records of an embedder, as one commit.
pub fn many(log: Arc<MemoryLog>, records: u16) -> Ledger {
    let custom = |number: u16| {
        let kind = KindCode::new(0x8001).expect("an embedder's kind");
        let body = number.to_be_bytes().to_vec();
        let event = CustomEvent { kind, changes: Vec::new(), names: Vec::new(), body };
        Draft::new(event, EventDate::UNKNOWN, Citations::uncited())
    };
    let ledger = ledger_over(log).expect("an empty ledger");
    record(&ledger, &(0..records).map(custom).collect::<Vec<_>>());
    ledger
}

/// Records what the book accepts.
pub fn record(ledger: &Ledger, drafts: &[Draft]) {
    let recorded = ledger.record(drafts).expect("a log that can be written to");
    assert!(matches!(recorded, Recorded::Accepted(_)), "{recorded:?}");
}

/// CRC-32 (IEEE), bit by bit.
pub fn crc32(parts: &[&[u8]]) -> u32 {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ POLYNOMIAL } else { crc >> 1 };
    let bytes = parts.iter().flat_map(|part| part.iter());
    !bytes.fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}
