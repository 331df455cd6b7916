//! [`Progress`]: how far long work has come, on standard error, only on a terminal.

use aoc_core::Position;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A line on standard error that says how far the work has come; gone when dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Work whose end is not known.
    pub(crate) fn open_ended(doing: &'static str) -> Self {
        Self::of(ProgressBar::no_length(), "{spinner} {msg}: {human_pos} records ({elapsed})", doing)
    }

    /// So many records to come.
    pub(crate) fn of_records(doing: &'static str, count: u64) -> Self {
        let template = "{msg}: {human_pos} of {human_len} records [{bar:30}] {eta} left";
        Self::of(ProgressBar::new(count), template, doing)
    }

    fn of(bar: ProgressBar, template: &str, doing: &'static str) -> Self {
        // Hidden by itself where standard error is no terminal; at most five times a second.
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(doing);
        Self { bar }
    }

    /// So far.
    pub(crate) fn at(&self, position: Position) {
        self.bar.set_position(position.get());
    }

    /// Says a line above it, if there is anything to see.
    pub(crate) fn is_shown(&self) -> bool {
        !self.bar.is_hidden()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
