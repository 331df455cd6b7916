//! Rule 3: a party takes part in nothing that is certainly before it exists or after it is dissolved; its identity
//! survives renames; succession is explicit.

use aoc_replay::{Certainty, Holders, Roll};
use serde_json::{Value, json};

use super::agreements::{memorandum, mou, signed};
use super::{Story, corrects, fact, named, with};

const LEDGER: &str = "the ledger";

fn dissolved(date: &str) -> Value {
    fact("oic-dissolved", "PartyDissolved", date, &json!({"party": "oic"}))
}

fn renamed(date: &str) -> Value {
    let body = json!({"party": "oic", "names": named("Organisation of Islamic Cooperation")});
    fact("oic-renamed", "PartyRenamed", date, &body)
}

/// The OIC is a member of the Group of Friends, and has a Secretary-General.
fn oic_takes_part() -> Story {
    let group = json!({"group": "friends", "names": named("Group of Friends"),
                       "admits": ["country", "international-organization"]});
    let office = json!({"office": "oic-sg", "of": "oic", "names": named("Secretary-General")});
    let assumed = json!({"office": "oic-sg", "person": "ihsanoglu"});
    memorandum()
        .and(&[
            fact("friends", "GroupEstablished", "2005-07-14", &group),
            fact("oic-sg", "OfficeEstablished", "1970", &office),
        ])
        .and(&[
            fact("oic-joined", "MemberJoined", "2006", &json!({"group": "friends", "party": "oic"})),
            fact("sg-assumed", "OfficeAssumed", "2005-01-01", &assumed),
        ])
}

#[test]
fn rule_03_nobody_takes_part_certainly_before_existing() {
    let founded = memorandum(); // the OIC exists from 1969-09-25 on
    let early = |date: &str| with(mou(date), "agreement", json!("early"));
    founded
        .when(&[early("1969-09-24")])
        .refused("before-existence", LEDGER)
        .sees("oic")
        .says("it happened on 1969-09-24 at the latest, but what it rests on exists from 1969-09-25");
    for date in ["1969-09-25", "1969-09", "1969", "[..1970]", "XXXX"] {
        founded.when(&[early(date)]).accepted();
    }
}

#[test]
fn rule_03_nobody_takes_part_certainly_after_being_dissolved() {
    let gone = memorandum().and(&[mou("2009-04-06")]).and(&[dissolved("2011-06")]);
    gone.when(&[signed("oic", "2011-07-01")])
        .refused("after-end", LEDGER)
        .sees("oic-dissolved")
        .says("it happened on 2011-07-01 at the earliest, but what it rests on ended on 2011-06-30");
    for date in ["2011-06-30", "2011-06", "2011"] {
        gone.when(&[signed("oic", date)]).accepted();
    }
    gone.when(&[renamed("2012")]).refused("already-ended", LEDGER).sees("oic-dissolved");
}

#[test]
fn rule_03_dissolution_ends_memberships_and_offices() {
    let gone = oic_takes_part().and(&[dissolved("2011-06-28")]);
    let member = |day: &str| gone.ask(&Roll::of("friends".parse().unwrap()), day).members.len();
    assert_eq!((member("2011-06-27"), member("2011-06-28")), (1, 0));
    let holds = |day: &str| {
        let holders = gone.ask(&Holders::of("oic-sg".parse().unwrap()), day);
        holders.lines.iter().any(|line| line.holds == Certainty::Certain)
    };
    assert_eq!((holds("2011-06-27"), holds("2011-06-28")), (true, false));
}

#[test]
fn rule_03_a_dissolution_does_not_come_before_what_the_party_did() {
    let member = oic_takes_part();
    let trial = member.when(&[dissolved("2004")]);
    let findings = trial.findings(&["after-end", "after-end"]);
    findings[0].breaks("sg-assumed", None);
    findings[1].breaks("oic-joined", None);
    member.when(&[dissolved("2006")]).accepted(); // it may have joined before, in that year
}

#[test]
fn rule_03_identity_survives_renames() {
    let story = oic_takes_part().and(&[renamed("2011-06-28"), mou("2009-04-06")]);
    let name = |day: &str| {
        let roll = story.ask(&Roll::of("friends".parse().unwrap()), day);
        roll.members[0].names.first().as_str().to_owned()
    };
    assert_eq!(name("2011-06-27"), "Organization of the Islamic Conference");
    assert_eq!(name("2011-06-28"), "Organisation of Islamic Cooperation");
    story.when(&[signed("oic", "2012")]).accepted(); // the same party, under another name
    let unknown =
        fact("isesco", "PartyRenamed", "2020", &json!({"party": "isesco", "names": named("ICESCO")}));
    story.when(&[unknown]).refused("not-registered", LEDGER).sees_nothing();
}

#[test]
fn rule_03_succession_is_explicit() {
    let succeeded = |successors: Value| {
        let body = json!({"party": "oic", "successors": successors, "manner": "succession"});
        fact("oic-succeeded", "PartySucceeded", "2011-06-28", &body)
    };
    let story = memorandum().and(&[mou("2009-04-06")]);
    for (successors, rule) in [
        (json!([]), "succeeded-by-others"),
        (json!(["oic"]), "succeeded-by-others"),
        (json!(["unesco", "unesco"]), "named-twice"),
        (json!(["nobody"]), "not-registered"),
    ] {
        story.when(&[succeeded(successors)]).refused(rule, LEDGER).sees_nothing();
    }
    // Whoever succeeds takes over nothing by that: no membership, no signature.
    let story = story.and(&[succeeded(json!(["unesco"]))]);
    story.when(&[signed("unesco", "2012")]).refused("not-a-party", "MoU AoC-OIC, Recital 12").sees("mou");
    story.when(&[signed("oic", "2012")]).accepted();
}

#[test]
fn rule_03_a_party_is_not_corrected_into_being_younger_than_what_it_did() {
    let story = memorandum().and(&[mou("2009-04-06")]);
    let oic = |date: &str| {
        let body =
            json!({"party": "oic", "kind": "international-organization", "names": named("Organization")});
        corrects(fact("", "PartyRegistered", date, &body), "oic")
    };
    story.when(&[oic("1969")]).accepted();
    story.when(&[oic("2011")]).refused("before-existence", LEDGER).breaks("mou", None);
}
