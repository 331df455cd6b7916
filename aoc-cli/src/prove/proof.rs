//! `aoc prove`: proofs for people who have no ledger.

use std::path::Path;

use aoc_core::Position;
use aoc_store::{Checkpoint, Evidence};
use serde_json::{Value, json};

use super::exhibit::Exhibit;
use super::{given, signed};
use crate::args::{ProveArgs, ProveConsistencyArgs, ProveRecordArgs, ProveVerb, Stage};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::Table;
use crate::words;

/// Proves a record, or that the ledger goes on from what it was.
pub(crate) fn run(args: &ProveArgs, context: &Context) -> Result<ExitCode, CliError> {
    let evidence = Evidence::of(context.log()?);
    match &args.verb {
        ProveVerb::Record(args) => record(args, &evidence, context)?,
        ProveVerb::Consistency(args) => consistency(args, &evidence, context)?,
    }
    Ok(ExitCode::Fine)
}

fn record(args: &ProveRecordArgs, evidence: &Evidence, context: &Context) -> Result<(), CliError> {
    let against = args.checkpoint.as_deref().map(|path| kept(path, evidence)).transpose()?;
    let proof = evidence.prove_record(args.position, against.as_ref())?;
    let what = format!("the proof of record {}", args.position);
    let (row, json) = told("record", args.position, &proof.checkpoint);
    Exhibit { what: &what, text: proof.to_string(), beside: None, row, json }
        .put(args.out.as_deref(), context)
}

fn consistency(args: &ProveConsistencyArgs, evidence: &Evidence, context: &Context) -> Result<(), CliError> {
    let new = match &args.new {
        Some(Stage::Records(records)) => Some(issued(*records, evidence)?),
        Some(Stage::File(path)) => Some(kept(path, evidence)?),
        None => None,
    };
    let old = match &args.old {
        Stage::Records(records) => *records,
        Stage::File(path) => kept(path, evidence)?.head().upto,
    };
    let proof = evidence.prove_extension(old, new.as_ref())?;
    let upto = proof.checkpoint.head().upto;
    let what = format!("the proof that the ledger of {} goes on from {old}", words::records(upto));
    let (row, json) = told("consistency", old, &proof.checkpoint);
    Exhibit { what: &what, text: proof.to_string(), beside: None, row, json }
        .put(args.out.as_deref(), context)
}

/// The checkpoint that was issued of so many records.
fn issued(records: Position, evidence: &Evidence) -> Result<Checkpoint, CliError> {
    let mut issued = evidence.issued()?;
    let there: Vec<String> = issued.iter().map(|checkpoint| checkpoint.head().upto.to_string()).collect();
    let found = issued.iter().rposition(|checkpoint| checkpoint.head().upto == records);
    found.map(|at| issued.swap_remove(at)).ok_or_else(|| {
        let there =
            if there.is_empty() { "there is none".to_owned() } else { format!("there are those of {}", there.join(", ")) };
        let message = format!("no checkpoint of {} was issued: {there}", words::records(records));
        CliError::usage("no-checkpoint", message)
            .help("leave it away to prove up to the last one; `aoc checkpoint --key FILE` issues one of the ledger as it is now")
    })
}

/// The checkpoint that somebody has kept, if the ledger is still what it states.
fn kept(path: &Path, evidence: &Evidence) -> Result<Checkpoint, CliError> {
    let (name, checkpoint) = (given::shown(path), given::checkpoint(path)?);
    same_ledger(&checkpoint, &name, &evidence.issued()?)?;
    evidence.confirm(&checkpoint).map_err(|error| CliError::from(error).in_file(&name))?;
    Ok(checkpoint)
}

/// Whether a checkpoint bears the name under which those of this ledger were issued.
pub(super) fn same_ledger(
    checkpoint: &Checkpoint,
    name: &str,
    issued: &[Checkpoint],
) -> Result<(), CliError> {
    let (found, own) = (checkpoint.origin(), issued.last().map(Checkpoint::origin));
    own.filter(|own| *own != found).map_or(Ok(()), |own| {
        let message = format!("this is a checkpoint of {found}; this ledger is {own}");
        Err(CliError::usage("other-ledger", message).in_file(name))
    })
}

/// A proof for spreadsheets, and for programs.
fn told(proves: &str, position: Position, checkpoint: &Checkpoint) -> (Table, Value) {
    let headings = ["proves", "position"].into_iter().chain(signed::HEADINGS).collect::<Vec<_>>();
    let mut row = Table::new(&headings);
    row.row([proves.to_owned(), position.to_string()].into_iter().chain(signed::cells(checkpoint)));
    let json = json!({
        "format": "aoc.proof/1",
        "proves": proves,
        "position": position,
        "checkpoint": signed::json(checkpoint),
    });
    (row, json)
}
