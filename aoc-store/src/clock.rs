//! [`Clock`]: where the time of a commit comes from. The only place that reads the system's clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aoc_core::Timestamp;

/// Says what time it is, in UTC.
///
/// It may stand still or go back: the ledger sees to it that `recorded_at` rises all the same.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the edge at which the clock comes in")]
        let now = SystemTime::now();
        let micros = |span: Duration| i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        Timestamp::from_micros(match now.duration_since(UNIX_EPOCH) {
            Ok(since) => micros(since),
            Err(before) => micros(before.duration()).saturating_neg(),
        })
    }
}

/// A clock that stands still, for tests and for repeatable imports.
///
/// ```
/// use aoc_store::{Clock, FixedClock};
/// let clock = FixedClock("2026-05-13T09:30:00Z".parse()?);
/// assert_eq!(clock.now().to_string(), "2026-05-13T09:30:00.000000Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}
