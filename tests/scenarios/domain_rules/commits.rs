//! What stands is not broken from behind: by drafts dated back, by retractions, by corrections. And everything that
//! is wrong with a file is said at once.

use serde_json::{Value, json};

use super::agreements::{ART_42, activity, in_force, memorandum, mou, signed};
use super::{Story, corrects, fact, named, retracts, with};

const LEDGER: &str = "the ledger";

fn ended(date: &str) -> Value {
    fact("ended", "AgreementTerminated", date, &json!({"agreement": "mou"}))
}

fn active() -> Story {
    in_force().and(&[activity("2010-06-01")])
}

#[test]
fn rule_05_a_termination_dated_back_does_not_cut_what_was_done_later() {
    active().when(&[ended("2010-06-02")]).accepted();
    active().when(&[ended("2010-05-31")]).refused("already-ended", LEDGER).breaks("activity", None);
    active().when(&[ended("2010-05-31"), retracts("activity")]).accepted();
}

#[test]
fn rule_04_a_signature_on_which_an_activity_rests_is_not_taken_away() {
    for signature in ["signed-aoc", "signed-oic"] {
        active().when(&[retracts(signature)]).refused("not-in-force", ART_42).breaks("activity", Some("mou"));
        in_force().when(&[retracts(signature)]).accepted();
        active().when(&[retracts(signature), retracts("activity")]).accepted();
    }
    // Nor moved behind what was done under it.
    let later = |date: &str| corrects(signed("oic", date), "signed-oic");
    active().when(&[later("2010-06-01")]).accepted();
    active().when(&[later("2010-06-02")]).refused("not-in-force", ART_42).breaks("activity", Some("mou"));
}

#[test]
fn rule_04_the_parties_are_not_corrected_under_their_signatures() {
    let parties = |parties: Value| {
        let text = with(mou("2009-03-01"), "parties", parties);
        corrects(with(text, "obligations", json!([])), "mou")
    };
    in_force()
        .when(&[parties(json!(["aoc", "unesco"]))])
        .refused("not-a-party", "MoU AoC-OIC, Recital 12")
        .breaks("signed-oic", None);
    // A third party that was forgotten: what was done before its signature was not done in force.
    active()
        .when(&[parties(json!(["aoc", "oic", "unesco"]))])
        .refused("not-in-force", ART_42)
        .breaks("activity", None);
    active().when(&[parties(json!(["aoc", "oic", "unesco"])), signed("unesco", "2009-04-06")]).accepted();
}

#[test]
fn rule_04_drafts_of_one_commit_collide_with_each_other() {
    let story = memorandum().and(&[mou("2009-03-01")]);
    let mut again = signed("aoc", "2009-04-07");
    again["id"] = json!("again");
    story
        .when(&[signed("aoc", "2009-04-06"), again])
        .refused("signs-once", ART_42)
        .sees("signed-aoc")
        .says("see draft 1 of this commit");
}

#[test]
fn rule_05_a_term_is_not_corrected_under_what_was_done_after_it() {
    let term = |term: &str| corrects(with(mou("2009-03-01"), "term", json!(term)), "mou");
    active().when(&[term("P2Y")]).accepted();
    active().when(&[term("P1Y")]).refused("not-in-force", ART_42).breaks("activity", None);
}

#[test]
fn rule_04_the_text_is_not_retracted_under_its_signatures() {
    let refused = in_force().when(&[retracts("mou")]);
    refused.findings(&["not-registered"])[0].breaks("signed-aoc", None);
    let all = [retracts("mou"), retracts("signed-aoc"), retracts("signed-oic")];
    in_force().when(&all).accepted();
}

/// A draft that is wrong, and the rule, the source and the record that it is told.
type Wrong = (Value, &'static str, &'static str, Option<&'static str>);

fn under(id: &str, event: &str, body: Value) -> Value {
    with(fact(id, event, "2010-01-01", &body), "agreement", json!("mou"))
}

fn text(id: &str, field: &str, value: Value) -> Value {
    let mut text = with(with(mou("2009-04-06"), "agreement", json!(id)), field, value);
    text["id"] = json!(id);
    text
}

fn both() -> Value {
    json!(["aoc", "oic"])
}

fn wrong_texts() -> Vec<Wrong> {
    let alone = with(text("d11", "parties", json!(["aoc"])), "obligations", json!([]));
    let texts = json!({"languages": ["en"], "prevailing": "ar"});
    let convention = "Vienna Convention on the Law of Treaties, Art. 24";
    vec![
        (alone, "two-parties", "MoU AoC-OIC, Recital 12 and Art. 42", None),
        (text("d12", "texts", texts), "prevailing-among-languages", "MoU AoC-OIC, closing clause", None),
        (text("d13", "entry_into_force", json!({"consents": 3})), "as-many-consents", convention, None),
    ]
}

fn wrong_plans() -> Vec<Wrong> {
    let plan = |id: &str, by: Value, period: &str| {
        let body = json!({"plan": id, "names": named("Plan"), "agreed_by": by, "period": period});
        under(id, "ActionPlanAgreed", body)
    };
    let done = |id: &str, event: &str, label: &str, by: Value| {
        under(id, event, json!({"obligation": label, "by": by}))
    };
    let performed = |id: &str, label: &str, by: Value| done(id, "ObligationPerformed", label, by);
    let left = done("d10", "ObligationNotPerformed", "art-8", both());
    let outside = "MoU AoC-OIC, Art. 30 and 42";
    let bearer = "MoU AoC-OIC, Art. 18 and 35 II";
    vec![
        (
            plan("d04", json!(["aoc"]), "2010/2011"),
            "agreed-by-all",
            "MoU AoC-OIC, Art. 30 and 34",
            Some("mou"),
        ),
        (plan("d05", both(), "2008/2011"), "outside-time-in-force", outside, Some("mou")),
        (plan("d06", both(), "2010"), "plan-has-period", "MoU AoC-OIC, Art. 30", None),
        (performed("d08", "art-99", both()), "no-such-obligation", "MoU AoC-OIC, Art. 1 to 43", Some("mou")),
        (performed("d09", "art-18", json!(["aoc"])), "not-the-bearer", bearer, Some("mou")),
        (left, "effort-is-not-breached", "MoU AoC-OIC, Art. 8, 12 and 16", Some("mou")),
    ]
}

fn wrong_acts() -> Vec<Wrong> {
    let mut again = signed("aoc", "2010");
    again["id"] = json!("d01");
    let early = activity("2009-04-05");
    let talks = under("d07", "ConsultationHeld", json!({"consultation": "d07", "between": ["aoc"]}));
    let raised = json!({"dispute": "d15", "by": "unesco", "about": "A word"});
    let settled = json!({"dispute": "dispute", "by": ["unesco"], "outcome": "A ruling"});
    let added = |id: &str, label: &str| {
        let body = json!({"priority": {"label": label, "text": "Women"}, "by": {"amendment": "change"}});
        under(id, "PriorityAdded", body)
    };
    let oral = json!({"amendment": "change", "party": "aoc", "form": "oral"});
    let retired = fact("d14", "ExpertRetired", "2010", &json!({"person": "ihsanoglu"}));
    let mobilized =
        fact("d20", "MechanismMobilized", "2010", &json!({"mobilization": "m", "tension": "none"}));
    let recital = "MoU AoC-OIC, Recital 12: the parties agree";
    let amending = "MoU AoC-OIC, Art. 40 and 43";
    vec![
        (again, "signs-once", ART_42, Some("signed-aoc")),
        (signed("unesco", "2010"), "not-a-party", recital, Some("mou")),
        (early, "not-in-force", ART_42, Some("mou")),
        (talks, "consultation-of-two", "MoU AoC-OIC, Art. 29", None),
        (under("d15", "DisputeRaised", raised), "not-a-party", recital, Some("mou")),
        (under("d16", "DisputeSettled", settled), "settled-by-parties", "MoU AoC-OIC, Art. 41", Some("mou")),
        (added("d17", "b"), "already-a-priority", "MoU AoC-OIC, Art. 6", Some("mou")),
        (added("d18", "h"), "amendment-not-in-effect", amending, None),
        (under("d19", "AmendmentConsented", oral), "consent-in-writing", "MoU AoC-OIC, Art. 43", None),
        (retired, "not-enrolled", "MoU AoC-OIC, Art. 35 III", None),
        (mobilized, "mobilized-for-a-tension", "MoU AoC-OIC, Art. 35 I(d)ii", None),
    ]
}

#[test]
fn twenty_rejected_drafts_of_one_commit_give_twenty_findings() {
    let story = in_force().and(&[
        fact(
            "dispute",
            "DisputeRaised",
            "2009-12-01",
            &json!({"agreement": "mou", "dispute": "dispute", "by": "aoc", "about": "Art. 30"}),
        ),
        fact(
            "change",
            "AmendmentProposed",
            "2009-12-01",
            &json!({"agreement": "mou", "amendment": "change", "text": "Add women"}),
        ),
    ]);
    let wrong = [wrong_acts(), wrong_texts(), wrong_plans()].concat();
    let rules: Vec<&str> = wrong.iter().map(|(_, rule, ..)| *rule).collect();
    let drafts: Vec<Value> = wrong.iter().map(|(draft, ..)| draft.clone()).collect();
    let trial = story.when(&drafts);
    let findings = trial.findings(&rules);
    assert_eq!(findings.len(), 20);
    for (at, (finding, (_, _, source, sees))) in findings.iter().zip(&wrong).enumerate() {
        assert_eq!(finding.finding.draft.get(), at + 1);
        assert!(finding.finding.rule.source().starts_with(source), "{}", finding.text());
        match sees {
            Some(record) => finding.sees(record),
            None => finding.sees_nothing(),
        };
    }
    // Each is wrong alone, too, by the same rule; and without them the rest is taken.
    for (draft, rule, source, _) in wrong {
        story.when(&[draft]).refused(rule, source);
    }
    let good = memorandum().when(&[mou("2009-04-06"), signed("aoc", "2009-04-06")]);
    good.accepted();
}
