//! A small story in which everything happens once: `schemas/drafts.jsonl`, a draft of every kind of event with
//! nearly every optional field filled in, and what else has to be in the book for it.

use aoc_core::Draft;
use serde_json::{Value, json};

const DRAFTS: &str = include_str!("../../../schemas/drafts.jsonl");

/// What the drafts of the story rest on.
const OTHERS: &str = r#"
{"event":"PartyRegistered","data":{"party":"usa","kind":"country","names":[{"lang":"en","text":"United States"}]}}
{"event":"PartyRegistered","data":{"party":"tur","kind":"country","names":[{"lang":"en","text":"Turkey"}]}}
{"event":"PartyRegistered","data":{"party":"un","kind":"international-organization","names":[{"lang":"en","text":"United Nations"}]}}
{"event":"PartyRegistered","data":{"party":"oic","kind":"international-organization","names":[{"lang":"en","text":"OIC"}]}}
{"event":"PartyRegistered","data":{"party":"aoc","kind":"international-organization","names":[{"lang":"en","text":"Alliance"}]}}
{"event":"PartyRegistered","data":{"party":"unesco","kind":"international-organization","names":[{"lang":"en","text":"UNESCO"}]}}
{"event":"PartyRegistered","data":{"party":"old-union","kind":"country","names":[{"lang":"en","text":"Old union"}]}}
{"event":"PartyRegistered","data":{"party":"first","kind":"country","names":[{"lang":"en","text":"First"}]}}
{"event":"PartyRegistered","data":{"party":"second","kind":"country","names":[{"lang":"en","text":"Second"}]}}
{"event":"PersonRegistered","data":{"person":"jane-doe","names":[{"lang":"en","text":"Jane Doe"}]}}
{"event":"PersonRegistered","data":{"person":"john-doe","names":[{"lang":"en","text":"John Doe"}]}}
{"event":"AgreementDrafted","data":{"agreement":"letter-example","form":"letter-of-intent","names":[{"lang":"en","text":"Letter of intent"}],"parties":["aoc","oic"]},"date":"2008"}
{"event":"AgreementSigned","data":{"agreement":"mou-example","party":"oic"},"date":"2009-04-06"}
{"event":"StrategyLaunched","data":{"strategy":"strategy-later","names":[{"lang":"en","text":"Later strategy"}],"scope":{"regional":{"regions":["africa","europe"]}}},"date":"2015"}
"#;

/// Every kind of event and its data, in the order of the areas; an embedder's last.
pub(crate) fn events() -> Vec<(String, Value)> {
    let drafts = lines(DRAFTS).filter(|json| !speaks_of_a_record(json));
    let of = |json: Value| (json["event"].as_str().unwrap().to_owned(), json["data"].clone());
    let custom = json!({"changes": ["0x8001:thing"], "names": ["party:esp"], "body_hex": "00fF"});
    drafts.map(of).chain([("0x8001".to_owned(), custom)]).collect()
}

/// The story, as one commit.
pub(crate) fn story() -> Vec<Draft> {
    let others = lines(OTHERS).map(|mut json| {
        json["uncited"] = json!(true);
        json
    });
    let drafts = others.chain(lines(DRAFTS).filter(|json| !speaks_of_a_record(json)));
    drafts.map(|json| Draft::from_json(json).unwrap()).collect()
}

fn lines(text: &'static str) -> impl Iterator<Item = Value> {
    text.lines().filter(|line| !line.is_empty()).map(|line| serde_json::from_str(line).unwrap())
}

fn speaks_of_a_record(json: &Value) -> bool {
    ["corrects", "retracts", "corroborates"].iter().any(|key| json.get(key).is_some())
}

/// The choices and fields that the story does without.
pub(crate) fn other_choices() -> Vec<(String, Value)> {
    let names = || json!([{"lang": "es", "text": "Plan"}, {"lang": "pt-BR", "text": "Plano"}]);
    let obligation = |label: &str, kind: &str, bearer: Value, trigger: Value, due: Value| {
        json!({"label": label, "articles": ["Art. 1", "Art. 2"], "kind": kind, "bearer": bearer, "text": "It is asked",
            "trigger": trigger, "due": due})
    };
    let obligations = [
        obligation("a", "effort", json!({"party": "oic"}), json!({"day": "2010~"}), json!({"by": "2012"})),
        obligation("b", "aim", json!("each"), json!({"occasion": "on request"}), json!({"within": "P2Y"})),
        obligation("c", "permission", json!("all"), json!("entry-into-force"), json!({"every": "P18M"})),
        obligation("d", "effect", json!("all"), json!("entry-into-force"), json!("open")),
    ];
    let drafted = |form: &str, clause: Value| {
        json!({"agreement": "other", "form": form, "names": names(), "parties": ["aoc", "oic"],
            "entry_into_force": clause, "obligations": obligations})
    };
    let choices = [
        ("SourceRegistered", json!({"source": "s.1", "title": "Report", "digest": "ab".repeat(32)})),
        (
            "PartyRegistered",
            json!({"party": "oic", "kind": "international-organization", "names": names(),
            "codes": [{"scheme": "acronym", "code": "OIC"}]}),
        ),
        ("FigureAttested", json!({"group": "g", "of": "country", "figure": {"at-least": 129}})),
        ("AgreementDrafted", drafted("protocol", json!({"fixed-day": "2010-01-01"}))),
        ("AgreementDrafted", drafted("letter-of-intent", json!({"consents": 2}))),
        ("AgreementDrafted", drafted("agreement", json!("last-signature"))),
        (
            "PriorityAdded",
            json!({"agreement": "other", "priority": {"label": "c", "text": "Women"},
            "by": {"amendment": "amendment-example"}}),
        ),
        (
            "StrategyLaunched",
            json!({"strategy": "plan-esp-1", "names": names(),
            "scope": {"national": {"country": "esp", "generation": 1}}}),
        ),
        (
            "ResolutionAdopted",
            json!({"resolution": "a-res-1", "symbol": "1/1",
            "manner": {"vote": {"yes": 120, "no": 2, "abstained": 30}}}),
        ),
    ];
    choices.map(|(event, data)| (event.to_owned(), data)).to_vec()
}
