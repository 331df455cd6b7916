//! `trials torn`: writes of which only a part reached the disk, when the power went. Needs no root.
//!
//! A ledger is recorded in. Its files are copied before and after every step, and the copies compared: so it is known which bytes
//! the step wrote. Between the two copies lie the states that a power cut can leave, and some of them are made and opened.
//!
//! What is made is possible on a disk that keeps what it was told to flush: what was synced before is there, of what was being
//! written any part is, and of what was not written yet nothing. For that the syncs within a step must be known:
//!
//! - what belongs to one file before another is written is told by the file: sealed bodies come before records, an erasure says that
//!   it comes before it does, a file that replaces another is written, synced and renamed;
//! - the storage engine's file is told by its own numbers, which say in which order it was written, and by its batches: every portion
//!   is one, or is written alone, and is synced before the next. So it is cut where a batch begins or ends: between two such places
//!   there is no sync. A few states are left out, in which two parts of one portion are both torn; none is made that cannot be;
//! - `head` and the cache are never synced: they are as they were at any time before, and the cache is torn.
//!
//! A sector that is overwritten may be torn, too: the first bytes are new, the others old. Only `head`, which is 12 bytes, is not: disks
//! write a sector as a whole. Without it nothing tells a commit that was cut off from one that was damaged; the ledger says so and
//! stays as it is.

pub(crate) mod image;
mod judge;
pub(crate) mod known;
mod life;
mod pieces;
mod stage;
mod tally;
mod tear;

use std::error::Error;
use std::ops::Range;
use std::path::Path;
use std::str::FromStr;

use crate::kills::dice::Dice;
use crate::verdict::Verdict;
use image::Image;
use judge::{Claims, judge};
use known::Known;
use life::{Life, Step};
use stage::{DATA, HEAD, Stage, stages};
use tally::Tally;
use tear::{Tear, apply, loosen};

/// Tear the writes of a ledger, sector by sector and at any byte, and see what is left
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How many states, about
    #[arg(long, default_value_t = 1_000)]
    states: u64,
    /// Other ledgers, and other states
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// This one only, as a failure names it: STEP.STATE
    #[arg(long)]
    only: Option<Name>,
    /// Take what was not acknowledged for acknowledged: then it must be lost, or the trial is worth nothing
    #[arg(long)]
    control: bool,
}

/// The name of a state in a life: the step, and the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Name {
    step: u64,
    state: u64,
}

impl FromStr for Name {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts =
            text.split_once('.').and_then(|(step, state)| Some((step.parse().ok()?, state.parse().ok()?)));
        let (step, state) = parts.ok_or("write STEP.STATE, as 12.3")?;
        Ok(Self { step, state })
    }
}

/// About as many steps are torn in a life; and so many states are made of one at most.
const STEPS: u64 = 45;
const STATES_MAX: u64 = 20;

/// Tears, and prints the tally.
pub(crate) fn run(args: &Args) -> Result<Verdict, Box<dyn Error>> {
    let mut trial = Trial { args, tally: Tally::default() };
    let mut seed = args.seed;
    while trial.goes_on() {
        trial.live(seed)?;
        seed += 1;
        eprintln!("{} states, {} promises broken", trial.tally.states(), trial.tally.breaches().count());
        if args.only.is_some() {
            break;
        }
    }
    print!("{}", trial.tally);
    Ok(trial.verdict())
}

struct Trial<'a> {
    args: &'a Args,
    tally: Tally,
}

/// A step, and what is known before and behind it.
struct Torn<'t> {
    seed: u64,
    nth: u64,
    label: String,
    before: &'t (Image, Known),
    after: &'t (Image, Known),
    stages: Vec<Stage>,
    heads: &'t [Vec<u8>],
    /// Where its last record lies in the engine's file.
    places: Vec<Range<usize>>,
}

impl Trial<'_> {
    fn goes_on(&self) -> bool {
        self.tally.states() < self.args.states
    }

    fn verdict(&self) -> Verdict {
        let breaches = self.tally.breaches();
        if self.tally.states() == 0 {
            println!("Nothing was tried.");
            return Verdict::Broken;
        }
        if !self.args.control {
            return if breaches.count() == 0 { Verdict::Kept } else { Verdict::Broken };
        }
        if breaches.lost > 0 && breaches.lost == breaches.count() {
            println!("The control failed, as it must: what was torn before it was acknowledged may be lost.");
            return Verdict::Kept;
        }
        println!("The control did not fail as it must: these states would not have shown a loss.");
        Verdict::Broken
    }

    /// One ledger, from its creation on.
    fn live(&mut self, seed: u64) -> Result<(), Box<dyn Error>> {
        let place = tempfile::Builder::new().prefix("aoc-torn-").tempdir()?;
        let dir = place.path().join("ledger");
        let mut life = Life::begin(&dir, seed)?;
        let mut heads = Vec::new();
        let mut nth = 0;
        for steps in Life::steps(&Dice::of(seed))? {
            life.prepare()?;
            let mut before = (Image::of(&dir)?, life.known()?);
            heads.push(before.0.bytes(HEAD).to_vec());
            for step in steps {
                if !self.goes_on() {
                    return Ok(());
                }
                life.take(step)?;
                let after = (Image::of(&dir)?, life.known()?);
                let stages = stages(&before.0, &after.0)?;
                let label = label(step, &stages);
                let last = after.1.records.last().map_or(&[][..], |last| &last.bytes);
                let places = places(after.0.bytes(DATA), last);
                let torn =
                    Torn { seed, nth, label, before: &before, after: &after, stages, heads: &heads, places };
                self.tear(&torn, place.path())?;
                heads.push(after.0.bytes(HEAD).to_vec());
                before = after;
                nth += 1;
            }
        }
        Ok(())
    }

    fn tear(&mut self, torn: &Torn<'_>, place: &Path) -> Result<(), Box<dyn Error>> {
        let each = (self.args.states / STEPS).clamp(2, STATES_MAX);
        let named = self.args.only;
        if named.is_some_and(|name| name.step != torn.nth) {
            return Ok(());
        }
        let states = named.map_or(0..each, |name| name.state..name.state + 1);
        for state in states {
            self.make(torn, state, place)?;
        }
        Ok(())
    }

    /// One state, opened.
    fn make(&mut self, torn: &Torn<'_>, state: u64, place: &Path) -> Result<(), Box<dyn Error>> {
        let dice = Dice::of(torn.seed.wrapping_mul(1 << 32) ^ torn.nth << 16 ^ state);
        let (before, after) = (&torn.before.0, &torn.after.0);
        let mut image = before.clone();
        let tear = Tear::ALL[dice.below(Tear::ALL.len())?];
        let at = if tear == Tear::Untold { torn.stages.len() } else { dice.below(torn.stages.len().max(1))? };
        torn.stages[..at].iter().for_each(|stage| stage.apply(&mut image, after));
        // The last record may be durable before the step has ended.
        let holds = |place: &Range<usize>| {
            image.bytes(DATA).get(place.clone()) == after.bytes(DATA).get(place.clone())
        };
        let is_durable = torn.places.iter().any(holds);
        if let Some(stage @ Stage::Bytes { pieces, .. }) = torn.stages.get(at) {
            apply(stage, &tear.kept(pieces, &dice)?, &mut image, after, &dice)?;
        }
        let ended = torn.after.1.head();
        let due = if is_durable || self.args.control { ended } else { torn.before.1.head() };
        let last = is_durable.then(|| after.bytes(HEAD).to_vec());
        let heads: Vec<_> = torn.heads.iter().cloned().chain(last).collect();
        loosen(&mut image, after, &heads, &dice)?;

        let dir = place.join("torn");
        image.write_to(&dir)?;
        let found = judge(&dir, &Claims { before: &torn.before.1, after: &torn.after.1, due });
        std::fs::remove_dir_all(&dir)?;
        if let Err(broken) = &found
            && !self.args.control
        {
            let kept = tempfile::Builder::new().prefix("aoc-torn-kept-").tempdir()?.keep();
            image.write_to(&kept.join("torn"))?;
            before.write_to(&kept.join("before"))?;
            after.write_to(&kept.join("after"))?;
            eprintln!(
                "{broken}\n  {}, {tear} of stage {at} of {} ({}): --seed {} --only {}.{state}; the evidence is in {}",
                torn.label,
                torn.stages.len(),
                torn.stages.get(at).map_or("all of it".to_owned(), Stage::to_string),
                torn.seed,
                torn.nth,
                kept.display()
            );
        }
        self.tally.add(&torn.label, tear, torn.before.1.records.len(), &found);
        Ok(())
    }
}

/// What a step is called: a small commit that packs others is none.
fn label(step: Step, stages: &[Stage]) -> String {
    let parts = stages.iter().filter(|stage| stage.is_of_engine()).count();
    if matches!(step, Step::Small | Step::Single) && parts > 1 {
        "packing".to_owned()
    } else {
        step.to_string()
    }
}

/// Where some bytes lie in others.
fn places(bytes: &[u8], part: &[u8]) -> Vec<Range<usize>> {
    let Some(first) = part.first() else { return Vec::new() };
    let begins = |at: &usize| bytes[*at] == *first && bytes[*at..].starts_with(part);
    (0..bytes.len()).filter(begins).map(|at| at..at + part.len()).collect()
}
