//! `aoc restore`: from an archive of plain files to a ledger.

use std::path::Path;

use aoc_store::{SledLog, TiledLog, TreeHead};
use serde_json::json;

use crate::args::RestoreArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::{Format, Page, Table, WholeDir};
use crate::progress::Progress;
use crate::words;

/// Makes a ledger with the same records, root and checkpoints, or none.
pub(crate) fn run(args: &RestoreArgs, context: &Context) -> Result<ExitCode, CliError> {
    let into: &Path = match &args.into {
        Some(into) => into,
        None => context.dir()?,
    };
    let TreeHead { upto, root } = restore(&args.from, into)?;
    let (from, ledger) = (args.from.display().to_string(), into.display().to_string());
    match context.format() {
        Format::Json => context.output.json(&json!({
            "format": "aoc.restore/1",
            "archive": from,
            "ledger": ledger,
            "tree": {"records": upto, "root": root.to_string()},
        }))?,
        Format::Csv => {
            let mut table = Table::new(&["archive", "ledger", "records", "root"]);
            table.row([from, ledger, upto.to_string(), root.to_string()]);
            context.output.csv(&table, "")?;
        }
        Format::Table => {
            let mut page = Page::new();
            let records = words::records(upto);
            page.line(format!("Restored {records} of {from} into {ledger}; only its owner can read it."));
            page.line(format!("The root over {records} is {root}."));
            if !args.from.join("sealed").exists() {
                page.line(
                    "No personal data lay with the archive: if records held any, they are not in the ledger.",
                );
            }
            context.output.page(&page)?;
        }
    }
    Ok(ExitCode::Fine)
}

fn restore(from: &Path, into: &Path) -> Result<TreeHead, CliError> {
    let archive = TiledLog::open(from)?;
    let whole = WholeDir::open(into, "the ledger")?;
    let log = SledLog::create(whole.path())?;
    let progress = Progress::of_records("checking and restoring", archive.tree().upto.get());
    let head = aoc_store::restore(&archive, &log, &mut |at| progress.at(at))?;
    drop(progress);
    drop(log);
    whole.keep()?;
    Ok(head)
}
