//! Arguments of the verbs that ask.

use std::path::PathBuf;

use aoc_replay::Tolerance;
use clap::{Args, ValueEnum};

use super::life::StretchArgs;
use crate::when::{KnownArg, OnArg, SeriesArg};

/// The two axes of a question.
#[derive(Debug, Clone, Args)]
pub(crate) struct ViewArgs {
    /// True in the world on this day: 2010-05-13; 2010-05 or 2010 is read as its last day; today
    #[arg(long, value_name = "DAY", default_value = "today")]
    pub(crate) on: OnArg,
    /// As the book knew it then: a position, a time (RFC 3339) or a day (its end, UTC); head is now
    #[arg(long, value_name = "WHEN", default_value = "head")]
    pub(crate) known_at: KnownArg,
}

/// `aoc members`
#[derive(Debug, Args)]
pub(crate) struct MembersArgs {
    /// The group, by name, short id (slug) or id [default: group-of-friends, or the only group]
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
    /// Only the numbers, for each of these days, in one pass
    #[arg(long, value_name = "DAY,…", value_delimiter = ',', conflicts_with = "on")]
    pub(crate) series: Vec<SeriesArg>,
    /// Write a new file, too, that proves the answer to whoever has the ledger's verifier key (`aoc check FILE`). The answer
    /// is then as known when the book was last counted, which `aoc checkpoint --key` does
    #[arg(long, value_name = "FILE", conflicts_with = "series")]
    pub(crate) proof: Option<PathBuf>,
}

/// `aoc memberships`
#[derive(Debug, Args)]
#[command(after_help = MEMBERSHIPS_HELP)]
pub(crate) struct MembershipsArgs {
    #[command(flatten)]
    pub(crate) view: ViewArgs,
    /// Each member in a line, not only how many a group has; --format json has both
    #[arg(long)]
    pub(crate) each: bool,
}

const MEMBERSHIPS_HELP: &str = "\
What a membership rests on, its records and sources, is told group by group: `aoc members --group GROUP`.";

/// `aoc holders`
#[derive(Debug, Args)]
pub(crate) struct HoldersArgs {
    /// The office, by name, short id or id; every office when left away
    pub(crate) office: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

/// `aoc agreements`
#[derive(Debug, Args)]
pub(crate) struct AgreementsArgs {
    /// An agreement, or a party whose agreements are meant; every agreement when left away
    #[arg(value_name = "AGREEMENT|PARTY")]
    pub(crate) of: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

/// How *biannual* is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BiannualArg {
    /// Once in two years, as the Alliance's own biannual plans
    EveryTwoYears,
    /// Twice a year
    TwiceAYear,
}

/// `aoc obligations`
#[derive(Debug, Args)]
pub(crate) struct ObligationsArgs {
    /// An agreement, or a party whose obligations are meant; every agreement's when left away
    #[arg(value_name = "AGREEMENT|PARTY")]
    pub(crate) of: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
    /// How the word *biannual* of a text is read
    #[arg(long, value_enum, default_value = "every-two-years")]
    pub(crate) biannual: BiannualArg,
}

/// `aoc timeline`
#[derive(Debug, Args)]
pub(crate) struct TimelineArgs {
    /// Anything with a name, by name in any language, code, short id or id; the whole story when left away
    pub(crate) entity: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
    #[command(flatten)]
    pub(crate) stretch: StretchArgs,
    /// The whole book: also what only enters something in it, and second sources
    #[arg(long)]
    pub(crate) all: bool,
}

/// `aoc explain`
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// A member of the group, an office, anything else with a name, a kind and id (consultation:ID), or the position
    /// of a record
    #[arg(value_name = "WHAT")]
    pub(crate) what: String,
    /// The group whose member it is [default: group-of-friends, or the only group]
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

/// Which question `diff` asks twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffQuestion {
    /// Who belongs to the group
    Members,
    /// Who holds an office
    Holders,
    /// Where agreements stand
    Agreements,
    /// Where obligations stand
    Obligations,
    /// Plans of agreements, and activities
    Plans,
    /// Where strategies stand
    Strategies,
    /// What partners promised and gave
    Contributions,
    /// What was held, adopted, issued and planned
    Calendar,
    /// Which priority areas there are
    Priorities,
    /// What stands in the clearinghouse
    Directory,
    /// Who is a partner, with which entries
    Partners,
    /// Who is on the roster, and who was engaged
    Roster,
    /// What happened to something
    Timeline,
    /// How figures compare
    Reconcile,
}

/// `aoc diff`
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("to").required(true).multiple(true).args(["to_on", "to_known_at"]))]
pub(crate) struct DiffArgs {
    /// The question
    #[arg(value_enum, default_value = "members")]
    pub(crate) question: DiffQuestion,
    /// The office (holders), the agreement or party (agreements, obligations), the agreement (plans), the strategy
    /// (strategies), the partner (contributions), the theme (directory, partners), or
    /// anything with a name (timeline)
    pub(crate) about: Option<String>,
    /// The group (members, reconcile, partners) [default: group-of-friends, of partners partner-network; or the only
    /// group]
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
    /// Compare with this day; the same day when left away
    #[arg(long, value_name = "DAY")]
    pub(crate) to_on: Option<OnArg>,
    /// Compare with this state of the book; the same state when left away
    #[arg(long, value_name = "WHEN")]
    pub(crate) to_known_at: Option<KnownArg>,
}

/// `aoc reconcile`
#[derive(Debug, Args)]
pub(crate) struct ReconcileArgs {
    /// Only figures of this group; every group's when left away
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
    /// How far "about" may be off, in per cent
    #[arg(long, value_name = "PERCENT", default_value_t = Tolerance::DEFAULT.get())]
    pub(crate) tolerance: u32,
    /// End with exit code 1 when a figure differs from what the book derives
    #[arg(long)]
    pub(crate) strict: bool,
}

/// `aoc late`
#[derive(Debug, Args)]
pub(crate) struct LateArgs {
    /// When the answer was given: a position, a time or a day
    #[arg(long, value_name = "WHEN")]
    pub(crate) since: KnownArg,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}
