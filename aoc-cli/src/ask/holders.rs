//! `aoc holders`: who holds an office on a day.

use aoc_core::{EntityKind, OfficeId};
use aoc_replay::{Certainty, HolderLine, Holders, HoldersAnswer, Ledger, View};
use serde_json::{Value, json};

use crate::args::HoldersArgs;
use crate::ask::certainty::window_json;
use crate::ask::members::positions;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::sources::Sources;
use crate::viewed::{Asked, VIEW_HEADINGS, Viewed};
use crate::words;

/// Answers the question.
pub(crate) fn run(args: &HoldersArgs, context: &Context) -> Result<ExitCode, CliError> {
    let ledger = context.open()?;
    let asked = Asked::new(&args.view, context);
    let labels = Labels::of_view(context, &ledger, asked.view())?;
    let answers = offices(args.office.as_deref(), &labels)?
        .into_iter()
        .map(|office| holders(office, &ledger, asked.view(), &labels))
        .collect::<Result<Vec<_>, CliError>>()?;
    let viewed = asked.read(&ledger)?;
    match context.format() {
        Format::Table => context.output.page(&page(&answers, &viewed, &labels))?,
        Format::Csv => context.output.csv(&rows(&answers, &viewed, &labels), &viewed.sentence())?,
        Format::Json => {
            let offices = json(&answers, &ledger, asked.view(), &labels)?;
            let answer = json!({"format": "aoc.holders/1", "view": viewed.json(), "offices": offices});
            context.output.json(&answer)?;
        }
    }
    Ok(ExitCode::Fine)
}

/// The holders of one office, the first one first.
pub(super) fn holders(
    office: OfficeId,
    ledger: &Ledger,
    view: View,
    labels: &Labels,
) -> Result<HoldersAnswer, CliError> {
    let mut answer = ledger.ask(&Holders::of(office), view)?.value;
    answer.lines.sort_by_key(|line| {
        let assumed = line.assumed.map(|window| (window.earliest, window.latest));
        (assumed.is_none(), assumed, labels.name(line.person), line.person)
    });
    Ok(answer)
}

/// The office that is meant, or all of them by name.
fn offices(text: Option<&str>, labels: &Labels) -> Result<Vec<OfficeId>, CliError> {
    if let Some(text) = text {
        return office(text, labels).map(|office| vec![office]);
    }
    let all = labels.register().iter().filter(|entry| entry.entity.kind() == EntityKind::Office);
    let mut all: Vec<OfficeId> = all.map(|entry| OfficeId::new(entry.entity.uuid())).collect();
    all.sort_by_key(|office| (labels.name(*office), *office));
    Ok(all)
}

/// The office that is meant.
pub(super) fn office(text: &str, labels: &Labels) -> Result<OfficeId, CliError> {
    find::entity(labels, text, &[EntityKind::Office]).map(|office| OfficeId::new(office.uuid()))
}

/// How a person stands with an office, in words.
pub(super) fn standing(line: &HolderLine) -> String {
    let mut words = Vec::new();
    if line.holds != Certainty::No {
        words.push(format!("{} in office", words::certainty(line.holds)));
    }
    for (level, what) in [(line.appointed, "appointed"), (line.announced, "announced")] {
        match level {
            Certainty::No => {}
            Certainty::Certain => words.push(what.to_owned()),
            perhaps => words.push(format!("{} {what}", words::certainty(perhaps))),
        }
    }
    words.join("; ")
}

/// When a person took office, in words.
pub(super) fn since(line: &HolderLine) -> String {
    line.assumed.map(words::window).unwrap_or_default()
}

fn page(answers: &[HoldersAnswer], viewed: &Viewed, labels: &Labels) -> Page {
    let mut page = Page::new();
    match answers {
        [one] => page.title(format!("Who holds the office: {}", labels.name(one.office))),
        _ => page.title("Who holds which office"),
    }
    page.line(viewed.sentence());
    page.gap();
    let mut table = Table::new(&["office", "person", "standing", "took office", "records"]);
    for answer in answers {
        for line in &answer.lines {
            table.row([
                labels.name(answer.office),
                labels.name(line.person),
                standing(line),
                since(line),
                positions(&line.records),
            ]);
        }
    }
    if !table.is_empty() {
        page.table(table);
        page.gap();
    }
    let (unknown, vacant): (Vec<&HoldersAnswer>, Vec<&HoldersAnswer>) =
        answers.iter().filter(|answer| answer.lines.is_empty()).partition(|answer| answer.names.is_none());
    let names = |answers: Vec<&HoldersAnswer>| {
        let names: Vec<String> = answers.iter().map(|answer| labels.name(answer.office)).collect();
        names.join("; ")
    };
    page.line("The book knows that somebody left an office only where a source says so.");
    if !vacant.is_empty() {
        page.line(format!("Nobody on record: {}.", names(vacant)));
    }
    if !unknown.is_empty() {
        page.line(format!("Not known in this view: {}.", names(unknown)));
    }
    page
}

fn rows(answers: &[HoldersAnswer], viewed: &Viewed, labels: &Labels) -> Table {
    let own = [
        "office",
        "person",
        "holds",
        "appointed",
        "announced",
        "assumed_earliest",
        "assumed_latest",
        "records",
        "office_id",
        "person_id",
    ];
    let headings: Vec<&str> = own.into_iter().chain(VIEW_HEADINGS).collect();
    let mut table = Table::new(&headings);
    for answer in answers {
        for line in &answer.lines {
            let day = |day: Option<aoc_core::Day>| day.map(|day| day.to_string()).unwrap_or_default();
            let cells = [
                labels.name(answer.office),
                labels.name(line.person),
                line.holds.word().to_owned(),
                line.appointed.word().to_owned(),
                line.announced.word().to_owned(),
                day(line.assumed.map(|window| window.earliest)),
                day(line.assumed.map(|window| window.latest)),
                positions(&line.records),
                answer.office.to_string(),
                line.person.to_string(),
            ];
            table.row(cells.into_iter().chain(viewed.cells()));
        }
    }
    table
}

fn json(
    answers: &[HoldersAnswer],
    ledger: &Ledger,
    view: View,
    labels: &Labels,
) -> Result<Vec<Value>, CliError> {
    let lines = answers.iter().flat_map(|answer| &answer.lines);
    let sources = Sources::of(ledger, lines.flat_map(|line| line.records.iter().copied()), view)?;
    let office = |answer: &HoldersAnswer| {
        let holders: Vec<Value> = answer.lines.iter().map(|line| line_json(line, labels, &sources)).collect();
        json!({
            "office": {"id": answer.office, "name": labels.name(answer.office)},
            "known": answer.names.is_some(),
            "holders": holders,
        })
    };
    Ok(answers.iter().map(office).collect())
}

/// One person's standing, for programs.
pub(super) fn line_json(line: &HolderLine, labels: &Labels, sources: &Sources) -> Value {
    json!({
        "person": {"id": line.person, "name": labels.name(line.person)},
        "holds": line.holds.word(),
        "appointed": line.appointed.word(),
        "announced": line.announced.word(),
        "assumed": line.assumed.map(window_json),
        "records": line.records,
        "sources": sources.json(&line.records, labels),
    })
}
