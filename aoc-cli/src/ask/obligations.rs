//! `aoc obligations`: what agreements ask of their parties, and where that stands on a day.

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{AgreementId, Due, Position, Trigger};
use aoc_replay::{BiannualReading, ObligationLine, ObligationStatus, Obligations, ObligationsAnswer};
use serde_json::{Map, Value, json};

use crate::args::{BiannualArg, ObligationsArgs};
use crate::ask::agreements::{self, Meant};
use crate::ask::certainty::{states, states_json, window_cells, window_json};
use crate::ask::differences::Shown;
use crate::ask::listing::{Desk, Listing, ListingLine};
use crate::ask::members::positions;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::labels::Labels;
use crate::sources::Sources;
use crate::words;

/// Answers the question.
pub(crate) fn run(args: &ObligationsArgs, context: &Context) -> Result<ExitCode, CliError> {
    let desk = Desk::open(&args.view, context)?;
    let question = question(args.of.as_deref(), &desk.labels)?.reading(reading(args.biannual));
    desk.show(&question, context)
}

/// The obligations of all agreements, of one, or of a party.
pub(super) fn question(of: Option<&str>, labels: &Labels) -> Result<Obligations, CliError> {
    Ok(match of.map(|text| agreements::meant(text, labels)).transpose()? {
        None => Obligations::all(),
        Some(Meant::Agreement(agreement)) => Obligations::of(agreement),
        Some(Meant::Party(party)) => Obligations::of_party(party),
    })
}

const fn reading(biannual: BiannualArg) -> BiannualReading {
    match biannual {
        BiannualArg::EveryTwoYears => BiannualReading::EveryTwoYears,
        BiannualArg::TwiceAYear => BiannualReading::TwiceAYear,
    }
}

const fn reading_word(reading: BiannualReading) -> &'static str {
    match reading {
        BiannualReading::EveryTwoYears => "every-two-years",
        BiannualReading::TwiceAYear => "twice-a-year",
    }
}

fn articles(line: &ObligationLine, labels: &Labels) -> String {
    let articles = line.obligation.articles.iter().map(|article| labels.text(article.as_str()));
    articles.collect::<Vec<_>>().join(", ")
}

fn bearer(line: &ObligationLine, labels: &Labels) -> String {
    line.bearer.map_or_else(|| "all together".to_owned(), |party| labels.code_or_name(party))
}

fn due(line: &ObligationLine) -> String {
    match (line.obligation.due, line.due) {
        (Due::Open, _) => String::new(),
        (Due::Every(period), _) => format!("every {period}"),
        (Due::Biannual, _) => "biannual".to_owned(),
        (Due::By(_) | Due::Within(_), Some(day)) => format!("by {day}"),
        (Due::By(_) | Due::Within(_), None) => "once in force".to_owned(),
    }
}

impl Shown for ObligationLine {
    fn what(&self, labels: &Labels) -> String {
        let (agreement, text) = (labels.name(self.agreement), labels.text(self.obligation.text.as_str()));
        format!("{agreement}, {} ({}): {text}", articles(self, labels), bearer(self, labels))
    }

    fn how(&self, _: &Labels) -> String {
        let statuses = states(&self.statuses, ObligationStatus::word);
        match self.last_performed {
            Some(when) => format!("{statuses}; last performed {}", words::window(when)),
            None => statuses,
        }
    }

    fn behind(&self) -> String {
        positions(&self.records)
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        let own = &self.obligation;
        json!({
            "agreement": {"id": self.agreement, "name": labels.name(self.agreement)},
            "label": own.label,
            "articles": own.articles,
            "kind": own.kind.word(),
            "bearer": self.bearer.map(|party| labels.json(party)),
            "text": own.text,
            "trigger": own.trigger,
            "due": own.due,
            "due_by": self.due.map(|day| day.to_string()),
            "status": states_json(&self.statuses, ObligationStatus::word),
            "last_performed": self.last_performed.map(window_json),
            "records": self.records,
            "sources": sources.json(&self.records, labels),
        })
    }
}

impl ListingLine for ObligationLine {
    const HEADINGS: &'static [&'static str] = &["article", "what is asked", "of whom", "status"];
    const COLUMNS: &'static [&'static str] = &[
        "agreement",
        "label",
        "articles",
        "kind",
        "bearer",
        "text",
        "occasion",
        "due",
        "due_by",
        "status",
        "last_performed_earliest",
        "last_performed_latest",
        "agreement_id",
    ];

    fn cells(&self, labels: &Labels) -> Vec<String> {
        let (bearer, due) = (bearer(self, labels), due(self));
        let kind = self.obligation.kind.word();
        vec![
            articles(self, labels),
            labels.text(self.obligation.text.as_str()),
            if due.is_empty() { format!("{bearer}: {kind}") } else { format!("{bearer}: {kind}, {due}") },
            states(&self.statuses, ObligationStatus::word),
        ]
    }

    fn row(&self, labels: &Labels) -> Vec<String> {
        let occasion = match &self.obligation.trigger {
            Trigger::Occasion(text) => labels.text(text.as_str()),
            Trigger::EntryIntoForce | Trigger::Day(_) => String::new(),
        };
        let [earliest, latest] = window_cells(self.last_performed);
        let statuses = self.statuses.keys().map(|status| status.word());
        vec![
            labels.name(self.agreement),
            self.obligation.label.to_string(),
            articles(self, labels),
            self.obligation.kind.word().to_owned(),
            self.bearer.map_or_else(|| "all".to_owned(), |party| labels.name(party)),
            labels.text(self.obligation.text.as_str()),
            occasion,
            due(self),
            self.due.map(|day| day.to_string()).unwrap_or_default(),
            statuses.collect::<Vec<_>>().join(" "),
            earliest,
            latest,
            self.agreement.to_string(),
        ]
    }

    fn records(&self) -> Vec<Position> {
        self.records.clone()
    }
}

impl Listing for ObligationsAnswer {
    type Line = ObligationLine;
    const WORD: &'static str = "obligations";

    fn title(&self, labels: &Labels) -> String {
        let agreements: BTreeSet<AgreementId> = self.lines.iter().map(|line| line.agreement).collect();
        let names: Vec<String> = agreements.into_iter().map(|agreement| labels.name(agreement)).collect();
        match names.as_slice() {
            [] => "What agreements ask of their parties".to_owned(),
            names => format!("What is asked of their parties by {}", words::list(names)),
        }
    }

    fn listed(&self) -> Vec<&ObligationLine> {
        self.lines.iter().collect()
    }

    fn notes(&self, _: &Labels) -> Vec<String> {
        let counts: Vec<String> = counts(self)
            .into_iter()
            .map(|(status, count)| format!("{count} {}", status.replace('-', " ")))
            .collect();
        let mut notes = Vec::new();
        if !counts.is_empty() {
            let own = |line: &ObligationLine| (line.agreement, line.obligation.label.clone());
            let obligations: BTreeSet<_> = self.lines.iter().map(own).collect();
            notes.push(format!(
                "{} in {}, one for each who bears it: {}.",
                words::count(obligations.len(), "obligation", "obligations"),
                words::count(self.lines.len(), "line", "lines"),
                counts.join(", ")
            ));
        }
        notes.push(
            "Overdue is only what a record says was not performed; after a deadline, silence is unknown."
                .to_owned(),
        );
        notes.push("An effort, an aim and a permission are never overdue.".to_owned());
        if self.lines.iter().any(|line| line.obligation.due == Due::Biannual) {
            let read = reading_word(self.biannual).replace('-', " ");
            notes.push(format!("Biannual is read as {read} (see --biannual)."));
        }
        notes
    }

    fn beside(&self, _: &Labels) -> Map<String, Value> {
        let counts = counts(self).into_iter().map(|(status, count)| (status.to_owned(), json!(count)));
        Map::from_iter([
            ("by_status".to_owned(), counts.collect::<Map<_, _>>().into()),
            ("biannual".to_owned(), json!(reading_word(self.biannual))),
        ])
    }
}

/// How many lines stand where; those that may stand in several are `undetermined`.
fn counts(answer: &ObligationsAnswer) -> Vec<(&'static str, usize)> {
    let by_status: BTreeMap<ObligationStatus, usize> = answer.by_status();
    let determined: usize = by_status.values().sum();
    let undetermined = answer.lines.len().saturating_sub(determined);
    let counted = by_status.into_iter().map(|(status, count)| (status.word(), count));
    counted.chain(Some(("undetermined", undetermined)).filter(|(_, count)| *count > 0)).collect()
}
