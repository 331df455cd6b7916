//! [`Certainty`]: how an answer stands under all ways the dates may turn out (law 8).

use std::fmt;

use aoc_core::{Day, Window};

/// Whether something holds on a day, as far as the dates of the sources tell.
///
/// A *resolution* picks a day inside every record's bounds such that days never decrease along a
/// timeline in order of effect and nothing precedes what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// It holds under no resolution.
    No,
    /// It holds under some resolution.
    Possible,
    /// It holds under every resolution, if the dates that the sources themselves doubt (`?`, `~`) hold.
    CertainIfDatesHold,
    /// It holds under every resolution.
    Certain,
}

impl Certainty {
    /// The word for it, as reports and JSON write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Possible => "possible",
            Self::CertainIfDatesHold => "certain-if-dates-hold",
            Self::Certain => "certain",
        }
    }
}

impl Certainty {
    /// What is certain with the dates as given is so only if they hold, unless it is certain without them.
    pub(crate) fn if_without_doubtful(self, without: Self) -> Self {
        if self == Self::Certain && without != Self::Certain { Self::CertainIfDatesHold } else { self }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A stretch of time with a start and an end, each between two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Between which days it starts.
    pub start: Window,
    /// Between which days it ends; both [`Day::FUTURE`] while it has no end.
    pub end: Window,
}

impl Span {
    /// No end is known.
    pub const OPEN_END: Window = Window { earliest: Day::FUTURE, latest: Day::FUTURE };

    /// The same stretch, ended by whatever ends first.
    #[must_use]
    pub fn cut(self, end: Window) -> Self {
        let end =
            Window { earliest: self.end.earliest.min(end.earliest), latest: self.end.latest.min(end.latest) };
        // No end precedes its start.
        let start = Window { latest: self.start.latest.min(end.latest), ..self.start };
        Self { start, end }
    }

    /// It covers the day under every resolution: `latest(start) ≤ day < earliest(end)`.
    #[must_use]
    pub fn covers_certainly(self, day: Day) -> bool {
        self.start.latest <= day && day < self.end.earliest
    }

    /// It covers the day under some resolution: `earliest(start) ≤ day < latest(end)`.
    #[must_use]
    pub fn covers_possibly(self, day: Day) -> bool {
        self.start.earliest <= day && day < self.end.latest
    }
}

/// How the spans of one thing stand on a day: `as_dated` with the dates as given, `without_doubtful`
/// with every date that its source doubts taken as unknown.
pub(crate) fn certainty(as_dated: &[Span], without_doubtful: &[Span], day: Day) -> Certainty {
    let covers = |spans: &[Span]| covers(spans.iter().copied(), day);
    covers(as_dated).if_without_doubtful(covers(without_doubtful))
}

/// The same in one reading.
pub(crate) fn covers(spans: impl Iterator<Item = Span>, day: Day) -> Certainty {
    let level = |span: Span| match (span.covers_certainly(day), span.covers_possibly(day)) {
        (true, _) => Certainty::Certain,
        (false, true) => Certainty::Possible,
        (false, false) => Certainty::No,
    };
    spans.map(level).max().unwrap_or(Certainty::No)
}
