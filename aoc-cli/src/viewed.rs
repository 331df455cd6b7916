//! [`Asked`] and [`Viewed`]: the view as asked, and as it was read. Every answer says both.

use aoc_core::{Day, Position};
use aoc_replay::{KnownAt, Ledger, ReadView, View};
use serde_json::{Value, json};

use crate::args::ViewArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::when::{KnownArg, OnArg};

/// A view as asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    on: OnArg,
    known_at: KnownArg,
    today: Day,
}

impl Asked {
    /// The view of these arguments.
    pub(crate) fn new(args: &ViewArgs, context: &Context) -> Self {
        Self { on: args.on.clone(), known_at: args.known_at.clone(), today: context.today() }
    }

    /// The same, on another day.
    #[must_use]
    pub(crate) fn on(&self, on: &OnArg) -> Self {
        Self { on: on.clone(), ..self.clone() }
    }

    /// The same, in another state of the book.
    #[must_use]
    pub(crate) fn known_at(&self, known_at: &KnownArg) -> Self {
        Self { known_at: known_at.clone(), ..self.clone() }
    }

    /// The view to ask with.
    pub(crate) fn view(&self) -> View {
        View::on(self.on.day(self.today)).known_at(self.known_at.known_at)
    }

    /// How it was read.
    pub(crate) fn read(&self, ledger: &Ledger) -> Result<Viewed, CliError> {
        let read = ledger.view(self.view())?;
        let head = ledger.head()?;
        Ok(Viewed { asked: self.clone(), read, head })
    }
}

/// A view as it was read.
#[derive(Debug, Clone)]
pub(crate) struct Viewed {
    asked: Asked,
    /// The day and the position.
    pub(crate) read: ReadView,
    head: Position,
}

impl Viewed {
    /// Both axes, in words.
    pub(crate) fn sentence(&self) -> String {
        format!("{}; {}", self.on_words(), self.known_words())
    }

    /// How the day was read, where that is not what was written.
    pub(crate) fn reading(&self) -> Option<String> {
        self.asked.on.reading(self.asked.today)
    }

    /// The day, in words.
    pub(crate) fn on_words(&self) -> String {
        match self.reading() {
            Some(reading) => format!("on {} ({reading})", self.read.on),
            None => format!("on {}", self.read.on),
        }
    }

    /// The state of the book, in words.
    pub(crate) fn known_words(&self) -> String {
        let position = self.read.position;
        let Some(time) = self.read.recorded_at else {
            return format!("as known at {}: nothing was recorded by then", self.asked.known_at);
        };
        let mut how = match self.asked.known_at.known_at {
            KnownAt::Position(asked) if asked != position => {
                format!("position {asked} lies inside a commit, read as the end of the one before; ")
            }
            KnownAt::Time(_) => format!("the last commit by {}, ", self.asked.known_at),
            _ => String::new(),
        };
        if position == self.head {
            how.push_str("the whole book, ");
        }
        format!("as known at position {position} ({how}recorded {time})")
    }

    /// As asked and as read, for programs.
    pub(crate) fn json(&self) -> Value {
        json!({
            "asked": {"on": self.asked.on.asked, "known_at": self.asked.known_at.asked},
            "read": {"on": self.read.on, "position": self.read.position, "recorded_at": self.read.recorded_at},
        })
    }

    /// Day, position and time, for the last columns of a row.
    pub(crate) fn cells(&self) -> [String; 3] {
        let time = self.read.recorded_at.map(|time| time.to_string()).unwrap_or_default();
        [self.read.on.to_string(), self.read.position.to_string(), time]
    }
}

/// The headings of [`Viewed::cells`].
pub(crate) const VIEW_HEADINGS: [&str; 3] = ["on", "known_at_position", "known_at_time"];
