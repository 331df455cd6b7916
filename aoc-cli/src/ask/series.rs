//! `aoc members --series`: how many belong to a group, day by day, in one pass.

use std::collections::BTreeSet;

use aoc_core::{Day, GroupId, PartyKind, Scope};
use aoc_replay::{Answer, Ledger, Roll, RollAnswer};
use serde_json::{Value, json};

use crate::args::MembersArgs;
use crate::ask::members::{by_kind_json, group_json, span, total_cells, total_json};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::viewed::{Asked, VIEW_HEADINGS, Viewed};
use crate::words;

/// Answers the question for every day.
pub(super) fn run(
    args: &MembersArgs,
    group: GroupId,
    ledger: &Ledger,
    context: &Context,
) -> Result<ExitCode, CliError> {
    let asked = Asked::new(&args.view, context);
    let labels = Labels::latest(context, ledger)?;
    let days: Vec<Day> = args.series.iter().map(|on| on.day(context.today())).collect();
    let answers = ledger.series(&Roll::of(group), &days, args.view.known_at.known_at)?;
    let mut lines: Vec<(Viewed, Answer<RollAnswer>)> = Vec::with_capacity(answers.len());
    for answer in answers {
        let on = args.series.iter().find(|on| on.day(context.today()) == answer.view.on);
        let asked = on.map_or_else(|| asked.clone(), |on| asked.on(on));
        lines.push((asked.read(ledger)?, answer));
    }
    match context.format() {
        Format::Table => context.output.page(&page(group, &lines, &labels))?,
        Format::Csv => context.output.csv(&rows(&lines), "")?,
        Format::Json => context.output.json(&json!({
            "format": "aoc.members-series/1",
            "group": group_json(group, &labels),
            "days": lines.iter().map(day_json).collect::<Vec<_>>(),
        }))?,
    }
    Ok(ExitCode::Fine)
}

fn page(group: GroupId, lines: &[(Viewed, Answer<RollAnswer>)], labels: &Labels) -> Page {
    let mut page = Page::new();
    page.title(format!("How many members {} had", labels.the(group)));
    if let Some((viewed, _)) = lines.first() {
        page.line(viewed.known_words());
    }
    page.gap();
    let kinds: BTreeSet<PartyKind> =
        lines.iter().flat_map(|(_, roll)| roll.value.by_kind().into_keys()).collect();
    let headings: Vec<&str> = ["day", "at least", "at most"]
        .into_iter()
        .chain(kinds.iter().map(|kind| words::kinds(*kind)))
        .collect();
    let mut table = Table::new(&headings);
    for column in 1..headings.len() {
        table = table.right(column);
    }
    for (viewed, roll) in lines {
        let total = roll.value.total();
        let day = viewed.read.on.to_string();
        let counts = kinds.iter().map(|kind| span(roll.value.count(Scope::Kind(*kind))));
        table.row([day, total.certain.to_string(), total.possible.to_string()].into_iter().chain(counts));
    }
    page.table(table);
    page.gap();
    let readings: Vec<String> = lines.iter().filter_map(|(viewed, _)| viewed.reading()).collect();
    if !readings.is_empty() {
        page.line(format!("{}.", readings.join("; ")));
    }
    page.line("The book counts the members that it names; the truth lies between “at least” and “at most”.");
    page
}

fn rows(lines: &[(Viewed, Answer<RollAnswer>)]) -> Table {
    let own = ["scope", "at_least", "at_most", "if_dates_hold"];
    let headings: Vec<&str> = own.into_iter().chain(VIEW_HEADINGS).collect();
    let mut table = Table::new(&headings);
    for (viewed, roll) in lines {
        let kinds = roll.value.by_kind().into_iter().map(|(kind, total)| (kind.word(), total));
        for (scope, total) in std::iter::once(("all", roll.value.total())).chain(kinds) {
            table.row(std::iter::once(scope.to_owned()).chain(total_cells(total)).chain(viewed.cells()));
        }
    }
    table
}

fn day_json((viewed, roll): &(Viewed, Answer<RollAnswer>)) -> Value {
    json!({
        "view": viewed.json(),
        "total": total_json(roll.value.total()),
        "by_kind": by_kind_json(&roll.value),
    })
}
