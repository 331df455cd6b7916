//! `aoc log`: the commits, or one record in full.

use std::collections::BTreeMap;

use aoc_core::{Position, Record, Relation};
use aoc_replay::{Commit, Ledger, VersionStatus, View};
use aoc_store::{RecordView, record_json};
use serde_json::{Value, json};

use crate::args::LogArgs;
use crate::ask::facts;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::prove::fields;
use crate::words;

/// Shows the log.
pub(crate) fn run(args: &LogArgs, context: &Context) -> Result<ExitCode, CliError> {
    let ledger = context.open()?;
    match args.position {
        Some(position) => one(position, &ledger, context)?,
        None => all(args.limit, &ledger, context)?,
    }
    Ok(ExitCode::Fine)
}

/// A commit, and how many records of what sort it holds.
struct Entry {
    commit: Commit,
    counts: BTreeMap<String, usize>,
}

impl Entry {
    fn records(&self) -> usize {
        self.counts.values().sum()
    }

    fn positions(&self) -> String {
        let (first, last) = (self.commit.first, self.commit.last);
        if first == last { first.to_string() } else { format!("{first} to {last}") }
    }

    fn json(&self) -> Value {
        json!({
            "first": self.commit.first,
            "last": self.commit.last,
            "recorded_at": self.commit.recorded_at,
            "records": self.records(),
            "counts": self.counts,
        })
    }
}

fn all(limit: Option<u32>, ledger: &Ledger, context: &Context) -> Result<(), CliError> {
    let commits = ledger.commits()?;
    let total = commits.iter().count();
    let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(total).min(total);
    let shown: Vec<Commit> = commits.iter().skip(total.saturating_sub(limit)).copied().collect();
    let entries = entries(ledger, &shown)?;
    let head = json!({"commits": total, "position": commits.head(), "recorded_at": commits.last().map(|c| c.recorded_at)});
    match context.format() {
        Format::Table => context.output.page(&page(&entries, total, commits.head())),
        Format::Csv => context.output.csv(&rows(&entries), "the book holds no commit yet"),
        Format::Json => context.output.json(&json!({
            "format": "aoc.log/1",
            "head": head,
            "commits": entries.iter().map(Entry::json).collect::<Vec<_>>(),
        })),
    }
}

/// The commits with what they hold, read in one pass.
fn entries(ledger: &Ledger, commits: &[Commit]) -> Result<Vec<Entry>, CliError> {
    let mut entries: Vec<Entry> =
        commits.iter().map(|commit| Entry { commit: *commit, counts: BTreeMap::new() }).collect();
    let Some(first) = commits.first() else { return Ok(entries) };
    let mut due = entries.iter_mut().peekable();
    for frame in ledger.log().frames(first.first)? {
        let frame = frame?;
        for record in frame.records() {
            let record = record?;
            if due.next_if(|entry| entry.commit.last < record.position()).is_some() && due.peek().is_none() {
                break;
            }
            if let Some(entry) = due.peek_mut().filter(|entry| entry.commit.first <= record.position()) {
                let count = entry.counts.entry(sort_of(&record)).or_default();
                *count = count.saturating_add(1);
            }
        }
    }
    Ok(entries)
}

/// What a record adds: an event, or a correction, retraction or second source.
fn sort_of(record: &RecordView<'_>) -> String {
    match record.relation() {
        Relation::New => record.kind().name(),
        Relation::Correction { .. } => "correction".to_owned(),
        Relation::Retraction { .. } => "retraction".to_owned(),
        Relation::Corroboration { .. } => "corroboration".to_owned(),
    }
}

fn in_words(sort: &str) -> String {
    match sort {
        "corroboration" => "second source".to_owned(),
        "correction" | "retraction" => sort.to_owned(),
        kind => aoc_core::Kind::named(kind).map_or_else(|| kind.to_owned(), words::kind_of_event),
    }
}

fn page(entries: &[Entry], total: usize, head: Position) -> Page {
    let mut page = Page::new();
    page.title(format!(
        "{}, {}",
        words::count(total, "commit", "commits"),
        words::count(usize::try_from(head.get()).unwrap_or(usize::MAX), "record", "records")
    ));
    if entries.len() < total {
        page.line(format!("The newest {} of them, newest last.", entries.len()));
    } else if total > 1 {
        page.line("Newest last.");
    }
    page.gap();
    let mut table = Table::new(&["positions", "recorded at", "records", "what"]).right(2);
    for entry in entries {
        let counts: Vec<String> = entry
            .counts
            .iter()
            .map(
                |(sort, count)| {
                    if *count == 1 { in_words(sort) } else { format!("{} ×{count}", in_words(sort)) }
                },
            )
            .collect();
        let time = entry.commit.recorded_at.to_string();
        table.row([entry.positions(), time, entry.records().to_string(), counts.join(", ")]);
    }
    if table.is_empty() {
        page.line("Nothing is recorded yet. `aoc import FILE` records a file, `aoc record` one event.");
        return page;
    }
    page.table(table);
    page.gap();
    page.line("`aoc log POSITION` shows one record; `--known-at POSITION` asks the book as it was then.");
    page
}

fn rows(entries: &[Entry]) -> Table {
    let mut table = Table::new(&["first", "last", "recorded_at", "records", "what"]);
    for entry in entries {
        let counts: Vec<String> =
            entry.counts.iter().map(|(sort, count)| format!("{sort}:{count}")).collect();
        table.row([
            entry.commit.first.to_string(),
            entry.commit.last.to_string(),
            entry.commit.recorded_at.to_string(),
            entry.records().to_string(),
            counts.join(" "),
        ]);
    }
    table
}

fn one(position: Position, ledger: &Ledger, context: &Context) -> Result<(), CliError> {
    let record = ledger.record_at(position)?;
    let labels = Labels::latest(context, ledger)?;
    match context.format() {
        Format::Table => {
            let mut page = Page::new();
            tell(&mut page, &record, &labels);
            page.gap();
            page.line(standing(&record, ledger)?);
            context.output.page(&page)
        }
        Format::Csv => context.output.csv(&record_rows(&record, &labels), ""),
        Format::Json => {
            let mut json = json!({"format": "aoc.record/1"});
            if let Value::Object(fields) = &mut json {
                fields.extend(facts::told(&record, &labels));
                let entities = [("changes", &record.entities.changes), ("names", &record.entities.names)];
                for (key, entities) in entities {
                    let ids: Vec<String> = entities.iter().map(ToString::to_string).collect();
                    fields.insert(key.to_owned(), json!(ids));
                }
            }
            context.output.json(&json)
        }
    }
}

/// A record in full.
pub(super) fn tell(page: &mut Page, record: &Record, labels: &Labels) {
    page.title(format!("Record {}: {}", record.position, words::record(record, labels)));
    page.line(match record.relation {
        Relation::New | Relation::Correction { .. } => format!("event: {}", record.kind),
        Relation::Retraction { .. } => format!("event: none; it takes back a {}", record.kind),
        Relation::Corroboration { .. } => "event: none; it confirms another record".to_owned(),
    });
    if record.event.as_ref().is_some_and(|event| event.time_shape() != aoc_core::TimeShape::Timeless) {
        page.line(format!("when: {} (written {})", words::date(record.date), record.date));
    }
    if let Some(after) = record.after {
        page.line(format!("followed: record {after}, by the source"));
    }
    facts::tell_meta(page, 0, record, labels);
    page.line(format!(
        "recorded: {}, in the commit that starts at record {}",
        record.recorded_at, record.commit
    ));
    page.line(format!("id: {}", record.id));
    page.line(format!("judged by: rule set {}, code lists {}", record.rules, record.codes));
    if let Some(event) = &record.event {
        page.line("fields:");
        for (field, value) in fields::of(event, labels) {
            page.indented(2, format!("{field}: {value}"));
        }
    }
}

/// What became of the record since.
fn standing(record: &Record, ledger: &Ledger) -> Result<String, CliError> {
    let explanation = ledger.explain(&[record.position], View::on(aoc_core::Day::FUTURE))?;
    let fact = explanation.facts.first();
    let version =
        fact.and_then(|fact| fact.versions.iter().find(|version| version.record.position == record.position));
    let seconds = fact.map_or(0, |fact| fact.corroborations.len());
    let stands = match version.map(|version| version.status) {
        Some(VersionStatus::Stands) => "It stands".to_owned(),
        Some(VersionStatus::ReplacedBy(by)) => format!("It no longer stands: record {by} replaced it"),
        Some(VersionStatus::Retraction) => "The fact it takes back no longer stands".to_owned(),
        None => format!("It belongs to the fact that starts at record {}", record.origin),
    };
    let others = match fact.map_or(0, |fact| fact.versions.len()) {
        0 | 1 => String::new(),
        count => format!("; the fact has {count} versions"),
    };
    let seconds = match seconds {
        0 => String::new(),
        count => {
            format!("; {}", words::count(count, "second source confirms it", "second sources confirm it"))
        }
    };
    Ok(format!("{stands}{others}{seconds}. `aoc explain {}` tells them.", record.position))
}

fn record_rows(record: &Record, labels: &Labels) -> Table {
    let mut table = Table::new(&["field", "value"]);
    table.row(["what_happened".to_owned(), words::record(record, labels)]);
    if let Value::Object(fields) = record_json(record) {
        for (field, value) in fields {
            let value = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
            table.row([field, value]);
        }
    }
    table
}
