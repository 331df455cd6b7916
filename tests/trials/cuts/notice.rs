//! [`Notice`]: what the recording process says, a line each, while it records.

use std::fmt;
use std::str::FromStr;

use aoc_core::Position;

/// What one of its threads begins, or has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Notice {
    pub(super) thread: Thread,
    pub(super) said: Said,
}

/// Threads are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Thread(pub(super) usize);

/// The thread that opens the ledger, erases and signs. The others record.
pub(super) const OPENER: Thread = Thread(0);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Begins(Step),
    /// The ledger is there, and open.
    Opened,
    /// All up to there is acknowledged.
    Recorded(Position),
    Erased(Position),
    Signed(Position),
    /// What is derived was written beside the records, which promises nothing.
    Noted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Creating it, the first time.
    Opening,
    Recording,
    Erasing(Position),
    Signing,
    /// Writing what is derived beside the records.
    Noting,
}

impl Step {
    pub(super) const fn is_opening(self) -> bool {
        matches!(self, Self::Opening)
    }

    pub(super) const fn is_recording(self) -> bool {
        matches!(self, Self::Recording)
    }

    pub(super) const fn is_erasing(self) -> bool {
        matches!(self, Self::Erasing(_))
    }

    pub(super) const fn is_signing(self) -> bool {
        matches!(self, Self::Signing)
    }

    pub(super) const fn is_noting(self) -> bool {
        matches!(self, Self::Noting)
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.thread.0)?;
        match self.said {
            Said::Begins(Step::Opening) => f.write_str("opens"),
            Said::Begins(Step::Recording) => f.write_str("records"),
            Said::Begins(Step::Erasing(position)) => write!(f, "erases {position}"),
            Said::Begins(Step::Signing) => f.write_str("signs"),
            Said::Begins(Step::Noting) => f.write_str("notes"),
            Said::Opened => f.write_str("opened"),
            Said::Recorded(upto) => write!(f, "recorded {upto}"),
            Said::Erased(position) => write!(f, "erased {position}"),
            Said::Signed(upto) => write!(f, "signed {upto}"),
            Said::Noted => f.write_str("noted"),
        }
    }
}

/// A line that was cut off is no notice.
#[derive(Debug)]
pub(super) struct NoNotice;

impl FromStr for Notice {
    type Err = NoNotice;

    fn from_str(line: &str) -> Result<Self, NoNotice> {
        let words: Vec<&str> = line.split(' ').collect();
        let at = |word: &str| word.parse().map(Position::new).map_err(|_| NoNotice);
        let (thread, said) = match *words.as_slice() {
            [thread, "opens"] => (thread, Said::Begins(Step::Opening)),
            [thread, "records"] => (thread, Said::Begins(Step::Recording)),
            [thread, "erases", position] => (thread, Said::Begins(Step::Erasing(at(position)?))),
            [thread, "signs"] => (thread, Said::Begins(Step::Signing)),
            [thread, "notes"] => (thread, Said::Begins(Step::Noting)),
            [thread, "noted"] => (thread, Said::Noted),
            [thread, "opened"] => (thread, Said::Opened),
            [thread, "recorded", upto] => (thread, Said::Recorded(at(upto)?)),
            [thread, "erased", position] => (thread, Said::Erased(at(position)?)),
            [thread, "signed", upto] => (thread, Said::Signed(at(upto)?)),
            _ => return Err(NoNotice),
        };
        Ok(Self { thread: Thread(thread.parse().map_err(|_| NoNotice)?), said })
    }
}
