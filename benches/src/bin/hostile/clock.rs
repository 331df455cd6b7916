//! [`Clock`]: the time of the processor.

use std::fs;
use std::time::Instant;

/// Sums up how long the processor worked at what is measured, on this thread.
#[derive(Default)]
pub(crate) struct Clock {
    seconds: f64,
}

impl Clock {
    /// Measures this.
    pub(crate) fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (started, on_processor) = (Instant::now(), processor());
        let worked = work();
        let taken = match (on_processor, processor()) {
            (Some(before), Some(after)) => after - before,
            _ => started.elapsed().as_secs_f64(),
        };
        self.seconds += taken;
        worked
    }

    pub(crate) const fn seconds(&self) -> f64 {
        self.seconds
    }
}

/// The seconds of this thread so far, where the system tells.
fn processor() -> Option<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}
