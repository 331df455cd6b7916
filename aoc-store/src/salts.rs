//! [`Salts`]: where the salts of sealed bodies come from. The only place that asks the system for randomness.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use aoc_core::Salt;
use sha2::{Digest, Sha256};

use crate::error::{Error, Fault};

/// Draws salts, each once.
pub trait Salts: Send + Sync {
    /// A salt that nobody can guess.
    ///
    /// # Errors
    /// [`Error::Storage`] when the system has no randomness to give.
    fn draw(&self) -> Result<Salt, Error>;
}

/// The system's source of randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemSalts;

impl Salts for SystemSalts {
    fn draw(&self) -> Result<Salt, Error> {
        let mut bytes = [0; Salt::LEN];
        let fault = |error: getrandom::Error| Fault::Other { why: error.to_string() };
        getrandom::fill(&mut bytes)
            .map_err(|error| Error::Storage { doing: "drawing a salt", fault: fault(error) })?;
        Ok(Salt::new(bytes))
    }
}

/// The same salts again for the same seed, for tests and nothing else: who knows the seed can test guesses of what
/// was erased.
///
/// ```
/// use aoc_store::{Salts, SeededSalts};
/// let salts = SeededSalts::new(7);
/// let first = salts.draw()?;
/// assert_ne!(salts.draw()?, first);
/// assert_eq!(SeededSalts::new(7).draw()?, first);
/// # Ok::<(), aoc_store::Error>(())
/// ```
pub struct SeededSalts {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededSalts {
    /// The salts of this seed, from the first on.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, drawn: AtomicU64::new(0) }
    }
}

impl Salts for SeededSalts {
    fn draw(&self) -> Result<Salt, Error> {
        let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
        let bytes = [self.seed.to_be_bytes(), drawn.to_be_bytes()].concat();
        Ok(Salt::new(Sha256::digest(bytes).into()))
    }
}

impl fmt::Debug for SeededSalts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeededSalts").finish_non_exhaustive()
    }
}
