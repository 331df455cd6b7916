//! Trials: what a ledger survives, tried again and again, with a tally. RELIABILITY.md lists them.
//!
//! `cargo run --release -p aoc-tests --bin trials -- help`

mod soak;
mod verdict;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Tries again and again what a ledger must survive, and says how often it did.
#[derive(Parser)]
#[command(name = "trials", arg_required_else_help = true)]
struct Args {
    #[command(subcommand)]
    trial: Trial,
}

#[derive(Subcommand)]
enum Trial {
    Soak(soak::Soak),
}

fn main() -> ExitCode {
    match Args::parse().trial {
        Trial::Soak(soak) => soak.run().into(),
    }
}
