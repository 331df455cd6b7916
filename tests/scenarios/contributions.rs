//! What partners promised and what they gave: by line, by partner, by form, by currency.

use aoc_core::{ContributionForm, Sums};
use aoc_replay::{
    Balance, Certainty, Contributions, ContributionsAnswer, Given, KnownAt, Ledger, Recorded, View,
};
use serde_json::{Value, json};

use crate::{drafts, party};

fn given_partners() -> Given {
    Given::an_empty_book().and(&drafts(&[
        party("esp", "country", "XXXX"),
        party("tur", "country", "2006-03-01"),
        party("fund", "foundation", "XXXX"),
    ]))
}

fn gift(id: &str, event: &str, contribution: &str, terms: &Value, money: &Value, date: &str) -> Value {
    let mut fields = json!({"contribution": contribution, "terms": terms});
    if let Some((amount, currency)) = money.as_str().and_then(|text| text.split_once(' ')) {
        fields["money"] = json!({"amount": amount, "currency": currency});
    }
    json!({"id": id, "event": event, "date": date, "data": fields})
}

fn pledged(contribution: &str, from: &str, money: &str, date: &str) -> Value {
    let terms = json!({"from": from, "form": "financial"});
    gift(&format!("{contribution}-pledged"), "ContributionPledged", contribution, &terms, &json!(money), date)
}

fn delivered(id: &str, contribution: &str, from: &str, money: &str, date: &str) -> Value {
    let terms = json!({"from": from, "form": "financial"});
    gift(id, "ContributionDelivered", contribution, &terms, &json!(money), date)
}

fn asked(facts: &[Value], question: Contributions, day: &str) -> ContributionsAnswer {
    let outcome = given_partners().when(&drafts(facts));
    outcome.then_accepted();
    outcome.then_ask(&question, View::on(day.parse().unwrap()))
}

fn total(facts: &[Value], day: &str) -> Balance {
    asked(facts, Contributions::all(), day).total()
}

fn words(sums: &Sums) -> String {
    sums.to_string()
}

#[test]
fn a_promise_gives_nothing() {
    let facts = [pledged("voluntary-fund", "esp", "1000000 EUR", "2006-05-01")];
    let total = total(&facts, "2010-01-01");
    assert_eq!(words(&total.pledged.certain), "1000000 EUR");
    assert!(total.delivered.possible.is_empty());
    assert_eq!(words(&total.outstanding.at_least), "1000000 EUR");
}

#[test]
fn a_delivery_counts_when_it_has_happened() {
    let facts = [
        pledged("voluntary-fund", "esp", "1000.50 EUR", "2006-05-01"),
        delivered("a", "voluntary-fund", "esp", "400 EUR", "2007-03-01"),
        delivered("b", "voluntary-fund", "esp", "600.50 EUR", "2008"),
    ];
    let at = |day: &str| {
        let total = total(&facts, day);
        let (delivered, left) = (total.delivered, total.outstanding);
        [delivered.certain, delivered.possible, left.at_least, left.at_most].map(|sums| words(&sums))
    };
    assert_eq!(at("2007-02-28"), ["", "", "1000.50 EUR", "1000.50 EUR"]);
    assert_eq!(at("2007-03-01"), ["400 EUR", "400 EUR", "600.50 EUR", "600.50 EUR"]);
    assert_eq!(at("2008-06-01"), ["400 EUR", "1000.50 EUR", "", "600.50 EUR"]);
    assert_eq!(at("2008-12-31"), ["1000.50 EUR", "1000.50 EUR", "", ""]);
}

#[test]
fn a_delivery_of_a_doubted_date_counts_if_the_date_holds() {
    let facts =
        [delivered("a", "gift", "esp", "5 EUR", "2007~"), delivered("b", "other", "esp", "7 EUR", "2007")];
    let total = total(&facts, "2008-01-01").delivered;
    assert_eq!(words(&total.certain), "12 EUR");
    assert_eq!(words(&total.if_dates_hold), "5 EUR");
    assert_eq!(words(&total.possible), "12 EUR");
}

#[test]
fn nothing_is_given_before_it_is_promised_or_before_there_is_a_giver() {
    let mut early = delivered("a", "x", "tur", "10 EUR", "2006");
    early["after"] = json!("x-pledged");
    let answer =
        asked(&[pledged("x", "tur", "10 EUR", "2006-07-01"), early], Contributions::all(), "2006-07-01");
    let when = answer.lines[0].delivered[0].happened.when;
    assert_eq!(when.earliest.to_string(), "2006-07-01");
    let answer = asked(&[delivered("a", "x", "tur", "10 EUR", "2006")], Contributions::all(), "2006-03-01");
    assert_eq!(answer.lines[0].delivered[0].happened.when.earliest.to_string(), "2006-03-01");
    assert!(
        asked(&[delivered("a", "x", "tur", "10 EUR", "2006")], Contributions::all(), "2006-02-28")
            .lines
            .is_empty()
    );
}

#[test]
fn currencies_never_mix_and_the_sums_are_those_of_the_lines() {
    let facts = [
        pledged("a", "esp", "100 EUR", "2006"),
        delivered("a-1", "a", "esp", "150 EUR", "2007"),
        pledged("b", "esp", "100 EUR", "2006"),
        pledged("c", "tur", "70.25 USD", "2006-05"),
        delivered("c-1", "c", "tur", "70.20 USD", "2007"),
        delivered("d-1", "d", "fund", "3000 JPY", "2007~"),
        gift(
            "e",
            "ContributionPledged",
            "e",
            &json!({"from": "tur", "form": "secondment"}),
            &json!("9 USD"),
            "2008",
        ),
    ];
    for day in ["2006-06-01", "2007-06-01", "2008-06-01", "2009-01-01"] {
        let answer = asked(&facts, Contributions::all(), day);
        let sum = |part: fn(&Balance) -> Sums| {
            let mut sum = Sums::default();
            answer.lines.iter().for_each(|line| sum.add_all(&part(&line.balance())));
            sum
        };
        for part in [
            (|b| b.pledged.certain.clone()) as fn(&Balance) -> Sums,
            |b| b.pledged.possible.clone(),
            |b| b.delivered.certain.clone(),
            |b| b.delivered.possible.clone(),
            |b| b.outstanding.at_least.clone(),
            |b| b.outstanding.at_most.clone(),
        ] {
            assert_eq!(sum(part), part(&answer.total()), "{day}");
            assert_eq!(sum(part), part(&answer.by_partner().into_values().collect()), "{day}, by partner");
            assert_eq!(sum(part), part(&answer.by_form().into_values().collect()), "{day}, by form");
        }
        let total = answer.total();
        for (less, more) in [
            (&total.pledged.certain, &total.pledged.possible),
            (&total.delivered.certain, &total.delivered.possible),
            (&total.outstanding.at_least, &total.outstanding.at_most),
        ] {
            for (currency, _) in less.iter() {
                let amount = |text: Option<String>| text.unwrap().parse::<f64>().unwrap();
                assert!(amount(less.of(currency)) <= amount(more.of(currency)), "{day}: {less} and {more}");
            }
            assert!(less.iter().all(|(_, amount)| amount.is_some()));
        }
    }
    let end = asked(&facts, Contributions::all(), "2009-01-01");
    assert_eq!(words(&end.total().pledged.certain), "200 EUR + 79.25 USD");
    assert_eq!(words(&end.total().delivered.certain), "150 EUR + 3000 JPY + 70.20 USD");
    // 50 EUR too many on one pledge make up for nothing on the other.
    assert_eq!(words(&end.total().outstanding.at_least), "100 EUR + 9.05 USD");
    assert_eq!(words(&end.by_partner()[&"tur".parse().unwrap()].pledged.certain), "79.25 USD");
    assert_eq!(words(&end.by_form()[&ContributionForm::Secondment].pledged.certain), "9 USD");
}

#[test]
fn what_has_no_sum_is_counted_in_no_currency() {
    let facts = [
        pledged("a", "esp", "", "2006"),
        pledged("b", "esp", "10 EUR", "2006"),
        delivered("b-1", "b", "esp", "", "2007-01-01"),
        delivered("c-1", "c", "fund", "", "2007"),
    ];
    let before = total(&facts, "2006-12-31").outstanding;
    assert_eq!((words(&before.at_most), before.not_counted), ("10 EUR".to_owned(), 1));
    let after = total(&facts, "2008-01-01").outstanding;
    assert_eq!((words(&after.at_most), after.not_counted), (String::new(), 2));
    let after = total(&facts, "2008-01-01");
    assert_eq!((after.pledged.without_sum, after.delivered.without_sum), (1, 2));
    assert!(after.delivered.possible.is_empty());
}

#[test]
fn contributions_can_be_asked_for_by_partner_form_and_currency() {
    let facts = [
        pledged("a", "esp", "100 EUR", "2006"),
        pledged("b", "esp", "100 USD", "2006"),
        gift(
            "c",
            "ContributionPledged",
            "c",
            &json!({"from": "tur", "form": "volunteers"}),
            &json!(null),
            "2008",
        ),
    ];
    let count = |question: Contributions| asked(&facts, question, "2010-01-01").lines.len();
    assert_eq!(count(Contributions::all()), 3);
    assert_eq!(count(Contributions::all().from_partner("esp".parse().unwrap())), 2);
    assert_eq!(count(Contributions::all().in_form(ContributionForm::Volunteers)), 1);
    assert_eq!(count(Contributions::all().in_currency("USD".parse().unwrap())), 1);
    let both = Contributions::all().from_partner("tur".parse().unwrap()).in_currency("USD".parse().unwrap());
    assert_eq!(count(both), 0);
}

#[test]
fn what_was_known_of_a_contribution_stays_as_it_was_known_and_can_be_compared() {
    let ledger = Ledger::in_memory();
    let record = |list: &[Value]| match ledger.record(&drafts(list)).unwrap() {
        Recorded::Accepted(receipt) => receipt.commit.last,
        other => panic!("{other:?}"),
    };
    let first = record(&[party("esp", "country", "XXXX"), pledged("a", "esp", "100 EUR", "2006-01-01")]);
    let mut right = pledged("a", "esp", "110 EUR", "2006-01-01");
    right["corrects"] = right["id"].take();
    right["id"] = json!("right");
    right["reason"] = json!("a slip");
    record(&[right, delivered("b", "b", "esp", "1 EUR", "2006-02-01")]);
    let now = View::on("2010-01-01".parse().unwrap());
    let then = now.known_at(KnownAt::Position(first));
    let sum = |view| words(&ledger.ask(&Contributions::all(), view).unwrap().value.total().pledged.certain);
    assert_eq!((sum(then), sum(now)), ("100 EUR".to_owned(), "110 EUR".to_owned()));
    let diff = ledger.diff(&Contributions::all(), then, now).unwrap();
    assert_eq!((diff.appeared.len(), diff.vanished.len(), diff.changed.len()), (1, 0, 1));
    assert_eq!(diff.appeared[0].delivered[0].happened.happened, Certainty::Certain);
}
