//! Where agreements stand: by their own clauses, with dates as vague as sources give them.

use aoc_core::{AgreementId, Draft};
use aoc_replay::{
    AgreementLine, Agreements, Certainty, Given, KnownAt, Outcome, Signatories, SignatoryStanding, Stage,
    View,
};
use serde_json::{Value, json};

use crate::{drafts, party};

pub(crate) fn on(day: &str) -> View {
    View::on(day.parse().unwrap())
}

/// The Alliance, two organizations, and what they may sign.
pub(crate) fn given_parties() -> Given {
    let world = [
        party("aoc", "other", "2005-07-14"),
        party("oic", "international-organization", "XXXX"),
        party("coe", "international-organization", "XXXX"),
        json!({"id": "office", "event": "OfficeEstablished", "date": "2007",
               "data": {"office": "secretary-general", "names": [{"lang": "en", "text": "Secretary General"}]}}),
        json!({"id": "person-first", "event": "PersonRegistered",
               "data": {"person": "first", "names": [{"lang": "en", "text": "first"}]}}),
        json!({"id": "person-second", "event": "PersonRegistered",
               "data": {"person": "second", "names": [{"lang": "en", "text": "second"}]}}),
    ];
    Given::an_empty_book().and(&drafts(&world))
}

/// A draft agreement of the Alliance and the OIC, with these fields beside.
pub(crate) fn agreement(more: &Value) -> Value {
    let mut data = json!({
        "agreement": "mou", "form": "memorandum", "names": [{"lang": "en", "text": "Memorandum"}],
        "parties": ["aoc", "oic"],
    });
    data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"id": "mou-drafted", "event": "AgreementDrafted", "date": "2008", "data": data})
}

pub(crate) fn event(kind: &str, day: &str, fields: &Value) -> Value {
    let mut fields = fields.clone();
    fields.as_object_mut().unwrap().entry("agreement").or_insert(json!("mou"));
    json!({"event": kind, "date": day, "data": fields})
}

pub(crate) fn signed(party: &str, date: &str) -> Value {
    event("AgreementSigned", date, &json!({"party": party}))
}

fn recorded(facts: &[Value]) -> Outcome {
    let outcome = given_parties().when(&drafts(facts));
    outcome.then_accepted();
    outcome
}

fn line(facts: &[Value], day: &str) -> AgreementLine {
    let agreement: AgreementId = "mou".parse().unwrap();
    let answer = recorded(facts).then_ask(&Agreements::one(agreement), on(day));
    answer.lines.into_iter().next().expect("the agreement is on record")
}

fn stages(facts: &[Value], day: &str) -> Vec<(&'static str, Certainty)> {
    line(facts, day).stages.into_iter().map(|(stage, level)| (stage.word(), level)).collect()
}

fn certain(stage: Stage) -> Vec<(&'static str, Certainty)> {
    vec![(stage.word(), Certainty::Certain)]
}

#[test]
fn an_agreement_is_in_force_from_the_last_signature_on() {
    let facts = [agreement(&json!({})), signed("aoc", "2009-04-02"), signed("oic", "2009-04-06")];
    assert_eq!(stages(&facts, "2009-04-01"), certain(Stage::Drafted));
    assert_eq!(stages(&facts, "2009-04-05"), certain(Stage::Signed));
    assert_eq!(stages(&facts, "2009-04-06"), certain(Stage::InForce));
    assert_eq!(stages(&facts, "2100-01-01"), certain(Stage::InForce), "no end is invented");
}

#[test]
fn signatures_do_not_order_each_other() {
    // Whoever signed on an unknown day of the year may have signed first or last.
    let facts = [agreement(&json!({})), signed("aoc", "2009"), signed("oic", "2009-04-06")];
    let since = line(&facts, "2010-01-01").since.unwrap();
    assert_eq!(
        (since.earliest.to_string(), since.latest.to_string()),
        ("2009-04-06".into(), "2009-12-31".into())
    );
    let possible = |stages: &[Stage]| -> Vec<(&'static str, Certainty)> {
        stages.iter().map(|stage| (stage.word(), Certainty::Possible)).collect()
    };
    assert_eq!(stages(&facts, "2009-04-05"), possible(&[Stage::Drafted, Stage::Signed]));
    assert_eq!(stages(&facts, "2009-04-06"), possible(&[Stage::Signed, Stage::InForce]));
    assert_eq!(stages(&facts, "2009-12-31"), certain(Stage::InForce));
}

#[test]
fn a_fixed_day_waits_for_the_last_signature() {
    let clause = json!({"entry_into_force": {"fixed-day": "2010-01-01"}});
    let early = [agreement(&clause), signed("aoc", "2009-04-02"), signed("oic", "2009-04-06")];
    assert_eq!(stages(&early, "2009-12-31"), certain(Stage::Signed));
    assert_eq!(stages(&early, "2010-01-01"), certain(Stage::InForce));
    let late = [agreement(&clause), signed("aoc", "2009-04-02"), signed("oic", "2010-02-01")];
    assert_eq!(stages(&late, "2010-01-31"), certain(Stage::Signed));
    assert_eq!(stages(&late, "2010-02-01"), certain(Stage::InForce));
}

#[test]
fn a_number_of_consents_brings_it_into_force_and_signatures_do_not() {
    let consented = |party: &str, date: &str| event("AgreementConsented", date, &json!({"party": party}));
    let clause = json!({"parties": ["aoc", "oic", "coe"], "entry_into_force": {"consents": 2}});
    let facts = [
        agreement(&clause),
        signed("aoc", "2009-04-02"),
        signed("oic", "2009-04-02"),
        signed("coe", "2009-04-02"),
        consented("aoc", "2009-05"),
        consented("coe", "2009-06"),
        consented("oic", "2009-06-10"),
    ];
    assert_eq!(stages(&facts, "2009-05-31"), certain(Stage::Signed));
    // The second of May, June and 10 June: between 1 June and 10 June.
    let since = line(&facts, "2010-01-01").since.unwrap();
    assert_eq!(
        (since.earliest.to_string(), since.latest.to_string()),
        ("2009-06-01".into(), "2009-06-10".into())
    );
    assert_eq!(stages(&facts, "2009-06-10"), certain(Stage::InForce));
}

#[test]
fn a_term_ends_it_and_a_renewal_sets_an_end() {
    let signatures = [signed("aoc", "2009-04-06"), signed("oic", "2009-04-06")];
    let with_term = [&[agreement(&json!({"term": "P2Y"}))][..], &signatures].concat();
    assert_eq!(stages(&with_term, "2011-04-05"), certain(Stage::InForce));
    assert_eq!(stages(&with_term, "2011-04-06"), certain(Stage::Expired));

    let renewed = event("AgreementRenewed", "2013-09-25", &json!({"term": "P2Y"}));
    let open = [&[agreement(&json!({}))][..], &signatures, &[renewed]].concat();
    assert_eq!(stages(&open, "2013-09-24"), certain(Stage::InForce));
    assert_eq!(stages(&open, "2015-09-24"), certain(Stage::InForce));
    assert_eq!(stages(&open, "2015-09-25"), certain(Stage::Expired));
    assert_eq!(line(&open, "2014-01-01").renewals.len(), 1);
    let until = line(&open, "2014-01-01").until.unwrap();
    assert_eq!(
        (until.earliest.to_string(), until.latest.to_string()),
        ("2015-09-25".into(), "2015-09-25".into())
    );
}

#[test]
fn a_vague_renewal_keeps_it_certainly_in_force_while_both_sides_of_it_are() {
    let facts = [
        agreement(&json!({})),
        signed("aoc", "2009-04-06"),
        signed("oic", "2009-04-06"),
        event("AgreementRenewed", "2013", &json!({"term": "P2Y"})),
    ];
    assert_eq!(
        stages(&facts, "2013-06-01"),
        certain(Stage::InForce),
        "before or after the renewal: in force"
    );
    assert_eq!(stages(&facts, "2014-12-31"), certain(Stage::InForce));
    assert_eq!(
        stages(&facts, "2015-06-01"),
        [(Stage::InForce.word(), Certainty::Possible), (Stage::Expired.word(), Certainty::Possible)]
    );
    assert_eq!(stages(&facts, "2015-12-31"), certain(Stage::Expired));
}

#[test]
fn a_later_agreement_supersedes_an_earlier_one_without_erasing_it() {
    let later = json!({"id": "later", "event": "AgreementDrafted", "date": "2011", "data": {
        "agreement": "later", "form": "memorandum", "names": [{"lang": "en", "text": "Later"}],
        "parties": ["aoc", "oic"]}});
    let facts = [
        agreement(&json!({})),
        signed("aoc", "2009-04-06"),
        signed("oic", "2009-04-06"),
        later,
        event("AgreementSuperseded", "2011-05-10", &json!({"by": "later"})),
    ];
    assert_eq!(stages(&facts, "2011-05-09"), certain(Stage::InForce));
    assert_eq!(stages(&facts, "2011-05-10"), certain(Stage::Superseded));
    assert_eq!(line(&facts, "2012-01-01").superseded_by, Some("later".parse().unwrap()));
    assert_eq!(stages(&facts, "2009-04-06"), certain(Stage::InForce), "it was in force then");
}

#[test]
fn a_doubted_date_makes_a_stage_certain_only_if_it_holds() {
    let facts = [agreement(&json!({})), signed("aoc", "2009-04-02"), signed("oic", "2009-04-06?")];
    assert_eq!(stages(&facts, "2009-04-06"), [("in-force", Certainty::CertainIfDatesHold)]);
}

#[test]
fn an_amendment_is_in_effect_once_every_party_has_consented() {
    let consented = |party: &str, date: &str| {
        event("AmendmentConsented", date, &json!({"amendment": "first", "party": party, "form": "written"}))
    };
    let facts = [
        agreement(&json!({"priorities": [{"label": "a", "text": "Youth"}]})),
        signed("aoc", "2009-04-06"),
        signed("oic", "2009-04-06"),
        event("AmendmentProposed", "2010-01-10", &json!({"amendment": "first", "text": "Add migration"})),
        consented("oic", "2010-02-01"),
        consented("aoc", "2010-03-01"),
        event(
            "PriorityAdded",
            "2010-03-02",
            &json!({
            "priority": {"label": "b", "text": "Migration"}, "by": {"amendment": "first"}}),
        ),
    ];
    let effect = |day: &str| line(&facts, day).amendments[0].in_effect;
    assert_eq!((effect("2010-02-28"), effect("2010-03-01")), (Certainty::No, Certainty::Certain));
    assert_eq!(line(&facts, "2010-03-01").priorities.len(), 1);
    assert_eq!(line(&facts, "2010-03-02").priorities.len(), 2);
}

#[test]
fn a_priority_of_the_text_is_held_as_surely_as_the_text_was_drafted() {
    let drafted = |date: &str| {
        let mut drafted = agreement(&json!({"priorities": [{"label": "a", "text": "Youth"}]}));
        drafted["date"] = json!(date);
        [drafted]
    };
    let held = |date: &str, day: &str| {
        let priorities = line(&drafted(date), day).priorities;
        priorities.iter().map(|priority| priority.held).collect::<Vec<_>>()
    };
    assert_eq!(held("2008", "2008-06-01"), [Certainty::Possible]);
    assert_eq!(held("2008", "2008-12-31"), [Certainty::Certain]);
    assert_eq!(held("2008?", "2008-06-01"), [Certainty::Possible]);
    assert_eq!(held("2008?", "2008-12-31"), [Certainty::CertainIfDatesHold]);
}

#[test]
fn disputes_focal_points_and_consultations_show_while_they_last() {
    let facts = [
        agreement(&json!({})),
        signed("aoc", "2009-04-06"),
        signed("oic", "2009-04-06"),
        event(
            "ConsultationHeld",
            "2009-06-01",
            &json!({
            "consultation": "first", "between": ["aoc", "oic"], "level": "technical", "asked_by": "oic"}),
        ),
        event("DisputeRaised", "2010-01-01", &json!({"dispute": "d", "by": "oic", "about": "Article 3"})),
        event(
            "DisputeSettled",
            "2010-02-01",
            &json!({
            "dispute": "d", "by": ["aoc", "oic"], "outcome": "Read as in Article 5"}),
        ),
        event("AgreementFocalPointDesignated", "2009-05-01", &json!({"party": "oic", "person": "first"})),
        event("AgreementFocalPointReleased", "2011-05-01", &json!({"party": "oic", "person": "first"})),
    ];
    let at = |day: &str| line(&facts, day);
    assert_eq!(at("2010-01-15").disputes[0].open, Certainty::Certain);
    assert_eq!(at("2010-02-01").disputes[0].open, Certainty::No);
    assert_eq!(at("2010-01-15").focal_points.len(), 1);
    assert!(at("2011-05-01").focal_points.is_empty());
    assert_eq!(at("2009-05-31").last_consultation, None);
    assert_eq!(at("2009-06-01").last_consultation.unwrap().latest.to_string(), "2009-06-01");
}

#[test]
fn a_corrected_signature_leaves_both_pasts_to_be_asked_for() {
    let given = given_parties();
    let with_id = |id: &str, mut fact: Value| {
        fact["id"] = json!(id);
        fact
    };
    let first = [
        agreement(&json!({})),
        signed("aoc", "2009-04-06"),
        with_id("oic-signed", signed("oic", "2009-04-06")),
    ];
    let before = given.when(&drafts(&first));
    let position = before.then_accepted().commit.last;
    let correction = json!({"corrects": "oic-signed", "event": "AgreementSigned", "date": "2010-04-06",
        "reason": "the year was wrong", "data": {"agreement": "mou", "party": "oic"}});
    let corrected: Vec<Draft> = drafts(&[correction]);
    let outcome = given.when(&corrected);
    outcome.then_accepted();
    let in_force = |view: View| outcome.then_ask(&Agreements::all(), view).lines[0].in_force();
    assert_eq!(in_force(on("2009-05-01").known_at(KnownAt::Position(position))), Certainty::Certain);
    assert_eq!(in_force(on("2009-05-01")), Certainty::No);
}

#[test]
fn who_signed_without_the_office_is_a_finding_not_an_error() {
    let by = |person: &str, party: &str| {
        event(
            "AgreementSigned",
            "2009-04-06",
            &json!({
            "party": party, "person": person, "office": "secretary-general"}),
        )
    };
    let facts = [
        json!({"event": "OfficeAssumed", "date": "2008", "data": {"office": "secretary-general", "person": "first"}}),
        agreement(&json!({})),
        by("first", "oic"),
        by("second", "aoc"),
    ];
    let answer = recorded(&facts).then_ask(&Signatories, on("2010-01-01"));
    let standing: Vec<_> = answer.lines.iter().map(|line| line.standing).collect();
    assert_eq!(standing, [SignatoryStanding::Holder, SignatoryStanding::NotHolder]);
}

#[test]
fn what_was_ended_before_its_fixed_day_never_entered_into_force() {
    let clause = json!({"entry_into_force": {"fixed-day": "2012-01-01"}});
    let facts = [
        agreement(&clause),
        signed("aoc", "2010-01-01"),
        signed("oic", "2010-01-01"),
        event("AgreementTerminated", "2011-01-01", &json!({})),
    ];
    assert_eq!(stages(&facts, "2011-06-01"), certain(Stage::Terminated));
    assert_eq!(line(&facts, "2013-01-01").since, None);
}

#[test]
fn a_single_consent_is_the_entry_into_force() {
    let clause = json!({"entry_into_force": {"consents": 1}});
    let consent = event("AgreementConsented", "2010-01", &json!({"party": "aoc"}));
    let facts = [agreement(&clause), consent];
    let possible =
        [(Stage::Drafted.word(), Certainty::Possible), (Stage::InForce.word(), Certainty::Possible)];
    assert_eq!(stages(&facts, "2010-01-15"), possible);
}
