//! `aoc record`: drafts as JSON, one commit.

use std::io::{self, Read};

use aoc_store::{LineLimit, LineNumber};
use serde_json::{Map, Value};

use super::json_lines::JsonLines;
use super::line::{DraftLine, Span};
use super::origin::{Origin, Unit};
use super::report::{self, Mode};
use super::{json, put, scratch};
use crate::args::RecordArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::Page;

/// Records the drafts that are given, all or none.
pub(crate) fn run(args: &RecordArgs, context: &Context) -> Result<ExitCode, CliError> {
    let (file, text) = match &args.json {
        Some(text) => ("--json", text.clone()),
        None => ("stdin", stdin()?),
    };
    let (unit, lines) = lines(file, &text)?;
    let mode = Mode::of_flag(args.dry_run);
    let ledger = scratch::open(context, mode)?;
    let report = put::put(context, &ledger, Origin { file: file.to_owned(), unit }, &lines)?;
    report::write(context, "aoc.recorded/1", mode, (Page::new(), Map::new()), &[report])
}

fn stdin() -> Result<String, CliError> {
    let limit = LineLimit::RECORD.bytes();
    let mut bytes = Vec::new();
    let room = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let failed = |error: io::Error| CliError::new(ExitCode::CannotOpen, "file", format!("stdin: {error}"));
    io::stdin().lock().take(room).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > limit {
        let message =
            format!("stdin holds more than {limit} bytes: put the drafts into a file, and import it");
        return Err(CliError::usage("too-long", message));
    }
    String::from_utf8(bytes).map_err(|error| {
        let byte = error.utf8_error().valid_up_to().saturating_add(1);
        CliError::usage(
            "not-utf-8",
            format!("stdin, byte {byte}: this is not UTF-8: write the drafts as UTF-8 text"),
        )
    })
}

/// The drafts in a text: one object, a list of them, or one a line.
fn lines(file: &str, text: &str) -> Result<(Unit, Vec<DraftLine>), CliError> {
    let whole = json::parse(text);
    let one_a_line = text.trim().lines().next().is_some_and(|line| json::parse(line).is_ok());
    match whole {
        Ok(Value::Array(drafts)) if !drafts.is_empty() => Ok((Unit::Draft, numbered(drafts))),
        Ok(draft @ Value::Object(_)) => Ok((Unit::Draft, numbered(vec![draft]))),
        Err(_) if one_a_line => {
            let lines: Result<_, _> = JsonLines::of(text.as_bytes()).collect();
            let lines = lines.map_err(|error| CliError::usage("file", format!("{file}: {error}")))?;
            Ok((Unit::Line, lines))
        }
        Err(error) if !text.trim().is_empty() => {
            let message =
                format!("{file}, byte {}: this is not JSON: {}; nothing was recorded", error.byte, error.why);
            Err(CliError::usage("not-json", message)
                .help("`aoc template EVENT` prints a draft to start from"))
        }
        _ => Err(CliError::usage("no-drafts", format!("{file} holds no draft; nothing was recorded"))
            .help("`aoc template EVENT` prints a draft to start from")),
    }
}

fn numbered(drafts: Vec<Value>) -> Vec<DraftLine> {
    let number = |index: usize| LineNumber::new(u64::try_from(index).unwrap_or(u64::MAX).saturating_add(1));
    let line = |(index, draft): (usize, Value)| {
        let text = draft.to_string();
        DraftLine::of_json(Span::one(number(index)), &text, draft)
    };
    drafts.into_iter().enumerate().map(line).collect()
}
