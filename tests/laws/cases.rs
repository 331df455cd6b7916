//! How many cases the laws are tried on: `AOC_CASES=10` tries ten times as many.

use proptest::test_runner::Config;

pub(crate) fn cases(base: u32) -> Config {
    let times = std::env::var("AOC_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    // What fails is printed as drafts; a seed on disk would not outlive a change of the generator.
    Config { cases: base.saturating_mul(times), failure_persistence: None, ..Config::default() }
}
