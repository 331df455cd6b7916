//! The verbs that record.

#[cfg(test)]
mod altered;
mod archive;
mod batches;
mod cells;
mod change;
pub(crate) mod correct;
mod csv_rows;
pub(crate) mod erase;
mod fact;
mod finding;
mod forms;
mod headings;
pub(crate) mod import;
mod in_words;
mod input;
mod json;
mod json_lines;
mod keep_going;
mod line;
mod missing;
mod origin;
mod parts;
mod put;
mod reading;
#[expect(clippy::module_inception, reason = "the verb `record` of the group Record")]
pub(crate) mod record;
mod refused;
mod report;
pub(crate) mod retract;
mod scratch;
mod set;
mod skeletons;
mod tables;
pub(crate) mod template;
mod told;
pub(crate) mod undo;
mod would;

use aoc_core::Draft;

use crate::error::CliError;

/// The drafts of a text that is JSON Lines.
///
/// # Errors
/// The first line of which no draft can be made.
pub(crate) fn drafts_of(text: &str) -> Result<Vec<Draft>, CliError> {
    let draft = |line: Result<line::DraftLine, aoc_store::LineError>| {
        let line = line.map_err(|error| CliError::usage("file", error.to_string()))?;
        line.read.map_err(|error| {
            CliError::usage("not-a-draft", format!("line {}: {}", line.span.first, error.why))
        })
    };
    json_lines::JsonLines::of(text.as_bytes()).map(draft).collect()
}
