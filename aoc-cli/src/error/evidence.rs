//! Why a log gives no evidence, and why what somebody shows proves nothing.

use aoc_replay::ExtractError;
use aoc_store::{CheckError, CheckpointError, EvidenceError, KeyError, PolicyError, ProofError};

use super::CliError;
use crate::exit::ExitCode;

impl From<EvidenceError> for CliError {
    fn from(error: EvidenceError) -> Self {
        let message = error.to_string();
        let (exit, code) = match error {
            EvidenceError::Log(error) => return error.into(),
            EvidenceError::Beyond { .. } => (ExitCode::Usage, "no-such-record"),
            EvidenceError::Backwards { .. } => (ExitCode::Usage, "backwards"),
            EvidenceError::NoCheckpoint { .. } => (ExitCode::Usage, "no-checkpoint"),
            EvidenceError::OtherOrigin { .. } => (ExitCode::Usage, "other-ledger"),
            EvidenceError::NotIssued => (ExitCode::Usage, "not-issued"),
            EvidenceError::Rewound { .. } => (ExitCode::Damaged, "rewound"),
            EvidenceError::Forked { .. } => (ExitCode::Damaged, "forked"),
            EvidenceError::Changed { .. } | EvidenceError::Remembered { .. } => {
                (ExitCode::Damaged, "damaged")
            }
            EvidenceError::Checkpoint(error) => return error.into(),
            _ => (ExitCode::CannotOpen, "evidence"),
        };
        let error = Self::new(exit, code, message);
        match code {
            "no-checkpoint" => error.help("`aoc checkpoint --list` lists those that were issued"),
            "rewound" | "forked" => error.help(
                "keep the checkpoint, and what it was signed for: it proves that the ledger is not what it was. `aoc verify` reads all of it again",
            ),
            _ => error,
        }
    }
}

impl From<CheckError> for CliError {
    fn from(error: CheckError) -> Self {
        let message = error.to_string();
        let code = match error {
            CheckError::Checkpoint(error) => return error.into(),
            CheckError::Policy(error) => return error.into(),
            CheckError::Proof(error) => return error.into(),
            CheckError::NoRecord => "no-record",
            CheckError::Record(_) => "not-a-record",
            CheckError::Misplaced { .. } => "misplaced",
            CheckError::OtherSize { .. } => "other-size",
            _ => "no-proof",
        };
        Self::new(ExitCode::Damaged, code, message)
    }
}

impl From<ExtractError> for CliError {
    fn from(error: ExtractError) -> Self {
        let message = error.to_string();
        let code = match error {
            ExtractError::Newer { .. } => return Self::new(ExitCode::CannotOpen, "newer-format", message),
            ExtractError::Checkpoint(error) => return error.into(),
            ExtractError::Policy(error) => return error.into(),
            ExtractError::Proof(error) => return error.into(),
            ExtractError::Line { .. } => "no-proof",
            ExtractError::NoEntry { .. }
            | ExtractError::Missing { .. }
            | ExtractError::NoEnd { .. }
            | ExtractError::NoAnchor { .. } => "left-out",
            _ => "not-proven",
        };
        Self::new(ExitCode::Damaged, code, message)
    }
}

impl From<ProofError> for CliError {
    fn from(error: ProofError) -> Self {
        let code = match error {
            ProofError::Shorter { .. } => "rewound",
            ProofError::Forked { .. } => "forked",
            _ => "not-proven",
        };
        Self::new(ExitCode::Damaged, code, error.to_string())
    }
}

impl From<CheckpointError> for CliError {
    fn from(error: CheckpointError) -> Self {
        let code = match error {
            CheckpointError::Other => "other-checkpoint",
            CheckpointError::BadSignature { .. } => "bad-signature",
            _ => "no-checkpoint",
        };
        Self::new(ExitCode::Damaged, code, error.to_string())
    }
}

impl From<PolicyError> for CliError {
    fn from(error: PolicyError) -> Self {
        let message = error.to_string();
        let (exit, code) = match error {
            PolicyError::Checkpoint(error) => return error.into(),
            PolicyError::OtherLog { .. } => (ExitCode::Damaged, "other-ledger"),
            PolicyError::Unsigned { .. } => (ExitCode::Damaged, "unsigned"),
            PolicyError::NoQuorum => (ExitCode::Damaged, "no-quorum"),
            _ => (ExitCode::Usage, "policy"),
        };
        Self::new(exit, code, message)
    }
}

impl From<KeyError> for CliError {
    fn from(error: KeyError) -> Self {
        Self::usage("key", error.to_string())
    }
}
