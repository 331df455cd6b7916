//! Arguments of the verbs that record.

use std::path::PathBuf;

use aoc_core::EventDate;
use aoc_replay::BatchSize;
use clap::Args;

/// The sources behind what is recorded.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct CitesArgs {
    /// A source that says so: the short id or UUID of a registered source; may be given several times
    #[arg(long, value_name = "SOURCE")]
    pub(crate) source: Vec<String>,
    /// The place in the source; once for each --source, or not at all
    #[arg(long, value_name = "PLACE", requires = "source")]
    pub(crate) at: Vec<String>,
    /// Openly without a source
    #[arg(long, conflicts_with = "source")]
    pub(crate) uncited: bool,
}

/// Who records it.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ActorArgs {
    /// Who records it
    #[arg(long, value_name = "TEXT")]
    pub(crate) actor: Option<String>,
    /// On whose authority
    #[arg(long, value_name = "TEXT")]
    pub(crate) authority: Option<String>,
}

/// `aoc record`
#[derive(Debug, Args)]
#[command(after_help = RECORD_HELP)]
pub(crate) struct RecordArgs {
    /// The drafts as JSON: one {…}, or several in [ ] or one a line; standard input when left away
    #[arg(long, value_name = "JSON")]
    pub(crate) json: Option<String>,
    /// Only judge them; record nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

const RECORD_HELP: &str = "\
Several drafts are one commit: all or nothing. A draft (`aoc template EVENT` prints one to fill in):
  {\"event\": \"MemberJoined\", \"data\": {\"group\": \"group-of-friends\", \"party\": \"usa\"},
   \"date\": \"2010-05-13\", \"cites\": [{\"source\": \"src-us-state-2010-05-13\", \"at\": \"statement\"}]}";

/// `aoc import`
#[derive(Debug, Args)]
#[command(after_help = IMPORT_HELP)]
pub(crate) struct ImportArgs {
    /// The files, each one commit (but with --batch), in this order; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Show what would happen; record nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Record a file as it is read, in commits of up to N drafts [1 to 65536, 1000 is a good number]: stops at the
    /// first that is rejected, and goes on there when the file is imported again
    #[arg(long, value_name = "N")]
    pub(crate) batch: Option<BatchSize>,
    /// Judge line by line (lines of one `together` label as one), record what can be recorded, and write
    /// the refused lines to a file of their own
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// With --keep-going: where the refused lines go [default: FILE.refused.jsonl, .csv for CSV]
    #[arg(long, value_name = "FILE", requires = "keep_going")]
    pub(crate) refused: Option<PathBuf>,
}

const IMPORT_HELP: &str = "\
A file is one of these, by its ending and its first line:
  JSON Lines   one draft a line (schemas/draft.schema.json; `aoc template EVENT` prints one)
  CSV          one draft a row, under the headings of a table that `aoc template TABLE` prints
               (`aoc template` lists the tables: members, parties, sources, agreements, forums …);
               columns in any order, optional ones may be left out; parted by , ; or tab
  archive      what `aoc export` writes; only into an empty ledger
A line has at most 4 MiB, a file at most 65536 drafts, with --batch any number. Importing a file again
records nothing twice. In batches, lines of one `together` label stand next to each other.";

/// `aoc template`
#[derive(Debug, Args)]
pub(crate) struct TemplateArgs {
    /// A table for CSV (members, parties …) or an event (`MemberJoined` …); a list of all when left away
    #[arg(value_name = "WHAT")]
    pub(crate) what: Option<String>,
    /// With a table: a filled-in row below the headings
    #[arg(long)]
    pub(crate) example: bool,
}

/// `aoc correct`
#[derive(Debug, Args)]
#[command(after_help = CORRECT_HELP)]
pub(crate) struct CorrectArgs {
    /// The record: its position or id; any version of a fact means its last one
    #[arg(value_name = "POSITION")]
    pub(crate) record: String,
    /// The date as is now believed
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<EventDate>,
    /// A field as is now believed; may be given several times
    #[arg(long, value_name = "FIELD=VALUE")]
    pub(crate) set: Vec<String>,
    /// The record of the same timeline that it followed: its position or id; `none` for no such record
    #[arg(long, value_name = "RECORD")]
    pub(crate) after: Option<String>,
    /// The words in which the source gives the date
    #[arg(long, value_name = "TEXT")]
    pub(crate) words: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) cites: CitesArgs,
    #[command(flatten)]
    pub(crate) actor: ActorArgs,
    /// Only show and judge it; record nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

const CORRECT_HELP: &str = "\
Only what is given changes; without --source or --uncited the sources stay, too. Fields are those that
`aoc log POSITION` shows: --set party=usa, --set names.ar=…, --set codes.acronym=OIC, --set figure='>40';
--set publisher= empties an optional field. Correcting a retracted fact restores it.";

/// `aoc retract`
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("sources").required(true).args(["source", "uncited"]))]
pub(crate) struct RetractArgs {
    /// The record: its position or id; any version of a fact means its last one
    #[arg(value_name = "POSITION")]
    pub(crate) record: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    #[command(flatten)]
    pub(crate) cites: CitesArgs,
    #[command(flatten)]
    pub(crate) actor: ActorArgs,
    /// Only show and judge it; record nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// `aoc erase`
#[derive(Debug, Args)]
#[command(after_help = ERASE_HELP)]
pub(crate) struct EraseArgs {
    /// The person, by name, short id (slug) or id
    #[arg(value_name = "PERSON")]
    pub(crate) person: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// On whose authority
    #[arg(long, value_name = "TEXT")]
    pub(crate) authority: String,
    /// The day on which it was ordered [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<EventDate>,
    #[command(flatten)]
    pub(crate) cites: CitesArgs,
    /// Who records it
    #[arg(long, value_name = "TEXT")]
    pub(crate) actor: Option<String>,
    /// Only say what would be destroyed; record and destroy nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

const ERASE_HELP: &str = "\
What it does: the names are destroyed in every record that registers the person, former versions
included, in the ledger's files and in every answer, also about earlier states of the book. The
records stay, with their positions and bytes; others still refer to the person by id. It is
recorded, with reason and authority, and final: not undone, corrected or retracted.

What it cannot do: reach backups, archives (`aoc export`), or what a disk keeps of bytes that were
written over. Words, reasons, actors and titles of sources are part of records for ever, and --reason
becomes one: do not name the person there. Records that do are listed. A short id like jane-doe can
be guessed from the id that stays: give private persons a random UUID. To erase who was registered
and taken back, restore the registration first (`aoc correct`).";

/// `aoc undo`
#[derive(Debug, Args)]
pub(crate) struct UndoArgs {
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "recorded by mistake")]
    pub(crate) reason: String,
    /// Bring back what the last commit, an undo, took away
    #[arg(long)]
    pub(crate) redo: bool,
    #[command(flatten)]
    pub(crate) actor: ActorArgs,
    /// Only show what would be undone
    #[arg(long)]
    pub(crate) dry_run: bool,
}
