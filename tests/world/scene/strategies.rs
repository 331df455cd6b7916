//! Strategies, their projects, and contributions.

use aoc_core::{
    ContributionEvent, Event, ProjectEvent, StrategyEndorsed, StrategyEvent, StrategyId, StrategyScope,
};
use serde_json::{Value, json};

use super::{Past, event, names};
use crate::universe::{day, party};

/// The strategies: two of regions, then plans of countries (whose, which).
const NATIONAL: [(&str, u16, u32); 3] = [("plan-a", 0, 1), ("plan-b", 0, 2), ("plan-c", 4, 1)];
const ALL: [&str; 5] = ["region-a", "region-b", "plan-a", "plan-b", "plan-c"];

fn all(list: &[(&str, Value)]) -> Vec<Event> {
    list.iter().map(|(name, data)| event(name, data)).collect()
}

fn regional(strategy: &str, scope: &Value) -> Value {
    json!({"strategy": strategy, "names": names("Regional strategy"), "scope": {"regional": scope}})
}

fn national(strategy: &str, country: u16, generation: u32) -> Value {
    json!({"strategy": strategy, "names": names("National plan"),
           "scope": {"national": {"country": format!("party-{country}"), "generation": generation}}})
}

pub(super) fn events() -> Vec<Event> {
    let mut events = all(&[
        ("StrategyLaunched", regional("region-a", &json!({"regions": ["europe"], "parties": ["party-2"]}))),
        ("StrategyLaunched", regional("region-b", &json!({"parties": ["party-0", "party-4"]}))),
    ]);
    events.extend(NATIONAL.map(|(strategy, of, n)| event("StrategyLaunched", &national(strategy, of, n))));
    for (n, strategy) in ALL.into_iter().enumerate() {
        events.extend(of_one(n, strategy));
    }
    for n in 0..3 {
        events.extend(contribution(n));
    }
    events.sort_by_key(Event::kind);
    events
}

fn of_one(n: usize, strategy: &str) -> Vec<Event> {
    let plan = |from: i32, to: i32| json!({"strategy": strategy, "title": "Action plan", "period": format!("{}/{}", day(from), day(to))});
    let party = |n: u16| json!({"strategy": strategy, "party": format!("party-{n}")});
    let mut events = all(&[
        ("NegotiationHeld", json!({"strategy": strategy, "place": "Sarajevo"})),
        ("DraftTabled", json!({"strategy": strategy})),
        ("AdoptionExpected", json!({"strategy": strategy, "expected": "2007"})),
        ("StrategyAdopted", json!({"strategy": strategy, "by": "a declaration"})),
        ("PartyInvited", party(1)),
        ("ActionPlanIssued", plan(100, 400)),
        ("ActionPlanIssued", plan(400, 700)),
        ("ActionPlanIssued", plan(650, 900)),
        ("ReviewConferenceHeld", json!({"strategy": strategy, "host": "party-0"})),
        ("StrategySuperseded", json!({"strategy": strategy, "by": ALL[(n + 1) % ALL.len()]})),
    ]);
    events.extend([0, 1, 2, 4].map(|n| event("StrategyEndorsed", &party(n))));
    let project = format!("project-{strategy}");
    let added =
        json!({"project": project, "strategy": strategy, "names": names("Project"), "by": ["party-2"]});
    events.push(event("ProjectAdded", &added));
    events.push(event("ProjectConcluded", &json!({"project": project, "strategy": strategy})));
    events
}

fn contribution(n: u16) -> Vec<Event> {
    let id = format!("contribution-{n}");
    let money = |amount: &str| json!({"amount": amount, "currency": if n == 1 { "USD" } else { "EUR" }});
    let terms = json!({"from": format!("party-{n}"), "to": "party-4", "form": "financial", "level": "global",
                       "toward": if n == 0 { json!("strategy:region-a") } else { json!(null) }});
    let open = json!({"from": format!("party-{n}"), "form": "financial"});
    all(&[
        ("ContributionPledged", json!({"contribution": id, "terms": terms, "money": money("1000.50")})),
        ("ContributionDelivered", json!({"contribution": id, "terms": terms, "money": money("400.25")})),
        ("ContributionDelivered", json!({"contribution": id, "terms": terms, "money": money("600")})),
        ("ContributionDelivered", json!({"contribution": id, "terms": terms, "text": "ten chairs"})),
        // What is not said fits.
        ("ContributionDelivered", json!({"contribution": id, "terms": open, "money": money("1")})),
    ])
}

/// One strategy, as much as can be enumerated.
pub(super) fn stages() -> Vec<Event> {
    let own = json!({"strategy": "region-a"});
    let party = |n: u16| json!({"strategy": "region-a", "party": format!("party-{n}")});
    let project = json!({"project": "project-region-a", "strategy": "region-a", "names": names("Project")});
    all(&[
        ("StrategyLaunched", regional("region-a", &json!({"parties": ["party-0", "party-2"]}))),
        ("NegotiationHeld", own.clone()),
        ("StrategyAdopted", own),
        ("StrategyEndorsed", party(0)),
        ("StrategyEndorsed", party(2)),
        ("StrategySuperseded", json!({"strategy": "region-a", "by": "region-b"})),
        ("StrategyLaunched", regional("region-b", &json!({"parties": ["party-0"]}))),
        ("ProjectAdded", project),
        ("ProjectConcluded", json!({"project": "project-region-a", "strategy": "region-a"})),
    ])
}

pub(super) fn blunders() -> Vec<Event> {
    let given = |from: &str, to: &str| json!({"from": from, "to": to, "form": "financial"});
    all(&[
        ("StrategyLaunched", regional("region-c", &json!({}))),
        ("StrategyLaunched", regional("region-c", &json!({"regions": ["asia", "asia"]}))),
        ("StrategyLaunched", national("plan-d", 2, 1)),
        ("StrategyLaunched", national("plan-e", 0, 1)),
        ("StrategySuperseded", json!({"strategy": "region-a", "by": "region-a"})),
        ("StrategyEndorsed", json!({"strategy": "region-b", "party": "party-3"})),
        ("ActionPlanIssued", json!({"strategy": "region-a", "title": "Plan", "period": "2006"})),
        (
            "ActionPlanIssued",
            json!({"strategy": "region-a", "title": "Plan", "period": format!("{}/{}", day(150), day(500))}),
        ),
        (
            "ProjectAdded",
            json!({"project": "project-x", "strategy": "region-a", "names": names("Project"),
                                "by": ["party-0", "party-0"]}),
        ),
        ("ProjectConcluded", json!({"project": "project-region-a", "strategy": "region-b"})),
        ("ProjectConcluded", json!({"project": "project-region-b", "strategy": "region-a"})),
        ("ProjectConcluded", json!({"project": "project-plan-a", "strategy": "region-a"})),
        ("ProjectConcluded", json!({"project": "project-plan-c", "strategy": "region-b"})),
        (
            "ContributionPledged",
            json!({"contribution": "contribution-3", "terms": given("party-0", "party-0")}),
        ),
        (
            "ContributionDelivered",
            json!({"contribution": "contribution-0", "terms": given("party-0", "party-2")}),
        ),
        (
            "ContributionDelivered",
            json!({"contribution": "contribution-2", "money": {"amount": "1", "currency": "JPY"},
                   "terms": {"from": "party-2", "to": "party-4", "form": "financial", "level": "global"}}),
        ),
    ])
}

fn has(past: &Past<'_>, strategy: StrategyId, such: impl Fn(&StrategyEvent) -> bool) -> bool {
    past.any(|event| matches!(event, Event::Strategy(event) if event.strategy() == strategy && such(event)))
}

pub(super) fn may(past: &Past<'_>, event: &Event) -> bool {
    match event {
        Event::Strategy(event) => may_strategy(past, event),
        Event::Project(ProjectEvent::ProjectAdded(event)) => {
            past.has_founded(event.strategy.into()) && !past.has_founded(event.project.into())
        }
        Event::Project(ProjectEvent::ProjectConcluded(event)) => past.is_there(event.project.into()),
        Event::Contribution(ContributionEvent::ContributionPledged(event)) => {
            !past.has_founded(event.contribution.into())
        }
        Event::Contribution(ContributionEvent::ContributionDelivered(_)) => true,
        _ => false,
    }
}

fn may_strategy(past: &Past<'_>, event: &StrategyEvent) -> bool {
    let own = event.strategy();
    if let StrategyEvent::StrategyLaunched(event) = event {
        let StrategyScope::National(scope) = &event.scope else { return !past.has_founded(own.into()) };
        let newer = |other: &Event| {
            matches!(other, Event::Strategy(StrategyEvent::StrategyLaunched(other))
                if matches!(&other.scope, StrategyScope::National(other)
                    if other.country == scope.country && other.generation >= scope.generation))
        };
        return !past.has_founded(own.into()) && !past.any(newer);
    }
    if !past.is_there(own.into()) {
        return false;
    }
    let regional = has(
        past,
        own,
        |event| matches!(event, StrategyEvent::StrategyLaunched(event) if matches!(event.scope, StrategyScope::Regional(_))),
    );
    let adopted = has(past, own, |event| matches!(event, StrategyEvent::StrategyAdopted(_)));
    match event {
        StrategyEvent::StrategyLaunched(_) => false,
        StrategyEvent::NegotiationHeld(_)
        | StrategyEvent::DraftTabled(_)
        | StrategyEvent::AdoptionExpected(_) => !adopted,
        StrategyEvent::StrategyAdopted(_) => {
            let negotiated = has(past, own, |event| matches!(event, StrategyEvent::NegotiationHeld(_)));
            !adopted && (negotiated || !regional)
        }
        StrategyEvent::StrategyEndorsed(event) => {
            let once = !has(
                past,
                own,
                |other| matches!(other, StrategyEvent::StrategyEndorsed(other) if other == event),
            );
            let invited = has(
                past,
                own,
                |other| matches!(other, StrategyEvent::PartyInvited(other) if other.party == event.party),
            );
            once && (invited || belongs(past, event))
        }
        StrategyEvent::ActionPlanIssued(event) => {
            let edges = |event: &aoc_core::ActionPlanIssued| match event.period {
                aoc_core::EventDate::Duration { start, end } => (start.earliest, end.earliest),
                aoc_core::EventDate::Moment(bounds) => (bounds.earliest, bounds.earliest), // a blunder
            };
            let (start, end) = edges(event);
            let overlaps = |other: &StrategyEvent| match other {
                StrategyEvent::ActionPlanIssued(other) => start < edges(other).1 && edges(other).0 < end,
                _ => false,
            };
            !has(past, own, overlaps)
        }
        StrategyEvent::ReviewConferenceHeld(_) => adopted,
        StrategyEvent::PartyInvited(_) | StrategyEvent::StrategySuperseded(_) => true,
    }
}

fn belongs(past: &Past<'_>, endorsed: &StrategyEndorsed) -> bool {
    past.any(|other| match other {
        Event::Strategy(StrategyEvent::StrategyLaunched(other)) if other.strategy == endorsed.strategy => {
            match &other.scope {
                StrategyScope::National(scope) => scope.country == endorsed.party,
                // Party 0 is a country in Europe.
                StrategyScope::Regional(scope) => {
                    scope.parties.contains(&endorsed.party)
                        || !scope.regions.is_empty() && endorsed.party == party(0)
                }
            }
        }
        _ => false,
    })
}
