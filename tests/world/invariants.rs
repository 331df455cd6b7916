//! What must hold of the whole ledger, whatever was recorded: on any day, as known at any commit.
//!
//! Each invariant is computed a second time from the standing records, in the plainest way.

use std::collections::BTreeMap;

use crate::naive::{Line, Sight, entered};
use crate::universe::{GROUPS, OFFICES, group, office};
use aoc_core::{AmendmentEvent, ContributionEvent, Currency, Day, EntityId, Event, StrategyEvent, Sums};
use aoc_replay::{
    Agreements, Certainty, Contributions, Directory, Holders, Ledger, Roll, Roster, Strategies, View,
};

/// The records that stand and have taken effect by a day, in order of effect.
fn folded<'n>(sight: &Sight<'n>, on: Day) -> Vec<&'n Line> {
    let mut keyed: Vec<_> = sight.standing().map(|line| (sight.key(line), line)).collect();
    keyed.retain(|(key, _)| key.0 <= on);
    keyed.sort_by(|one, other| one.0.cmp(&other.0));
    keyed.into_iter().map(|(_, line)| line).collect()
}

fn events<'n>(lines: &[&'n Line]) -> Vec<&'n Event> {
    lines.iter().filter_map(|line| line.event.as_ref()).collect()
}

fn of<'n>(lines: &[&'n Line], entity: EntityId) -> Vec<&'n Line> {
    lines.iter().copied().filter(|line| line.changes().contains(&entity)).collect()
}

fn check_holders(ledger: &Ledger, view: View) {
    for office in (0..OFFICES).map(office) {
        let holders = ledger.ask(&Holders::of(office), view).unwrap().value;
        let certain = holders.lines.iter().filter(|line| line.holds == Certainty::Certain).count();
        assert!(certain <= 1, "{certain} certain holders of one office");
    }
}

/// Nothing is in force whose own clause is not met, and no amendment in effect without every consent.
fn check_agreements(ledger: &Ledger, view: View, lines: &[&Line]) {
    let answer = ledger.ask(&Agreements::all(), view).unwrap().value;
    for line in &answer.lines {
        let own = line.agreement();
        let so_far = of(lines, own.into());
        let met = entered(&line.drafted, &so_far);
        let force = line.in_force();
        if force != Certainty::No {
            let met = met.is_some_and(|(first, _)| first <= view.on);
            assert!(met, "{own} is in force ({force}), but its clause is not met");
        }
        for amendment in line.amendments.iter().filter(|line| line.in_effect != Certainty::No) {
            let consented = |party| {
                events(&so_far).iter().any(|event| {
                    matches!(event, Event::Amendment(AmendmentEvent::AmendmentConsented(event))
                        if event.amendment == amendment.amendment && event.party == party)
                })
            };
            let all = line.drafted.parties.iter().all(|party| consented(*party));
            assert!(all, "{} is in effect without every consent", amendment.amendment);
        }
    }
}

/// No endorsement by a party that did not exist, or that did not endorse.
fn check_adopters(ledger: &Ledger, view: View, lines: &[&Line]) {
    for line in ledger.ask(&Strategies::all(), view).unwrap().value.lines {
        let endorsed = |adopter: &&aoc_replay::Adopter| adopter.endorsed != Certainty::No;
        for adopter in line.adopters.iter().filter(endorsed) {
            let party: EntityId = adopter.party.into();
            assert!(!of(lines, party).is_empty(), "{party} did not exist");
            let said = events(lines).iter().any(|event| {
                matches!(event, Event::Strategy(StrategyEvent::StrategyEndorsed(event))
                    if event.party == adopter.party && event.strategy == line.strategy)
            });
            assert!(said, "{party} never endorsed {}", line.strategy);
        }
    }
}

fn cents(amount: &str) -> u64 {
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    100 * whole.parse::<u64>().unwrap() + format!("{part:0<2}").parse::<u64>().unwrap()
}

fn in_cents(sums: &Sums) -> BTreeMap<Currency, u64> {
    sums.iter().map(|(currency, amount)| (currency, cents(&amount.unwrap()))).collect()
}

/// The sums by currency are the sums of their lines, and of the standing records.
fn check_contributions(ledger: &Ledger, view: View, sight: &Sight<'_>, lines: &[&Line]) {
    let answer = ledger.ask(&Contributions::all(), view).unwrap().value;
    let total = answer.total();
    let mut by_line: BTreeMap<Currency, u64> = BTreeMap::new();
    for line in &answer.lines {
        for (currency, amount) in in_cents(&line.balance().delivered.possible) {
            *by_line.entry(currency).or_default() += amount;
        }
    }
    assert_eq!(&by_line, &in_cents(&total.delivered.possible));
    let mut by_record: BTreeMap<Currency, u64> = BTreeMap::new();
    // Nobody gives before there is somebody to give and to receive, however roughly the gift is dated.
    let there =
        |entity: &EntityId| sight.founding(*entity).is_some_and(|line| line.date.earliest() <= view.on);
    let possible: Vec<&Line> =
        lines.iter().copied().filter(|line| line.rests_on().iter().all(there)).collect();
    for event in events(&possible) {
        if let Event::Contribution(ContributionEvent::ContributionDelivered(event)) = event
            && let Some(money) = event.money
        {
            *by_record.entry(money.currency()).or_default() += cents(&money.amount());
        }
    }
    assert_eq!(&by_line, &by_record);
    for totals in
        [answer.by_partner().into_values().collect::<Vec<_>>(), answer.by_form().into_values().collect()]
    {
        let all: aoc_replay::Balance = totals.into_iter().collect();
        assert_eq!(&all, &total);
    }
    let (certain, possible) = (in_cents(&total.delivered.certain), in_cents(&total.delivered.possible));
    for (currency, amount) in certain {
        assert!(possible.get(&currency).is_some_and(|possible| amount <= *possible));
    }
}

/// Nobody is a member twice, no person on the roster twice, no entry listed twice, at most seven themes.
fn check_once(ledger: &Ledger, view: View) {
    let once = |mut keys: Vec<String>| {
        let count = keys.len();
        keys.sort();
        keys.dedup();
        keys.len() == count
    };
    for group in (0..GROUPS).map(group) {
        let roll = ledger.ask(&Roll::of(group), view).unwrap().value;
        assert!(roll.total().certain <= roll.total().possible);
        assert!(once(roll.members.iter().map(|line| line.party.to_string()).collect()));
    }
    let roster = ledger.ask(&Roster, view).unwrap().value;
    let enrolled = roster.experts.iter().filter(|line| line.enrolled == Certainty::Certain);
    assert!(once(enrolled.map(|line| line.person.to_string()).collect()));
    let directory = ledger.ask(&Directory::whole(), view).unwrap().value;
    assert!(once(directory.lines.iter().map(|line| line.entry.to_string()).collect()));
    assert!(directory.themes.len() <= 7);
}

/// Looks whether all of them hold in a view, of which the standing records are these.
pub fn check(ledger: &Ledger, view: View, sight: &Sight<'_>) {
    let lines = folded(sight, view.on);
    check_holders(ledger, view);
    check_agreements(ledger, view, &lines);
    check_adopters(ledger, view, &lines);
    check_contributions(ledger, view, sight, &lines);
    check_once(ledger, view);
}
