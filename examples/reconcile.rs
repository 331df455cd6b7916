//! Attested figures beside derived ones: how many members do the sources claim, how many does the book name?
//!
//! Run it with `cargo run --example reconcile`.

use std::error::Error;

use aoc_core::GroupId;
use aoc_replay::{Attested, Finding, Reconciliation, Register, Tolerance, View};

fn main() -> Result<(), Box<dyn Error>> {
    let ledger = aoc_examples::book()?.ledger;
    let friends: GroupId = "group-of-friends".parse()?;
    let view = View::on("2026-01-01".parse()?);
    let names = ledger.ask(&Register, view)?.value;

    // "about" is read as within ten per cent; that is a parameter of the question.
    let answer = ledger.ask(&Reconciliation::of(friends, Tolerance::DEFAULT), view)?;
    println!("Figures of the Group of Friends, {}", answer.view);
    println!("{:26} {:26} {:15} {:>8}  finding", "on", "of", "attested", "derived");
    let mut short = 0;
    for line in &answer.value.lines {
        let attested = match line.attested {
            Attested::Figure(figure) => figure.to_string(),
            Attested::Ordinal { party, number } => {
                let code = names.get(party.into()).and_then(|entry| entry.codes.first());
                format!("{} is no. {number}", code.map_or("?", String::as_str))
            }
        };
        let finding = match line.finding {
            Finding::Agrees => "agrees".to_owned(),
            Finding::TooFew { by_at_least } => {
                short += 1;
                format!("the book names at least {by_at_least} too few")
            }
            Finding::TooMany { by_at_least } => format!("the book names at least {by_at_least} too many"),
            Finding::Undetermined => "undetermined: the dates do not tell".to_owned(),
        };
        let (low, high) = line.derived;
        let derived = format!("{low}..{high}");
        let (date, scope) = (line.date.to_string(), line.scope.to_string());
        println!("{date:26} {scope:26} {attested:15} {derived:>8}  {finding}");
    }
    println!("{short} of {} figures exceed what the book names.", answer.value.lines.len());

    // A figure is compared, never obeyed: one that does not agree is a finding, not an error.
    let exact = |date: &str| answer.value.lines.iter().find(|line| line.date.to_string() == date);
    assert!(exact("2011-08-11").is_some_and(|line| line.finding.is_discrepancy()));
    assert!(answer.value.lines.iter().any(|line| line.finding == Finding::Agrees));
    Ok(())
}
