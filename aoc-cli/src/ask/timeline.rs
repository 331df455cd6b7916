//! `aoc timeline`: what happened to something, in order of effect.

use aoc_core::EntityId;
use aoc_replay::{Part, Timeline, TimelineAnswer, TimelineLine};
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

/// Answers the question.
pub(crate) fn run(args: &TimelineArgs, context: &Context) -> Result<ExitCode, CliError> {
    let ledger = context.open()?;
    let asked = Asked::new(&args.view, context);
    let labels = Labels::of_view(context, &ledger, asked.view())?;
    let entity = args.entity.as_deref().map(|text| find::entity(&labels, text, &find::NAMED)).transpose()?;
    let story = ledger.ask(&question(entity), asked.view())?.value;
    let viewed = asked.read(&ledger)?;
    match context.format() {
        Format::Table => context.output.page(&page(entity, &story, &viewed, &labels))?,
        Format::Csv => context.output.csv(&rows(&story, &viewed, &labels), &viewed.sentence())?,
        Format::Json => {
            let records = story.lines.iter().map(|line| line.record.position);
            let evidence = Evidence::of(&ledger, records, asked.view())?;
            let lines: Vec<Value> =
                story.lines.iter().map(|line| line_json(line, &labels, &evidence)).collect();
            context.output.json(&json!({
                "format": "aoc.timeline/1",
                "view": viewed.json(),
                "about": entity.map(|entity| about_json(entity, &labels)),
                "lines": lines,
            }))?;
        }
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

fn page(entity: Option<EntityId>, story: &TimelineAnswer, viewed: &Viewed, labels: &Labels) -> Page {
    let mut page = Page::new();
    let about = entity.map(|entity| labels.name_and_code(entity));
    page.title(about.map_or_else(|| "The whole story".to_owned(), |name| format!("What happened to {name}")));
    page.line(viewed.sentence());
    page.gap();
    let mut table = Table::new(&["when", "what happened", "record"]).right(2);
    for line in &story.lines {
        table.row([when(line), words::record(&line.record, labels), line.record.position.to_string()]);
    }
    if table.is_empty() {
        page.line("Nothing is on record in this view.");
    } else {
        page.table(table);
        page.gap();
        page.line("In order of effect. `aoc explain RECORD` names the sources.");
    }
    page
}

/// When it happened; a source's entry lies on no day.
pub(super) fn when(line: &TimelineLine) -> String {
    match line.record.event.as_ref().map(aoc_core::Event::time_shape) {
        Some(aoc_core::TimeShape::Timeless) => "–".to_owned(),
        _ => words::date(line.record.date),
    }
}

fn rows(story: &TimelineAnswer, viewed: &Viewed, labels: &Labels) -> Table {
    let own = ["earliest", "latest", "date", "event", "what_happened", "part", "record"];
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

/// One record of a story, for programs.
pub(super) fn line_json(line: &TimelineLine, labels: &Labels, evidence: &Evidence) -> Value {
    json!({
        "what_happened": words::record(&line.record, labels),
        "part": part(line),
        "record": record_json(&line.record),
        "sources": evidence.json(&[line.record.position], labels),
    })
}
