//! [`Listing`]: an answer that consists of lines, as a table, as rows, or for programs.

use std::collections::BTreeSet;

use aoc_core::Position;
use aoc_replay::{Ledger, Projection};
use serde_json::{Map, Value, json};

use crate::args::ViewArgs;
use crate::ask::differences::Shown;
use crate::ask::members::positions;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::sources::Sources;
use crate::viewed::{Asked, VIEW_HEADINGS, Viewed};

/// A line of a [`Listing`].
pub(super) trait ListingLine: Shown {
    /// The headings of [`ListingLine::cells`], for people.
    const HEADINGS: &'static [&'static str];
    /// The headings of [`ListingLine::row`], for spreadsheets: names as in the JSON, ids and bounds of days included.
    const COLUMNS: &'static [&'static str];
    /// The line for people; the records behind it are put last.
    fn cells(&self, labels: &Labels) -> Vec<String>;
    /// The line for spreadsheets; records and view are put last.
    fn row(&self, labels: &Labels) -> Vec<String>;
    /// The records behind it.
    fn records(&self) -> Vec<Position>;
}

/// An answer that consists of lines.
pub(super) trait Listing {
    /// One of them.
    type Line: ListingLine;
    /// The word for the question: that of the verb.
    const WORD: &'static str;
    /// What the answer is about.
    fn title(&self, labels: &Labels) -> String;
    /// Its lines, in the order in which they are shown.
    fn listed(&self) -> Vec<&Self::Line>;
    /// What is said below the lines: totals, how to read them.
    fn notes(&self, labels: &Labels) -> Vec<String>;
    /// What programs get beside the lines: totals.
    fn beside(&self, _: &Labels) -> Map<String, Value> {
        Map::new()
    }
}

/// A ledger that is open, a view, and the names in it.
pub(super) struct Desk {
    pub(super) ledger: Ledger,
    pub(super) asked: Asked,
    pub(super) labels: Labels,
}

impl Desk {
    /// Opens the ledger for a question.
    pub(super) fn open(args: &ViewArgs, context: &Context) -> Result<Self, CliError> {
        let ledger = context.open()?;
        let asked = Asked::new(args, context);
        let labels = Labels::of_view(context, &ledger, asked.view())?;
        Ok(Self { ledger, asked, labels })
    }

    /// Asks the question and shows the answer.
    pub(super) fn show<P>(&self, question: &P, context: &Context) -> Result<ExitCode, CliError>
    where
        P: Projection,
        P::Answer: Listing,
    {
        let answer = self.ledger.ask(question, self.asked.view())?.value;
        self.show_answer(&answer, context)
    }

    /// Shows an answer that was asked for before.
    pub(super) fn show_answer<A: Listing>(
        &self,
        answer: &A,
        context: &Context,
    ) -> Result<ExitCode, CliError> {
        let viewed = self.asked.read(&self.ledger)?;
        match context.format() {
            Format::Table => context.output.page(&page(answer, &viewed, &self.labels))?,
            Format::Csv => {
                context.output.csv(&rows(answer, &viewed, &self.labels), &viewed.sentence())?;
            }
            Format::Json => {
                let records = answer.listed().into_iter().flat_map(ListingLine::records);
                let sources = Sources::of(&self.ledger, records, self.asked.view())?;
                context.output.json(&json(answer, &viewed, &self.labels, &sources))?;
            }
        }
        Ok(ExitCode::Fine)
    }
}

fn page<A: Listing>(answer: &A, viewed: &Viewed, labels: &Labels) -> Page {
    let mut page = Page::new();
    page.title(answer.title(labels));
    page.line(viewed.sentence());
    page.gap();
    let lines = answer.listed();
    let shared = shared(&lines);
    let own: Vec<String> = lines
        .iter()
        .map(|line| {
            let own: Vec<Position> = line.records().into_iter().filter(|at| !shared.contains(at)).collect();
            positions(&own)
        })
        .collect();
    let told = own.iter().any(|own| !own.is_empty());
    let headings: Vec<&str> = A::Line::HEADINGS.iter().copied().chain(told.then_some("records")).collect();
    let mut table = Table::new(&headings);
    for (line, own) in lines.iter().zip(own) {
        table.row(line.cells(labels).into_iter().chain(Some(own).filter(|_| told)));
    }
    if table.is_empty() {
        page.line("Nothing is on record in this view.");
    } else {
        page.table(table);
    }
    page.gap();
    if !shared.is_empty() {
        let shared: Vec<Position> = shared.into_iter().collect();
        page.line(format!("Every line rests on the records {}.", positions(&shared)));
    }
    for note in answer.notes(labels) {
        page.line(note);
    }
    page
}

/// The records on which every one of several lines rests: said once.
fn shared<L: ListingLine>(lines: &[&L]) -> BTreeSet<Position> {
    let mut rest = lines.iter().map(|line| line.records().into_iter().collect::<BTreeSet<_>>());
    let first = rest.next().filter(|_| lines.len() > 1).unwrap_or_default();
    rest.fold(first, |shared, own| shared.intersection(&own).copied().collect())
}

fn rows<A: Listing>(answer: &A, viewed: &Viewed, labels: &Labels) -> Table {
    let columns = A::Line::COLUMNS.iter().copied().chain(["records"]).chain(VIEW_HEADINGS);
    let mut table = Table::new(&columns.collect::<Vec<_>>());
    for line in answer.listed() {
        let cells = line.row(labels).into_iter().chain([positions(&line.records())]);
        table.row(cells.chain(viewed.cells()));
    }
    table
}

fn json<A: Listing>(answer: &A, viewed: &Viewed, labels: &Labels, sources: &Sources) -> Value {
    let lines: Vec<Value> = answer.listed().into_iter().map(|line| line.json(labels, sources)).collect();
    let mut json = json!({
        "format": format!("aoc.{}/1", A::WORD),
        "view": viewed.json(),
        "title": answer.title(labels),
        "lines": lines,
    });
    if let Value::Object(fields) = &mut json {
        fields.extend(answer.beside(labels));
    }
    json
}
