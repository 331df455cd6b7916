//! Rules 1 and 2: whom a group admits, and how a party comes to belong to it and leaves it.

use aoc_replay::{Certainty, Roll};
use serde_json::{Value, json};

use super::{Story, corrects, fact, named, with};

const FRIENDS: &str = "unaoc.org, Group of Friends";
const JOINING: &str = "unaoc.org, Countries and International Organizations";

/// The Group of Friends, and a party of every kind.
fn friends() -> Story {
    let kinds = [
        ("spain", "country"),
        ("oic", "international-organization"),
        ("lyon", "city"),
        ("amnesty", "civil-society"),
        ("bmw", "corporation"),
        ("anna-lindh", "foundation"),
        ("bilgi", "university"),
        ("holy-see", "faith-led"),
        ("reuters", "media"),
        ("fund", "other"),
    ];
    let parties = kinds.map(|(slug, kind)| {
        fact(slug, "PartyRegistered", "XXXX", &json!({"party": slug, "kind": kind, "names": named(slug)}))
    });
    let group = json!({"group": "friends", "names": named("Group of Friends"),
                       "admits": ["country", "international-organization"]});
    Story::default().and(&[fact("friends", "GroupEstablished", "2005-07-14", &group)]).and(&parties)
}

fn member(event: &str, party: &str, date: &str) -> Value {
    let id = format!("{event}-{party}-{date}").to_lowercase();
    fact(&id, event, date, &json!({"group": "friends", "party": party}))
}

#[test]
fn rule_01_a_group_admits_only_its_kinds() {
    let friends = friends();
    for party in ["spain", "oic"] {
        friends.when(&[member("MemberJoined", party, "2006")]).accepted();
    }
    for party in ["lyon", "amnesty", "bmw", "anna-lindh", "bilgi", "holy-see", "reuters", "fund"] {
        friends
            .when(&[member("MemberJoined", party, "2006")])
            .refused("not-admitted", FRIENDS)
            .sees("friends")
            .says("the group does not admit the kind");
    }
    // Not even as a guest: who cannot join is not invited either.
    friends.when(&[member("MemberInvited", "lyon", "2006")]).refused("not-admitted", FRIENDS).sees("friends");
}

#[test]
fn rule_01_every_group_says_whom_it_admits() {
    let network = |admits: Value| {
        let body = json!({"group": "network", "names": named("Partner network"), "admits": admits});
        fact("network", "GroupEstablished", "2002", &body)
    };
    let open = friends().and(&[network(json!(["city", "corporation"]))]);
    open.when(&[with(member("MemberJoined", "lyon", "2006"), "group", json!("network"))]).accepted();
    open.when(&[with(member("MemberJoined", "spain", "2006"), "group", json!("network"))])
        .refused("not-admitted", FRIENDS)
        .sees("network");
    friends().when(&[network(json!([]))]).refused("admits-somebody", FRIENDS).sees_nothing();
}

#[test]
fn rule_01_a_group_is_not_corrected_under_its_members() {
    let spain = friends().and(&[member("MemberJoined", "spain", "2006")]);
    let group = json!({"group": "friends", "names": named("Group of Friends"), "admits": ["city"]});
    let corrected = corrects(fact("", "GroupEstablished", "2005-07-14", &group), "friends");
    spain.when(&[corrected]).refused("not-admitted", FRIENDS).breaks("memberjoined-spain-2006", None);
}

#[test]
fn rule_02_one_membership_at_a_time() {
    let spain = friends().and(&[member("MemberJoined", "spain", "2006-05-01")]);
    let joined = "memberjoined-spain-2006-05-01";
    for event in ["MemberJoined", "MemberInvited", "InterestExpressed"] {
        spain.when(&[member(event, "spain", "2007")]).refused("already-member", JOINING).sees(joined);
    }
    spain.when(&[member("MemberJoined", "oic", "2007")]).accepted();
}

#[test]
fn rule_02_leave_only_what_was_joined() {
    let friends = friends();
    for event in ["MemberWithdrew", "MemberSuspended", "MemberReinstated"] {
        friends.when(&[member(event, "spain", "2007")]).refused("not-member", JOINING).sees_nothing();
    }
    friends
        .when(&[member("MemberWithdrew", "spain", "2007"), member("MemberJoined", "spain", "2006")])
        .accepted();
}

#[test]
fn rule_02_suspended_is_not_withdrawn() {
    let spain =
        friends().and(&[member("MemberJoined", "spain", "2006"), member("MemberSuspended", "spain", "2007")]);
    let suspended = "membersuspended-spain-2007";
    let roll = spain.ask(&Roll::of("friends".parse().unwrap()), "2009-01-01");
    assert_eq!((roll.members[0].member, roll.members[0].suspended), (Certainty::Certain, Certainty::Certain));
    spain.when(&[member("MemberJoined", "spain", "2008")]).refused("already-member", JOINING).sees(suspended);
    spain
        .when(&[member("MemberSuspended", "spain", "2008")])
        .refused("already-suspended", JOINING)
        .sees(suspended);
    spain.when(&[member("MemberWithdrew", "spain", "2008")]).accepted();
    let back = spain.and(&[member("MemberReinstated", "spain", "2008")]);
    back.when(&[member("MemberReinstated", "spain", "2009")])
        .refused("not-suspended", JOINING)
        .sees("memberreinstated-spain-2008");
}

#[test]
fn rule_02_a_withdrawn_party_can_join_again() {
    let left =
        friends().and(&[member("MemberJoined", "spain", "2006"), member("MemberWithdrew", "spain", "2008")]);
    left.when(&[member("MemberWithdrew", "spain", "2009")])
        .refused("not-member", JOINING)
        .sees("memberwithdrew-spain-2008");
    let again = left.and(&[member("MemberJoined", "spain", "2010-03-01")]);
    let on = |day: &str| again.ask(&Roll::of("friends".parse().unwrap()), day).members.len();
    assert_eq!((on("2007-01-01"), on("2009-01-01"), on("2011-01-01")), (1, 0, 1));
}
