//! Inspecting the ledger that a cut left: does it keep what was promised?

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use aoc_core::{CommitEnd, Position, Record, Seal};
use aoc_store::{
    EventLog, Evidence, Frame, OpenError, RecordView, SledLog, encode_record, encode_sidecar, verify,
};

use super::commits;
use super::promises::Promises;

/// How a promise was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Breach {
    /// The file system did not recover.
    Unmounted,
    /// The ledger did not open.
    Unopened,
    /// What was acknowledged is not there.
    Lost,
    /// A commit is there in part, or is not what was recorded.
    Torn,
    /// Verification finds damage.
    Unsound,
    /// The ledger does not go on.
    Stuck,
}

/// A breach, and what was found.
pub(super) type Broken = (Breach, String);

/// What was found where every promise was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// None was promised, and there is none that opens.
    NoLedger,
    /// So many records, each as it was recorded.
    Records(u64),
}

/// Opens a ledger, reads all of it, and goes on recording.
pub(super) fn inspect(dir: &Path, promises: &Promises) -> Result<Found, Broken> {
    let log = match SledLog::open(dir) {
        Ok(log) => log,
        Err(_) if promises.ledger.is_none() => return Ok(Found::NoLedger),
        Err(error @ (OpenError::Lost { .. } | OpenError::Missing { .. })) => {
            return Err((Breach::Lost, error.to_string()));
        }
        Err(error) => return Err((Breach::Unopened, error.to_string())),
    };
    let log = Arc::new(log);
    let head = log.head().map_err(|error| (Breach::Unopened, error.to_string()))?;
    if head < promises.head {
        return Err((Breach::Lost, format!("{} was acknowledged, the ledger ends at {head}", promises.head)));
    }
    let records = compare(&log, promises)?;
    check_erased(dir, promises)?;
    check_signed(&log, promises)?;
    go_on(dir, log)?;
    Ok(Found::Records(records))
}

fn compare(log: &SledLog, promises: &Promises) -> Result<u64, Broken> {
    let unsound = |error: &dyn std::error::Error| (Breach::Unsound, error.to_string());
    let report = verify(log, &mut |_| {}).map_err(|error| unsound(&error))?;
    if let Some(damage) = report.damages.first() {
        return Err((Breach::Unsound, format!("{} damages, first {damage:?}", report.damages.len())));
    }
    let (mut expected, mut last) = (commits::all(), CommitEnd::Last);
    for frame in log.frames(Position::FIRST).map_err(|error| unsound(&error))? {
        let frame = frame.map_err(|error| unsound(&error))?;
        for view in frame.records() {
            let view = view.map_err(|error| unsound(&error))?;
            expected.next().map_or(Ok(()), |expected| compare_record(&view, &expected, promises))?;
            last = view.end();
        }
    }
    match last {
        CommitEnd::Last => Ok(report.records),
        CommitEnd::Open => Err((Breach::Torn, format!("the commit at {} has no end", report.head))),
    }
}

fn compare_record(view: &RecordView<'_>, expected: &Record, promises: &Promises) -> Result<(), Broken> {
    let at = expected.position;
    let unsound = |error: aoc_store::RecordError| (Breach::Unsound, error.to_string());
    if view.bytes() != encode_record(expected).map_err(unsound)? {
        return Err((Breach::Torn, format!("record {at} is not what was recorded")));
    }
    let is_erased = matches!(view.seal().map_err(unsound)?, Seal::Erased(_));
    if is_erased && !promises.may_be_erased.contains(&at) {
        return Err((Breach::Lost, format!("the body of {at}, which nobody erased")));
    }
    if !is_erased && promises.erased.contains(&at) {
        return Err((Breach::Lost, format!("that {at} was erased")));
    }
    if !is_erased && view.sidecar() != encode_sidecar(expected).as_deref() {
        return Err((Breach::Torn, format!("the body of {at} is not what was recorded")));
    }
    Ok(())
}

/// No byte of an erased body is in the file of sealed bodies.
fn check_erased(dir: &Path, promises: &Promises) -> Result<(), Broken> {
    let bytes = std::fs::read(dir.join("sealed")).map_err(|error| (Breach::Lost, error.to_string()))?;
    let text = String::from_utf8_lossy(&bytes);
    let numbers = text.split("Person number ").skip(1).filter_map(|rest| rest.split_once('.'));
    let there: BTreeSet<Position> =
        numbers.filter_map(|(number, _)| number.parse().ok()).map(Position::new).collect();
    match promises.erased.intersection(&there).next() {
        None => Ok(()),
        Some(at) => Err((Breach::Lost, format!("that {at} was erased: its body is on the disk"))),
    }
}

fn check_signed(log: &Arc<SledLog>, promises: &Promises) -> Result<(), Broken> {
    let log: Arc<SledLog> = Arc::clone(log);
    let issued = Evidence::of(log).issued().map_err(|error| (Breach::Unsound, error.to_string()))?;
    let issued: BTreeSet<Position> = issued.iter().map(|checkpoint| checkpoint.head().upto).collect();
    match promises.signed.difference(&issued).next() {
        None => Ok(()),
        Some(upto) => Err((Breach::Lost, format!("the checkpoint up to {upto}"))),
    }
}

/// Records, closes and opens again.
fn go_on(dir: &Path, log: Arc<SledLog>) -> Result<(), Broken> {
    let stuck = |why: String| (Breach::Stuck, why);
    let go_on = || -> Result<Position, Box<dyn std::error::Error>> {
        for _ in 0..6 {
            let head = log.head()?;
            log.append(head, &Frame::of(&commits::behind(head))?)?;
        }
        Ok(log.head()?)
    };
    let head = go_on().map_err(|error| stuck(error.to_string()))?;
    drop(log);
    let log = SledLog::open(dir).map_err(|error| stuck(error.to_string()))?;
    let report = verify(&log, &mut |_| {}).map_err(|error| stuck(error.to_string()))?;
    if report.head == head && report.is_sound() { Ok(()) } else { Err(stuck(format!("{report:?}"))) }
}
