//! [`Commits`]: the commits of a log, by position and by time.

use aoc_core::{Position, Timestamp};

/// One commit: what was appended, judged and seen as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commit {
    /// Its first record.
    pub first: Position,
    /// Its last record.
    pub last: Position,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// The commits of a log, in order. Positions and times both rise.
#[derive(Debug, Clone, Default)]
pub struct Commits {
    list: Vec<Commit>,
}

impl Commits {
    pub(crate) fn push(&mut self, commit: Commit) {
        self.list.push(commit);
    }

    /// Those that begin behind a position.
    pub(crate) fn behind(&self, position: Position) -> &[Commit] {
        let count = self.list.partition_point(|commit| commit.first <= position);
        self.list.get(count..).unwrap_or_default()
    }

    /// All of them, oldest first.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Commit> {
        self.list.iter()
    }

    /// The newest.
    #[must_use]
    pub fn last(&self) -> Option<Commit> {
        self.list.last().copied()
    }

    /// The last position.
    #[must_use]
    pub fn head(&self) -> Position {
        self.last().map_or(Position::START, |commit| commit.last)
    }

    /// The last commit that ends at or before this position.
    #[must_use]
    pub fn ended_by(&self, position: Position) -> Option<Commit> {
        let count = self.list.partition_point(|commit| commit.last <= position);
        self.list.get(count.checked_sub(1)?).copied()
    }

    /// The last commit that was recorded at or before this time.
    #[must_use]
    pub fn recorded_by(&self, time: Timestamp) -> Option<Commit> {
        let count = self.list.partition_point(|commit| commit.recorded_at <= time);
        self.list.get(count.checked_sub(1)?).copied()
    }

    /// The commit that holds this position.
    #[must_use]
    pub fn holding(&self, position: Position) -> Option<Commit> {
        let count = self.list.partition_point(|commit| commit.last < position);
        self.list.get(count).copied().filter(|commit| commit.first <= position)
    }
}
