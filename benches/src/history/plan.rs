//! [`Plan`]: what a history is to be like.

use super::random::Share;

/// How many drafts are recorded together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitSizes {
    /// Mostly one to twenty, now and then five hundred, as people and imports do.
    Mixed,
    /// Always so many, but for the last commit.
    Fixed(usize),
}

/// What a history is to be like.
///
/// ```
/// use aoc_benches::{History, Plan};
/// let history = History::new(Plan { events: 1_000, ..Plan::default() });
/// assert_eq!(history.map(|commit| commit.len()).sum::<usize>(), 1_000);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Another seed is another history.
    pub seed: u64,
    /// How many drafts.
    pub events: usize,
    /// How many members the watched group has once it is complete; at most a twentieth of the drafts.
    pub watched_members: usize,
    /// How many days the story covers: the more drafts, the more on a day.
    pub days: usize,
    /// How many drafts a commit has.
    pub commits: CommitSizes,
}

impl Default for Plan {
    /// 20,000 drafts over 21 years, in commits of mixed sizes.
    fn default() -> Self {
        let (seed, events, watched_members, days) = (1, 20_000, 1_000, 7_670);
        Self { seed, events, watched_members, days, commits: CommitSizes::Mixed }
    }
}

impl Plan {
    /// How many members the watched group is to have.
    pub(super) fn wanted_members(&self) -> usize {
        self.watched_members.min(self.events / 20).max(1)
    }
}

/// What part of the register a draft belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Sources.
    Sources,
    /// Parties.
    Parties,
    /// Persons.
    Persons,
    /// Offices and who holds them.
    Offices,
    /// Groups.
    Groups,
    /// Memberships and focal points.
    Memberships,
    /// Figures that sources state.
    Attestations,
    /// Agreements and all that is done under them.
    Agreements,
    /// Contributions.
    Contributions,
    /// Strategies, national plans, projects.
    Strategies,
    /// Initiatives, forums, resolutions, reports, priority areas, meetings.
    Alliance,
    /// The clearinghouse.
    Clearinghouse,
    /// The media response mechanism.
    MediaResponse,
    /// Second sources.
    Corroborations,
}

impl Area {
    /// Every area, with its share of the drafts.
    pub const SHARES: [(Self, Share); 14] = [
        (Self::Sources, Share::percent(3)),
        (Self::Parties, Share::percent(12)),
        (Self::Persons, Share::percent(3)),
        (Self::Offices, Share::percent(8)),
        (Self::Groups, Share::percent(1)),
        (Self::Memberships, Share::percent(35)),
        (Self::Attestations, Share::percent(2)),
        (Self::Agreements, Share::percent(12)),
        (Self::Contributions, Share::percent(6)),
        (Self::Strategies, Share::percent(5)),
        (Self::Alliance, Share::percent(5)),
        (Self::Clearinghouse, Share::percent(4)),
        (Self::MediaResponse, Share::percent(3)),
        (Self::Corroborations, Share::percent(1)),
    ];
}

/// What of each area is still to come.
#[derive(Debug, Clone)]
pub(super) struct Budget {
    events: usize,
    done: [usize; Area::SHARES.len()],
}

impl Budget {
    pub(super) const fn new(events: usize) -> Self {
        Self { events, done: [0; Area::SHARES.len()] }
    }

    pub(super) const fn events(&self) -> usize {
        self.events
    }

    pub(super) const fn lengthen(&mut self, by: usize) {
        self.events += by;
    }

    pub(super) fn count(&mut self, area: Area) {
        let at = Area::SHARES.iter().position(|(other, _)| *other == area);
        self.done[at.unwrap_or(0)] += 1;
    }

    /// Every area, weighed by how much of it is still to come.
    pub(super) fn left(&self) -> [(usize, Area); Area::SHARES.len()] {
        let mut left = [(0, Area::Memberships); Area::SHARES.len()];
        for ((left, (area, share)), done) in left.iter_mut().zip(Area::SHARES).zip(self.done) {
            // A little of everything to the end, also where an area could not act for a while.
            *left = (share.of(self.events).saturating_sub(done).max(1), area);
        }
        left
    }
}
