//! `aoc timeline`: what happened to something, or to everything, in order of effect, with the sources.

use aoc_core::{EntityId, Event, PartyEvent, PersonEvent, TimeShape};
use aoc_replay::{Part, Stretch, Timeline, TimelineAnswer, TimelineLine};
use aoc_store::record_json;
use serde_json::{Value, json};

use crate::args::TimelineArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::evidence::Evidence;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::viewed::{Asked, VIEW_HEADINGS, Viewed};
use crate::words;

/// The longest title of a source in a table, in characters.
const SHORT_TITLE_LEN: usize = 32;

/// A story as it is told: of what, between which days, and how much of it was left out.
struct Story {
    entity: Option<EntityId>,
    stretch: Option<Stretch>,
    lines: Vec<TimelineLine>,
    left_out: usize,
    evidence: Evidence,
}

/// Answers the question.
pub(crate) fn run(args: &TimelineArgs, context: &Context) -> Result<ExitCode, CliError> {
    let stretch = args.stretch.stretch()?;
    let ledger = context.open()?;
    let asked = Asked::new(&args.view, context);
    let labels = Labels::of_view(context, &ledger, asked.view())?;
    let entity = args.entity.as_deref().map(|text| find::entity(&labels, text, &find::NAMED)).transpose()?;
    let mut question = question(entity);
    if let Some(stretch) = stretch {
        question = question.between(stretch);
    }
    let TimelineAnswer { lines } = ledger.ask(&question, asked.view())?.value;
    let told = |line: &TimelineLine| entity.is_some() || args.all || is_told(line);
    let (lines, left_out): (Vec<TimelineLine>, Vec<TimelineLine>) = lines.into_iter().partition(told);
    let evidence = Evidence::of(&ledger, lines.iter().map(|line| line.record.position), asked.view())?;
    let story = Story { entity, stretch, lines, left_out: left_out.len(), evidence };
    let viewed = asked.read(&ledger)?;
    match context.format() {
        Format::Table => context.output.page(&page(&story, &viewed, &labels))?,
        Format::Csv => context.output.csv(&rows(&story, &viewed, &labels), &viewed.sentence())?,
        Format::Json => context.output.json(&json(&story, &viewed, &labels))?,
    }
    Ok(ExitCode::Fine)
}

/// The story of one thing, or of everything.
pub(super) fn question(entity: Option<EntityId>) -> Timeline {
    entity.map_or_else(Timeline::of_everything, Timeline::of)
}

/// Whether a record tells of the world. That a source, a party or a person was entered in the book, or a second source
/// for what was told, does not.
fn is_told(line: &TimelineLine) -> bool {
    match &line.record.event {
        None
        | Some(
            Event::Party(PartyEvent::PartyRegistered(_)) | Event::Person(PersonEvent::PersonRegistered(_)),
        ) => false,
        Some(event) => event.time_shape() != TimeShape::Timeless,
    }
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

fn page(story: &Story, viewed: &Viewed, labels: &Labels) -> Page {
    let mut page = Page::new();
    let about = story.entity.map(|entity| format!("What happened to {}", labels.name_and_code(entity)));
    let days = story.stretch.map(stretch_words).unwrap_or_default();
    page.title(format!("{}{days}", about.unwrap_or_else(|| "The whole story".to_owned())));
    page.line(viewed.sentence());
    page.gap();
    let mut table = Table::new(&["when", "what happened", "sources", "record"]).right(3);
    for line in &story.lines {
        let position = line.record.position;
        let titles: Vec<String> =
            story.evidence.titles(&[position], labels).iter().map(|title| short(title)).collect();
        table.row([when(line), words::record(&line.record, labels), titles.join("\n"), position.to_string()]);
    }
    if table.is_empty() {
        page.line("Nothing is on record in this view.");
    } else {
        page.table(table);
        page.gap();
        page.line("In order of effect. `aoc explain RECORD` says everything about a record and its sources.");
    }
    if story.left_out > 0 {
        page.line(format!(
            "Left out: {} by which a source, a party or a person was only entered in the book, or a second source named. `--all` shows them.",
            words::count(story.left_out, "record", "records")
        ));
    }
    page
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

fn rows(story: &Story, viewed: &Viewed, labels: &Labels) -> Table {
    let own = ["earliest", "latest", "date", "event", "what_happened", "part", "sources", "record"];
    let headings: Vec<&str> = own.into_iter().chain(VIEW_HEADINGS).collect();
    let mut table = Table::new(&headings);
    for line in &story.lines {
        let record = &line.record;
        let cells = [
            record.date.earliest().to_string(),
            record.date.latest().to_string(),
            record.date.to_string(),
            record.kind.name(),
            words::record(record, labels),
            part(line).to_owned(),
            story.evidence.titles(&[record.position], labels).join("; "),
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

fn json(story: &Story, viewed: &Viewed, labels: &Labels) -> Value {
    let lines: Vec<Value> = story.lines.iter().map(|line| line_json(line, labels, &story.evidence)).collect();
    json!({
        "format": "aoc.timeline/1",
        "view": viewed.json(),
        "about": story.entity.map(|entity| about_json(entity, labels)),
        "between": story.stretch.map(stretch_json),
        "left_out": story.left_out,
        "lines": lines,
    })
}

/// One record of a story, for programs.
pub(super) fn line_json(line: &TimelineLine, labels: &Labels, evidence: &Evidence) -> Value {
    json!({
        "what_happened": words::record(&line.record, labels),
        "part": part(line),
        "record": record_json(&line.record),
        "sources": evidence.json(&[line.record.position], labels),
    })
}
