//! Arguments of the verbs that prove.

use clap::Args;

/// `aoc verify`
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// End with exit code 1 also for records that rest on a withdrawn source or on none, and for signatures by
    /// somebody who did not hold the office
    #[arg(long)]
    pub(crate) strict: bool,
}

/// `aoc log`
#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// Show this record in full
    #[arg(value_name = "POSITION", conflicts_with = "limit", value_parser = position)]
    pub(crate) position: Option<u64>,
    /// Only the newest so many commits
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: Option<u32>,
}

fn position(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| "a position is a number; `aoc timeline NAME` lists the records of a thing".to_owned())
}
