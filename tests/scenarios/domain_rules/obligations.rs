//! Rule 12: an obligation has a bearer, a kind, a start and a deadline; a duty of effort is never breached.

use aoc_replay::{ObligationStatus, Obligations};
use serde_json::{Value, json};

use super::agreements::{ART_42, in_force, memorandum, mou};
use super::{Story, fact, with};

const BEARER: &str = "MoU AoC-OIC, Art. 18 and 35 II";
const EFFORT: &str = "MoU AoC-OIC, Art. 8, 12 and 16";
const PARTIES: &str = "MoU AoC-OIC, Recital 12";

fn done(event: &str, label: &str, by: Value, date: &str) -> Value {
    fact("done", event, date, &json!({"agreement": "mou", "obligation": label, "by": by}))
}

fn performed(label: &str, by: Value) -> Value {
    done("ObligationPerformed", label, by, "2010-01-01")
}

fn not_performed(label: &str) -> Value {
    done("ObligationNotPerformed", label, json!(["aoc", "oic"]), "2013-01-01")
}

/// Where an obligation may stand on a day.
fn statuses(story: &Story, label: &str, day: &str) -> Vec<ObligationStatus> {
    let answer = story.ask(&Obligations::of("mou".parse().unwrap()), day);
    let line = answer.lines.iter().find(|line| line.obligation.label.as_str() == label).unwrap();
    line.statuses.keys().copied().collect()
}

#[test]
fn rule_12_silence_after_a_deadline_is_no_breach() {
    let status = |label: &str, day: &str| statuses(&in_force(), label, day);
    assert_eq!(status("art-40", "2009-04-05"), [ObligationStatus::NotYetRunning]);
    assert_eq!(status("art-40", "2012-12-31"), [ObligationStatus::Running]);
    assert_eq!(status("art-40", "2013-01-01"), [ObligationStatus::Unknown]);
    let missed = in_force().and(&[not_performed("art-40")]);
    assert_eq!(statuses(&missed, "art-40", "2013-01-01"), [ObligationStatus::Overdue]);
    assert_eq!(status("art-8", "2100-01-01"), [ObligationStatus::Running]); // an effort goes on
}

#[test]
fn rule_12_only_what_the_agreement_asks_for_is_performed() {
    let source = "MoU AoC-OIC, Art. 1 to 43";
    for draft in [performed("art-99", json!(["aoc", "oic"])), not_performed("art-99")] {
        in_force().when(&[draft]).refused("no-such-obligation", source).sees("mou").says("check the label");
    }
    in_force().when(&[performed("art-30", json!(["aoc", "oic"]))]).accepted();
}

#[test]
fn rule_12_a_duty_of_one_party_is_performed_by_that_party() {
    in_force().when(&[performed("art-18", json!(["oic"]))]).accepted();
    for by in [json!(["aoc"]), json!(["aoc", "oic"]), json!([])] {
        in_force().when(&[performed("art-18", by)]).refused("not-the-bearer", BEARER).sees("mou");
    }
    in_force().when(&[performed("art-18", json!(["unesco"]))]).refused("not-a-party", PARTIES).sees("mou");
}

#[test]
fn rule_12_each_party_performs_for_itself_and_all_perform_together() {
    for by in [json!(["aoc"]), json!(["oic"]), json!(["aoc", "oic"])] {
        in_force().when(&[performed("art-33", by)]).accepted();
    }
    in_force().when(&[performed("art-33", json!([]))]).refused("not-the-bearer", BEARER).sees("mou");
    in_force().when(&[performed("art-30", json!(["oic", "aoc"]))]).accepted();
    in_force().when(&[performed("art-30", json!(["oic"]))]).refused("not-the-bearer", BEARER).sees("mou");
    in_force()
        .when(&[performed("art-33", json!(["aoc", "aoc"]))])
        .refused("named-twice", "the ledger")
        .sees_nothing();
}

#[test]
fn rule_12_only_a_duty_can_be_left_undone() {
    in_force().when(&[not_performed("art-40")]).accepted();
    for label in ["art-8", "art-31", "art-34", "art-42"] {
        in_force()
            .when(&[not_performed(label)])
            .refused("effort-is-not-breached", EFFORT)
            .sees("mou")
            .says("an effort, an aim, a permission or an effect cannot");
        in_force().when(&[performed(label, json!(["aoc", "oic"]))]).accepted();
    }
}

#[test]
fn rule_12_no_duty_runs_before_the_entry_into_force() {
    for event in ["ObligationPerformed", "ObligationNotPerformed"] {
        let early = |date: &str| done(event, "art-40", json!(["aoc", "oic"]), date);
        in_force().when(&[early("2009-04-05")]).refused("not-in-force", ART_42).sees("mou");
        in_force().when(&[early("2009-04-06")]).accepted();
    }
}

#[test]
fn rule_12_an_obligation_is_borne_by_a_party_and_has_a_label_of_its_own() {
    let obligation = |label: &str, bearer: Value| {
        let articles = ["Art. 1"];
        json!({"label": label, "articles": articles, "kind": "duty", "bearer": bearer, "text": "Help"})
    };
    let text = |obligations: Value| with(mou("2009-04-06"), "obligations", obligations);
    let strangers = json!([obligation("a", json!({"party": "unesco"}))]);
    memorandum().when(&[text(strangers)]).refused("not-the-bearer", BEARER).sees_nothing();
    let twice = json!([obligation("a", json!("all")), obligation("a", json!("each"))]);
    memorandum().when(&[text(twice)]).refused("named-twice", "the ledger").sees_nothing();
    let fine = json!([obligation("a", json!("all")), obligation("b", json!({"party": "oic"}))]);
    memorandum().when(&[text(fine)]).accepted();
}

#[test]
fn rule_12_an_obligation_that_was_performed_stays_in_the_text() {
    let story = in_force().and(&[performed("art-33", json!(["aoc"]))]);
    let corrected = super::corrects(with(mou("2009-04-06"), "obligations", json!([])), "mou");
    story.when(&[corrected]).refused("no-such-obligation", "MoU AoC-OIC, Art. 1 to 43").breaks("done", None);
}
