//! `aoc timeline`: what happened to something, or to everything, in order of effect, with the sources.

use aoc_core::{EntityId, Event, Position, TimeShape};
use aoc_replay::{Part, Stretch, Timeline, TimelineAnswer, TimelineLine};
use aoc_store::record_json;
use serde_json::{Value, json};

use crate::args::TimelineArgs;
use crate::ask::listing::Desk;
use crate::ask::story;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::sources::Sources;
use crate::viewed::{VIEW_HEADINGS, Viewed};
use crate::words;

/// The longest title of a source in a table, in characters.
const SHORT_TITLE_LEN: usize = 32;
/// The most sources that a table names for one record.
const SHORT_TITLES_MAX: usize = 2;

/// The records of one thing, or of everything, between two days.
struct Told {
    entity: Option<EntityId>,
    stretch: Option<Stretch>,
    lines: Vec<TimelineLine>,
    sources: Sources,
}

/// Answers the question.
pub(crate) fn run(args: &TimelineArgs, context: &Context) -> Result<ExitCode, CliError> {
    let stretch = args.stretch.stretch()?;
    let desk = Desk::open(&args.view, context)?;
    let labels = &desk.labels;
    let entity = args.entity.as_deref().map(|text| find::entity(labels, text, &find::NAMED)).transpose()?;
    if entity.is_none() && !args.all {
        return story::tell(stretch, &desk, context);
    }
    let question = stretch.map_or(question(entity), |stretch| question(entity).between(stretch));
    let TimelineAnswer { lines } = desk.ledger.ask(&question, desk.asked.view())?.value;
    let records = lines.iter().map(|line| line.record.position);
    let sources = Sources::of(&desk.ledger, records, desk.asked.view())?;
    let told = Told { entity, stretch, lines, sources };
    let viewed = desk.asked.read(&desk.ledger)?;
    match context.format() {
        Format::Table => context.output.page(&page(&told, &viewed, labels))?,
        Format::Csv => context.output.csv(&rows(&told, &viewed, labels), &viewed.sentence())?,
        Format::Json => context.output.json(&json(&told, &viewed, labels))?,
    }
    Ok(ExitCode::Fine)
}

/// The story of one thing, or of everything.
pub(super) fn question(entity: Option<EntityId>) -> Timeline {
    entity.map_or_else(Timeline::of_everything, Timeline::of)
}

/// A thing and what sort of thing it is, for programs.
pub(super) fn about_json(entity: EntityId, labels: &Labels) -> Value {
    let mut about = labels.json(entity);
    if let Value::Object(fields) = &mut about {
        fields.insert("kind".to_owned(), json!(entity.kind().word()));
    }
    about
}

/// `, 2005-01-01 to 2012-12-31` behind a title.
pub(super) fn stretch_words(stretch: Stretch) -> String {
    let open = |day: aoc_core::Day| day.calendar().is_none();
    match (stretch.first(), stretch.last()) {
        (first, last) if open(first) => format!(", up to {last}"),
        (first, last) if open(last) => format!(", from {first} on"),
        (first, last) => format!(", {first} to {last}"),
    }
}

/// Its first and its last day, for programs.
pub(super) fn stretch_json(stretch: Stretch) -> Value {
    json!({"first": stretch.first().to_string(), "last": stretch.last().to_string()})
}

fn page(told: &Told, viewed: &Viewed, labels: &Labels) -> Page {
    let mut page = Page::new();
    let about = told.entity.map(|entity| format!("What happened to {}", labels.name_and_code(entity)));
    let days = told.stretch.map(stretch_words).unwrap_or_default();
    page.title(format!("{}{days}", about.unwrap_or_else(|| "The whole book".to_owned())));
    page.line(viewed.sentence());
    page.gap();
    let mut table = Table::new(&HEADINGS).right(3);
    for line in &told.lines {
        let position = line.record.position;
        let sources = short_sources(&told.sources, position, labels);
        table.row([when(line), words::record(&line.record, labels), sources, position.to_string()]);
    }
    if table.is_empty() {
        page.line("Nothing is on record in this view.");
    } else {
        page.table(table);
        page.gap();
        page.line("In order of effect. `aoc explain RECORD` says everything about a record and its sources.");
    }
    page
}

/// The headings of a story, for people.
pub(super) const HEADINGS: [&str; 4] = ["when", "what happened", "sources", "record"];

/// The titles of the sources behind a record, cut short, for a narrow column.
pub(super) fn short_sources(sources: &Sources, record: Position, labels: &Labels) -> String {
    let titles = sources.titles(&[record], labels);
    let mut lines: Vec<String> = titles.iter().take(SHORT_TITLES_MAX).map(|title| short(title)).collect();
    let more = titles.len().saturating_sub(SHORT_TITLES_MAX);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines.join("\n")
}

/// A title that fits into a narrow column, cut between words.
fn short(title: &str) -> String {
    if title.chars().count() <= SHORT_TITLE_LEN {
        return title.to_owned();
    }
    let cut: String = title.chars().take(SHORT_TITLE_LEN).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    let kept = cut.get(..end).unwrap_or(&cut).trim_end_matches([' ', ',', ':', ';', '–', '-', '(']);
    format!("{kept}…")
}

/// When it happened; a source's entry lies on no day.
pub(super) fn when(line: &TimelineLine) -> String {
    match line.record.event.as_ref().map(Event::time_shape) {
        Some(TimeShape::Timeless) => "–".to_owned(),
        _ => words::date(line.record.date),
    }
}

/// The headings of a story, for spreadsheets.
pub(super) const COLUMNS: [&str; 8] =
    ["earliest", "latest", "date", "event", "what_happened", "part", "sources", "record"];

fn rows(told: &Told, viewed: &Viewed, labels: &Labels) -> Table {
    let headings: Vec<&str> = COLUMNS.into_iter().chain(VIEW_HEADINGS).collect();
    let mut table = Table::new(&headings);
    for line in &told.lines {
        let record = &line.record;
        let cells = [
            record.date.earliest().to_string(),
            record.date.latest().to_string(),
            record.date.to_string(),
            record.kind.name(),
            words::record(record, labels),
            part(line).to_owned(),
            told.sources.titles(&[record.position], labels).join("; "),
            record.position.to_string(),
        ];
        table.row(cells.into_iter().chain(viewed.cells()));
    }
    table
}

const fn part(line: &TimelineLine) -> &'static str {
    match line.part {
        Part::Changes => "changes",
        Part::Names => "names",
    }
}

fn json(told: &Told, viewed: &Viewed, labels: &Labels) -> Value {
    let lines: Vec<Value> = told.lines.iter().map(|line| line_json(line, labels, &told.sources)).collect();
    json!({
        "format": "aoc.timeline/1",
        "view": viewed.json(),
        "about": told.entity.map(|entity| about_json(entity, labels)),
        "between": told.stretch.map(stretch_json),
        "left_out": 0,
        "lines": lines,
    })
}

/// One record of a story, for programs.
pub(super) fn line_json(line: &TimelineLine, labels: &Labels, sources: &Sources) -> Value {
    json!({
        "what_happened": words::record(&line.record, labels),
        "part": part(line),
        "record": record_json(&line.record),
        "sources": sources.json(&[line.record.position], labels),
    })
}
