//! Rule 18: what is planned, expected or announced is not what happened.

use aoc_replay::{Calendar, CalendarKind, Certainty, Holders, PlanOutcome, Roll, Strategies, StrategyStage};
use serde_json::{Value, json};

use super::{Story, fact, named};

const FORUMS: &str = "Turkish MFA, Alliance of Civilizations: annual forums";

fn planned(id: &str, number: Value, date: &str) -> Value {
    let body = json!({"forum": "doha", "number": number, "expected": "2011-05", "place": "Doha"});
    fact(id, "ForumPlanned", date, &body)
}

fn held(forum: &str, number: u32, date: &str) -> Value {
    fact(&format!("held-{forum}"), "ForumHeld", date, &json!({"forum": forum, "number": number}))
}

/// A report about the forum of Doha.
fn report(date: &str) -> Value {
    let body = json!({"report": "outcome", "names": named("Outcome"), "about": "forum:doha"});
    fact("report", "ReportIssued", date, &body)
}

fn strategy(id: &str, event: &str, date: &str) -> Value {
    fact(id, event, date, &json!({"strategy": "latin-america"}))
}

fn world() -> Story {
    let launched = json!({"strategy": "latin-america", "names": named("Latin America"),
                          "scope": {"regional": {"regions": ["americas"]}}});
    let group = json!({"group": "friends", "names": named("Friends"), "admits": ["country"]});
    let peru = json!({"party": "peru", "kind": "country", "names": named("Peru")});
    let office = json!({"office": "high-representative", "names": named("High Representative")});
    Story::default().and(&[
        fact("launched", "StrategyLaunched", "2010", &launched),
        fact("friends", "GroupEstablished", "2005", &group),
        fact("peru", "PartyRegistered", "XXXX", &peru),
        fact("office", "OfficeEstablished", "2007", &office),
        fact("nasser", "PersonRegistered", "XXXX", &json!({"person": "nasser", "names": named("Nasser")})),
    ])
}

#[test]
fn rule_18_a_planned_forum_is_not_held() {
    let story = world().and(&[planned("plan", json!(4), "2010-05-29")]);
    // That its month has passed does not make it held.
    let is_held = |story: &Story| {
        let calendar = story.ask(&Calendar::whole().of_kind(CalendarKind::Forum), "2012-06-01");
        match calendar.lines[0].outcome {
            Some(PlanOutcome::Held(_)) => true,
            Some(PlanOutcome::NotHeld) => false,
            None => panic!("the first line is no plan"),
        }
    };
    assert!(!is_held(&story));
    // A report may be about a forum that was only planned, not about one that nobody ever heard of.
    story.when(&[report("2012")]).accepted();
    world().when(&[report("2012")]).refused("not-registered", "the ledger").sees_nothing();
    // Put off: planned again, in other words.
    let story = story.and(&[planned("put-off", Value::Null, "2011-03")]);
    let story = story.and(&[held("doha", 4, "2011-12-11/2011-12-13")]);
    assert!(is_held(&story));
    story.when(&[report("2012")]).accepted();
    story.when(&[planned("late", json!(4), "2012")]).refused("already-held", FORUMS).sees("held-doha");
    let mut again = held("doha", 4, "2012");
    again["id"] = json!("again");
    story.when(&[again]).findings(&["already-held", "numbers-rise"]);
}

#[test]
fn rule_18_a_forum_may_be_held_under_another_number_than_it_was_planned() {
    let story = world().and(&[planned("plan", json!(4), "2010-05-29")]);
    story.when(&[held("doha", 5, "2011-12-11/2011-12-13")]).accepted();
    let story = story.and(&[held("doha", 4, "2011-12-11/2011-12-13")]);
    story.when(&[held("vienna", 4, "2013-02-27")]).refused("numbers-rise", FORUMS).sees("held-doha");
    story.when(&[held("vienna", 5, "2013-02-27")]).accepted();
    story.when(&[held("rio", 3, "2010-05-28")]).accepted();
    story.when(&[held("rio", 5, "2010-05-28")]).refused("numbers-rise", FORUMS).breaks("held-doha", None);
}

#[test]
fn rule_18_an_expected_adoption_adopts_nothing() {
    let mut expected = strategy("expected", "AdoptionExpected", "2011-03");
    expected["data"]["expected"] = json!("2012");
    let story = world().and(&[strategy("negotiated", "NegotiationHeld", "2010-12"), expected]);
    let latin = story.ask(&Strategies::all(), "2020-01-01").lines.swap_remove(0);
    assert_eq!(latin.stage(StrategyStage::Adopted), Certainty::No);
    assert_eq!(latin.expected.unwrap().past, Certainty::Certain);
    story
        .when(&[strategy("review", "ReviewConferenceHeld", "2014")])
        .refused("not-adopted", "Regional strategy for South Eastern Europe: review conference")
        .sees("launched");
    // It may be expected again and again, and adopted at another time.
    story.when(&[strategy("expected-again", "AdoptionExpected", "2013")]).accepted();
    story.when(&[strategy("adopted", "StrategyAdopted", "2013")]).accepted();
}

#[test]
fn rule_18_a_holder_who_is_announced_or_appointed_does_not_hold() {
    let office = |event: &str, date: &str| {
        fact(
            &event.to_lowercase(),
            event,
            date,
            &json!({"office": "high-representative", "person": "nasser"}),
        )
    };
    let source = "Turkish MFA, Alliance of Civilizations: the High Representative is appointed";
    let announced =
        [office("OfficeHolderAnnounced", "2012-09-28"), office("OfficeHolderAppointed", "2012-11")];
    let story = world().and(&announced);
    let holds = |story: &Story| {
        let holders = story.ask(&Holders::of("high-representative".parse().unwrap()), "2013-06-01");
        holders.lines.iter().map(|line| line.holds).collect::<Vec<_>>()
    };
    assert_eq!(holds(&story), [Certainty::No]);
    story.when(&[office("OfficeVacated", "2014")]).refused("not-holder", source).sees_nothing();
    assert!(holds(&story.and(&[office("OfficeAssumed", "2013-03-01")])).contains(&Certainty::Certain));
}

#[test]
fn rule_18_interest_and_invitation_make_no_member() {
    let member = |event: &str, date: &str| {
        fact(&event.to_lowercase(), event, date, &json!({"group": "friends", "party": "peru"}))
    };
    let story = world().and(&[member("InterestExpressed", "2009"), member("MemberInvited", "2010")]);
    let roll = |story: &Story| {
        let roll = story.ask(&Roll::of("friends".parse().unwrap()), "2012-01-01");
        roll.members.iter().any(|line| line.member != Certainty::No)
    };
    assert!(!roll(&story));
    let source = "unaoc.org, Countries and International Organizations";
    story.when(&[member("MemberWithdrew", "2011")]).refused("not-member", source).sees_nothing();
    assert!(roll(&story.and(&[member("MemberJoined", "2011")])));
}

#[test]
fn rule_18_a_pledge_is_no_delivery_and_a_proposal_no_launch() {
    let terms = json!({"contribution": "fund", "terms": {"from": "peru", "form": "financial"},
                       "money": {"amount": "1000.00", "currency": "USD"}});
    let pledged = fact("pledged", "ContributionPledged", "2010", &terms);
    let delivered = fact("delivered", "ContributionDelivered", "2009", &terms);
    let story = world().and(&[delivered]);
    story
        .when(&[pledged])
        .refused("pledged-before-delivered", "UNESCO, Culture: partnerships")
        .sees("delivered");
    let initiative = |event: &str, date: &str| {
        fact(
            &event.to_lowercase(),
            event,
            date,
            &json!({"initiative": "alliance", "names": named("The Alliance")}),
        )
    };
    let about = json!({"report": "outcome", "names": named("Outcome"), "about": "initiative:alliance"});
    let about = fact("report", "ReportIssued", "2006-11-13", &about);
    let proposed = world().and(&[initiative("InitiativeProposed", "2004-09-21")]);
    // A report may be about what was only proposed, not about what nobody ever heard of.
    proposed.when(std::slice::from_ref(&about)).accepted();
    world().when(std::slice::from_ref(&about)).refused("not-registered", "the ledger").sees_nothing();
    let launched = proposed.and(&[initiative("InitiativeLaunched", "2005-07-14")]);
    launched.when(&[about]).accepted();
    launched
        .when(&[fact("late", "InitiativeProposed", "2006", &initiative("", "")["data"])])
        .refused("already-launched", "the ledger")
        .sees("initiativelaunched");
}

#[test]
fn rule_18_what_is_delivered_is_what_was_pledged() {
    let gift = |event: &str, more: Value| {
        let mut body = json!({"contribution": "fund", "terms": {"from": "peru", "form": "financial"},
                              "money": {"amount": "1000.00", "currency": "USD"}});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fact(&event.to_lowercase(), event, "2010", &body)
    };
    let source = "UNESCO, Culture: partnerships";
    let story = world().and(&[gift("ContributionPledged", json!({}))]);
    let money = |amount: &str, currency: &str| json!({"money": {"amount": amount, "currency": currency}});
    // A part, or more than was promised: that is how much was given.
    for amount in ["1.00", "1000.00", "2000.00"] {
        story.when(&[gift("ContributionDelivered", money(amount, "USD"))]).accepted();
    }
    let other_form = json!({"terms": {"from": "peru", "form": "equipment"}});
    for other in [money("1000.00", "EUR"), other_form] {
        story
            .when(&[gift("ContributionDelivered", other)])
            .refused("delivers-what-was-pledged", source)
            .sees("contributionpledged");
    }
    let to_oneself = json!({"terms": {"from": "peru", "to": "peru", "form": "financial"}});
    world()
        .when(&[gift("ContributionPledged", to_oneself)])
        .refused("given-to-others", source)
        .sees_nothing();
}
