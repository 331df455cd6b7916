//! [`ExitCode`]: what the caller's script learns.

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExitCode {
    /// Fine.
    Fine,
    /// It worked, and there are findings: a draft was rejected, a figure differs under `--strict`.
    Findings,
    /// It was asked for something that cannot be.
    Usage,
    /// The ledger, or a file that was read, is damaged; or what a file ought to prove is not proven.
    Damaged,
    /// The ledger, or a file, cannot be opened, read or written.
    CannotOpen,
}

impl ExitCode {
    /// The number that the process ends with.
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Damaged => 3,
            Self::CannotOpen => 4,
        }
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code.number())
    }
}
