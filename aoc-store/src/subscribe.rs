//! [`Subscription`]: the records of a log as they come.

use std::sync::Arc;
use std::time::Duration;

use aoc_core::{Position, Record};

use crate::error::Error;
use crate::frame::Frame;
use crate::log::EventLog;

/// Gives a log's records from a position on, then waits for more: commit by commit, in order, each once.
///
/// `next` blocks until there is a record. It gives nothing when none came within the timeout; ask again
/// to wait on. After an error it gives nothing more.
///
/// ```
/// use std::{sync::Arc, time::Duration};
/// use aoc_core::Position;
/// use aoc_store::{MemoryLog, Subscription};
/// let log = Arc::new(MemoryLog::new());
/// let mut records = Subscription::new(log, Position::FIRST, Duration::from_millis(1));
/// assert!(records.next().is_none()); // nothing has been recorded yet
/// ```
pub struct Subscription {
    log: Arc<dyn EventLog>,
    due: Position,
    timeout: Duration,
    frame: Option<Frame>,
    failed: bool,
}

impl Subscription {
    /// The records from `from` on; each `next` waits for at most `timeout`.
    pub fn new(log: Arc<dyn EventLog>, from: Position, timeout: Duration) -> Self {
        let due = from.max(Position::FIRST);
        Self { log, due, timeout, frame: None, failed: false }
    }

    /// The position of the record that comes next: where a later subscription goes on.
    #[must_use]
    pub const fn due(&self) -> Position {
        self.due
    }

    fn record(&mut self) -> Result<Option<Record>, Error> {
        let held = self.frame.take().filter(|frame| (frame.first()..=frame.last()).contains(&self.due));
        let frame = match held {
            Some(frame) => Some(frame),
            None if self.log.wait(self.due.previous(), self.timeout)? < self.due => None,
            None => self.log.frame(self.due)?,
        };
        let Some(frame) = frame else { return Ok(None) };
        let gap = Error::Gap { expected: self.due, found: frame.first() };
        let record = frame.record(self.due).ok_or(gap)??.to_record();
        let record = record.map_err(|cause| Error::Record { position: self.due, cause })?;
        (self.frame, self.due) = (Some(frame), self.due.next());
        Ok(Some(record))
    }
}

impl Iterator for Subscription {
    type Item = Result<Record, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let record = self.record().transpose();
        self.failed = matches!(record, Some(Err(_)));
        record
    }
}
