//! Those who record: at the desk, while others' commits are on their way, and what becomes of what they put to the book.

use std::sync::Arc;

use aoc_core::{Draft, Position};
use aoc_replay::{Error, Recorded};
use aoc_store::AppendError;

use super::dice::Dice;
use super::office::Attempt;
use super::opening::Unsure;
use super::world::{World, lock};
use crate::desk::{Desk, Step};
use crate::history::{Erasing, Plot, register};
use crate::naive::Naive;
use crate::scene::Scene;

/// Somebody who follows a part of the story.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recorder {
    name: &'static str,
    plot: Plot,
}

/// What came of drafts, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Put {
    Accepted,
    Rejected,
    Failed,
}

/// The register, the last commit first.
pub(super) fn register_of(dice: &mut Dice) -> Vec<Vec<Draft>> {
    let steps: Vec<Step> = (0..16).map(|_| Step::of(dice.numbers())).collect();
    register(&steps).into_iter().rev().collect()
}

impl Recorder {
    pub(super) fn all(dice: &mut Dice) -> Vec<Self> {
        let parts = [
            ("the register", None),
            ("agreements", Some(Scene::Agreements)),
            ("strategies", Some(Scene::Strategies)),
            ("the Alliance", Some(Scene::Alliance)),
            ("the media response", Some(Scene::Response)),
        ];
        let of = |(name, scene)| {
            let plot = Plot { scene, focus: dice.numbers::<1>()[0], erasing: Erasing::NowAndThen };
            Self { name, plot }
        };
        parts.map(of).to_vec()
    }
}

impl World {
    /// The register, on which the story rests: commit by commit, or else draft by draft.
    pub(super) fn register(&mut self, mut drafts: Vec<Draft>) {
        match self.put("the register begins", drafts.clone()) {
            Put::Accepted => {}
            Put::Rejected if drafts.len() == 1 => {}
            Put::Rejected => self.register.extend(drafts.drain(..).rev().map(|draft| vec![draft])),
            Put::Failed => self.register.push(drafts),
        }
    }

    /// Somebody records what seems right, or does not.
    pub(super) fn record(&mut self) {
        let recorder = *self.dice.pick(&self.recorders).expect("a recorder");
        let drafts = self.drafts(recorder);
        self.prepare();
        self.put(recorder.name, drafts);
    }

    /// What somebody drafts with the book in sight, now and then one that is older.
    pub(super) fn drafts(&mut self, recorder: Recorder) -> Vec<Draft> {
        let upto = match self.dice.pick(&self.told.ends).copied() {
            Some(end) if self.dice.one_in(8) => end,
            _ => self.told.head(),
        };
        let book = self.told.book(upto);
        self.drafts_from(recorder, &book)
    }

    pub(super) fn drafts_from(&mut self, recorder: Recorder, book: &Naive) -> Vec<Draft> {
        let sight = book.sight().expect("a book in order");
        let mut drafts = Vec::new();
        for _ in 0..[1, 1, 1, 2, 3][self.dice.below(5)] {
            let desk = Desk { sight: &sight, naive: book, plot: recorder.plot, now: self.day };
            drafts.extend(desk.drafts(Step::of(self.dice.numbers())));
        }
        let mut named = Vec::new();
        for draft in drafts {
            self.drafted += 1;
            let id = format!("s-{}", self.drafted).parse().expect("an id");
            // Without an id of its own now and then: then its content gives it one.
            named.push(if self.dice.one_in(16) { draft } else { draft.with_id(id) });
        }
        named
    }

    /// Puts drafts to the book, and weighs what it says when the log has been read.
    pub(super) fn put(&mut self, who: &str, drafts: Vec<Draft>) -> Put {
        if drafts.is_empty() {
            self.diary.note(format!("{who}: nothing to record"));
            return Put::Rejected;
        }
        let office = self.office();
        let first = drafts.first().map_or_else(String::new, |draft| draft.to_json().to_string());
        if self.dice.one_in(8) {
            self.record_meanwhile(drafts.clone()); // somebody is impatient
        }
        let attempt = office.record(drafts, &self.mount);
        let said = said(&attempt.outcome);
        self.diary.note(format!(
            "{who}, {}: {first} and so on, {}: {said}",
            office.place.name,
            attempt.drafts.len()
        ));
        self.mount.clear();
        let put = match &attempt.outcome {
            Ok(Recorded::Rejected(_)) => Put::Rejected,
            Ok(_) => Put::Accepted,
            Err(_) => Put::Failed,
        };
        lock(&self.attempts).push(attempt);
        put
    }

    /// What others do while the next one waits for the disk: record, look whether more is shown than is acknowledged, hear.
    pub(super) fn prepare(&mut self) {
        for _ in 0..[0, 0, 0, 1, 1, 2, 3][self.dice.below(7)] {
            let (office, mount) = (self.office(), Arc::downgrade(&self.mount));
            match self.dice.below(6) {
                0 | 1 => {
                    let recorder = *self.dice.pick(&self.recorders).expect("a recorder");
                    let drafts = self.drafts(recorder);
                    if !drafts.is_empty() {
                        self.record_meanwhile(drafts);
                    }
                }
                2 => self.mount.meanwhile(Box::new(move || {
                    let Some(mount) = mount.upgrade() else { return };
                    let first = mount.waiting().first().map(|record| record.position);
                    if let Some(first) = first {
                        // That of the commit that waits longest, and perhaps not of those behind it.
                        let _ = mount.sync_alone(first, first);
                    }
                })),
                3 | 4 => self.mount.meanwhile(Box::new(move || {
                    let Some(mount) = mount.upgrade() else { return };
                    office.check_shown(&mount);
                })),
                _ => {
                    let listener = Arc::clone(self.dice.pick(&self.listeners).expect("a listener"));
                    self.mount.meanwhile(Box::new(move || {
                        let Some(mount) = mount.upgrade() else { return };
                        lock(&listener).hear(&office.ledger, &mount);
                    }));
                }
            }
            self.diary.tally.meanwhile += 1;
        }
    }

    /// What failed, failed for a reason; of some of it nobody knows whether it was kept.
    pub(super) fn sort(&mut self, attempt: &Attempt) {
        let Err(error) = &attempt.outcome else { return };
        assert!(self.has_failed(), "nothing failed, and yet: {error}");
        match error {
            Error::Append(AppendError::Failed(_) | AppendError::Refused) => {}
            Error::Append(AppendError::Unknown { .. }) | Error::Erasure { .. } | Error::Store(_) => {
                self.diary.tally.unknown += 1;
                self.unsure.push(Unsure { drafts: attempt.drafts.clone() });
            }
            _ => panic!("{error}"),
        }
    }

    /// While the next one waits for the disk, drafts are put to the book in some office.
    fn record_meanwhile(&mut self, drafts: Vec<Draft>) {
        let (office, mount) = (self.office(), Arc::downgrade(&self.mount));
        let attempts = Arc::clone(&self.attempts);
        self.mount.meanwhile(Box::new(move || {
            let Some(mount) = mount.upgrade() else { return };
            let attempt = office.record(drafts, &mount);
            lock(&attempts).push(attempt);
        }));
    }

    /// Holds what the book said against what was read since.
    pub(super) fn weigh(&mut self, attempt: &Attempt) {
        let Attempt { drafts, now, before, after, outcome } = attempt;
        let ids: Vec<_> = drafts.iter().map(Draft::id).collect();
        self.diary.digest(&format!("{now} {before:?} {after:?} {outcome:?}\n"));
        let written = before.map_or(self.told.head(), |before| before.written);
        match outcome {
            Ok(Recorded::Accepted(receipt)) => {
                self.told.check_receipt(receipt, &ids);
                self.told.check_time(receipt, *now);
                self.told.check_judged(receipt.commit.first.previous(), drafts, &Ok(()));
            }
            Ok(Recorded::AlreadyRecorded(receipt)) => self.told.check_receipt(receipt, &ids),
            Ok(Recorded::Rejected(rejections)) => {
                self.diary.tally.rejections += 1;
                self.check_nothing_came(drafts, written);
                if let Some(quiet) = before.filter(|before| before.is_quiet() && *after == Some(*before)) {
                    self.told.check_judged(quiet.head, drafts, &Err(rejections.to_string()));
                }
            }
            Err(Error::Append(AppendError::Failed(_) | AppendError::Refused)) => {
                self.check_nothing_came(drafts, written);
            }
            Err(_) => {} // until the log is opened again
        }
    }

    /// That nothing of what was not recorded came into the book behind a position.
    fn check_nothing_came(&self, drafts: &[Draft], behind: Position) {
        for id in drafts.iter().filter_map(Draft::own_id) {
            let found = self.told.find(id);
            assert!(found <= Some(behind), "law 1: {id} was not recorded, and stands at {found:?}");
        }
    }

    /// Whether anything failed since the log was opened, or just before.
    pub(super) fn has_failed(&self) -> bool {
        self.disk.lock().faults > self.faults_before
    }
}

pub(super) fn said(outcome: &Result<Recorded, Error>) -> String {
    match outcome {
        Ok(Recorded::Accepted(receipt)) => format!("accepted at {}", receipt.commit.first),
        Ok(Recorded::AlreadyRecorded(receipt)) => format!("there since {}", receipt.commit.first),
        Ok(Recorded::Rejected(rejections)) => format!("rejected: {rejections}"),
        Err(error) => format!("failed: {error}"),
    }
}
