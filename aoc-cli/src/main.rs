//! `aoc`: the auditor's command.
//!
//! Thin: what is knowledge lives in `aoc-core`, `aoc-store` and `aoc-replay`. Here are the arguments ([`args`]),
//! the clock and the terminal ([`context`], [`output`]), and the words of an answer ([`words`]). One verb a file,
//! grouped as in the help: [`ask`], [`record`], [`prove`], [`keep`].

// On the workspace's list they would speak of the tests too.
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::string_slice))]

mod args;
mod ask;
mod context;
mod error;
mod exit;
mod find;
mod formula;
mod help;
mod keep;
mod labels;
mod ledger;
mod output;
mod progress;
mod prove;
mod record;
mod sources;
mod viewed;
mod when;
mod words;

use clap::{CommandFactory, FromArgMatches};

use crate::args::{Cli, Verb};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::Output;

fn main() -> std::process::ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let matches = match help::command().try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return help::refuse(error, &arguments).into(),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => {
            let error = error.format(&mut Cli::command());
            return help::refuse(error, &arguments).into();
        }
    };
    let output = Output::new(cli.globals.format);
    let ended = match &cli.verb {
        None => help::print(&output).map(|()| ExitCode::Fine),
        Some(verb) => Context::new(&cli.globals, output.clone()).and_then(|context| run(verb, &context)),
    };
    output.end(ended).into()
}

fn run(verb: &Verb, context: &Context) -> Result<ExitCode, CliError> {
    match verb {
        Verb::Members(args) => ask::members::run(args, context),
        Verb::Memberships(args) => ask::memberships::run(args, context),
        Verb::Holders(args) => ask::holders::run(args, context),
        Verb::Agreements(args) => ask::agreements::run(args, context),
        Verb::Obligations(args) => ask::obligations::run(args, context),
        Verb::Plans(args) => ask::plans::run(args, context),
        Verb::Strategies(args) => ask::strategies::run(args, context),
        Verb::Contributions(args) => ask::contributions::run(args, context),
        Verb::Calendar(args) => ask::calendar::run(args, context),
        Verb::Directory(args) => ask::directory::run(args, context),
        Verb::Partners(args) => ask::partners::run(args, context),
        Verb::Roster(args) => ask::roster::run(args, context),
        Verb::Timeline(args) => ask::timeline::run(args, context),
        Verb::Explain(args) => ask::explain::run(args, context),
        Verb::Diff(args) => ask::diff::run(args, context),
        Verb::Reconcile(args) => ask::reconcile::run(args, context),
        Verb::Late(args) => ask::late::run(args, context),
        Verb::Record(args) => record::record::run(args, context),
        Verb::Import(args) => record::import::run(args, context),
        Verb::Template(args) => record::template::run(args, context),
        Verb::Correct(args) => record::correct::run(args, context),
        Verb::Retract(args) => record::retract::run(args, context),
        Verb::Erase(args) => record::erase::run(args, context),
        Verb::Undo(args) => record::undo::run(args, context),
        Verb::Verify(args) => prove::verify::run(args, context),
        Verb::Log(args) => prove::log::run(args, context),
        Verb::Key(args) => prove::key::run(args, context),
        Verb::Checkpoint(args) => prove::checkpoint::run(args, context),
        Verb::Prove(args) => prove::proof::run(args, context),
        Verb::Check(args) => prove::check::run(args, context),
        Verb::Init(args) => keep::init::run(args, context),
        Verb::Export(args) => keep::export::run(args, context),
        Verb::Restore(args) => keep::restore::run(args, context),
        Verb::Backup(args) => keep::backup::run(args, context),
        Verb::Salvage(args) => keep::salvage::run(args, context),
        Verb::Snapshot => keep::snapshot::run(context),
        Verb::Demo(args) => keep::demo::run(args, context),
        Verb::Completions(args) => keep::completions::run(args, context),
        Verb::Man(args) => keep::man::run(args, context),
    }
}
