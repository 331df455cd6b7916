//! `aoc strategies`: where strategies and national plans stand.

mod details;

use aoc_core::{EntityKind, PartyId, Position, StrategyId, StrategyScope, Window};
use aoc_replay::{
    Adopter, Certainty, Expectation, Strategies, StrategiesAnswer, StrategyLine, StrategyPlan,
    StrategyProject, StrategyStage, Total,
};
use serde_json::{Map, Value};

use crate::args::StrategiesArgs;
use crate::ask::certainty::{states, sure, window_cells};
use crate::ask::differences::Shown;
use crate::ask::listing::{Desk, Listing, ListingLine};
use crate::ask::members::{positions, total_json};
use crate::ask::works::{course, names, text};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::sources::Sources;
use crate::words;

/// Answers the question.
pub(crate) fn run(args: &StrategiesArgs, context: &Context) -> Result<ExitCode, CliError> {
    let desk = Desk::open(&args.view, context)?;
    let question = match &args.country {
        Some(country) => {
            let country = find::entity(&desk.labels, country, &[EntityKind::Party])?;
            Strategies::of_country(PartyId::new(country.uuid()))
        }
        None if args.regional => Strategies::regional(),
        None if args.national => Strategies::national(),
        None => question(args.strategy.as_deref(), &desk.labels)?,
    };
    desk.show(&question, context)
}

/// All strategies, or one.
pub(super) fn question(strategy: Option<&str>, labels: &Labels) -> Result<Strategies, CliError> {
    let Some(name) = strategy else { return Ok(Strategies::all()) };
    let strategy = find::entity(labels, name, &[EntityKind::Strategy])?;
    Ok(Strategies::one(StrategyId::new(strategy.uuid())))
}

/// Whose it is: regions and parties, or a country and the number of its plan.
fn whose(scope: &StrategyScope, labels: &Labels) -> String {
    match scope {
        StrategyScope::Regional(scope) => {
            let regions = scope.regions.iter().map(|region| region.name().to_owned());
            let parties = scope.parties.iter().map(|party| labels.code_or_name(*party));
            regions.chain(parties).collect::<Vec<_>>().join(", ")
        }
        StrategyScope::National(scope) => {
            format!("{}, {} plan", labels.name(scope.country), words::ordinal(scope.generation.get()))
        }
    }
}

/// What was last said about the adoption, while there is none.
fn expected(line: &StrategyLine) -> Option<String> {
    let open = line.stage(StrategyStage::Adopted) < Certainty::CertainIfDatesHold
        && line.stage(StrategyStage::Superseded) < Certainty::CertainIfDatesHold;
    line.expected.as_ref().filter(|_| open).map(expectation)
}

fn expectation(expectation: &Expectation) -> String {
    let when = expectation.expected.map(|day| format!(" for {}", words::date(day))).unwrap_or_default();
    let past = match expectation.past {
        Certainty::No => "",
        Certainty::Possible => ", which is perhaps past",
        Certainty::CertainIfDatesHold | Certainty::Certain => ", which is past",
    };
    let stated = words::window(expectation.stated.when);
    sure(expectation.stated.happened, &format!("adoption expected{when}{past} (said {stated})"))
}

fn stands(line: &StrategyLine) -> String {
    let stages = states(&line.stages, StrategyStage::word);
    expected(line).map_or(stages.clone(), |expected| format!("{stages}; {expected}"))
}

fn adopted(line: &StrategyLine, labels: &Labels) -> String {
    let Some(adoption) = &line.adopted else { return String::new() };
    let place = text(adoption.place.as_ref(), labels);
    let when = words::short_window(adoption.adopted.when);
    let adopted = if place.is_empty() { when } else { format!("{when}, {place}") };
    sure(adoption.adopted.happened, &adopted)
}

fn adopter(adopter: &Adopter, labels: &Labels) -> Option<String> {
    let name = labels.code_or_name(adopter.party);
    Some(sure(adopter.endorsed, &name)).filter(|_| adopter.endorsed != Certainty::No)
}

fn endorsed(line: &StrategyLine, labels: &Labels) -> String {
    line.adopters.iter().filter_map(|own| adopter(own, labels)).collect::<Vec<_>>().join(", ")
}

fn plan(plan: &StrategyPlan, labels: &Labels) -> String {
    let title = labels.text(plan.title.as_str());
    sure(plan.issued.happened, &format!("{title} ({}): {}", words::date(plan.period), course(plan.course)))
}

fn project(project: &StrategyProject, labels: &Labels) -> String {
    format!("{}: {}", labels.name(project.project), course(project.course))
}

fn works(line: &StrategyLine, labels: &Labels, apart: &str) -> String {
    let plans = line.plans.iter().map(|own| plan(own, labels));
    let projects = line.projects.iter().map(|own| project(own, labels));
    plans.chain(projects).collect::<Vec<_>>().join(apart)
}

impl Shown for StrategyLine {
    fn what(&self, labels: &Labels) -> String {
        labels.name(self.strategy)
    }

    fn how(&self, labels: &Labels) -> String {
        let mut how = stands(self);
        for (what, told) in [
            ("adopted", adopted(self, labels)),
            ("endorsed by", endorsed(self, labels)),
            ("plans and projects:", works(self, labels, "; ")),
        ] {
            if !told.is_empty() {
                how = format!("{how}; {what} {told}");
            }
        }
        how
    }

    fn behind(&self) -> String {
        positions(&self.records)
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        details::json(self, labels, sources)
    }
}

impl ListingLine for StrategyLine {
    const HEADINGS: &'static [&'static str] =
        &["strategy", "of", "stands", "endorsed by", "plans and projects"];
    const COLUMNS: &'static [&'static str] = &[
        "strategy",
        "scope",
        "of",
        "generation",
        "stage",
        "adopted",
        "adopted_earliest",
        "adopted_latest",
        "adopted_place",
        "expected",
        "expectation_stated_earliest",
        "expectation_stated_latest",
        "endorsed_by",
        "possibly_endorsed_by",
        "invited",
        "plans_and_projects",
        "superseded_by",
        "id",
    ];

    fn cells(&self, labels: &Labels) -> Vec<String> {
        let stands = [stands(self), adopted(self, labels)].into_iter().filter(|told| !told.is_empty());
        vec![
            labels.name(self.strategy),
            whose(&self.scope, labels),
            stands.collect::<Vec<_>>().join("\n"),
            endorsed(self, labels),
            works(self, labels, "\n"),
        ]
    }

    fn row(&self, labels: &Labels) -> Vec<String> {
        let window = |window: Option<Window>| window_cells(window);
        let [adopted_earliest, adopted_latest] = window(self.adopted.as_ref().map(|own| own.adopted.when));
        let [stated_earliest, stated_latest] = window(self.expected.as_ref().map(|own| own.stated.when));
        let parties = |such: &dyn Fn(&Adopter) -> bool| {
            let parties: Vec<PartyId> =
                self.adopters.iter().filter(|own| such(own)).map(|own| own.party).collect();
            names(&parties, labels)
        };
        let certain = |level: Certainty| level >= Certainty::CertainIfDatesHold;
        let stages = self.stages.keys().map(|stage| stage.word());
        let place = self.adopted.as_ref().and_then(|own| own.place.as_ref());
        let expected = self.expected.as_ref().and_then(|own| own.expected);
        let (scope, of) = match &self.scope {
            StrategyScope::Regional(_) => ("regional", whose(&self.scope, labels)),
            StrategyScope::National(scope) => ("national", labels.name(scope.country)),
        };
        vec![
            labels.name(self.strategy),
            scope.to_owned(),
            of,
            self.nation().map(|nation| nation.generation.to_string()).unwrap_or_default(),
            stages.collect::<Vec<_>>().join(" "),
            self.stage(StrategyStage::Adopted).word().to_owned(),
            adopted_earliest,
            adopted_latest,
            text(place, labels),
            expected.map(|expected| expected.to_string()).unwrap_or_default(),
            stated_earliest,
            stated_latest,
            parties(&|own| certain(own.endorsed)),
            parties(&|own| own.endorsed == Certainty::Possible),
            parties(&|own| own.invited != Certainty::No),
            works(self, labels, "; "),
            self.superseded.map(|own| labels.name(own.by)).unwrap_or_default(),
            self.strategy.to_string(),
        ]
    }

    fn records(&self) -> Vec<Position> {
        self.records.clone()
    }
}

fn total(answer: &StrategiesAnswer) -> Total {
    answer.lines.iter().map(|line| line.stage(StrategyStage::Adopted)).collect()
}

impl Listing for StrategiesAnswer {
    type Line = StrategyLine;
    const WORD: &'static str = "strategies";

    fn title(&self, labels: &Labels) -> String {
        match self.lines.as_slice() {
            [one] => format!("Where it stands: {}", labels.name(one.strategy)),
            _ => "Where strategies stand".to_owned(),
        }
    }

    fn listed(&self) -> Vec<&StrategyLine> {
        self.lines.iter().collect()
    }

    fn notes(&self, labels: &Labels) -> Vec<String> {
        let mut notes = match self.lines.as_slice() {
            [line] => details::told(line, labels),
            _ => vec![format!("Adopted, and not superseded: {}.", words::total(total(self)))],
        };
        notes
            .push("What was expected is not what happened: no strategy is adopted by time alone.".to_owned());
        notes.push("The action plans of agreements: `aoc plans`.".to_owned());
        notes
    }

    fn beside(&self, _: &Labels) -> Map<String, Value> {
        Map::from_iter([("adopted".to_owned(), total_json(total(self)))])
    }
}
