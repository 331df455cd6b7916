//! The generator of histories that `decide` accepted, with everything that is awkward in them: backdated records,
//! corrections, retractions, second sources, rough dates, anchors, and pairs that are only right together.
//!
//! Random steps are put to the book commit by commit; a commit that is refused is tried again step by step. What
//! was tried, and with what outcome, is kept: law 7 compares it with the judge of the whole book.

use std::fmt;

use aoc_core::{Book, Citations, Draft, Event, EventDate, Record, Rejections, Timestamp, decide};

use crate::desk::{Desk, Step, early};
use crate::naive::Naive;
use crate::scene::Scene;
use crate::universe::{
    GROUPS, OFFICES, PARTIES, PERSONS, SOURCES, group_established, office_established, party_registered,
    person_registered, source, source_registered,
};

/// Drafts that were put to the book, and what it said.
#[derive(Clone)]
pub struct Try {
    /// How many records the book held.
    pub head: usize,
    pub drafts: Vec<Draft>,
    pub verdict: Result<(), Rejections>,
}

/// A commit that was accepted.
#[derive(Clone)]
pub struct Accepted {
    pub drafts: Vec<Draft>,
    pub records: Vec<Record>,
}

/// A history: what was accepted, and all that was tried.
#[derive(Clone, Default)]
pub struct History {
    pub commits: Vec<Accepted>,
    pub tries: Vec<Try>,
    book: Book,
    drafted: u32,
    /// How many records the register has, on which the story rests.
    pub register: usize,
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut position = 0;
        for commit in &self.commits {
            writeln!(f, "commit:")?;
            for draft in &commit.drafts {
                position += 1;
                writeln!(f, "  {position}: {}", draft.to_json())?;
            }
        }
        Ok(())
    }
}

/// Whether data of persons are erased in a history: then its ledger answers otherwise afterwards, which is not to
/// show in laws about answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erasing {
    Never,
    NowAndThen,
}

/// What a history is about.
#[derive(Debug, Clone, Copy)]
pub struct Plot {
    /// The register and its members, when it is of no scene.
    pub scene: Option<Scene>,
    /// Of several agreements, the one that it is mostly about.
    pub focus: u16,
    pub erasing: Erasing,
}

impl History {
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.commits.iter().flat_map(|commit| &commit.records)
    }

    pub fn naive(&self) -> Naive {
        Naive::of_records(self.records())
    }

    fn head(&self) -> usize {
        self.records().count()
    }

    /// Puts drafts to the book as one commit.
    pub fn record(&mut self, drafts: Vec<Draft>) -> bool {
        if drafts.is_empty() {
            return true;
        }
        let (head, now) = (self.head(), Timestamp::from_micros(i64::try_from(self.commits.len()).unwrap()));
        let decided = decide(&self.book, &drafts, now);
        let verdict = decided.as_ref().map(|_| ()).map_err(Clone::clone);
        self.tries.push(Try { head, drafts: drafts.clone(), verdict });
        let Ok(records) = decided else { return false };
        for record in &records {
            self.book.append(record);
        }
        self.commits.push(Accepted { drafts, records });
        true
    }

    /// Puts to the book what steps come to: as one commit, or else step by step.
    pub fn attempt(&mut self, plot: Plot, steps: &[Step], now: i32) {
        let naive = self.naive();
        let mut together = Vec::new();
        for (now, step) in (now..).step_by(13).zip(steps) {
            let mut drafts = Desk { sight: &naive.sight().unwrap(), naive: &naive, plot, now }.drafts(*step);
            for draft in &mut drafts {
                self.drafted += 1;
                // Without an id of its own now and then: then its content gives it one.
                if step.wild % 16 != 15 {
                    *draft = draft.clone().with_id(format!("e-{}", self.drafted).parse().unwrap());
                }
            }
            together.push(drafts);
        }
        if !self.record(together.concat()) && together.len() > 1 {
            for drafts in together {
                self.record(drafts);
            }
        }
    }

    /// The register: what most later records rest on.
    pub fn found(&mut self, steps: &[Step]) {
        for drafts in register(steps) {
            if !self.record(drafts.clone()) {
                for draft in drafts {
                    self.record(vec![draft]);
                }
            }
        }
        self.register = self.head();
    }
}

/// What most later records rest on, commit by commit.
pub fn register(steps: &[Step]) -> [Vec<Draft>; 4] {
    let mut steps = steps.iter().copied();
    let mut date = || steps.next().map_or(EventDate::UNKNOWN, early);
    let sources: Vec<Draft> = (0..SOURCES).map(|n| timeless(source_registered(n))).collect();
    let cites = Citations::source(source(0));
    let groups = (0..GROUPS).map(|n| Draft::new(group_established(n), date(), cites.clone())).collect();
    let parties = (0..PARTIES).map(|n| Draft::new(party_registered(n), date(), cites.clone())).collect();
    let persons: Vec<Draft> = (0..PERSONS).map(|n| timeless(person_registered(n))).collect();
    let offices = (0..OFFICES).map(|n| Draft::new(office_established(n), date(), cites.clone())).collect();
    [[sources, persons].concat(), groups, parties, offices]
}

pub fn timeless(event: impl Into<Event>) -> Draft {
    Draft::new(event, EventDate::UNKNOWN, Citations::uncited())
}
