//! `trials kills`: a writing process is killed with SIGKILL at random moments, on every way to the disk; then its ledger is
//! opened and compared with what the process had said.

pub(crate) mod command;
#[path = "../interop/dice.rs"]
#[expect(dead_code, reason = "the trials throw no hashes")]
pub(crate) mod dice;
pub(crate) mod heard;
pub(crate) mod place;
mod said;
pub(crate) mod survival;
mod tally;
pub(crate) mod way;
pub(crate) mod writer;

use std::error::Error;
use std::fmt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use aoc_core::Position;
use aoc_store::SledLog;
use clap::ValueEnum;

use crate::promise::Promise;
use crate::verdict::Verdict;
use dice::Dice;
use heard::{Heard, Moment};
use place::{Place, remove_dir};
use survival::{Broken, check};
use tally::Tally;
use way::Way;
use writer::Acknowledge;

/// How far an archive goes: over several of the stretches in which it is restored.
const ARCHIVED: Position = Position::new(3_500);

/// Kill a writing process again and again, and see what is left
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How often
    #[arg(long, default_value_t = 110)]
    kills: usize,
    /// On these paths only
    #[arg(long, value_delimiter = ',')]
    path: Vec<Way>,
    /// Other moments
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Let the writers acknowledge before they sync: then commits must be lost, or the trial is worth nothing
    #[arg(long)]
    control: bool,
}

/// Kills, and prints the tally.
pub(crate) fn run(args: &Args) -> Result<Verdict, Box<dyn Error>> {
    let acknowledge = if args.control { Acknowledge::Written } else { Acknowledge::Synced };
    let is_wanted =
        |way: &Way| (args.path.is_empty() || args.path.contains(way)) && (!args.control || way.can_lie());
    let ways = Way::value_variants().iter().copied().filter(is_wanted);
    let mut sites = ways.map(|way| Site::begin(way, acknowledge)).collect::<Result<Vec<_>, _>>()?;
    kill_each(&mut sites, &Rounds { kills: args.kills, seed: args.seed, control: args.control })
}

/// What is killed again and again, and looked at.
trait Victim: fmt::Display {
    /// One process and its end.
    fn kill(&mut self, dice: &Dice, tally: &mut Tally) -> Result<Result<(), Broken>, Box<dyn Error>>;
    /// Goes on in a new place, and gives the old one.
    fn begin_again(&mut self) -> Result<tempfile::TempDir, Box<dyn Error>>;
}

/// How often, and when.
struct Rounds {
    kills: usize,
    seed: u64,
    control: bool,
}

/// Kills one after the other, and prints the tally.
fn kill_each(victims: &mut [impl Victim], rounds: &Rounds) -> Result<Verdict, Box<dyn Error>> {
    let (dice, mut tally) = (Dice::of(rounds.seed), Tally::default());
    for (nth, victim) in (0..rounds.kills).zip((0..victims.len()).cycle()) {
        let victim = &mut victims[victim];
        if let Err(broken) = victim.kill(&dice, &mut tally)? {
            eprintln!("kill {nth} (seed {}, {victim}): {broken}", rounds.seed);
            let kept = victim.begin_again()?;
            if !rounds.control {
                eprintln!("the evidence is in {}", kept.keep().display());
            }
        }
        if (nth + 1) % 50 == 0 {
            eprintln!("{} of {} kills", nth + 1, rounds.kills);
        }
    }
    print!("{tally}");
    Ok(if rounds.control { judge_control(&tally) } else { judge(&tally) })
}

fn judge(tally: &Tally) -> Verdict {
    let all = tally.total();
    if all.acknowledged == 0 || all.under_way == 0 {
        println!("Nothing was tried: nobody acknowledged anything, or no kill met a step.");
        return Verdict::Broken;
    }
    if all.breaches.count() == 0 { Verdict::Kept } else { Verdict::Broken }
}

fn judge_control(tally: &Tally) -> Verdict {
    let all = tally.total();
    if all.breaches.lost > 0 && all.breaches.lost == all.breaches.count() {
        println!("The control failed, as it must: who acknowledges before the sync loses commits.");
        return Verdict::Kept;
    }
    println!("The control did not fail as it must: these kills would not have found a loss.");
    Verdict::Broken
}

/// One way, and the ledger on which it is tried.
struct Site {
    way: Way,
    acknowledge: Acknowledge,
    dir: tempfile::TempDir,
    place: Place,
    /// How far the ledger went when it was looked at last.
    before: Position,
}

impl Site {
    fn begin(way: Way, acknowledge: Acknowledge) -> Result<Self, Box<dyn Error>> {
        let dir = tempfile::Builder::new().prefix(&format!("aoc-kills-{way}-")).tempdir()?;
        let place = Place::from(dir.path().to_owned());
        match way {
            Way::Import | Way::Restore => place.write_archives(ARCHIVED)?,
            Way::Creation => {}
            _ => drop(SledLog::create(place.ledger())?),
        }
        Ok(Self { way, acknowledge, dir, place, before: Position::START })
    }

    /// A new ledger from what it is made of.
    fn renew(&mut self, heard: &Heard) -> Result<(), Box<dyn Error>> {
        self.before = Position::START;
        remove_dir(&self.place.ledger())?;
        (0..=heard.ended).try_for_each(|nth| remove_dir(&self.place.made(nth)))?;
        if !self.way.creates() {
            drop(SledLog::create(self.place.ledger())?);
        }
        Ok(())
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "path {}", self.way)
    }
}

impl Victim for Site {
    fn kill(&mut self, dice: &Dice, tally: &mut Tally) -> Result<Result<(), Broken>, Box<dyn Error>> {
        let child = writer(self.way, self.place.dir(), self.acknowledge)?;
        let (heard, found) = match Heard::until_killed(child, moment(self.way, dice)?) {
            Ok(heard) => {
                self.place.keep_as_left()?;
                let found = check(self.way, &self.place, &heard, self.before);
                (heard, found)
            }
            Err(error) => {
                let what = error.to_string();
                (Heard::default(), Err(Broken { promise: Promise::Opens, what }))
            }
        };
        tally.add(&self.way.to_string(), &heard, &found);
        match found {
            Ok(survival) => self.before = survival.head,
            Err(broken) => return Ok(Err(broken)),
        }
        if dice.below(self.way.kills_of_a_life())? == 0 {
            self.renew(&heard)?;
        }
        Ok(Ok(()))
    }

    fn begin_again(&mut self) -> Result<tempfile::TempDir, Box<dyn Error>> {
        Ok(std::mem::replace(self, Self::begin(self.way, self.acknowledge)?).dir)
    }
}

/// A process of this program that writes.
fn writer(way: Way, place: &Path, acknowledge: Acknowledge) -> Result<Child, Box<dyn Error>> {
    let acknowledge = acknowledge.to_possible_value().ok_or("every moment has a name")?;
    let child = Command::new(std::env::current_exe()?)
        .args(["write", &way.to_string()])
        .arg(place)
        .args(["--acknowledge", acknowledge.get_name()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    Ok(child)
}

/// Spread over all lines, and over the time between two.
fn moment(way: Way, dice: &Dice) -> Result<Moment, Box<dyn Error>> {
    let micros = [0, 300, 3_000, 20_000][dice.below(4)?];
    let later = Duration::from_micros(u64::try_from(dice.below(micros + 1)?)?);
    Ok(Moment { lines: dice.below(way.lines_max() + 1)?, later })
}
