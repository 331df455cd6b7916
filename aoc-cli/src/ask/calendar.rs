//! `aoc calendar`: what was held, adopted, issued and planned.

use aoc_core::{Event, ForumEvent, ForumPlanned, Position, ResolutionEvent};
use aoc_replay::{
    Calendar, CalendarAnswer, CalendarKind, CalendarLine, Certainty, Differs, HeldForum, PlanOutcome,
    PriorityAreas, PriorityAreasAnswer, Stretch,
};
use serde_json::{Map, Value, json};

use crate::args::CalendarArgs;
use crate::ask::calendar::details::{Details, until};
use crate::ask::certainty::{window_cells, window_json};
use crate::ask::differences::Shown;
use crate::ask::listing::{Desk, Listing, ListingLine};
use crate::ask::members::positions;
use crate::ask::{priorities, timeline};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::labels::Labels;
use crate::sources::Sources;
use crate::words;

mod details;

/// Answers the question.
pub(crate) fn run(args: &CalendarArgs, context: &Context) -> Result<ExitCode, CliError> {
    let stretch = args.stretch.stretch()?;
    let desk = Desk::open(&args.view, context)?;
    if args.priorities {
        return desk.show(&PriorityAreas, context);
    }
    let question = question(stretch, args.kind);
    let calendar = desk.ledger.ask(&question, desk.asked.view())?.value;
    let priorities = desk.ledger.ask(&PriorityAreas, desk.asked.view())?.value;
    desk.show_answer(&Page { stretch, kind: args.kind, calendar, priorities }, context)
}

/// The calendar of a stretch of days, or all of it.
pub(super) fn question(stretch: Option<Stretch>, kind: Option<CalendarKind>) -> Calendar {
    let calendar = Calendar::whole().between(stretch.unwrap_or(Stretch::ALWAYS));
    kind.map_or(calendar, |kind| calendar.of_kind(kind))
}

/// The calendar, and the priority areas beside it.
struct Page {
    stretch: Option<Stretch>,
    kind: Option<CalendarKind>,
    calendar: CalendarAnswer,
    priorities: PriorityAreasAnswer,
}

/// `(possibly)` behind what is not certain.
pub(super) fn unless_certain(level: Certainty) -> String {
    match level {
        Certainty::Certain => String::new(),
        Certainty::CertainIfDatesHold => " (if the dates hold)".to_owned(),
        Certainty::Possible | Certainty::No => " (possibly)".to_owned(),
    }
}

fn plan(line: &CalendarLine) -> Option<(&ForumPlanned, &PlanOutcome)> {
    match (&line.event, &line.outcome) {
        (Event::Forum(ForumEvent::ForumPlanned(plan)), Some(outcome)) => Some((plan, outcome)),
        _ => None,
    }
}

/// The word for what became of a plan.
const fn outcome(outcome: &PlanOutcome) -> &'static str {
    match outcome {
        PlanOutcome::NotHeld => "not-held",
        PlanOutcome::Held(_) => "held",
    }
}

const fn differs(differs: Differs) -> &'static str {
    match differs {
        Differs::Time => "time",
        Differs::Number => "number",
        Differs::Place => "place",
    }
}

fn held_json(held: &HeldForum) -> Value {
    json!({
        "certainty": held.level.word(),
        "when": window_json(held.when),
        "until": held.until.map(window_json),
        "number": held.number,
        "place": held.place,
        "differs": held.differs.iter().map(|what| differs(*what)).collect::<Vec<_>>(),
        "record": held.record,
    })
}

fn plan_json(line: &CalendarLine) -> Option<Value> {
    let (plan, became) = plan(line)?;
    let held = match became {
        PlanOutcome::NotHeld => None,
        PlanOutcome::Held(held) => Some(held_json(held)),
    };
    Some(json!({
        "expected": plan.expected,
        "place": plan.place,
        "outcome": outcome(became),
        "held": held,
    }))
}

fn resolution_json(line: &CalendarLine, labels: &Labels) -> Option<Value> {
    let Event::Resolution(ResolutionEvent::ResolutionAdopted(event)) = &line.event else { return None };
    Some(json!({
        "symbol": event.symbol,
        "title": event.title,
        "of": event.of.map(|party| labels.json(party)),
        "manner": event.manner,
        "sponsors": event.sponsors.iter().map(|party| labels.json(*party)).collect::<Vec<_>>(),
        "sponsor_count": event.sponsor_count,
        "document_date": event.document_date,
    }))
}

/// What a line is about: its name; of a consultation, which has none, the agreement's.
fn name(line: &CalendarLine, labels: &Labels) -> String {
    match &line.event {
        Event::Consultation(event) => labels.name(event.agreement()),
        _ => labels.name(line.entity),
    }
}

impl Shown for CalendarLine {
    fn what(&self, labels: &Labels) -> String {
        format!("{}: {}", words::kind_of_event(self.event.kind()), name(self, labels))
    }

    fn how(&self, labels: &Labels) -> String {
        let when = format!("{}{}{}", words::window(self.when), until(self.until), unless_certain(self.level));
        let details = Details::of(self, labels).sentence();
        if details.is_empty() { when } else { format!("{when}; {details}") }
    }

    fn behind(&self) -> String {
        positions(&self.records)
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        let details = Details::of(self, labels);
        json!({
            "kind": self.kind.word(),
            "event": self.event.kind().name(),
            "about": timeline::about_json(self.entity, labels),
            "what_happened": words::event(&self.event, labels),
            "certainty": self.level.word(),
            "when": window_json(self.when),
            "until": self.until.map(window_json),
            "number": details.number,
            "place": details.place,
            "plan": plan_json(self),
            "resolution": resolution_json(self, labels),
            "data": self.event.to_json(),
            "records": self.records,
            "sources": sources.json(&self.records, labels),
        })
    }
}

impl ListingLine for CalendarLine {
    const HEADINGS: &'static [&'static str] = &["when", "what", "name", "details"];
    const COLUMNS: &'static [&'static str] = &[
        "kind",
        "event",
        "name",
        "certainty",
        "when_earliest",
        "when_latest",
        "until_earliest",
        "until_latest",
        "number",
        "place",
        "expected",
        "outcome",
        "differs",
        "sponsor_count",
        "document_date",
        "details",
        "id",
    ];

    fn cells(&self, labels: &Labels) -> Vec<String> {
        vec![
            format!("{}{}{}", words::short_window(self.when), until(self.until), unless_certain(self.level)),
            words::kind_of_event(self.event.kind()),
            name(self, labels),
            Details::of(self, labels).sentence(),
        ]
    }

    fn row(&self, labels: &Labels) -> Vec<String> {
        let details = Details::of(self, labels);
        let [when_earliest, when_latest] = window_cells(Some(self.when));
        let [until_earliest, until_latest] = window_cells(self.until);
        let plan = plan(self);
        let differing = match plan {
            Some((_, PlanOutcome::Held(held))) => held.differs.iter().map(|what| differs(*what)).collect(),
            _ => Vec::new(),
        };
        let resolution = match &self.event {
            Event::Resolution(ResolutionEvent::ResolutionAdopted(event)) => Some(event),
            _ => None,
        };
        let sponsors = resolution.and_then(|event| event.sponsor_count);
        let document = resolution.and_then(|event| event.document_date);
        vec![
            self.kind.word().to_owned(),
            self.event.kind().name(),
            name(self, labels),
            self.level.word().to_owned(),
            when_earliest,
            when_latest,
            until_earliest,
            until_latest,
            details.number.map(|number| number.to_string()).unwrap_or_default(),
            details.place.clone().unwrap_or_default(),
            plan.and_then(|(plan, _)| plan.expected).map(|date| date.to_string()).unwrap_or_default(),
            plan.map(|(_, became)| outcome(became).to_owned()).unwrap_or_default(),
            differing.join(" "),
            sponsors.map(|count| count.to_string()).unwrap_or_default(),
            document.map(|date| date.to_string()).unwrap_or_default(),
            details.sentence(),
            self.entity.to_string(),
        ]
    }

    fn records(&self) -> Vec<Position> {
        self.records.clone()
    }
}

impl Listing for Page {
    type Line = CalendarLine;
    const WORD: &'static str = "calendar";

    fn title(&self, _: &Labels) -> String {
        let days = self.stretch.map(timeline::stretch_words).unwrap_or_default();
        match self.kind {
            Some(kind) => format!("The calendar: {}{days}", kind.word()),
            None => format!("The calendar{days}"),
        }
    }

    fn listed(&self) -> Vec<&CalendarLine> {
        self.calendar.lines.iter().collect()
    }

    fn notes(&self, labels: &Labels) -> Vec<String> {
        let mut notes = Vec::new();
        let plans = self.calendar.lines.iter().any(|line| line.outcome.is_some());
        if plans {
            notes.push(
                "A plan is listed by the day on which it was stated. What is planned has not happened by that.".to_owned(),
            );
        }
        notes.push(priorities::note(&self.priorities, labels));
        notes
    }

    fn beside(&self, labels: &Labels) -> Map<String, Value> {
        let priorities = self.priorities.lines.iter().map(|line| priorities::short_json(line, labels));
        Map::from_iter([
            ("between".to_owned(), json!(self.stretch.map(timeline::stretch_json))),
            ("kind".to_owned(), json!(self.kind.map(CalendarKind::word))),
            ("priorities".to_owned(), priorities.collect()),
        ])
    }
}
