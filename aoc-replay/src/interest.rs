//! [`Interest`]: which records a fold wants to see.

use aoc_core::Kind;

/// Which kinds of record a fold wants to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Interest {
    /// Every kind.
    All,
    /// These kinds only; the others are passed over without being read.
    Kinds(Vec<Kind>),
}

impl Interest {
    /// Events of these kinds.
    pub fn in_kinds(kinds: impl IntoIterator<Item = Kind>) -> Self {
        Self::Kinds(kinds.into_iter().collect())
    }

    /// These kinds too.
    pub(crate) fn and(self, more: impl IntoIterator<Item = Kind>) -> Self {
        match self {
            Self::All => Self::All,
            Self::Kinds(kinds) => Self::Kinds(kinds.into_iter().chain(more).collect()),
        }
    }

    /// The same, to be asked of many records.
    pub(crate) fn kinds(&self) -> Kinds {
        let mut words = vec![0_u64; 1 << 10];
        match self {
            Self::All => words.fill(u64::MAX),
            Self::Kinds(kinds) => {
                for kind in kinds {
                    let (word, bit) = place(*kind);
                    if let Some(word) = words.get_mut(word) {
                        *word |= bit;
                    }
                }
            }
        }
        Kinds { words }
    }
}

/// A set of kinds: a bit for each.
pub(crate) struct Kinds {
    words: Vec<u64>,
}

impl Kinds {
    pub(crate) fn has(&self, kind: Kind) -> bool {
        let (word, bit) = place(kind);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }
}

fn place(kind: Kind) -> (usize, u64) {
    (usize::from(kind.code() >> 6), 1 << (kind.code() & 63))
}
