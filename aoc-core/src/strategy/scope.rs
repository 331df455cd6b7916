//! Whose a strategy is: a region's, or one country's.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::id::PartyId;
use crate::party::Code;
use crate::region::Region;

/// Whose strategy it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StrategyScope {
    /// That of a region.
    Regional(RegionalScope),
    /// The plan of one country: its first, its second …
    National(NationalScope),
}

/// The region of a strategy: countries of UN M49 regions, and what else the strategy itself counts to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionalScope {
    /// UN M49 regions all of whose countries belong to it.
    #[serde(default)]
    pub regions: Vec<Region>,
    /// Countries and organizations that belong to it, as the strategy says.
    #[serde(default)]
    pub parties: Vec<PartyId>,
}

/// A country and the number of its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NationalScope {
    /// The country.
    pub country: PartyId,
    /// Its first plan is 1.
    pub generation: NonZeroU32,
}

impl StrategyScope {
    /// Whether a strategy of that scope is one for a party with these codes.
    pub(super) fn is_for(&self, party: PartyId, codes: &[Code]) -> bool {
        match self {
            Self::National(scope) => scope.country == party,
            Self::Regional(scope) => {
                let of_region = |code: &Code| match code {
                    Code::Iso3166(code) => {
                        code.region().is_some_and(|region| scope.regions.contains(&region))
                    }
                    Code::Acronym(_) => false,
                };
                scope.parties.contains(&party) || codes.iter().any(of_region)
            }
        }
    }
}
