//! [`Life`]: a ledger that is recorded in, step by step, the same for the same seed.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aoc_core::Draft;
use aoc_replay::{Ledger, Recorded};
use aoc_store::{EventLog, FixedClock, SeededSalts, SledLog};
use serde_json::{Value, json};

use super::known::Known;
use crate::kills::dice::Dice;
use crate::kills::place::key;

/// What is done to a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// A record, of a person every second time.
    Single,
    /// A commit of 10 KB: one in some twenty packs those before it.
    Small,
    /// A commit of 1.5 MB, written in several portions.
    Portions,
    /// A person is erased.
    Erasure,
    /// An inventory is recorded, and a checkpoint signed.
    Checkpoint,
    /// What is derived is written beside the log.
    Snapshot,
    /// The ledger is closed and opened.
    Reopening,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Single => "single",
            Self::Small => "small",
            Self::Portions => "portions",
            Self::Erasure => "erasure",
            Self::Checkpoint => "checkpoint",
            Self::Snapshot => "snapshot",
            Self::Reopening => "reopening",
        })
    }
}

/// So many small commits come before those that are torn: the packing is near.
const QUIET: usize = 24;
const ROUNDS: usize = 3;
/// So many more are packed before, until the engine uses its segments again.
const FILLING: usize = 300;

/// A ledger and what is done to it.
pub(super) struct Life {
    dir: PathBuf,
    seed: u64,
    ledger: Option<Ledger>,
    /// Everything that is recorded has a number.
    count: u64,
    /// Persons who are not erased.
    persons: Vec<u64>,
}

impl Life {
    pub(super) fn begin(dir: &Path, seed: u64) -> Result<Self, Box<dyn Error>> {
        let ledger = over(Arc::new(SledLog::create(dir)?), seed)?;
        Ok(Self { dir: dir.to_owned(), seed, ledger: Some(ledger), count: 0, persons: Vec::new() })
    }

    /// What is done, in an order that the dice give; only what is torn.
    pub(super) fn steps(dice: &Dice) -> Result<Vec<Vec<Step>>, Box<dyn Error>> {
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let mut steps = [
                &[Step::Small; 9][..],
                &[
                    Step::Single,
                    Step::Single,
                    Step::Erasure,
                    Step::Checkpoint,
                    Step::Snapshot,
                    Step::Reopening,
                ],
            ]
            .concat();
            for at in (1..steps.len()).rev() {
                steps.swap(at, dice.below(at + 1)?);
            }
            // It packs all that wait, too.
            steps.push(Step::Portions);
            rounds.push(steps);
        }
        Ok(rounds)
    }

    /// What is done before a round, and not torn: what fills segments, so that the engine uses some again; persons who may be
    /// erased; commits that wait to be packed.
    pub(super) fn prepare(&mut self) -> Result<(), Box<dyn Error>> {
        (0..FILLING).try_for_each(|_| self.take(Step::Small))?;
        (0..2).try_for_each(|_| self.take(Step::Single))?;
        (0..QUIET).try_for_each(|_| self.take(Step::Small))
    }

    pub(super) fn take(&mut self, step: Step) -> Result<(), Box<dyn Error>> {
        let drafts = match step {
            Step::Single => {
                self.persons.push(self.count + 1);
                vec![person(self.next()), party(self.next(), 1)]
            }
            Step::Small => vec![person_or_party(self.next()), party(self.next(), 3), party(self.next(), 3)],
            Step::Portions => (0..400).map(|_| party(self.next(), 3)).collect(),
            Step::Erasure => match self.persons.pop() {
                Some(person) => vec![erased(person)],
                None => return Err("there is nobody to erase".into()),
            },
            Step::Checkpoint => {
                self.ledger()?.checkpoint(&key()?, &mut |_| {})?;
                return Ok(());
            }
            Step::Snapshot => {
                self.ledger()?.snapshot()?;
                self.ledger()?.evidence().head(self.ledger()?.head()?)?;
                return Ok(());
            }
            Step::Reopening => {
                self.ledger = None;
                self.ledger = Some(over(Arc::new(SledLog::open(&self.dir)?), self.seed ^ self.count)?);
                return Ok(());
            }
        };
        let drafts = drafts.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        match self.ledger()?.record(&drafts)? {
            Recorded::Accepted(_) => Ok(()),
            other => Err(format!("{other:?}").into()),
        }
    }

    pub(super) fn known(&self) -> Result<Known, Box<dyn Error>> {
        Known::of(self.ledger()?)
    }

    fn ledger(&self) -> Result<&Ledger, Box<dyn Error>> {
        self.ledger.as_ref().ok_or_else(|| "the ledger is closed".into())
    }

    fn next(&mut self) -> u64 {
        self.count += 1;
        self.count
    }
}

/// The ledger over a log, whose clock stands still.
pub(super) fn over(log: Arc<dyn EventLog>, seed: u64) -> Result<Ledger, Box<dyn Error>> {
    let clock = FixedClock("2026-05-13T09:30:00Z".parse()?);
    Ok(Ledger::with(log, Arc::new(clock), Arc::new(SeededSalts::new(seed)))?)
}

/// What is recorded to see whether a ledger goes on.
pub(super) fn further() -> Result<[Draft; 2], Box<dyn Error>> {
    Ok([read(party(0, 1))?, read(person(0))?])
}

fn person_or_party(number: u64) -> Value {
    if number.is_multiple_of(2) { person(number) } else { party(number, 2) }
}

/// A party with names of a kilobyte each.
fn party(number: u64, kilobytes: usize) -> Value {
    let city = format!("City {number} ");
    let text = city.repeat(1_000 / city.len());
    let name = |lang: &&str| json!({"lang": lang, "text": text.trim()});
    let names: Vec<Value> = ["en", "fr", "es", "ar"].iter().take(kilobytes).map(name).collect();
    json!({"event": "PartyRegistered",
        "data": {"party": format!("party-{number}"), "kind": "city", "names": names, "codes": []}})
}

/// Somebody whose name takes more than a sector.
fn person(number: u64) -> Value {
    let text = format!("Person number {number}. ").repeat(60);
    json!({"event": "PersonRegistered",
        "data": {"person": format!("person-{number}"), "names": [{"lang": "en", "text": text.trim()}]}})
}

fn erased(number: u64) -> Value {
    json!({"event": "PersonErased", "date": "2026-05-13", "data": {"person": format!("person-{number}")},
        "reason": "asked for", "authority": "the officer"})
}

fn read(mut json: Value) -> Result<Draft, Box<dyn Error>> {
    json["uncited"] = json!(true);
    Ok(Draft::from_json(json)?)
}
