//! [`Known`]: what a ledger holds, as whoever recorded it knows.

use std::error::Error;

use aoc_core::{CommitEnd, Position};
use aoc_replay::Ledger;
use aoc_store::{Checkpoint, EventLog};

/// The records of a ledger, from the first on, and what was signed for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) records: Vec<Kept>,
    pub(crate) issued: Vec<Checkpoint>,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) bytes: Vec<u8>,
    pub(crate) body: Option<Vec<u8>>,
    pub(crate) end: CommitEnd,
}

impl Known {
    pub(crate) fn of(ledger: &Ledger) -> Result<Self, Box<dyn Error>> {
        Ok(Self { records: records(ledger.log())?, issued: ledger.evidence().issued()? })
    }

    pub(crate) fn head(&self) -> Position {
        Position::START.plus(self.records.len())
    }
}

/// All records of a log, as they are stored.
pub(crate) fn records(log: &dyn EventLog) -> Result<Vec<Kept>, aoc_store::Error> {
    let mut records = Vec::new();
    for frame in log.frames(Position::FIRST)? {
        for view in frame?.records() {
            let view = view?;
            let body = view.sidecar().map(<[u8]>::to_vec);
            records.push(Kept { bytes: view.bytes().to_vec(), body, end: view.end() });
        }
    }
    Ok(records)
}
