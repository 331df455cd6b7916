//! What agreements ask of their parties, day by day.

use aoc_replay::{BiannualReading, Certainty, ObligationLine, Obligations};
use serde_json::{Value, json};

use crate::agreements::{agreement, event, given_parties, on, signed};
use crate::drafts;

/// The agreement of the Alliance and the OIC with one obligation, signed on 6 April 2009.
fn with(obligation: &Value) -> Vec<Value> {
    let mut own =
        json!({"label": "duty", "articles": ["Art. 1"], "kind": "duty", "bearer": "all", "text": "Do it"});
    own.as_object_mut().unwrap().extend(obligation.as_object().unwrap().clone());
    vec![agreement(&json!({"obligations": [own]})), signed("aoc", "2009-04-06"), signed("oic", "2009-04-06")]
}

fn performed(date: &str, by: &[&str]) -> Value {
    event("ObligationPerformed", date, &json!({"obligation": "duty", "by": by}))
}

fn missed(date: &str) -> Value {
    event("ObligationNotPerformed", date, &json!({"obligation": "duty", "by": ["oic"]}))
}

fn lines(facts: &[Value], day: &str, question: Obligations) -> Vec<ObligationLine> {
    let outcome = given_parties().when(&drafts(facts));
    outcome.then_accepted();
    outcome.then_ask(&question, on(day)).lines
}

/// The statuses in which the first line may be, with a `?` behind those that are not certain.
fn status(facts: &[Value], day: &str) -> Vec<String> {
    shown(&lines(facts, day, Obligations::all())[0])
}

fn shown(line: &ObligationLine) -> Vec<String> {
    let statuses = line.statuses.iter();
    statuses
        .map(|(status, level)| match level {
            Certainty::Certain => status.word().to_owned(),
            Certainty::CertainIfDatesHold => format!("{}~", status.word()),
            _ => format!("{}?", status.word()),
        })
        .collect()
}

#[test]
fn no_duty_runs_before_the_agreement_is_in_force() {
    let facts = with(&json!({}));
    assert_eq!(status(&facts, "2009-04-05"), ["not-yet-running"]);
    assert_eq!(status(&facts, "2009-04-06"), ["running"]);
    assert_eq!(status(&facts, "2050-01-01"), ["running"], "no deadline: it goes on");
}

#[test]
fn silence_after_a_deadline_is_unknown_and_never_overdue() {
    let facts = with(&json!({"due": {"by": "2012"}}));
    assert_eq!(status(&facts, "2012-12-31"), ["running"]);
    assert_eq!(status(&facts, "2013-01-01"), ["unknown"]);
    let line = &lines(&facts, "2012-12-31", Obligations::all())[0];
    assert_eq!(line.due.unwrap().to_string(), "2012-12-31");
}

#[test]
fn only_recorded_non_performance_is_overdue() {
    let facts = [with(&json!({"due": {"by": "2012"}})), vec![missed("2013-02-01")]].concat();
    assert_eq!(status(&facts, "2013-01-31"), ["unknown"]);
    assert_eq!(status(&facts, "2013-02-01"), ["overdue"]);
    let late = [facts, vec![performed("2013-06-01", &["aoc", "oic"])]].concat();
    assert_eq!(status(&late, "2013-06-01"), ["performed"]);
}

#[test]
fn a_vague_performance_leaves_two_statuses_open() {
    let facts = [with(&json!({"due": {"by": "2012"}})), vec![performed("2012", &["aoc", "oic"])]].concat();
    assert_eq!(status(&facts, "2012-06-01"), ["running?", "performed?"]);
    assert_eq!(status(&facts, "2012-12-31"), ["performed"]);
}

#[test]
fn a_horizon_runs_from_the_entry_into_force() {
    let facts = with(&json!({"kind": "aim", "due": {"within": "P2Y"}}));
    assert_eq!(status(&facts, "2011-04-05"), ["running"]);
    assert_eq!(status(&facts, "2011-04-06"), ["unknown"]);
    let line = &lines(&facts, "2010-01-01", Obligations::all())[0];
    assert_eq!(line.due.unwrap().to_string(), "2011-04-05", "the last day of the two years");
}

#[test]
fn a_permission_and_an_effect_only_stand() {
    for kind in ["permission", "effect"] {
        let facts = with(&json!({"kind": kind, "due": {"by": "2012"}}));
        assert_eq!(status(&facts, "2020-01-01"), ["running"], "{kind}");
    }
}

#[test]
fn each_party_bears_its_own() {
    let facts =
        [with(&json!({"bearer": "each", "due": {"by": "2010"}})), vec![performed("2009-06-01", &["oic"])]]
            .concat();
    let lines = lines(&facts, "2011-01-01", Obligations::all());
    let of = |party: &str| {
        let party = party.parse().unwrap();
        shown(lines.iter().find(|line| line.bearer == Some(party)).unwrap())
    };
    assert_eq!(of("oic"), ["performed"]);
    assert_eq!(of("aoc"), ["unknown"]);
    let own = crate::obligations::lines(&facts, "2011-01-01", Obligations::of_party("oic".parse().unwrap()));
    assert_eq!(own.len(), 1);
}

#[test]
fn biannual_is_kept_as_a_word_and_the_question_says_how_it_is_read() {
    let facts = [with(&json!({"due": "biannual"})), vec![performed("2009-06-01", &["aoc", "oic"])]].concat();
    let at = |day: &str, reading| shown(&lines(&facts, day, Obligations::all().reading(reading))[0]);
    assert_eq!(at("2010-06-01", BiannualReading::EveryTwoYears), ["performed"]);
    assert_eq!(at("2010-06-01", BiannualReading::TwiceAYear), ["unknown"]);
    assert_eq!(at("2011-04-06", BiannualReading::EveryTwoYears), ["running"], "the next two years");
    assert_eq!(at("2013-04-06", BiannualReading::EveryTwoYears), ["unknown"]);
}

#[test]
fn what_was_not_due_when_the_agreement_ended_has_ended_with_it() {
    let ended = event("AgreementTerminated", "2011-01-01", &json!({"by": ["aoc", "oic"]}));
    let facts = [with(&json!({"due": {"by": "2012"}})), vec![ended]].concat();
    assert_eq!(status(&facts, "2010-12-31"), ["running"]);
    assert_eq!(status(&facts, "2013-01-01"), ["ended"]);
}

#[test]
fn a_vague_entry_into_force_leaves_the_start_open() {
    let facts = [
        agreement(&json!({"obligations": [
            {"label": "duty", "articles": ["Art. 1"], "kind": "duty", "bearer": "all", "text": "Do it"}]})),
        signed("aoc", "2009-04"),
        signed("oic", "2009-04-06"),
    ];
    assert_eq!(status(&facts, "2009-04-05"), ["not-yet-running"]);
    assert_eq!(status(&facts, "2009-04-10"), ["not-yet-running?", "running?"]);
    assert_eq!(status(&facts, "2009-04-30"), ["running"]);
}

#[test]
fn a_performance_on_record_clears_what_was_missed_before() {
    let facts =
        [with(&json!({})), vec![missed("2010-06-01"), performed("2011-06-01", &["aoc", "oic"])]].concat();
    assert_eq!(status(&facts, "2010-06-01"), ["overdue"]);
    assert_eq!(status(&facts, "2012-01-01"), ["running"]);
}

#[test]
fn a_term_that_is_over_before_the_deadline_ends_the_duty() {
    let own = json!([{"label": "duty", "articles": ["Art. 1"], "kind": "duty", "bearer": "all", "text": "Do it",
        "due": {"within": "P25M"}}]);
    let facts = [
        agreement(&json!({"term": "P2Y", "obligations": own})),
        signed("aoc", "[2009-01-01..2009-12-31]"),
        signed("oic", "[2009-01-01..2009-12-31]"),
    ];
    assert_eq!(status(&facts, "2012-06-01"), ["ended"], "on whatever day it entered into force");
}

#[test]
fn a_vague_start_moves_the_periods_with_it() {
    let facts = [
        agreement(&json!({"obligations": [{"label": "duty", "articles": ["Art. 1"], "kind": "duty",
            "bearer": "all", "text": "Do it", "due": {"every": "P2D"}}]})),
        signed("aoc", "2009-04-01"),
        signed("oic", "[2009-04-03..2009-04-06]"),
        performed("[2009-04-03..2009-04-04]", &["aoc", "oic"]),
    ];
    assert_eq!(status(&facts, "2009-04-06"), ["running"]);
}
