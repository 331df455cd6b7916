//! Signed notes and what checks them: checkpoints, keys, policies.

use aoc_store::{Checkpoint, Origin, Policy, SigningKey, VerifierKey};

use super::comes_back;
use super::made::policy;

/// A checkpoint, a key and a name are written as they were read; a policy judges whatever is a checkpoint.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    comes_back::<Origin>(text);
    comes_back::<Checkpoint>(text);
    comes_back::<VerifierKey>(text);
    if let Ok(key) = text.parse::<SigningKey>() {
        assert_eq!(key.secret_text().parse::<SigningKey>().map(|again| again.verifier()), Ok(key.verifier()));
    }
    let checkpoint = text.parse::<Checkpoint>();
    if let Ok(checkpoint) = &checkpoint {
        let _ = (checkpoint.signers(), policy().check(checkpoint), policy().vouched(checkpoint));
        let _ = checkpoint.with_signatures_of(checkpoint);
    }
    // A policy, and behind it a checkpoint.
    let (rules, note) = text.split_once("\n\n").unwrap_or((text, ""));
    if let (Ok(policy), Ok(checkpoint)) = (rules.parse::<Policy>(), note.parse::<Checkpoint>()) {
        let _ = policy.check(&checkpoint).map_err(|error| error.to_string());
        let _ = policy.vouched(&checkpoint);
    }
}
