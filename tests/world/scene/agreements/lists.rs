//! Everything that may happen with an agreement, and what must not.

use aoc_core::Event;
use serde_json::{Value, json};

use crate::scene::{event, names};
use crate::universe::day;

/// The parties of each agreement.
const PARTIES: [&[u16]; 3] = [&[0, 2], &[0, 1, 2], &[0, 1, 4]];

fn party(n: u16) -> Value {
    json!(format!("party-{n}"))
}

fn list(parties: &[u16]) -> Value {
    parties.iter().map(|n| party(*n)).collect()
}

/// The clause on its entry into force, and its term, in two versions each.
fn clause(agreement: usize, version: usize) -> (Value, Value) {
    match (agreement, version) {
        (0, 0) => (json!("last-signature"), json!(null)),
        (0, _) => (json!("last-signature"), json!("P6M")),
        (1, 0) => (json!({"fixed-day": day(300)}), json!("P8M")),
        (1, _) => (json!({"fixed-day": day(100)}), json!(null)),
        (_, 0) => (json!({"consents": 2}), json!(null)),
        _ => (json!({"consents": 3}), json!("P1Y")),
    }
}

fn text(agreement: usize, version: usize) -> Value {
    let parties = PARTIES[agreement];
    let (entry_into_force, term) = clause(agreement, version);
    json!({
        "agreement": format!("agreement-{agreement}"), "form": "memorandum", "names": names("Memorandum"),
        "parties": list(parties), "entry_into_force": entry_into_force, "term": term,
        "texts": {"languages": ["en", "ar", "fr"], "prevailing": "en"},
        "priorities": [{"label": "a", "text": "youth"}],
        "obligations": [
            {"label": "duty", "articles": ["Art. 40"], "kind": "duty", "bearer": "all", "text": "amend"},
            {"label": "own", "articles": [], "kind": "duty", "bearer": {"party": party(parties[1])}, "text": "host"},
            {"label": "effort", "articles": [], "kind": "effort", "bearer": "each", "text": "endeavor"},
        ],
    })
}

pub(in crate::scene) fn events() -> Vec<Event> {
    let mut events = Vec::new();
    for (n, parties) in PARTIES.into_iter().enumerate() {
        events.extend((0..2).map(|version| event("AgreementDrafted", &text(n, version))));
        events.extend(of_one(n, parties));
        events.extend(under(n, parties));
    }
    events.sort_by_key(Event::kind);
    events
}

/// What changes the agreement itself.
fn of_one(n: usize, parties: &[u16]) -> Vec<Event> {
    let agreement = format!("agreement-{n}");
    let (first, all) = (party(parties[0]), list(parties));
    let priority = |label: &str, by: Value| json!({"agreement": agreement, "priority": {"label": label, "text": "women"}, "by": by});
    let mut events: Vec<Event> = Vec::new();
    for n in parties {
        let seat = if *n == 2 { json!("office-1") } else { json!(null) };
        let who = if *n == 0 { json!("person-0") } else { json!(null) };
        let signed = json!({"agreement": agreement, "party": party(*n), "office": seat, "person": who});
        events.push(event("AgreementSigned", &signed));
        events.push(event("AgreementConsented", &json!({"agreement": agreement, "party": party(*n)})));
    }
    let more = [
        ("PriorityAdded", priority("x", json!({"consultation": format!("consultation-{n}-0")}))),
        ("PriorityAdded", priority("x", json!({"amendment": format!("amendment-{n}-0")}))),
        ("PriorityAdded", priority("y", json!({"amendment": format!("amendment-{n}-1")}))),
        ("AgreementRenewed", json!({"agreement": agreement, "term": "P1Y"})),
        ("AgreementRenewed", json!({"agreement": agreement})),
        ("AgreementTerminated", json!({"agreement": agreement})),
        ("AgreementTerminated", json!({"agreement": agreement, "by": [first]})),
        ("AgreementSuperseded", json!({"agreement": agreement, "by": format!("agreement-{}", (n + 1) % 3)})),
        ("ObligationPerformed", json!({"agreement": agreement, "obligation": "duty", "by": all})),
        (
            "ObligationPerformed",
            json!({"agreement": agreement, "obligation": "own", "by": [party(parties[1])]}),
        ),
        ("ObligationPerformed", json!({"agreement": agreement, "obligation": "effort", "by": [first]})),
        ("ObligationNotPerformed", json!({"agreement": agreement, "obligation": "duty", "by": all})),
        (
            "ActivityHeld",
            json!({"agreement": agreement, "text": "a workshop", "lead": first, "with": [party(3)]}),
        ),
        ("ActivityHeld", json!({"agreement": agreement, "text": "planned", "plan": format!("plan-{n}-0")})),
        (
            "ActivityHeld",
            json!({"agreement": agreement, "text": "joint", "programme": format!("programme-{n}")}),
        ),
        ("EvaluationHeld", json!({"agreement": agreement})),
    ];
    events.extend(more.iter().map(|(name, data)| event(name, data)));
    events
}

/// What is done under it.
fn under(n: usize, parties: &[u16]) -> Vec<Event> {
    let agreement = format!("agreement-{n}");
    let all = list(parties);
    let plan = |k: u16, from: i32, to: i32| {
        json!({"plan": format!("plan-{n}-{k}"), "agreement": agreement, "names": names("Plan"),
               "agreed_by": all, "period": format!("{}/{}", day(from), day(to))})
    };
    let held = |k: u16, between: &[u16]| {
        json!({"consultation": format!("consultation-{n}-{k}"), "agreement": agreement, "between": list(between),
               "asked_by": party(parties[0])})
    };
    let mut events: Vec<Event> = [
        ("ActionPlanAgreed", plan(0, 100, 400)),
        ("ActionPlanAgreed", plan(1, 500, 900)),
        (
            "JointProgrammeAgreed",
            json!({"programme": format!("programme-{n}"), "agreement": agreement, "names": names("Programme"),
                   "agreed_by": all}),
        ),
        ("ConsultationHeld", held(0, parties)),
        ("ConsultationHeld", held(1, &parties[..2])),
        (
            "DisputeRaised",
            json!({"dispute": format!("dispute-{n}"), "agreement": agreement, "by": party(parties[1]), "about": "a word"}),
        ),
        (
            "DisputeSettled",
            json!({"dispute": format!("dispute-{n}"), "agreement": agreement, "by": all, "outcome": "another word"}),
        ),
    ]
    .iter()
    .map(|(name, data)| event(name, data))
    .collect();
    for k in 0..2 {
        let id = format!("amendment-{n}-{k}");
        let proposed =
            json!({"amendment": id, "agreement": agreement, "text": "more", "by": party(parties[0])});
        events.push(event("AmendmentProposed", &proposed));
        events.extend(parties.iter().map(|n| {
            let consent =
                json!({"amendment": id, "agreement": agreement, "party": party(*n), "form": "written"});
            event("AmendmentConsented", &consent)
        }));
    }
    for (n, who) in parties.iter().take(2).flat_map(|n| [(n, 0), (n, 1)]) {
        let focal = json!({"agreement": agreement, "party": party(*n), "person": format!("person-{who}")});
        events.push(event("AgreementFocalPointDesignated", &focal));
        events.push(event("AgreementFocalPointReleased", &focal));
    }
    events
}

/// One agreement of two parties with short terms: law 8 tries all its days.
pub(in crate::scene) fn treaty() -> Vec<Event> {
    let clauses = [
        (json!("last-signature"), json!(null)),
        (json!("last-signature"), json!("P4D")),
        (json!({"fixed-day": day(5)}), json!(null)),
        (json!({"fixed-day": day(4)}), json!("P3D")),
        (json!({"consents": 1}), json!("P5D")),
        (json!({"consents": 2}), json!(null)),
    ];
    let drafted = clauses.into_iter().map(|(entry, term)| {
        let text = json!({"agreement": "agreement-0", "form": "protocol", "names": names("Protocol"),
                          "parties": ["party-0", "party-2"], "entry_into_force": entry, "term": term});
        event("AgreementDrafted", &text)
    });
    let mut events: Vec<Event> = drafted.collect();
    for party in ["party-0", "party-2"] {
        for name in ["AgreementSigned", "AgreementConsented"] {
            events.push(event(name, &json!({"agreement": "agreement-0", "party": party})));
        }
    }
    events.push(event("AgreementRenewed", &json!({"agreement": "agreement-0", "term": "P3D"})));
    events.push(event("AgreementRenewed", &json!({"agreement": "agreement-0"})));
    events.push(event("AgreementTerminated", &json!({"agreement": "agreement-0"})));
    events.push(event("ActivityHeld", &json!({"agreement": "agreement-0", "text": "a workshop"})));
    events.sort_by_key(Event::kind);
    events
}

pub(in crate::scene) fn blunders() -> Vec<Event> {
    let mut events = [of_texts_and_parties(), of_plans_and_talks()].concat();
    for n in 0..PARTIES.len() {
        let added = |label: &str, by: Value| {
            let priority = json!({"label": label, "text": "all"});
            event(
                "PriorityAdded",
                &json!({"agreement": format!("agreement-{n}"), "priority": priority, "by": by}),
            )
        };
        events.push(added("z", json!({"consultation": format!("consultation-{n}-1")}))); // perhaps not of all parties
        events.push(added("z", json!({"amendment": format!("amendment-{n}-0")})));
        events.push(added("a", json!({"consultation": format!("consultation-{n}-0")})));
    }
    events
}

fn of_texts_and_parties() -> Vec<Event> {
    let with = |agreement: usize, more: Value| {
        let mut data = text(agreement, 0);
        if let (Some(data), Value::Object(more)) = (data.as_object_mut(), more) {
            data.extend(more);
        }
        data
    };
    let stranger = json!([{"label": "own", "articles": [], "kind": "duty", "bearer": {"party": "party-3"}, "text": "host"}]);
    let performed = |agreement: &str, label: &str, by: Value| json!({"agreement": agreement, "obligation": label, "by": by});
    [
        ("AgreementDrafted", with(0, json!({"parties": ["party-0"]}))),
        ("AgreementDrafted", with(0, json!({"parties": ["party-0", "party-0"]}))),
        ("AgreementDrafted", with(1, json!({"texts": {"languages": ["ar"], "prevailing": "en"}}))),
        ("AgreementDrafted", with(2, json!({"entry_into_force": {"consents": 4}}))),
        ("AgreementDrafted", with(0, json!({"obligations": stranger}))),
        ("AgreementSigned", json!({"agreement": "agreement-0", "party": "party-3"})),
        ("AgreementConsented", json!({"agreement": "agreement-0", "party": "party-3"})),
        ("AgreementSuperseded", json!({"agreement": "agreement-0", "by": "agreement-0"})),
        ("AgreementTerminated", json!({"agreement": "agreement-1", "by": ["party-3"]})),
        ("ObligationPerformed", performed("agreement-0", "own", json!(["party-0"]))),
        ("ObligationPerformed", performed("agreement-1", "duty", json!(["party-0"]))),
        ("ObligationPerformed", performed("agreement-1", "nothing", json!(["party-0"]))),
        ("ObligationNotPerformed", performed("agreement-0", "effort", json!(["party-0"]))),
        ("ObligationNotPerformed", performed("agreement-0", "nothing", json!(["party-0"]))),
    ]
    .iter()
    .map(|(name, data)| event(name, data))
    .collect()
}

fn of_plans_and_talks() -> Vec<Event> {
    [
        (
            "ActionPlanAgreed",
            json!({"plan": "plan-1-2", "agreement": "agreement-1", "names": names("Plan"),
                   "agreed_by": ["party-0", "party-1"], "period": "2006/2007"}),
        ),
        (
            "ActionPlanAgreed",
            json!({"plan": "plan-0-2", "agreement": "agreement-0", "names": names("Plan"),
                   "agreed_by": ["party-0", "party-2"], "period": "2006"}),
        ),
        (
            "ActionPlanAgreed",
            json!({"plan": "plan-0-2", "agreement": "agreement-0", "names": names("Plan"),
                   "agreed_by": ["party-0", "party-2"], "period": "1990/1999"}),
        ),
        (
            "ConsultationHeld",
            json!({"consultation": "consultation-0-2", "agreement": "agreement-0", "between": ["party-0"]}),
        ),
        (
            "ConsultationHeld",
            json!({"consultation": "consultation-0-2", "agreement": "agreement-0", "between": ["party-0", "party-3"]}),
        ),
        (
            "AmendmentConsented",
            json!({"amendment": "amendment-0-0", "agreement": "agreement-0", "party": "party-0", "form": "oral"}),
        ),
        (
            "AmendmentConsented",
            json!({"amendment": "amendment-0-0", "agreement": "agreement-1", "party": "party-0", "form": "written"}),
        ),
        (
            "DisputeRaised",
            json!({"dispute": "dispute-9", "agreement": "agreement-0", "by": "party-3", "about": "a word"}),
        ),
        (
            "DisputeSettled",
            json!({"dispute": "dispute-0", "agreement": "agreement-0", "by": ["party-0", "party-2", "party-3"],
                   "outcome": "a ruling"}),
        ),
        (
            "DisputeSettled",
            json!({"dispute": "dispute-0", "agreement": "agreement-0", "by": ["party-2"], "outcome": "alone"}),
        ),
        (
            "DisputeSettled",
            json!({"dispute": "dispute-1", "agreement": "agreement-1", "by": ["party-0", "party-1"], "outcome": "two"}),
        ),
        (
            "DisputeSettled",
            json!({"dispute": "dispute-0", "agreement": "agreement-2", "by": ["party-0", "party-1", "party-4"],
                   "outcome": "elsewhere"}),
        ),
        (
            "AgreementFocalPointDesignated",
            json!({"agreement": "agreement-0", "party": "party-3", "person": "person-0"}),
        ),
    ]
    .iter()
    .map(|(name, data)| event(name, data))
    .collect()
}
