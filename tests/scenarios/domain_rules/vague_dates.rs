//! Only what is certainly wrong is refused; where the order of effect leaves it open, an *after* settles it, and the
//! refusal says which.

use serde_json::{Value, json};

use super::agreements::{ART_42, activity, in_force, in_force_with, memorandum, mou, signed};
use super::{Story, after, corrects, fact, named};

#[test]
fn rule_04_an_activity_of_some_day_of_the_year_follows_the_last_signature() {
    let story = in_force();
    for date in ["2009-04", "2009-04~", "[2009-03-02..2009-12-31]"] {
        story.when(&[activity(date)]).refused("not-in-force", ART_42).sees("mou").settled_after("signed-oic");
    }
    // On the first day of these dates there was no text of the agreement.
    for date in ["2009", "2009?", "[2009-01-01..2009-12-31]", "[..2009-12]", "XXXX"] {
        story.when(&[activity(date)]).refused("not-registered", "the ledger").settled_after("signed-oic");
    }
    for date in ["2009-04", "2009", "[..2009-12]", "XXXX"] {
        story.when(&[after(activity(date), "signed-oic")]).accepted();
        // After the first signature only, it is not in force.
        let refused = story.when(&[after(activity(date), "signed-aoc")]);
        refused.refused("not-in-force", ART_42).sees("mou");
    }
    // Certainly too early: no `after` settles that.
    let refused = story.when(&[activity("2009-03")]);
    assert_eq!(refused.refused("not-in-force", ART_42).sees("mou").finding.settled_by_after, None);
    // Certainly late enough: none is needed.
    for date in ["2010", "2009-05", "2009-04-06", "[2009-04-06..2012-01-01]"] {
        story.when(&[activity(date)]).accepted();
    }
}

#[test]
fn rule_04_a_text_drawn_up_on_the_day_of_its_signatures_or_on_a_day_nobody_knows() {
    for drawn_up in ["2009-04-06", "2009", "XXXX"] {
        let story = memorandum()
            .and(&[mou(drawn_up)])
            .and(&[signed("aoc", "2009-04-06"), signed("oic", "2009-04-06")]);
        let trial = story.when(&[activity("2009")]);
        let rule = if drawn_up == "2009-04-06" { "not-registered" } else { "not-in-force" };
        trial.findings(&[rule])[0].settled_after("signed-oic");
        story.when(&[after(activity("2009"), "signed-oic")]).accepted();
    }
}

#[test]
fn rule_04_signatures_of_vague_days_bring_into_force_on_the_latest() {
    let story = memorandum()
        .and(&[mou("2009")])
        .and(&[signed("aoc", "2009-04"), signed("oic", "[2009-03-15..2009-04-20]")]);
    story.when(&[activity("2009-03-31")]).refused("not-in-force", ART_42).sees("mou");
    for date in ["2009-04-01", "2009-04-21", "2009-05"] {
        story.when(&[activity(date)]).accepted();
    }
}

#[test]
fn rule_05_a_term_that_may_not_have_run_out_yet() {
    let text = |date: &str| super::with(mou(date), "term", json!("P2Y"));
    let story = memorandum()
        .and(&[text("2009-04-01")])
        .and(&[signed("aoc", "2009-04-06"), signed("oic", "[2009-04-06..2009-04-30]")]);
    story.when(&[activity("2011-04-29")]).accepted();
    story.when(&[activity("2011-04-30")]).refused("not-in-force", ART_42);
    story.when(&[activity("2011")]).accepted();
}

#[test]
fn rule_05_an_activity_of_the_year_of_a_renewal_follows_it() {
    let renewed =
        fact("renewed", "AgreementRenewed", "2013-09-25", &json!({"agreement": "mou", "term": "P2Y"}));
    let story = in_force_with("term", json!("P2Y")).and(&[renewed]);
    story.when(&[activity("2013")]).refused("not-in-force", ART_42).settled_after("renewed");
    story.when(&[after(activity("2013"), "renewed")]).accepted();
}

fn see(negotiated: &str) -> Story {
    let scope = json!({"regional": {"regions": ["europe"]}});
    let body = json!({"strategy": "see", "names": named("South Eastern Europe"), "scope": scope});
    Story::default().and(&[
        fact("launched", "StrategyLaunched", "2009-01", &body),
        fact("negotiated", "NegotiationHeld", negotiated, &json!({"strategy": "see"})),
    ])
}

fn adopted(date: &str) -> Value {
    fact("adopted", "StrategyAdopted", date, &json!({"strategy": "see"}))
}

#[test]
fn rule_14_an_adoption_of_some_day_of_the_year_follows_the_negotiation() {
    let source = "Turkish MFA, Alliance of Civilizations: regional strategies";
    let story = see("2009-10-22");
    story
        .when(&[adopted("2009-10")])
        .refused("adopted-after-negotiation", source)
        .sees("launched")
        .settled_after("negotiated");
    story.when(&[after(adopted("2009-10"), "negotiated")]).accepted();
    story.when(&[adopted("2009-09")]).refused("adopted-after-negotiation", source).sees("launched");
    see("2009").when(&[adopted("2009-10")]).accepted();
}

#[test]
fn rule_15_an_engagement_of_some_day_of_the_year_follows_the_enrolment() {
    let story = Story::default().and(&[
        fact("editor", "PersonRegistered", "XXXX", &json!({"person": "editor", "names": named("An editor")})),
        fact("tension", "TensionReported", "2008-12", &json!({"tension": "t", "names": named("A tension")})),
        fact("mobilized", "MechanismMobilized", "2008-12", &json!({"mobilization": "m", "tension": "t"})),
        fact("enrolled", "ExpertEnrolled", "2009-02-05", &json!({"person": "editor", "kind": "editor"})),
    ]);
    let engaged = fact("engaged", "ExpertEngaged", "2009", &json!({"mobilization": "m", "person": "editor"}));
    story
        .when(std::slice::from_ref(&engaged))
        .refused("engaged-while-enrolled", "MoU AoC-OIC, Art. 35 III")
        .settled_after("enrolled");
    story.when(&[after(engaged, "enrolled")]).accepted();
}

#[test]
fn rule_15_an_engagement_follows_the_later_of_what_it_waits_for() {
    let story = Story::default().and(&[
        fact("editor", "PersonRegistered", "XXXX", &json!({"person": "editor", "names": named("An editor")})),
        fact("tension", "TensionReported", "2008-12", &json!({"tension": "t", "names": named("A tension")})),
        fact("enrolled", "ExpertEnrolled", "2009-02-05", &json!({"person": "editor", "kind": "editor"})),
        fact("mobilized", "MechanismMobilized", "2009-03-01", &json!({"mobilization": "m", "tension": "t"})),
    ]);
    let engaged =
        || fact("engaged", "ExpertEngaged", "2009", &json!({"mobilization": "m", "person": "editor"}));
    let trial = story.when(&[engaged()]);
    let mut findings = trial.findings(&["engaged-while-enrolled", "not-registered"]);
    findings.remove(0).settled_after("enrolled");
    findings.remove(0).settled_after("mobilized");
    story.when(&[after(engaged(), "mobilized")]).accepted();
    story.when(&[after(engaged(), "enrolled")]).findings(&["not-registered"]);
}

/// *After* names one record: it is enough to name the last, and to correct what then lies before the draft.
#[test]
fn rule_15_an_engagement_that_is_learned_of_last_and_all_in_one_month() {
    let stood_down = || fact("stood-down", "MechanismStoodDown", "2009-01", &json!({"mobilization": "m"}));
    let story = Story::default().and(&[
        fact("editor", "PersonRegistered", "XXXX", &json!({"person": "editor", "names": named("An editor")})),
        fact("tension", "TensionReported", "2008-12", &json!({"tension": "t", "names": named("A tension")})),
        fact("mobilized", "MechanismMobilized", "2009-01", &json!({"mobilization": "m", "tension": "t"})),
        stood_down(),
    ]);
    let body = json!({"mobilization": "m", "person": "editor"});
    let engaged_after = |record: &str| {
        let engaged = after(fact("engaged", "ExpertEngaged", "[..2009-01-20]", &body), record);
        let enrolled =
            fact("enrolled", "ExpertEnrolled", "2009-01", &json!({"person": "editor", "kind": "editor"}));
        vec![enrolled, engaged]
    };
    // Directly behind the mobilization, it lies before what is recorded later of the same month.
    let refused = story.when(&engaged_after("mobilized"));
    let refused = refused.refused("engaged-while-enrolled", "MoU AoC-OIC, Art. 35 III");
    refused.says("record the enrolment first").sees_nothing();
    // Behind the enrolment it lies behind both, and behind the end.
    let last = engaged_after("enrolled");
    let refused = story.when(&last);
    refused
        .refused("already-ended", "the ledger")
        .sees("stood-down")
        .says("correct the record that ended it");
    let corrected = after(corrects(stood_down(), "stood-down"), "engaged");
    story.when(&[last, vec![corrected]].concat()).accepted();
}

#[test]
fn rule_07_a_priority_of_the_month_of_the_consents_follows_the_last() {
    let consented = |party: &str, date: &str| {
        let body = json!({"amendment": "change", "agreement": "mou", "party": party, "form": "written"});
        fact(&format!("consented-{party}"), "AmendmentConsented", date, &body)
    };
    let proposed = json!({"amendment": "change", "agreement": "mou", "text": "Add women"});
    let story = in_force().and(&[
        fact("change", "AmendmentProposed", "2011-01-10", &proposed),
        consented("aoc", "2011-03-08"),
        consented("oic", "2011-03-02"),
    ]);
    let body = json!({"agreement": "mou", "by": {"amendment": "change"},
                      "priority": {"label": "h", "text": "Women"}});
    let added = fact("added", "PriorityAdded", "2011-03", &body);
    story
        .when(std::slice::from_ref(&added))
        .refused("amendment-not-in-effect", "MoU AoC-OIC, Art. 40 and 43")
        .settled_after("consented-aoc");
    story.when(&[after(added, "consented-aoc")]).accepted();
}

#[test]
fn rule_03_a_party_of_a_vague_beginning_may_have_been_there() {
    let oic = |date: &str| {
        let body = json!({"party": "oic", "kind": "international-organization", "names": named("OIC")});
        corrects(fact("", "PartyRegistered", date, &body), "oic")
    };
    let story = in_force();
    for date in ["2009", "2009-03", "[..2012]", "XXXX", "2009?"] {
        story.when(&[oic(date)]).accepted();
    }
    let findings = story.when(&[oic("2010")]);
    let broken = findings.findings(&["before-existence", "dates-contradict", "before-existence"]);
    broken[0].breaks("mou", None);
    broken[2].breaks("signed-oic", None);
}
