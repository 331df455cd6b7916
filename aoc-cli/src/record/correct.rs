//! `aoc correct`: a record was wrong, and gets a new version that differs only in what is given.

use aoc_core::{Draft, Record};
use aoc_replay::Ledger;
use serde_json::{Map, Value, json};

use super::fact::{self, Fact};
use super::line;
use super::origin::{Origin, Unit};
use super::report::{self, Became, Mode, Report};
use super::{change, put, scratch, set};
use crate::args::CorrectArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::labels::Labels;
use crate::output::Page;

/// Corrects a fact, and shows before and after.
pub(crate) fn run(args: &CorrectArgs, context: &Context) -> Result<ExitCode, CliError> {
    let mode = Mode::of_flag(args.dry_run);
    let ledger = scratch::open(context, mode)?;
    let labels = Labels::latest(context, &ledger)?;
    let fact = Fact::of(&ledger, &args.record)?;
    if fact.is_corroboration() {
        let message = format!(
            "record {} is a second source for another fact: retract it, and record another",
            fact.last().position
        );
        return Err(CliError::usage("not-an-event", message));
    }
    let before = Draft::of_record(fact.said()).ok_or_else(|| unfit(fact.said()))?;
    let after = corrected(args, &fact, &before, &ledger, &labels)?;
    let changes = change::changes(&before, &after, &labels);
    if changes.is_empty() && !fact.is_retracted() {
        let message = format!(
            "nothing would change in record {}: give --date, --set, --after, --words or --source",
            fact.last().position
        );
        return Err(CliError::usage("nothing-changes", message));
    }
    let mut page = Page::new();
    page.title(fact.heading(&labels));
    if fact.is_retracted() {
        page.line("It was retracted: the correction restores it.");
    }
    change::write(&changes, &mut page);
    let mut json = Map::new();
    json.insert("before".to_owned(), fact::record_json(fact.said(), &labels));
    json.insert("restores".to_owned(), json!(fact.is_retracted()));
    json.insert("changes".to_owned(), change::json(&changes));
    let origin = Origin { file: "correction".to_owned(), unit: Unit::Draft };
    let report = put::put(context, &ledger, origin, &line::of_drafts(vec![after]))?;
    add_record(&mut json, &report, &ledger, &labels)?;
    report::write(context, "aoc.correct/1", mode, (page, json), &[report])
}

/// The new record, for programs.
pub(super) fn add_record(
    json: &mut Map<String, Value>,
    report: &Report,
    ledger: &Ledger,
    labels: &Labels,
) -> Result<(), CliError> {
    if let Became::Recorded(receipt) | Became::RecordedBefore(receipt) = &report.became {
        let record = ledger.record_at(receipt.commit.first)?;
        json.insert("after".to_owned(), fact::record_json(&record, labels));
    }
    Ok(())
}

fn unfit(record: &Record) -> CliError {
    CliError::usage(
        "not-an-event",
        format!("record {} holds no event that could be corrected", record.position),
    )
}

/// The draft that says what the fact says, but for what is given.
fn corrected(
    args: &CorrectArgs,
    fact: &Fact,
    before: &Draft,
    ledger: &Ledger,
    labels: &Labels,
) -> Result<Draft, CliError> {
    let citations = fact::citations(&args.cites, labels)?;
    let mut json = before.to_json();
    let Some(draft) = json.as_object_mut() else { return Err(unfit(fact.said())) };
    for key in ["id", "corrects", "reason", "actor", "authority", "causation", "correlation"] {
        draft.remove(key);
    }
    draft.insert("corrects".to_owned(), json!(fact.last().position));
    draft.insert("reason".to_owned(), json!(args.reason));
    let mut put = |key: &str, value: &Option<String>| {
        draft.extend(value.iter().map(|text| (key.to_owned(), json!(text))));
    };
    put("actor", &args.actor.actor);
    put("authority", &args.actor.authority);
    if let Some(date) = args.date {
        draft.insert("date".to_owned(), json!(date));
    }
    match args.words.as_deref() {
        Some("") => drop(draft.remove("words")),
        Some(words) => drop(draft.insert("words".to_owned(), json!(words))),
        // Other sources gave another date in other words.
        None if args.date.is_some() && citations.is_some() => drop(draft.remove("words")),
        None => {}
    }
    match args.after.as_deref() {
        Some("none") => drop(draft.remove("after")),
        Some(record) => {
            let anchor = Fact::of(ledger, record)?.last().position;
            draft.insert("after".to_owned(), json!(anchor));
        }
        None => {}
    }
    if let Some(data) = draft.get_mut("data").and_then(Value::as_object_mut) {
        for field in &args.set {
            set::set(data, field, labels)?;
        }
    }
    let mut after = Draft::from_json(json).map_err(|error| {
        CliError::usage("not-a-draft", format!("{error}; nothing was recorded"))
            .help(format!("`aoc log {}` shows the record's fields", fact.said().position))
    })?;
    if let Some(citations) = citations {
        after.meta.citations = citations;
    }
    Ok(after)
}
