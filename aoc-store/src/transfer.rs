//! [`transfer`]: what one log holds, put behind what another one does; [`fill`]: all of it, into an empty one.

use aoc_core::{CommitEnd, Position};

use crate::error::Error;
use crate::evidence::{Evidence, EvidenceError, Issued, TreeHead};
use crate::frame::Frame;
use crate::log::{AppendError, EventLog};
use crate::record::RecordBytes;

/// How many records are written before they are synced.
const UNSYNCED_MAX: usize = 1024;

/// Whether nothing was ever recorded in a log, or signed for it.
pub(crate) fn is_untouched(log: &dyn EventLog) -> Result<bool, Error> {
    let remembers = log.issued().map_or(Ok(Vec::new()), Issued::read)?;
    Ok(log.head()? == Position::START && remembers.is_empty())
}

/// Copies a log, with the checkpoints that were issued for it, into one that is untouched, and hashes what that holds then.
///
/// # Errors
/// As [`transfer`].
pub(crate) fn fill<E: From<Error> + From<AppendError> + From<EvidenceError>>(
    from: &dyn EventLog,
    issued: &[u8],
    to: &dyn EventLog,
    progress: &mut dyn FnMut(Position),
) -> Result<TreeHead, E> {
    // Before the first record: a log that was filled in part must not be signed as another.
    if let Some(own) = to.issued().filter(|_| !issued.is_empty()) {
        own.replace(issued)?;
    }
    let upto = transfer::<E>(from, to, progress)?;
    Ok(TreeHead { upto, root: Evidence::root_of(to, upto)? })
}

/// Copies the commits of a log behind the head of another, which holds those before: the same bytes at the same positions.
/// `progress` is told the position reached.
///
/// # Errors
/// The one cannot be read, or the other not written. What was copied before stays, whole commits.
pub(crate) fn transfer<E: From<Error> + From<AppendError>>(
    from: &dyn EventLog,
    to: &dyn EventLog,
    progress: &mut dyn FnMut(Position),
) -> Result<Position, E> {
    let mut commit: Vec<RecordBytes> = Vec::new();
    let mut written = to.head()?;
    let start = written.next();
    let mut synced = written;
    for frame in from.frames(start)? {
        let frame = frame?;
        for record in frame.records() {
            let record = record?;
            let position = record.position();
            if position < start {
                continue;
            }
            commit.push(RecordBytes::copy_of(&record).map_err(|cause| Error::Record { position, cause })?);
            if record.end() == CommitEnd::Last {
                written = to.write(written, &Frame::of_bytes(&commit)?)?.last;
                commit.clear();
                if written >= synced.plus(UNSYNCED_MAX) {
                    to.sync(written)?;
                    synced = written;
                    progress(written);
                }
            }
        }
    }
    if written > synced {
        to.sync(written)?;
        progress(written);
    }
    Ok(written)
}
