//! A disk that drops what was not flushed: of the writes since the last flush any may be there, in part, or not.
//!
//! A run is recorded, every write and flush of it; then the power is cut in the recording, wherever. What was acknowledged is known:
//! with each notice stands how long the recording was by then.

use std::fs::File;
use std::ops::{Range, RangeInclusive};
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::chance::Chance;
use super::judge::{LEDGER, judge};
use super::moments::Moments;
use super::place::Place;
use super::promises::{Heard, Mark, Promises};
use super::recorder::Recorder;
use super::tally::Tally;
use super::volume::{Mounted, copy, format};
use super::write_log::{Durability, Told, Write, WriteLog};
use super::writer::{Hearing, Writer};
use super::{CutsArgs, Outcome, Syncs};

/// Then another run is recorded.
const CUTS_PER_RUN: usize = 50;
/// How often the process is killed in a run, to be started again.
const LIVES: Range<u64> = 2..6;
const SECTOR_LEN: usize = 512;

/// Cuts as often as asked.
pub(super) fn cut(args: &CutsArgs, place: &Place, tally: &mut Tally) -> Outcome<()> {
    let mut chance = Chance::of(args.seed);
    while tally.cuts() < args.cuts {
        let count = CUTS_PER_RUN.min(args.cuts - tally.cuts());
        let run = Run::record(args, place, &mut chance)?;
        run.cut(args, place, tally, &mut chance, count)?;
    }
    Ok(())
}

/// A recorded run.
struct Run {
    told: WriteLog,
    heard: Vec<Heard>,
    /// Between which two moments the power may go.
    time: RangeInclusive<Mark>,
}

impl Run {
    fn record(args: &CutsArgs, place: &Place, chance: &mut Chance) -> Outcome<Self> {
        let (image, durable) = (place.path("disk.img"), place.path("durable.img"));
        format(&image, args.file_system)?;
        copy(&image, &durable)?;
        let recorder = Recorder::start(place, &image)?;
        let hearing = Hearing::beside(recorder.recording());
        let (mut from, to);
        {
            let mounted = Mounted::live(recorder.disk(), &place.live(), args.file_system)?;
            let ledger = mounted.dir().join(LEDGER);
            from = Mark::default();
            for life in 0..chance.of_range(LIVES) {
                // What is there before, is durable.
                let syncs = if life == 0 { Syncs::Kept } else { args.syncs() };
                if life == 1 && syncs == Syncs::Taken {
                    from = hearing.mark();
                }
                let writer = Writer::start(&ledger, chance.next(), syncs, &hearing)?;
                std::thread::sleep(chance.millis(500..6000));
                // Killed before the ledger is there, it leaves what nobody can open.
                hearing.wait_until_opened();
                writer.kill()?;
            }
            // Without syncs nothing comes to the disk before the end.
            to = if args.syncs() == Syncs::Kept { hearing.mark() } else { Mark(u64::MAX) };
        }
        let recording = recorder.recording().to_owned();
        recorder.finish()?;
        Ok(Self { told: WriteLog::read(&recording)?, heard: hearing.so_far(), time: from..=to })
    }

    fn cut(
        &self,
        args: &CutsArgs,
        place: &Place,
        tally: &mut Tally,
        chance: &mut Chance,
        count: usize,
    ) -> Outcome<()> {
        let (durable, left) = (place.path("durable.img"), place.path("left.img"));
        let entries = self.told.entries();
        let moments = Moments::within(&self.time, entries, &self.heard);
        if moments.are_none() {
            return Err("nothing was recorded".into());
        }
        let mut flushed = 0;
        for cut in moments.choose(count, chance) {
            let flush = entries[..=cut].iter().rposition(|entry| matches!(entry.told, Told::Flush));
            let flush = flush.unwrap_or_default();
            self.put_all(&durable, flushed..flush)?;
            flushed = flush;
            copy(&durable, &left)?;
            self.put_some(&left, flush..cut + 1, chance)?;
            let promises = Promises::at(entries[cut].end, &self.heard);
            judge(args, place, &left, &promises, tally)?;
        }
        Ok(())
    }

    fn writes(&self, told: Range<usize>) -> impl Iterator<Item = &Write> {
        self.told.entries()[told].iter().filter_map(|entry| match &entry.told {
            Told::Write(write) => Some(write),
            Told::Flush => None,
        })
    }

    fn put_all(&self, image: &Path, told: Range<usize>) -> Outcome<()> {
        let image = File::options().write(true).open(image)?;
        self.writes(told).try_for_each(|write| Ok(image.write_all_at(&self.told.data(write)?, write.at)?))
    }

    /// What nobody had asked to flush: any of it, in any part.
    fn put_some(&self, image: &Path, told: Range<usize>, chance: &mut Chance) -> Outcome<()> {
        let image = File::options().write(true).open(image)?;
        let (survive, torn) = (chance.one_of(&[0, 10, 50, 90, 100]), chance.one_of(&[0, 30]));
        for write in self.writes(told) {
            let data = self.told.data(write)?;
            if write.durability == Durability::Now {
                image.write_all_at(&data, write.at)?;
                continue;
            }
            if !chance.percent(survive) {
                continue;
            }
            let sectors = if chance.percent(torn) { chance.one_of(&[10, 50, 90]) } else { 100 };
            let mut at = write.at;
            for sector in data.chunks(SECTOR_LEN) {
                if chance.percent(sectors) {
                    image.write_all_at(sector, at)?;
                }
                at += u64::try_from(sector.len())?;
            }
        }
        Ok(())
    }
}
