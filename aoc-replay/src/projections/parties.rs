//! The parties of a view: kind, codes, and names by date.

use aoc_core::{
    Code, Day, Kind, Name, Names, PartyEvent, PartyId, PartyKind, PartyRegistered, PartyRenamed, Region,
};
use aoc_store::RecordView;
use hashbrown::DefaultHashBuilder;
use indexmap::IndexMap;

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
        let over = self.renames.iter().filter(|rename| rename.latest <= day);
        over.fold(self.registered.clone(), |old, rename| rename.names.clone().over(old))
    }

    /// The same, without a copy.
    pub(crate) fn into_names_on(self, day: Day) -> Names {
        let over = self.renames.into_iter().filter(|rename| rename.latest <= day);
        over.fold(self.registered, |old, rename| rename.names.over(old))
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

/// Whether records of this kind say how a party is called, and what it is.
pub(crate) const fn names(kind: Kind) -> bool {
    matches!(kind, PartyRegistered::KIND | PartyRenamed::KIND)
}

/// The parties of a view.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parties {
    facts: IndexMap<PartyId, PartyFacts, DefaultHashBuilder>,
}

impl Parties {
    pub(crate) fn apply(&mut self, event: PartyEvent, record: &RecordView<'_>) {
        match event {
            PartyEvent::PartyRegistered(event) => {
                let PartyRegistered { party, kind, names: registered, codes } = event;
                self.facts.insert(party, PartyFacts { kind, codes, registered, renames: Vec::new() });
            }
            PartyEvent::PartyRenamed(event) => {
                let rename = Rename { latest: record.latest(), names: event.names };
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

    /// What is known of a party, which is not asked for again.
    pub(crate) fn take(&mut self, party: PartyId) -> Option<PartyFacts> {
        self.facts.swap_remove(&party)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (PartyId, &PartyFacts)> {
        self.facts.iter().map(|(party, facts)| (*party, facts))
    }
}
