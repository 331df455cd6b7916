//! [`Promise`]: what a trial asks for; [`Breaches`]: how often which one was broken.

use std::fmt;
use std::iter::Sum;

/// What a ledger promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Promise {
    /// What was acknowledged is there.
    Kept,
    /// A commit is there as a whole or not at all.
    Whole,
    /// The ledger opens by itself and goes on.
    Opens,
    /// All is as it was given, and verifies.
    Sound,
}

/// How often which promise was broken.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Breaches {
    pub(crate) lost: u64,
    torn: u64,
    unopened: u64,
    unsound: u64,
}

impl Breaches {
    /// What stands above the numbers.
    pub(crate) const HEADINGS: &str = "  lost   torn  unopened  unsound";

    /// One more.
    pub(crate) fn add(&mut self, promise: Promise) {
        *match promise {
            Promise::Kept => &mut self.lost,
            Promise::Whole => &mut self.torn,
            Promise::Opens => &mut self.unopened,
            Promise::Sound => &mut self.unsound,
        } += 1;
    }

    /// All of them.
    pub(crate) const fn count(self) -> u64 {
        self.lost + self.torn + self.unopened + self.unsound
    }
}

impl Sum for Breaches {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            lost: sum.lost + one.lost,
            torn: sum.torn + one.torn,
            unopened: sum.unopened + one.unopened,
            unsound: sum.unsound + one.unsound,
        })
    }
}

impl fmt::Display for Breaches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { lost, torn, unopened, unsound } = self;
        write!(f, "{lost:>6} {torn:>6} {unopened:>9} {unsound:>8}")
    }
}
