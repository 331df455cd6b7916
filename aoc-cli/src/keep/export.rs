//! `aoc export`: the ledger as an archive that anybody can read and that comes back byte for byte: JSON Lines, or plain files.

use std::io::{BufWriter, Write};
use std::path::Path;

use aoc_core::Position;
use aoc_replay::Ledger;
use aoc_store::{ArchiveError, TreeHead};
use serde_json::json;

use crate::args::ExportArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::{Existing, Format, Page, Table, WholeDir, WholeFile, written};
use crate::progress::Progress;
use crate::words;

/// Writes the archive to standard output, or to a file or directory that is there as a whole or not at all.
pub(crate) fn run(args: &ExportArgs, context: &Context) -> Result<ExitCode, CliError> {
    if let Some(dir) = &args.files {
        plain_files(dir, context)?;
        return Ok(ExitCode::Fine);
    }
    if args.file.as_os_str() == "-" {
        let ledger = context.open()?;
        context.output.stream(&mut |out| match write(&ledger, out) {
            Ok(_) => Ok(()),
            Err(ArchiveError::Write { cause }) => written(Err(cause)),
            Err(error) => Err(damaged(&error)),
        })?;
        return Ok(ExitCode::Fine);
    }
    let existing = if args.force { Existing::Overwritten } else { Existing::Kept };
    let whole = WholeFile::open(&args.file, "the archive", existing).map_err(|error| {
        if error.code() == "exists" { error.help("--force overwrites it") } else { error }
    })?;
    let head = to_file(whole, &context.open()?)?;
    let file = args.file.display().to_string();
    match context.format() {
        Format::Json => {
            context.output.json(&json!({"format": "aoc.export/1", "file": file, "head": head}))?;
        }
        Format::Csv => {
            let mut table = Table::new(&["file", "head"]);
            table.row([file, head.to_string()]);
            context.output.csv(&table, "")?;
        }
        Format::Table => {
            let mut page = Page::new();
            page.line(format!("Wrote {head} records to {file}; only its owner can read it."));
            page.line(format!(
                "`aoc init DIR` and `aoc --ledger DIR import {file}` make the same ledger of it."
            ));
            context.output.page(&page)?;
        }
    }
    Ok(ExitCode::Fine)
}

fn plain_files(dir: &Path, context: &Context) -> Result<(), CliError> {
    let log = context.log()?;
    let whole = WholeDir::open(dir, "the archive")?;
    let progress = Progress::of_records("exporting", log.head()?.get());
    let TreeHead { upto, root } =
        aoc_store::write_tiled(log.as_ref(), whole.path(), &mut |at| progress.at(at))?;
    drop(progress);
    let has_sealed = whole.path().join("sealed").exists();
    whole.keep()?;
    let shown = dir.display().to_string();
    match context.format() {
        Format::Json => context.output.json(&json!({
            "format": "aoc.export/1",
            "directory": shown,
            "head": upto,
            "root": root.to_string(),
        })),
        Format::Csv => {
            let mut table = Table::new(&["directory", "head", "root"]);
            table.row([shown, upto.to_string(), root.to_string()]);
            context.output.csv(&table, "")
        }
        Format::Table => {
            let mut page = Page::new();
            let records = words::records(upto);
            page.line(format!("Wrote {records} as plain files to {shown}; only their owner can read them."));
            page.line(format!("The root over {records} is {root}."));
            page.line(format!(
                "`aoc --archive {shown} members` asks them, as every verb that records nothing does."
            ));
            page.line(format!("`aoc restore {shown} --into DIR` makes the same ledger of them."));
            if has_sealed {
                page.line(format!(
                    "{shown}/sealed holds personal data: leave it out when you pass the files on; all the rest can be checked without it."
                ));
            }
            context.output.page(&page)
        }
    }
}

fn write(ledger: &Ledger, out: &mut dyn Write) -> Result<Position, ArchiveError> {
    let head = ledger.log().head()?;
    let progress = Progress::of_records("exporting", head.get());
    aoc_store::export(ledger.log(), out, &mut |at| progress.at(at))
}

fn to_file(mut file: WholeFile<'_>, ledger: &Ledger) -> Result<Position, CliError> {
    let mut out = BufWriter::new(&mut file);
    let written = write(ledger, &mut out)
        .and_then(|head| out.flush().map(|()| head).map_err(|cause| ArchiveError::Write { cause }));
    drop(out);
    let head = written.map_err(|error| match error {
        ArchiveError::Write { cause } => file.failed(&cause),
        error => damaged(&error),
    })?;
    file.keep()?;
    Ok(head)
}

fn damaged(error: &ArchiveError) -> CliError {
    CliError::new(ExitCode::Damaged, "damaged", error.to_string())
}
