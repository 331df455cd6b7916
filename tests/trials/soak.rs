//! [`Soak`]: simulated lives of a ledger, seed after seed, for as long as asked.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::str::FromStr;
use std::time::{Duration, Instant};

use aoc_tests::simulation::{Lived, Manner, Seed, Steps, Tally, live};
use clap::Args;

use crate::verdict::Verdict;

/// How often it is told how far it is.
const TELLS: Duration = Duration::from_secs(10);
/// Each how many-th life is lived twice: it must be the same.
const TWICE: u64 = 16;

/// Many users, clocks, crashes and reopenings from one seed, with the laws asked for behind each step
#[derive(Args)]
pub(crate) struct Soak {
    /// For how long: `90s`, `10m`, `8h`; without it one minute, or one seed if one is given
    #[arg(long = "for", value_name = "TIME")]
    lasts: Option<Span>,
    /// The first seed; without it, any
    #[arg(long)]
    seed: Option<Seed>,
    /// How many steps each life has
    #[arg(long, default_value_t = Steps::DEFAULT)]
    steps: Steps,
}

/// A time that something lasts.
#[derive(Debug, Clone, Copy)]
struct Span(Duration);

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let malformed = || format!("`{text}` is no time: say `90s`, `10m` or `8h`");
        let unit = text.chars().next_back().ok_or_else(malformed)?;
        let seconds = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            _ => return Err(malformed()),
        };
        let count: u64 = text.trim_end_matches(unit).parse().map_err(|_| malformed())?;
        count.checked_mul(seconds).map(|seconds| Self(Duration::from_secs(seconds))).ok_or_else(malformed)
    }
}

impl Soak {
    pub(crate) fn run(&self) -> Verdict {
        let lasts = match (self.lasts, self.seed) {
            (Some(Span(lasts)), _) => lasts,
            (None, Some(_)) => Duration::ZERO,
            (None, None) => Duration::from_mins(1),
        };
        let any = || RandomState::new().build_hasher().finish() >> 32;
        let mut seed = self.seed.unwrap_or_else(|| Seed::of(any()));
        let (first, start, mut told) = (seed, Instant::now(), Instant::now());
        let (mut tally, mut seeds) = (Tally::default(), 0_u64);
        loop {
            let Some(lived) = self.live(seed) else { return Verdict::Broken };
            if seeds.is_multiple_of(TWICE) && self.live(seed).as_ref() != Some(&lived) {
                println!("seed {seed} was lived twice, and was not the same");
                println!("again: trials soak --seed {seed} --steps {}", self.steps);
                return Verdict::Broken;
            }
            tally += lived.tally;
            seeds += 1;
            if told.elapsed() >= TELLS {
                told = Instant::now();
                eprintln!("{} s, {seeds} seeds: {tally}", start.elapsed().as_secs());
            }
            if start.elapsed() >= lasts {
                break;
            }
            seed = seed.next();
        }
        if tally.commits == 0 {
            println!("nothing was recorded: give the lives more steps than {}", self.steps);
            return Verdict::Broken;
        }
        let seconds = start.elapsed().as_secs();
        println!(
            "{seeds} seeds from {first} on, {} steps each, in {seconds} s: every law was kept",
            self.steps
        );
        println!("{tally}");
        Verdict::Kept
    }

    fn live(&self, seed: Seed) -> Option<Lived> {
        match live(seed, self.steps, Manner::Honest) {
            Ok(lived) => Some(lived),
            Err(failure) => {
                println!("{failure}");
                None
            }
        }
    }
}
