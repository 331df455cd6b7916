//! [`Threads`]: on how many threads a fold runs.

use std::num::NonZeroUsize;

/// How many sections each thread gets, so that none waits long for another.
const SECTIONS_A_THREAD: usize = 4;

/// In how many sections a fold is divided at most, and on how many threads it runs.
const SECTIONS_MAX: NonZeroUsize = match NonZeroUsize::new(1024) {
    Some(sections) => sections,
    None => NonZeroUsize::MIN,
};

/// On how many threads a fold runs: at least one, and no more than there is work for.
///
/// ```
/// use aoc_replay::Threads;
/// assert_eq!(Threads::ONE.get(), 1);
/// assert!(Threads::available() >= Threads::ONE);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threads(NonZeroUsize);

impl Threads {
    /// The caller's own.
    pub const ONE: Self = Self(NonZeroUsize::MIN);

    /// So many.
    #[must_use]
    pub const fn new(threads: NonZeroUsize) -> Self {
        Self(threads)
    }

    /// As many as the system can run at once.
    #[must_use]
    pub fn available() -> Self {
        std::thread::available_parallelism().map_or(Self::ONE, Self)
    }

    /// How many.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0.get()
    }

    /// In how many sections the work is divided: at most so many.
    pub(crate) fn sections(self) -> NonZeroUsize {
        match NonZeroUsize::new(SECTIONS_A_THREAD) {
            Some(sections) if self.get() > 1 => self.0.saturating_mul(sections).min(SECTIONS_MAX),
            _ => self.0,
        }
    }
}
