//! [`Tear`]: which bytes of a stage reached the disk.

use std::error::Error;
use std::fmt;

use super::image::Image;
use super::pieces::Piece;
use super::stage::{CACHE, HEAD, Stage, put};
use crate::kills::dice::Dice;

/// How a write is torn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tear {
    /// Only the first bytes are there, up to any.
    Front,
    /// Only the first sectors.
    FrontSectors,
    /// Sectors are missing in the middle, but for the first bytes of the first of them.
    Hole,
    /// Any sectors are there, and others are not.
    Sectors,
    /// The same, and of one of them the first bytes are.
    SectorsAndFront,
    /// All of the step is there, but nobody was told.
    Untold,
}

impl Tear {
    pub(super) const ALL: [Self; 6] =
        [Self::Front, Self::FrontSectors, Self::Hole, Self::Sectors, Self::SectorsAndFront, Self::Untold];

    /// The pieces that are there, of those of a stage.
    pub(super) fn kept(self, pieces: &[Piece], dice: &Dice) -> Result<Vec<Piece>, Box<dyn Error>> {
        let len = pieces.iter().map(|piece| piece.0.len()).sum::<usize>();
        let mut kept = match self {
            Self::Front => front(pieces, dice.below(len + 1)?),
            Self::FrontSectors => pieces[..dice.below(pieces.len() + 1)?].to_vec(),
            Self::Hole => {
                let from = dice.below(pieces.len())?;
                // Most holes are small.
                let lens = [SMALL_HOLE.min(pieces.len() - from), pieces.len() - from];
                let to = from + 1 + dice.below(lens[dice.below(lens.len())?])?;
                let mut kept = [&pieces[..from], &pieces[to..]].concat();
                kept.push(front_of(&pieces[from], dice)?);
                kept
            }
            Self::Sectors => some(pieces, dice)?,
            Self::SectorsAndFront => {
                let mut kept = some(pieces, dice)?;
                let torn = &pieces[dice.below(pieces.len())?];
                kept.retain(|piece| piece != torn);
                kept.push(front_of(torn, dice)?);
                kept
            }
            Self::Untold => pieces.to_vec(),
        };
        kept.retain(|piece| !piece.0.is_empty());
        Ok(kept)
    }
}

/// Sectors.
const SMALL_HOLE: usize = 3;

impl fmt::Display for Tear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Front => "front",
            Self::FrontSectors => "front sectors",
            Self::Hole => "hole",
            Self::Sectors => "sectors",
            Self::SectorsAndFront => "torn sector",
            Self::Untold => "untold",
        })
    }
}

/// So many bytes.
fn front(pieces: &[Piece], len: usize) -> Vec<Piece> {
    let mut left = len;
    let mut kept = Vec::new();
    for Piece(range) in pieces {
        let len = left.min(range.len());
        left -= len;
        kept.push(Piece(range.start..range.start + len));
    }
    kept
}

/// The first bytes of one, up to any.
fn front_of(Piece(range): &Piece, dice: &Dice) -> Result<Piece, Box<dyn Error>> {
    Ok(Piece(range.start..range.start + dice.below(range.len() + 1)?))
}

/// Half of them, or few, or most.
fn some(pieces: &[Piece], dice: &Dice) -> Result<Vec<Piece>, Box<dyn Error>> {
    let of_twenty = [1, 10, 19][dice.below(3)?];
    let mut kept = Vec::new();
    for piece in pieces {
        if dice.below(20)? < of_twenty {
            kept.push(piece.clone());
        }
    }
    Ok(kept)
}

/// What is on the disk when of one stage only some pieces are there, or it was not come to.
pub(super) fn apply(
    stage: &Stage,
    kept: &[Piece],
    to: &mut Image,
    after: &Image,
    dice: &Dice,
) -> Result<(), Box<dyn Error>> {
    let Stage::Bytes { file, kept_in, pieces } = stage else { return Ok(()) };
    if kept.is_empty() && !to.holds(file) && dice.below(2)? == 0 {
        return Ok(()); // not even its name
    }
    let bytes = to.file(file);
    for piece in kept {
        put(bytes, after.bytes(kept_in), piece);
    }
    // A file may be as long as it was to become, and hold zeros.
    let len = pieces.iter().map(|piece| piece.0.end).max().unwrap_or(0);
    if bytes.len() < len && dice.below(3)? == 0 {
        bytes.resize(len, 0);
    }
    Ok(())
}

/// What was never synced: it is as it was, or as it became, or something between.
///
/// `heads` are all that the file `head` ever was.
pub(super) fn loosen(
    image: &mut Image,
    after: &Image,
    heads: &[Vec<u8>],
    dice: &Dice,
) -> Result<(), Box<dyn Error>> {
    let (old, last) = (&heads[dice.below(heads.len())?], &heads[heads.len() - 1]);
    *image.file(HEAD.as_ref()) = if dice.below(4)? == 0 { old.clone() } else { last.clone() };
    for path in image.differing(after).into_iter().filter(|path| path.starts_with(CACHE)) {
        let coming = after.bytes(&path).to_vec();
        match dice.below(5)? {
            0 | 1 => {}
            2 => *image.file(&path) = coming,
            3 => *image.file(&path) = coming[..dice.below(coming.len() + 1)?].to_vec(),
            _ => drop(image.remove(&path)),
        }
    }
    Ok(())
}
