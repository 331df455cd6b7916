//! The verbs that record.

mod archive;
mod cells;
mod change;
pub(crate) mod correct;
mod csv_rows;
mod fact;
mod finding;
pub(crate) mod import;
mod input;
mod json;
mod json_lines;
mod keep_going;
mod line;
mod origin;
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
