//! `aoc man`: manual pages.

use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::args::{Cli, ManArgs};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::help;
use crate::output::Page;

/// Prints one page, or writes all of them.
pub(crate) fn run(args: &ManArgs, context: &Context) -> Result<ExitCode, CliError> {
    let command = documented();
    if let Some(dir) = &args.dir {
        return write_all(&command, dir, context);
    }
    let verb = args.verb.iter().try_fold(command, |command, verb| part(&command, verb))?;
    let page = page(&verb)?;
    context.output.document(&page)?;
    Ok(ExitCode::Fine)
}

/// The command without the help's own layout, which is not one for manual pages.
fn documented() -> Command {
    let mut command = Cli::command().version(help::version());
    command.build();
    command
}

/// A verb of a command, as a command.
fn part(command: &Command, verb: &str) -> Result<Command, CliError> {
    let name = called(command);
    let found = command.find_subcommand(verb).ok_or_else(|| {
        CliError::usage("unknown-verb", format!("{} has no verb `{verb}`", name.replace('-', " ")))
            .help("`aoc --help` lists the verbs")
    })?;
    let name = format!("{name}-{verb}");
    Ok(found.clone().name(name.clone()).display_name(name))
}

fn called(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned()
}

fn page(command: &Command) -> Result<Vec<u8>, CliError> {
    let mut page = Vec::new();
    let failed = |error: std::io::Error| CliError::new(ExitCode::CannotOpen, "man", error.to_string());
    Man::new(command.clone()).render(&mut page).map_err(failed)?;
    Ok(page)
}

fn write_all(command: &Command, dir: &Path, context: &Context) -> Result<ExitCode, CliError> {
    std::fs::create_dir_all(dir).map_err(|error| CliError::file(dir, "create", &error))?;
    let count = write_below(command, dir)?;
    let mut page = Page::new();
    page.line(format!("{count} manual pages are in {}", dir.display()));
    context.output.aside(&page);
    Ok(ExitCode::Fine)
}

/// Writes the page of a command and those of its verbs; says how many that were.
fn write_below(command: &Command, dir: &Path) -> Result<usize, CliError> {
    let path = dir.join(format!("{}.1", called(command)));
    std::fs::write(&path, page(command)?).map_err(|error| CliError::file(&path, "write", &error))?;
    let verbs = command.get_subcommands().map(Command::get_name).filter(|name| *name != "help");
    verbs
        .map(|verb| write_below(&part(command, verb)?, dir))
        .try_fold(1, |count: usize, below| Ok(count.saturating_add(below?)))
}
