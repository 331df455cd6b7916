//! [`Progress`]: how far long work has come, on standard error, only on a terminal.

use std::cell::Cell;
use std::time::{Duration, Instant};

use aoc_core::Position;
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that is done sooner shows nothing.
const PATIENCE: Duration = Duration::from_millis(400);

/// A line on standard error that says how far the work has come; gone when dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: Cell<bool>,
}

impl Progress {
    /// Work whose end is not known.
    pub(crate) fn open_ended(doing: &'static str) -> Self {
        Self::of(ProgressBar::no_length(), "{spinner} {msg}: {human_pos} records", doing)
    }

    /// So many records to come.
    pub(crate) fn of_records(doing: &'static str, count: u64) -> Self {
        let template = "{msg}: {human_pos} of {human_len} records [{bar:16}]";
        Self::of(ProgressBar::new(count), template, doing)
    }

    /// A file of so many bytes to read.
    pub(crate) fn of_file(doing: &'static str, bytes: u64) -> Self {
        let template = "{prefix}: {msg} records [{bar:16}] {percent} %";
        let progress = Self::of(ProgressBar::new(bytes), template, "0");
        progress.bar.set_prefix(doing);
        progress
    }

    fn of(bar: ProgressBar, template: &str, doing: &'static str) -> Self {
        bar.set_draw_target(ProgressDrawTarget::hidden());
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar.set_message(doing);
        Self { bar, started: Instant::now(), shown: Cell::new(false) }
    }

    /// So far.
    pub(crate) fn at(&self, position: Position) {
        self.show();
        self.bar.set_position(position.get());
    }

    /// So many bytes were read of a file, and so many records made of them.
    pub(crate) fn of_bytes(&self, bytes: u64, records: u64) {
        self.show();
        self.bar.set_message(HumanCount(records).to_string());
        self.bar.set_position(bytes);
    }

    fn show(&self) {
        if !self.shown.get() && self.started.elapsed() > PATIENCE {
            // Hidden by itself where standard error is no terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
            self.shown.set(true);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
