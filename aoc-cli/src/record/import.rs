//! `aoc import`: a file is a commit, all or nothing; or, when asked for, as many commits as it takes.

use aoc_replay::Ledger;
use serde_json::{Map, json};

use super::input::{Form, Input};
use super::origin::{Origin, Unit};
use super::reading::Reading;
use super::report::{self, Became, Mode, Report};
use super::{archive, batches, keep_going, put, scratch};
use crate::args::ImportArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::Page;

/// Imports the files in order; stops at the first that is rejected.
pub(crate) fn run(args: &ImportArgs, context: &Context) -> Result<ExitCode, CliError> {
    if args.refused.is_some() && args.files.len() > 1 {
        return Err(CliError::usage(
            "usage",
            "--refused names one file for refused lines: import one FILE with it",
        ));
    }
    let inputs: Vec<Input> = args.files.iter().map(|file| Input::open(file)).collect::<Result<_, _>>()?;
    let mode = Mode::of_flag(args.dry_run);
    let ledger = scratch::open(context, mode)?;
    let mut reports: Vec<Report> = Vec::new();
    let mut stopped = false;
    for input in &inputs {
        let report = if stopped {
            Report::new(origin(input), 0, Became::NotTried)
        } else {
            file(input, args, context, &ledger).map_err(|error| in_file(error, input, &reports))?
        };
        stopped |= report.became.is_rejected();
        reports.push(report);
    }
    report::write(context, "aoc.import/1", mode, (Page::new(), Map::new()), &reports)
}

fn origin(input: &Input) -> Origin {
    Origin { file: input.name.clone(), unit: Unit::Line }
}

fn file(input: &Input, args: &ImportArgs, context: &Context, ledger: &Ledger) -> Result<Report, CliError> {
    match (input.form, args.batch) {
        (Form::Archive, None) => archive::import(input, origin(input), ledger),
        (Form::Archive, Some(_)) => {
            let message = format!(
                "{}: an archive has its own commits, which stay as they are: import it without --batch; nothing of it was recorded",
                input.name
            );
            Err(CliError::usage("archive-in-batches", message))
        }
        _ if args.keep_going => keep_going::put(args, context, ledger, input),
        (_, Some(size)) => batches::put(context, ledger, input, size),
        (form, None) => {
            let reading = Reading::of(input)?;
            let form = Some((form, reading.table));
            let lines = reading.all(input)?;
            Ok(Report { form, ..put::put(context, ledger, origin(input), &lines)? })
        }
    }
}

/// An error in the midst of several files says what became of those before.
fn in_file(error: CliError, input: &Input, before: &[Report]) -> CliError {
    let recorded: Vec<&str> = before
        .iter()
        .filter(|report| report.became.is_new())
        .map(|report| report.origin.file.as_str())
        .collect();
    if recorded.is_empty() && error.message().starts_with(&input.name) {
        return error;
    }
    let message = error.message().strip_prefix(&format!("{}: ", input.name)).unwrap_or(error.message());
    let named = CliError::new(error.exit(), error.code(), format!("{}: {message}", input.name));
    let named = error.helps().iter().fold(named.with("file", json!(input.name)), CliError::help);
    if recorded.is_empty() {
        named
    } else {
        named.help(format!("recorded before that: {}", recorded.join(", ")))
    }
}
