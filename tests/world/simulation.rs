//! A whole life of a ledger from one seed: many users, their clocks, a disk that fails and loses power, on one thread.
//!
//! Nothing depends on the time of day, on other threads or on the order of a hash map: the same seed gives the same life,
//! step by step. After each step the laws are asked for (`told.rs`); what breaks one is a [`Failure`], which says how to
//! live through it again. `disk.rs` is what survives, `office.rs` where users sit, `world.rs` who does what next.

mod auditing;
mod clock;
mod dice;
mod disk;
mod forgery;
mod mount;
mod newcomers;
mod office;
mod opening;
mod recording;
mod tally;
mod told;
mod world;
mod writing;

use std::fmt;
use std::num::ParseIntError;
use std::panic::{self, AssertUnwindSafe};
use std::str::FromStr;

use world::World;

pub use disk::Manner;
pub use tally::{Digest, Tally};

/// From what a life follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(u64);

/// How many steps a life has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps(u32);

impl Seed {
    pub const fn of(number: u64) -> Self {
        Self(number)
    }

    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

impl Steps {
    /// As many as give a book of some hundred records.
    pub const DEFAULT: Self = Self(120);

    pub const fn of(count: u32) -> Self {
        Self(count)
    }
}

impl FromStr for Seed {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}

impl FromStr for Steps {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A life that kept every law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lived {
    pub tally: Tally,
    /// Of everything that was done and said.
    pub digest: Digest,
}

/// A law was broken, or something panicked.
#[derive(Debug, Clone)]
pub struct Failure {
    pub seed: Seed,
    /// The steps up to the one that failed, it included.
    pub steps: Steps,
    pub why: String,
    /// What was done last, in words, the last one at the end.
    pub acts: Vec<String>,
    /// Until then.
    pub tally: Tally,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for act in &self.acts {
            writeln!(f, "  {act}")?;
        }
        writeln!(f, "{}", self.why)?;
        write!(f, "again: trials soak --seed {} --steps {}", self.seed, self.steps)
    }
}

/// Lives through a seed, on a disk of that manner.
pub fn live(seed: Seed, steps: Steps, manner: Manner) -> Result<Lived, Box<Failure>> {
    let mut world = World::new(seed, manner);
    let mut done = 0;
    let lived = panic::catch_unwind(AssertUnwindSafe(|| {
        while done < steps.0 {
            done += 1;
            world.step();
        }
        world.end();
    }));
    let (tally, digest, acts) = world.diary().close();
    match lived {
        Ok(()) => Ok(Lived { tally, digest }),
        Err(panicked) => {
            // Whatever holds a lock that a panic poisoned is not asked any more, not even by its destructor.
            world.leave();
            let why = match (panicked.downcast_ref::<String>(), panicked.downcast_ref::<&str>()) {
                (Some(why), _) => why.clone(),
                (None, why) => (*why.unwrap_or(&"a panic without words")).to_owned(),
            };
            Err(Box::new(Failure { seed, steps: Steps(done), why, acts, tally }))
        }
    }
}
