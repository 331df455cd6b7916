//! `aoc man`: manual pages.

use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::args::{Cli, ManArgs};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::help;

/// Prints one page, or writes all of them.
pub(crate) fn run(args: &ManArgs, context: &Context) -> Result<ExitCode, CliError> {
    let command = documented();
    if let Some(dir) = &args.dir {
        return write_all(&command, dir, context);
    }
    let page = match &args.verb {
        None => page(&command)?,
        Some(verb) => page(&verb_command(&command, verb)?)?,
    };
    context.output.raw_bytes(&page)?;
    Ok(ExitCode::Fine)
}

/// The command without the help's own layout, which is not one for manual pages.
fn documented() -> Command {
    let mut command = Cli::command().version(help::version());
    command.build();
    command
}

fn verb_command(command: &Command, verb: &str) -> Result<Command, CliError> {
    let found = command.find_subcommand(verb).ok_or_else(|| {
        CliError::usage("unknown-verb", format!("aoc has no verb `{verb}`"))
            .help("`aoc --help` lists the verbs")
    })?;
    let name = format!("aoc-{verb}");
    Ok(found.clone().name(name.clone()).display_name(name))
}

fn page(command: &Command) -> Result<Vec<u8>, CliError> {
    let mut page = Vec::new();
    let failed = |error: std::io::Error| CliError::new(ExitCode::CannotOpen, "man", error.to_string());
    Man::new(command.clone()).render(&mut page).map_err(failed)?;
    Ok(page)
}

fn write_all(command: &Command, dir: &Path, context: &Context) -> Result<ExitCode, CliError> {
    std::fs::create_dir_all(dir).map_err(|error| CliError::file(dir, "create", &error))?;
    let verbs: Vec<&str> =
        command.get_subcommands().map(Command::get_name).filter(|name| *name != "help").collect();
    let write = |name: &str, page: Vec<u8>| {
        let path = dir.join(format!("{name}.1"));
        std::fs::write(&path, page).map_err(|error| CliError::file(&path, "write", &error))
    };
    write("aoc", page(command)?)?;
    for verb in &verbs {
        write(&format!("aoc-{verb}"), page(&verb_command(command, verb)?)?)?;
    }
    let count = verbs.len().saturating_add(1);
    context.output.complain(&format!("{count} manual pages are in {}\n", dir.display()));
    Ok(ExitCode::Fine)
}
