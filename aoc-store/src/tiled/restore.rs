//! [`restore`]: from plain files to a log.

use aoc_core::Position;

use super::TiledLog;
use super::error::TiledError;
use crate::evidence::{Issued, TreeHead};
use crate::log::EventLog;
use crate::transfer::{fill, is_untouched};
use crate::verify::verify;

/// Reads plain files back into an empty log: the same records at the same positions, with the same root and the checkpoints that
/// were issued. Every file is read and checked first, so that a damaged archive restores nothing. One that was passed on without
/// personal data, that is, without the directory `sealed`, comes back without. `progress` is told the
/// position reached, twice: checking, and recording.
///
/// # Errors
/// [`TiledError`]: a file is missing or damaged, with its name; the records are no sound log; the log to restore into is not
/// empty, or fails.
pub fn restore(
    archive: &TiledLog,
    log: &dyn EventLog,
    progress: &mut dyn FnMut(Position),
) -> Result<TreeHead, TiledError> {
    if !is_untouched(log)? {
        return Err(TiledError::Occupied);
    }
    archive.check_files(progress)?;
    if let Some(damage) = verify(archive, &mut |_| {})?.damages.first() {
        return Err(TiledError::Unsound(damage.to_string()));
    }
    let issued = archive.issued().map_or(Ok(Vec::new()), Issued::read)?;
    let head = fill::<TiledError>(archive, &issued, log, progress)?;
    if head != archive.tree() {
        return Err(TiledError::Root { manifest: archive.tree(), found: head });
    }
    Ok(head)
}
