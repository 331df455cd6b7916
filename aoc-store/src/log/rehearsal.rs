//! A rehearsal: where the storage engine could write over what can still be read, a copy is opened first.
//!
//! The engine takes the first break in its file for the end, and clears what lies behind: what was cut off by a crash, or what stands
//! behind a damaged byte. Which of the two it is, tells what is found when it has done so.

use std::fs;
use std::io::ErrorKind;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use aoc_core::Position;

use super::directory::{CONFIG, DATA};
use super::ending::Ending;
use super::engine::Engine;
use super::recovery::SNAPSHOT;
use super::walk::Walk;
use super::{OpenError, StoredFrame, remains};
use crate::owner_only;

/// In the ledger's directory, as long as it is looked at.
const PLACE: &str = "rehearsal";

/// Whether the engine may open a ledger: it finds all that was acknowledged and can be read.
///
/// # Errors
/// What opening says of the copy, or [`OpenError::Lost`], or [`OpenError::Damaged`]; the ledger is as it was.
pub(super) fn hold(dir: &Path, acknowledged: Option<Position>) -> Result<(), OpenError> {
    let copy = Copy::of(dir)?;
    let engine = Engine::open(&copy.0).map_err(|error| of_copy(error, dir))?;
    let failed = |cause| OpenError::Log { dir: dir.to_owned(), cause };
    let found = Ending::find(&engine).map_err(failed)?.head;
    if let Some(acknowledged) = acknowledged.filter(|acknowledged| *acknowledged > found) {
        return Err(OpenError::Lost { dir: dir.to_owned(), acknowledged, found });
    }
    let kept: Vec<RangeInclusive<Position>> = Walk::new(&engine, Position::FIRST, found)
        .filter_map(|stored| stored.and_then(StoredFrame::frame).ok())
        .map(|frame| frame.first()..=frame.last())
        .collect();
    let is_kept = |position: Position| {
        let behind = kept.partition_point(|range| *range.end() < position);
        kept.get(behind).is_some_and(|range| range.contains(&position))
    };
    drop(engine); // it holds what it has read
    // What was never acknowledged may go.
    let may_go = |position: Position| acknowledged.is_some_and(|last| last < position);
    let is_lost = |position: &Position| !may_go(*position) && !is_kept(*position);
    let mut lost = None;
    remains::each_frame(dir, &mut |frame| {
        let readable = frame.records().flatten().map(|view| view.position());
        lost = lost.or_else(|| readable.into_iter().find(is_lost));
    })?;
    match lost {
        None => Ok(()),
        Some(position) => {
            let why = format!(
                "record {position} can be read in its files, but the storage engine would write over it"
            );
            Err(OpenError::Damaged { dir: dir.to_owned(), why })
        }
    }
}

/// The engine's files; gone when dropped.
struct Copy(PathBuf);

impl Copy {
    fn of(dir: &Path) -> Result<Self, OpenError> {
        let copy = Self(dir.join(PLACE));
        let error = |cause: std::io::Error| OpenError::of_io(&copy.0, &cause);
        match fs::remove_dir_all(&copy.0) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(error(cause)),
            _ => {}
        }
        owner_only::create_dir(&copy.0).map_err(error)?;
        for entry in fs::read_dir(dir).map_err(error)? {
            let name = entry.map_err(error)?.file_name();
            let is_engines = name
                .to_str()
                .is_some_and(|name| [CONFIG, DATA].contains(&name) || name.starts_with(SNAPSHOT));
            if is_engines {
                fs::copy(dir.join(&name), copy.0.join(&name)).map_err(error)?;
            }
        }
        Ok(copy)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // What stays is removed the next time.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What is wrong with the copy is wrong with the ledger.
fn of_copy(error: OpenError, dir: &Path) -> OpenError {
    let dir = dir.to_owned();
    match error {
        OpenError::Damaged { why, .. } => OpenError::Damaged { dir, why },
        OpenError::Log { cause, .. } => OpenError::Log { dir, cause },
        error => error,
    }
}
