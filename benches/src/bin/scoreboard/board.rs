//! [`Board`]: everything that was measured, and on what.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::arguments::Measure;
use crate::figure::{Better, Durability, Figure, Unit};
use crate::machine::Machine;
use crate::runs::{Runs, Summary};
use crate::site::Site;

/// The version of this layout.
const FORMAT: u32 = 1;

/// Everything that was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Board {
    pub(crate) format: u32,
    pub(crate) machine: Machine,
    pub(crate) seed: u64,
    pub(crate) events: usize,
    pub(crate) runs: usize,
    /// Nothing when no figure needed a ledger.
    pub(crate) input: Option<Input>,
    pub(crate) figures: Vec<Measured>,
}

/// The records that the ledger was built of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Input {
    /// SHA-256 over the bytes of all records, in order.
    pub(crate) sha256: String,
    pub(crate) records: usize,
    /// Bodies that stand beside their records not included.
    pub(crate) record_bytes: usize,
}

/// What a figure came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Measured {
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) unit: Unit,
    pub(crate) better: Better,
    pub(crate) durability: Durability,
    #[serde(flatten)]
    pub(crate) summary: Summary,
    /// The samples of each run.
    pub(crate) samples: Runs,
}

impl Board {
    /// A board without figures.
    pub(crate) fn new(site: &Site, wanted: &Measure) -> Self {
        Self {
            format: FORMAT,
            machine: Machine::here(site.dir()),
            seed: wanted.seed,
            events: wanted.events,
            runs: wanted.runs,
            input: None,
            figures: Vec::new(),
        }
    }

    /// A board that was printed as JSON.
    pub(crate) fn read(file: &Path) -> Result<Self, Box<dyn Error>> {
        let wrong = |why: String| format!("{}: {why}", file.display());
        let text = fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
        let board: Self =
            serde_json::from_str(&text).map_err(|error| wrong(format!("not a board: {error}")))?;
        if board.format == FORMAT { Ok(board) } else { Err(wrong("a board of another format".into()).into()) }
    }

    pub(crate) fn add(&mut self, figure: &Figure, samples: Runs) {
        self.figures.push(Measured {
            name: figure.name.into(),
            about: figure.about.into(),
            unit: figure.unit,
            better: figure.unit.better(),
            durability: figure.durability,
            summary: samples.summary(),
            samples,
        });
    }
}
