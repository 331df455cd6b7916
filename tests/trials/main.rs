//! Trials: what a ledger survives, tried again and again, with a tally. RELIABILITY.md lists them.
//!
//! `cargo run --release -p aoc-tests --bin trials -- help`

mod cuts;
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
    Cuts(cuts::CutsArgs),
    #[command(hide = true)]
    CutsWriting(cuts::WritingArgs),
}

fn main() -> ExitCode {
    let verdict = match Args::parse().trial {
        Trial::Cuts(args) => cuts::run(&args),
        Trial::CutsWriting(args) => cuts::write(&args),
    };
    verdict.into()
}
