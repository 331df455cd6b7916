//! The process that is killed: it writes on one [`Way`], and says what it begins and what it promises.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Read, stdin};
use std::path::PathBuf;
use std::sync::Mutex;
use std::thread;

use aoc_core::Position;
use aoc_replay::{BatchSize, BulkRecorded, Ledger, Recorded};
use aoc_store::{EventLog, Frame, SledLog, TiledLog, import, restore};
use clap::ValueEnum;

use super::place::{Place, key};
use super::said::{Said, say};
use super::way::{BATCH_DRAFTS, Content, Way};

type Done = Result<(), Box<dyn Error>>;

/// Writes until it is killed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    way: Way,
    place: PathBuf,
    /// Stop after so many steps
    #[arg(long, default_value_t = u64::MAX)]
    steps: u64,
    /// When a commit is acknowledged
    #[arg(long, value_enum, default_value_t)]
    acknowledge: Acknowledge,
}

/// When a writer acknowledges a commit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Acknowledge {
    /// When it is synced
    #[default]
    Synced,
    /// When it is only written: a lie, for the control
    Written,
}

/// Writes as it is told; then it waits, to be killed all the same.
pub(crate) fn run(args: &Args) -> Done {
    let place = Place::from(args.place.clone());
    match args.way {
        Way::Single | Way::Packing | Way::Big => append(&place, args)?,
        Way::Shared => share(&place, args)?,
        Way::Batch => batch(&place, args)?,
        Way::Snapshot => keep_snapshots(&place, args)?,
        Way::Checkpoint => sign(&place, args)?,
        Way::Erasure => record(&opened(|| Ledger::open(place.ledger()))?, args, &mut |_| Ok(()))?,
        Way::Import => import_archive(&place)?,
        Way::Restore => restore_files(&place)?,
        Way::Creation => create(&place, args)?,
    }
    stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// To open is a step, too: what was cut off before is finished in it.
fn opened<T, E: Error + 'static>(open: impl FnOnce() -> Result<T, E>) -> Result<T, Box<dyn Error>> {
    say(&Said::Begins)?;
    let opened = open()?;
    say(&Said::Ends)?;
    Ok(opened)
}

fn append(place: &Place, args: &Args) -> Done {
    let log = opened(|| SledLog::open(place.ledger()))?;
    let end = Mutex::new(());
    (0..args.steps).try_for_each(|_| append_one(&log, &end, args))
}

fn share(place: &Place, args: &Args) -> Done {
    let log = opened(|| SledLog::open(place.ledger()))?;
    let end = Mutex::new(());
    let write = || (0..args.steps).try_for_each(|_| append_one(&log, &end, args).map_err(|e| e.to_string()));
    thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(write)).collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(|_| "a thread panicked")?.map_err(Box::from))
    })
}

/// One commit behind what was written last. Between the two steps of an append others may write.
fn append_one(log: &SledLog, end: &Mutex<()>, args: &Args) -> Done {
    let receipt = {
        let _end = end.lock().map_err(|poison| poison.to_string())?;
        let written = log.written()?;
        let Content::Records(records) = args.way.content(written) else {
            return Err("what is appended is records".into());
        };
        say(&Said::Begins)?;
        log.write(written, &Frame::of(&records)?)?
    };
    if args.acknowledge == Acknowledge::Written {
        say(&Said::Acknowledged(receipt.last))?;
        return Ok(log.sync(receipt.last)?);
    }
    log.sync(receipt.last)?;
    say(&Said::Acknowledged(receipt.last))
}

/// The same drafts each time: those that the book holds are passed over.
fn batch(place: &Place, args: &Args) -> Done {
    let ledger = opened(|| Ledger::open(place.ledger()))?;
    let behind = ledger.head()?.get();
    let last = u64::try_from(BATCH_DRAFTS)?.saturating_mul(args.steps).saturating_add(behind);
    let mut said = Ok(());
    let drafts = (1..=last).map(Position::new).map(|at| {
        // What is passed over is no step.
        let begins =
            at.get() > behind && at.previous().get().is_multiple_of(u64::try_from(BATCH_DRAFTS).unwrap_or(1));
        if begins {
            say(&Said::Begins).map_err(|error| error.to_string())?;
        }
        Ok::<_, String>(Way::draft(at))
    });
    let recorded = ledger.record_all(drafts, BatchSize::of_drafts(BATCH_DRAFTS)?, &mut |bulk| {
        if let Some(stored) = bulk.recorded
            && said.is_ok()
        {
            said = say(&Said::Acknowledged(stored.last));
        }
    })?;
    said?;
    match recorded {
        BulkRecorded::Accepted(_) => Ok(()),
        BulkRecorded::Rejected { rejections, .. } => Err(rejections.to_string().into()),
    }
}

/// Records commits, and does something after each.
fn record(ledger: &Ledger, args: &Args, then: &mut dyn FnMut(&Ledger) -> Done) -> Done {
    for _ in 0..args.steps {
        let Content::Drafts(drafts) = args.way.content(ledger.head()?) else {
            return Err("what is recorded is drafts".into());
        };
        say(&Said::Begins)?;
        match ledger.record(&drafts)? {
            Recorded::Accepted(receipt) => say(&Said::Acknowledged(receipt.commit.last))?,
            other => return Err(format!("{other:?}").into()),
        }
        then(ledger)?;
    }
    Ok(())
}

fn keep_snapshots(place: &Place, args: &Args) -> Done {
    let ledger = opened(|| Ledger::open(place.ledger()))?;
    record(&ledger, args, &mut |ledger| {
        say(&Said::Begins)?;
        ledger.snapshot()?;
        ledger.evidence().head(ledger.head()?)?;
        say(&Said::Ends)
    })
}

fn sign(place: &Place, args: &Args) -> Done {
    let (ledger, key) = (opened(|| Ledger::open(place.ledger()))?, key()?);
    record(&ledger, args, &mut |ledger| {
        say(&Said::Begins)?;
        say(&Said::Signed(ledger.checkpoint(&key, &mut |_| {})?))
    })
}

fn import_archive(place: &Place) -> Done {
    let log = opened(|| SledLog::create(place.ledger()))?;
    let mut said = say(&Said::Begins);
    let mut archive = BufReader::new(File::open(place.archive())?);
    import(&mut archive, &log, &mut |at| {
        if said.is_ok() {
            said = say(&Said::Acknowledged(at)).and_then(|()| say(&Said::Begins));
        }
    })?;
    said?;
    say(&Said::Ends)
}

fn restore_files(place: &Place) -> Done {
    let log = opened(|| SledLog::create(place.ledger()))?;
    let mut said = say(&Said::Begins);
    restore(&TiledLog::open(place.files())?, &log, &mut |at| {
        // It is told, too, how far the archive was checked.
        let is_kept = log.head().is_ok_and(|head| head >= at);
        if is_kept && said.is_ok() {
            said = say(&Said::Acknowledged(at)).and_then(|()| say(&Said::Begins));
        }
    })?;
    said?;
    say(&Said::Ends)
}

fn create(place: &Place, args: &Args) -> Done {
    (0..args.steps).try_for_each(|nth| opened(|| SledLog::create(place.made(nth))).map(drop))
}
