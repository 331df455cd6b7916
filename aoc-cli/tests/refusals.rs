//! Goal: whoever imports a file of twenty bad drafts learns of each of them at once: the line, the rule, the article
//! that the rule comes from and the record that the line collides with, in a table and in JSON.
//! Method: a ledger with the memorandum of the Alliance and the OIC, and a file with one mistake on every line.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::Book;

fn draft(id: &str, event: &str, date: &str, body: &Value) -> Value {
    json!({"id": id, "event": event, "date": date, "data": body, "uncited": true})
}

fn named(text: &str) -> Value {
    json!([{"lang": "en", "text": text}])
}

/// The text of an agreement of the Alliance and the OIC, with something else in it.
fn text(agreement: &str, field: &str, value: Value) -> Value {
    let duty = |label: &str, kind: &str| {
        let articles = [label];
        json!({"label": label, "articles": articles, "kind": kind, "bearer": "all", "text": label})
    };
    let mut data = json!({
        "agreement": agreement, "form": "memorandum", "names": named("Memorandum of Understanding"),
        "parties": ["aoc", "oic"],
        "priorities": [{"label": "a", "text": "Human rights"}],
        "obligations": [duty("art-8", "effort"), duty("art-30", "duty")],
    });
    data[field] = value;
    draft(agreement, "AgreementDrafted", "2009-03-01", &data)
}

/// The memorandum, in force since 2009-04-06: record 6, signed by records 7 and 8. Record 9 is a strategy, record 10
/// a consultation of its parties.
fn memorandum() -> Book {
    let party = |slug: &str| {
        let data = json!({"party": slug, "kind": "international-organization", "names": named(&slug.to_uppercase())});
        draft(slug, "PartyRegistered", "XXXX", &data)
    };
    let signed = |party: &str| {
        let data = json!({"agreement": "mou", "party": party});
        draft(&format!("signed-{party}"), "AgreementSigned", "2009-04-06", &data)
    };
    let scope = json!({"regional": {"regions": ["europe"]}});
    let region = json!({"strategy": "see", "names": named("South Eastern Europe"), "scope": scope});
    let talks = json!({"consultation": "talks", "agreement": "mou", "between": ["aoc", "oic"]});
    Book::of(&[
        vec![
            party("aoc"),
            party("oic"),
            party("unesco"),
            draft(
                "editor",
                "PersonRegistered",
                "XXXX",
                &json!({"person": "editor", "names": named("An editor")}),
            ),
            draft(
                "tension",
                "TensionReported",
                "2009",
                &json!({"tension": "tension", "names": named("A tension")}),
            ),
        ],
        vec![text("mou", "form", json!("memorandum")), signed("aoc"), signed("oic")],
        vec![
            draft("see", "StrategyLaunched", "2009-01", &region),
            draft("talks", "ConsultationHeld", "2009-06-01", &talks),
        ],
    ])
}

/// A line, and what is said of it: the rule, its source, and the record that the line collides with.
type Bad = (Value, &'static str, &'static str, Option<u64>);

fn of_agreements() -> Vec<Bad> {
    let of = |event: &str, date: &str, mut data: Value| {
        data["agreement"] = json!("mou");
        json!({"event": event, "date": date, "data": data, "uncited": true})
    };
    let activity = |date: &str| of("ActivityHeld", date, json!({"text": "A seminar"}));
    let signed = |party: &str| of("AgreementSigned", "2010-01-01", json!({"party": party}));
    let plan = |plan: &str, by: Value, period: &str| {
        of(
            "ActionPlanAgreed",
            "2010-01-01",
            json!({"plan": plan, "names": named("Plan"), "agreed_by": by, "period": period}),
        )
    };
    let both = || json!(["aoc", "oic"]);
    let done =
        |event: &str, label: &str, by: Value| of(event, "2010-01-01", json!({"obligation": label, "by": by}));
    let texts = json!({"languages": ["en"], "prevailing": "ar"});
    let recital = "MoU AoC-OIC, Recital 12: the parties agree";
    let priority = json!({"priority": {"label": "a", "text": "Youth"}, "by": {"consultation": "talks"}});
    vec![
        (signed("aoc"), "signs-once", "MoU AoC-OIC, Art. 42: signature by the two parties", Some(7)),
        (signed("unesco"), "not-a-party", recital, Some(6)),
        (activity("2009-04-05"), "not-in-force", "MoU AoC-OIC, Art. 42", Some(6)),
        (plan("one", json!(["oic"]), "2010/2011"), "agreed-by-all", "MoU AoC-OIC, Art. 30 and 34", Some(6)),
        (plan("two", both(), "2007/2008"), "outside-time-in-force", "MoU AoC-OIC, Art. 30 and 42", Some(6)),
        (
            plan("three", both(), "2010"),
            "plan-has-period",
            "MoU AoC-OIC, Art. 30: biannual plans of action",
            None,
        ),
        (
            of("ConsultationHeld", "2010", json!({"consultation": "alone", "between": ["aoc"]})),
            "consultation-of-two",
            "MoU AoC-OIC, Art. 29: consult each other",
            None,
        ),
        (
            done("ObligationPerformed", "art-99", both()),
            "no-such-obligation",
            "MoU AoC-OIC, Art. 1 to 43",
            Some(6),
        ),
        (
            done("ObligationPerformed", "art-30", json!(["aoc"])),
            "not-the-bearer",
            "MoU AoC-OIC, Art. 18 and 35 II: duties of one party",
            Some(6),
        ),
        (
            done("ObligationNotPerformed", "art-8", both()),
            "effort-is-not-breached",
            "MoU AoC-OIC, Art. 8, 12 and 16: endeavor",
            Some(6),
        ),
        (
            of("PriorityAdded", "2010", priority),
            "already-a-priority",
            "MoU AoC-OIC, Art. 6: seven priorities, (a) to (g)",
            Some(6),
        ),
        (
            of("DisputeRaised", "2010", json!({"dispute": "dispute", "by": "unesco", "about": "A word"})),
            "not-a-party",
            recital,
            Some(6),
        ),
        (
            text("alone", "parties", json!(["aoc"])),
            "two-parties",
            "MoU AoC-OIC, Recital 12 and Art. 42",
            None,
        ),
        (
            text("arabic", "texts", texts),
            "prevailing-among-languages",
            "MoU AoC-OIC, closing clause: English, Arabic and French, English prevails",
            None,
        ),
        (
            text("three", "entry_into_force", json!({"consents": 3})),
            "as-many-consents",
            "Vienna Convention on the Law of Treaties, Art. 24",
            None,
        ),
    ]
}

fn of_the_alliance() -> Vec<Bad> {
    let other =
        |event: &str, data: Value| json!({"event": event, "date": "2010", "data": data, "uncited": true});
    vec![
        (
            other("StrategyAdopted", json!({"strategy": "see"})),
            "adopted-after-negotiation",
            "Turkish MFA, Alliance of Civilizations: regional strategies",
            Some(9),
        ),
        (
            other("StrategyEndorsed", json!({"strategy": "see", "party": "unesco"})),
            "not-of-the-region",
            "Regional strategy for South Eastern Europe: open to the countries of the region",
            Some(3),
        ),
        (
            other("ExpertRetired", json!({"person": "editor"})),
            "not-enrolled",
            "MoU AoC-OIC, Art. 35 III",
            None,
        ),
        (
            other("MechanismMobilized", json!({"mobilization": "m", "tension": "unreported"})),
            "mobilized-for-a-tension",
            "MoU AoC-OIC, Art. 35 I(d)ii",
            None,
        ),
        (
            other("TensionReported", json!({"tension": "tension", "names": named("Again")})),
            "already-registered",
            "the ledger",
            Some(5),
        ),
    ]
}

#[test]
fn twenty_bad_drafts_in_a_file_give_twenty_findings() {
    let book = memorandum();
    let bad = [of_agreements(), of_the_alliance()].concat();
    assert_eq!(bad.len(), 20);
    let lines: Vec<String> = bad.iter().map(|(draft, ..)| draft.to_string()).collect();
    let path = book.path().parent().unwrap().join("bad.jsonl");
    fs::write(&path, lines.join("\n")).unwrap();
    let before = book.aoc(&["export"]).fine().out;

    let answer = book.json(&["import", path.to_str().unwrap()]);
    let result = &answer["results"][0];
    assert_eq!(
        (&result["outcome"], &result["drafts"], &result["refused"]),
        (&json!("rejected"), &json!(20), &json!(20))
    );
    let findings = result["findings"].as_array().unwrap();
    let said: Vec<_> = findings
        .iter()
        .map(|finding| {
            let rule = &finding["rule"];
            (
                finding["line"].as_u64(),
                rule["name"].as_str().unwrap(),
                rule["source"].as_str().unwrap(),
                finding["collides"]["position"].as_u64(),
            )
        })
        .collect();
    let meant: Vec<_> = bad
        .iter()
        .zip(1_u64..)
        .map(|((_, rule, source, seen), line)| (Some(line), *rule, *source, *seen))
        .collect();
    assert_eq!(said, meant);

    let table = book.aoc(&["import", path.to_str().unwrap()]);
    assert_eq!(table.code, 1, "{table:?}");
    let flat = table.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for ((_, rule, source, seen), line) in bad.iter().zip(1..) {
        let begin = flat.find(&format!("bad.jsonl:{line}: {rule}: "));
        let told = &flat[begin.unwrap_or_else(|| panic!("line {line}: no `{rule}` in:\n{}", table.out))..];
        let told = told.find(&format!("bad.jsonl:{}: ", line + 1)).map_or(told, |end| &told[..end]);
        assert!(told.contains(&format!("rule from {source}")), "{told}");
        match seen {
            Some(record) => assert!(told.contains(&format!("collides with record {record} (")), "{told}"),
            None => assert!(!told.contains("collides"), "{told}"),
        }
        assert!(told.contains("remedy "), "{told}");
    }
    assert!(flat.contains("nothing of it was recorded"), "{}", table.out);
    assert_eq!(book.aoc(&["export"]).fine().out, before);
}

#[test]
fn a_vague_date_is_settled_by_an_after_that_the_finding_names() {
    let book = memorandum();
    let activity = |more: Value| {
        let mut draft = json!({"event": "ActivityHeld", "date": "2009-04",
                               "data": {"agreement": "mou", "text": "A seminar"}, "uncited": true});
        draft.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        draft.to_string()
    };
    let answer = book.json(&["record", "--json", &activity(json!({}))]);
    let finding = &answer["results"][0]["findings"][0];
    assert_eq!(finding["rule"]["name"], "not-in-force");
    assert_eq!(finding["rule"]["source"], "MoU AoC-OIC, Art. 42");
    let after = finding["after"]["position"].clone();
    assert_eq!((&finding["collides"]["position"], &after), (&json!(6), &json!(8)), "{answer}");
    let table = book.aoc(&["record", "--json", &activity(json!({}))]);
    let flat = table.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("record 8") && flat.contains("`after`"), "{}", table.out);
    book.aoc(&["record", "--json", &activity(json!({"after": after}))]).fine();
}

#[test]
fn a_retraction_under_what_was_done_names_what_would_break() {
    let book = memorandum();
    book.record(&[vec![draft(
        "activity",
        "ActivityHeld",
        "2010",
        &json!({"agreement": "mou", "text": "A seminar"}),
    )]]);
    let retraction = json!({"retracts": 7, "reason": "never signed", "uncited": true}).to_string();
    let answer = book.json(&["record", "--json", &retraction]);
    let finding = &answer["results"][0]["findings"][0];
    assert_eq!(finding["rule"]["name"], "not-in-force");
    assert_eq!((&finding["breaks"]["position"], &finding["collides"]["position"]), (&json!(11), &json!(6)));
    let table = book.aoc(&["record", "--json", &retraction]);
    let flat = table.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("record 11 (2010)") && flat.contains("MoU AoC-OIC, Art. 42"), "{}", table.out);
}
