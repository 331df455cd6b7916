//! Rule 17: an attested figure is compared, never obeyed.

use aoc_replay::{Finding, Reconciliation, Roll, Tolerance};
use serde_json::{Value, json};

use super::{Story, fact, named, retracts};

fn figure(id: &str, figure: Value, date: &str) -> Value {
    fact(id, "FigureAttested", date, &json!({"group": "friends", "of": "country", "figure": figure}))
}

fn ordinal(id: &str, party: &str, ordinal: u32) -> Value {
    let body = json!({"group": "friends", "party": party, "of": "country", "ordinal": ordinal});
    fact(id, "OrdinalAttested", "2010-05-13", &body)
}

/// Two countries are members.
fn friends() -> Story {
    let group = json!({"group": "friends", "names": named("Group of Friends"), "admits": ["country"]});
    let party = |slug: &str| {
        fact(
            slug,
            "PartyRegistered",
            "XXXX",
            &json!({"party": slug, "kind": "country", "names": named(slug)}),
        )
    };
    let joined = |slug: &str| {
        let body = json!({"group": "friends", "party": slug});
        fact(&format!("{slug}-joined"), "MemberJoined", "2006", &body)
    };
    Story::default().and(&[
        fact("friends", "GroupEstablished", "2005-07-14", &group),
        party("spain"),
        party("turkey"),
        joined("spain"),
        joined("turkey"),
    ])
}

fn members(story: &Story) -> usize {
    story.ask(&Roll::of("friends".parse().unwrap()), "2012-01-01").members.len()
}

#[test]
fn rule_17_a_figure_is_compared_never_obeyed() {
    let story = friends().and(&[
        figure("fits", json!({"exactly": 2}), "2010-01-01"),
        figure("more", json!({"exactly": 106}), "2010-01-02"),
        figure("bound", json!({"more-than": 1}), "2010-01-03"),
        figure("fewer", json!({"at-most": 1}), "2010-01-04"),
    ]);
    assert_eq!(members(&story), 2);
    let answer = story.ask(&Reconciliation::of("friends".parse().unwrap(), Tolerance::DEFAULT), "2012-01-01");
    let findings: Vec<_> = answer.lines.iter().map(|line| line.finding).collect();
    assert_eq!(
        findings,
        [
            Finding::Agrees,
            Finding::TooFew { by_at_least: 104 },
            Finding::Agrees,
            Finding::TooMany { by_at_least: 1 }
        ]
    );
}

#[test]
fn rule_17_figures_that_contradict_each_other_or_the_book_are_all_taken() {
    let story = friends().and(&[figure("first", json!({"exactly": 106}), "2010-01-01")]);
    story.when(&[figure("second", json!({"exactly": 3}), "2010-01-01")]).accepted();
    story.when(&[figure("early", json!({"exactly": 1}), "1999")]).accepted(); // before the group was
    story.when(&[ordinal("usa", "spain", 120), ordinal("again", "turkey", 120)]).accepted();
    // And nothing that happened is refused because of one.
    story.when(&[retracts("spain-joined")]).accepted();
}

#[test]
fn rule_17_a_figure_is_about_something_that_the_book_knows() {
    let of = |group: &str| {
        let body = json!({"group": group, "of": "all", "figure": {"exactly": 3}});
        fact("figure", "FigureAttested", "2010", &body)
    };
    friends().when(&[of("friends")]).accepted();
    friends().when(&[of("nobody")]).refused("not-registered", "the ledger").sees_nothing();
    friends().when(&[ordinal("ordinal", "nobody", 3)]).refused("not-registered", "the ledger").sees_nothing();
}

#[test]
fn rule_17_a_resolution_names_no_more_sponsors_than_it_counts() {
    let resolution = |count: u32| {
        let body = json!({"resolution": "64-14", "symbol": "64/14", "manner": "consensus",
                          "sponsors": ["spain", "turkey"], "sponsor_count": count});
        fact("resolution", "ResolutionAdopted", "2009-11-10", &body)
    };
    // The book names two of the 96, and takes both for true.
    friends().when(&[resolution(96)]).accepted();
    friends()
        .when(&[resolution(1)])
        .refused("more-sponsors-than-counted", "UN General Assembly, GA/10885")
        .sees_nothing()
        .says("sponsors named: 2; sponsors counted: 1");
}
