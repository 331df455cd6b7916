//! Simulated lives of a ledger (`tests/world/simulation`): some seeds keep every law, the same seed gives the same life, and
//! each way in which a disk can break its promises is caught. `trials soak` lives through as many seeds as there is time for.

use aoc_tests::simulation::{Failure, Lived, Manner, Seed, Steps, live};

fn seeds(count: u64) -> impl Iterator<Item = Seed> {
    (1..=count).map(Seed::of)
}

fn kept(seed: Seed, steps: Steps) -> Lived {
    live(seed, steps, Manner::Honest).unwrap_or_else(|failure| panic!("{failure}"))
}

#[test]
fn every_law_is_kept_in_every_step_of_these_lives() {
    let mut tally = aoc_tests::simulation::Tally::default();
    for seed in seeds(40) {
        tally += kept(seed, Steps::DEFAULT).tally;
    }
    println!("{tally}");
    // The lives are not empty ones.
    assert!(tally.commits > 1_000 && tally.rejections > 500 && tally.crashes > 100, "{tally}");
    assert!(tally.unknown > 20 && tally.kept_unknown > 5 && tally.conflicts > 10, "{tally}");
    assert!(tally.answers > 200 && tally.proofs > 100 && tally.erasures > 20 && tally.faults > 50, "{tally}");
}

#[test]
fn the_same_seed_gives_the_same_life() {
    for seed in seeds(8) {
        assert_eq!(kept(seed, Steps::DEFAULT), kept(seed, Steps::DEFAULT));
    }
    let two = seeds(2).map(|seed| kept(seed, Steps::DEFAULT).digest).collect::<Vec<_>>();
    assert_ne!(two[0], two[1]);
}

/// How many seeds it takes at most to catch each.
const CAUGHT_WITHIN: u64 = 30;

#[test]
fn every_broken_promise_of_a_disk_is_caught() {
    for manner in Manner::DISHONEST {
        let caught = |seed| live(seed, Steps::DEFAULT, manner).err();
        let found: Option<(u64, Box<Failure>)> =
            (1..).zip(seeds(CAUGHT_WITHIN)).find_map(|(nth, seed)| Some((nth, caught(seed)?)));
        let (nth, failure) =
            found.unwrap_or_else(|| panic!("{manner:?} was not caught by {CAUGHT_WITHIN} seeds"));
        println!("{manner:?}: caught by seed {nth}, in step {}: {}", failure.steps, failure.why);
        // Lived again up to that step, it fails in the same way.
        let again = live(failure.seed, failure.steps, manner).expect_err("the same life");
        assert_eq!(again.why, failure.why);
    }
}
