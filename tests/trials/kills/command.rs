//! `trials commands`: `aoc backup`, `aoc restore` and `aoc import` are killed with SIGKILL at random moments; then what they were to
//! make is opened, and compared with what they were given.

use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use aoc_core::{CommitEnd, Position};
use aoc_store::{Checkpoint, EventLog, Evidence, Frame, OpenError, SledLog, TiledLog, verify};
use clap::ValueEnum;
use serde_json::Value;
use std::sync::Arc;

use super::dice::Dice;
use super::heard::Heard;
use super::place::{Place, key, remove_dir};
use super::survival::{Broken, Checked, Survival, unopened, unsound};
use super::tally::Tally;
use super::way::uneven;
use super::{ARCHIVED, Rounds, Victim, kill_each};
use crate::promise::Promise;
use crate::support::is_person;
use crate::torn::image::Image;
use crate::torn::known::{Kept, records};
use crate::verdict::Verdict;

/// Kill `aoc backup`, `aoc restore` and `aoc import` again and again, and see what is left
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How often
    #[arg(long, default_value_t = 60)]
    kills: usize,
    /// These verbs only
    #[arg(long, value_delimiter = ',')]
    verb: Vec<Verb>,
    /// The program `aoc` [default: that beside this one]
    #[arg(long)]
    aoc: Option<PathBuf>,
    /// Other moments
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Take all for done as soon as it begins: then it must be missed, or the trial is worth nothing
    #[arg(long)]
    control: bool,
}

/// What is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Verb {
    /// `aoc backup`, onto nothing, and onto a backup that is to catch up
    Backup,
    /// `aoc restore`, of an archive of plain files
    Restore,
    /// `aoc import`, of an archive as JSON Lines
    Import,
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Backup => "aoc backup",
            Self::Restore => "aoc restore",
            Self::Import => "aoc import",
        })
    }
}

/// Kills, and prints the tally.
pub(crate) fn run(args: &Args) -> Result<Verdict, Box<dyn Error>> {
    let beside = || Ok::<_, Box<dyn Error>>(std::env::current_exe()?.with_file_name("aoc"));
    let aoc = args.aoc.clone().map_or_else(beside, Ok)?;
    if !aoc.exists() {
        return Err(format!("{} is not there: `cargo build -p aoc-cli` makes it", aoc.display()).into());
    }
    let verbs = if args.verb.is_empty() { Verb::value_variants() } else { &args.verb };
    let claim = if args.control { Claim::Begun } else { Claim::Said };
    let mut sites =
        verbs.iter().map(|verb| Site::begin(*verb, &aoc, claim)).collect::<Result<Vec<_>, _>>()?;
    kill_each(&mut sites, &Rounds { kills: args.kills, seed: args.seed, control: args.control })
}

/// What is taken for a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// What the command said at its end.
    Said,
    /// That it began: a lie, for the control.
    Begun,
}

/// What the command is given.
struct Given {
    records: Vec<Kept>,
    issued: Vec<Checkpoint>,
}

/// One verb, and the files on which it is tried.
struct Site {
    verb: Verb,
    aoc: PathBuf,
    claim: Claim,
    dir: tempfile::TempDir,
    place: Place,
    given: Given,
    /// How far the backup goes, or the ledger, as the command said when it ended by itself.
    held: Position,
    /// How long it takes about.
    takes: Duration,
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.verb.fmt(f)
    }
}

impl Victim for Site {
    fn kill(&mut self, dice: &Dice, tally: &mut Tally) -> Result<Result<(), Broken>, Box<dyn Error>> {
        if self.verb == Verb::Backup && dice.below(2)? == 0 {
            let erased = [dice.below(self.given.records.len())?, dice.below(self.given.records.len())?];
            let upto = self.given.head().plus(dice.below(600)?);
            grow(&self.place, upto, &erased.map(|at| Position::FIRST.plus(at)))?;
            self.given = Given::by(&self.place)?;
        }
        let source = image(&self.source())?;
        let mut child = self.command().spawn()?;
        let most = usize::try_from(self.takes.as_micros())? * 5 / 4;
        thread::sleep(Duration::from_micros(u64::try_from(dice.below(most + 1)?)?));
        child.kill()?;
        let output = child.wait_with_output()?;
        let has_ended = output.status.success();
        let said = if has_ended { Some(self.given.head()) } else { None };
        let acknowledged = if self.claim == Claim::Begun { Some(self.given.head()) } else { said };
        let heard = Heard::of_one(said.is_some(), acknowledged);
        let found = self.check(acknowledged, &source);
        tally.add(&self.verb.to_string(), &heard, &found);
        if let Err(broken) = found {
            return Ok(Err(broken));
        }
        self.held = self.held.max(acknowledged.unwrap_or_default());
        // What was cut off is cut off again now and then; mostly it is done to its end.
        if (self.verb != Verb::Backup || dice.below(3)? > 0)
            && let Err(broken) = self.finish()
        {
            return Ok(Err(broken));
        }
        if self.verb != Verb::Backup || dice.below(5)? == 0 {
            self.renew()?;
        }
        Ok(Ok(()))
    }

    fn begin_again(&mut self) -> Result<tempfile::TempDir, Box<dyn Error>> {
        let new = Self::begin(self.verb, &self.aoc, self.claim)?;
        Ok(std::mem::replace(self, new).dir)
    }
}

impl Site {
    fn begin(verb: Verb, aoc: &Path, claim: Claim) -> Result<Self, Box<dyn Error>> {
        let dir = tempfile::Builder::new().prefix("aoc-commands-").tempdir()?;
        let place = Place::from(dir.path().to_owned());
        let given = match verb {
            Verb::Backup => {
                grow(&place, ARCHIVED, &[])?;
                Given::by(&place)?
            }
            Verb::Restore | Verb::Import => {
                place.write_archives(ARCHIVED)?;
                let archive = TiledLog::open(place.files())?;
                Given { records: records(&archive)?, issued: issued(archive)? }
            }
        };
        let (aoc, held, takes) = (aoc.to_owned(), Position::START, Duration::ZERO);
        let mut site = Self { verb, aoc, claim, dir, place, given, held, takes };
        site.finish().map_err(|broken| broken.to_string())?;
        site.renew()?;
        Ok(site)
    }

    /// What the command is to make.
    fn made(&self) -> PathBuf {
        self.dir.path().join("made")
    }

    /// What it reads.
    fn source(&self) -> PathBuf {
        match self.verb {
            Verb::Backup => self.place.ledger(),
            Verb::Restore => self.place.files(),
            Verb::Import => self.place.archive(),
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.aoc);
        command.args(["--format", "json", "--ledger"]);
        match self.verb {
            Verb::Backup => command.arg(self.place.ledger()).arg("backup").arg(self.made()),
            Verb::Restore => command.arg(self.made()).arg("restore").arg(self.source()),
            Verb::Import => command.arg(self.made()).arg("import").arg(self.source()),
        };
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Looks at what was left.
    fn check(&self, acknowledged: Option<Position>, source: &Image) -> Checked<Survival> {
        let now = image(&self.source()).map_err(unsound)?;
        if let Some(path) = source.differing(&now).first() {
            return Err(Promise::Kept.broken(format_args!("{} is not what it was", path.display())));
        }
        if self.verb == Verb::Backup {
            SledLog::open(self.source()).map_err(unopened)?;
        }
        let known = self.held.max(acknowledged.unwrap_or_default());
        let log = match SledLog::open(self.made()) {
            Ok(log) => log,
            Err(error @ (OpenError::Missing { .. } | OpenError::NotALedger { .. })) => {
                return if known > Position::START {
                    Err(Promise::Kept.broken(error))
                } else if self.verb == Verb::Import || !error.to_string().contains("check the path") {
                    Err(unopened(error))
                } else {
                    Ok(Survival::default())
                };
            }
            Err(error) => return Err(unopened(error)),
        };
        let head = log.head().map_err(unopened)?;
        if head < known {
            return Err(Promise::Kept.broken(format_args!("it went up to {known}, and now to {head}")));
        }
        let must_be_whole = self.verb != Verb::Import && self.held == Position::START;
        if head < self.given.head() && must_be_whole {
            return Err(Promise::Whole
                .broken(format_args!("it is there and ends at {head} of {}", self.given.head())));
        }
        let is_done = acknowledged.is_some();
        self.check_records(log, is_done)?;
        Ok(Survival { head, unheard: head.get() - known.get() })
    }

    /// A beginning of what was given, or all of it.
    fn check_records(&self, log: SledLog, is_done: bool) -> Checked<()> {
        let held = records(&log).map_err(unsound)?;
        if is_done && held != self.given.records {
            return Err(Promise::Kept.broken("it does not hold what it was given"));
        }
        for (held, given) in held.iter().zip(&self.given.records) {
            // What was erased meanwhile is erased when it is done.
            let is_kept = held.body == given.body || self.verb == Verb::Backup && given.body.is_none();
            if held.bytes != given.bytes || !is_kept {
                return Err(unsound("a record is not what was given"));
            }
        }
        if held.len() > self.given.records.len()
            || held.last().is_some_and(|last| last.end == CommitEnd::Open)
        {
            return Err(Promise::Whole.broken(format_args!("it ends after {} records", held.len())));
        }
        let report = verify(&log, &mut |_| {}).map_err(unsound)?;
        if !report.is_sound() {
            return Err(unsound(format_args!("{:?}", report.damages)));
        }
        let issued = issued(log).map_err(unsound)?;
        let has_all = self.verb == Verb::Import || issued == self.given.issued;
        if is_done && !has_all || !self.given.issued.starts_with(&issued) {
            return Err(Promise::Kept.broken(format_args!("{} checkpoints are remembered", issued.len())));
        }
        Ok(())
    }

    /// Runs the command to its end: it completes what was cut off, by itself.
    fn finish(&mut self) -> Checked<()> {
        if self.verb == Verb::Import && !self.made().exists() {
            SledLog::create(self.made()).map_err(unopened)?;
        }
        let begun = Instant::now();
        // There is a ledger as a whole: nothing is left to do.
        if self.verb == Verb::Restore && self.made().join("aoc-ledger").exists() {
            return Ok(());
        }
        let output = self.command().output().map_err(unopened)?;
        self.takes = begun.elapsed();
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr);
            return Err(unopened(format_args!("the next time: {words}")));
        }
        let told: Value = serde_json::from_slice(&output.stdout).map_err(unsound)?;
        let records = told.pointer("/tree/records").and_then(Value::as_u64);
        if self.verb != Verb::Import && records != Some(self.given.head().get()) {
            return Err(unsound(format_args!("it says: {told}")));
        }
        self.held = self.given.head();
        self.check_records(SledLog::open(self.made()).map_err(unopened)?, true)
    }

    /// Nothing is made yet.
    fn renew(&mut self) -> Result<(), Box<dyn Error>> {
        remove_dir(&self.made())?;
        for entry in std::fs::read_dir(self.dir.path())? {
            let path = entry?.path();
            // What was cut off before it had its name.
            if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".aoc-unfinished-")) {
                remove_dir(&path)?;
            }
        }
        if self.verb == Verb::Import {
            drop(SledLog::create(self.made())?);
        }
        self.held = Position::START;
        Ok(())
    }
}

impl Given {
    fn by(place: &Place) -> Result<Self, Box<dyn Error>> {
        let log = SledLog::open(place.ledger())?;
        Ok(Self { records: records(&log)?, issued: issued(log)? })
    }

    fn head(&self) -> Position {
        Position::START.plus(self.records.len())
    }
}

fn issued(log: impl EventLog + 'static) -> Result<Vec<Checkpoint>, Box<dyn Error>> {
    Ok(Evidence::of(Arc::new(log)).issued()?)
}

/// Records up to there, destroys bodies where there are any, and signs.
fn grow(place: &Place, upto: Position, erased: &[Position]) -> Result<(), Box<dyn Error>> {
    let dir = place.ledger();
    let log = Arc::new(if dir.exists() { SledLog::open(dir)? } else { SledLog::create(dir)? });
    let mut head = log.head()?;
    while head < upto {
        head = log.append(head, &Frame::of(&uneven(head))?)?.last;
    }
    let persons: Vec<Position> = erased.iter().copied().filter(|at| is_person(*at)).collect();
    log.erase(&persons)?;
    Evidence::of(log).issue(&key()?, &mut |_| {})?;
    Ok(())
}

/// The files of a directory, or a file.
fn image(path: &Path) -> Result<Image, Box<dyn Error>> {
    if path.is_dir() {
        return Image::of(path);
    }
    let mut image = Image::default();
    *image.file(path) = std::fs::read(path)?;
    Ok(image)
}
