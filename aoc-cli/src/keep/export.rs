//! `aoc export`: the ledger as an archive that anybody can read and that comes back byte for byte.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use aoc_core::Position;
use aoc_replay::Ledger;
use aoc_store::ArchiveError;
use serde_json::json;
use tempfile::NamedTempFile;

use crate::args::ExportArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::{Format, Page, Table, written};
use crate::progress::Progress;

/// Writes the archive to standard output, or to a file that is there as a whole or not at all.
pub(crate) fn run(args: &ExportArgs, context: &Context) -> Result<ExitCode, CliError> {
    let to_stdout = args.file.as_os_str() == "-";
    if !to_stdout && !args.force && args.file.exists() {
        return Err(exists(&args.file));
    }
    let ledger = context.open()?;
    if to_stdout {
        context.output.stream(&mut |out| match write(&ledger, out) {
            Ok(_) => Ok(()),
            Err(ArchiveError::Write { cause }) => written(Err(cause)),
            Err(error) => Err(damaged(&error)),
        })?;
        return Ok(ExitCode::Fine);
    }
    let head = to_file(args, &ledger)?;
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

fn write(ledger: &Ledger, out: &mut dyn Write) -> Result<Position, ArchiveError> {
    let head = ledger.log().head()?;
    let progress = Progress::of_records("exporting", head.get());
    aoc_store::export(ledger.log(), out, &mut |at| progress.at(at))
}

fn to_file(args: &ExportArgs, ledger: &Ledger) -> Result<Position, CliError> {
    let path = args.file.as_path();
    let failed = |error: &io::Error| {
        let message =
            format!("{}: the archive cannot be written there ({error}); nothing was changed", path.display());
        CliError::new(ExitCode::CannotOpen, "file", message).with("file", json!(path.display().to_string()))
    };
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut file = NamedTempFile::new_in(dir).map_err(|error| failed(&error))?;
    let mut out = BufWriter::new(file.as_file_mut());
    let head = write(ledger, &mut out).map_err(|error| match error {
        ArchiveError::Write { cause } => failed(&cause),
        error => damaged(&error),
    })?;
    out.flush().map_err(|error| failed(&error))?;
    drop(out);
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    let kept = if args.force { file.persist(path) } else { file.persist_noclobber(path) };
    match kept {
        Ok(_) => {}
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => return Err(exists(path)),
        Err(error) => return Err(failed(&error.error)),
    }
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(|error| failed(&error))?;
    Ok(head)
}

fn damaged(error: &ArchiveError) -> CliError {
    CliError::new(ExitCode::Damaged, "damaged", error.to_string())
}

fn exists(path: &Path) -> CliError {
    let message =
        format!("{} exists already: name another file, or overwrite it with --force", path.display());
    CliError::usage("exists", message).with("file", json!(path.display().to_string()))
}
