//! Partial dates, order of effect, and *after*.

use aoc_core::{Place, Position};
use serde_json::json;

use crate::{draft, drafts, given_friends, member, office};

#[test]
fn needs_moment_a_duration_is_no_day() {
    let given = given_friends();
    given.when(&[draft(member("MemberJoined", "esp", "2005/2006"))]).then_rejected_by(&["needs-moment"]);
    given.when(&[draft(member("MemberJoined", "esp", "[2005..2006]"))]).then_accepted();
}

#[test]
fn an_after_settles_what_blurred_dates_leave_open() {
    let given = given_friends().and(&[draft(member("MemberInvited", "usa", "2010-05-13"))]); // record 10
    let joined = member("MemberJoined", "usa", "2010-05");
    let refused = given.when(&[draft(joined.clone())]);
    let rejections = refused.then_rejected_by(&["already-member"]);
    let text = rejections.to_string();
    assert!(text.contains("say that it followed record 10 (`after`)"), "{text}");
    let mut anchored = joined;
    anchored["after"] = json!(10);
    given.when(&[draft(anchored)]).then_accepted();
}

#[test]
fn anchors_are_checked() {
    let given = given_friends().and(&drafts(&[
        member("MemberJoined", "esp", "2006-05-01"), // record 10
        member("MemberJoined", "tur", "2006-06-01"), // record 11
    ]));
    let withdrew = |after: u64, date: &str| {
        let mut json = member("MemberWithdrew", "esp", date);
        json["after"] = json!(after);
        draft(json)
    };
    given.when(&[withdrew(99, "2007")]).then_rejected_by(&["anchor-unknown"]);
    given.when(&[withdrew(11, "2007")]).then_rejected_by(&["anchor-elsewhere"]);
    given.when(&[withdrew(10, "[..2006-04]")]).then_rejected_by(&["anchor-too-late", "dates-contradict"]);
    given.when(&[withdrew(10, "[..2006-05]")]).then_accepted();
}

#[test]
fn a_circle_of_anchors_is_refused() {
    let given = given_friends();
    let mut joined = member("MemberJoined", "esp", "2006");
    let mut withdrew = member("MemberWithdrew", "esp", "2006");
    joined["after"] = withdrew["id"].clone();
    withdrew["after"] = joined["id"].clone();
    let refused = given.when(&drafts(&[joined, withdrew]));
    let rejections = refused.then_rejected_by(&["anchor-circle", "not-member", "anchor-circle"]);
    assert_eq!(rejections.findings()[0].draft.get(), 1);
}

/// A key names all that its record follows: a chain without end would take memory without end.
#[test]
fn a_chain_of_anchors_ends_somewhere() {
    let invited = |at: usize| {
        let mut json = member("MemberInvited", "esp", if at == 0 { "2006-05-01" } else { "[..2006-05]" });
        json["id"] = json!(format!("invited-{at}"));
        if at > 0 {
            json["after"] = json!(format!("invited-{}", at - 1));
        }
        json
    };
    let chain = |len: usize| drafts(&(0..len).map(invited).collect::<Vec<_>>());
    given_friends().when(&chain(257)).then_accepted();
    let refused = given_friends().when(&chain(258));
    let findings = refused.then_rejected_by(&["anchor-chain"]).findings().to_vec();
    assert_eq!(findings[0].draft.get(), 258);
}

#[test]
fn a_fact_that_others_follow_is_not_retracted_or_moved_behind_them() {
    let mut invited = member("MemberInvited", "usa", "2010-01-10");
    invited["id"] = json!("invited");
    let mut joined = member("MemberJoined", "usa", "2010-01");
    joined["after"] = json!("invited");
    let given = given_friends().and(&drafts(&[invited, joined])); // records 10, 11
    given
        .when(&[draft(json!({"id": "r", "retracts": 10, "reason": "no"}))])
        .then_rejected_by(&["anchor-retracted"]);
    let moved = json!({"id": "m", "corrects": 10, "event": "MemberInvited", "reason": "later",
                       "data": {"group": "friends", "party": "usa"}, "date": "2010-02-01"});
    given.when(&[draft(moved)]).then_rejected_by(&["anchor-too-late", "dates-contradict"]);
}

#[test]
fn dates_contradict_what_comes_before_must_be_able_to_be_over() {
    let given = given_friends().and(&[draft(member("MemberJoined", "esp", "[2006-05-01..2008-01-01]"))]);
    let mut withdrew = member("MemberWithdrew", "esp", "[..2006-04-30]");
    withdrew["after"] = json!(10);
    let refused = given.when(&[draft(withdrew)]);
    let findings = refused.then_rejected_by(&["anchor-too-late", "dates-contradict"]).findings();
    assert_eq!(findings[1].collides, Some(Place::Record(Position::new(10))));
}

#[test]
fn records_of_different_lanes_of_an_office_do_not_order_each_other() {
    given_friends()
        .and(&drafts(&[
            office("OfficeAssumed", "first", "2007-05"),
            office("OfficeHolderAnnounced", "second", "[2012-09-01..2012-09-30]"),
        ]))
        .when(&[draft(office("OfficeVacated", "first", "[2012-08-01..2012-12-31]"))])
        .then_accepted();
}
