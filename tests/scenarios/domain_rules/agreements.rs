//! Rules 4, 5 and 11: who signs an agreement, when it is in force, how it ends, in which languages it is authentic.

use aoc_replay::{Agreements, Certainty};
use serde_json::{Value, json};

use super::{Story, after, corrects, fact, named, with};

pub(super) const ART_42: &str = "MoU AoC-OIC, Art. 42";

/// Four parties and two persons. The OIC exists from 1969-09-25 on.
pub(super) fn memorandum() -> Story {
    let party = |slug: &str, name: &str, date: &str| {
        let body = json!({"party": slug, "kind": "international-organization", "names": named(name)});
        fact(slug, "PartyRegistered", date, &body)
    };
    let person =
        |slug: &str| fact(slug, "PersonRegistered", "XXXX", &json!({"person": slug, "names": named(slug)}));
    Story::default().and(&[
        party("aoc", "Alliance of Civilizations", "XXXX"),
        party("oic", "Organization of the Islamic Conference", "1969-09-25"),
        party("unesco", "UNESCO", "XXXX"),
        party("coe", "Council of Europe", "XXXX"),
        person("sampaio"),
        person("ihsanoglu"),
    ])
}

/// The memorandum of the Alliance and the OIC, drawn up on a day.
pub(super) fn mou(date: &str) -> Value {
    let obligation = |label: &str, kind: &str, bearer: Value, due: Value| {
        let articles = [label];
        json!({"label": label, "articles": articles, "kind": kind, "bearer": bearer, "text": label, "due": due})
    };
    let body = json!({
        "agreement": "mou", "form": "memorandum", "names": named("Memorandum of Understanding"),
        "parties": ["aoc", "oic"],
        "texts": {"languages": ["en", "ar", "fr"], "prevailing": "en"},
        "priorities": [{"label": "a", "text": "Human rights"}, {"label": "b", "text": "Democracy"}],
        "obligations": [
            obligation("art-8", "effort", json!("all"), json!("open")),
            obligation("art-18", "duty", json!({"party": "oic"}), json!("open")),
            obligation("art-30", "duty", json!("all"), json!("biannual")),
            obligation("art-31", "permission", json!("all"), json!("open")),
            obligation("art-33", "duty", json!("each"), json!("open")),
            obligation("art-34", "aim", json!("all"), json!("open")),
            obligation("art-40", "duty", json!("all"), json!({"by": "2012"})),
            obligation("art-42", "effect", json!("all"), json!("open")),
        ],
    });
    fact("mou", "AgreementDrafted", date, &body)
}

pub(super) fn signed(party: &str, date: &str) -> Value {
    let id = format!("signed-{party}");
    fact(&id, "AgreementSigned", date, &json!({"agreement": "mou", "party": party}))
}

pub(super) fn activity(date: &str) -> Value {
    fact("activity", "ActivityHeld", date, &json!({"agreement": "mou", "text": "A seminar"}))
}

/// Drawn up in March with such a clause, and signed by both on 2009-04-06.
pub(super) fn in_force_with(field: &str, value: Value) -> Story {
    let text = with(mou("2009-03-01"), field, value);
    memorandum().and(&[text]).and(&[signed("aoc", "2009-04-06"), signed("oic", "2009-04-06")])
}

/// Drawn up on 2009-03-01 and signed by both on 2009-04-06.
pub(super) fn in_force() -> Story {
    in_force_with("form", json!("memorandum"))
}

/// Whether the memorandum is in force on a day.
pub(super) fn force(story: &Story, day: &str) -> Certainty {
    story.ask(&Agreements::one("mou".parse().unwrap()), day).lines[0].in_force()
}

fn renewed(date: &str, term: Value) -> Value {
    fact("renewed", "AgreementRenewed", date, &json!({"agreement": "mou", "term": term}))
}

fn consented(party: &str, date: &str) -> Value {
    let id = format!("consented-{party}");
    fact(&id, "AgreementConsented", date, &json!({"agreement": "mou", "party": party}))
}

#[test]
fn rule_04_an_agreement_has_at_least_two_parties() {
    let text = |parties: Value| with(mou("2009-04-06"), "parties", parties);
    let alone = with(text(json!(["aoc"])), "obligations", json!([]));
    memorandum().when(&[alone]).refused("two-parties", "MoU AoC-OIC, Recital 12 and Art. 42").sees_nothing();
    memorandum().when(&[text(json!(["aoc", "oic", "aoc"]))]).refused("named-twice", "the ledger");
    for parties in [json!(["aoc", "oic"]), json!(["aoc", "oic", "unesco", "coe"])] {
        memorandum().when(&[text(parties)]).accepted();
    }
}

#[test]
fn rule_04_each_party_signs_once_and_nobody_else_does() {
    let story = memorandum().and(&[mou("2009-04-06")]).and(&[signed("aoc", "2009-04-06")]);
    let mut again = signed("aoc", "2009-04-07");
    again["id"] = json!("again");
    story.when(&[again]).refused("signs-once", ART_42).sees("signed-aoc").says("corroborate");
    story
        .when(&[signed("unesco", "2009-04-06")])
        .refused("not-a-party", "MoU AoC-OIC, Recital 12")
        .sees("mou");
    story.when(&[corrects(signed("aoc", "2009-04-07"), "signed-aoc")]).accepted();
    story.when(&[signed("oic", "2009-04-06")]).accepted();
    let draft = memorandum().when(&[signed("aoc", "2009-04-06")]);
    draft.findings(&["not-registered"]);
}

#[test]
fn rule_04_it_is_in_force_on_the_day_of_the_last_signature() {
    for (first, last) in [("aoc", "oic"), ("oic", "aoc")] {
        let drafted = memorandum().and(&[mou("2009-03-01")]).and(&[signed(first, "2009-04-01")]);
        // One signature is not enough.
        drafted.when(&[activity("2009-05-01")]).refused("not-in-force", ART_42).sees("mou");
        let story = drafted.and(&[signed(last, "2009-04-06")]);
        story.when(&[activity("2009-04-05")]).refused("not-in-force", ART_42).sees("mou");
        story.when(&[activity("2009-04-06")]).accepted();
        assert_eq!(force(&story, "2009-04-05"), Certainty::No);
        assert_eq!(force(&story, "2009-04-06"), Certainty::Certain);
    }
}

#[test]
fn rule_04_nothing_is_done_under_it_before() {
    let story = memorandum().and(&[mou("2009-03-01"), signed("aoc", "2009-04-01")]);
    let performed = json!({"agreement": "mou", "obligation": "art-33", "by": ["aoc"]});
    let plan = json!({"agreement": "mou", "plan": "plan", "names": named("Plan"), "agreed_by": ["aoc", "oic"],
                      "period": "2010/2011"});
    let before = [
        activity("2009-05-01"),
        fact("evaluation", "EvaluationHeld", "2009-05-01", &json!({"agreement": "mou"})),
        fact("performed", "ObligationPerformed", "2009-05-01", &performed),
        fact("not-performed", "ObligationNotPerformed", "2009-05-01", &performed),
        fact("plan", "ActionPlanAgreed", "2009-05-01", &plan),
        renewed("2009-05-01", json!("P2Y")),
        fact("ended", "AgreementTerminated", "2009-05-01", &json!({"agreement": "mou"})),
    ];
    for draft in before {
        story.when(std::slice::from_ref(&draft)).refused("not-in-force", ART_42).sees("mou");
        story.when(&[signed("oic", "2009-04-06"), draft]).accepted(); // only right together
    }
}

#[test]
fn rule_04_another_clause_on_a_fixed_day() {
    let story = in_force_with("entry_into_force", json!({"fixed-day": "2010-01-01"}));
    story.when(&[activity("2009-12-31")]).refused("not-in-force", ART_42).sees("mou");
    story.when(&[activity("2010-01-01")]).accepted();
    assert_eq!(force(&story, "2009-12-31"), Certainty::No);
    assert_eq!(force(&story, "2010-01-01"), Certainty::Certain);
    // The day does not replace a signature that comes later.
    let late = with(mou("2009-04-06"), "entry_into_force", json!({"fixed-day": "2009-05-01"}));
    let story = memorandum().and(&[late, signed("aoc", "2009-04-06"), signed("oic", "2009-06-01")]);
    story.when(&[activity("2009-05-31")]).refused("not-in-force", ART_42).sees("mou");
    story.when(&[activity("2009-06-01")]).accepted();
}

#[test]
fn rule_04_another_clause_on_a_number_of_consents() {
    let clause = |count: u32| {
        let text = with(mou("2009-04-06"), "parties", json!(["aoc", "oic", "unesco"]));
        with(text, "entry_into_force", json!({"consents": count}))
    };
    memorandum()
        .when(&[clause(4)])
        .refused("as-many-consents", "Vienna Convention on the Law of Treaties, Art. 24")
        .sees_nothing()
        .says("the clause asks for 4 consents");
    let signatures = ["aoc", "oic", "unesco"].map(|party| signed(party, "2009-04-06"));
    let story = memorandum().and(&[clause(2)]).and(&signatures).and(&[consented("unesco", "2010-02-01")]);
    // Signatures are no consents to be bound.
    story.when(&[activity("2010-03-01")]).refused("not-in-force", ART_42).sees("mou");
    let mut again = consented("unesco", "2010-03-01");
    again["id"] = json!("again");
    story.when(&[again]).refused("consents-once", "MoU AoC-OIC, Art. 43").sees("consented-unesco");
    story
        .when(&[consented("coe", "2010-03-01")])
        .refused("not-a-party", "MoU AoC-OIC, Recital 12")
        .sees("mou");
    let story = story.and(&[consented("aoc", "2010-01-01")]);
    story.when(&[activity("2010-01-31")]).refused("not-in-force", ART_42).sees("mou");
    story.when(&[activity("2010-02-01")]).accepted(); // the third need not consent
    assert_eq!(force(&story, "2010-01-31"), Certainty::No);
    assert_eq!(force(&story, "2010-02-01"), Certainty::Certain);
}

#[test]
fn rule_05_without_a_term_it_is_still_in_force_in_2100() {
    let story = in_force();
    story.when(&[activity("2100-01-01")]).accepted();
    assert_eq!(force(&story, "2100-01-01"), Certainty::Certain);
    // Silence ends nothing, and what has ended is ended by somebody.
    let ended = fact("ended", "AgreementTerminated", "2020-01-01", &json!({"agreement": "mou"}));
    let story = story.and(&[ended]);
    story.when(&[activity("2019-12-31")]).accepted();
    story.when(&[activity("2100-01-01")]).refused("already-ended", "the ledger").sees("ended");
}

#[test]
fn rule_05_a_term_counts_from_the_entry_into_force() {
    let story = in_force_with("term", json!("P2Y"));
    story.when(&[activity("2011-04-05")]).accepted();
    story.when(&[activity("2011-04-06")]).refused("not-in-force", ART_42).sees("mou");
}

#[test]
fn rule_05_a_renewal_sets_an_end() {
    let renewal = || renewed("2013-09-25", json!("P2Y"));
    let story = in_force().and(&[renewal()]);
    story.when(&[activity("2015-09-24")]).accepted();
    story.when(&[activity("2015-09-25")]).refused("not-in-force", ART_42);
    assert_eq!(force(&story, "2015-09-24"), Certainty::Certain);
    assert_eq!(force(&story, "2015-09-25"), Certainty::No);
    // It may come after the term has run out; in between nothing is in force.
    let story = in_force_with("term", json!("P2Y")).and(&[renewal()]);
    story.when(&[activity("2012-01-01")]).refused("not-in-force", ART_42);
    story.when(&[activity("2013-09-25")]).accepted();
    // Without a term of its own it has no end.
    let story = in_force_with("term", json!("P2Y")).and(&[renewed("2010", Value::Null)]);
    story.when(&[activity("2100-01-01")]).accepted();
}

#[test]
fn rule_05_what_was_never_in_force_is_not_renewed() {
    let story = memorandum().and(&[mou("2009-04-06"), signed("aoc", "2009-04-06")]);
    story.when(&[renewed("2013-09-25", json!("P2Y"))]).refused("not-in-force", ART_42).sees("mou");
    let story = in_force();
    story.when(&[renewed("2009-04-05", json!("P2Y"))]).refused("not-in-force", ART_42);
    story.when(&[renewed("2009-04-06", json!("P2Y"))]).accepted();
}

#[test]
fn rule_05_a_later_agreement_takes_the_place_of_one() {
    let superseded = |by: &str| {
        fact("superseded", "AgreementSuperseded", "2012-01-01", &json!({"agreement": "mou", "by": by}))
    };
    let mut later = with(mou("2012-01-01"), "agreement", json!("later"));
    later["id"] = json!("later");
    let story = in_force().and(&[later]);
    let source = "Council of Europe and the Alliance: letter of intent";
    story.when(&[superseded("mou")]).refused("superseded-by-another", source).sees_nothing();
    story.when(&[superseded("nowhere")]).refused("not-registered", "the ledger").sees_nothing();
    let story = story.and(&[superseded("later")]);
    story.when(&[activity("2011-12-31")]).accepted();
    story.when(&[activity("2012-01-01")]).refused("already-ended", "the ledger").sees("superseded");
}

#[test]
fn rule_11_the_language_that_prevails_is_one_of_those_of_the_text() {
    let texts = |languages: Value, prevailing: Value| {
        with(mou("2009-04-06"), "texts", json!({"languages": languages, "prevailing": prevailing}))
    };
    let source = "MoU AoC-OIC, closing clause: English, Arabic and French, English prevails";
    for (languages, prevailing) in
        [(json!(["en", "ar", "fr"]), json!("de")), (json!([]), json!("en")), (json!([]), Value::Null)]
    {
        memorandum()
            .when(&[texts(languages, prevailing)])
            .refused("prevailing-among-languages", source)
            .sees_nothing();
    }
    memorandum().when(&[texts(json!(["en", "en"]), json!("en"))]).refused("named-twice", "the ledger");
    memorandum().when(&[texts(json!(["en", "ar", "fr"]), json!("en"))]).accepted();
    memorandum().when(&[texts(json!(["en", "fr"]), Value::Null)]).accepted(); // none prevails
}

#[test]
fn rule_11_an_agreement_has_such_a_clause_or_none() {
    memorandum().when(&[with(mou("2009-04-06"), "texts", Value::Null)]).accepted();
}

#[test]
fn rule_04_a_signature_and_the_text_of_one_vague_date_need_an_after() {
    let story = memorandum().and(&[mou("2009-04-06")]);
    let vague = || signed("aoc", "2009");
    story.when(&[vague()]).refused("not-registered", "the ledger").sees_nothing().settled_after("mou");
    story.when(&[after(vague(), "mou")]).accepted();
}
