//! The parties of a view: kind, codes, and names by date.

use std::collections::BTreeMap;

use aoc_core::{
    Code, Day, Kind, Name, Names, PartyEvent, PartyId, PartyKind, PartyRegistered, PartyRenamed, Region,
};
use aoc_store::RecordView;

/// What is known of one party.
#[derive(Debug, Clone)]
pub(crate) struct PartyFacts {
    pub(crate) kind: PartyKind,
    pub(crate) codes: Vec<Code>,
    registered: Names,
    renames: Vec<Rename>,
}

#[derive(Debug, Clone)]
struct Rename {
    latest: Day,
    names: Names,
}

impl PartyFacts {
    /// The names on a day: those of the last renaming that is certainly over; in a language that it does
    /// not name, the one before.
    pub(crate) fn names_on(&self, day: Day) -> Names {
        self.renames
            .iter()
            .filter(|rename| rename.latest <= day)
            .fold(self.registered.clone(), |names, rename| merge(&names, &rename.names))
    }

    /// Every name it ever bore.
    pub(crate) fn all_names(&self) -> impl Iterator<Item = &Name> {
        self.registered.iter().chain(self.renames.iter().flat_map(|rename| rename.names.iter()))
    }

    pub(crate) fn region(&self) -> Option<Region> {
        self.codes.iter().find_map(|code| match code {
            Code::Iso3166(code) => code.region(),
            Code::Acronym(_) => None,
        })
    }
}

fn merge(old: &Names, new: &Names) -> Names {
    let kept = old.iter().filter(|name| new.in_language(&name.lang).is_none());
    let merged: Vec<Name> = new.iter().chain(kept).cloned().collect();
    merged.try_into().unwrap_or_else(|_| new.clone())
}

/// Whether records of this kind say how a party is called, and what it is.
pub(crate) const fn names(kind: Kind) -> bool {
    matches!(kind, PartyRegistered::KIND | PartyRenamed::KIND)
}

/// The parties of a view.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parties {
    facts: BTreeMap<PartyId, PartyFacts>,
}

impl Parties {
    pub(crate) fn apply(&mut self, event: &PartyEvent, record: &RecordView<'_>) {
        match event {
            PartyEvent::PartyRegistered(event) => {
                let facts = PartyFacts {
                    kind: event.kind,
                    codes: event.codes.clone(),
                    registered: event.names.clone(),
                    renames: Vec::new(),
                };
                self.facts.insert(event.party, facts);
            }
            PartyEvent::PartyRenamed(event) => {
                let rename = Rename { latest: record.latest(), names: event.names.clone() };
                // A party's timeline starts with its registration, in order of effect.
                if let Some(facts) = self.facts.get_mut(&event.party) {
                    // In order of effect: what comes before this renaming is over when it is.
                    for earlier in &mut facts.renames {
                        earlier.latest = earlier.latest.min(rename.latest);
                    }
                    facts.renames.push(rename);
                }
            }
            PartyEvent::PartySucceeded(_) | PartyEvent::PartyDissolved(_) => {}
        }
    }

    pub(crate) fn get(&self, party: PartyId) -> Option<&PartyFacts> {
        self.facts.get(&party)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (PartyId, &PartyFacts)> {
        self.facts.iter().map(|(party, facts)| (*party, facts))
    }
}
