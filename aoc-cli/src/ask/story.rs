//! `aoc timeline` without a name: the whole story, to be read from beginning to end.

use aoc_replay::{Certainty, Story, StoryAnswer, StoryLine, Stretch};
use aoc_store::record_json;
use serde_json::{Value, json};

use crate::ask::calendar::unless_certain;
use crate::ask::certainty::window_json;
use crate::ask::listing::Desk;
use crate::ask::timeline::{COLUMNS, HEADINGS, short_sources, stretch_json, stretch_words};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::sources::Sources;
use crate::viewed::{VIEW_HEADINGS, Viewed};
use crate::words;

struct Told {
    stretch: Option<Stretch>,
    story: StoryAnswer,
    sources: Sources,
}

/// Tells the story of a stretch of days, or all of it.
pub(super) fn tell(stretch: Option<Stretch>, desk: &Desk, context: &Context) -> Result<ExitCode, CliError> {
    let question = Story::whole().between(stretch.unwrap_or(Stretch::ALWAYS));
    let story = desk.ledger.ask(&question, desk.asked.view())?.value;
    let records = story.lines.iter().map(|line| line.record.position);
    let sources = Sources::of(&desk.ledger, records, desk.asked.view())?;
    let told = Told { stretch, story, sources };
    let viewed = desk.asked.read(&desk.ledger)?;
    match context.format() {
        Format::Table => context.output.page(&page(&told, &viewed, &desk.labels))?,
        Format::Csv => context.output.csv(&rows(&told, &viewed, &desk.labels), &viewed.sentence())?,
        Format::Json => context.output.json(&json(&told, &viewed, &desk.labels))?,
    }
    Ok(ExitCode::Fine)
}

/// What happened: whether the record is a correction is told by `aoc explain`.
fn what(line: &StoryLine, labels: &Labels) -> String {
    match &line.record.event {
        Some(event) => words::event(event, labels),
        None => words::record(&line.record, labels),
    }
}

fn when(line: &StoryLine) -> String {
    let until = line.until.filter(|until| until.earliest.calendar().is_some());
    let until = until.map(|until| format!(" to {}", words::window(until))).unwrap_or_default();
    format!("{}{until}{}", words::window(line.when), unless_certain(line.level))
}

fn page(told: &Told, viewed: &Viewed, labels: &Labels) -> Page {
    let mut page = Page::new();
    let days = told.stretch.map(stretch_words).unwrap_or_default();
    page.title(format!("The whole story{days}"));
    page.line(viewed.sentence());
    page.gap();
    let mut table = Table::new(&HEADINGS).right(3);
    for line in &told.story.lines {
        let position = line.record.position;
        let sources = short_sources(&told.sources, position, labels);
        table.row([when(line), what(line, labels), sources, position.to_string()]);
    }
    if table.is_empty() {
        page.line("Nothing is on record in this view.");
    } else {
        page.table(table);
        page.gap();
        page.line("In order of effect; between which days is said as far as the sources tell. `aoc explain RECORD` says everything about a record and its sources.");
    }
    if told.story.lines.iter().any(|line| line.level == Certainty::Possible) {
        page.line("Possibly: the dates leave open whether it happened on one of these days.");
    }
    if told.story.left_out > 0 {
        let left_out = words::count(told.story.left_out, "record", "records");
        page.line(format!("Left out: {left_out} that only enter something in the book (sources, parties, persons, offices) or name a second source. `--all` shows them."));
    }
    page
}

fn rows(told: &Told, viewed: &Viewed, labels: &Labels) -> Table {
    let headings: Vec<&str> = COLUMNS.into_iter().chain(["certainty"]).chain(VIEW_HEADINGS).collect();
    let mut table = Table::new(&headings);
    for line in &told.story.lines {
        let record = &line.record;
        let cells = [
            line.when.earliest.to_string(),
            line.when.latest.to_string(),
            record.date.to_string(),
            record.kind.name(),
            what(line, labels),
            "changes".to_owned(),
            told.sources.titles(&[record.position], labels).join("; "),
            record.position.to_string(),
            line.level.word().to_owned(),
        ];
        table.row(cells.into_iter().chain(viewed.cells()));
    }
    table
}

fn json(told: &Told, viewed: &Viewed, labels: &Labels) -> Value {
    let line = |line: &StoryLine| {
        json!({
            "what_happened": what(line, labels),
            "certainty": line.level.word(),
            "when": window_json(line.when),
            "until": line.until.map(window_json),
            "record": record_json(&line.record),
            "sources": told.sources.json(&[line.record.position], labels),
        })
    };
    json!({
        "format": "aoc.timeline/1",
        "view": viewed.json(),
        "about": null,
        "between": told.stretch.map(stretch_json),
        "left_out": told.story.left_out,
        "lines": told.story.lines.iter().map(line).collect::<Vec<_>>(),
    })
}
