//! [`Sway`]: a clock that somebody sets, now and then wrongly.

use std::sync::atomic::{AtomicI64, Ordering};

use aoc_core::Timestamp;
use aoc_store::Clock;

use super::dice::Dice;

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// It shows the same until it is set again.
#[derive(Debug)]
pub(super) struct Sway(AtomicI64);

impl Sway {
    pub(super) fn new(dice: &mut Dice) -> Self {
        Self(AtomicI64::new(1_700_000_000_000_000 + up_to(dice, 30 * DAY)))
    }

    /// Time goes by, by this clock: mostly forth, sometimes not at all, sometimes back. Says what it did.
    pub(super) fn turn(&self, dice: &mut Dice) -> &'static str {
        let (by, how) = match dice.below(12) {
            0..=5 => (up_to(dice, 10 * MINUTE), "goes on"),
            6 | 7 => (0, "stands still"),
            8 => (up_to(dice, 3), "hardly moves"),
            9 => (up_to(dice, 400 * DAY), "jumps forth"),
            10 => (-up_to(dice, MINUTE), "goes back"),
            _ => (-up_to(dice, 4_000 * DAY), "jumps back"),
        };
        self.0.fetch_add(by, Ordering::Relaxed);
        how
    }
}

fn up_to(dice: &mut Dice, most: i64) -> i64 {
    i64::try_from(dice.below(usize::try_from(most).unwrap() + 1)).unwrap()
}

impl Clock for Sway {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::Relaxed))
    }
}
