//! [`Qualifier`]: whether a source doubts its date.

use edtf_core::Edtf;

/// How sure the source is of a date (EDTF qualifiers, ISO 8601-2 section 3.2.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Qualifier {
    /// Stated without reserve.
    #[default]
    None,
    /// `?`: dubious.
    Uncertain,
    /// `~`: an estimate.
    Approximate,
    /// `%`: both.
    Both,
}

impl Qualifier {
    /// Its number in stored bytes: two bits.
    #[must_use]
    pub const fn bits(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Uncertain => 1,
            Self::Approximate => 2,
            Self::Both => 3,
        }
    }

    /// The qualifier with the number in the lowest two bits.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        match bits & 0b11 {
            0 => Self::None,
            1 => Self::Uncertain,
            2 => Self::Approximate,
            _ => Self::Both,
        }
    }

    pub(super) const fn mark(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Uncertain => "?",
            Self::Approximate => "~",
            Self::Both => "%",
        }
    }

    pub(super) fn of(edtf: &Edtf) -> Self {
        match (edtf.is_uncertain(), edtf.is_approximate()) {
            (false, false) => Self::None,
            (true, false) => Self::Uncertain,
            (false, true) => Self::Approximate,
            (true, true) => Self::Both,
        }
    }
}
