//! What every log asks before it erases.

use aoc_core::Position;

use super::EventLog;
use crate::error::Error;
use crate::record::RecordError;

/// That there are such records, and that their bodies stand beside them, or stood there.
pub(super) fn check(log: &dyn EventLog, positions: &[Position]) -> Result<(), Error> {
    for position in positions.iter().copied() {
        let missing = Error::NoSuchRecord { position };
        let frame = log.frame(position)?.ok_or_else(|| missing.clone())?;
        if !frame.record(position).ok_or(missing)??.is_sealed() {
            return Err(Error::Record { position, cause: RecordError::NotSealed });
        }
    }
    Ok(())
}
