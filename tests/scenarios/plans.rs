//! What the parties of agreements plan together: action plans, joint programmes, activities.

use aoc_replay::{Certainty, Given, KnownAt, Ledger, PlanLine, Plans, Recorded, View};
use serde_json::{Value, json};

use crate::{drafts, event, party};

const YES: Certainty = Certainty::Certain;
const PERHAPS: Certainty = Certainty::Possible;
const NO: Certainty = Certainty::No;

fn drafted(id: &str, date: &str) -> Value {
    event(
        id,
        "AgreementDrafted",
        date,
        json!({"agreement": id, "form": "memorandum",
        "names": [{"lang": "en", "text": id.to_uppercase()}], "parties": ["aoc", "oic"]}),
    )
}

fn signed(agreement: &str, party: &str, date: &str) -> Value {
    let fields = json!({"agreement": agreement, "party": party});
    event(&format!("{agreement}-{party}"), "AgreementSigned", date, fields)
}

/// A memorandum between two organizations, in force since 6 April 2009.
fn world() -> Vec<Value> {
    vec![
        party("aoc", "international-organization", "2005"),
        party("oic", "international-organization", "1969-09-25"),
        drafted("mou", "2009-01-01"),
        signed("mou", "aoc", "2009-04-06"),
        signed("mou", "oic", "2009-04-06"),
    ]
}

fn plan(id: &str, date: &str, period: &str) -> Value {
    event(
        id,
        "ActionPlanAgreed",
        date,
        json!({"plan": id, "agreement": "mou", "period": period,
        "names": [{"lang": "en", "text": id.to_uppercase()}], "agreed_by": ["aoc", "oic"]}),
    )
}

fn programme(id: &str, date: &str) -> Value {
    event(
        id,
        "JointProgrammeAgreed",
        date,
        json!({"programme": id, "agreement": "mou",
        "names": [{"lang": "en", "text": id.to_uppercase()}], "agreed_by": ["aoc", "oic"]}),
    )
}

fn activity(id: &str, date: &str, under: &Value) -> Value {
    let mut fields = json!({"agreement": "mou", "text": id});
    fields.as_object_mut().unwrap().extend(under.as_object().unwrap().clone());
    event(id, "ActivityHeld", date, fields)
}

fn lines(facts: &[Value], day: &str) -> Vec<PlanLine> {
    let outcome = Given::an_empty_book().and(&drafts(&world())).when(&drafts(facts));
    outcome.then_accepted();
    outcome.then_ask(&Plans::all(), View::on(day.parse().unwrap())).lines
}

/// How the only plan stands: ahead, running, over.
fn course(facts: &[Value], day: &str) -> [Certainty; 3] {
    let lines = lines(facts, day);
    let [line] = lines.as_slice() else { panic!("one line: {lines:?}") };
    let course = line.plan.as_ref().unwrap().course;
    [course.ahead, course.running, course.over]
}

#[test]
fn an_action_plan_runs_within_its_period() {
    let facts = [plan("plan", "2009-06-01", "2010-01-01/2011-12-31")];
    assert!(lines(&facts, "2009-05-31").is_empty());
    assert_eq!(course(&facts, "2009-12-31"), [YES, NO, NO]);
    assert_eq!(course(&facts, "2010-01-01"), [NO, YES, NO]);
    assert_eq!(course(&facts, "2011-12-31"), [NO, YES, NO]);
    assert_eq!(course(&facts, "2012-01-01"), [NO, NO, YES]);
    let vague = [plan("plan", "2009-06-01", "2010/2011")];
    assert_eq!(course(&vague, "2010-06-01"), [PERHAPS, PERHAPS, NO]);
    assert_eq!(course(&vague, "2011-06-01"), [NO, PERHAPS, PERHAPS]);
}

#[test]
fn a_joint_programme_ends_two_years_after_its_start() {
    let facts = [programme("programme", "2009-06-01")];
    assert_eq!(course(&facts, "2009-06-01"), [NO, YES, NO]);
    assert_eq!(course(&facts, "2011-05-31"), [NO, YES, NO]);
    assert_eq!(course(&facts, "2011-06-01"), [NO, NO, YES]);
    let vague = [programme("programme", "2009-06")];
    assert_eq!(course(&vague, "2009-06-15"), [PERHAPS, PERHAPS, NO]);
    assert_eq!(course(&vague, "2011-05-31"), [NO, YES, NO]);
    assert_eq!(course(&vague, "2011-06-15"), [NO, PERHAPS, PERHAPS]);
    assert_eq!(course(&vague, "2011-06-30"), [NO, NO, YES]);
    let doubted = [programme("programme", "2009-06-01~")];
    assert_eq!(course(&doubted, "2010-01-01"), [NO, Certainty::CertainIfDatesHold, NO]);
}

#[test]
fn a_plan_ends_with_its_agreement() {
    let terminated =
        event("end", "AgreementTerminated", "2010-07", json!({"agreement": "mou", "by": ["aoc"]}));
    let facts = [plan("plan", "2009-06-01", "2010-01-01/2011-12-31"), terminated.clone()];
    assert_eq!(course(&facts, "2010-06-30"), [NO, YES, NO]);
    assert_eq!(course(&facts, "2010-07-15"), [NO, PERHAPS, PERHAPS]);
    assert_eq!(course(&facts, "2010-07-31"), [NO, NO, YES]);
    let line = lines(&facts, "2010-07-31").remove(0);
    assert_eq!(line.plan.as_ref().unwrap().end.latest.to_string(), "2010-07-31");
    assert_eq!(line.records.len(), 2, "the plan and what ended it: {:?}", line.records);
    // One that was to start later never runs.
    let facts = [plan("plan", "2009-06-01", "2011-01-01/2011-12-31"), terminated];
    assert_eq!(course(&facts, "2011-06-01"), [NO, NO, YES]);
    let superseded = [
        plan("plan", "2009-06-01", "2010-01-01/2011-12-31"),
        drafted("later", "2010-01-01"),
        event("over", "AgreementSuperseded", "2010-03-01", json!({"agreement": "mou", "by": "later"})),
    ];
    assert_eq!(course(&superseded, "2010-03-01"), [NO, NO, YES]);
}

#[test]
fn activities_stand_under_their_plan_or_under_none() {
    let facts = [
        plan("plan", "2009-06-01", "2009-06-01/2011-12-31"),
        programme("programme", "2009-07-01"),
        activity("seminar", "2010-03", &json!({"plan": "plan", "lead": "aoc", "place": "Rabat"})),
        activity("both", "2010-04-01", &json!({"plan": "plan", "programme": "programme"})),
        activity("alone", "2009-05-01", &json!({})),
    ];
    let told = |day: &str| -> Vec<String> {
        let line = |line: PlanLine| {
            let title = line.plan.map_or("no plan".to_owned(), |plan| plan.names.first().to_string());
            let held = line.activities.iter().map(|own| format!(" {} {}", own.held.happened, own.text));
            held.fold(format!("{title}:"), |told, held| told + &held)
        };
        lines(&facts, day).into_iter().map(line).collect()
    };
    assert_eq!(told("2010-03-10"), ["PLAN: possible seminar", "PROGRAMME:", "no plan: certain alone"]);
    assert_eq!(
        told("2010-04-01"),
        ["PLAN: certain seminar certain both", "PROGRAMME: certain both", "no plan: certain alone"]
    );
}

#[test]
fn plans_come_after_the_entry_into_force_whatever_their_date_says() {
    let facts = [
        party("aoc", "international-organization", "2005"),
        party("oic", "international-organization", "1969-09-25"),
        drafted("mou", "2009-01-01"),
        signed("mou", "aoc", "2009-04-06"),
        signed("mou", "oic", "2009-04-20"),
    ];
    let mut agreed = programme("programme", "2009-04");
    agreed["after"] = json!("mou-oic");
    let outcome = Given::an_empty_book().and(&drafts(&facts)).when(&drafts(&[agreed]));
    outcome.then_accepted();
    let line = outcome.then_ask(&Plans::all(), View::on("2009-04-20".parse().unwrap())).lines.remove(0);
    let plan = line.plan.unwrap();
    assert_eq!(
        (plan.start.earliest.to_string(), plan.end.earliest.to_string()),
        ("2009-04-20".into(), "2011-04-20".into())
    );
    assert_eq!(plan.course.running, PERHAPS);
}

#[test]
fn one_agreement_can_be_asked_for_alone() {
    let more = [
        drafted("other", "2009-01-01"),
        signed("other", "aoc", "2009-04-06"),
        signed("other", "oic", "2009-04-06"),
        programme("programme", "2009-07-01"),
    ];
    let outcome = Given::an_empty_book().and(&drafts(&world())).when(&drafts(&more));
    let count =
        |question: Plans| outcome.then_ask(&question, View::on("2010-01-01".parse().unwrap())).lines.len();
    assert_eq!(count(Plans::of("mou".parse().unwrap())), 1);
    assert_eq!(count(Plans::of("other".parse().unwrap())), 0);
}

#[test]
fn what_was_known_of_a_plan_stays_as_it_was_known_and_can_be_compared() {
    let ledger = Ledger::in_memory();
    let record = |list: &[Value]| match ledger.record(&drafts(list)).unwrap() {
        Recorded::Accepted(receipt) => receipt.commit.last,
        other => panic!("{other:?}"),
    };
    let mut first = world();
    first.push(plan("plan", "2009-06-01", "2010-01-01/2010-12-31"));
    let known = record(&first);
    let mut longer = plan("plan", "2009-06-01", "2010-01-01/2011-12-31");
    longer["corrects"] = longer["id"].take();
    longer["id"] = json!("longer");
    longer["reason"] = json!("the text says two years");
    record(&[longer, activity("seminar", "2011-03-01", &json!({"plan": "plan"}))]);
    let now = View::on("2011-06-01".parse().unwrap());
    let then = now.known_at(KnownAt::Position(known));
    let diff = ledger.diff(&Plans::all(), then, now).unwrap();
    assert_eq!((diff.appeared.len(), diff.vanished.len(), diff.changed.len()), (0, 0, 1));
    let (before, after) = &diff.changed[0];
    assert_eq!(before.plan.as_ref().unwrap().course.over, YES);
    assert_eq!(after.plan.as_ref().unwrap().course.running, YES);
    assert_eq!((before.activities.len(), after.activities.len()), (0, 1));
}
