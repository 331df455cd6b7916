//! The generators themselves: they must not rot. What they claim to produce is counted here.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::history::{Oddity, accepted_histories, oddities, together_only};
use crate::naive::tally;

/// A third of the accepted records is backdated, corrected, retracted, corroborated or partly dated, and every
/// sort of it occurs.
#[test]
fn a_third_of_the_accepted_records_is_out_of_the_ordinary() {
    let mut runner = TestRunner::deterministic();
    let strategy = accepted_histories(32);
    let (mut found, mut together, mut tries, mut refused) = (Vec::new(), 0, 0, 0);
    for _ in 0..60 {
        let history = strategy.new_tree(&mut runner).unwrap().current();
        found.extend(oddities(&history));
        together += together_only(&history);
        tries += history.tries.len();
        refused += history.tries.iter().filter(|attempt| attempt.verdict.is_err()).count();
    }
    let (all, counts) = (found.len(), tally(found));
    let share = |oddity: Oddity| 100 * counts.get(&oddity).copied().unwrap_or(0) / all;
    let odd = 100 - share(Oddity::None);
    let said = format!("{all} records, {counts:?}, {together} together only, {refused} of {tries} tries refused");
    println!("{said}");
    assert!((30..=60).contains(&odd), "{said}");
    for oddity in [Oddity::Corrected, Oddity::Retracted, Oddity::Corroborated, Oddity::Rough, Oddity::Backdated, Oddity::Anchored] {
        assert!(share(oddity) >= 2, "{oddity:?}: {said}");
    }
    assert!(together >= 60, "{said}");
    assert!(100 * refused / tries >= 20, "{said}");
}
