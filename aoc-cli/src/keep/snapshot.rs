//! `aoc snapshot`: writes now what is kept beside the log.

use aoc_core::Position;
use serde_json::json;

use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::{Format, Page, Table};

/// Writes it, and says how far it goes.
pub(crate) fn run(context: &Context) -> Result<ExitCode, CliError> {
    let ledger = context.open_to_record()?;
    let shown = context.dir()?.display().to_string();
    let upto = ledger.snapshot()?.ok_or_else(|| cannot(&shown))?;
    match context.format() {
        Format::Json => {
            context.output.json(&json!({"format": "aoc.snapshot/1", "ledger": shown, "upto": upto}))?;
        }
        Format::Csv => {
            let mut table = Table::new(&["ledger", "upto"]);
            table.row([shown, upto.to_string()]);
            context.output.csv(&table, "")?;
        }
        Format::Table => {
            let mut page = Page::new();
            page.line(if upto == Position::START {
                format!("Nothing is recorded in {shown} yet: there is nothing to keep beside the log.")
            } else {
                format!("Kept beside the log in {shown}, up to position {upto}: what opening needs of the records.")
            });
            page.line("It is a cache: to lose it changes no answer, only the time that opening takes.");
            context.output.page(&page)?;
        }
    }
    Ok(ExitCode::Fine)
}

fn cannot(ledger: &str) -> CliError {
    let message = format!(
        "nothing can be kept beside the log in {ledger}: its directory `cache` cannot be written; the \
         ledger itself is as it was"
    );
    CliError::new(ExitCode::CannotOpen, "not-kept", message)
        .with("ledger", json!(ledger))
        .help("look at its permissions and at the room on its disk; whatever is in `cache` may be deleted")
        .help("without it every answer is the same, only opening takes longer")
}
