//! `trials faults`: one call of a writing process to the system fails, the first, then the second, until none is left to
//! fail; each time its ledger is opened and compared with what the process had said. Needs `strace`.

mod strace;
mod tally;

use std::error::Error;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use aoc_core::Position;
use aoc_store::SledLog;
use clap::ValueEnum;

use crate::kills::heard::Heard;
use crate::kills::place::{Place, copy_dir, remove_dir};
use crate::kills::survival::{Broken, check};
use crate::kills::way::Way;
use crate::verdict::Verdict;
use strace::{Call, Errno, Fault, Run, Writer};
use tally::Tally;

/// What an error says that says what to do.
const ADVICE: [&str; 7] = [
    "open the ledger again",
    "make room",
    "restore",
    "give the same drafts again",
    "run as the owner",
    "create it again",
    "try again",
];
/// Up to where an archive goes that is imported, and one that is restored in more than one stretch.
const IMPORTED: Position = Position::new(40);
const RESTORED: Position = Position::new(1_100);

/// Have each call to the system fail in turn, and see what is left (needs strace)
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// These calls only
    #[arg(long, value_delimiter = ',')]
    calls: Vec<Call>,
    /// For these causes only
    #[arg(long, value_delimiter = ',')]
    errors: Vec<Errno>,
    /// On these paths only
    #[arg(long, value_delimiter = ',')]
    path: Vec<Way>,
}

/// How a writer ended of which a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It said what failed and what to do.
    ClearError,
    /// It did all its steps: the fault met what may be lost.
    WentOn,
    /// Neither: it died, or its own code panicked, or what it said helps nobody.
    Unclear,
}

/// Has calls fail, and prints the tally.
pub(crate) fn run(args: &Args) -> Result<Verdict, Box<dyn Error>> {
    let mut tally = Tally::default();
    for way in chosen(&args.path) {
        let site = Site::begin(way)?;
        for call in chosen_calls(&args.calls) {
            for errno in chosen(&args.errors) {
                if errno == Errno::Eio || call.takes_room() {
                    site.try_all(call, errno, &mut tally)?;
                }
            }
        }
        eprintln!("{way}: {} faults so far", tally.total().faults);
    }
    print!("{tally}");
    let untried: Vec<_> = tally.untried().collect();
    for (call, errno) in &untried {
        println!("Nothing was tried: no {call} came that could fail with {errno}.");
    }
    // On some paths some calls never come; on all of them together each does.
    let all = tally.total();
    let is_tried = all.faults > 0 && (untried.is_empty() || !args.path.is_empty());
    Ok(if is_tried && all.broken() == 0 { Verdict::Kept } else { Verdict::Broken })
}

fn chosen<T: ValueEnum + Copy>(named: &[T]) -> Vec<T> {
    if named.is_empty() { T::value_variants().to_vec() } else { named.to_vec() }
}

fn chosen_calls(named: &[Call]) -> Vec<Call> {
    let mut calls = chosen(named);
    calls.retain(|call| !named.is_empty() || call.is_promised());
    calls
}

/// One way: what every run begins with, and where it runs.
struct Site {
    way: Way,
    dir: tempfile::TempDir,
    /// How far the ledger goes that every run begins with.
    before: Position,
    /// The files of a run.
    files: std::collections::BTreeSet<PathBuf>,
}

impl Site {
    fn begin(way: Way) -> Result<Self, Box<dyn Error>> {
        let dir = tempfile::Builder::new().prefix(&format!("aoc-faults-{way}-")).tempdir()?;
        let origin = Place::from(dir.path().join("origin"));
        std::fs::create_dir(origin.dir())?;
        let mut before = Position::START;
        match way {
            Way::Import => origin.write_archives(IMPORTED)?,
            Way::Restore => origin.write_archives(RESTORED)?,
            Way::Creation => {}
            _ => {
                drop(SledLog::create(origin.ledger())?);
                before = prepare(way, &origin)?; // not opened again: then it is as it was closed
                // A sealed body that was cut off: opening has something to cut away.
                let sealed = OpenOptions::new().append(true).open(origin.ledger().join("sealed"));
                sealed?.write_all(&[0; 7])?;
            }
        }
        let mut site = Self { way, dir, before, files: std::collections::BTreeSet::new() };
        let place = site.renewed()?;
        site.files = site.writer(&place).files()?;
        Ok(site)
    }

    /// The place of the runs, as each of them finds it.
    fn renewed(&self) -> Result<Place, Box<dyn Error>> {
        let place = Place::from(self.dir.path().join("run"));
        remove_dir(place.dir())?;
        copy_dir(&self.dir.path().join("origin"), place.dir())?;
        Ok(place)
    }

    fn writer<'p>(&self, place: &'p Place) -> Writer<'p> {
        Writer { way: self.way, place, steps: steps(self.way) }
    }

    /// The first call fails, then the second, until none is left to fail.
    fn try_all(&self, call: Call, errno: Errno, tally: &mut Tally) -> Result<(), Box<dyn Error>> {
        tally.begin((call, errno));
        for nth in 1.. {
            let place = self.renewed()?;
            let run = self.writer(&place).run_with(Fault { call, errno, nth }, &self.files)?;
            if !run.is_faulty {
                break;
            }
            place.keep_as_left()?;
            let ending = Ending::of(&run);
            let broken = check(self.way, &place, &run.heard, self.before).err();
            tally.add((call, errno), ending, broken.as_ref().map(|broken| broken.promise));
            if ending == Ending::Unclear || broken.is_some() {
                self.report(nth, call, errno, &run, broken.as_ref())?;
            }
        }
        Ok(())
    }

    /// Keeps what is left as evidence.
    fn report(
        &self,
        nth: usize,
        call: Call,
        errno: Errno,
        run: &Run,
        broken: Option<&Broken>,
    ) -> Result<(), Box<dyn Error>> {
        let evidence = tempfile::Builder::new().prefix("aoc-fault-").tempdir()?.keep();
        copy_dir(&self.dir.path().join("run"), &evidence)?;
        let broken = broken.map(ToString::to_string).unwrap_or_default();
        let (way, status, words) = (self.way, run.status, run.words.trim());
        eprintln!("{call} {nth} fails with {errno} (path {way}): {status}: {words}\n{broken}");
        eprintln!("the evidence is in {}", evidence.display());
        Ok(())
    }
}

impl Ending {
    fn of(run: &Run) -> Self {
        let words = &run.words;
        // The engine's own threads may say that they gave up; what counts is what comes of it.
        let panics = words.lines().filter(|line| line.contains("panicked at") && !line.contains("/sled-"));
        let is_clear = run.status.code() == Some(1) && ADVICE.iter().any(|advice| words.contains(advice));
        match (panics.count(), run.status.success()) {
            (0, true) => Self::WentOn,
            (0, false) if is_clear => Self::ClearError,
            _ => Self::Unclear,
        }
    }
}

/// Steps that come before all faults, and how far they go: then packing is due, or a whole tile of hashes.
fn prepare(way: Way, place: &Place) -> Result<Position, Box<dyn Error>> {
    let steps = match way {
        Way::Packing => 32,
        Way::Snapshot => 5,
        _ => 2,
    };
    let child = Command::new(std::env::current_exe()?)
        .args(["write", &way.to_string()])
        .arg(place.dir())
        .args(["--steps", &steps.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    match Heard::to_the_end(child)? {
        (heard, status) if status.success() => Ok(heard.acknowledged),
        _ => Err("the steps before the faults failed".into()),
    }
}

/// As many as show what the way does.
const fn steps(way: Way) -> usize {
    match way {
        Way::Shared | Way::Creation => 1,
        Way::Single | Way::Packing | Way::Erasure => 4,
        _ => 2,
    }
}
