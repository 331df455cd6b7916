//! A disk that keeps all it was given. What the system holds in memory is lost.
//!
//! The image is copied while the process stands still. If the system gave anything to the disk meanwhile, the copy is no
//! moment of it: it is taken again.

use super::chance::Chance;
use super::judge::{LEDGER, judge};
use super::place::Place;
use super::promises::{Mark, Promises};
use super::tally::Tally;
use super::volume::{Mounted, copy, format};
use super::writer::{Hearing, Writer};
use super::{CutsArgs, Outcome, Syncs};

/// Then there is a new file system, and a new ledger.
const CUTS_PER_IMAGE: usize = 12;
const COPIES_MAX: usize = 100;

/// Cuts as often as asked.
pub(super) fn cut(args: &CutsArgs, place: &Place, tally: &mut Tally) -> Outcome<()> {
    let mut chance = Chance::of(args.seed);
    while tally.cuts() < args.cuts {
        let count = CUTS_PER_IMAGE.min(args.cuts - tally.cuts());
        cut_one_image(args, place, tally, &mut chance, count)?;
    }
    Ok(())
}

fn cut_one_image(
    args: &CutsArgs,
    place: &Place,
    tally: &mut Tally,
    chance: &mut Chance,
    count: usize,
) -> Outcome<()> {
    let (disk, left) = (place.path("disk.img"), place.path("left.img"));
    format(&disk, args.file_system)?;
    let mounted = Mounted::live(&disk, &place.live(), args.file_system)?;
    let (ledger, hearing) = (mounted.dir().join(LEDGER), Hearing::default());
    let start = |chance: &mut Chance, syncs| Writer::start(&ledger, chance.next(), syncs, &hearing);
    if args.syncs() == Syncs::Taken {
        // What is there before, is durable.
        let writer = start(chance, Syncs::Kept)?;
        hearing.wait_until_opened();
        std::thread::sleep(chance.millis(500..1000));
        writer.kill()?;
    }
    let mut writer = start(chance, args.syncs())?;
    for _ in 0..count {
        // Half of them soon after the last one, or after it was started again.
        let latest = chance.one_of(&[30, 600]);
        std::thread::sleep(chance.millis(1..latest));
        writer.stop()?;
        let mut copies = 0;
        loop {
            let before = mounted.at_rest()?;
            copy(&disk, &left)?;
            copies += 1;
            if before.is_some() && before == mounted.at_rest()? {
                break;
            }
            if copies == COPIES_MAX {
                return Err("the disk does not come to rest".into());
            }
        }
        let promises = Promises::at(Mark::default(), &hearing.so_far());
        judge(args, place, &left, &promises, tally)?;
        writer.go_on()?;
        // Before the ledger is there, killing leaves what nobody can open.
        if chance.percent(25) && promises.ledger.is_some() {
            writer.kill()?;
            writer = start(chance, args.syncs())?;
        }
    }
    writer.kill()
}
