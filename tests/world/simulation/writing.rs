//! Who writes to the log past the ledgers, as another program may: in two steps, and now and then behind the times.

use aoc_core::{Book, Draft, Event, Privacy, Record, Seal, decide};
use aoc_store::{AppendError, Clock, EventLog, Frame, Receipt, Salts, settle};

use super::world::World;
use crate::naive::Naive;

/// A commit that was written, and is not acknowledged yet.
pub(super) struct OnItsWay {
    frames: Vec<Frame>,
    receipt: Receipt,
}

impl World {
    /// Judges against all that was written, and writes; nobody waits for the disk yet.
    pub(super) fn write_past(&mut self) {
        let records: Vec<Record> = self.told.records.iter().cloned().chain(self.mount.waiting()).collect();
        let written = records.last().map_or_else(Default::default, |last| last.position);
        if self.mount.written().expect("a log that is on") != written {
            return; // another wrote and failed: nothing is known of it before the log is opened again
        }
        let (naive, mut book) = (Naive::of_records(&records), Book::default());
        for record in &records {
            book.append(record);
        }
        let recorder = *self.dice.pick(&self.recorders).expect("a recorder");
        let drafts = self.drafts_from(recorder, &naive);
        if drafts.is_empty() {
            return;
        }
        let office = self.office();
        let now = office.place.clock.now();
        let now = records.last().map_or(now, |last| now.max(last.recorded_at.next()));
        let decided = decide(&book, &drafts, now);
        let verdict = decided.as_ref().map(drop).map_err(ToString::to_string);
        self.told.check_judged_in(&naive, &drafts, &verdict);
        let Ok(mut decided) = decided else {
            self.diary.tally.rejections += 1;
            return self.diary.note("past the ledgers: rejected");
        };
        for record in &mut decided {
            if record.event.as_ref().map(Event::privacy) == Some(Privacy::Personal) {
                record.seal = Seal::Sealed(office.place.salts.draw().expect("a salt"));
            }
        }
        let frames = Frame::of(&decided).expect("frames of a commit");
        let stale = self.dice.pick(&self.told.ends).copied().filter(|end| *end != written);
        let expected = stale.filter(|_| self.dice.one_in(4)).unwrap_or(written);
        self.write(expected, frames, &drafts);
    }

    fn write(&mut self, expected: aoc_core::Position, frames: Vec<Frame>, drafts: &[Draft]) {
        let before = self.mount.written().expect("a log that is on");
        let wrote = self.mount.write(expected, &frames);
        self.diary.note(format!("past the ledgers: {} drafts behind {expected}: {wrote:?}", drafts.len()));
        match wrote {
            Ok(receipt) => {
                assert_eq!((expected, receipt.first), (before, before.next()));
                let head = self.mount.head().expect("a log that is on");
                assert!(head < receipt.first, "record {} is read, and nobody synced it", receipt.first);
                self.on_their_way.push(OnItsWay { frames, receipt });
            }
            Err(AppendError::Conflict { actual, .. }) => {
                assert!(expected != before && actual == before, "law 1: {expected}, {actual}, {before}");
                self.diary.tally.conflicts += 1;
            }
            Err(AppendError::Refused) => assert!(self.mount.is_broken()),
            Err(AppendError::Failed(_)) if self.has_failed() => {
                assert_eq!(self.mount.written().expect("a log that is on"), before);
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Waits for the disk, for one's own commit and with it for all before.
    pub(super) fn sync(&mut self) {
        let Some(last) = self.dice.pick(&self.on_their_way).map(|own| own.receipt.last) else {
            return self.write_past();
        };
        self.prepare();
        let synced = self.mount.sync(last);
        self.mount.clear();
        self.diary.note(format!("past the ledgers: a sync up to {last}: {synced:?}"));
        match synced {
            Ok(()) => {
                assert!(self.mount.head().is_ok_and(|head| head >= last), "law 2: synced, and not read");
            }
            Err(error) => assert!(self.mount.is_broken(), "{error}"),
        }
    }

    /// What has been acknowledged by now stands where it was written.
    pub(super) fn arrived(&mut self) {
        let head = self.told.head();
        let (there, rest) =
            std::mem::take(&mut self.on_their_way).into_iter().partition(|own| own.receipt.last <= head);
        self.on_their_way = rest;
        let there: Vec<OnItsWay> = there;
        for own in there {
            assert!(self.stands(&own), "law 1: another commit stands at {}", own.receipt.first);
        }
    }

    fn stands(&self, own: &OnItsWay) -> bool {
        own.frames.iter().flat_map(Frame::records).all(|record| {
            let record = record.expect("a record that was written");
            let leaf = record.position().index().and_then(|index| self.told.leaves().get(index));
            leaf.is_some_and(|leaf| leaf == record.bytes())
        })
    }

    /// After opening: what was written and not acknowledged is there as a whole, or not at all.
    pub(super) fn settle_all(&mut self) {
        for own in std::mem::take(&mut self.on_their_way) {
            self.diary.tally.unknown += 1;
            let settled = settle(self.mount.as_ref(), &own.frames).expect("a log that was just opened");
            assert!(settled.is_none() || settled == Some(own.receipt), "{settled:?}");
            assert_eq!(settled.is_some(), self.stands(&own), "law 2: {:?}", own.receipt);
            self.diary.tally.kept_unknown += u64::from(settled.is_some());
        }
    }
}
