//! All that there is to say of one strategy: in sentences, and for programs.

use aoc_core::StrategyScope;
use aoc_replay::{
    Adopter, MeetingKind, StrategyLine, StrategyMeeting, StrategyPlan, StrategyProject, StrategyStage,
};
use serde_json::{Value, json};

use crate::ask::certainty::{states_json, sure, window_json};
use crate::ask::works::{course_json, occurred, occurrence_json, parties_json, sentence, text};
use crate::labels::Labels;
use crate::sources::Sources;
use crate::words;

/// What the table leaves out.
pub(super) fn told(line: &StrategyLine, labels: &Labels) -> Vec<String> {
    let mut notes = vec![format!("Begun: {}.", words::window(line.launched))];
    notes.extend(line.meetings.iter().map(|own| sentence(&meeting(own, labels))));
    if let Some(expectation) = &line.expected {
        notes.push(sentence(&super::expectation(expectation)));
    }
    if let Some(adoption) = &line.adopted {
        let by = text(adoption.by.as_ref(), labels);
        let adopted = if by.is_empty() { "adopted".to_owned() } else { format!("adopted by: {by}") };
        notes.push(sentence(&occurred(&adoption.adopted, &adopted)));
    }
    for adopter in &line.adopters {
        let name = labels.name_and_code(adopter.party);
        if let Some(since) = adopter.since {
            let endorsed = format!("endorsed by {name}, {}", words::window(since));
            notes.push(sentence(&sure(adopter.endorsed, &endorsed)));
        }
        if adopter.invited != aoc_replay::Certainty::No {
            notes.push(sentence(&sure(adopter.invited, &format!("invited: {name}"))));
        }
    }
    for plan in &line.plans {
        let issued = format!("{} issued", labels.text(plan.title.as_str()));
        notes.push(sentence(&occurred(&plan.issued, &issued)));
    }
    for project in &line.projects {
        let by: Vec<String> = project.by.iter().map(|party| labels.code_or_name(*party)).collect();
        let by = if by.is_empty() { String::new() } else { format!(", carried out by {}", words::list(&by)) };
        let end =
            project.concluded.map(|end| format!(", concluded {}", words::window(end))).unwrap_or_default();
        let name = labels.name(project.project);
        notes.push(format!("{name}: added {}{by}{end}.", words::window(project.added)));
    }
    if let Some(superseded) = &line.superseded {
        let by = format!("its place was taken by {}", labels.name(superseded.by));
        notes.push(sentence(&occurred(&superseded.superseded, &by)));
    }
    notes
}

fn meeting(meeting: &StrategyMeeting, labels: &Labels) -> String {
    let what = match meeting.kind {
        MeetingKind::Negotiation => "negotiation",
        MeetingKind::Draft => "draft put forward",
        MeetingKind::Review => "review conference",
    };
    let place = text(meeting.place.as_ref(), labels);
    let place = if place.is_empty() { place } else { format!(" in {place}") };
    let host = meeting.host.map(|host| format!(", host: {}", labels.name(host))).unwrap_or_default();
    occurred(&meeting.held, &format!("{what}{place}{host}"))
}

/// A strategy's line, for programs.
pub(super) fn json(line: &StrategyLine, labels: &Labels, sources: &Sources) -> Value {
    json!({
        "strategy": {"id": line.strategy, "name": labels.name(line.strategy)},
        "scope": scope_json(&line.scope, labels),
        "stages": states_json(&line.stages, StrategyStage::word),
        "launched": window_json(line.launched),
        "expected": line.expected.as_ref().map(|own| json!({
            "stated": occurrence_json(&own.stated),
            "expected": own.expected,
            "place": own.place,
            "past": own.past.word(),
        })),
        "adopted": line.adopted.as_ref().map(|own| json!({
            "adopted": occurrence_json(&own.adopted),
            "place": own.place,
            "by": own.by,
        })),
        "superseded": line.superseded.as_ref().map(|own| json!({
            "superseded": occurrence_json(&own.superseded),
            "by": {"id": own.by, "name": labels.name(own.by)},
        })),
        "adopters": line.adopters.iter().map(|own| adopter_json(own, labels)).collect::<Vec<_>>(),
        "plans": line.plans.iter().map(plan_json).collect::<Vec<_>>(),
        "projects": line.projects.iter().map(|own| project_json(own, labels)).collect::<Vec<_>>(),
        "meetings": line.meetings.iter().map(|own| json!({
            "kind": own.kind.word(),
            "held": occurrence_json(&own.held),
            "place": own.place,
            "host": own.host.map(|host| labels.json(host)),
        })).collect::<Vec<_>>(),
        "records": line.records,
        "sources": sources.json(&line.records, labels),
    })
}

fn scope_json(scope: &StrategyScope, labels: &Labels) -> Value {
    match scope {
        StrategyScope::Regional(scope) => json!({"regional": {
            "regions": scope.regions.iter().map(|region| region.name()).collect::<Vec<_>>(),
            "parties": parties_json(&scope.parties, labels),
        }}),
        StrategyScope::National(scope) => json!({"national": {
            "country": labels.json(scope.country),
            "generation": scope.generation,
        }}),
    }
}

fn adopter_json(adopter: &Adopter, labels: &Labels) -> Value {
    json!({
        "party": labels.json(adopter.party),
        "endorsed": adopter.endorsed.word(),
        "since": adopter.since.map(window_json),
        "invited": adopter.invited.word(),
    })
}

fn plan_json(plan: &StrategyPlan) -> Value {
    json!({
        "title": plan.title,
        "period": plan.period,
        "issued": occurrence_json(&plan.issued),
        "course": course_json(plan.course),
    })
}

fn project_json(project: &StrategyProject, labels: &Labels) -> Value {
    json!({
        "project": {"id": project.project, "name": labels.name(project.project)},
        "by": parties_json(&project.by, labels),
        "added": window_json(project.added),
        "concluded": project.concluded.map(window_json),
        "course": course_json(project.course),
    })
}
