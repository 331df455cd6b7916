//! The recording process, `trials cuts-writing`: it records until it is killed, and says what it begins and what was acknowledged.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;

use aoc_core::Position;
use aoc_replay::Ledger;
use aoc_store::{EventLog, Evidence, Frame, SigningKey, SledLog, SystemClock, SystemSalts};
use clap::Args;

use super::chance::Chance;
use super::notice::{Notice, OPENER, Said, Step, Thread};
use super::{Outcome, commits};
use crate::support;
use crate::verdict::Verdict;

/// More would not fit on the disk. From then on it only opens, erases and signs.
const RECORDS_MAX: u64 = 300_000;

/// Record until killed.
#[derive(Debug, Args)]
pub(crate) struct WritingArgs {
    dir: PathBuf,
    seed: u64,
}

/// Opens the ledger again and again, and records in it.
pub(crate) fn write(args: &WritingArgs) -> Verdict {
    let mut chance = Chance::of(args.seed);
    loop {
        if let Err(error) = open_and_record(&args.dir, &mut chance) {
            eprintln!("the recording process: {error}");
            return Verdict::Broken;
        }
    }
}

fn open_and_record(dir: &Path, chance: &mut Chance) -> Outcome<()> {
    let opener = Speaker(OPENER);
    opener.says(Said::Begins(Step::Opening))?;
    let log = if std::fs::exists(dir)? { SledLog::open(dir)? } else { SledLog::create(dir)? };
    opener.says(Said::Opened)?;
    let log: Arc<dyn EventLog> = Arc::new(log);
    let until = Instant::now() + chance.millis(50..1500);
    let end = Mutex::new(());
    let recorders = 1 + chance.index(4);
    thread::scope(|scope| {
        let mut threads = Vec::new();
        for nth in 1..=recorders {
            let (log, end) = (log.as_ref(), &end);
            threads.push(scope.spawn(move || record(Speaker(Thread(nth)), log, end, until)));
        }
        let (log, chance) = (Arc::clone(&log), Chance::of(chance.next()));
        threads.push(scope.spawn(move || erase_and_sign(Speaker(OPENER), &log, chance, until)));
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a thread panicked")?)
    })
}

fn record(speaker: Speaker, log: &dyn EventLog, end: &Mutex<()>, until: Instant) -> Outcome<()> {
    while Instant::now() < until && log.written()?.get() < RECORDS_MAX {
        speaker.says(Said::Begins(Step::Recording))?;
        let receipt = {
            let _end = end.lock().map_err(|_| "another thread panicked")?;
            let written = log.written()?;
            log.write(written, &Frame::of(&commits::behind(written))?)?
        };
        log.sync(receipt.last)?;
        speaker.says(Said::Recorded(receipt.last))?;
    }
    Ok(())
}

fn erase_and_sign(
    speaker: Speaker,
    log: &Arc<dyn EventLog>,
    mut chance: Chance,
    until: Instant,
) -> Outcome<()> {
    let evidence = Evidence::of(Arc::clone(log));
    let key = SigningKey::of_secret(&"example.org/cuts".parse()?, &[7; 32]);
    while Instant::now() < until {
        thread::sleep(chance.millis(1..40));
        if chance.percent(5) {
            speaker.says(Said::Begins(Step::Noting))?;
            ledger_over(Arc::clone(log))?.snapshot()?;
            speaker.says(Said::Noted)?;
            continue;
        }
        if chance.percent(20) {
            speaker.says(Said::Begins(Step::Signing))?;
            let checkpoint = evidence.issue(&key, &mut |_| {})?;
            speaker.says(Said::Signed(checkpoint.head().upto))?;
            continue;
        }
        let position = Position::new(chance.of_range(0..log.head()?.get() + 1));
        if position > Position::START && support::is_person(position) {
            speaker.says(Said::Begins(Step::Erasing(position)))?;
            log.erase(&[position])?;
            speaker.says(Said::Erased(position))?;
        }
    }
    Ok(())
}

/// A ledger over an open log.
pub(super) fn ledger_over(log: Arc<dyn EventLog>) -> Result<Ledger, aoc_replay::Error> {
    Ledger::with(log, Arc::new(SystemClock), Arc::new(SystemSalts))
}

#[derive(Debug, Clone, Copy)]
struct Speaker(Thread);

impl Speaker {
    fn says(self, said: Said) -> Outcome<()> {
        let mut out = stdout().lock();
        writeln!(out, "{}", Notice { thread: self.0, said })?;
        Ok(out.flush()?)
    }
}
