//! [`Issued`]: the checkpoints that were issued for a log, as they are remembered beside it.

use std::sync::MutexGuard;

use super::checkpoint::{Checkpoint, CheckpointError};
use super::error::EvidenceError;
use crate::error::Error;
use crate::log::EventLog;

/// Where the checkpoints that were issued for a log are remembered: beside the log, and as durably. Unlike a
/// [`Cache`](crate::Cache) it is not derived from the records.
pub trait Issued: Send + Sync {
    /// What is there; nothing, as long as nothing was put there.
    ///
    /// # Errors
    /// [`Error::Storage`] when the storage fails.
    fn read(&self) -> Result<Vec<u8>, Error>;

    /// Puts bytes in the place of what is there, all or nothing. After `Ok` they survive power loss.
    ///
    /// # Errors
    /// [`Error::Storage`] when the storage fails: what was there stays, or what was given is there and may not survive power
    /// loss.
    fn replace(&self, bytes: &[u8]) -> Result<(), Error>;

    /// Nobody else reads to replace while this lives: of two who issue at the same time, neither forgets what the other signed.
    fn turn(&self) -> MutexGuard<'_, ()>;
}

/// Those that were issued for a log; none where it has no place for them.
pub(crate) fn of(log: &dyn EventLog) -> Result<Vec<Checkpoint>, EvidenceError> {
    log.issued().map_or_else(|| Ok(Vec::new()), read)
}

/// Checkpoints one behind the other, each followed by an empty line, in the order in which they were issued.
pub(crate) fn read(issued: &dyn Issued) -> Result<Vec<Checkpoint>, EvidenceError> {
    parse(&issued.read()?)
}

/// Those that are remembered in bytes.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<Checkpoint>, EvidenceError> {
    let unread = |cause| EvidenceError::Remembered { cause };
    let malformed = || unread(CheckpointError::Malformed);
    let mut rest = std::str::from_utf8(bytes).map_err(|_| malformed())?;
    let mut checkpoints = Vec::new();
    while !rest.is_empty() {
        // Neither the statement of a checkpoint nor its signatures hold an empty line.
        let (statement, behind) = rest.split_once("\n\n").ok_or_else(malformed)?;
        let (signatures, behind) = behind.split_once("\n\n").ok_or_else(malformed)?;
        checkpoints.push(format!("{statement}\n\n{signatures}\n").parse().map_err(unread)?);
        rest = behind;
    }
    Ok(checkpoints)
}

/// The text that is read back.
pub(crate) fn text(checkpoints: &[Checkpoint]) -> String {
    let texts: Vec<String> = checkpoints.iter().map(|checkpoint| format!("{checkpoint}\n")).collect();
    texts.concat()
}

/// Remembers these and no others.
pub(super) fn remember(issued: &dyn Issued, checkpoints: &[Checkpoint]) -> Result<(), EvidenceError> {
    Ok(issued.replace(text(checkpoints).as_bytes())?)
}
