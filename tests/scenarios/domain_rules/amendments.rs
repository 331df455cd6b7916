//! Rules 6 and 7: a priority is added by consultation of both parties or by amendment, and the book says which; an
//! amendment takes effect when every party has consented in writing.

use aoc_replay::{Agreements, Certainty};
use serde_json::{Value, json};

use super::agreements::{ART_42, in_force, in_force_with, memorandum, mou, signed};
use super::{Story, fact, retracts, with};

const ART_7: &str = "MoU AoC-OIC, Art. 7";
const ART_40_43: &str = "MoU AoC-OIC, Art. 40 and 43";

fn consultation(between: Value, date: &str) -> Value {
    let body = json!({"consultation": "talks", "agreement": "mou", "between": between, "asked_by": "oic"});
    fact("talks", "ConsultationHeld", date, &body)
}

fn added(by: Value, date: &str) -> Value {
    let body = json!({"agreement": "mou", "by": by, "priority": {"label": "h", "text": "Women"}});
    fact("added", "PriorityAdded", date, &body)
}

fn by_talks(date: &str) -> Value {
    added(json!({"consultation": "talks"}), date)
}

fn by_amendment(date: &str) -> Value {
    added(json!({"amendment": "change"}), date)
}

fn proposed(date: &str) -> Value {
    let body = json!({"amendment": "change", "agreement": "mou", "text": "Add women", "by": "aoc"});
    fact("change", "AmendmentProposed", date, &body)
}

fn consented(party: &str, date: &str) -> Value {
    let body = json!({"amendment": "change", "agreement": "mou", "party": party, "form": "written"});
    fact(&format!("consented-{party}"), "AmendmentConsented", date, &body)
}

/// Another memorandum, of the Alliance, the OIC and UNESCO, in force on 2008-01-15.
fn and_another(story: Story) -> Story {
    let mut other = with(mou("2008-01-15"), "agreement", json!("other"));
    other = with(other, "parties", json!(["aoc", "oic", "unesco"]));
    other = with(other, "obligations", json!([]));
    other["id"] = json!("other");
    let signatures = ["aoc", "oic", "unesco"].map(|party| {
        let mut signature = with(signed(party, "2008-01-15"), "agreement", json!("other"));
        signature["id"] = json!(format!("other-{party}"));
        signature
    });
    story.and(&[other]).and(&signatures)
}

#[test]
fn rule_06_a_priority_is_added_by_consultation_of_both_parties() {
    let story = in_force().and(&[consultation(json!(["oic", "aoc"]), "2010-03-01/2010-03-02")]);
    let story_with = story.clone().and(&[by_talks("2010-03-02")]);
    let route = aoc_core::PriorityRoute::Consultation("talks".parse().unwrap());
    assert_eq!(later_priorities(&story_with, "2010-03-01"), []);
    assert_eq!(later_priorities(&story_with, "2010-03-02"), [route]);
    story.when(&[by_talks("2010-02-28")]).refused("before-existence", "the ledger").sees("talks");
    in_force().when(&[by_talks("2010-03-02")]).refused("not-registered", "the ledger").sees_nothing();
}

#[test]
fn rule_06_a_consultation_of_some_is_not_enough() {
    let three = in_force_with("parties", json!(["aoc", "oic", "unesco"]));
    let story =
        three.and(&[signed("unesco", "2009-04-06"), consultation(json!(["aoc", "oic"]), "2010-03-01")]);
    story.when(&[by_talks("2010-03-02")]).refused("priority-needs-consultation", ART_7).sees("talks");
    story.when(&[consultation_alone()]).refused("consultation-of-two", "MoU AoC-OIC, Art. 29").sees_nothing();
}

/// The priorities of the memorandum on a day that were not in its text, and how they were added.
fn later_priorities(story: &Story, day: &str) -> Vec<aoc_core::PriorityRoute> {
    let line = story.ask(&Agreements::one("mou".parse().unwrap()), day).lines.swap_remove(0);
    let held = line.priorities.iter().filter(|priority| priority.held == Certainty::Certain);
    held.filter_map(|priority| priority.added_by).collect()
}

fn consultation_alone() -> Value {
    let body = json!({"consultation": "alone", "agreement": "mou", "between": ["aoc"]});
    fact("alone", "ConsultationHeld", "2010-03-01", &body)
}

#[test]
fn rule_06_a_consultation_under_another_agreement_does_not_count() {
    let talks = with(consultation(json!(["aoc", "oic"]), "2010-03-01"), "agreement", json!("other"));
    let story = and_another(in_force()).and(&[talks]);
    story.when(&[by_talks("2010-03-02")]).refused("priority-needs-consultation", ART_7).sees("talks");
}

#[test]
fn rule_06_third_parties_do_not_consult() {
    let source = "MoU AoC-OIC, Recital 12";
    let talks = consultation(json!(["aoc", "oic", "unesco"]), "2010-03-01");
    in_force().when(&[talks]).refused("not-a-party", source).sees("mou");
    let asked = with(consultation(json!(["aoc", "oic"]), "2010-03-01"), "asked_by", json!("unesco"));
    in_force().when(&[asked]).refused("not-a-party", source).sees("mou");
}

#[test]
fn rule_06_each_priority_has_a_label_of_its_own() {
    let taken = |label: &str| {
        with(by_talks("2010-03-02"), "priority", json!({"label": label, "text": "Democracy, again"}))
    };
    let story = in_force().and(&[consultation(json!(["aoc", "oic"]), "2010-03-01")]);
    let source = "MoU AoC-OIC, Art. 6";
    story.when(&[taken("b")]).refused("already-a-priority", source).sees("mou");
    let story = story.and(&[by_talks("2010-03-02")]);
    let mut again = by_talks("2010-03-03");
    again["id"] = json!("again");
    story.when(&[again]).refused("already-a-priority", source).sees("added");
}

#[test]
fn rule_06_nothing_is_added_before_the_agreement_is_in_force() {
    let drafted = memorandum().and(&[mou("2009-04-06"), signed("aoc", "2009-04-06")]);
    let story = drafted.and(&[consultation(json!(["aoc", "oic"]), "2009-04-07")]);
    story.when(&[by_talks("2009-04-08")]).refused("not-in-force", ART_42).sees("mou");
}

#[test]
fn rule_07_an_amendment_needs_the_consent_of_every_party() {
    let story = in_force().and(&[proposed("2011-01-10"), consented("oic", "2011-02-01")]);
    story
        .when(&[by_amendment("2012-01-01")])
        .refused("amendment-not-in-effect", ART_40_43)
        .sees_nothing()
        .says("not every party has consented");
    // A party that proposes has not consented by that.
    let story = story.and(&[consented("aoc", "2011-03-01")]);
    story.when(&[by_amendment("2011-03-01")]).accepted();
}

#[test]
fn rule_07_not_before_the_last_consent() {
    for (first, last) in [("aoc", "oic"), ("oic", "aoc")] {
        let story = in_force().and(&[
            proposed("2011-01-10"),
            consented(first, "2011-02-01"),
            consented(last, "2011-03-01"),
        ]);
        story.when(&[by_amendment("2011-02-28")]).refused("amendment-not-in-effect", ART_40_43);
        let story = story.and(&[by_amendment("2011-03-01")]);
        let route = aoc_core::PriorityRoute::Amendment("change".parse().unwrap());
        assert_eq!(later_priorities(&story, "2011-02-28"), []);
        assert_eq!(later_priorities(&story, "2011-03-01"), [route]);
    }
}

#[test]
fn rule_07_a_consent_is_given_in_writing() {
    let story = in_force().and(&[proposed("2011-01-10")]);
    let oral = with(consented("oic", "2011-02-01"), "form", json!("oral"));
    story
        .when(&[oral])
        .refused("consent-in-writing", "MoU AoC-OIC, Art. 43")
        .sees_nothing()
        .says("not by word of mouth");
    story.when(&[consented("oic", "2011-02-01")]).accepted();
}

#[test]
fn rule_07_each_party_consents_once_and_nobody_else_does() {
    let story = in_force().and(&[proposed("2011-01-10"), consented("oic", "2011-02-01")]);
    let mut again = consented("oic", "2011-03-01");
    again["id"] = json!("again");
    story.when(&[again]).refused("consents-once", "MoU AoC-OIC, Art. 43").sees("consented-oic");
    story
        .when(&[consented("unesco", "2011-02-01")])
        .refused("not-a-party", "MoU AoC-OIC, Recital 12")
        .sees("mou");
    let by_another = with(proposed("2011-01-10"), "by", json!("unesco"));
    in_force().when(&[by_another]).refused("not-a-party", "MoU AoC-OIC, Recital 12").sees("mou");
}

#[test]
fn rule_07_an_amendment_is_of_one_agreement() {
    let story = and_another(in_force()).and(&[proposed("2011-01-10")]);
    let elsewhere = with(consented("aoc", "2011-02-01"), "agreement", json!("other"));
    story.when(&[elsewhere]).refused("of-another-agreement", "the ledger").sees("change");
}

#[test]
fn rule_07_a_consent_on_which_a_priority_rests_is_not_taken_away() {
    let story = in_force().and(&[
        proposed("2011-01-10"),
        consented("oic", "2011-02-01"),
        consented("aoc", "2011-03-01"),
        by_amendment("2011-03-01"),
    ]);
    story
        .when(&[retracts("consented-oic")])
        .refused("amendment-not-in-effect", ART_40_43)
        .breaks("added", None);
    story.when(&[retracts("consented-oic"), retracts("added")]).accepted();
}

#[test]
fn rule_06_the_book_says_which_route_was_taken() {
    let neither = json!({"agreement": "mou", "priority": {"label": "h", "text": "Women"}});
    let draft = json!({"event": "PriorityAdded", "date": "2011", "data": neither, "uncited": true});
    let error = aoc_core::Draft::from_json(draft).unwrap_err().to_string();
    assert!(error.contains("missing field `by`"), "{error}");
    let named_both = added(json!({"consultation": "talks", "amendment": "change"}), "2011");
    let draft =
        json!({"event": "PriorityAdded", "date": "2011", "data": named_both["data"], "uncited": true});
    aoc_core::Draft::from_json(draft).unwrap_err();
}
