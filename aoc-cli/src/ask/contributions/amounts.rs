//! Sums of money in words and for programs, currency by currency.

use aoc_core::Sums;
use aoc_replay::{Amounts, Balance};
use serde_json::{Map, Value, json};

/// `100 EUR`, or `at least 100 EUR, at most 200 EUR + 5 USD`.
pub(super) fn between(at_least: &Sums, at_most: &Sums) -> String {
    let words = |sums: &Sums| if sums.is_empty() { "nothing".to_owned() } else { sums.to_string() };
    if at_least == at_most {
        words(at_most)
    } else {
        format!("at least {}, at most {}", words(at_least), words(at_most))
    }
}

fn amounts(amounts: &Amounts) -> String {
    let (sums, several) = (!amounts.possible.is_empty(), amounts.without_sum);
    let mut told = match (sums, several) {
        (false, 0) => return "nothing".to_owned(),
        (false, 1) => return "once, without a sum".to_owned(),
        (false, several) => return format!("{several} times, without a sum"),
        (true, _) => between(&amounts.certain, &amounts.possible),
    };
    if !amounts.if_dates_hold.is_empty() {
        told =
            format!("{told} ({} of it only if dates hold that their sources doubt)", amounts.if_dates_hold);
    }
    match several {
        0 => told,
        1 => format!("{told} (and once without a sum)"),
        several => format!("{told} (and {several} times without a sum)"),
    }
}

/// What contributions come to, in words.
pub(super) fn told(balance: &Balance) -> String {
    let left = &balance.outstanding;
    let aside = match left.not_counted {
        0 => String::new(),
        1 => " (and 1 pledge of which it is not known)".to_owned(),
        several => format!(" (and {several} pledges of which it is not known)"),
    };
    format!(
        "pledged {}; delivered {}; outstanding {}{aside}",
        amounts(&balance.pledged),
        amounts(&balance.delivered),
        between(&left.at_least, &left.at_most)
    )
}

/// Amounts by currency, for programs; null for one that has too many digits.
fn sums_json(sums: &Sums) -> Value {
    sums.iter().map(|(currency, amount)| (currency.to_string(), json!(amount))).collect::<Map<_, _>>().into()
}

fn amounts_json(amounts: &Amounts) -> Value {
    json!({
        "certain": sums_json(&amounts.certain),
        "possible": sums_json(&amounts.possible),
        "if_dates_hold": sums_json(&amounts.if_dates_hold),
        "without_sum": amounts.without_sum,
    })
}

/// What contributions come to, for programs.
pub(super) fn balance_json(balance: &Balance) -> Value {
    json!({
        "pledged": amounts_json(&balance.pledged),
        "delivered": amounts_json(&balance.delivered),
        "outstanding": {
            "at_least": sums_json(&balance.outstanding.at_least),
            "at_most": sums_json(&balance.outstanding.at_most),
            "not_counted": balance.outstanding.not_counted,
        },
    })
}
