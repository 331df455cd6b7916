//! `aoc checkpoint`: signed statements of how long the ledger is and what is in it, which is counted first.

use std::path::Path;

use aoc_core::{Event, InventoryEvent, Position};
use aoc_store::{Checkpoint, Evidence};
use serde_json::{Value, json};

use super::exhibit::Exhibit;
use super::{given, signed};
use crate::args::CheckpointArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::{Existing, Format, Page, Table, WholeFile};
use crate::progress::Progress;
use crate::words;

/// What was counted before the checkpoint was signed.
struct Counted {
    /// The inventory.
    record: Position,
    entities: u64,
}

/// Issues a checkpoint, shows the last one, lists them all, or adds what witnesses have signed.
pub(crate) fn run(args: &CheckpointArgs, context: &Context) -> Result<ExitCode, CliError> {
    if args.list {
        list(context)?;
    } else if let (Some(cosigned), Some(policy)) = (&args.add, &args.policy) {
        add(cosigned, policy, context)?;
    } else {
        // An empty variable names no key.
        let (checkpoint, counted) = match args.key.as_deref().filter(|key| !key.as_os_str().is_empty()) {
            Some(key) => {
                if let Some(out) = args.out.as_deref() {
                    drop(WholeFile::open(out, "the checkpoint", Existing::Kept)?); // before anything is signed
                }
                issue(key, context)?
            }
            None => (last(context)?, None),
        };
        show(&checkpoint, counted.as_ref(), args.out.as_deref(), context)?;
    }
    Ok(ExitCode::Fine)
}

/// Counts and signs; of a book without records nothing is counted.
fn issue(key: &Path, context: &Context) -> Result<(Checkpoint, Option<Counted>), CliError> {
    let key = given::signing_key(key)?;
    let ledger = context.open_to_record()?;
    let progress = Progress::of_records("hashing", ledger.head()?.get());
    let checkpoint = ledger.checkpoint(&key, &mut |at| progress.at(at))?;
    let record = checkpoint.head().upto;
    if record == Position::START {
        return Ok((checkpoint, None));
    }
    let counted = match ledger.record_at(record)?.event {
        Some(Event::Inventory(InventoryEvent::InventoryTaken(taken))) => {
            Some(Counted { record, entities: taken.entities })
        }
        _ => None,
    };
    Ok((checkpoint, counted))
}

fn last(context: &Context) -> Result<Checkpoint, CliError> {
    let issued = Evidence::of(context.log()?).issued()?.pop();
    issued.ok_or_else(|| {
        CliError::usage("no-checkpoint", "no checkpoint was issued for this ledger yet")
            .help("`aoc key new ORIGIN --out FILE` makes a key, `aoc checkpoint --key FILE` issues one")
    })
}

fn show(
    checkpoint: &Checkpoint,
    counted: Option<&Counted>,
    out: Option<&Path>,
    context: &Context,
) -> Result<(), CliError> {
    let mut row = Table::new(&signed::HEADINGS);
    row.row(signed::cells(checkpoint));
    let mut json = json!({"format": "aoc.checkpoint/1"});
    if let (Value::Object(fields), Value::Object(own)) = (&mut json, signed::json(checkpoint)) {
        fields.extend(own);
        if let Some(Counted { record, entities }) = counted {
            fields.insert("counted".to_owned(), json!({"record": record, "entities": entities}));
        }
    }
    let what = format!("the checkpoint of {}", words::records(checkpoint.head().upto));
    let beside = counted.map(|Counted { record, entities }| {
        let entities = usize::try_from(*entities).unwrap_or(usize::MAX);
        format!("Counted {}, record {record}.", words::count(entities, "entity", "entities"))
    });
    Exhibit { what: &what, text: checkpoint.to_string(), beside, row, json }.put(out, context)
}

fn list(context: &Context) -> Result<(), CliError> {
    let issued = Evidence::of(context.log()?).issued()?;
    match context.format() {
        Format::Json => context.output.json(&json!({
            "format": "aoc.checkpoints/1",
            "checkpoints": issued.iter().map(signed::json).collect::<Vec<_>>(),
        })),
        Format::Csv => {
            let mut table = Table::new(&signed::HEADINGS);
            for checkpoint in &issued {
                table.row(signed::cells(checkpoint));
            }
            context.output.csv(&table, "no checkpoint was issued yet")
        }
        Format::Table => context.output.page(&listed(&issued)),
    }
}

fn listed(issued: &[Checkpoint]) -> Page {
    let mut page = Page::new();
    let Some(last) = issued.last() else {
        page.line("No checkpoint was issued yet. `aoc checkpoint --key FILE` issues one.");
        return page;
    };
    page.title(format!("Checkpoints of {}, newest last", last.origin()));
    page.gap();
    let mut table = Table::new(&["records", "root", "signatures"]).right(0);
    for checkpoint in issued {
        let [_, records, root, signatures] = signed::cells(checkpoint);
        table.row([records, root, signatures]);
    }
    page.table(table);
    page
}

fn add(cosigned: &Path, policy: &Path, context: &Context) -> Result<(), CliError> {
    context.dir()?; // to write there
    let policy = given::policy(policy)?;
    let name = given::shown(cosigned);
    let copy = given::checkpoint(cosigned)?;
    let vouched = policy.vouched(&copy).map_err(|error| CliError::from(error).in_file(&name))?;
    let joined = Evidence::of(context.log()?)
        .add_signatures(&vouched)
        .map_err(|error| CliError::from(error).in_file(&name))?;
    match context.format() {
        Format::Table => {
            let mut page = Page::new();
            page.line(format!(
                "The checkpoint of {} is now signed by {}.",
                words::records(joined.head().upto),
                joined.signers().join(", ")
            ));
            context.output.page(&page)
        }
        Format::Csv | Format::Json => show(&joined, None, None, context),
    }
}
