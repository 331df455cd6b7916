//! [`Verdict`]: how a trial ended.

use std::process::ExitCode;

/// What the tally of a trial comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Every promise was kept.
    Kept,
    /// One was broken, or nothing was tried.
    Broken,
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Kept => Self::SUCCESS,
            Verdict::Broken => Self::FAILURE,
        }
    }
}
