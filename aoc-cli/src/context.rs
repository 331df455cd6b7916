//! [`Context`]: what every verb is given: where the ledger is, how to answer, and what day it is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use aoc_core::{Day, LanguageTag};
use aoc_replay::Ledger;
use aoc_store::{Clock, EventLog, SledLog, SystemClock, TiledLog};

use crate::args::Globals;
use crate::error::CliError;
use crate::ledger;
use crate::output::{Format, Output};

/// Where the records are.
#[derive(Debug, Clone)]
enum Place {
    /// In a ledger.
    Ledger(PathBuf),
    /// In an archive of plain files, which is only read.
    Archive(PathBuf),
}

/// What every verb is given.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    place: Option<Place>,
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
        let place = match (globals.ledger.clone(), globals.archive.clone()) {
            (Some(_), Some(_)) => {
                return Err(CliError::usage("usage", "give --ledger or --archive, not both"));
            }
            (Some(dir), None) => Some(Place::Ledger(dir)),
            (None, Some(dir)) => Some(Place::Archive(dir)),
            (None, None) => {
                let dir = std::env::var_os("AOC_LEDGER").filter(|dir| !dir.is_empty());
                dir.map(|dir| Place::Ledger(dir.into()))
            }
        };
        Ok(Self { place, today, output, lang: globals.lang.clone() })
    }

    /// The ledger's directory; refused where an archive is named, for that is only read.
    pub(crate) fn dir(&self) -> Result<&Path, CliError> {
        match &self.place {
            Some(Place::Ledger(dir)) => Ok(dir),
            Some(Place::Archive(dir)) => Err(ledger::only_read(dir)),
            None => Err(ledger::none_named()),
        }
    }

    /// The archive that is read in a ledger's place, if there is one.
    pub(crate) fn archive(&self) -> Option<&Path> {
        match &self.place {
            Some(Place::Archive(dir)) => Some(dir),
            _ => None,
        }
    }

    /// Opens the ledger, or the archive in its place, to be asked.
    pub(crate) fn open(&self) -> Result<Ledger, CliError> {
        ledger::over(self.log()?)
    }

    /// Opens the ledger to record in it.
    pub(crate) fn open_to_record(&self) -> Result<Ledger, CliError> {
        self.dir()?;
        self.open()
    }

    /// Opens the log of the ledger, or the archive in its place.
    pub(crate) fn log(&self) -> Result<Arc<dyn EventLog>, CliError> {
        match self.archive() {
            Some(dir) => Ok(Arc::new(TiledLog::open(dir)?)),
            None => Ok(Arc::new(SledLog::open(self.dir()?)?)),
        }
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
