//! [`Promises`]: what was acknowledged when the power went.

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::Position;

use super::notice::{Notice, Said, Step, Thread};

/// How far the recording of a disk had come when a notice was read: in bytes. Where nothing is recorded, all have one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark(pub(super) u64);

/// A notice, and when it was read: never before it was written.
pub(super) type Heard = (Mark, Notice);

#[derive(Debug, Default)]
pub(super) struct Promises {
    /// That there is a ledger.
    pub(super) ledger: Option<Opened>,
    /// That it goes at least as far.
    pub(super) head: Position,
    /// That these bodies are gone.
    pub(super) erased: BTreeSet<Position>,
    /// That the checkpoints up to there are remembered.
    pub(super) signed: BTreeSet<Position>,
    /// No promise: which bodies may be gone, because somebody set out to erase them.
    pub(super) may_be_erased: BTreeSet<Position>,
    /// No promise: what was in the middle.
    pub(super) under_way: BTreeMap<Thread, Step>,
}

/// The ledger was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opened;

impl Promises {
    /// What had been heard up to a moment.
    pub(super) fn at(cut: Mark, heard: &[Heard]) -> Self {
        let mut promises = Self::default();
        for (mark, notice) in heard {
            // That it begins, may be heard later than it does.
            if let Said::Begins(Step::Erasing(position)) = notice.said {
                promises.may_be_erased.insert(position);
            }
            if *mark <= cut {
                promises.hear(*notice);
            }
        }
        promises
    }

    fn hear(&mut self, Notice { thread, said }: Notice) {
        match said {
            Said::Begins(step) => {
                if step == Step::Opening {
                    self.under_way.clear();
                }
                self.under_way.insert(thread, step);
                return;
            }
            Said::Opened => self.ledger = Some(Opened),
            Said::Recorded(upto) => self.head = self.head.max(upto),
            Said::Erased(position) => drop(self.erased.insert(position)),
            Said::Signed(upto) => drop(self.signed.insert(upto)),
            Said::Noted => {}
        }
        self.under_way.remove(&thread);
    }
}
