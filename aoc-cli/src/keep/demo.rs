//! `aoc demo`: not written yet.

use crate::args::DemoArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;

/// Says that it is not written yet.
pub(crate) fn run(_args: &DemoArgs, _context: &Context) -> Result<ExitCode, CliError> {
    Err(CliError::usage("not-written-yet", "`aoc demo` is not written yet"))
}
