//! [`restore`]: from plain files to a log.

use aoc_core::{CommitEnd, Position};

use super::TiledLog;
use super::error::TiledError;
use crate::error::Error;
use crate::evidence::{Evidence, Issued, TreeHead};
use crate::frame::Frame;
use crate::log::EventLog;
use crate::record::RecordBytes;
use crate::verify::verify;

/// How many records are written before they are synced.
const UNSYNCED_MAX: usize = 1024;

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
    let remembers = log.issued().map_or(Ok(Vec::new()), Issued::read)?;
    if log.head()? != Position::START || !remembers.is_empty() {
        return Err(TiledError::Occupied);
    }
    archive.check_files(progress)?;
    if let Some(damage) = verify(archive, &mut |_| {})?.damages.first() {
        return Err(TiledError::Unsound(damage.to_string()));
    }
    // Before the first record: a log that was restored in part must not be signed as another.
    if let (Some(theirs), Some(ours)) = (archive.issued(), log.issued()) {
        let checkpoints = theirs.read()?;
        if !checkpoints.is_empty() {
            ours.replace(&checkpoints)?;
        }
    }
    let mut commit: Vec<RecordBytes> = Vec::new();
    let mut synced = Position::START;
    let mut written = Position::START;
    for frame in archive.frames(Position::FIRST)? {
        let frame = frame?;
        for record in frame.records() {
            let record = record?;
            let position = record.position();
            commit.push(RecordBytes::copy_of(&record).map_err(|cause| Error::Record { position, cause })?);
            if record.end() == CommitEnd::Last {
                written = log.write(written, &Frame::of_bytes(&commit)?)?.last;
                commit.clear();
                if written >= synced.plus(UNSYNCED_MAX) {
                    log.sync(written)?;
                    synced = written;
                    progress(written);
                }
            }
        }
    }
    if written > synced {
        log.sync(written)?;
        progress(written);
    }
    let head = TreeHead { upto: written, root: Evidence::root_of(log, written)? };
    if head != archive.tree() {
        return Err(TiledError::Root { manifest: archive.tree(), found: head });
    }
    Ok(head)
}
