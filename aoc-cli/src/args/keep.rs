//! Arguments of the verbs that keep.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

/// `aoc init`
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// A new or empty directory [default: that of --ledger]
    #[arg(value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}

/// `aoc export`
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// Where to; only its owner can read the file. `-` is standard output
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) file: PathBuf,
    /// Overwrite the file if it exists
    #[arg(long)]
    pub(crate) force: bool,
    /// Write plain files into this new or empty directory instead, which others can check, ask (--archive) and
    /// restore; only their owner can read them until you say otherwise
    #[arg(long, value_name = "DIR", conflicts_with_all = ["file", "force"])]
    pub(crate) files: Option<PathBuf>,
}

/// `aoc restore`
#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The archive: a directory that `aoc export --files` has written
    #[arg(value_name = "ARCHIVE")]
    pub(crate) from: PathBuf,
    /// A new or empty directory for the ledger [default: that of --ledger]
    #[arg(long, value_name = "DIR")]
    pub(crate) into: Option<PathBuf>,
}

/// `aoc backup`
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// A new or empty directory, or a backup of the same ledger: then only what is new is added
    #[arg(value_name = "DIR")]
    pub(crate) to: PathBuf,
}

/// `aoc salvage`
#[derive(Debug, Args)]
#[command(
    after_help = "With --archive, what an archive of the ledger holds is taken from there (plain files, or JSON Lines), \
    and the rest from the ledger. Ends with 1 when anything was lost, or nothing tells whether it was."
)]
pub(crate) struct SalvageArgs {
    /// The directory of the damaged ledger; nothing is written to it
    #[arg(value_name = "DAMAGED")]
    pub(crate) damaged: PathBuf,
    /// A new or empty directory for what is recovered
    #[arg(long, value_name = "NEW")]
    pub(crate) into: PathBuf,
}

/// `aoc demo`
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// A new directory for the ledger
    #[arg(value_name = "DIR", default_value = "aoc-demo")]
    pub(crate) dir: PathBuf,
    /// Build it anew when the directory holds a ledger already: what was recorded there is lost
    #[arg(long)]
    pub(crate) fresh: bool,
    /// Show every line of long answers
    #[arg(long)]
    pub(crate) full: bool,
}

/// `aoc completions`
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// `aoc man`
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The verb whose page to print; that of `aoc` itself when left away
    #[arg(value_name = "VERB", num_args = 0..=2)]
    pub(crate) verb: Vec<String>,
    /// Write all pages into this directory
    #[arg(long, value_name = "DIR", conflicts_with = "verb")]
    pub(crate) dir: Option<PathBuf>,
}
