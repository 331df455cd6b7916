//! Arguments of the verbs that prove.

use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;

use aoc_core::Position;
use aoc_store::{Origin, TreeHead};
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{ArgGroup, Args, Subcommand};

/// `aoc verify`
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// End with exit code 1 also for records that rest on a withdrawn source or on none, and for signatures by
    /// somebody who did not hold the office
    #[arg(long)]
    pub(crate) strict: bool,
    /// Compare the records with a checkpoint that you kept, too: a file with one, or a line `SIZE ROOT`. May be given
    /// several times. Its signatures are not looked at: `aoc check` does that
    #[arg(long, value_name = "FILE|SIZE ROOT")]
    pub(crate) against: Vec<Earlier>,
}

/// `aoc log`
#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// Show this record in full
    #[arg(value_name = "POSITION", conflicts_with = "limit", value_parser = position)]
    pub(crate) position: Option<Position>,
    /// Only the newest so many commits
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: Option<u32>,
}

/// `aoc key`
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct KeyArgs {
    #[command(subcommand)]
    pub(crate) verb: KeyVerb,
}

/// What is done with a key.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyVerb {
    /// Make a secret key for a ledger, and print the verifier key that belongs to it
    New(KeyNewArgs),
    /// Print the verifier key of a secret key
    Show(KeyShowArgs),
}

/// `aoc key new`
#[derive(Debug, Args)]
pub(crate) struct KeyNewArgs {
    /// What the ledger is called in its checkpoints: a URL without a scheme, as example.org/friends
    #[arg(value_name = "ORIGIN")]
    pub(crate) origin: Origin,
    /// A new file for the secret key, outside of the ledger's directory
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

/// `aoc key show`
#[derive(Debug, Args)]
pub(crate) struct KeyShowArgs {
    /// The file with the secret key
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

/// `aoc checkpoint`
#[derive(Debug, Args)]
pub(crate) struct CheckpointArgs {
    /// Count what the book holds, record that, and issue a checkpoint of the ledger as it is then, signed with the secret key
    /// in this file; without a key, the last one that was issued is shown
    #[arg(long, value_name = "FILE", env = "AOC_KEY", hide_env_values = true,
        value_parser = OsStringValueParser::new().map(PathBuf::from))]
    pub(crate) key: Option<PathBuf>,
    /// Write it into this new file, which only its owner can read
    #[arg(long, value_name = "FILE", conflicts_with_all = ["list", "add"])]
    pub(crate) out: Option<PathBuf>,
    /// List the checkpoints that were issued
    #[arg(long, conflicts_with = "add")]
    pub(crate) list: bool,
    /// Add what witnesses have cosigned: a copy of a checkpoint with their signatures
    #[arg(long, value_name = "FILE", requires = "policy")]
    pub(crate) add: Option<PathBuf>,
    /// Whose signatures are added: a file with the log's key, those of the witnesses and the quorum (C2SP tlog-policy)
    #[arg(long, value_name = "FILE", requires = "add")]
    pub(crate) policy: Option<PathBuf>,
}

/// `aoc prove`
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct ProveArgs {
    #[command(subcommand)]
    pub(crate) verb: ProveVerb,
}

/// What is proven.
#[derive(Debug, Subcommand)]
pub(crate) enum ProveVerb {
    /// That a record is in the ledger (C2SP tlog-proof, with the record)
    Record(ProveRecordArgs),
    /// That the ledger goes on from what it was: nothing of that was changed or removed
    Consistency(ProveConsistencyArgs),
}

/// `aoc prove record`
#[derive(Debug, Args)]
pub(crate) struct ProveRecordArgs {
    /// The record
    #[arg(value_name = "POSITION", value_parser = position)]
    pub(crate) position: Position,
    /// A file with the checkpoint to which the proof leads [default: the last one that was issued]
    #[arg(long, value_name = "FILE")]
    pub(crate) checkpoint: Option<PathBuf>,
    /// Write the proof into this new file, which only its owner can read
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// `aoc prove consistency`
#[derive(Debug, Args)]
pub(crate) struct ProveConsistencyArgs {
    /// What the ledger was: a number of records, or a file with a checkpoint
    #[arg(value_name = "OLD")]
    pub(crate) old: Stage,
    /// What it is: the number of records of a checkpoint that was issued, or a file with one [default: the last]
    #[arg(value_name = "NEW")]
    pub(crate) new: Option<Stage>,
    /// Write the proof into this new file, which only its owner can read
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// `aoc check`
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("trust").required(true).args(["key", "policy"])))]
pub(crate) struct CheckArgs {
    /// A proof of `aoc prove` or of `aoc members --proof`, or a checkpoint; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Trust what this verifier key has signed: the key itself, or a file with it
    #[arg(long, value_name = "KEY")]
    pub(crate) key: Option<String>,
    /// Trust what this policy asks for: a file with the log's key, those of witnesses and the quorum (C2SP tlog-policy)
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// For a proof of consistency, what you know of the ledger as it was: a file with a checkpoint, or a line `SIZE ROOT`
    #[arg(long, value_name = "FILE|SIZE ROOT")]
    pub(crate) against: Option<Earlier>,
}

/// What somebody knows of a ledger as it was.
#[derive(Debug, Clone)]
pub(crate) enum Earlier {
    /// The head of its tree.
    Head(TreeHead),
    /// A file with a checkpoint.
    File(PathBuf),
}

impl FromStr for Earlier {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.parse().map_or_else(|_| Self::File(text.into()), Self::Head))
    }
}

/// A ledger as it was once.
#[derive(Debug, Clone)]
pub(crate) enum Stage {
    /// With so many records.
    Records(Position),
    /// As a checkpoint in a file says.
    File(PathBuf),
}

impl FromStr for Stage {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let number = text.parse().map(Position::new);
        Ok(number.map_or_else(|_| Self::File(text.into()), Self::Records))
    }
}

fn position(text: &str) -> Result<Position, String> {
    text.parse()
        .map(Position::new)
        .map_err(|_| "a position is a number; `aoc timeline NAME` lists the records of a thing".to_owned())
}
