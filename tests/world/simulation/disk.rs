//! [`Disk`]: what there is of a log when its process is gone.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use aoc_core::CommitEnd;
use aoc_store::{CacheName, Error, Fault, Frame};

use super::dice::Dice;
use super::forgery;

/// How a disk keeps its promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// What it acknowledged is there after a crash; of the rest, the front.
    Honest,
    /// It acknowledges what may be lost.
    AcknowledgesEarly,
    /// Of what it acknowledges, a commit is now and then not there after a crash.
    DropsCommits,
    /// After a crash there is the front of a commit.
    TearsCommits,
    /// Readers see what was written and not acknowledged.
    ShowsUnacknowledged,
    /// Now and then readers are given two frames in the wrong order.
    Reorders,
    /// After a crash the last commit says something else, with good checksums.
    Rewrites,
    /// It says that it erased, and did not.
    KeepsErased,
    /// After a crash the last checkpoint that was issued is not remembered.
    ForgetsCheckpoints,
}

impl Manner {
    /// Every way to break a promise.
    pub const DISHONEST: [Self; 8] = [
        Self::AcknowledgesEarly,
        Self::DropsCommits,
        Self::TearsCommits,
        Self::ShowsUnacknowledged,
        Self::Reorders,
        Self::Rewrites,
        Self::KeepsErased,
        Self::ForgetsCheckpoints,
    ];
}

/// Whether anything fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weather {
    Calm,
    /// Now and then.
    Rough,
}

/// What survives a crash, as it is behind a lock.
pub(super) struct Platter {
    pub(super) dice: Dice,
    pub(super) manner: Manner,
    pub(super) weather: Weather,
    /// What survives.
    pub(super) durable: Vec<Frame>,
    /// Of what was acknowledged, what may not survive, commit by commit: an honest disk has none of that.
    at_risk: Vec<Vec<Frame>>,
    /// Behind it, commit by commit, what was not acknowledged yet.
    pub(super) waiting: Vec<Vec<Frame>>,
    pub(super) files: BTreeMap<CacheName, File>,
    pub(super) issued: Issues,
    pub(super) faults: u64,
    pub(super) erasures_failed: u64,
}

/// A file that is never synced.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) now: Vec<u8>,
    /// As it was before the last change.
    pub(super) before: Vec<u8>,
}

/// What is remembered of checkpoints, and was before the last one.
#[derive(Debug, Default)]
pub(super) struct Issues {
    pub(super) now: Vec<u8>,
    pub(super) before: Vec<u8>,
}

pub(super) struct Disk(Mutex<Platter>);

impl Disk {
    pub(super) fn new(dice: Dice, manner: Manner) -> Self {
        let (durable, at_risk, waiting) = (Vec::new(), Vec::new(), Vec::new());
        let (files, issued, weather) = (BTreeMap::new(), Issues::default(), Weather::Rough);
        let (faults, erasures_failed) = (0, 0);
        Self(Mutex::new(Platter {
            dice,
            manner,
            weather,
            durable,
            at_risk,
            waiting,
            files,
            issued,
            faults,
            erasures_failed,
        }))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Platter> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disk").finish_non_exhaustive()
    }
}

impl Platter {
    /// Whether something fails now that fails once in so many times.
    pub(super) fn fails(&mut self, once_in: usize, doing: &'static str) -> Result<(), Error> {
        if self.weather == Weather::Calm || !self.dice.one_in(once_in) {
            return Ok(());
        }
        self.faults += 1;
        let why = "simulated".to_owned();
        let fault = if self.dice.one_in(2) { Fault::DiskFull { why } } else { Fault::Other { why } };
        Err(Error::Storage { doing, fault })
    }

    /// These commits are acknowledged, and survive.
    pub(super) fn make_durable(&mut self, mut commits: Vec<Vec<Frame>>) {
        match self.manner {
            Manner::AcknowledgesEarly => return self.at_risk.append(&mut commits),
            Manner::DropsCommits if self.dice.one_in(4) => {
                let lost = self.dice.below(commits.len());
                commits.remove(lost);
            }
            _ => {}
        }
        self.durable.extend(commits.into_iter().flatten());
    }

    /// The power goes: says what becomes of what was not synced.
    pub(super) fn lose_power(&mut self) -> String {
        let told = self.close();
        for file in self.files.values_mut() {
            let dice = &mut self.dice;
            match dice.below(6) {
                0 | 1 => {}
                2 => file.now.clear(),
                3 => file.now.truncate(dice.below(file.now.len())),
                4 => file.now.clone_from(&file.before),
                _ => file.now = (0..dice.below(2_000)).map(|_| dice.throw().to_le_bytes()[0]).collect(),
            }
        }
        match self.manner {
            Manner::Rewrites => forgery::rewrite_last(&mut self.durable),
            Manner::ForgetsCheckpoints => self.issued.now.clone_from(&self.issued.before),
            _ => {}
        }
        told
    }

    /// The log is closed: of what was written and not synced, the front survives.
    pub(super) fn close(&mut self) -> String {
        self.at_risk.append(&mut self.waiting);
        let (count, kept) = (self.at_risk.len(), self.dice.below(self.at_risk.len() + 1));
        let mut rest = self.at_risk.split_off(kept);
        self.durable.extend(self.at_risk.drain(..).flatten());
        if self.manner == Manner::TearsCommits
            && let Some(torn) = rest.first_mut().and_then(|commit| forgery::tear(commit))
        {
            self.durable.extend(torn);
        }
        format!("{kept} of {count} commits survive that were not acknowledged")
    }

    /// What survives, commit by commit. What is torn is one too.
    pub(super) fn commits(&self) -> Vec<Vec<Frame>> {
        let mut commits = vec![Vec::new()];
        for frame in &self.durable {
            commits.last_mut().unwrap().push(frame.clone());
            let ends = |end| end == CommitEnd::Last;
            if frame.records().last().is_some_and(|last| last.is_ok_and(|last| ends(last.end()))) {
                commits.push(Vec::new());
            }
        }
        commits.retain(|commit| !commit.is_empty());
        commits
    }
}
