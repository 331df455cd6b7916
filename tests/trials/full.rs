//! `trials full`: a small disk runs full under a writing process; room is made, and its ledger goes on.
//!
//! `mount -t tmpfs -o size=32m tmpfs DIR` makes such a disk; without root, any small file system that is mounted does.

use std::error::Error;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use aoc_core::Position;
use aoc_store::SledLog;

use crate::kills::heard::Heard;
use crate::kills::place::{Place, remove_dir};
use crate::kills::survival::check;
use crate::kills::way::Way;
use crate::verdict::Verdict;

/// What somebody is told whose disk is full.
const ADVICE: [&str; 2] = ["the disk is full", "make room, then open the ledger again"];
/// How much room the first round has beside a new ledger, and how much more each other.
const ROOM: u64 = 300_000;
const MORE_ROOM: u64 = 389_000;
const WAYS: [Way; 6] = [Way::Single, Way::Packing, Way::Big, Way::Batch, Way::Checkpoint, Way::Erasure];

/// Fill a small disk, again and again, and see what is left
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A directory on the small disk: 32 MB or less, and nothing else on it
    dir: PathBuf,
    /// How often
    #[arg(long, default_value_t = 30)]
    rounds: u64,
}

/// Fills the disk, and prints the tally.
pub(crate) fn run(args: &Args) -> Result<Verdict, Box<dyn Error>> {
    let (mut acknowledged, mut broken) = (0, 0);
    for (round, way) in (0..args.rounds).zip(WAYS.into_iter().cycle()) {
        let place = Place::from(args.dir.join("full"));
        remove_dir(place.dir())?;
        fs::create_dir(place.dir())?;
        drop(SledLog::create(place.ledger())?);
        let ballast = args.dir.join("ballast");
        fill_up(&ballast, ROOM + round * MORE_ROOM)?;
        let (heard, words) = write(way, &place)?;
        fs::remove_file(&ballast)?;
        place.keep_as_left()?;
        let found = check(way, &place, &heard, Position::START);
        acknowledged += heard.acknowledgements;
        let is_clear =
            ADVICE.iter().all(|advice| words.contains(advice)) && !words.contains("panicked at aoc-");
        if let Err(lost) = &found {
            eprintln!("round {round}, path {way}: {lost}");
        }
        if !is_clear {
            eprintln!("round {round}, path {way}: what is said helps nobody: {}", words.trim());
        }
        if found.is_err() || !is_clear {
            broken += 1;
            eprintln!("the evidence is in {}", place.dir().display());
            break; // the next round would need its room
        }
    }
    println!("{} rounds, {acknowledged} acknowledgements checked, {broken} rounds broken", args.rounds);
    Ok(if acknowledged > 0 && broken == 0 { Verdict::Kept } else { Verdict::Broken })
}

/// Takes all room on the disk but so many bytes.
fn fill_up(ballast: &Path, room: u64) -> Result<(), Box<dyn Error>> {
    let mut file = File::create(ballast)?;
    loop {
        match file.write_all(&vec![1; 65_536]) {
            Err(error) if error.kind() == ErrorKind::StorageFull => break,
            written => written?,
        }
    }
    let taken = file.metadata()?.len();
    Ok(file.set_len(taken.checked_sub(room).ok_or("the disk is too small")?)?)
}

/// Writes until that fails, and gives what was heard, and what was said of the failure.
fn write(way: Way, place: &Place) -> Result<(Heard, String), Box<dyn Error>> {
    let words = tempfile::NamedTempFile::new()?;
    let child = Command::new(std::env::current_exe()?)
        .args(["write", &way.to_string()])
        .arg(place.dir())
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(words.reopen()?)
        .spawn()?;
    let (heard, _status) = Heard::to_the_end(child)?;
    Ok((heard, fs::read_to_string(words.path())?))
}
