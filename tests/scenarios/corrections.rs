//! Corrections, retractions, corroborations and sources: how a fact changes its version.

use aoc_replay::Given;
use serde_json::{Value, json};

use crate::{draft, drafts, given_friends, member};

fn source(slug: &str) -> Value {
    json!({"id": format!("source-{slug}"), "event": "SourceRegistered", "data": {"source": slug, "title": slug}})
}

fn given_spain() -> Given {
    given_friends().and(&[draft(member("MemberJoined", "esp", "2006"))]) // record 10
}

fn correction(of: u64, date: &str) -> Value {
    json!({"id": format!("c-{of}-{date}"), "corrects": of, "event": "MemberJoined",
           "data": {"group": "friends", "party": "esp"}, "date": date, "reason": "a better source"})
}

fn retraction(of: u64) -> Value {
    json!({"id": format!("r-{of}"), "retracts": of, "reason": "it never happened"})
}

#[test]
fn not_last_version_a_correction_targets_the_last_version() {
    let given = given_spain().and(&[draft(correction(10, "2005-12"))]);
    let text =
        given.when(&[draft(correction(10, "2006-01"))]).then_rejected_by(&["not-last-version"]).to_string();
    assert!(text.contains("the last version is 11"), "{text}");
    given.when(&[draft(correction(11, "2006-01"))]).then_accepted();
}

#[test]
fn is_retracted_to_restore_a_fact_correct_the_retraction() {
    let given = given_spain().and(&[draft(retraction(10))]);
    given.when(&[draft(retraction(11))]).then_rejected_by(&["is-retracted"]);
    given.when(&[draft(json!({"id": "k", "corroborates": 11}))]).then_rejected_by(&["is-retracted"]);
    given.when(&[draft(member("MemberWithdrew", "esp", "2008"))]).then_rejected_by(&["not-member"]);
    let given = given.and(&[draft(correction(11, "2006-02"))]);
    given.when(&[draft(member("MemberWithdrew", "esp", "2008"))]).then_accepted();
}

#[test]
fn a_fact_that_others_stand_on_is_not_taken_away() {
    let given = given_spain();
    let text = given
        .when(&[draft(json!({"id": "x", "retracts": 1, "reason": "no"}))])
        .then_rejected_by(&["not-registered"])
        .to_string();
    assert!(text.contains("it would break record 10"), "{text}");
    let both = drafts(&[
        json!({"id": "x", "retracts": 1, "reason": "no"}),
        json!({"id": "y", "retracts": 10, "reason": "no"}),
    ]);
    given.when(&both).then_accepted();
}

#[test]
fn corrects_another_kind_is_refused() {
    let other = json!({"id": "o", "corrects": 10, "event": "MemberWithdrew",
                       "data": {"group": "friends", "party": "esp"}, "date": "2006", "reason": "no"});
    given_spain().when(&[draft(other)]).then_rejected_by(&["corrects-another-kind"]);
}

#[test]
fn needs_reason_no_such_record_and_not_an_event() {
    let given = given_spain().and(&[draft(json!({"id": "k", "corroborates": 10}))]); // record 11
    given
        .when(&[draft(json!({"id": "r", "retracts": 10}))])
        .then_rejected_by(&["needs-reason", "is-corroborated"]);
    given.when(&[draft(correction(99, "2006"))]).then_rejected_by(&["no-such-record"]);
    given.when(&[draft(correction(11, "2006"))]).then_rejected_by(&["not-an-event"]);
}

#[test]
fn is_corroborated_a_fact_with_a_second_source_is_not_retracted_alone() {
    let given = given_spain().and(&[draft(json!({"id": "k", "corroborates": 10}))]);
    given.when(&[draft(retraction(10))]).then_rejected_by(&["is-corroborated"]);
    given.when(&drafts(&[retraction(10), retraction(11)])).then_accepted();
}

#[test]
fn a_correction_may_move_a_fact_to_another_entity() {
    let moved = json!({"id": "m", "corrects": 10, "event": "MemberJoined",
                       "data": {"group": "friends", "party": "tur"}, "date": "2006", "reason": "it was Turkey"});
    let given = given_spain().and(&[draft(moved)]);
    given.when(&[draft(member("MemberWithdrew", "esp", "2008"))]).then_rejected_by(&["not-member"]);
    given.when(&[draft(member("MemberWithdrew", "tur", "2008"))]).then_accepted();
}

#[test]
fn unknown_source_every_cited_source_is_registered() {
    let cited = |slug: &str| {
        let mut json = member("MemberJoined", "tur", "2006");
        json["cites"] = json!([{"source": slug, "at": "para 1"}]);
        json
    };
    let given = given_friends();
    given.when(&[draft(cited("nowhere"))]).then_rejected_by(&["unknown-source"]);
    given.when(&drafts(&[cited("page"), source("page")])).then_accepted();
}

#[test]
fn source_is_cited_a_cited_source_is_withdrawn_not_retracted() {
    let mut cited = member("MemberJoined", "tur", "2006");
    cited["cites"] = json!([{"source": "page"}]);
    let given = given_friends().and(&[draft(source("page"))]).and(&[draft(cited)]);
    given.when(&[draft(retraction(10))]).then_rejected_by(&["source-is-cited"]);
    let withdrawn = json!({"id": "w", "event": "SourceWithdrawn", "data": {"source": "page"}});
    given.when(&[draft(withdrawn)]).then_accepted();
    given.when(&drafts(&[retraction(10), retraction(11)])).then_rejected_by(&["not-registered"]);
}

#[test]
fn timeless_a_source_bears_no_effective_date() {
    let mut dated = source("page");
    dated["date"] = json!("2010");
    given_friends().when(&[draft(dated)]).then_rejected_by(&["timeless"]);
}

#[test]
fn a_retry_is_recorded_once_and_a_claim_made_anew_is_not_taken_for_one() {
    use aoc_replay::{Ledger, Recorded};
    let ledger = Ledger::in_memory();
    let group = |id: Option<&str>| {
        let mut json = json!({"event": "GroupEstablished", "date": "2005",
            "data": {"group": "g", "names": [{"lang": "en", "text": "G"}], "admits": ["country"]}});
        if let Some(id) = id {
            json["id"] = json!(id);
        }
        draft(json)
    };
    for own in [None, Some("chosen")] {
        let Recorded::Accepted(first) = ledger.record(&[group(own)]).unwrap() else { panic!("refused") };
        assert_eq!(ledger.record(&[group(own)]).unwrap(), Recorded::AlreadyRecorded(first.clone()));
        ledger.record(&[draft(retraction(first.commit.last.get()))]).unwrap();
        match (own, ledger.record(&[group(own)]).unwrap()) {
            // The drafter's own id: a retry, whatever has become of the fact since.
            (Some(_), Recorded::AlreadyRecorded(again)) => assert_eq!(again, first),
            // An id from the content: the claim is made anew, and the book says where it stands.
            (None, Recorded::Rejected(said)) => assert_eq!(said.findings()[0].rule.name(), "event-id-taken"),
            (_, other) => panic!("{other:?}"),
        }
    }
}
