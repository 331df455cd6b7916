//! Rule 13: one office, one holder at a time; a signatory signs as the holder of an office.

use aoc_replay::{Certainty, Holders, Signatories, SignatoryStanding};
use serde_json::{Value, json};

use super::agreements::{memorandum, mou, signed};
use super::{Story, fact, named, retracts, with};

const ONE: &str =
    "Turkish MFA, Alliance of Civilizations: the High Representative is appointed, one at a time";

fn office(event: &str, person: &str, date: &str) -> Value {
    let body = json!({"office": "high-representative", "person": person});
    fact(&format!("{event}-{person}-{date}").to_lowercase(), event, date, &body)
}

fn held() -> Story {
    let body = json!({"office": "high-representative", "names": named("High Representative"), "of": "aoc"});
    memorandum().and(&[fact("office", "OfficeEstablished", "2007", &body)]).and(&[office(
        "OfficeAssumed",
        "sampaio",
        "2007-05",
    )])
}

#[test]
fn rule_13_one_office_has_one_holder_at_a_time() {
    let story = held();
    story
        .when(&[office("OfficeAssumed", "ihsanoglu", "2013-02")])
        .refused("one-holder", ONE)
        .sees("officeassumed-sampaio-2007-05");
    let change =
        [office("OfficeVacated", "sampaio", "2013-01"), office("OfficeAssumed", "ihsanoglu", "2013-02")];
    story.when(&change).accepted();
    let holder = |day: &str| {
        let story = held().and(&change);
        let holders = story.ask(&Holders::of("high-representative".parse().unwrap()), day);
        let certain = holders.lines.iter().filter(|line| line.holds == Certainty::Certain);
        certain.map(|line| line.person).collect::<Vec<_>>()
    };
    assert_eq!(holder("2012-12-31"), ["sampaio".parse().unwrap()]);
    assert_eq!(holder("2013-02-28"), ["ihsanoglu".parse().unwrap()]);
}

#[test]
fn rule_13_one_person_may_hold_several_offices() {
    let body = json!({"office": "envoy", "names": named("Envoy")});
    let second = with(office("OfficeAssumed", "sampaio", "2008"), "office", json!("envoy"));
    held().and(&[fact("envoy", "OfficeEstablished", "2007", &body)]).when(&[second]).accepted();
}

#[test]
fn rule_13_only_the_holder_leaves_an_office() {
    held()
        .when(&[office("OfficeVacated", "ihsanoglu", "2013")])
        .refused("not-holder", ONE)
        .sees("officeassumed-sampaio-2007-05");
    let left = held().and(&[office("OfficeVacated", "sampaio", "2013-01")]);
    left.when(&[office("OfficeVacated", "sampaio", "2014")])
        .refused("not-holder", ONE)
        .sees("officevacated-sampaio-2013-01");
}

#[test]
fn rule_13_a_holder_does_not_slip_in_before_another() {
    held()
        .when(&[office("OfficeAssumed", "ihsanoglu", "2007-02")])
        .refused("one-holder", ONE)
        .breaks("officeassumed-sampaio-2007-05", None);
    held()
        .when(&[
            office("OfficeAssumed", "ihsanoglu", "2007-02"),
            office("OfficeVacated", "ihsanoglu", "2007-03"),
        ])
        .accepted();
    let story = held().and(&[office("OfficeVacated", "sampaio", "2013-01")]);
    story
        .when(&[retracts("officeassumed-sampaio-2007-05")])
        .refused("not-holder", ONE)
        .breaks("officevacated-sampaio-2013-01", None);
}

#[test]
fn rule_13_who_signs_as_holder_of_an_office_is_named_by_office_and_person() {
    let story = held().and(&[mou("2009-04-06")]);
    let signature = with(signed("aoc", "2009-04-06"), "office", json!("high-representative"));
    // Who did not hold it is a finding, no refusal: the book takes what a source says.
    let standing = |person: &str| {
        let story = story.clone().and(&[with(signature.clone(), "person", json!(person))]);
        story.ask(&Signatories, "2012-01-01").lines[0].standing
    };
    assert_eq!(standing("sampaio"), SignatoryStanding::Holder);
    assert_eq!(standing("ihsanoglu"), SignatoryStanding::NotHolder);
    story.when(&[with(signature, "person", json!("nobody"))]).refused("not-registered", "the ledger");
    // An office that is certainly not there yet is no office of a signatory.
    let early = memorandum().and(&[with(mou("2005"), "agreement", json!("mou"))]);
    let body = json!({"office": "high-representative", "names": named("High Representative")});
    let story = early.and(&[fact("office", "OfficeEstablished", "2007", &body)]);
    let signature = with(signed("aoc", "2006"), "office", json!("high-representative"));
    story.when(&[signature]).refused("before-existence", "the ledger").sees("office");
}
