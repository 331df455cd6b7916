//! `aoc init`: an empty ledger.

use std::path::Path;

use aoc_replay::Ledger;
use serde_json::json;

use crate::args::InitArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::{Format, Page, Table};

/// Makes an empty ledger in a new or empty directory.
pub(crate) fn run(args: &InitArgs, context: &Context) -> Result<ExitCode, CliError> {
    let dir: &Path = match &args.dir {
        Some(dir) => dir,
        None => context.dir()?,
    };
    Ledger::create(dir)?;
    let shown = dir.display().to_string();
    match context.format() {
        Format::Json => context.output.json(&json!({"format": "aoc.init/1", "ledger": shown}))?,
        Format::Csv => {
            let mut table = Table::new(&["ledger"]);
            table.row([shown]);
            context.output.csv(&table, "")?;
        }
        Format::Table => {
            let mut page = Page::new();
            page.line(format!("Created an empty ledger in {shown}; only its owner can read it."));
            page.line(format!(
                "`aoc --ledger {shown} import FILE` records a file; `aoc template` prints files to fill in."
            ));
            context.output.page(&page)?;
        }
    }
    Ok(ExitCode::Fine)
}
