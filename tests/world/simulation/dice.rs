//! [`Dice`]: everything that is left to chance.

use super::Seed;

/// The same throws again for the same seed (`SplitMix64`).
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn of(seed: Seed) -> Self {
        Self(seed.0)
    }

    /// Dice of their own for somebody: how often they are thrown changes nobody else's throws.
    pub(super) fn split(&mut self) -> Self {
        Self(self.throw())
    }

    pub(super) fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below that one; 0 below 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let thrown = self.throw().checked_rem(end as u64);
        usize::try_from(thrown.unwrap_or(0)).unwrap()
    }

    pub(super) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }

    pub(super) fn numbers<const N: usize>(&mut self) -> [u16; N] {
        std::array::from_fn(|_| u16::try_from(self.throw() >> 48).unwrap())
    }
}
