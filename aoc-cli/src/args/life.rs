//! Arguments of the verbs that ask about the life of the Alliance: calendar, clearinghouse, media response.

use aoc_core::{EntryKind, PartyKind, Region};
use aoc_replay::{CalendarKind, Stretch};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::ViewArgs;
use crate::error::CliError;
use crate::when::{FirstDayArg, LastDayArg};

/// The days between which a question looks.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct StretchArgs {
    /// From this day on; a month or a year is read as its first day
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<FirstDayArg>,
    /// Up to this day; a month or a year is read as its last day
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<LastDayArg>,
}

impl StretchArgs {
    /// The stretch, if one of its sides was given.
    pub(crate) fn stretch(&self) -> Result<Option<Stretch>, CliError> {
        if self.from.is_none() && self.to.is_none() {
            return Ok(None);
        }
        let first = self.from.map_or(Stretch::ALWAYS.first(), |from| from.0);
        let last = self.to.map_or(Stretch::ALWAYS.last(), |to| to.0);
        Stretch::between(first, last).map(Some).ok_or_else(|| {
            let message =
                format!("nothing lies between {first} and {last}: the last day comes before the first");
            CliError::usage("turned-around", message).help("--from is the first day, --to the last")
        })
    }
}

/// A value that is one of several words.
pub(super) fn one_of<T>(all: &'static [T], word: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(all.iter().map(|one| word(*one))).try_map(move |text| {
        all.iter().copied().find(|one| word(*one) == text).ok_or_else(|| format!("`{text}` is none of them"))
    })
}

const fn region_word(region: Region) -> &'static str {
    match region {
        Region::Africa => "africa",
        Region::Americas => "americas",
        Region::Asia => "asia",
        Region::Europe => "europe",
        Region::Oceania => "oceania",
    }
}

/// `aoc calendar`
#[derive(Debug, Args)]
pub(crate) struct CalendarArgs {
    #[command(flatten)]
    pub(crate) view: ViewArgs,
    #[command(flatten)]
    pub(crate) stretch: StretchArgs,
    /// Only this kind
    #[arg(long, value_name = "KIND", value_parser = one_of(&CalendarKind::ALL, CalendarKind::word))]
    pub(crate) kind: Option<CalendarKind>,
    /// Only which priority areas there are on that day
    #[arg(long, conflicts_with_all = ["kind", "from", "to"])]
    pub(crate) priorities: bool,
}

/// `aoc directory`
#[derive(Debug, Args)]
pub(crate) struct DirectoryArgs {
    #[command(flatten)]
    pub(crate) view: ViewArgs,
    /// Only under this theme, by name, short id or id
    #[arg(long, value_name = "THEME")]
    pub(crate) theme: Option<String>,
    /// Only entries of this kind
    #[arg(long, value_name = "KIND", value_parser = one_of(&EntryKind::ALL, EntryKind::word))]
    pub(crate) kind: Option<EntryKind>,
}

/// `aoc partners`
#[derive(Debug, Args)]
pub(crate) struct PartnersArgs {
    /// The group whose members they are, by name, short id or id [default: partner-network, or the only group]
    #[arg(long, value_name = "GROUP")]
    pub(crate) group: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
    /// Only those with entries in the clearinghouse under this theme
    #[arg(long, value_name = "THEME")]
    pub(crate) theme: Option<String>,
    /// Only countries of this region (UN M49)
    #[arg(long, value_name = "REGION", value_parser = one_of(&Region::ALL, region_word))]
    pub(crate) region: Option<Region>,
    /// Only parties of this kind
    #[arg(long, value_name = "KIND", value_parser = one_of(&PartyKind::ALL, PartyKind::word))]
    pub(crate) kind: Option<PartyKind>,
}

/// `aoc roster`
#[derive(Debug, Args)]
pub(crate) struct RosterArgs {
    #[command(flatten)]
    pub(crate) view: ViewArgs,
    /// Only who was engaged, and when
    #[arg(long)]
    pub(crate) engaged: bool,
}
