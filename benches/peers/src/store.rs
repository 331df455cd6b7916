//! [`Store`] and [`Peer`]: what is measured, and what is said of it.

use std::path::Path;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::fact::Fact;
use crate::input::Commit;

/// What outlives what, once an append has returned. Classes are never compared with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Class {
    /// Every commit outlives power loss.
    Synced,
    /// Power loss may take the last moments.
    Periodic,
    /// Nothing outlives the process.
    Memory,
}

impl Class {
    pub(crate) const ALL: [Self; 3] = [Self::Synced, Self::Periodic, Self::Memory];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Synced => "synced",
            Self::Periodic => "periodic",
            Self::Memory => "memory",
        }
    }
}

/// Whether a store is made or found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    New,
    Again,
}

/// A store, open.
pub(crate) trait Store {
    /// Appends one commit, all or nothing, as durable as its class asks.
    fn append(&mut self, commit: &Commit);

    /// Reads what must be known before the first question; counted as opening.
    fn prepare(&mut self) {}

    /// Gives every record, in the order that costs the store least.
    fn replay(&mut self, visit: &mut dyn FnMut(&Fact<'_>));
}

/// Opens a store in a directory that is there.
pub(crate) type Open = fn(&Path, Class, Opening) -> Box<dyn Store>;

/// A store, and what is to be known when its figures are read.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// What an event is in it.
    pub(crate) holds: &'static str,
    /// What it does for each event or commit that a plain log does not.
    pub(crate) does_more: &'static str,
    /// What of that is switched off here.
    pub(crate) switched_off: &'static str,
    /// The classes that it has, and by what means.
    pub(crate) classes: &'static [(Class, &'static str)],
    pub(crate) open: Open,
}

/// How long the periodic class goes without a sync, where the store leaves that to who uses it.
const PERIOD: Duration = Duration::from_millis(200);

/// Says when a sync is due.
pub(crate) struct Period(Instant);

impl Period {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Whether the period is over; then the next one begins.
    pub(crate) fn is_over(&mut self) -> bool {
        let is_over = self.0.elapsed() >= PERIOD;
        if is_over {
            self.0 = Instant::now();
        }
        is_over
    }
}
