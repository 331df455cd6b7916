//! What is asked for on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::figures::FIGURES;

/// Measures a ledger over a made-up history that is always the same for a seed.
///
/// Progress goes to standard error. A figure's samples are taken in several runs: its median is that of the runs'
/// medians, the percentiles are those of all samples.
#[derive(Debug, Parser)]
#[command(name = "scoreboard", args_conflicts_with_subcommands = true, after_help = figures())]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) measure: Measure,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What is measured, and where.
#[derive(Debug, Args)]
pub(crate) struct Measure {
    /// How many records the ledger has
    #[arg(long, value_name = "COUNT", default_value_t = 100_000, value_parser = parse_events)]
    pub(crate) events: usize,
    /// How many runs each figure has
    #[arg(long, value_name = "COUNT", default_value_t = 5, value_parser = parse_runs)]
    pub(crate) runs: usize,
    /// Which history it is
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(crate) seed: u64,
    /// These figures only, or those whose names start like this
    #[arg(long, value_name = "FIGURE", num_args = 1..)]
    pub(crate) only: Vec<String>,
    /// Where the ledger is built, in a directory of its own that goes away [default: the system's temporary directory]
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    /// Print one JSON object instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Compare two boards that were printed with --json
    Diff {
        /// The first board
        before: PathBuf,
        /// The second board
        after: PathBuf,
    },
}

impl Measure {
    /// The names of the figures that are asked for.
    pub(crate) fn figures(&self) -> Result<Vec<&'static str>, String> {
        let names = || FIGURES.iter().map(|figure| figure.name);
        if let Some(unknown) = self.only.iter().find(|only| !names().any(|name| name.starts_with(*only))) {
            return Err(format!("no figure is called `{unknown}`: --help lists them"));
        }
        // `roll` is a figure, and the start of others.
        let is_asked = |only: &str, name: &str| {
            if names().any(|name| name == only) { name == only } else { name.starts_with(only) }
        };
        let asked = |name: &&str| self.only.is_empty() || self.only.iter().any(|only| is_asked(only, name));
        Ok(names().filter(asked).collect())
    }
}

fn parse_events(text: &str) -> Result<usize, String> {
    number_from(1_000, text)
}

fn parse_runs(text: &str) -> Result<usize, String> {
    number_from(1, text)
}

fn number_from(least: usize, text: &str) -> Result<usize, String> {
    let number: usize = text.replace('_', "").parse().map_err(|_| "not a number".to_owned())?;
    if number < least { Err(format!("at least {least}")) } else { Ok(number) }
}

fn figures() -> String {
    let lines = FIGURES.iter().map(|figure| format!("  {:18} {}", figure.name, figure.about));
    format!("Figures:\n{}", lines.collect::<Vec<_>>().join("\n"))
}
