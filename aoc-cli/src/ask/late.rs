//! `aoc late`: what the book learned about a day after an answer was given.

use aoc_core::{EntityKind, EventDate, Role};
use aoc_replay::{LateLine, LateReport, Learned};
use aoc_store::record_json;
use serde_json::{Value, json};

use crate::args::LateArgs;
use crate::ask::facts;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::viewed::{Asked, VIEW_HEADINGS, Viewed};
use crate::words;

/// Answers the question.
pub(crate) fn run(args: &LateArgs, context: &Context) -> Result<ExitCode, CliError> {
    let ledger = context.open()?;
    let until = Asked::new(&args.view, context);
    let since = until.known_at(&args.since);
    let labels = Labels::of_view(context, &ledger, until.view())?;
    let (earlier, later) = (ledger.view(since.view())?.position, ledger.view(until.view())?.position);
    if earlier > later {
        let message = format!(
            "--since is position {earlier}, behind --known-at, which is position {later}: swap the two"
        );
        return Err(CliError::usage("reversed", message));
    }
    let report = ledger.late(since.view().known_at, until.view().known_at, until.view().on)?;
    let (since, until) = (since.read(&ledger)?, until.read(&ledger)?);
    match context.format() {
        Format::Table => context.output.page(&page(&report, &since, &until, &labels))?,
        Format::Csv => {
            let view = format!("{}; since then {}", since.sentence(), until.known_words());
            context.output.csv(&rows(&report, &until, &labels), &view)?;
        }
        Format::Json => context.output.json(&json!({
            "format": "aoc.late/1",
            "since": since.json(),
            "view": until.json(),
            "lines": report.lines.iter().map(|line| line_json(line, &labels)).collect::<Vec<_>>(),
        }))?,
    }
    Ok(ExitCode::Fine)
}

fn page(report: &LateReport, since: &Viewed, until: &Viewed, labels: &Labels) -> Page {
    let mut page = Page::new();
    page.title(format!("What was learned later about {}", since.on_words().trim_start_matches("on ")));
    page.line(format!("then: {}", since.known_words()));
    page.line(format!("now:  {}", until.known_words()));
    page.gap();
    if report.lines.is_empty() {
        page.line("Nothing that bears on that day was recorded in between: answers about it are the same.");
        page.line("`aoc verify` lists what rests on sources that were withdrawn.");
        return page;
    }
    let (entries, lines): (Vec<&LateLine>, Vec<&LateLine>) =
        report.lines.iter().partition(|line| is_entry(line));
    let mut table = Table::new(&["record", "learned", "what"]);
    for line in lines {
        let position = line.record.position.to_string();
        table.row([position, learned(line.learned).to_owned(), told(line, labels)]);
    }
    if !entries.is_empty() {
        let entries = words::count(entries.len(), "other entry", "other entries");
        let what = "parties, persons, offices, groups that came into the book without a founding day";
        table.row([String::new(), "late".to_owned(), format!("{entries}: {what}")]);
    }
    page.table(table);
    page.gap();
    let count = |learned| report.lines.iter().filter(|line| line.learned == learned).count();
    page.line(format!(
        "{} recorded late, {}, {}. `aoc diff --known-at THEN --to-known-at NOW` shows what they change.",
        words::count(count(Learned::Late), "fact", "facts"),
        words::count(count(Learned::Corrected), "correction", "corrections"),
        words::count(count(Learned::Retracted), "retraction", "retractions"),
    ));
    page
}

/// Something that was only entered in the book: it exists on no day in particular.
fn is_entry(line: &LateLine) -> bool {
    let founds = line.record.event.as_ref().is_some_and(|event| event.role() == Role::Founds);
    let own = line.record.entities.changes.first().map(|entity| entity.kind());
    let joined = own == Some(EntityKind::Membership);
    line.learned == Learned::Late && founds && !joined && line.record.date == EventDate::UNKNOWN
}

const fn learned(learned: Learned) -> &'static str {
    match learned {
        Learned::Late => "late",
        Learned::Corrected => "corrected",
        Learned::Retracted => "taken back",
    }
}

/// What happened; for a retraction, what did not.
fn what(line: &LateLine, labels: &Labels) -> String {
    let event = line.record.event.as_ref().or_else(|| line.replaced.as_ref()?.event.as_ref());
    event.map_or_else(|| words::record(&line.record, labels), |event| words::event(event, labels))
}

/// What was learned, instead of what, and why: line by line.
fn told(line: &LateLine, labels: &Labels) -> String {
    let what = what(line, labels);
    let mut lines = match (&line.record.event, &line.replaced) {
        (None, Some(replaced)) => vec![format!("{what}: {}", words::date(replaced.date))],
        _ => vec![format!("{what}: {}", words::date(line.record.date))],
    };
    if let (Some(_), Some(replaced)) = (&line.record.event, &line.replaced) {
        let said = replaced.event.as_ref().map(|event| words::event(event, labels)).unwrap_or_default();
        let date = words::date(replaced.date);
        let said = if said == what { date } else { format!("{said}: {date}") };
        lines.push(format!("instead of {said} (record {})", replaced.position));
    } else if let Some(replaced) = &line.replaced {
        lines.push(format!("as record {} said", replaced.position));
    }
    if let Some(reason) = &line.record.meta.reason {
        lines.push(format!("reason: {}", labels.text(reason.as_str())));
    }
    lines.join("\n")
}

fn rows(report: &LateReport, until: &Viewed, labels: &Labels) -> Table {
    let own =
        ["record", "learned", "what_happened", "date", "replaced", "replaced_date", "reason", "recorded_at"];
    let headings: Vec<&str> = own.into_iter().chain(VIEW_HEADINGS).collect();
    let mut table = Table::new(&headings);
    for line in &report.lines {
        let replaced = line.replaced.as_ref();
        let cells = [
            line.record.position.to_string(),
            learned_word(line.learned).to_owned(),
            what(line, labels),
            line.record.event.as_ref().map(|_| line.record.date.to_string()).unwrap_or_default(),
            replaced.map(|replaced| replaced.position.to_string()).unwrap_or_default(),
            replaced.map(|replaced| replaced.date.to_string()).unwrap_or_default(),
            line.record.meta.reason.as_ref().map(|reason| reason.as_str().to_owned()).unwrap_or_default(),
            line.record.recorded_at.to_string(),
        ];
        table.row(cells.into_iter().chain(until.cells()));
    }
    table
}

const fn learned_word(learned: Learned) -> &'static str {
    match learned {
        Learned::Late => "late",
        Learned::Corrected => "corrected",
        Learned::Retracted => "retracted",
    }
}

fn line_json(line: &LateLine, labels: &Labels) -> Value {
    let mut json = facts::told(&line.record, labels);
    json.insert("learned".to_owned(), json!(learned_word(line.learned)));
    json.insert("replaced".to_owned(), json!(line.replaced.as_ref().map(record_json)));
    Value::Object(json)
}
