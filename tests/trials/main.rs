//! Trials: what a ledger survives, tried again and again, with a tally. RELIABILITY.md lists them.
//!
//! `cargo run --release -p aoc-tests --bin trials -- help`

mod kills;
mod neighbour;
#[path = "../store/support.rs"]
mod support;
mod verdict;

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use verdict::Verdict;

/// Tries again and again what a ledger must survive, and says how often it did.
#[derive(Parser)]
#[command(name = "trials", arg_required_else_help = true)]
struct Args {
    #[command(subcommand)]
    trial: Trial,
}

#[derive(Subcommand)]
enum Trial {
    Kills(kills::Args),
    /// The process that is killed
    #[command(hide = true)]
    Write(kills::writer::Args),
    /// A process that holds a ledger open
    #[command(hide = true)]
    Hold(neighbour::Args),
    /// A process that fills a ledger until there is no room
    #[command(hide = true)]
    Fill(neighbour::Args),
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let done = |()| Verdict::Kept;
    let verdict = match Args::parse().trial {
        Trial::Kills(args) => kills::run(&args)?,
        Trial::Write(args) => kills::writer::run(&args).map(done)?,
        Trial::Hold(args) => neighbour::hold(&args).map(done)?,
        Trial::Fill(args) => neighbour::fill(&args).map(done)?,
    };
    Ok(verdict.into())
}
