//! Which draft of a commit a refusal blames, what it follows from, and what it advises: of several drafts, the one
//! without which the record would still stand.

use aoc_core::DraftNumber;
use serde_json::json;

use super::agreements::{ART_42, activity, in_force, memorandum, mou, signed};
use super::{Story, after, corrects, fact, named, retracts};

fn party(slug: &str) -> serde_json::Value {
    let body = json!({"party": slug, "kind": "country", "names": named(slug)});
    fact(slug, "PartyRegistered", "XXXX", &body)
}

fn joined(party: &str) -> serde_json::Value {
    let id = format!("joined-{party}");
    fact(&id, "MemberJoined", "2010", &json!({"group": "friends", "party": party}))
}

fn friends() -> Story {
    let body = json!({"group": "friends", "names": named("Friends"), "admits": ["country"]});
    Story::default().and(&[fact("friends", "GroupEstablished", "2005", &body), party("tur"), party("esp")])
}

#[test]
fn the_draft_is_blamed_that_slips_in_before_the_record_it_breaks() {
    let ended = fact("ended", "AgreementTerminated", "2010-05-31", &json!({"agreement": "mou"}));
    let mut earlier = activity("2010-03-01");
    earlier["id"] = json!("earlier");
    let story = in_force().and(&[activity("2010-06-01")]);
    // The others change something else, or the same agreement at a harmless time.
    let trial = story.when(&[party("tur"), earlier, ended]);
    let refused = trial.refused("already-ended", "the ledger").breaks("activity", None);
    assert_eq!(refused.finding.draft.get(), 3);
}

/// What comes behind a record that would break says nothing more, be that record the last of the book.
#[test]
fn the_first_record_that_would_break_is_told_and_none_behind_it() {
    let ended = fact("ended", "AgreementTerminated", "2010-05-31", &json!({"agreement": "mou"}));
    let mut later = activity("2010-07-01");
    later["id"] = json!("later");
    let story = in_force().and(&[later]).and(&[activity("2010-06-01")]);
    story.when(&[ended]).refused("already-ended", "the ledger").breaks("activity", None);
}

#[test]
fn the_draft_is_blamed_that_takes_away_what_the_record_names() {
    let story = friends().and(&[joined("tur")]);
    let trial = story.when(&[party("prt"), retracts("tur")]);
    let refused = trial.refused("not-registered", "the ledger").breaks("joined-tur", None);
    assert_eq!(refused.finding.draft.get(), 2);
}

#[test]
fn what_only_follows_from_a_refused_draft_says_so_and_nothing_else_does() {
    let lost = corrects(party("prt"), "nobody-has-this-id");
    let trial = friends().when(&[party("usa"), lost, joined("prt"), joined("mex"), joined("usa")]);
    let findings = trial.findings(&["no-such-record", "not-registered", "not-registered"]);
    let told: Vec<_> = findings
        .iter()
        .map(|refused| (refused.finding.draft.get(), refused.finding.follows.map(DraftNumber::get)))
        .collect();
    assert_eq!(told, [(2, None), (3, Some(2)), (4, None)]);
    findings[1].says("this only follows from draft 2, which is refused");
}

/// A draft that says what it followed is not told to say something else.
#[test]
fn no_other_after_is_advised_than_the_one_that_is_said() {
    let refused = in_force().when(&[after(activity("2009"), "signed-aoc")]);
    assert_eq!(refused.refused("not-in-force", ART_42).finding.settled_by_after, None);
    let story = memorandum().and(&[mou("2009-03-01")]).and(&[signed("aoc", "2009-04-06")]);
    let refused = story.when(&[activity("2009")]);
    assert_eq!(refused.findings(&["not-registered"])[0].finding.settled_by_after, None, "nothing settles it");
}
