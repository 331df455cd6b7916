//! Rules 8, 9 and 10: what the parties plan together, and how they settle a dispute.

use aoc_core::{Bounds, Draft, Event, JointProgrammeAgreed};
use aoc_replay::{BiannualReading, ObligationStatus, Obligations, Plans};
use serde_json::{Value, json};

use super::agreements::{ART_42, in_force, in_force_with, memorandum, mou, signed};
use super::{Story, corrects, fact, named, with};

const ART_30_34: &str = "MoU AoC-OIC, Art. 30 and 34";
const OUTSIDE: &str = "MoU AoC-OIC, Art. 30 and 42";
const PARTIES: &str = "MoU AoC-OIC, Recital 12";
const ART_41: &str = "MoU AoC-OIC, Art. 41";

fn plan(period: &str, date: &str) -> Value {
    let body = json!({"agreement": "mou", "plan": "plan", "names": named("Plan of action"),
                      "agreed_by": ["aoc", "oic"], "period": period});
    fact("plan", "ActionPlanAgreed", date, &body)
}

fn programme(date: &str) -> Value {
    let body = json!({"agreement": "mou", "programme": "programme", "names": named("Joint programme"),
                      "agreed_by": ["oic", "aoc"]});
    fact("programme", "JointProgrammeAgreed", date, &body)
}

fn raised(by: &str) -> Value {
    let body = json!({"agreement": "mou", "dispute": "dispute", "by": by, "about": "The reading of Art. 30"});
    fact("raised", "DisputeRaised", "2010-01-10", &body)
}

fn settled(by: Value, date: &str) -> Value {
    let body = json!({"agreement": "mou", "dispute": "dispute", "by": by, "outcome": "Every two years"});
    fact("settled", "DisputeSettled", date, &body)
}

#[test]
fn rule_08_a_plan_needs_the_agreement_of_all_parties() {
    let by = |parties: Value| with(plan("2010/2011", "2009-12-01"), "agreed_by", parties);
    let story = in_force();
    story.when(&[by(json!(["aoc", "oic"]))]).accepted();
    for some in [json!(["aoc"]), json!(["oic"]), json!([])] {
        story
            .when(&[by(some)])
            .refused("agreed-by-all", ART_30_34)
            .sees("mou")
            .says("list all parties under `agreed_by`");
    }
    story.when(&[by(json!(["aoc", "oic", "unesco"]))]).refused("not-a-party", PARTIES).sees("mou");
    story.when(&[by(json!(["aoc", "oic", "aoc"]))]).refused("named-twice", "the ledger");
}

#[test]
fn rule_08_a_plan_does_not_begin_before_the_agreement_is_in_force() {
    let story = in_force();
    story.when(&[plan("2009-04-06/2010", "2009-04-06")]).accepted();
    story.when(&[plan("2009/2010", "2009-04-06")]).accepted(); // some time in that year
    story.when(&[plan("2008/2010", "2009-04-06")]).refused("outside-time-in-force", OUTSIDE).sees("mou");
    story.when(&[plan("2010/2011", "2009-04-05")]).refused("not-in-force", ART_42).sees("mou");
    let signed_by_one = memorandum().and(&[mou("2009-04-06"), signed("oic", "2009-04-06")]);
    signed_by_one.when(&[plan("2010/2011", "2009-12-01")]).refused("not-in-force", ART_42).sees("mou");
}

#[test]
fn rule_08_a_plan_does_not_reach_beyond_the_time_in_force() {
    let two_years = in_force_with("term", json!("P2Y"));
    two_years.when(&[plan("2010/2011", "2009-12-01")]).accepted(); // until some day of 2011
    two_years
        .when(&[plan("2010/2012", "2009-12-01")])
        .refused("outside-time-in-force", OUTSIDE)
        .sees("mou")
        .says("check the period of the plan");
    in_force().when(&[plan("2010/2100", "2009-12-01")]).accepted(); // no end is invented
    let renewed = json!({"agreement": "mou", "term": "P2Y"});
    let renewed = two_years.and(&[fact("renewed", "AgreementRenewed", "2011-04-06", &renewed)]);
    renewed.when(&[plan("2011-05/2012", "2011-05-01")]).accepted();
}

#[test]
fn rule_08_a_plan_covers_a_duration() {
    for period in ["2010", "2010-01-01", "XXXX"] {
        in_force()
            .when(&[plan(period, "2009-12-01")])
            .refused("plan-has-period", "MoU AoC-OIC, Art. 30")
            .sees_nothing()
            .says("write its start and its end");
    }
}

#[test]
fn rule_08_biannual_is_kept_as_a_word() {
    let word = |text: &Value| {
        let obligations = text["data"]["obligations"].as_array().unwrap();
        obligations.iter().find(|obligation| obligation["label"] == "art-30").unwrap()["due"].clone()
    };
    let draft = crate::draft(mou("2009-04-06"));
    assert_eq!(word(&draft.to_json()), "biannual");
    let event = draft.event().unwrap();
    let bytes = Event::decode(event.kind(), event.schema(), &event.entities(), &event.encode()).unwrap();
    assert_eq!(word(&json!({"data": bytes.to_json()})), "biannual");
    // How it is read is a part of the question.
    let done = json!({"agreement": "mou", "obligation": "art-30", "by": ["aoc", "oic"]});
    let story = in_force().and(&[fact("done", "ObligationPerformed", "2009-05-01", &done)]);
    let read = |reading: BiannualReading| {
        let answer = story.ask(&Obligations::of("mou".parse().unwrap()).reading(reading), "2010-01-01");
        let line = answer.lines.into_iter().find(|line| line.obligation.label.as_str() == "art-30").unwrap();
        assert_eq!(line.obligation.due, aoc_core::Due::Biannual);
        line.statuses.into_keys().collect::<Vec<_>>()
    };
    assert_eq!(read(BiannualReading::EveryTwoYears), [ObligationStatus::Performed]);
    assert_eq!(read(BiannualReading::TwiceAYear), [ObligationStatus::Running]);
    // A plan of half a year fits one reading, a plan of two years the other: the book takes both.
    for period in ["2010-01/2010-06", "2010/2011"] {
        in_force().when(&[plan(period, "2009-12-01")]).accepted();
    }
}

#[test]
fn rule_09_a_programme_ends_two_years_after_its_start() {
    let end = |start: &str| {
        let start: aoc_core::EventDate = start.parse().unwrap();
        let Bounds { earliest, latest, .. } = JointProgrammeAgreed::end(start.effect());
        (earliest.to_string(), latest.to_string())
    };
    assert_eq!(end("2009-04-06"), ("2011-04-06".to_owned(), "2011-04-06".to_owned()));
    assert_eq!(end("2009"), ("2011-01-01".to_owned(), "2011-12-31".to_owned()));
    let plans =
        in_force().and(&[programme("2009-04-06")]).ask(&Plans::of("mou".parse().unwrap()), "2010-01-01");
    let ends =
        plans.lines.iter().filter_map(|line| line.plan.as_ref()).map(|plan| plan.end.latest.to_string());
    assert_eq!(ends.collect::<Vec<_>>(), ["2011-04-06"]);
    // Nobody gives it another end.
    let mut ends = with(programme("2009-04-06"), "end", json!("2010-04-06"));
    ends["uncited"] = json!(true);
    let error = Draft::from_json(ends).unwrap_err().to_string();
    assert!(error.contains("unknown field `end`"), "{error}");
}

#[test]
fn rule_09_it_begins_within_the_time_in_force() {
    let story = in_force_with("term", json!("P3Y"));
    story.when(&[programme("2010-04-06")]).accepted();
    // Its end is derived: it may be later than the term, which a renewal may still move.
    story.when(&[programme("2012-04-05")]).accepted();
    story.when(&[programme("2012-04-06")]).refused("not-in-force", ART_42).sees("mou");
    story.when(&[programme("2010")]).accepted();
    in_force().when(&[programme("2100-01-01")]).accepted();
    in_force().when(&[programme("2009-04-05")]).refused("not-in-force", ART_42).sees("mou");
}

#[test]
fn rule_09_it_needs_the_agreement_of_all_parties() {
    let by = |parties: Value| with(programme("2009-04-06"), "agreed_by", parties);
    in_force().when(&[by(json!(["oic"]))]).refused("agreed-by-all", ART_30_34).sees("mou");
    in_force().when(&[by(json!(["oic", "aoc"]))]).accepted();
    in_force().when(&[by(json!(["oic", "aoc", "coe"]))]).refused("not-a-party", PARTIES).sees("mou");
}

#[test]
fn rule_09_a_programme_is_not_left_without_its_agreement() {
    let story = in_force().and(&[programme("2009-04-06")]);
    story
        .when(&[corrects(signed("oic", "2009-04-07"), "signed-oic")])
        .refused("not-in-force", ART_42)
        .breaks("programme", Some("mou"));
}

fn disputed() -> Story {
    in_force().and(&[raised("aoc")])
}

#[test]
fn rule_10_a_dispute_is_settled_by_all_its_parties() {
    disputed().when(&[settled(json!(["aoc", "oic"]), "2010-02-01")]).accepted();
    for some in [json!(["aoc"]), json!(["oic"]), json!([])] {
        disputed().when(&[settled(some, "2010-02-01")]).refused("settled-by-parties", ART_41).sees("mou");
    }
}

#[test]
fn rule_10_a_third_party_settles_nothing() {
    for with_others in [json!(["unesco"]), json!(["aoc", "oic", "unesco"])] {
        disputed()
            .when(&[settled(with_others, "2010-02-01")])
            .refused("settled-by-parties", ART_41)
            .sees("mou")
            .says("a ruling of somebody else is no settlement");
    }
    in_force().when(&[raised("unesco")]).refused("not-a-party", PARTIES).sees("mou");
}

#[test]
fn rule_10_what_was_raised_is_settled_once() {
    let both = || json!(["aoc", "oic"]);
    in_force().when(&[settled(both(), "2010-02-01")]).findings(&["not-registered"]);
    disputed().when(&[settled(both(), "2010-01-09")]).findings(&["not-registered"]);
    let over = disputed().and(&[settled(both(), "2010-02-01")]);
    let mut again = settled(both(), "2010-03-01");
    again["id"] = json!("again");
    over.when(&[again]).refused("already-ended", "the ledger").sees("settled");
}

#[test]
fn rule_10_a_dispute_may_outlive_its_agreement() {
    let ended = fact("ended", "AgreementTerminated", "2010-02-01", &json!({"agreement": "mou"}));
    let story = disputed().and(&[ended]);
    story.when(&[settled(json!(["aoc", "oic"]), "2010-03-01")]).accepted();
    let other = with(raised("oic"), "dispute", json!("late"));
    let mut other = with(other, "about", json!("The end"));
    (other["id"], other["date"]) = (json!("late"), json!("2010-03-01"));
    // What the parties did under it may be disputed afterwards.
    story.when(&[other]).accepted();
}
