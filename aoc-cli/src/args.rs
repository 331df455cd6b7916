//! What can be asked of `aoc` on the command line, verb by verb.

mod ask;
mod keep;
mod life;
mod prove;
mod record;
mod works;

use std::path::PathBuf;

use aoc_core::LanguageTag;
use clap::{Args, Parser, Subcommand};

pub(crate) use ask::{
    AgreementsArgs, BiannualArg, DiffArgs, DiffQuestion, ExplainArgs, HoldersArgs, LateArgs, MembersArgs,
    MembershipsArgs, ObligationsArgs, ReconcileArgs, TimelineArgs, ViewArgs,
};
pub(crate) use keep::{
    BackupArgs, CompletionsArgs, DemoArgs, ExportArgs, InitArgs, ManArgs, RestoreArgs, SalvageArgs,
};
pub(crate) use life::{CalendarArgs, DirectoryArgs, PartnersArgs, RosterArgs};
pub(crate) use prove::{
    CheckArgs, CheckpointArgs, Earlier, KeyArgs, KeyNewArgs, KeyShowArgs, KeyVerb, LogArgs, ProveArgs,
    ProveConsistencyArgs, ProveRecordArgs, ProveVerb, Stage, VerifyArgs,
};
pub(crate) use record::{
    CitesArgs, CorrectArgs, EraseArgs, ImportArgs, RecordArgs, RetractArgs, TemplateArgs, UndoArgs,
};
pub(crate) use works::{ContributionsArgs, PlansArgs, StrategiesArgs};

use crate::output::Format;

/// A ledger of an alliance: who belongs to it, since when, and which source says so.
#[derive(Debug, Parser)]
#[command(name = "aoc", max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    pub(crate) verb: Option<Verb>,
}

/// Options of every verb.
#[derive(Debug, Args)]
pub(crate) struct Globals {
    /// The ledger's directory [default: `$AOC_LEDGER`]
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) ledger: Option<PathBuf>,
    /// Read this archive in its place: a directory of plain files that `aoc export --files` has written
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) archive: Option<PathBuf>,
    /// How answers and errors are written
    #[arg(long, value_enum, default_value = "table", global = true)]
    pub(crate) format: Format,
    /// The language in which names are shown, where the ledger has them: en, ar, es …
    #[arg(long, value_name = "TAG", global = true)]
    pub(crate) lang: Option<LanguageTag>,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Who belongs to a group on a day
    Members(MembersArgs),
    /// Who belongs to which group on a day: all groups at once
    Memberships(MembershipsArgs),
    /// Who holds an office on a day
    Holders(HoldersArgs),
    /// Where agreements stand on a day: drafted, signed, in force, ended
    Agreements(AgreementsArgs),
    /// What agreements ask of their parties, and where that stands on a day
    Obligations(ObligationsArgs),
    /// Action plans and joint programmes of agreements, and what was done under them
    Plans(PlansArgs),
    /// Where strategies and national plans stand on a day, and who adopted them
    Strategies(StrategiesArgs),
    /// What partners promised and what they gave up to a day
    Contributions(ContributionsArgs),
    /// What was held, adopted, issued and planned up to a day
    Calendar(CalendarArgs),
    /// What stands in the clearinghouse on a day
    Directory(DirectoryArgs),
    /// Find your partner: members of a group by theme, region and kind
    Partners(PartnersArgs),
    /// The experts of the media response mechanism on a day, and who was engaged when
    Roster(RosterArgs),
    /// What happened to something, or to everything, in order
    Timeline(TimelineArgs),
    /// Which records and sources make a line of an answer
    Explain(ExplainArgs),
    /// What differs between two days, or between two states of the book
    Diff(DiffArgs),
    /// Attested figures beside what the book derives
    Reconcile(ReconcileArgs),
    /// What the book learned about a day after an answer was given
    Late(LateArgs),
    /// Record drafts given as JSON, as one commit
    Record(RecordArgs),
    /// Record a file of drafts as one commit: all or nothing
    Import(ImportArgs),
    /// Print an empty file to fill in
    Template(TemplateArgs),
    /// Replace what a record says: it was wrong
    Correct(CorrectArgs),
    /// Take a record back: it never happened
    Retract(RetractArgs),
    /// Destroy a person's names, and record that it was done
    Erase(EraseArgs),
    /// Retract what the last commit recorded
    Undo(UndoArgs),
    /// Read every byte again and judge every commit again
    Verify(VerifyArgs),
    /// The commits, or one record in full
    Log(LogArgs),
    /// Make and show the keys with which checkpoints are signed and checked
    Key(KeyArgs),
    /// Sign how long the ledger is and what is in it, for others to keep
    Checkpoint(CheckpointArgs),
    /// Prove a record, or that nothing was changed, to somebody who has no ledger
    Prove(ProveArgs),
    /// Check a proof or a checkpoint: this needs no ledger
    Check(CheckArgs),
    /// Create an empty ledger
    Init(InitArgs),
    /// Write the ledger as an archive: JSON Lines, or a directory of plain files
    Export(ExportArgs),
    /// Make a ledger of an archive of plain files
    Restore(RestoreArgs),
    /// Make a second ledger that holds the same, or add to it what is new; also while the first is written to
    Backup(BackupArgs),
    /// Recover what can be read of a damaged ledger into a new one
    Salvage(SalvageArgs),
    /// Write now the cache that makes opening the ledger fast
    Snapshot,
    /// Build a ledger from real history and walk through it
    Demo(DemoArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page, or write all of them
    Man(ManArgs),
}

/// The verbs as the help groups them.
pub(crate) const GROUPS: [(&str, &[&str]); 4] = [
    (
        "Ask",
        &[
            "members",
            "memberships",
            "holders",
            "agreements",
            "obligations",
            "plans",
            "strategies",
            "contributions",
            "calendar",
            "directory",
            "partners",
            "roster",
            "timeline",
            "explain",
            "diff",
            "reconcile",
            "late",
        ],
    ),
    ("Record", &["record", "import", "template", "correct", "retract", "erase", "undo"]),
    ("Prove", &["verify", "log", "key", "checkpoint", "prove", "check"]),
    ("Keep", &["init", "export", "restore", "backup", "salvage", "snapshot", "demo", "completions", "man"]),
];
