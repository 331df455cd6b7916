//! `aoc plans`: action plans and joint programmes of agreements, and the activities under them.

use aoc_core::{AgreementId, EntityKind, Position};
use aoc_replay::{Activity, Plan, PlanLine, Plans, PlansAnswer, Total};
use serde_json::{Map, Value, json};

use crate::args::PlansArgs;
use crate::ask::certainty::{sure, window_cells, window_json};
use crate::ask::differences::Shown;
use crate::ask::listing::{Desk, Listing, ListingLine};
use crate::ask::members::{positions, total_json};
use crate::ask::works::{
    course, course_json, names, occurred, occurrence_json, parties_json, sentence, text,
};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::sources::Sources;
use crate::words;

/// Answers the question.
pub(crate) fn run(args: &PlansArgs, context: &Context) -> Result<ExitCode, CliError> {
    let desk = Desk::open(&args.view, context)?;
    desk.show(&question(args.agreement.as_deref(), &desk.labels)?, context)
}

/// The plans of all agreements, or of one.
pub(super) fn question(agreement: Option<&str>, labels: &Labels) -> Result<Plans, CliError> {
    let Some(name) = agreement else { return Ok(Plans::all()) };
    let agreement = find::entity(labels, name, &[EntityKind::Agreement])?;
    Ok(Plans::of(AgreementId::new(agreement.uuid())))
}

/// What time a plan takes, in words.
fn period(plan: &Plan) -> String {
    match plan.period {
        Some(period) => words::date(period),
        None => format!("two years from {}", words::window(plan.start)),
    }
}

fn activity(activity: &Activity, labels: &Labels) -> String {
    let place = activity.place.as_ref().map(|place| format!(" ({})", labels.text(place.as_str())));
    let what = format!("{}{}", labels.text(activity.text.as_str()), place.unwrap_or_default());
    occurred(&activity.held, &what)
}

fn activities(line: &PlanLine, labels: &Labels, between: &str) -> String {
    line.activities.iter().map(|own| activity(own, labels)).collect::<Vec<_>>().join(between)
}

fn title(line: &PlanLine, labels: &Labels) -> String {
    line.plan.as_ref().map_or_else(|| "without a plan".to_owned(), |plan| labels.name(plan.id))
}

impl Shown for PlanLine {
    fn what(&self, labels: &Labels) -> String {
        format!("{}: {}", labels.name(self.agreement), title(self, labels))
    }

    fn how(&self, labels: &Labels) -> String {
        let stands = self.plan.as_ref().map(|plan| format!("{} ({})", course(plan.course), period(plan)));
        let held = activities(self, labels, "; ");
        stands
            .into_iter()
            .chain([held].into_iter().filter(|held| !held.is_empty()))
            .collect::<Vec<_>>()
            .join("; ")
    }

    fn behind(&self) -> String {
        positions(&self.records)
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        json!({
            "agreement": {"id": self.agreement, "name": labels.name(self.agreement)},
            "plan": self.plan.as_ref().map(|plan| plan_json(plan, labels)),
            "activities": self.activities.iter().map(|own| activity_json(own, labels)).collect::<Vec<_>>(),
            "records": self.records,
            "sources": sources.json(&self.records, labels),
        })
    }
}

fn plan_json(plan: &Plan, labels: &Labels) -> Value {
    json!({
        "id": aoc_core::EntityId::from(plan.id).uuid(),
        "kind": plan.id.word(),
        "name": labels.name(plan.id),
        "agreed_by": parties_json(&plan.agreed_by, labels),
        "agreed": occurrence_json(&plan.agreed),
        "period": plan.period,
        "start": window_json(plan.start),
        "end": window_json(plan.end),
        "course": course_json(plan.course),
    })
}

fn activity_json(activity: &Activity, labels: &Labels) -> Value {
    json!({
        "text": activity.text,
        "held": occurrence_json(&activity.held),
        "lead": activity.lead.map(|lead| labels.json(lead)),
        "with": parties_json(&activity.with, labels),
        "place": activity.place,
    })
}

impl ListingLine for PlanLine {
    const HEADINGS: &'static [&'static str] = &["agreement", "plan", "period", "stands", "activities"];
    const COLUMNS: &'static [&'static str] = &[
        "agreement",
        "plan",
        "kind",
        "stands",
        "running",
        "period",
        "start_earliest",
        "start_latest",
        "end_earliest",
        "end_latest",
        "agreed_by",
        "activities",
        "agreement_id",
        "id",
    ];

    fn cells(&self, labels: &Labels) -> Vec<String> {
        let plan = self.plan.as_ref();
        vec![
            labels.name(self.agreement),
            title(self, labels),
            plan.map(period).unwrap_or_default(),
            plan.map(|plan| course(plan.course)).unwrap_or_default(),
            activities(self, labels, "\n"),
        ]
    }

    fn row(&self, labels: &Labels) -> Vec<String> {
        let plan = self.plan.as_ref();
        let of = |cell: &dyn Fn(&Plan) -> String| plan.map(cell).unwrap_or_default();
        let [start_earliest, start_latest] = window_cells(plan.map(|plan| plan.start));
        let [end_earliest, end_latest] = window_cells(plan.map(|plan| plan.end));
        let phases = |plan: &Plan| {
            let phases = plan.course.phases();
            phases.keys().map(|phase| phase.word()).collect::<Vec<_>>().join(" ")
        };
        vec![
            labels.name(self.agreement),
            of(&|plan| labels.name(plan.id)),
            of(&|plan| plan.id.word().to_owned()),
            of(&phases),
            of(&|plan| plan.course.running.word().to_owned()),
            of(&|plan| plan.period.map(|period| period.to_string()).unwrap_or_default()),
            start_earliest,
            start_latest,
            end_earliest,
            end_latest,
            of(&|plan| names(&plan.agreed_by, labels)),
            activities(self, labels, "; "),
            self.agreement.to_string(),
            of(&|plan| aoc_core::EntityId::from(plan.id).uuid().to_string()),
        ]
    }

    fn records(&self) -> Vec<Position> {
        self.records.clone()
    }
}

fn running(answer: &PlansAnswer) -> Total {
    answer.lines.iter().filter_map(|line| line.plan.as_ref()).map(|plan| plan.course.running).collect()
}

impl Listing for PlansAnswer {
    type Line = PlanLine;
    const WORD: &'static str = "plans";

    fn title(&self, _: &Labels) -> String {
        "Action plans and joint programmes of agreements".to_owned()
    }

    fn listed(&self) -> Vec<&PlanLine> {
        self.lines.iter().collect()
    }

    fn notes(&self, labels: &Labels) -> Vec<String> {
        let mut notes = vec![format!("Running on that day: {}.", words::total(running(self)))];
        for plan in self.lines.iter().filter_map(|line| line.plan.as_ref()) {
            let by: Vec<String> = plan.agreed_by.iter().map(|party| labels.code_or_name(*party)).collect();
            let agreed = format!("{}: agreed by {}", labels.name(plan.id), words::list(&by));
            notes.push(sentence(&occurred(&plan.agreed, &agreed)));
        }
        for (line, own) in
            self.lines.iter().flat_map(|line| line.activities.iter().map(move |own| (line, own)))
        {
            let with: Vec<String> = own.with.iter().map(|party| labels.code_or_name(*party)).collect();
            let lead =
                own.lead.map(|lead| format!(", led by {}", labels.code_or_name(lead))).unwrap_or_default();
            let with = if with.is_empty() { String::new() } else { format!(", with {}", words::list(&with)) };
            if !lead.is_empty() || !with.is_empty() {
                let place = text(own.place.as_ref(), labels);
                let what = format!("{}{lead}{with}", labels.text(own.text.as_str()));
                let what = if place.is_empty() { what } else { format!("{what}, in {place}") };
                let told = format!("{} ({})", sure(own.held.happened, &what), title(line, labels));
                notes.push(sentence(&told));
            }
        }
        notes.push("A plan runs to the last day of its period, a joint programme for two years (MoU AoC-OIC, Art. 34); both end with their agreement.".to_owned());
        notes.push("The action plans of strategies: `aoc strategies`.".to_owned());
        notes
    }

    fn beside(&self, _: &Labels) -> Map<String, Value> {
        Map::from_iter([("running".to_owned(), total_json(running(self)))])
    }
}
