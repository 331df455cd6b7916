//! `aoc roster`: the experts of the media response mechanism, and who was engaged when.

use aoc_core::{ExpertKind, Position, Window};
use aoc_replay::{
    Certainty, EngagementLine, ExpertLine, MobilizationLine, Roster, RosterAnswer, RosterLine, TensionLine,
    Total,
};
use serde_json::{Map, Value, json};

use crate::args::RosterArgs;
use crate::ask::certainty::{window_cells, window_json};
use crate::ask::differences::Shown;
use crate::ask::listing::{Desk, Listing, ListingLine};
use crate::ask::members::{positions, total_json};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::labels::Labels;
use crate::sources::Sources;
use crate::words;

/// Answers the question.
pub(crate) fn run(args: &RosterArgs, context: &Context) -> Result<ExitCode, CliError> {
    let desk = Desk::open(&args.view, context)?;
    let answer = desk.ledger.ask(&Roster, desk.asked.view())?.value;
    let engaged = |line: &RosterLine| matches!(line, RosterLine::Engagement(_));
    let lines = answer.iter().filter(|line| !args.engaged || engaged(line)).collect();
    let shows = if args.engaged { Shows::Engagements } else { Shows::Everything };
    desk.show_answer(&Page { shows, answer, lines }, context)
}

enum Shows {
    Everything,
    Engagements,
}

struct Page {
    shows: Shows,
    answer: RosterAnswer,
    lines: Vec<RosterLine>,
}

const fn expert_kind(kind: ExpertKind) -> &'static str {
    match kind {
        ExpertKind::Personality => "high-profile personality",
        ExpertKind::Editor => "editor",
    }
}

/// Whether a mobilization runs, in a word for programs.
fn status(line: &MobilizationLine) -> &'static str {
    match (line.running, line.until) {
        (Certainty::No, _) => "over",
        (_, Some(_)) => "running-or-over",
        (_, None) => "running",
    }
}

/// The cells of a line for people, and what spreadsheets need of it.
struct Told {
    what: &'static str,
    name: String,
    level: Certainty,
    standing: String,
    when: Window,
    details: String,
    id: String,
}

fn told(line: &RosterLine, labels: &Labels) -> Told {
    let text = |text: &Option<aoc_core::Text>| {
        text.as_ref().map(|text| labels.text(text.as_str())).unwrap_or_default()
    };
    let sure = |level: Certainty, what: &str| match level {
        Certainty::Certain => what.to_owned(),
        perhaps => format!("{} {what}", words::certainty(perhaps)),
    };
    match line {
        RosterLine::Expert(line) => Told {
            what: "expert",
            name: labels.name(line.person),
            level: line.enrolled,
            standing: sure(line.enrolled, "on the roster"),
            when: line.since,
            details: [expert_kind(line.kind).to_owned(), text(&line.field)]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("; "),
            id: line.person.to_string(),
        },
        RosterLine::Tension(line) => Told {
            what: "tension",
            name: labels.name(line.tension),
            level: line.reported,
            standing: sure(line.reported, "reported"),
            when: line.when,
            details: text(&line.text),
            id: line.tension.to_string(),
        },
        RosterLine::Mobilization(line) => Told {
            what: "mobilization",
            name: format!("for {}", labels.name(line.tension)),
            level: line.begun,
            standing: match status(line) {
                "over" => "over".to_owned(),
                "running" => sure(line.running, "running"),
                _ => "running, or over".to_owned(),
            },
            when: line.since,
            details: line.until.map(|until| format!("over: {}", words::window(until))).unwrap_or_default(),
            id: line.mobilization.to_string(),
        },
        RosterLine::Engagement(line) => Told {
            what: "engagement",
            name: labels.name(line.person),
            level: line.engaged,
            standing: sure(line.engaged, "engaged"),
            when: line.when,
            details: engagement_details(line, labels),
            id: line.person.to_string(),
        },
    }
}

fn engagement_details(line: &EngagementLine, labels: &Labels) -> String {
    let tension = line.tension.map(|tension| format!("for {}", labels.name(tension)));
    let outlet = line.outlet.as_ref().map(|outlet| format!("in {}", labels.text(outlet.as_str())));
    tension.into_iter().chain(outlet).collect::<Vec<_>>().join("; ")
}

fn expert_json(line: &ExpertLine, labels: &Labels) -> Value {
    json!({
        "expert": {"id": line.person, "name": labels.name(line.person)},
        "kind": line.kind.word(),
        "field": line.field,
        "enrolled": line.enrolled.word(),
        "since": window_json(line.since),
    })
}

fn tension_json(line: &TensionLine, labels: &Labels) -> Value {
    json!({
        "tension": {"id": line.tension, "name": labels.name(line.tension)},
        "text": line.text,
        "reported": line.reported.word(),
        "when": window_json(line.when),
    })
}

fn mobilization_json(line: &MobilizationLine, labels: &Labels) -> Value {
    json!({
        "mobilization": line.mobilization,
        "tension": {"id": line.tension, "name": labels.name(line.tension)},
        "status": status(line),
        "begun": line.begun.word(),
        "running": line.running.word(),
        "since": window_json(line.since),
        "until": line.until.map(window_json),
    })
}

fn engagement_json(line: &EngagementLine, labels: &Labels) -> Value {
    json!({
        "engaged_expert": {"id": line.person, "name": labels.name(line.person)},
        "mobilization": line.mobilization,
        "tension": line.tension.map(|tension| json!({"id": tension, "name": labels.name(tension)})),
        "outlet": line.outlet,
        "engaged": line.engaged.word(),
        "when": window_json(line.when),
    })
}

impl Shown for RosterLine {
    fn what(&self, labels: &Labels) -> String {
        let told = told(self, labels);
        format!("{}: {}", told.what, told.name)
    }

    fn how(&self, labels: &Labels) -> String {
        let told = told(self, labels);
        let how = format!("{}, {}", told.standing, words::window(told.when));
        if told.details.is_empty() { how } else { format!("{how}; {}", told.details) }
    }

    fn behind(&self) -> String {
        positions(self.records())
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        let mut json = match self {
            Self::Expert(line) => expert_json(line, labels),
            Self::Tension(line) => tension_json(line, labels),
            Self::Mobilization(line) => mobilization_json(line, labels),
            Self::Engagement(line) => engagement_json(line, labels),
        };
        if let Value::Object(fields) = &mut json {
            fields.insert("line".to_owned(), json!(told(self, labels).what));
            fields.insert("records".to_owned(), json!(self.records()));
            fields.insert("sources".to_owned(), sources.json(self.records(), labels));
        }
        json
    }
}

impl ListingLine for RosterLine {
    const HEADINGS: &'static [&'static str] = &["what", "name", "standing", "when", "details"];
    const COLUMNS: &'static [&'static str] =
        &["line", "name", "certainty", "standing", "when_earliest", "when_latest", "details", "id"];

    fn cells(&self, labels: &Labels) -> Vec<String> {
        let told = told(self, labels);
        vec![told.what.to_owned(), told.name, told.standing, words::short_window(told.when), told.details]
    }

    fn row(&self, labels: &Labels) -> Vec<String> {
        let told = told(self, labels);
        let [earliest, latest] = window_cells(Some(told.when));
        vec![
            told.what.to_owned(),
            told.name,
            told.level.word().to_owned(),
            told.standing,
            earliest,
            latest,
            told.details,
            told.id,
        ]
    }

    fn records(&self) -> Vec<Position> {
        self.records().to_vec()
    }
}

impl Page {
    fn experts(&self) -> Total {
        self.answer.experts.iter().map(|line| line.enrolled).collect()
    }

    fn running(&self) -> Total {
        self.answer.mobilizations.iter().map(|line| line.running).collect()
    }
}

impl Listing for Page {
    type Line = RosterLine;
    const WORD: &'static str = "roster";

    fn title(&self, _: &Labels) -> String {
        match self.shows {
            Shows::Everything => "The roster of the media response mechanism".to_owned(),
            Shows::Engagements => "Who was engaged by the media response mechanism".to_owned(),
        }
    }

    fn listed(&self) -> Vec<&RosterLine> {
        self.lines.iter().collect()
    }

    fn notes(&self, _: &Labels) -> Vec<String> {
        vec![
            format!("Experts on the roster: {}.", words::total(self.experts())),
            format!("Mobilizations that run on that day: {}.", words::total(self.running())),
        ]
    }

    fn beside(&self, _: &Labels) -> Map<String, Value> {
        Map::from_iter([
            ("experts".to_owned(), total_json(self.experts())),
            ("running".to_owned(), total_json(self.running())),
        ])
    }
}
