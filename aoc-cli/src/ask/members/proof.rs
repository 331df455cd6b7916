//! `aoc members --proof`: a file that proves the answer, as known when the book was last counted.

use std::io::Write;
use std::path::Path;

use aoc_core::{GroupId, Position};
use aoc_replay::{KnownAt, Ledger, Roll};
use serde_json::{Value, json};

use crate::error::CliError;
use crate::output::{Existing, WholeFile};
use crate::prove::answer::AnswerProof;
use crate::viewed::Asked;
use crate::when::KnownArg;
use crate::words;

/// A proof that was written.
pub(super) struct Written {
    file: String,
    /// How many records it holds.
    held: usize,
    /// How many records its checkpoint speaks of.
    signed: Position,
    /// The last record that was counted.
    upto: Position,
}

impl Written {
    /// What people are told of it.
    pub(super) fn lines(&self) -> [String; 2] {
        let Self { file, held, signed, upto } = self;
        let (held, signed) = (words::count(*held, "record", "records"), words::records(*signed));
        [
            format!(
                "Wrote the proof to {file}: {held}, by the checkpoint of {signed}. `aoc check {file} --key KEY` needs no ledger."
            ),
            format!(
                "The book was counted up to position {upto}; of what was recorded later, neither answer nor proof speaks."
            ),
        ]
    }

    /// What programs are told of it.
    pub(super) fn json(&self) -> Value {
        json!({"file": self.file, "position": self.upto, "checkpoint": self.signed})
    }
}

/// Writes the proof into a new file, and gives the view of the answer that it proves.
pub(super) fn write(
    path: &Path,
    group: GroupId,
    asked: &Asked,
    ledger: &Ledger,
) -> Result<(Asked, Written), CliError> {
    let mut file = WholeFile::open(path, "the proof", Existing::Kept)?;
    let roll = Roll::of(group);
    let extract = ledger.extract(&roll, None)?;
    let upto = extract.records.last().map_or(Position::START, |last| last.position);
    let asked = when_counted(asked, upto, ledger)?;
    let written = Written {
        file: path.display().to_string(),
        held: extract.records.len(),
        signed: extract.checkpoint.head().upto,
        upto,
    };
    let proof = AnswerProof::of(&ledger.ask(&roll, asked.view())?, extract);
    file.write_all(proof.to_string().as_bytes()).map_err(|error| file.failed(&error))?;
    file.keep()?;
    Ok((asked, written))
}

/// The view in which the book knew what was counted, if no other was asked for.
fn when_counted(asked: &Asked, upto: Position, ledger: &Ledger) -> Result<Asked, CliError> {
    if asked.view().known_at != KnownAt::Head && ledger.view(asked.view())?.position != upto {
        let message = format!(
            "a proof speaks of the book as it was counted before its last checkpoint, at position {upto}, and of no other state"
        );
        return Err(CliError::usage("known-at", message)
            .help(format!("leave --known-at away, or give --known-at {upto}")));
    }
    Ok(asked.known_at(&KnownArg::at(upto)))
}
