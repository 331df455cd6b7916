//! [`History`]: a made-up register of an alliance that is like a real one, and always the same for a seed.

mod act;
mod agreements;
mod alliance;
mod arrivals;
mod attestations;
mod calendar;
mod clearinghouse;
mod contributions;
mod groups;
mod ids;
mod media_response;
mod memberships;
mod offices;
mod parties;
mod persons;
mod plan;
mod random;
mod revisions;
mod sources;
mod strategies;
#[cfg(test)]
mod tests;
mod words;
mod world;

use aoc_core::{Citations, Draft, EventId, GroupId};

pub use arrivals::Arrivals;
pub use plan::{Area, CommitSizes, Plan};
pub use random::{Random, Share};

use act::Act;
use plan::Budget;
use random::Quota;
use revisions::{Corrected, Revisions};
use words::Words;
use world::World;

/// The group that is watched: complete early, it lives on to the end of the story.
#[must_use]
pub fn watched() -> GroupId {
    "friends".parse().unwrap_or_else(|_| unreachable!("a slug"))
}

/// Drafts of a made-up history of all areas. Every one is accepted, in the order in which they are given, and
/// nobody needs to ask a ledger for that.
///
/// As an iterator it gives commits, up to as many drafts as [planned](Plan::events). It takes time for each draft,
/// and memory for the things that there are.
///
/// ```
/// use aoc_benches::{CommitSizes, History, Plan, ledger, record, watched};
/// use aoc_replay::{Roll, View};
///
/// let plan = Plan { events: 1_000, commits: CommitSizes::Fixed(250), ..Plan::default() };
/// let ledger = ledger(std::sync::Arc::new(aoc_store::MemoryLog::new()));
/// for commit in History::new(plan) {
///     record(&ledger, &commit);
/// }
/// let roll = ledger.ask(&Roll::of(watched()), View::on("2020-01-01".parse()?))?.value;
/// assert!(roll.total().certain > 40);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct History {
    world: World,
    budget: Budget,
    revisions: Revisions,
    commits: CommitSizes,
    corrections: Quota,
    retractions: Quota,
    actors: Share,
    words: Share,
}

impl History {
    /// The history of this plan.
    #[must_use]
    pub fn new(plan: Plan) -> Self {
        Self {
            world: World::new(&plan),
            budget: Budget::new(plan.events),
            revisions: Revisions::default(),
            commits: plan.commits,
            corrections: Quota::new(Share::percent(2)),
            retractions: Quota::new(Share::per_mille(2)),
            actors: Share::percent(15),
            words: Share::percent(10),
        }
    }

    /// How many drafts were given.
    #[must_use]
    pub const fn given(&self) -> usize {
        self.world.calendar.drafts()
    }

    /// The story goes on for so many more drafts.
    pub const fn lengthen(&mut self, drafts: usize) {
        self.budget.lengthen(drafts);
    }

    /// From now on commits have these sizes.
    pub const fn in_commits(&mut self, sizes: CommitSizes) {
        self.commits = sizes;
    }

    /// The next draft, whether it was planned or not.
    pub fn draft(&mut self) -> Draft {
        self.world.calendar.turn();
        let id = ids::draft(self.given());
        let (area, draft) = match self.world.opening() {
            Some(act) => self.happened(act, id),
            None => self.revision().unwrap_or_else(|| self.next_act(id)),
        };
        self.budget.count(area);
        let mut draft = draft.with_id(id);
        if self.world.random.chance(self.words) {
            draft = draft.in_words(Words::words(&mut self.world.random));
        }
        if self.world.random.chance(self.actors) {
            draft = draft.by(Words::actor(&mut self.world.random), None);
        }
        draft
    }

    /// A renaming that nobody had heard of, early in the story: all that has happened with the party since is judged
    /// again. The story knows nothing of it and goes on as it would have, but for other chances.
    pub fn backdated(&mut self) -> Draft {
        let act = parties::renamed_early(&mut self.world);
        Draft::new(act.event, act.date, Citations::uncited())
    }

    fn next_act(&mut self, id: EventId) -> (Area, Draft) {
        let area = self.world.random.weigh(&self.budget.left());
        if area == Area::Corroborations
            && let Some(of) = self.revisions.corroborate(&mut self.world.random)
        {
            return (area, Draft::corroborate(of, self.world.citations()));
        }
        let act = self.world.act(area);
        self.happened(act, id)
    }

    fn happened(&mut self, act: Act, id: EventId) -> (Area, Draft) {
        self.revisions.note(&mut self.world.random, id, &act);
        let draft = Draft::new(act.event, act.date, self.world.citations());
        let draft = match act.after {
            Some(record) => draft.after(record),
            None => draft,
        };
        (act.area, draft)
    }

    /// What was wrong, if it is time that something was.
    fn revision(&mut self) -> Option<(Area, Draft)> {
        let drafts = self.given();
        let World { random, words, .. } = &mut self.world;
        if self.retractions.is_due(random, drafts) {
            let (of, area) = self.revisions.retract(random)?;
            self.retractions.count();
            let reason = Words::reason(random);
            return Some((area, Draft::retract(of, self.world.citations(), reason)));
        }
        if !self.corrections.is_due(random, drafts) {
            return None;
        }
        let Corrected { of, area, event, date } = self.revisions.correct(random, words)?;
        self.corrections.count();
        let reason = Words::reason(random);
        Some((area, Draft::correct(of, event, date, self.world.citations(), reason)))
    }
}

impl Iterator for History {
    type Item = Vec<Draft>;

    fn next(&mut self) -> Option<Vec<Draft>> {
        let left = self.budget.events().saturating_sub(self.given());
        let wanted = match self.commits {
            CommitSizes::Fixed(drafts) => drafts,
            CommitSizes::Mixed => match self.world.random.below(100) {
                0..=2 => 500,
                3..=32 => 1,
                _ => self.world.random.between(2, 20),
            },
        };
        let drafts = wanted.clamp(1, left.max(1));
        (left > 0).then(|| (0..drafts).map(|_| self.draft()).collect())
    }
}
