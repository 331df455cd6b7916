//! The help, with the verbs in groups; and how wrong usage is answered.

use std::ffi::OsString;

use aoc_core::{CodeListVersion, RuleSetVersion};
use aoc_store::RECORD_FORMAT;
use clap::error::{ContextKind, ErrorKind};
use clap::{Command, CommandFactory};

use crate::args::{Cli, GROUPS};
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::{Format, Output, escaped};

const EXIT_CODES: &str = "\
Exit codes: 0 fine; 1 findings (a rejected draft, a difference under --strict); 2 wrong usage;
3 damaged, or not proven; 4 cannot be opened (locked, newer format, not a ledger, no permission) or written.

Start with `aoc demo`: it builds a ledger from real history and walks through it.";

/// The command with its grouped help and its versions.
pub(crate) fn command() -> Command {
    let command = Cli::command();
    let line = |name: &&str| {
        let about = command.find_subcommand(name).and_then(Command::get_about);
        format!("  {name:<14} {}\n", about.map(ToString::to_string).unwrap_or_default())
    };
    let group =
        |(group, names): (&str, &[&str])| format!("{group}:\n{}", names.iter().map(line).collect::<String>());
    let verbs: Vec<String> = GROUPS.into_iter().map(group).collect();
    let verbs = verbs.join("\n");
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{verbs}\nOptions:\n{{options}}\n\n{EXIT_CODES}\n"
    );
    command.help_template(template).override_usage("aoc [OPTIONS] <VERB>").version(version())
}

/// The versions of the program, the record format, the rules and the code lists.
pub(crate) fn version() -> String {
    format!(
        "{} (record format {RECORD_FORMAT}, rule set {}, code lists {})",
        env!("CARGO_PKG_VERSION"),
        RuleSetVersion::CURRENT,
        CodeListVersion::CURRENT
    )
}

/// Prints the help.
pub(crate) fn print(output: &Output) -> Result<(), CliError> {
    output.text(&command().render_help().ansi().to_string())
}

/// What clap did not understand, or what it was asked to print.
pub(crate) fn refuse(error: clap::Error, arguments: &[OsString]) -> ExitCode {
    let format = Format::asked_for(arguments);
    let output = Output::new(format);
    // clap repeats what it was given: that is shown, not obeyed.
    let shown: Vec<String> = arguments.iter().map(|word| escaped(&word.to_string_lossy())).collect();
    let error = command().try_get_matches_from(shown).err().unwrap_or(error);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            output.end(output.text(&error.render().ansi().to_string()).map(|()| ExitCode::Fine))
        }
        _ if format == Format::Table => {
            output.refused(&error.render());
            ExitCode::Usage
        }
        _ => {
            let plain = error.render().to_string();
            // What is missing stands on lines of its own, up to an empty one.
            let said: Vec<&str> = plain.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
            let message = said.join(" ");
            let mut refused = CliError::usage("usage", message.trim_start_matches("error: "));
            if let Some(meant) = error.get(ContextKind::SuggestedSubcommand) {
                refused = refused.help(format!("did you mean {meant}?"));
            }
            output.end(Err(refused.help("`aoc --help` lists the verbs, `aoc VERB --help` its arguments")))
        }
    }
}
