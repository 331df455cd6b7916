//! `aoc backup`: a second ledger that holds what the first one does, also while that is written to.

use std::path::Path;

use aoc_core::Position;
use aoc_store::{Backup, OpenError, SledLog, backup};
use serde_json::json;

use crate::args::BackupArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::{Format, Page, Table, WholeDir};
use crate::progress::Progress;
use crate::words;

/// Makes the backup, or adds to one that is there what is new.
pub(crate) fn run(args: &BackupArgs, context: &Context) -> Result<ExitCode, CliError> {
    let (ledger, to) = (context.dir()?, args.to.as_path());
    if let Some(around) = SledLog::around(to)? {
        let message = format!(
            "{} lies in the ledger {}: name a place elsewhere, best on another disk",
            to.display(),
            around.display()
        );
        return Err(CliError::usage("usage", message));
    }
    if std::fs::canonicalize(to)
        .is_ok_and(|to| std::fs::canonicalize(ledger).is_ok_and(|ledger| to == ledger))
    {
        return Err(CliError::usage(
            "usage",
            format!("{} is the ledger itself: name another place", to.display()),
        ));
    }
    let made = match SledLog::open(to) {
        Err(OpenError::Missing { .. } | OpenError::NotALedger { .. }) => {
            let whole = WholeDir::open(to, "the backup")?;
            let log = SledLog::create(whole.path())?;
            let made = make(ledger, &log)?;
            drop(log);
            whole.keep()?;
            made
        }
        opened => make(ledger, &opened?)?,
    };
    say(made, ledger, to, context)?;
    Ok(ExitCode::Fine)
}

fn make(ledger: &Path, to: &SledLog) -> Result<Backup, CliError> {
    let progress = Progress::open_ended("backing up and verifying");
    Ok(backup(ledger, to, &mut |at| progress.at(at))?)
}

fn say(made: Backup, ledger: &Path, to: &Path, context: &Context) -> Result<(), CliError> {
    let Backup { tree, before, erased } = made;
    let new = tree.upto.get().saturating_sub(before.get());
    let (ledger, to) = (ledger.display().to_string(), to.display().to_string());
    match context.format() {
        Format::Json => context.output.json(&json!({
            "format": "aoc.backup/1",
            "ledger": ledger,
            "backup": to,
            "new": new,
            "erased": erased,
            "tree": {"records": tree.upto, "root": tree.root.to_string()},
        })),
        Format::Csv => {
            let mut table = Table::new(&["ledger", "backup", "records", "new", "erased", "root"]);
            let numbers = [tree.upto.to_string(), new.to_string(), erased.to_string()];
            let [records, new, erased] = numbers;
            table.row([ledger, to, records, new, erased, tree.root.to_string()]);
            context.output.csv(&table, "")
        }
        Format::Table => {
            let mut page = Page::new();
            let records = words::records(tree.upto);
            page.line(if before == Position::START {
                format!("{to} holds {records} of {ledger}; only its owner can read it.")
            } else {
                format!("{to} holds {records} of {ledger}, {new} of them since the last time.")
            });
            if erased > 0 {
                page.line(format!("Personal data of {erased} records were erased in it, as in the ledger."));
            }
            page.line(format!("Every byte of it was read again. The root over {records} is {}.", tree.root));
            page.line(format!(
                "It is a ledger: when the other is lost, move it to its place. `aoc --ledger {to} verify` checks it at any time."
            ));
            context.output.page(&page)
        }
    }
}
