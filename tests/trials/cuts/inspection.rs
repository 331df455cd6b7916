//! Inspecting the ledger that a cut left: does it keep what was promised?

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use aoc_core::{CommitEnd, Position, Record, Seal};
use aoc_store::{
    ByteReport, EventLog, Evidence, EvidenceError, Frame, OpenError, RecordView, SledLog, encode_record,
    encode_sidecar, verify,
};

use super::commits;
use super::promises::Promises;
use super::writing::ledger_over;

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
    // Opening finishes an erasure that was cut off; one that was acknowledged needs none of that.
    check_erased(dir, promises)?;
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
    let report = compare(&log, promises)?;
    check_signed(&log, &report, promises)?;
    check_derived(dir, log)?;
    go_on(dir)?;
    Ok(Found::Records(report.records))
}

fn compare(log: &SledLog, promises: &Promises) -> Result<ByteReport, Broken> {
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
        CommitEnd::Last => Ok(report),
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
    if promises.erased.is_empty() {
        return Ok(());
    }
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

/// The checkpoints are there, and with what is remembered of the hashes the records have the root that they have without.
fn check_signed(log: &Arc<SledLog>, report: &ByteReport, promises: &Promises) -> Result<(), Broken> {
    let evidence = Evidence::of(Arc::clone(log) as Arc<dyn EventLog>);
    let unsound = |error: EvidenceError| (Breach::Unsound, error.to_string());
    let issued = evidence.issued().map_err(unsound)?;
    let issued: BTreeSet<Position> = issued.iter().map(|checkpoint| checkpoint.head().upto).collect();
    if let Some(upto) = promises.signed.difference(&issued).next() {
        return Err((Breach::Lost, format!("the checkpoint up to {upto}")));
    }
    let head = evidence.head(report.head).map_err(unsound)?;
    if Some(head) == report.tree { Ok(()) } else { Err((Breach::Unsound, "another root".into())) }
}

/// A ledger answers the same with and without what was derived before the cut.
fn check_derived(dir: &Path, log: Arc<SledLog>) -> Result<(), Broken> {
    let unsound = |why: String| (Breach::Unsound, why);
    let answer = |log: Arc<SledLog>| -> Result<_, aoc_replay::Error> {
        let ledger = ledger_over(log)?;
        let records = ledger.log().head()?;
        let counted = ledger.inventory(records)?.root();
        Ok((ledger.commits()?.iter().copied().collect::<Vec<_>>(), counted))
    };
    let with = answer(log).map_err(|error| unsound(error.to_string()))?;
    match std::fs::remove_dir_all(dir.join("cache")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(unsound(error.to_string())),
        _ => {}
    }
    let log = SledLog::open(dir).map_err(|error| (Breach::Stuck, error.to_string()))?;
    let without = answer(Arc::new(log)).map_err(|error| unsound(error.to_string()))?;
    if with == without { Ok(()) } else { Err(unsound("another answer with what is kept beside".into())) }
}

/// Records, closes and opens again.
fn go_on(dir: &Path) -> Result<(), Broken> {
    let go_on = || -> Result<bool, Box<dyn std::error::Error>> {
        let log = SledLog::open(dir)?;
        for _ in 0..6 {
            let head = log.head()?;
            log.append(head, &Frame::of(&commits::behind(head))?)?;
        }
        let head = log.head()?;
        drop(log);
        let report = verify(&SledLog::open(dir)?, &mut |_| {})?;
        Ok(report.head == head && report.is_sound())
    };
    match go_on() {
        Ok(true) => Ok(()),
        Ok(false) => Err((Breach::Stuck, "what it recorded next is not there".into())),
        Err(error) => Err((Breach::Stuck, error.to_string())),
    }
}
