//! Where strategies stand: stages, expectations, adopters, action plans, projects.

use aoc_replay::{
    Certainty, Given, KnownAt, Ledger, MeetingKind, Recorded, Strategies, StrategyLine, StrategyStage, View,
};
use serde_json::{Value, json};

use crate::{draft, drafts, event};

const YES: Certainty = Certainty::Certain;
const PERHAPS: Certainty = Certainty::Possible;
const NO: Certainty = Certainty::No;

fn country(slug: &str, code: &str) -> Value {
    event(
        slug,
        "PartyRegistered",
        "XXXX",
        json!({"party": slug, "kind": "country",
        "names": [{"lang": "en", "text": slug.to_uppercase()}], "codes": [{"scheme": "iso3166-1", "code": code}]}),
    )
}

fn launched(id: &str, date: &str, scope: Value) -> Value {
    let mut fields = json!({"strategy": id, "names": [{"lang": "en", "text": id.to_uppercase()}]});
    fields["scope"] = scope;
    event(&format!("{id}-launched"), "StrategyLaunched", date, fields)
}

fn of(strategy: &str, id: &str, kind: &str, date: &str, mut fields: Value) -> Value {
    fields["strategy"] = json!(strategy);
    event(&format!("{strategy}-{id}"), kind, date, fields)
}

/// Bosnia, Serbia and Turkey; a strategy of Europe, begun in June 2009.
fn given_europe() -> Given {
    let scope = json!({"regional": {"regions": ["europe"]}});
    Given::an_empty_book().and(&drafts(&[
        country("bih", "BIH"),
        country("srb", "SRB"),
        country("tur", "TUR"),
        launched("see", "2009-06-01", scope),
    ]))
}

fn lines(given: &Given, facts: &[Value], question: Strategies, day: &str) -> Vec<StrategyLine> {
    let outcome = given.when(&drafts(facts));
    outcome.then_accepted();
    outcome.then_ask(&question, View::on(day.parse().unwrap())).lines
}

fn line(facts: &[Value], day: &str) -> StrategyLine {
    lines(&given_europe(), facts, Strategies::one("see".parse().unwrap()), day).remove(0)
}

/// How sure each stage is, from not yet begun to superseded.
fn stages(facts: &[Value], day: &str) -> [Certainty; 5] {
    let line = line(facts, day);
    StrategyStage::ALL.map(|stage| line.stage(stage))
}

#[test]
fn a_strategy_is_launched_then_in_negotiation_then_adopted_then_superseded() {
    let facts = [
        launched("later", "2013", json!({"regional": {"regions": ["europe"]}})),
        of("see", "talks", "NegotiationHeld", "2009-10-01", json!({"place": "Sarajevo"})),
        of("see", "adopted", "StrategyAdopted", "2009-12-14", json!({"place": "Sarajevo"})),
        of("see", "over", "StrategySuperseded", "2014-01-01", json!({"by": "later"})),
    ];
    assert_eq!(stages(&facts, "2009-09-30"), [NO, YES, NO, NO, NO]);
    assert_eq!(stages(&facts, "2009-10-01"), [NO, NO, YES, NO, NO]);
    assert_eq!(stages(&facts, "2009-12-13"), [NO, NO, YES, NO, NO]);
    assert_eq!(stages(&facts, "2009-12-14"), [NO, NO, NO, YES, NO]);
    assert_eq!(stages(&facts, "2014-01-01"), [NO, NO, NO, NO, YES]);
    let line = line(&facts, "2014-01-01");
    assert_eq!(line.adopted.unwrap().place.unwrap().as_str(), "Sarajevo");
    assert_eq!(line.superseded.unwrap().by, "later".parse().unwrap());
}

#[test]
fn a_draft_that_is_tabled_begins_the_negotiation_too() {
    let facts = [
        of("see", "draft", "DraftTabled", "2009-09-01", json!({})),
        of("see", "talks", "NegotiationHeld", "2009-10-01", json!({})),
    ];
    assert_eq!(stages(&facts, "2009-09-01"), [NO, NO, YES, NO, NO]);
    let kinds: Vec<_> = line(&facts, "2009-10-01").meetings.iter().map(|meeting| meeting.kind).collect();
    assert_eq!(kinds, [MeetingKind::Draft, MeetingKind::Negotiation]);
}

#[test]
fn vague_dates_leave_several_stages_possible() {
    let facts = [
        of("see", "talks", "NegotiationHeld", "2009-11", json!({})),
        of("see", "adopted", "StrategyAdopted", "2009-12", json!({})),
    ];
    assert_eq!(stages(&facts, "2009-11-15"), [NO, PERHAPS, PERHAPS, NO, NO]);
    assert_eq!(stages(&facts, "2009-11-30"), [NO, NO, YES, NO, NO]);
    assert_eq!(stages(&facts, "2009-12-01"), [NO, NO, PERHAPS, PERHAPS, NO]);
    assert_eq!(stages(&facts, "2009-12-31"), [NO, NO, NO, YES, NO]);
}

#[test]
fn the_adoption_is_not_before_the_talks_that_it_follows() {
    let talks = of("see", "talks", "NegotiationHeld", "2009-10-20", json!({}));
    let mut adopted = of("see", "adopted", "StrategyAdopted", "2009", json!({}));
    adopted["after"] = talks["id"].clone();
    let adopted = line(&[talks, adopted], "2009-11-01").adopted.unwrap();
    assert_eq!(adopted.adopted.when.earliest.to_string(), "2009-10-20");
    // The same with talks whose day is known less well than that of the adoption.
    let facts = [
        of("see", "talks", "NegotiationHeld", "[2009-06-01..2010-03-31]", json!({})),
        of("see", "adopted", "StrategyAdopted", "2009-12-14", json!({})),
    ];
    assert_eq!(line(&facts, "2009-12-14").meetings[0].held.when.latest.to_string(), "2009-12-14");
    assert_eq!(stages(&facts, "2009-12-14"), [NO, NO, NO, YES, NO]);
}

#[test]
fn a_doubted_date_is_certain_only_if_it_holds() {
    let holds = Certainty::CertainIfDatesHold;
    let facts = [
        of("see", "talks", "NegotiationHeld", "2009-07-01", json!({})),
        of("see", "adopted", "StrategyAdopted", "2009-12~", json!({})),
    ];
    assert_eq!(stages(&facts, "2010-01-01"), [NO, NO, NO, holds, NO]);
    assert_eq!(stages(&facts, "2009-11-30"), [NO, NO, YES, NO, NO]);
}

#[test]
fn an_expectation_never_becomes_an_adoption_by_time_alone() {
    let facts = [
        of("see", "talks", "NegotiationHeld", "2009-12", json!({"place": "Peru"})),
        of("see", "once", "AdoptionExpected", "2010-01", json!({"expected": "2011"})),
        of("see", "again", "AdoptionExpected", "2011-03", json!({"expected": "2012", "place": "Lima"})),
    ];
    let told = line(&facts, "2010-06-01");
    assert_eq!(told.expected.as_ref().unwrap().expected, Some("2011".parse().unwrap()));
    assert_eq!(told.expected.unwrap().past, NO);
    for (day, past) in
        [("2012-01-01", NO), ("2012-06-30", PERHAPS), ("2012-12-31", PERHAPS), ("2013-01-01", YES)]
    {
        let told = line(&facts, day);
        let expected = told.expected.clone().unwrap();
        assert_eq!((expected.expected, expected.past), (Some("2012".parse().unwrap()), past), "{day}");
        assert_eq!(told.stage(StrategyStage::InNegotiation), YES, "{day}");
        assert_eq!(told.adopted, None, "{day}");
    }
}

#[test]
fn adopters_endorsed_it_and_end_with_themselves() {
    let facts = [
        of("see", "bih", "StrategyEndorsed", "2009-12", json!({"party": "bih"})),
        of("see", "invite", "PartyInvited", "2009-11-01", json!({"party": "tur"})),
        of("see", "tur", "StrategyEndorsed", "2010-01-10", json!({"party": "tur"})),
        event("end", "PartyDissolved", "2011-06", json!({"party": "bih"})),
    ];
    let adopters = |day: &str| -> Vec<(Certainty, Certainty)> {
        line(&facts, day).adopters.iter().map(|adopter| (adopter.endorsed, adopter.invited)).collect()
    };
    assert_eq!(adopters("2009-11-30"), [(NO, YES)]);
    assert_eq!(adopters("2009-12-10"), [(NO, YES), (PERHAPS, NO)]);
    assert_eq!(adopters("2010-01-10"), [(YES, YES), (YES, NO)]);
    assert_eq!(adopters("2011-06-10"), [(YES, YES), (PERHAPS, NO)]);
    assert_eq!(adopters("2011-06-30"), [(YES, YES)], "who is gone adopts nothing");
    let end = line(&facts, "2011-06-30").records.last().unwrap().get();
    assert_eq!(end, 8, "the dissolution is among the records behind the line");
}

#[test]
fn action_plans_run_from_their_issue_to_the_last_day_of_their_period() {
    let plan = |id: &str, date: &str, period: &str| {
        of("see", id, "ActionPlanIssued", date, json!({"title": id, "period": period}))
    };
    let facts = [plan("first", "2009-12-14", "2010-03-01/2012"), plan("second", "2013-02", "2013/2015")];
    let courses = |day: &str| -> Vec<[Certainty; 3]> {
        let plans = line(&facts, day).plans;
        plans.iter().map(|plan| [plan.course.ahead, plan.course.running, plan.course.over]).collect()
    };
    assert_eq!(courses("2009-12-13"), [] as [[Certainty; 3]; 0]);
    assert_eq!(courses("2010-02-28"), [[YES, NO, NO]]);
    assert_eq!(courses("2010-03-01"), [[NO, YES, NO]]);
    assert_eq!(courses("2012-06-30"), [[NO, PERHAPS, PERHAPS]]);
    assert_eq!(courses("2013-01-31"), [[NO, NO, YES]]);
    assert_eq!(courses("2013-02-10"), [[NO, NO, YES], [PERHAPS, PERHAPS, NO]]);
    assert_eq!(courses("2014-01-01"), [[NO, NO, YES], [NO, YES, NO]]);
    assert_eq!(courses("2016-01-01"), [[NO, NO, YES], [NO, NO, YES]]);
}

#[test]
fn projects_run_until_they_are_concluded() {
    let added = json!({"project": "radio", "strategy": "see", "names": [{"lang": "en", "text": "Radio"}],
                       "by": ["bih"]});
    let facts = [
        event("radio", "ProjectAdded", "2010-05", added),
        event("radio-done", "ProjectConcluded", "2011-05", json!({"project": "radio", "strategy": "see"})),
    ];
    let course = |day: &str| {
        let project = line(&facts, day).projects.remove(0);
        [project.course.ahead, project.course.running, project.course.over]
    };
    assert_eq!(course("2010-05-15"), [PERHAPS, PERHAPS, NO]);
    assert_eq!(course("2010-05-31"), [NO, YES, NO]);
    assert_eq!(course("2011-05-15"), [NO, PERHAPS, PERHAPS]);
    assert_eq!(course("2011-05-31"), [NO, NO, YES]);
}

#[test]
fn national_plans_have_generations_and_can_be_asked_for_alone() {
    let plan = |id: &str, date: &str, country: &str, generation: u32| {
        launched(id, date, json!({"national": {"country": country, "generation": generation}}))
    };
    let facts = [
        plan("srb-1", "2009", "srb", 1),
        plan("bih-2", "2010-05-20", "bih", 2),
        plan("bih-1", "[2006..2012]", "bih", 1),
    ];
    let names = |question: Strategies| -> Vec<String> {
        let lines = lines(&given_europe(), &facts, question, "2012-12-31");
        lines.iter().map(|line| line.names.first().as_str().to_owned()).collect()
    };
    assert_eq!(names(Strategies::all()), ["SEE", "BIH-1", "BIH-2", "SRB-1"]);
    assert_eq!(names(Strategies::regional()), ["SEE"]);
    assert_eq!(names(Strategies::national()), ["BIH-1", "BIH-2", "SRB-1"]);
    assert_eq!(names(Strategies::of_country("bih".parse().unwrap())), ["BIH-1", "BIH-2"]);
    let first = &lines(&given_europe(), &facts, Strategies::one("bih-1".parse().unwrap()), "2012-12-31")[0];
    assert_eq!(first.launched.latest.to_string(), "2010-05-20", "the first plan comes before the second");
    assert_eq!(first.nation().unwrap().generation.get(), 1);
}

#[test]
fn a_plan_of_a_country_needs_no_negotiation_to_be_adopted() {
    let facts = [
        launched("bih-1", "2009", json!({"national": {"country": "bih", "generation": 1}})),
        of("bih-1", "adopted", "StrategyAdopted", "2010-05-07", json!({"by": "Decision of the Government"})),
    ];
    let line = &lines(&given_europe(), &facts, Strategies::national(), "2010-05-07")[0];
    assert_eq!(line.stage(StrategyStage::Adopted), YES);
    assert_eq!(line.adopted.as_ref().unwrap().by.as_ref().unwrap().as_str(), "Decision of the Government");
}

#[test]
fn what_was_known_of_a_strategy_stays_as_it_was_known_and_can_be_compared() {
    let ledger = Ledger::in_memory();
    let record = |list: &[Value]| match ledger.record(&drafts(list)).unwrap() {
        Recorded::Accepted(receipt) => receipt.commit.last,
        other => panic!("{other:?}"),
    };
    let first = record(&[
        launched("see", "2009-06-01", json!({"regional": {"regions": ["europe"]}})),
        of("see", "talks", "NegotiationHeld", "2009-10-01", json!({})),
        of("see", "adopted", "StrategyAdopted", "2009-12-10", json!({"place": "Belgrade"})),
    ]);
    let mut right = of("see", "adopted", "StrategyAdopted", "2009-12-14", json!({"place": "Sarajevo"}));
    right["corrects"] = right["id"].take();
    right["id"] = json!("right");
    right["reason"] = json!("the declaration is dated 14 December, and was made in Sarajevo");
    record(&[right]);
    let then = View::on("2009-12-11".parse().unwrap()).known_at(KnownAt::Position(first));
    let now = View::on("2009-12-11".parse().unwrap());
    let stage = |view| ledger.ask(&Strategies::all(), view).unwrap().value.lines[0].stages.clone();
    assert_eq!(stage(then).into_iter().collect::<Vec<_>>(), [(StrategyStage::Adopted, YES)]);
    assert_eq!(stage(now).into_iter().collect::<Vec<_>>(), [(StrategyStage::InNegotiation, YES)]);
    let diff = ledger.diff(&Strategies::all(), then, now).unwrap();
    assert_eq!((diff.appeared.len(), diff.vanished.len(), diff.changed.len()), (0, 0, 1));
    let (before, after) = &diff.changed[0];
    assert_eq!(before.adopted.as_ref().unwrap().place.as_ref().unwrap().as_str(), "Belgrade");
    assert_eq!(after.adopted, None);
}

#[test]
fn a_strategy_is_on_no_list_before_it_may_have_been_begun() {
    let begun = launched("see", "2009", json!({"regional": {"regions": ["europe"]}}));
    let outcome = Given::an_empty_book().when(&[draft(begun)]);
    let asked = |day: &str| outcome.then_ask(&Strategies::all(), View::on(day.parse().unwrap())).lines;
    assert!(asked("2008-12-31").is_empty());
    let open = &asked("2009-06-01")[0];
    assert_eq!((open.stage(StrategyStage::NotYet), open.stage(StrategyStage::Launched)), (PERHAPS, PERHAPS));
    assert_eq!(asked("2009-12-31")[0].stage(StrategyStage::Launched), YES);
}
