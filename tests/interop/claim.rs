//! [`Claim`]: what files of a case say, and how our verifier judges it.

use std::error::Error;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use aoc_store::{
    CheckError, Checkpoint, Evidence, ExtensionProof, MemoryLog, Policy, RecordProof, TiledLog, restore,
};

/// What a verifier says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Accept,
    /// A proof or a checkpoint cannot be read.
    Malformed,
    /// The files of an archive contradict each other, or its checkpoints.
    Damaged,
    /// A checkpoint is not signed by the key.
    Unsigned,
    /// The hashes do not lead to the root.
    Unproven,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accept => "accept",
            Self::Malformed => "malformed",
            Self::Damaged => "damaged",
            Self::Unsigned => "unsigned",
            Self::Unproven => "unproven",
        })
    }
}

/// What is claimed, by the names of the files.
#[derive(Debug, Clone)]
pub(crate) enum Claim {
    Checkpoint { file: String },
    Record { proof: String },
    Extension { old: String, proof: String },
    Archive { dir: String },
    Tiles { dir: String },
}

impl Claim {
    /// A line of the list of cases.
    pub(crate) fn line(&self, verdict: Verdict, key: &str) -> String {
        match self {
            Self::Checkpoint { file } => format!("{verdict} checkpoint {key} {file}"),
            Self::Record { proof } => format!("{verdict} record {key} {proof}"),
            Self::Extension { old, proof } => format!("{verdict} extension {key} {old} {proof}"),
            Self::Archive { dir } => format!("{verdict} archive {key} {dir}"),
            Self::Tiles { dir } => format!("{verdict} tiles {key} {dir}"),
        }
    }

    /// What our verifier says; nothing where it reads something else than the other one.
    pub(crate) fn judge(&self, dir: &Path, key: &str) -> Result<Option<Verdict>, Box<dyn Error>> {
        let read = |name: &str| fs::read_to_string(dir.join(name));
        let policy = Policy::of(read(key)?.parse()?);
        Ok(Some(match self {
            Self::Checkpoint { file } => of_checkpoint(&policy, &read(file)?),
            Self::Record { proof } => match read(proof)?.parse::<RecordProof>() {
                Ok(proof) => of_check(proof.check(&policy).map(drop))?,
                Err(_) => Verdict::Malformed,
            },
            Self::Extension { old, proof } => {
                let (old, proof) = (read(old)?.parse::<Checkpoint>(), read(proof)?.parse::<ExtensionProof>());
                match (old, proof) {
                    (Ok(old), Ok(_)) if policy.check(&old).is_err() => Verdict::Unsigned,
                    (Ok(old), Ok(proof)) => of_check(proof.check(&old.head(), &policy))?,
                    _ => Verdict::Malformed,
                }
            }
            Self::Archive { dir: archive } => of_archive(&policy, &dir.join(archive))?,
            Self::Tiles { .. } => return Ok(None),
        }))
    }
}

fn of_checkpoint(policy: &Policy, text: &str) -> Verdict {
    match text.parse::<Checkpoint>() {
        Ok(checkpoint) if policy.check(&checkpoint).is_ok() => Verdict::Accept,
        Ok(_) => Verdict::Unsigned,
        Err(_) => Verdict::Malformed,
    }
}

fn of_check(checked: Result<(), CheckError>) -> Result<Verdict, Box<dyn Error>> {
    match checked {
        Ok(()) => Ok(Verdict::Accept),
        Err(CheckError::Policy(_)) => Ok(Verdict::Unsigned),
        Err(CheckError::Proof(_) | CheckError::OtherSize { .. }) => Ok(Verdict::Unproven),
        Err(error) => Err(error.into()),
    }
}

fn of_archive(policy: &Policy, dir: &Path) -> Result<Verdict, Box<dyn Error>> {
    let Ok(archive) = TiledLog::open(dir) else { return Ok(Verdict::Damaged) };
    if restore(&archive, &MemoryLog::new(), &mut |_| {}).is_err() {
        return Ok(Verdict::Damaged);
    }
    let issued = Evidence::of(Arc::new(archive)).issued()?;
    let is_signed = issued.iter().all(|checkpoint| policy.check(checkpoint).is_ok());
    Ok(if is_signed { Verdict::Accept } else { Verdict::Unsigned })
}
