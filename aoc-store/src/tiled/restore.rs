//! [`restore`]: from plain files to a log.

use aoc_core::{CommitEnd, Position};

use super::TiledLog;
use super::error::TiledError;
use crate::error::Error;
use crate::evidence::{Evidence, TreeHead};
use crate::frame::Frame;
use crate::log::EventLog;
use crate::record::RecordBytes;
use crate::verify::verify;

/// How many records are written before they are synced.
const UNSYNCED_MAX: usize = 1024;

/// Reads plain files back into an empty log: the same records at the same positions, with the same root and the checkpoints that
/// were issued. Every file is read and checked first, so that a damaged archive restores nothing. `progress` is told the
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
    if log.head()? != Position::START {
        return Err(TiledError::Occupied);
    }
    archive.check_files(progress)?;
    if let Some(damage) = verify(archive, &mut |_| {})?.damages.first() {
        return Err(TiledError::Unsound(damage.to_string()));
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
    if let (Some(theirs), Some(ours)) = (archive.issued(), log.issued()) {
        ours.replace(&theirs.read()?)?;
    }
    Ok(head)
}
