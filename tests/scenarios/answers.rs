//! Answers on small books whose truth can be seen at a glance.

use aoc_core::Scope;
use aoc_replay::{Certainty, Finding, Holders, Ordinals, Reconciliation, Roll, Tolerance, View};
use serde_json::{Value, json};

use crate::{draft, drafts, given_friends, member, office};

fn on(day: &str) -> View {
    View::on(day.parse().unwrap())
}

/// The standing of one party on a day.
fn standing(facts: &[Value], party: &str, day: &str) -> Certainty {
    let (group, party) = ("friends".parse().unwrap(), party.parse().unwrap());
    let outcome = given_friends().when(&drafts(facts));
    outcome.then_accepted();
    let roll = outcome.then_ask(&Roll::of(group), on(day));
    roll.members.iter().find(|line| line.party == party).map_or(Certainty::No, |line| line.member)
}

#[test]
fn a_member_is_certain_from_the_last_day_on_which_it_can_have_joined() {
    let joined = [member("MemberJoined", "esp", "2006-05")];
    let at = |day| standing(&joined, "esp", day);
    assert_eq!(at("2006-04-30"), Certainty::No);
    assert_eq!(at("2006-05-01"), Certainty::Possible);
    assert_eq!(at("2006-05-31"), Certainty::Certain);
}

#[test]
fn nobody_is_possibly_a_member_before_the_group_was_founded() {
    let joined = [member("MemberJoined", "esp", "[..2006-11-06]")];
    let at = |day| standing(&joined, "esp", day);
    assert_eq!(at("2005-07-13"), Certainty::No);
    assert_eq!(at("2005-07-14"), Certainty::Possible);
    assert_eq!(at("2006-11-06"), Certainty::Certain);
}

#[test]
fn a_date_that_its_source_doubts_is_certain_only_if_it_holds() {
    let joined = [member("MemberJoined", "esp", "2006~")];
    assert_eq!(standing(&joined, "esp", "2007-01-01"), Certainty::CertainIfDatesHold);
    assert_eq!(standing(&joined, "esp", "2006-06-01"), Certainty::Possible);
}

#[test]
fn on_the_day_of_leaving_a_member_is_gone() {
    let facts = [member("MemberJoined", "esp", "2006-05-01"), member("MemberWithdrew", "esp", "2008-03-10")];
    assert_eq!(standing(&facts, "esp", "2008-03-09"), Certainty::Certain);
    assert_eq!(standing(&facts, "esp", "2008-03-10"), Certainty::No);
}

#[test]
fn dissolution_ends_memberships() {
    let facts = [
        member("MemberJoined", "oic", "2006"),
        json!({"id": "end", "event": "PartyDissolved", "data": {"party": "oic"}, "date": "2011-06"}),
    ];
    assert_eq!(standing(&facts, "oic", "2011-05-31"), Certainty::Certain);
    assert_eq!(standing(&facts, "oic", "2011-06-15"), Certainty::Possible);
    assert_eq!(standing(&facts, "oic", "2011-06-30"), Certainty::No);
}

#[test]
fn a_suspended_member_still_belongs() {
    let facts = [member("MemberJoined", "esp", "2006"), member("MemberSuspended", "esp", "2008-01-01")];
    let outcome = given_friends().when(&drafts(&facts));
    let roll = outcome.then_ask(&Roll::of("friends".parse().unwrap()), on("2009-01-01"));
    assert_eq!((roll.members[0].member, roll.members[0].suspended), (Certainty::Certain, Certainty::Certain));
}

#[test]
fn a_holder_is_possible_while_the_dates_are_open_and_the_next_is_only_announced() {
    let outcome = given_friends().when(&drafts(&[
        office("OfficeAssumed", "first", "2007-05"),
        office("OfficeHolderAnnounced", "second", "2012-09-28"),
        office("OfficeVacated", "first", "2013-02"),
    ]));
    outcome.then_accepted();
    let holders = outcome.then_ask(&Holders::of("high-representative".parse().unwrap()), on("2013-02-10"));
    let first = holders.lines.iter().find(|line| line.assumed.is_some()).unwrap();
    let second = holders.lines.iter().find(|line| line.assumed.is_none()).unwrap();
    assert_eq!(
        (first.holds, second.holds, second.announced),
        (Certainty::Possible, Certainty::No, Certainty::Certain)
    );
}

#[test]
fn ordinals_are_bounds_among_the_members_that_are_named() {
    let outcome = given_friends().when(&drafts(&[
        member("MemberJoined", "esp", "2005-12-01"),
        member("MemberJoined", "tur", "2006"),
        member("MemberJoined", "usa", "2006-06-01"),
    ]));
    let answer = outcome.then_ask(&Ordinals::of("friends".parse().unwrap(), Scope::All), on("2010-01-01"));
    let numbers: Vec<_> = answer.lines.iter().map(|line| (line.min, line.max)).collect();
    assert_eq!(numbers, [(1, 1), (2, 3), (2, 3)]);
}

#[test]
fn attested_figures_agree_differ_or_are_undetermined() {
    let figure = |id: &str, of: &str, figure: Value, date: &str| {
        json!({"id": id, "event": "FigureAttested", "date": date,
               "data": {"group": "friends", "of": of, "figure": figure}})
    };
    let outcome = given_friends().when(&drafts(&[
        member("MemberJoined", "esp", "2005-12-01"),
        member("MemberJoined", "tur", "2006"),
        member("MemberJoined", "oic", "2006-03-01"),
        figure("a", "all", json!({"exactly": 3}), "2007-01-01"),
        figure("b", "all", json!({"more-than": 3}), "2007-01-02"),
        figure("c", "country", json!({"exactly": 1}), "2007-01-03"),
        figure("d", "country", json!({"exactly": 2}), "2006-06-01"),
        figure("e", "all", json!({"about": 100}), "2007-01-04"),
        figure("f", "all", json!({"at-least": 2}), "2006-06-02"),
    ]));
    outcome.then_accepted();
    let question = Reconciliation::of("friends".parse().unwrap(), Tolerance::DEFAULT);
    let answer = outcome.then_ask(&question, on("2010-01-01"));
    let findings: Vec<_> = answer.lines.iter().map(|line| line.finding).collect();
    assert_eq!(
        findings,
        [
            Finding::Undetermined,               // d: one or two countries in June 2006
            Finding::Agrees,                     // f
            Finding::Agrees,                     // a
            Finding::TooFew { by_at_least: 1 },  // b: more than three is four at least
            Finding::TooMany { by_at_least: 1 }, // c
            Finding::TooFew { by_at_least: 87 }, // e: 90 at the least
        ]
    );
}

#[test]
fn a_renaming_shows_from_the_day_on_which_it_is_certain() {
    let renamed = json!({"id": "r", "event": "PartyRenamed", "date": "2011-06-28",
                         "data": {"party": "oic", "names": [{"lang": "en", "text": "Cooperation"}]}});
    let outcome = given_friends().when(&[draft(member("MemberJoined", "oic", "2006")), draft(renamed)]);
    let name = |day: &str| {
        let roll = outcome.then_ask(&Roll::of("friends".parse().unwrap()), on(day));
        roll.members[0].names.first().as_str().to_owned()
    };
    assert_eq!((name("2011-06-27"), name("2011-06-28")), ("OIC".to_owned(), "Cooperation".to_owned()));
}
