//! `aoc retract`: it never happened.

use aoc_core::Draft;
use serde_json::{Map, json};

use super::correct::add_record;
use super::fact::{self, Fact};
use super::line;
use super::origin::{Origin, Unit};
use super::report::{self, Mode};
use super::{put, scratch};
use crate::args::RetractArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::labels::Labels;
use crate::output::Page;

/// Retracts a fact.
pub(crate) fn run(args: &RetractArgs, context: &Context) -> Result<ExitCode, CliError> {
    let mode = Mode::of_flag(args.dry_run);
    let ledger = scratch::open(context, mode)?;
    let labels = Labels::latest(context, &ledger)?;
    let fact = Fact::of(&ledger, &args.record)?;
    let position = fact.last().position;
    if fact.is_retracted() {
        let message = format!(
            "the fact was retracted already, by record {position}; to restore it, correct that record"
        );
        return Err(CliError::usage("is-retracted", message));
    }
    let citations = fact::citations(&args.cites, &labels)?.unwrap_or_else(aoc_core::Citations::uncited);
    let reason = fact::text("--reason", &args.reason)?;
    let mut draft = Draft::retract(position, citations, reason);
    draft.meta.actor = args.actor.actor.as_deref().map(|actor| fact::text("--actor", actor)).transpose()?;
    draft.meta.authority =
        args.actor.authority.as_deref().map(|authority| fact::text("--authority", authority)).transpose()?;
    let mut page = Page::new();
    page.title(fact.heading(&labels));
    let mut json = Map::new();
    json.insert("before".to_owned(), fact::record_json(fact.said(), &labels));
    json.insert("restores".to_owned(), json!(false));
    let origin = Origin { file: "retraction".to_owned(), unit: Unit::Draft };
    let report = put::put(context, &ledger, origin, &line::of_drafts(vec![draft]))?;
    add_record(&mut json, &report, &ledger, &labels)?;
    report::write(context, "aoc.retract/1", mode, (page, json), &[report])
}
