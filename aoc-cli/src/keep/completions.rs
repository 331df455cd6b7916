//! `aoc completions`: a completion script for a shell.

use crate::args::CompletionsArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::help;

/// Prints the script.
pub(crate) fn run(args: &CompletionsArgs, context: &Context) -> Result<ExitCode, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(), "aoc", &mut script);
    context.output.document(&script)?;
    Ok(ExitCode::Fine)
}
