//! [`View`]: the two axes of a question.

use std::fmt;

use aoc_core::{Day, Position, Timestamp};

use crate::commits::Commits;
use crate::error::Error;

/// What the book held: the state after a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KnownAt {
    /// After the last commit.
    Head,
    /// After the last commit that ends at or before this position: a position inside a commit means
    /// the end of the commit before it.
    Position(Position),
    /// After the last commit recorded at or before this time. A time that has not come yet means the head,
    /// and what is recorded until then moves it: to ask the same again, use the position that the answer carries.
    Time(Timestamp),
}

/// The two axes of a question (SQL:2011: application time and system time).
///
/// ```
/// use aoc_replay::{KnownAt, View};
/// let view = View::on("2010-05-13".parse()?).known_at(KnownAt::Head);
/// assert_eq!(view.on.to_string(), "2010-05-13");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct View {
    /// Valid time: true in the world on that day.
    pub on: Day,
    /// System time: what the book held then.
    pub known_at: KnownAt,
}

impl View {
    /// The world on that day, as the book knows it now.
    #[must_use]
    pub const fn on(day: Day) -> Self {
        Self { on: day, known_at: KnownAt::Head }
    }

    /// The same day, as the book knew it then.
    #[must_use]
    pub const fn known_at(self, known_at: KnownAt) -> Self {
        Self { known_at, ..self }
    }
}

/// A view as it was read: the position stands for a whole commit, and repeats the same answer for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReadView {
    /// The day.
    pub on: Day,
    /// The last record known; [`Position::START`] when nothing was.
    pub position: Position,
    /// When that record's commit was recorded; nothing when nothing was known.
    pub recorded_at: Option<Timestamp>,
}

impl fmt::Display for ReadView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "on {}, known at position {}", self.on, self.position)?;
        match self.recorded_at {
            Some(time) => write!(f, " ({time})"),
            None => f.write_str(" (nothing recorded yet)"),
        }
    }
}

impl View {
    pub(crate) fn read(self, commits: &Commits) -> Result<ReadView, Error> {
        let commit = match self.known_at {
            KnownAt::Head => commits.last(),
            KnownAt::Time(time) => commits.recorded_by(time),
            KnownAt::Position(position) if position > commits.head() => {
                return Err(Error::BeyondHead { asked: position, head: commits.head() });
            }
            KnownAt::Position(position) => commits.ended_by(position),
        };
        Ok(ReadView {
            on: self.on,
            position: commit.map_or(Position::START, |commit| commit.last),
            recorded_at: commit.map(|commit| commit.recorded_at),
        })
    }
}
