//! [`Random`]: the one source of chance in a history. The same seed gives the same history, for ever.

/// So many of a thousand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share(u16);

impl Share {
    /// So many of a hundred.
    ///
    /// # Panics
    /// When they are more than the whole.
    #[must_use]
    pub const fn percent(percent: u16) -> Self {
        Self::per_mille(percent * 10)
    }

    /// So many of a thousand.
    ///
    /// # Panics
    /// When they are more than the whole.
    #[must_use]
    pub const fn per_mille(per_mille: u16) -> Self {
        assert!(per_mille <= 1000, "a share is at most the whole");
        Self(per_mille)
    }

    /// The share of this many, rounded down.
    #[must_use]
    pub fn of(self, whole: usize) -> usize {
        whole.saturating_mul(self.0.into()) / 1000
    }
}

/// Chance that is always the same for a seed (`SplitMix64`).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// That of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub(super) fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below the bound; 0 for a bound of 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u128::try_from(bound).unwrap_or(u128::MAX);
        usize::try_from((u128::from(self.draw()) * bound) >> 64).unwrap_or(0)
    }

    /// A number between the two, both included.
    pub(super) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// One of two, the sooner the smaller: most picks lie near 0.
    pub(super) fn low_below(&mut self, bound: usize) -> usize {
        self.below(bound).min(self.below(bound))
    }

    /// Whether what happens so often happens now.
    pub(super) fn chance(&mut self, share: Share) -> bool {
        self.below(1000) < share.0.into()
    }

    /// One of the list.
    pub(super) fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// One of the list, each as often as its weight says.
    pub(super) fn weigh<T: Copy>(&mut self, list: &[(usize, T)]) -> T {
        let mut left = self.below(list.iter().map(|(weight, _)| weight).sum());
        for (weight, item) in list {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        list[0].1
    }
}

/// Turns a number into another that looks like chance.
pub(super) const fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// Sees to it that something happens as often as promised: it is due whenever it happened less often so far.
#[derive(Debug, Clone)]
pub(super) struct Quota {
    share: Share,
    happened: usize,
}

impl Quota {
    pub(super) const fn new(share: Share) -> Self {
        Self { share, happened: 0 }
    }

    /// Whether it is to happen now, since it happened less often than it should have, of so many.
    pub(super) fn is_due(&self, random: &mut Random, of: usize) -> bool {
        self.happened < self.share.of(of) && random.below(4) == 0
    }

    /// It happened.
    pub(super) const fn count(&mut self) {
        self.happened += 1;
    }
}
