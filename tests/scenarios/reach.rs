//! How far a commit reaches, and what must never get into the book: found by reviews, one test each.

use aoc_core::{
    ActionPlanAgreed, AgreementDrafted, AgreementForm, Bounds, Citations, Day, Draft, EntryIntoForce,
    EventDate, Names, PartyId,
};
use aoc_replay::Given;
use serde_json::{Value, json};

use crate::agreements::{agreement, event, given_parties, signed};
use crate::{drafts, party};

fn office_of_oic(date: &str) -> Value {
    json!({"event": "OfficeEstablished", "date": date, "data": {
        "office": "chair", "of": "q", "names": [{"lang": "en", "text": "Chair"}]}})
}

fn report(id: &str, by: &str) -> Value {
    json!({"event": "ReportIssued", "date": "2011-06-01", "data": {
        "report": id, "by": by, "names": [{"lang": "en", "text": "Report"}]}})
}

/// A report names an office, the office rests on a party: moving the party moves the office, and the report is judged.
#[test]
fn what_rests_on_something_that_moves_is_judged_again() {
    let world = [party("q", "country", "[..1980]"), office_of_oic("[2010-01-01..2013-12-31]")];
    let given = Given::an_empty_book().and(&drafts(&world)).and(&drafts(&[report("r", "office:chair")]));
    let correction = json!({"corrects": "party-q", "event": "PartyRegistered", "date": "2012-01-01",
        "reason": "it began later", "data": world[0]["data"]});
    given.when(&drafts(&[correction])).then_rejected_by(&["before-existence"]);
}

#[test]
fn reports_issue_no_reports() {
    let circle = report("a", "report:b");
    let mut json = circle;
    json["uncited"] = json!(true);
    let error = Draft::from_json(json).unwrap_err().to_string();
    assert!(error.contains("a report does not act"), "{error}");
}

/// What could be written, but not read again, would lock the book for ever.
#[test]
fn an_event_that_cannot_be_read_again_is_refused() {
    let names: Names = serde_json::from_value(json!([{"lang": "en", "text": "Plan"}])).unwrap();
    let parties: Vec<PartyId> = vec!["aoc".parse().unwrap(), "oic".parse().unwrap()];
    let given = given_parties().and(&drafts(&[
        agreement(&json!({})),
        signed("aoc", "2009-04-06"),
        signed("oic", "2009-04-06"),
    ]));
    let day = |text: &str| Bounds::new(text.parse().unwrap(), text.parse().unwrap());
    let plan = |start: Bounds, end: Bounds| {
        let plan = ActionPlanAgreed {
            plan: "plan".parse().unwrap(),
            agreement: "mou".parse().unwrap(),
            names: names.clone(),
            agreed_by: parties.clone(),
            period: EventDate::Duration { start, end },
        };
        Draft::new(plan, "2010-01-01".parse().unwrap(), Citations::uncited())
    };
    for (start, end) in [
        (day("2011-01-01"), day("2009-01-01")),
        (Bounds::new("2011-01-01".parse().unwrap(), "2010-01-01".parse().unwrap()), day("2012-01-01")),
    ] {
        given.when(&[plan(start, end)]).then_rejected_by(&["unwritable"]);
    }
    given.when(&[plan(day("2011-01-01"), day("2012-01-01"))]).then_accepted();
    let drafted = AgreementDrafted {
        agreement: "other".parse().unwrap(),
        form: AgreementForm::Memorandum,
        names,
        parties,
        texts: None,
        entry_into_force: EntryIntoForce::FixedDay(Day::FUTURE),
        term: None,
        priorities: Vec::new(),
        obligations: Vec::new(),
    };
    let drafted = Draft::new(drafted, "2010-01-01".parse().unwrap(), Citations::uncited());
    given.when(&[drafted]).then_rejected_by(&["unwritable"]);
}

/// A renewal may still move the end of the term.
#[test]
fn a_plan_may_reach_behind_a_term_that_was_renewed() {
    let given = given_parties().and(&drafts(&[
        agreement(&json!({"term": "P2Y"})),
        signed("aoc", "2009-04-06"),
        signed("oic", "2009-04-06"),
    ]));
    let plan = event(
        "ActionPlanAgreed",
        "2010-12-01",
        &json!({
        "plan": "plan", "names": [{"lang": "en", "text": "Plan"}], "agreed_by": ["aoc", "oic"],
        "period": "2011-06-01/2012-06-01"}),
    );
    given.when(&drafts(std::slice::from_ref(&plan))).then_rejected_by(&["outside-time-in-force"]);
    let renewed = event("AgreementRenewed", "2011-03-01", &json!({"term": "P4Y"}));
    given.when(&drafts(&[plan, renewed])).then_accepted();
}

/// What was or was not done under an agreement can become known when it is over.
#[test]
fn after_its_end_an_agreement_is_still_looked_back_on() {
    let duty =
        json!([{"label": "duty", "articles": ["Art. 1"], "kind": "duty", "bearer": "all", "text": "Do it"}]);
    let given = given_parties().and(&drafts(&[
        agreement(&json!({"obligations": duty})),
        signed("aoc", "2009-04-06"),
        signed("oic", "2009-04-06"),
        event("AgreementTerminated", "2012-01-01", &json!({"by": ["aoc", "oic"]})),
    ]));
    for fact in [
        event("EvaluationHeld", "2012-06-01", &json!({})),
        event("ObligationNotPerformed", "2012-06-01", &json!({"obligation": "duty", "by": ["oic"]})),
        event("ObligationPerformed", "2012-06-01", &json!({"obligation": "duty", "by": ["aoc", "oic"]})),
        event("DisputeRaised", "2012-06-01", &json!({"dispute": "d", "by": "oic", "about": "What was left"})),
    ] {
        given.when(&drafts(&[fact])).then_accepted();
    }
    let activity = event("ActivityHeld", "2012-06-01", &json!({"text": "Seminar"}));
    given.when(&drafts(&[activity])).then_rejected_by(&["already-ended"]);
}

#[test]
fn who_does_not_bear_a_duty_does_not_leave_it_undone() {
    let duty = json!([{"label": "duty", "articles": ["Art. 18"], "kind": "duty", "bearer": {"party": "oic"},
        "text": "Promote it"}]);
    let given = given_parties().and(&drafts(&[
        agreement(&json!({"obligations": duty})),
        signed("aoc", "2009-04-06"),
        signed("oic", "2009-04-06"),
    ]));
    for by in [json!(["aoc"]), json!([])] {
        let missed = event("ObligationNotPerformed", "2012-06-01", &json!({"obligation": "duty", "by": by}));
        given.when(&drafts(&[missed])).then_rejected_by(&["not-the-bearer"]);
    }
}

#[test]
fn an_activity_belongs_to_a_plan_of_its_own_agreement() {
    let other = json!({"event": "AgreementDrafted", "date": "2008", "data": {
        "agreement": "other", "form": "protocol", "names": [{"lang": "en", "text": "Other"}],
        "parties": ["aoc", "coe"]}});
    let sign =
        |party: &str| event("AgreementSigned", "2009-01-01", &json!({"agreement": "other", "party": party}));
    let plan = event(
        "ActionPlanAgreed",
        "2009-02-01",
        &json!({
        "agreement": "other", "plan": "theirs", "names": [{"lang": "en", "text": "Plan"}],
        "agreed_by": ["aoc", "coe"], "period": "2009/2010"}),
    );
    let given = given_parties().and(&drafts(&[
        agreement(&json!({})),
        signed("aoc", "2009-04-06"),
        signed("oic", "2009-04-06"),
        other,
        sign("aoc"),
        sign("coe"),
        plan,
    ]));
    let activity = event("ActivityHeld", "2009-06-01", &json!({"text": "Seminar", "plan": "theirs"}));
    given.when(&drafts(&[activity])).then_rejected_by(&["of-another-agreement"]);
}

#[test]
fn what_a_pledge_leaves_open_a_delivery_may_say() {
    let gift = |kind: &str, date: &str, terms: Value| json!({"event": kind, "date": date, "data": {"contribution": "gift", "terms": terms}});
    let pledge = gift("ContributionPledged", "2009-05-01", json!({"from": "oic", "form": "financial"}));
    let given = given_parties().and(&drafts(&[pledge]));
    let more = json!({"from": "oic", "form": "financial", "to": "aoc", "level": "global"});
    given.when(&drafts(&[gift("ContributionDelivered", "2010", more)])).then_accepted();
    let other = json!({"from": "coe", "form": "financial"});
    let outcome = given.when(&drafts(&[gift("ContributionDelivered", "2011", other)]));
    outcome.then_rejected_by(&["delivers-what-was-pledged"]);
}
