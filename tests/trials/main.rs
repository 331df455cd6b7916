//! Trials: what a ledger survives, tried again and again, with a tally. RELIABILITY.md lists them.
//!
//! `cargo run --release -p aoc-tests --bin trials -- help`

mod cuts;
mod faults;
mod full;
mod kills;
mod neighbour;
mod promise;
mod soak;
#[path = "../store/support.rs"]
mod support;
mod torn;
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
    Commands(kills::command::Args),
    Cuts(cuts::CutsArgs),
    Faults(faults::Args),
    Full(full::Args),
    Soak(soak::Soak),
    Torn(torn::Args),
    /// The process that is killed
    #[command(hide = true)]
    Write(kills::writer::Args),
    /// The process whose disk is cut off
    #[command(hide = true)]
    CutsWriting(cuts::WritingArgs),
    /// A process that holds a ledger open
    #[command(hide = true)]
    Hold(neighbour::Args),
    /// A process that fills a ledger until there is no room
    #[command(hide = true)]
    Fill(neighbour::Args),
}

fn main() -> ExitCode {
    let tried = match Args::parse().trial {
        Trial::Kills(args) => kills::run(&args),
        Trial::Commands(args) => kills::command::run(&args),
        Trial::Cuts(args) => Ok(cuts::run(&args)),
        Trial::Faults(args) => faults::run(&args),
        Trial::Full(args) => full::run(&args),
        Trial::Soak(soak) => Ok(soak.run()),
        Trial::Torn(args) => torn::run(&args),
        Trial::Write(args) => kills::writer::run(&args).map(done),
        Trial::CutsWriting(args) => Ok(cuts::write(&args)),
        Trial::Hold(args) => neighbour::hold(&args).map(done),
        Trial::Fill(args) => neighbour::fill(&args).map(done),
    };
    let failed = |error: Box<dyn Error>| {
        eprintln!("{error}");
        Verdict::Broken
    };
    tried.unwrap_or_else(failed).into()
}

fn done((): ()) -> Verdict {
    Verdict::Kept
}
