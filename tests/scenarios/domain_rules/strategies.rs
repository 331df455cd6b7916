//! Rule 14: how a strategy is adopted, who endorses it, its action plans, and the plans of a country.

use serde_json::{Value, json};

use super::{Story, after, corrects, fact, named, retracts, with};

const NEGOTIATION: &str = "Turkish MFA, Alliance of Civilizations: regional strategies";
const REGION: &str = "Regional strategy for South Eastern Europe: open to the countries of the region";
const PERIODS: &str = "Regional strategy for South Eastern Europe: 2010-2012, then 2013-2015";
const GENERATIONS: &str = "Turkish MFA, Alliance of Civilizations: national plans; a second plan may follow";

fn strategy(id: &str, event: &str, date: &str, more: &Value) -> Value {
    let mut draft = fact(id, event, date, more);
    draft["data"]["strategy"] = json!("see");
    draft
}

fn launched(scope: &Value) -> Value {
    let body = json!({"names": named("Regional strategy for South Eastern Europe"), "scope": scope});
    strategy("launched", "StrategyLaunched", "2009-01", &body)
}

fn negotiated(date: &str) -> Value {
    strategy("negotiated", "NegotiationHeld", date, &json!({"place": "Sarajevo"}))
}

fn adopted(date: &str) -> Value {
    strategy("adopted", "StrategyAdopted", date, &json!({"place": "Sarajevo"}))
}

fn endorsed(party: &str, date: &str) -> Value {
    strategy(&format!("endorsed-{party}"), "StrategyEndorsed", date, &json!({"party": party}))
}

fn plan(id: &str, period: &str, date: &str) -> Value {
    strategy(id, "ActionPlanIssued", date, &json!({"title": "Action plan", "period": period}))
}

fn region() -> Value {
    json!({"regional": {"regions": ["europe"], "parties": ["turkey", "rcc"]}})
}

fn parties() -> Story {
    let party = |slug: &str, kind: &str, codes: Value| {
        let body = json!({"party": slug, "kind": kind, "names": named(slug), "codes": codes});
        fact(slug, "PartyRegistered", "XXXX", &body)
    };
    let country =
        |slug: &str, code: &str| party(slug, "country", json!([{"scheme": "iso3166-1", "code": code}]));
    Story::default().and(&[
        country("bosnia", "BIH"),
        country("turkey", "TUR"),
        country("brazil", "BRA"),
        country("peru", "PER"),
        party("rcc", "international-organization", json!([])),
        party("oas", "international-organization", json!([])),
    ])
}

/// The strategy of South Eastern Europe, launched in January 2009.
fn see() -> Story {
    parties().and(&[launched(&region())])
}

#[test]
fn rule_14_a_regional_strategy_is_adopted_after_negotiation() {
    see()
        .when(&[adopted("2009-12-14")])
        .refused("adopted-after-negotiation", NEGOTIATION)
        .sees("launched")
        .says("record the negotiation first, as roughly dated as it is known");
    see().when(&[negotiated("2009"), adopted("2009-12-14")]).accepted();
    let story = see().and(&[negotiated("2009-10-22/2009-10-23")]);
    story.when(&[adopted("2009-12-14")]).accepted();
    story.when(&[adopted("2009-10-21")]).refused("adopted-after-negotiation", NEGOTIATION).sees("launched");
    let story = story.and(&[adopted("2009-12-14")]);
    story
        .when(&[retracts("negotiated")])
        .refused("adopted-after-negotiation", NEGOTIATION)
        .breaks("adopted", Some("launched"));
}

#[test]
fn rule_14_what_comes_before_the_adoption_comes_before_it() {
    let story = see().and(&[negotiated("2009-10-22"), adopted("2009-12-14")]);
    let late = |event: &str| strategy("late", event, "2010-01-01", &json!({}));
    for event in ["NegotiationHeld", "DraftTabled", "AdoptionExpected", "StrategyAdopted"] {
        story.when(&[late(event)]).refused("already-adopted", NEGOTIATION).sees("adopted");
    }
    story.when(&[strategy("early", "DraftTabled", "2009-11-01", &json!({}))]).accepted();
    let review = |date: &str| strategy("review", "ReviewConferenceHeld", date, &json!({"host": "bosnia"}));
    story.when(&[review("2012-06-18")]).accepted();
    see()
        .when(&[review("2012-06-18")])
        .refused("not-adopted", "Regional strategy for South Eastern Europe: review conference")
        .sees("launched");
}

#[test]
fn rule_14_a_strategy_is_endorsed_by_its_region() {
    let story = see();
    // By its code in UN M49, and as the strategy itself counts to its region.
    for party in ["bosnia", "turkey", "rcc"] {
        story.when(&[endorsed(party, "2009-12-14")]).accepted();
    }
    for party in ["brazil", "oas"] {
        story.when(&[endorsed(party, "2009-12-14")]).refused("not-of-the-region", REGION).sees(party);
    }
    let story = story.and(&[endorsed("bosnia", "2009-12-14")]);
    let mut again = endorsed("bosnia", "2010");
    again["id"] = json!("again");
    story.when(&[again]).refused("endorses-once", REGION).sees("endorsed-bosnia");
}

#[test]
fn rule_14_or_by_whoever_was_invited() {
    let invited = strategy("invited", "PartyInvited", "2009-06", &json!({"party": "brazil"}));
    let story = see().and(&[invited]);
    story.when(&[endorsed("brazil", "2009-12-14")]).accepted();
    story.when(&[endorsed("peru", "2009-12-14")]).refused("not-of-the-region", REGION).sees("peru");
    let story = story.and(&[endorsed("brazil", "2009-12-14")]);
    story
        .when(&[retracts("invited")])
        .refused("not-of-the-region", REGION)
        .breaks("endorsed-brazil", Some("brazil"));
}

#[test]
fn rule_14_a_regional_strategy_has_a_region() {
    let source = "Regional strategy for South Eastern Europe: owned by the states of the region";
    let nowhere = launched(&json!({"regional": {}}));
    parties().when(&[nowhere]).refused("region-has-parties", source).sees_nothing();
    let countries = launched(&json!({"regional": {"parties": ["peru"]}}));
    parties().when(&[countries]).accepted();
}

#[test]
fn rule_14_no_action_plan_without_its_strategy() {
    let source =
        "Turkish MFA, Alliance of Civilizations: the action plan is an integral part of the strategy";
    let issued = || plan("plan", "2010/2012", "2010-06");
    parties().when(&[issued()]).refused("plan-needs-strategy", source).sees_nothing();
    parties().when(&[issued(), launched(&region())]).accepted();
    let story = see().and(&[issued()]);
    story.when(&[retracts("launched")]).refused("plan-needs-strategy", source).breaks("plan", None);
    for period in ["2010", "2010-06-01"] {
        see().when(&[plan("plan", period, "2010")]).refused("plan-has-period", "MoU AoC-OIC, Art. 30");
    }
}

#[test]
fn rule_14_the_plans_of_one_strategy_do_not_overlap() {
    let story = see().and(&[plan("first", "2010/2012", "2010-06")]);
    for period in ["2013/2015", "2012/2014", "2008/2010", "2012-12-31/2013"] {
        story.when(&[plan("second", period, "2012-06")]).accepted(); // apart, or touching
    }
    for period in ["2011/2013", "2010-06/2011-06", "2009/2013"] {
        story
            .when(&[plan("second", period, "2012-06")])
            .refused("plans-do-not-overlap", PERIODS)
            .sees("first");
    }
    let story = story.and(&[plan("second", "2013/2015", "2012-06")]);
    story
        .when(&[corrects(plan("", "2010/2014", "2010-06"), "first")])
        .refused("plans-do-not-overlap", PERIODS)
        .breaks("second", None);
}

fn national(id: &str, country: &str, generation: u32, date: &str) -> Value {
    let scope = json!({"national": {"country": country, "generation": generation}});
    let body = json!({"names": named(id), "scope": scope});
    with(strategy(id, "StrategyLaunched", date, &body), "strategy", json!(id))
}

#[test]
fn rule_14_the_plans_of_a_country_have_rising_generations() {
    let story =
        parties().and(&[national("first", "brazil", 1, "2008"), national("second", "brazil", 2, "2011")]);
    for generation in [1, 2] {
        story
            .when(&[national("third", "brazil", generation, "2014")])
            .refused("generations-rise", GENERATIONS)
            .sees("second")
            .says("the country has a plan 2 before that");
    }
    story.when(&[national("third", "brazil", 3, "2014")]).accepted();
    story.when(&[national("other", "peru", 1, "2014")]).accepted();
    story
        .when(&[national("third", "brazil", 3, "2010")])
        .refused("generations-rise", GENERATIONS)
        .breaks("second", None);
    // The first plan that the book knows may be the second.
    parties().when(&[national("second", "brazil", 2, "2011")]).accepted();
}

#[test]
fn rule_14_a_national_plan_is_that_of_a_country() {
    let source = "Turkish MFA, Alliance of Civilizations: national plans";
    parties().when(&[national("plan", "oas", 1, "2008")]).refused("plan-of-a-country", source).sees("oas");
    // Nobody negotiates with anybody on it, and nobody else endorses it.
    let story = parties().and(&[national("see", "brazil", 1, "2008")]);
    story.when(&[adopted("2008-06")]).accepted();
    story.when(&[endorsed("brazil", "2008-06")]).accepted();
    story.when(&[endorsed("peru", "2008-06")]).refused("not-of-the-region", REGION).sees("peru");
}

#[test]
fn rule_14_two_plans_of_one_year_need_an_after() {
    let story = parties().and(&[national("second", "brazil", 2, "2008")]);
    let first = || national("first", "brazil", 1, "2008");
    story.when(&[first()]).refused("generations-rise", GENERATIONS).sees("second");
    // The second followed the first, and that is for the second to say.
    let second = after(corrects(national("second", "brazil", 2, "2008"), "second"), "first");
    story.when(&[first(), second]).accepted();
}

#[test]
fn rule_14_a_project_belongs_to_one_strategy() {
    let project = |event: &str, strategy: &str, body: Value| {
        let id = format!("{event}-{strategy}").to_lowercase();
        with(with(fact(&id, event, "2010", &body), "project", json!("school")), "strategy", json!(strategy))
    };
    let mut other = with(with(launched(&region()), "strategy", json!("other")), "names", named("Another"));
    other["id"] = json!("other");
    let story = see().and(&[other, project("ProjectAdded", "see", json!({"names": named("A school")}))]);
    story.when(&[project("ProjectConcluded", "see", json!({}))]).accepted();
    story
        .when(&[project("ProjectConcluded", "other", json!({}))])
        .refused("of-another-strategy", "the ledger")
        .sees("projectadded-see");
}
