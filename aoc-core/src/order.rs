//! Order of effect (law 3): the key by which records are folded.

use crate::day::Day;
use crate::id::Position;

/// How many facts a record follows at most, one behind the other: a chain of anchors is cut behind that, and none is accepted that
/// is longer. Keys of very long chains would be as long as these.
pub const ANCHORS_MAX: usize = 256;

/// Where a record stands in order of effect: its day, then the facts it follows, then itself.
///
/// The key of a record is `(date.earliest, origin)`. A record with an *after* sorts directly behind
/// the standing version of that fact when its own key would be smaller: its key is then the anchor's
/// key followed by its own origin. Keys compare day first, then origin by origin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EffectKey {
    day: Day,
    origin: Position,
    behind: Vec<Position>,
}

impl EffectKey {
    /// The key of a record that follows nothing.
    #[must_use]
    pub const fn new(earliest: Day, origin: Position) -> Self {
        Self { day: earliest, origin, behind: Vec::new() }
    }

    /// The key of a record that followed the one with the key `anchor`.
    #[must_use]
    pub fn after(self, anchor: &Self) -> Self {
        if self >= *anchor {
            return self;
        }
        let mut key = anchor.clone();
        key.behind.push(self.origin);
        key
    }

    /// The key of a record at the head of a chain: itself, what it followed, what that followed … each with its
    /// earliest day and its origin.
    #[must_use]
    pub fn of_chain(chain: impl DoubleEndedIterator<Item = (Day, Position)>) -> Self {
        let keys = chain.map(|(earliest, origin)| Self::new(earliest, origin)).rev();
        keys.reduce(|anchor, key| key.after(&anchor)).unwrap_or(Self::new(Day::PAST, Position::START))
    }

    /// The day and the fact that it starts with.
    pub(crate) const fn start(&self) -> (Day, Position) {
        (self.day, self.origin)
    }

    /// Behind how many facts it sorts, one behind the other.
    pub(crate) const fn depth(&self) -> usize {
        self.behind.len()
    }

    /// The day at which it is folded.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(day: &str, origin: u64) -> EffectKey {
        EffectKey::new(day.parse().unwrap(), Position::new(origin))
    }

    #[test]
    fn an_anchored_record_stands_directly_behind_its_anchor() {
        let anchor = key("2010-05-13", 3);
        let late = key("2010-05-01", 9).after(&anchor);
        assert!(anchor < late);
        assert!(late < key("2010-05-13", 4));
        assert_eq!(late.day().to_string(), "2010-05-13");
    }

    #[test]
    fn a_record_that_comes_later_anyway_keeps_its_own_key() {
        assert_eq!(key("2011-01-01", 2).after(&key("2010-05-13", 3)), key("2011-01-01", 2));
    }
}
