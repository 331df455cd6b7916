//! [`Context`]: what every verb is given: where the ledger is, how to answer, and what day it is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use aoc_core::{Day, LanguageTag};
use aoc_replay::Ledger;
use aoc_store::{Clock, EventLog, SledLog, SystemClock};

use crate::args::Globals;
use crate::error::CliError;
use crate::ledger;
use crate::output::{Format, Output};

/// What every verb is given.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    dir: Option<PathBuf>,
    today: Day,
    /// Where answers go.
    pub(crate) output: Output,
    /// The language in which names are shown.
    pub(crate) lang: Option<LanguageTag>,
}

impl Context {
    /// Reads the clock and the environment: the only place that does.
    pub(crate) fn new(globals: &Globals, output: Output) -> Result<Self, CliError> {
        let today = match std::env::var("AOC_TODAY") {
            Ok(text) if !text.is_empty() => {
                text.parse().map_err(|error| CliError::usage("today", format!("AOC_TODAY: {error}")))?
            }
            _ => SystemClock.now().day(),
        };
        let dir = globals.ledger.clone().filter(|dir| !dir.as_os_str().is_empty());
        Ok(Self { dir, today, output, lang: globals.lang.clone() })
    }

    /// The ledger's directory.
    pub(crate) fn dir(&self) -> Result<&Path, CliError> {
        self.dir.as_deref().ok_or_else(ledger::none_named)
    }

    /// Opens the ledger.
    pub(crate) fn open(&self) -> Result<Ledger, CliError> {
        ledger::open(self.dir()?)
    }

    /// Opens the log of the ledger, and reads nothing of it.
    pub(crate) fn log(&self) -> Result<Arc<dyn EventLog>, CliError> {
        Ok(Arc::new(SledLog::open(self.dir()?)?))
    }

    /// How answers are written.
    pub(crate) const fn format(&self) -> Format {
        self.output.format()
    }

    /// What day it is (UTC), or is said to be by `AOC_TODAY`.
    pub(crate) const fn today(&self) -> Day {
        self.today
    }
}
