//! [`Grown`]: a generated ledger in memory, with the checkpoints that were issued on the way.

use std::error::Error;
use std::sync::Arc;

use aoc_core::{CommitEnd, EventId, Position, Record};
use aoc_store::{Checkpoint, EventLog, Evidence, Frame, MemoryLog, SigningKey};

use crate::dice::Dice;
use crate::support;

/// The longest body of a record, in bytes.
const BODY_LEN_MAX: usize = 200;

pub(crate) struct Grown {
    commits: Vec<Vec<Record>>,
    pub(crate) log: Arc<MemoryLog>,
    pub(crate) evidence: Evidence,
    /// The first is that of the empty log.
    pub(crate) checkpoints: Vec<Checkpoint>,
}

impl Grown {
    /// A ledger of so many records with a checkpoint at each of the stops, which ascend.
    pub(crate) fn of(
        dice: &Dice,
        key: &SigningKey,
        len: usize,
        stops: &[usize],
    ) -> Result<Self, Box<dyn Error>> {
        Self::grow(dice, key, Vec::new(), len, stops)
    }

    /// Another ledger, the same as far as one of its checkpoints, which then goes on otherwise, to this length.
    pub(crate) fn forked(
        &self,
        dice: &Dice,
        key: &SigningKey,
        at: Position,
        (len, stops): (usize, &[usize]),
    ) -> Result<Self, Box<dyn Error>> {
        let shared = self.commits.iter().filter(|commit| commit.iter().all(|record| record.position <= at));
        Self::grow(dice, key, shared.cloned().collect(), len, stops)
    }

    fn grow(
        dice: &Dice,
        key: &SigningKey,
        mut commits: Vec<Vec<Record>>,
        len: usize,
        stops: &[usize],
    ) -> Result<Self, Box<dyn Error>> {
        let mut written: usize = commits.iter().map(Vec::len).sum();
        for stop in stops.iter().filter(|stop| **stop <= len).chain([&len]) {
            while written < *stop {
                let longest = if dice.below(8)? == 0 { 300 } else { 20 };
                let count = (1 + dice.below(longest)?).min(stop - written);
                commits.push(commit(dice, Position::START.plus(written), count)?);
                written += count;
            }
        }
        let log = Arc::new(MemoryLog::new());
        let evidence = Evidence::of(Arc::<MemoryLog>::clone(&log));
        let mut checkpoints = vec![evidence.issue(key, &mut |_| {})?];
        for commit in &commits {
            let head = log.append(log.head()?, &Frame::of(commit)?)?.last;
            if stops.iter().any(|stop| Position::START.plus(*stop) == head) {
                checkpoints.push(evidence.issue(key, &mut |_| {})?);
            }
        }
        Ok(Self { commits, log, evidence, checkpoints })
    }

    pub(crate) fn len(&self) -> usize {
        self.commits.iter().map(Vec::len).sum()
    }

    /// The last checkpoint.
    pub(crate) fn last(&self) -> Result<&Checkpoint, Box<dyn Error>> {
        Ok(self.checkpoints.last().ok_or("the empty log has a checkpoint")?)
    }

    /// Destroys what is sealed beside some of the records: proofs do not change.
    pub(crate) fn erase_some(&self, dice: &Dice) -> Result<(), Box<dyn Error>> {
        for record in self.commits.iter().flatten().filter(|record| support::is_person(record.position)) {
            if dice.below(3)? == 0 {
                self.log.erase(&[record.position])?;
            }
        }
        Ok(())
    }
}

/// So many records behind a head, with contents that no other commit has.
fn commit(dice: &Dice, head: Position, count: usize) -> Result<Vec<Record>, Box<dyn Error>> {
    let mut records = Vec::new();
    for index in 1..=count {
        let position = head.plus(index);
        let end = if index == count { CommitEnd::Last } else { CommitEnd::Open };
        let event = support::event(dice.below(BODY_LEN_MAX)?, dice.number()?);
        let mut record = support::record(position, head.next(), end, event);
        record.id = EventId::of_content(&dice.bytes()?);
        records.push(record);
    }
    Ok(support::with_persons(records))
}
