//! What the generators once found, in the smallest form: each was refused, accepted or answered wrongly.

use aoc_core::Draft;
use aoc_replay::{Agreements, Certainty, Ledger, Recorded, Roster, Stage, View};
use serde_json::{Value, json};

fn draft(event: &str, on: &str, data: &Value) -> Draft {
    let id = format!("{event}-{data}").to_lowercase();
    let id: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(120).collect();
    let draft = json!({"id": id, "event": event, "date": on, "data": data, "uncited": true});
    Draft::from_json(draft).unwrap()
}

fn names() -> Value {
    json!([{"lang": "en", "text": "Name"}])
}

fn party(slug: &str, date: &str) -> Draft {
    draft("PartyRegistered", date, &json!({"party": slug, "kind": "country", "names": names()}))
}

/// Two parties, and their agreement with that clause and term.
fn agreement(entry_into_force: &Value, term: &Value) -> Ledger {
    let text = json!({"agreement": "mou", "form": "memorandum", "names": names(), "parties": ["a", "b"],
                      "entry_into_force": entry_into_force, "term": term});
    let ledger = Ledger::in_memory();
    let drafts =
        [party("a", "2000-01-01"), party("b", "2000-01-01"), draft("AgreementDrafted", "2005-01-01", &text)];
    accepted(&ledger, &drafts);
    ledger
}

fn accepted(ledger: &Ledger, drafts: &[Draft]) {
    for draft in drafts {
        let recorded = ledger.record(std::slice::from_ref(draft)).unwrap();
        assert!(matches!(recorded, Recorded::Accepted(_)), "{recorded:?}");
    }
}

fn signed(date: &str) -> [Draft; 2] {
    ["a", "b"].map(|party| draft("AgreementSigned", date, &json!({"agreement": "mou", "party": party})))
}

fn stages(ledger: &Ledger, on: &str) -> Vec<(Stage, Certainty)> {
    let answer = ledger.ask(&Agreements::all(), View::on(on.parse().unwrap())).unwrap().value;
    answer.lines[0].stages.iter().map(|(stage, certainty)| (*stage, *certainty)).collect()
}

/// A later host was asked for before the area was adopted anew.
#[test]
fn a_priority_area_may_be_adopted_again_by_a_party_that_came_later() {
    let adopted = |of: &str| json!({"area": "youth", "names": names(), "of": of});
    let ledger = Ledger::in_memory();
    accepted(
        &ledger,
        &[
            party("a", "2000-01-01"),
            party("b", "2007-01-01"),
            draft("PriorityAreaAdopted", "2005-01-01", &adopted("a")),
            draft("PriorityAreaDropped", "2006-01-01", &json!({"area": "youth"})),
            draft("PartyDissolved", "2006-06-01", &json!({"party": "a"})),
            draft("PriorityAreaAdopted", "2008-01-01", &adopted("b")),
        ],
    );
}

/// The plan was judged by the end that a later renewal set.
#[test]
fn a_plan_that_was_in_time_stays_so_when_a_renewal_sets_an_earlier_end() {
    let ledger = agreement(&json!("last-signature"), &json!(null));
    accepted(&ledger, &signed("2005-02-01"));
    let plan = json!({"plan": "plan", "agreement": "mou", "names": names(), "agreed_by": ["a", "b"],
                      "period": "2007/2008"});
    let late = json!({"plan": "late", "agreement": "mou", "names": names(), "agreed_by": ["a", "b"],
                      "period": "2007/2008"});
    let renewed = json!({"agreement": "mou", "term": "P1Y"});
    accepted(
        &ledger,
        &[draft("ActionPlanAgreed", "2005-03-01", &plan), draft("AgreementRenewed", "2005-04-01", &renewed)],
    );
    let Recorded::Rejected(rejections) =
        ledger.record(&[draft("ActionPlanAgreed", "2005-05-01", &late)]).unwrap()
    else {
        panic!("the plan lies behind the end that was set before it");
    };
    assert_eq!(rejections.findings()[0].rule.name(), "outside-time-in-force");
}

/// Each delivery was compared with the first one only, which may say less than the second.
#[test]
fn what_deliveries_say_fits_whichever_came_first() {
    let delivered = |date: &str, to: Value| {
        let terms = json!({"from": "a", "to": to, "form": "financial"});
        draft("ContributionDelivered", date, &json!({"contribution": "gift", "terms": terms}))
    };
    let ledger = Ledger::in_memory();
    let parties = ["a", "b", "c"].map(|slug| party(slug, "2000-01-01"));
    accepted(&ledger, &parties);
    accepted(&ledger, &[delivered("2005-01-01", json!(null)), delivered("2005-02-01", json!("b"))]);
    let recorded = ledger.record(&[delivered("2005-03-01", json!("c"))]).unwrap();
    let Recorded::Rejected(rejections) = recorded else { panic!("b received it, and c did not") };
    assert_eq!(rejections.findings()[0].rule.name(), "delivers-what-was-pledged");
}

/// The engagement was ordered with everything but the mobilization to which it belongs.
#[test]
fn an_engagement_waits_for_its_mobilization() {
    let ledger = Ledger::in_memory();
    let person = json!({"person": "p", "names": names()});
    let engaged = json!({"mobilization": "m", "person": "p"});
    let mobilized = json!({"mobilization": "m", "tension": "t"});
    accepted(
        &ledger,
        &[
            draft("PersonRegistered", "2000-01-01", &person),
            draft("ExpertEnrolled", "2005-01-01", &json!({"person": "p", "kind": "editor"})),
            draft("TensionReported", "2005-01-01", &json!({"tension": "t", "names": names()})),
            draft("MechanismMobilized", "[2006-01-01..2006-12-31]", &mobilized),
            draft("ExpertEngaged", "2006-03-01", &engaged),
        ],
    );
    let roster = ledger.ask(&Roster, View::on("2006-03-01".parse().unwrap())).unwrap().value;
    assert_eq!(roster.mobilizations[0].running, Certainty::Certain, "somebody is engaged in it");
}

/// It had no stage at all once somebody had consented who was not asked to.
#[test]
fn a_consent_for_which_no_clause_asks_changes_nothing() {
    let ledger = agreement(&json!("last-signature"), &json!(null));
    let consented = json!({"agreement": "mou", "party": "a"});
    accepted(&ledger, &[draft("AgreementConsented", "2005-02-01", &consented)]);
    assert_eq!(stages(&ledger, "2005-03-01"), [(Stage::Drafted, Certainty::Certain)]);
}

/// Its end was thought to wait for the day on which it would have entered into force.
#[test]
fn an_agreement_may_be_terminated_before_its_fixed_day() {
    let ledger = agreement(&json!({"fixed-day": "2006-01-01"}), &json!(null));
    accepted(&ledger, &signed("2005-02-01"));
    accepted(&ledger, &[draft("AgreementTerminated", "2005-06-01", &json!({"agreement": "mou"}))]);
    assert_eq!(stages(&ledger, "2005-05-01"), [(Stage::Signed, Certainty::Certain)]);
    for on in ["2005-06-01", "2005-12-31", "2006-01-01", "2010-01-01"] {
        assert_eq!(stages(&ledger, on), [(Stage::Terminated, Certainty::Certain)], "on {on}");
    }
}
