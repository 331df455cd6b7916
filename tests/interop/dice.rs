//! [`Dice`]: the same numbers again for the same seed.

use std::error::Error;

use aoc_store::{Salts, SeededSalts, TreeHash};

pub(crate) struct Dice(SeededSalts);

impl Dice {
    pub(crate) const fn of(seed: u64) -> Self {
        Self(SeededSalts::new(seed))
    }

    pub(crate) fn bytes(&self) -> Result<[u8; 32], Box<dyn Error>> {
        Ok(*self.0.draw()?.as_bytes())
    }

    pub(crate) fn hash(&self) -> Result<TreeHash, Box<dyn Error>> {
        Ok(TreeHash::new(self.bytes()?))
    }

    pub(crate) fn number(&self) -> Result<u64, Box<dyn Error>> {
        let bytes = self.bytes()?;
        let first = bytes.first_chunk().ok_or("32 bytes begin with 8")?;
        Ok(u64::from_be_bytes(*first))
    }

    /// A number below another one, which is not 0.
    pub(crate) fn below(&self, end: usize) -> Result<usize, Box<dyn Error>> {
        Ok(usize::try_from(self.number()? % u64::try_from(end)?)?)
    }
}
