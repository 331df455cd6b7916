//! Law 8 on small histories of strategies, plans and contributions: what is said to be certain holds under every
//! resolution, what is said to be possible under some, and nothing else is said.
//!
//! The resolutions are enumerated here by hand: a day for each record within its bounds, in the orders that DESIGN.md names.

use std::collections::BTreeSet;

use aoc_core::{Day, Sums};
use aoc_replay::{
    Certainty, Contributions, Ledger, Phase, Plans, Projection, Recorded, Strategies, StrategyStage, View,
};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::{Value, json};

use crate::{drafts, party};

/// The days of March 2010 on which things happen: 1 to this one.
const LAST: u32 = 6;

/// A record's first and last possible day.
type Range = (u32, u32);

fn range() -> impl Strategy<Value = Range> {
    (1..=LAST, 1..=LAST).prop_map(|(a, b)| (a.min(b), a.max(b)))
}

fn day(number: u32) -> String {
    format!("2010-03-{number:02}")
}

fn edtf((first, last): Range) -> String {
    format!("[{}..{}]", day(first), day(last))
}

fn fact(id: &str, event: &str, date: Range, fields: Value) -> Value {
    let mut draft = json!({"id": id, "event": event, "date": edtf(date)});
    draft["data"] = fields;
    draft
}

/// Every way to pick a day for each of the records that a view of that day folds (law 3), such that none of the
/// pairs lies the wrong way round. What is not folded has no day.
fn resolutions(ranges: &[Range], before: &[(usize, usize)], on: u32) -> Vec<Vec<Option<u32>>> {
    let mut all = vec![Vec::new()];
    for (first, last) in ranges {
        let days: Vec<Option<u32>> =
            if *first <= on { (*first..=*last).map(Some).collect() } else { vec![None] };
        let longer = all.iter().flat_map(|one: &Vec<Option<u32>>| {
            days.iter().map(move |day| one.iter().copied().chain([*day]).collect())
        });
        all = longer.collect();
    }
    let in_order = |one: &Vec<Option<u32>>| {
        before.iter().all(|(early, late)| match (one[*early], one[*late]) {
            (Some(early), Some(late)) => early <= late,
            _ => true,
        })
    };
    all.retain(in_order);
    all
}

/// How sure something is that holds under some of the resolutions.
fn level(under: &[bool]) -> Certainty {
    match (under.iter().all(|holds| *holds), under.iter().any(|holds| *holds)) {
        (true, _) => Certainty::Certain,
        (false, true) => Certainty::Possible,
        (false, false) => Certainty::No,
    }
}

/// The book with these facts, unless it says no to them.
fn recorded(facts: &[Value]) -> Option<Ledger> {
    let ledger = Ledger::in_memory();
    let recorded = ledger.record(&drafts(facts)).unwrap();
    matches!(recorded, Recorded::Accepted(_)).then_some(ledger)
}

fn ask<P: Projection>(ledger: &Ledger, question: &P, today: u32) -> P::Answer {
    ledger.ask(question, View::on(day(today).parse::<Day>().unwrap())).unwrap().value
}

fn by(moment: Option<u32>, on: u32) -> bool {
    moment.is_some_and(|moment| moment <= on)
}

proptest! {
    // What fails is printed; a seed on disk would not outlive a change of the generator.
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn stages_of_strategies_are_exact(ranges in prop::collection::vec(range(), 5)) {
        let europe = json!({"regional": {"regions": ["europe"]}});
        let names = json!([{"lang": "en", "text": "Strategy"}]);
        let own = json!({"strategy": "see"});
        let facts = [
            fact("launch", "StrategyLaunched", ranges[0], json!({"strategy": "see", "names": names, "scope": europe})),
            fact("talks", "NegotiationHeld", ranges[1], own.clone()),
            fact("draft", "DraftTabled", ranges[2], own.clone()),
            fact("adoption", "StrategyAdopted", ranges[3], own),
            fact("later", "StrategyLaunched", (LAST, LAST), json!({"strategy": "later", "names": names, "scope": europe})),
            fact("end", "StrategySuperseded", ranges[4], json!({"strategy": "see", "by": "later"})),
        ];
        let Some(book) = recorded(&facts) else { return Ok(()) };
        // Launched, negotiated, drafted, adopted, superseded; talks and drafts do not wait for each other.
        let before = [(0, 1), (0, 2), (0, 3), (1, 3), (2, 3), (0, 4), (1, 4), (2, 4), (3, 4)];
        for today in 1..=LAST {
            let stages: Vec<StrategyStage> = resolutions(&ranges, &before, today).iter().map(|days| {
                match days.as_slice() {
                    [.., end] if by(*end, today) => StrategyStage::Superseded,
                    [.., adopted, _] if by(*adopted, today) => StrategyStage::Adopted,
                    [_, talks, draft, ..] if by(*talks, today) || by(*draft, today) => StrategyStage::InNegotiation,
                    [launched, ..] if by(*launched, today) => StrategyStage::Launched,
                    _ => StrategyStage::NotYet,
                }
            }).collect();
            let answer = ask(&book, &Strategies::one("see".parse().unwrap()), today);
            let told = |stage| answer.lines.first().map_or(Certainty::No, |line| line.stage(stage));
            for stage in StrategyStage::ALL {
                let truth = level(&stages.iter().map(|other| *other == stage).collect::<Vec<_>>());
                if answer.lines.is_empty() {
                    prop_assert!(stages.iter().all(|stage| *stage == StrategyStage::NotYet), "day {}", today);
                } else {
                    prop_assert_eq!(told(stage), truth, "{:?} on day {}", stage, today);
                }
            }
        }
    }

    #[test]
    fn launches_of_national_plans_are_exact(ranges in prop::collection::vec(range(), 4)) {
        let names = json!([{"lang": "en", "text": "Plan"}]);
        let plan = |id: &str, generation: u32, date| {
            let scope = json!({"national": {"country": "esp", "generation": generation}});
            fact(id, "StrategyLaunched", date, json!({"strategy": id, "names": names, "scope": scope}))
        };
        let facts = [
            party("esp", "country", "XXXX"),
            plan("first", 1, ranges[0]),
            plan("second", 2, ranges[1]),
            fact("adoption", "StrategyAdopted", ranges[2], json!({"strategy": "first"})),
            fact("next", "StrategyAdopted", ranges[3], json!({"strategy": "second"})),
        ];
        let Some(book) = recorded(&facts) else { return Ok(()) };
        for today in 1..=LAST {
            let all = resolutions(&ranges, &[(0, 1), (0, 2), (1, 3)], today);
            let answer = ask(&book, &Strategies::national(), today);
            for (id, at, adopted) in [("first", 0, 2), ("second", 1, 3)] {
                let line = answer.lines.iter().find(|line| line.strategy == id.parse().unwrap());
                let told = line.map_or(Certainty::No, |line| line.stage(StrategyStage::Adopted));
                let truth = level(&all.iter().map(|days| by(days[adopted], today)).collect::<Vec<_>>());
                prop_assert_eq!(told, truth, "{} on day {}", id, today);
                let days: BTreeSet<Option<u32>> = all.iter().map(|days| days[at]).collect();
                if let (Some(line), Some(Some(first)), Some(Some(last))) = (line, days.first(), days.last()) {
                    let window = (line.launched.earliest.to_string(), line.launched.latest.to_string());
                    prop_assert_eq!(window, (day(*first), day(*last)), "{} on day {}", id, today);
                }
            }
        }
    }

    #[test]
    fn courses_of_plans_are_exact(ranges in prop::collection::vec(range(), 6)) {
        let (start, end) = (ranges[4], ranges[5]);
        let both = json!(["aoc", "oic"]);
        let names = json!([{"lang": "en", "text": "Plan"}]);
        let (start, end) = (start.0, end.1.max(start.0));
        let period = format!("{}/{}", day(start), day(end));
        let facts = [
            party("aoc", "international-organization", "XXXX"),
            party("oic", "international-organization", "XXXX"),
            fact("draft", "AgreementDrafted", (1, 1), json!({"agreement": "mou", "form": "memorandum",
                "names": names, "parties": both})),
            fact("aoc", "AgreementSigned", ranges[0], json!({"agreement": "mou", "party": "aoc"})),
            fact("oic", "AgreementSigned", ranges[1], json!({"agreement": "mou", "party": "oic"})),
            fact("plan", "JointProgrammeAgreed", ranges[2], json!({"programme": "plan", "agreement": "mou",
                "names": names, "agreed_by": both})),
            fact("action", "ActionPlanAgreed", ranges[2], json!({"plan": "action", "agreement": "mou",
                "names": names, "agreed_by": both, "period": period})),
            fact("end", "AgreementTerminated", ranges[3], json!({"agreement": "mou"})),
        ];
        let Some(book) = recorded(&facts) else { return Ok(()) };
        // Both signatures come before the plan, all of them before the end; signatures do not wait for each other.
        let own = [ranges[0], ranges[1], ranges[2], ranges[3]];
        let before = [(0, 2), (1, 2), (0, 3), (1, 3), (2, 3)];
        for today in 1..=LAST {
            let answer = ask(&book, &Plans::all(), today);
            let all = resolutions(&own, &before, today);
            for (word, covers) in [("joint-programme", (1, LAST)), ("action-plan", (start, end))] {
                let phases: Vec<Phase> = all.iter().map(|days| {
                    let (agreed, ended) = (by(days[2], today), by(days[3], today));
                    match (agreed && covers.0 <= today, ended || covers.1 < today) {
                        (_, true) => Phase::Over,
                        (true, false) => Phase::Running,
                        (false, false) => Phase::Ahead,
                    }
                }).collect();
                let plan = answer.lines.iter().filter_map(|line| line.plan.as_ref()).find(|plan| plan.id.word() == word);
                let Some(plan) = plan else {
                    prop_assert!(all.iter().all(|days| !by(days[2], today)), "{} on day {}", word, today);
                    continue;
                };
                for (phase, told) in [
                    (Phase::Ahead, plan.course.ahead),
                    (Phase::Running, plan.course.running),
                    (Phase::Over, plan.course.over),
                ] {
                    let truth = level(&phases.iter().map(|other| *other == phase).collect::<Vec<_>>());
                    prop_assert_eq!(told, truth, "{}: {:?} on day {}", word, phase, today);
                }
            }
        }
    }

    #[test]
    fn amounts_of_contributions_are_exact(ranges in prop::collection::vec(range(), 3)) {
        let given = |id: &str, event: &str, date, amount: u32| {
            fact(id, event, date, json!({"contribution": "fund", "terms": {"from": "esp", "form": "financial"},
                "money": {"amount": amount.to_string(), "currency": "EUR"}}))
        };
        let facts = [
            party("esp", "country", "XXXX"),
            given("pledge", "ContributionPledged", ranges[0], 100),
            given("first", "ContributionDelivered", ranges[1], 30),
            given("second", "ContributionDelivered", ranges[2], 90),
        ];
        let Some(book) = recorded(&facts) else { return Ok(()) };
        for today in 1..=LAST {
            let all = resolutions(&ranges, &[(0, 1), (0, 2)], today);
            let total = ask(&book, &Contributions::all(), today).total();
            let came = |days: &[Option<u32>], at: usize, amount: u32| if by(days[at], today) { amount } else { 0 };
            let delivered = |days: &[Option<u32>]| came(days, 1, 30) + came(days, 2, 90);
            same(&all, |days| came(days, 0, 100), &total.pledged.certain, &total.pledged.possible)?;
            same(&all, delivered, &total.delivered.certain, &total.delivered.possible)?;
            let left = |days: &[Option<u32>]| came(days, 0, 100).saturating_sub(delivered(days));
            same(&all, left, &total.outstanding.at_least, &total.outstanding.at_most)?;
        }
    }
}

/// The least and the most that the resolutions give are what is told.
fn same(
    all: &[Vec<Option<u32>>],
    amount: impl Fn(&[Option<u32>]) -> u32,
    at_least: &Sums,
    at_most: &Sums,
) -> Result<(), TestCaseError> {
    let amounts: Vec<u32> = all.iter().map(|days| amount(days)).collect();
    let euros = |sums: &Sums| sums.of("EUR".parse().unwrap()).map_or(0, |amount| amount.parse().unwrap());
    let truth = (amounts.iter().min().copied(), amounts.iter().max().copied());
    prop_assert_eq!((Some(euros(at_least)), Some(euros(at_most))), truth);
    Ok(())
}
