//! `aoc undo`: takes back what the last commit recorded. Nothing is deleted: new facts are retracted, corrections
//! corrected back, retractions corrected into what stood before.

use std::collections::BTreeMap;

use aoc_core::{Citations, Day, Draft, Position, Record, Relation, Text};
use aoc_replay::{Commit, Ledger, View};
use serde_json::{Map, Value, json};

use super::fact;
use super::line;
use super::origin::{Origin, Unit};
use super::report::{self, Mode};
use super::{put, scratch};
use crate::args::UndoArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::labels::Labels;
use crate::output::Page;
use crate::words;

/// How the reason of an undo begins.
const UNDO: &str = "undo of ";
/// How the reason of a redo begins.
const REDO: &str = "redo of ";

/// Undoes the last commit, and says what it undid.
pub(crate) fn run(args: &UndoArgs, context: &Context) -> Result<ExitCode, CliError> {
    let mode = Mode::of_flag(args.dry_run);
    let ledger = scratch::open(context, mode)?;
    let labels = Labels::latest(context, &ledger)?;
    let Some(commit) = ledger.commits()?.last() else {
        return Err(CliError::usage(
            "nothing-to-undo",
            "nothing is recorded yet, so there is nothing to undo",
        ));
    };
    let records = ledger.commit_records(commit.first)?;
    check_direction(args, &ledger, &records, commit)?;
    let prefix = if args.redo { REDO } else { UNDO };
    let reason = fact::text("--reason", &format!("{prefix}{}: {}", places(commit), args.reason))?;
    let mut steps = Vec::new();
    for last in last_versions(records) {
        steps.extend(Step::undoing(&ledger, last, commit, &reason)?);
    }
    if steps.is_empty() {
        let message = format!(
            "the last commit ({}) changed nothing that stands, so there is nothing to undo",
            places(commit)
        );
        return Err(CliError::usage("nothing-to-undo", message));
    }
    let (page, json) = told(args, commit, &steps, &labels);
    let mut drafts: Vec<Draft> = steps.into_iter().map(|step| step.draft).collect();
    for draft in &mut drafts {
        draft.meta.actor =
            args.actor.actor.as_deref().map(|actor| fact::text("--actor", actor)).transpose()?;
        draft.meta.authority =
            args.actor.authority.as_deref().map(|text| fact::text("--authority", text)).transpose()?;
    }
    let file = if args.redo { "redo" } else { "undo" };
    let origin = Origin { file: file.to_owned(), unit: Unit::Draft };
    let report = put::put(context, &ledger, origin, &line::of_drafts(drafts))?;
    report::write(context, "aoc.undo/1", mode, (page, json), &[report])
}

fn places(commit: Commit) -> String {
    if commit.first == commit.last {
        format!("position {}", commit.first)
    } else {
        format!("positions {} to {}", commit.first, commit.last)
    }
}

/// An undo is not undone by mistake, and nothing else is redone.
fn check_direction(
    args: &UndoArgs,
    ledger: &Ledger,
    records: &[Record],
    commit: Commit,
) -> Result<(), CliError> {
    let mut is_undo = !records.is_empty();
    for record in records {
        is_undo &= record.meta.reason.as_ref().is_some_and(|reason| reason.as_str().starts_with(UNDO));
        let target = record.relation.replaces().map(|target| ledger.record_at(target)).transpose()?;
        is_undo &= target.is_some_and(|target| record.meta.causation == Some(target.id));
    }
    match (is_undo, args.redo) {
        (true, false) => {
            let message = format!(
                "the last commit ({}) is itself an undo: what came before it cannot be undone this way",
                places(commit)
            );
            Err(CliError::usage("is-undo", message)
                .help("`aoc undo --redo` brings back what it took away")
                .help("`aoc retract POSITION` and `aoc correct POSITION` change single facts, however old"))
        }
        (false, true) => {
            let message =
                format!("the last commit ({}) is no undo: there is nothing to bring back", places(commit));
            Err(CliError::usage("is-no-undo", message)
                .help("`aoc correct POSITION` on a retraction restores a single fact"))
        }
        _ => Ok(()),
    }
}

/// The last version of each fact that a commit touched, the newest first.
fn last_versions(records: Vec<Record>) -> Vec<Record> {
    let mut facts: BTreeMap<Position, Record> = BTreeMap::new();
    for record in records {
        facts.insert(record.origin, record);
    }
    let mut last: Vec<Record> = facts.into_values().collect();
    last.sort_by_key(|record| std::cmp::Reverse(record.position));
    last
}

/// What undoes one fact's change.
struct Step {
    did: Did,
    record: Record,
    draft: Draft,
}

#[derive(Clone, Copy)]
enum Did {
    Retract,
    CorrectBack,
    Restore,
}

impl Did {
    const fn name(self) -> &'static str {
        match self {
            Self::Retract => "retract",
            Self::CorrectBack => "correct-back",
            Self::Restore => "restore",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Retract => "retracts",
            Self::CorrectBack => "corrects back",
            Self::Restore => "restores",
        }
    }
}

impl Step {
    /// What brings a fact back to what it was before the commit; nothing when it is that already.
    fn undoing(
        ledger: &Ledger,
        last: Record,
        commit: Commit,
        reason: &Text,
    ) -> Result<Option<Self>, CliError> {
        let explained = ledger.explain(&[last.position], View::on(Day::FUTURE))?;
        let versions =
            explained.facts.into_iter().flat_map(|fact| fact.versions).map(|version| version.record);
        let before = versions.rev().find(|version| version.position < commit.first);
        let is_retraction = matches!(last.relation, Relation::Retraction { .. });
        let (did, mut draft) = match before.and_then(|before| Some((before.event.clone()?, before))) {
            Some((event, before)) => {
                let citations = before.meta.citations.clone();
                let mut draft = Draft::correct(last.position, event, before.date, citations, reason.clone());
                draft.meta.words = before.meta.words;
                draft.after = before.after.map(Into::into);
                (if is_retraction { Did::Restore } else { Did::CorrectBack }, draft)
            }
            None if is_retraction => return Ok(None),
            None => (Did::Retract, Draft::retract(last.position, Citations::uncited(), reason.clone())),
        };
        draft.meta.causation = Some(last.id);
        Ok(Some(Self { did, record: last, draft }))
    }
}

fn told(args: &UndoArgs, commit: Commit, steps: &[Step], labels: &Labels) -> (Page, Map<String, Value>) {
    let mut page = Page::new();
    let verb = if args.redo { "Redoing" } else { "Undoing" };
    page.title(format!("{verb} the last commit, {} ({})", places(commit), commit.recorded_at));
    let mut list = Vec::new();
    for step in steps {
        let what = words::record(&step.record, labels);
        page.indented(2, format!("{} record {}: {what}", step.did.words(), step.record.position));
        list.push(json!({"did": step.did.name(), "position": step.record.position, "what": what}));
    }
    let mut json = Map::new();
    let commit = json!({"first": commit.first, "last": commit.last, "recorded_at": commit.recorded_at});
    json.insert("undone".to_owned(), commit);
    json.insert("steps".to_owned(), Value::Array(list));
    (page, json)
}
