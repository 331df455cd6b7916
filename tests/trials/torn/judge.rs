//! [`judge`]: what a torn write left, against what was acknowledged before it.

use std::path::Path;
use std::sync::Arc;

use aoc_core::{CommitEnd, Position};
use aoc_replay::Recorded;
use aoc_store::{EventLog, SledLog};

use super::known::{Kept, Known, records};
use super::life::{further, over};
use crate::kills::survival::{Checked, unopened, unsound};
use crate::promise::Promise;

/// What is known of a ledger.
pub(super) struct Claims<'k> {
    /// Before the step.
    pub(super) before: &'k Known,
    /// When it has ended.
    pub(super) after: &'k Known,
    /// Up to where everything must be there.
    pub(super) due: Position,
}

/// What was found of a step that was not acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing of it.
    Nothing,
    /// The commit, whole; or it is a step that records none.
    Whole,
}

/// Opens what is there, compares all of it with what is known, and records in it.
pub(super) fn judge(dir: &Path, claims: &Claims<'_>) -> Checked<Found> {
    let log = Arc::new(SledLog::open(dir).map_err(unopened)?);
    let head = log.head().map_err(unopened)?;
    check_head(head, claims)?;
    check_records(&records(log.as_ref()).map_err(unsound)?, head, claims)?;
    let ledger = over(log, head.get()).map_err(unopened)?;
    let audit = ledger.audit(&mut |_| {}).map_err(unopened)?;
    if !audit.is_sound() {
        return Err(unsound(format_args!("{:?} {:?}", audit.bytes.damages, audit.commits)));
    }
    let issued = ledger.evidence().issued().map_err(unsound)?;
    if issued != claims.before.issued && issued != claims.after.issued {
        return Err(Promise::Kept.broken(format_args!("{} checkpoints are remembered", issued.len())));
    }
    match ledger.record(&further().map_err(unsound)?).map_err(unopened)? {
        Recorded::Accepted(_) => {}
        other => return Err(unopened(format_args!("it does not go on: {other:?}"))),
    }
    let end = ledger.head().map_err(unopened)?;
    drop(ledger);
    let log = SledLog::open(dir).map_err(unopened)?;
    let kept = Position::START.plus(records(&log).map_err(unsound)?.len());
    if log.head() != Ok(end) || kept != end {
        return Err(Promise::Kept.broken(format_args!("recorded up to {end}, opened again it holds {kept}")));
    }
    Ok(if head == claims.before.head() && head < claims.after.head() { Found::Nothing } else { Found::Whole })
}

/// It ends where a commit does, and not before what must be there.
fn check_head(head: Position, claims: &Claims<'_>) -> Checked<()> {
    if head < claims.due {
        return Err(Promise::Kept
            .broken(format_args!("up to {} was acknowledged, the log ends at {head}", claims.due)));
    }
    let len = usize::try_from(head.get()).map_err(unsound)?;
    match len.checked_sub(1).map(|last| claims.after.records.get(last).map(|record| record.end)) {
        None | Some(Some(CommitEnd::Last)) => Ok(()),
        _ => Err(Promise::Whole.broken(format_args!("the log ends at {head}, in the middle of a commit"))),
    }
}

/// Every byte is as it was given; bodies may have gone with the step, if it was to destroy them.
fn check_records(found: &[Kept], head: Position, claims: &Claims<'_>) -> Checked<()> {
    if Position::START.plus(found.len()) != head {
        return Err(unsound(format_args!("{} records, but the head is {head}", found.len())));
    }
    for (at, (found, after)) in found.iter().zip(&claims.after.records).enumerate() {
        let before = claims.before.records.get(at).unwrap_or(after);
        if found.bytes != after.bytes || found.body != after.body && found.body != before.body {
            let position = Position::FIRST.plus(at);
            return Err(Promise::Kept.broken(format_args!("record {position} is not what was given")));
        }
    }
    Ok(())
}
