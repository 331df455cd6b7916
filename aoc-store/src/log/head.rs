//! [`Head`]: how far the log goes for its readers, and who waits for it to grow.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aoc_core::Position;

#[derive(Debug, Default)]
pub(super) struct Head {
    position: Mutex<Position>,
    grown: Condvar,
}

impl Head {
    #[cfg(feature = "sled")]
    pub(super) fn at(position: Position) -> Self {
        Self { position: Mutex::new(position), grown: Condvar::new() }
    }

    pub(super) fn get(&self) -> Position {
        *self.lock()
    }

    /// Readers see the log up to here from now on.
    pub(super) fn advance(&self, to: Position) {
        *self.lock() = to;
        self.grown.notify_all();
    }

    pub(super) fn wait(&self, after: Position, timeout: Duration) -> Position {
        let waited = self.grown.wait_timeout_while(self.lock(), timeout, |head| *head <= after);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    // A number is never half written: a thread that panicked with the lock held left it whole.
    fn lock(&self) -> MutexGuard<'_, Position> {
        self.position.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
