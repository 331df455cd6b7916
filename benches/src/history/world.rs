//! [`World`]: all that there is in a history so far, as much of it as what comes next must know.

use aoc_core::{Citation, Citations, Day, EventDate, Names};

use super::act::Act;
use super::agreements::{self, Agreements};
use super::alliance::{self, Alliance};
use super::attestations;
use super::calendar::Calendar;
use super::clearinghouse::{self, Directory};
use super::contributions::{self, Gifts};
use super::groups::{self, Groups};
use super::ids::Id;
use super::media_response::{self, Response};
use super::memberships;
use super::offices::{self, Office};
use super::parties::{self, Parties};
use super::persons;
use super::plan::{Area, Plan};
use super::random::{Quota, Random, Share};
use super::sources::{self, Sources};
use super::strategies::{self, Strategies};
use super::words::Words;

/// How many parties and persons there are before anything is done with them.
const CAST: usize = 20;

/// All that there is.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) random: Random,
    pub(super) calendar: Calendar,
    pub(super) words: Words,
    pub(super) sources: Sources,
    pub(super) parties: Parties,
    /// How many.
    pub(super) persons: usize,
    pub(super) offices: Vec<Office>,
    pub(super) groups: Groups,
    pub(super) following: Quota,
    pub(super) agreements: Agreements,
    pub(super) gifts: Gifts,
    pub(super) strategies: Strategies,
    pub(super) alliance: Alliance,
    pub(super) directory: Directory,
    pub(super) response: Response,
}

impl World {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            random: Random::new(plan.seed),
            calendar: Calendar::new(plan),
            words: Words::new(),
            sources: Sources::default(),
            parties: Parties::default(),
            persons: 0,
            offices: Vec::new(),
            groups: Groups::new(plan.wanted_members()),
            following: memberships::following(),
            agreements: Agreements::default(),
            gifts: Gifts::default(),
            strategies: Strategies::default(),
            alliance: Alliance::default(),
            directory: Directory::default(),
            response: Response::default(),
        }
    }

    /// What happens first: the register is set up, and the watched group finds its members.
    pub(super) fn opening(&mut self) -> Option<Act> {
        if self.groups.is_complete() && self.persons >= CAST {
            return None;
        }
        let drafts = self.calendar.drafts();
        Some(if self.sources.len() < 4 || drafts.is_multiple_of(33) {
            sources::act(self)
        } else if self.groups.is_empty() {
            groups::watched(self)
        } else if self.persons < CAST && drafts.is_multiple_of(2) {
            persons::act(self)
        } else if self.parties.len() < CAST {
            parties::register(self)
        } else {
            memberships::enter_watched(self)
        })
    }

    /// What happens next in an area; where nothing can happen there yet, something else that it needs.
    pub(super) fn act(&mut self, area: Area) -> Act {
        match area {
            Area::Sources | Area::Corroborations => sources::act(self),
            Area::Parties => parties::act(self),
            Area::Persons => persons::act(self),
            Area::Offices => offices::act(self),
            Area::Groups => groups::act(self),
            Area::Memberships => memberships::act(self),
            Area::Attestations => attestations::act(self),
            Area::Agreements => agreements::act(self),
            Area::Contributions => contributions::act(self),
            Area::Strategies => strategies::act(self),
            Area::Alliance => alliance::act(self),
            Area::Clearinghouse => clearinghouse::act(self),
            Area::MediaResponse => media_response::act(self),
        }
    }

    /// When something happened that cannot have happened before `floor`.
    pub(super) fn date(&mut self, floor: Day) -> EventDate {
        self.calendar.date(&mut self.random, floor)
    }

    pub(super) fn names(&mut self) -> Names {
        self.words.names(&mut self.random)
    }

    pub(super) fn chance(&mut self, percent: u16) -> bool {
        self.random.chance(Share::percent(percent))
    }

    /// One or two registered sources, mostly with the place in them. The first records have none.
    pub(super) fn citations(&mut self) -> Citations {
        let count = if self.sources.len() == 0 { 0 } else { self.random.weigh(&[(78, 1), (22, 2)]) };
        let mut cites = Vec::with_capacity(count);
        for _ in 0..count {
            let source = Id::nth(self.sources.one(&mut self.random));
            let at = self.chance(80).then(|| Words::spot(&mut self.random));
            cites.push(Citation { source, at });
        }
        cites.into()
    }
}
