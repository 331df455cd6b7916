//! Arguments of the verbs that ask what partners do together: strategies, plans, contributions.

use aoc_core::{ContributionForm, Currency};
use clap::Args;

use super::ViewArgs;
use super::life::one_of;

/// `aoc strategies`
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("which").args(["strategy", "regional", "national", "country"]))]
pub(crate) struct StrategiesArgs {
    /// One strategy or national plan, by its title in any language, short id or id; all of them when left away
    #[arg(value_name = "NAME")]
    pub(crate) strategy: Option<String>,
    /// Only strategies of regions
    #[arg(long)]
    pub(crate) regional: bool,
    /// Only plans of countries
    #[arg(long)]
    pub(crate) national: bool,
    /// Only the plans of this country, by name in any language, code, short id or id
    #[arg(long, value_name = "COUNTRY")]
    pub(crate) country: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

/// `aoc plans`
#[derive(Debug, Args)]
pub(crate) struct PlansArgs {
    /// The agreement, by its title in any language, short id or id; every agreement when left away. The action plans of
    /// strategies are told by `aoc strategies`
    pub(crate) agreement: Option<String>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}

/// `aoc contributions`
#[derive(Debug, Args)]
pub(crate) struct ContributionsArgs {
    /// Who gives, by name in any language, code, short id or id; every partner when left away
    pub(crate) partner: Option<String>,
    /// Only in this form
    #[arg(long, value_name = "FORM", value_parser = one_of(&ContributionForm::ALL, ContributionForm::word))]
    pub(crate) form: Option<ContributionForm>,
    /// Only in this currency (ISO 4217)
    #[arg(long, value_name = "CODE")]
    pub(crate) currency: Option<Currency>,
    #[command(flatten)]
    pub(crate) view: ViewArgs,
}
