//! [`Damage`]: what happens to a file of an archive.

use std::error::Error;
use std::fs;
use std::path::Path;

use crate::dice::Dice;

#[derive(Debug, Clone, Copy)]
pub(crate) enum Damage {
    /// One bit is another.
    Flipped,
    /// The last byte is gone.
    Cut,
    /// A byte more.
    Longer,
    /// The file is gone.
    Missing,
}

impl Damage {
    pub(crate) const ALL: [Self; 4] = [Self::Flipped, Self::Cut, Self::Longer, Self::Missing];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Flipped => "bit-flipped",
            Self::Cut => "cut",
            Self::Longer => "longer",
            Self::Missing => "missing",
        }
    }

    pub(crate) fn befall(self, dice: &Dice, path: &Path) -> Result<(), Box<dyn Error>> {
        let mut bytes = fs::read(path)?;
        match self {
            Self::Flipped => {
                let at = dice.below(bytes.len())?;
                bytes[at] ^= 1 << dice.below(8)?;
            }
            Self::Cut => drop(bytes.pop()),
            Self::Longer => bytes.push(0),
            Self::Missing => return Ok(fs::remove_file(path)?),
        }
        Ok(fs::write(path, bytes)?)
    }
}
