//! [`backup`]: a second ledger that holds what the first one does.

use std::path::Path;

use aoc_core::Position;

use crate::error::Error;
use crate::evidence::{Checkpoint, Evidence, EvidenceError, TreeHead, issued};
use crate::log::{AppendError, EventLog, OpenError, Remains};
use crate::salvage::{Salvage, SalvageError};
use crate::transfer::transfer;
use crate::verify::verify;

/// How often files are read again in which another process moves what is looked for.
const READINGS_MAX: usize = 16;

/// What a backup holds now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backup {
    /// How many records, and the root over them.
    pub tree: TreeHead,
    /// The last record that it held before.
    pub before: Position,
    /// How many sealed bodies were destroyed in it, which the ledger had destroyed since.
    pub erased: usize,
}

/// Why a backup could not be made. The ledger is as it was; so is a backup that was there before, or it goes further.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// The ledger's files cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Nothing says how far the ledger goes.
    #[error(
        "the ledger's file `head` does not say how far it goes: open it once (`aoc verify`), then back it up"
    )]
    Unknown,
    /// Not all that was acknowledged can be read.
    #[error(
        "record {missing} of the ledger cannot be read: it is damaged; nothing was backed up. Verify it, and salvage it"
    )]
    Damaged {
        /// The first of them.
        missing: Position,
    },
    /// The ledger's memory of the checkpoints that were issued is damaged.
    #[error("the ledger: {0}; nothing was backed up")]
    Checkpoints(EvidenceError),
    /// What is there is not a backup of this ledger.
    #[error(
        "what is there is no backup of this ledger: up to {upto} its records are others; name another place"
    )]
    Other {
        /// How far the two were compared.
        upto: Position,
    },
    /// It goes further than the ledger.
    #[error(
        "the backup holds {backup} records, the ledger only {ledger}: the ledger was set back, or the backup is used as a ledger; look which is the right one before you back up again"
    )]
    Ahead {
        /// The last record of the backup.
        backup: Position,
        /// The last one of the ledger.
        ledger: Position,
    },
    /// What was written is not what is read.
    #[error("the backup does not hold what was written to it: {what}; its disk is not to be trusted")]
    Unsound {
        /// What is wrong.
        what: String,
    },
    /// The backup cannot be read.
    #[error("the backup: {0}")]
    Log(#[from] Error),
    /// The backup cannot be written.
    #[error("the backup: {0}")]
    Append(#[from] AppendError),
    /// The tree of hashes cannot be made.
    #[error("the backup: {0}")]
    Evidence(#[from] EvidenceError),
    /// What was found in the files makes no log.
    #[error(transparent)]
    Salvage(#[from] SalvageError),
}

/// Makes a log hold what is acknowledged in the ledger at a path, and reads every byte of it again: an empty one, or a backup of the
/// same ledger that was made before, to which only what is new is added. The ledger's files are read without the storage engine and
/// not written: another process, or another thread, may have it open and record in it.
///
/// `progress` is told the position reached, twice: writing, and verifying.
///
/// ```
/// use aoc_store::{backup, SledLog};
/// let place = tempfile::tempdir()?;
/// let ledger = SledLog::create(place.path().join("ledger"))?;
/// let copy = SledLog::create(place.path().join("copy"))?;
/// let made = backup(ledger.dir(), &copy, &mut |_| {})?;
/// assert_eq!(made.tree.upto, made.before); // nothing had been recorded
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`BackupError`]: the ledger is damaged, the backup is one of another ledger, or its disk fails.
pub fn backup(
    ledger: &Path,
    to: &dyn EventLog,
    progress: &mut dyn FnMut(Position),
) -> Result<Backup, BackupError> {
    let remains = &mut Remains::read(ledger)?;
    let issued = issued::parse(remains.issued()).map_err(BackupError::Checkpoints)?;
    let source = acknowledged(remains)?;
    let (upto, before) = (source.log().head()?, to.head()?);
    if before > upto {
        return Err(BackupError::Ahead { backup: before, ledger: upto });
    }
    if Evidence::root_of(source.log(), before)? != Evidence::root_of(to, before)? {
        return Err(BackupError::Other { upto: before });
    }
    transfer::<BackupError>(source.log(), to, progress)?;
    let erased = bodies_to_erase(source.log(), to, before)?;
    if !erased.is_empty() {
        to.erase(&erased)?;
    }
    remember(remains.issued(), &issued, to)?;
    let tree = TreeHead { upto, root: Evidence::root_of(source.log(), upto)? };
    let report = verify(to, progress)?;
    if let Some(damage) = report.damages.first() {
        return Err(BackupError::Unsound { what: damage.to_string() });
    }
    match report.tree {
        Some(found) if found == tree => Ok(Backup { tree, before, erased: erased.len() }),
        _ => Err(BackupError::Unsound { what: "its records are others".to_owned() }),
    }
}

/// All that is acknowledged. What another process moved while it was read is found when it is read again.
fn acknowledged(remains: &mut Remains) -> Result<Salvage, BackupError> {
    let goal = remains.acknowledged().ok_or(BackupError::Unknown)?;
    let mut readings = 1_usize;
    loop {
        let salvage = Salvage::up_to(remains, goal)?;
        let loss = salvage.loss();
        let missing = if loss.head == goal { loss.bodies.first().copied() } else { Some(loss.head.next()) };
        match missing {
            None => return Ok(salvage),
            Some(missing) if readings == READINGS_MAX => return Err(BackupError::Damaged { missing }),
            Some(_) => remains.read_again()?,
        }
        readings = readings.saturating_add(1);
    }
}

/// Has a backup remember the checkpoints that were issued for the ledger. One that the ledger has forgotten since is not forgotten
/// in the backup.
fn remember(theirs: &[u8], coming: &[Checkpoint], to: &dyn EventLog) -> Result<(), BackupError> {
    let Some(own) = to.issued() else { return Ok(()) };
    let held = own.read()?;
    // What cannot be read in the backup is mended from the ledger.
    let known = issued::parse(&held).unwrap_or_default();
    let goes_on =
        coming.iter().map(Checkpoint::head).take(known.len()).eq(known.iter().map(Checkpoint::head));
    if goes_on && held != theirs && !coming.is_empty() {
        own.replace(theirs)?;
    }
    Ok(())
}

/// The sealed bodies in a backup, up to a position, that the ledger has destroyed.
fn bodies_to_erase(from: &dyn EventLog, to: &dyn EventLog, upto: Position) -> Result<Vec<Position>, Error> {
    let mut gone = Vec::new();
    for frame in to.frames(Position::FIRST)? {
        let frame = frame?;
        let held = frame.records().flatten().filter(|view| view.sidecar().is_some());
        for position in held.map(|view| view.position()).take_while(|position| *position <= upto) {
            let own = from.frame(position)?;
            let own = own.as_ref().and_then(|frame| frame.record(position)).transpose()?;
            if own.is_some_and(|view| view.sidecar().is_none()) {
                gone.push(position);
            }
        }
    }
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use aoc_core::Position;

    use super::acknowledged;
    use crate::frame::Frame;
    use crate::log::support::commit;
    use crate::log::{EventLog, Remains, SledLog};

    #[test]
    fn what_was_moved_while_it_was_read_is_found_when_it_is_read_again() {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("ledger");
        let log = SledLog::create(&dir).unwrap();
        let last =
            log.append(Position::START, &Frame::of(&commit(Position::START, 700, 30)).unwrap()).unwrap().last;
        let mut remains = Remains::read(&dir).unwrap();
        remains.forget_frames();
        assert_eq!(acknowledged(&mut remains).unwrap().loss().head, last);
    }
}
