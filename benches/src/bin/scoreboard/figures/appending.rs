//! Appending so that it survives power loss, by the ledger and by what lies beneath it.
//!
//! The ledger, sled alone and a plain file take turns, commit by commit: how long a disk takes to sync depends on what
//! else the machine does, and so it is the same for all three.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use aoc_benches::{Arrivals, CommitSizes, record};
use aoc_core::{Draft, Position, Record};
use aoc_replay::Ledger;
use aoc_store::{EventLog, Frame, MemoryLog, SledLog};

use crate::runs::{milliseconds, rate, time};
use crate::site::Site;

/// As the ledger has it.
const SEGMENT_LEN: usize = 4 * 1024 * 1024;
/// How many single drafts all threads record together in a run.
const SINGLES: usize = 2_048;

/// What appending in commits of one size came to, in a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Appended {
    ledger: Vec<f64>,
    sled: Vec<f64>,
    file: Vec<f64>,
}

/// How many commits a run has.
pub(super) const fn commits(drafts: usize) -> usize {
    match drafts {
        1 => 200,
        _ => 40,
    }
}

fn append(site: &mut Site, drafts: usize) -> Appended {
    let ledger = site.ledger();
    let dir = site.fresh_dir();
    let (bare, mut file) = (Bare::new(&dir.path().join("sled")), Plain::new(dir.path()));
    let mut appended = Appended::default();
    let history = site.history();
    history.lengthen(drafts * commits(drafts));
    history.in_commits(CommitSizes::Fixed(drafts));
    for commit in history {
        let behind = ledger.head().expect("a readable ledger");
        appended.ledger.push(milliseconds(time(|| record(&ledger, &commit)).0));
        let frames = frames(&ledger, behind);
        appended.sled.push(milliseconds(time(|| bare.append(&frames)).0));
        appended.file.push(milliseconds(time(|| file.append(&frames)).0));
    }
    appended
}

/// What was appended behind a position, as the commit was: whatever the log has made of it since.
pub(super) fn frames(ledger: &Ledger, behind: Position) -> Vec<Frame> {
    let mut records: Vec<Record> = Vec::new();
    for frame in ledger.log().frames(behind.next()).expect("a readable log") {
        for record in frame.expect("a whole frame").records() {
            let record = record.expect("a whole record");
            if record.position() > behind {
                records.push(record.to_record().expect("a known event"));
            }
        }
    }
    Frame::of(&records).expect("a commit")
}

pub(super) fn of_1(site: &mut Site) -> Vec<f64> {
    site.appended(1, append).ledger.clone()
}

pub(super) fn of_100(site: &mut Site) -> Vec<f64> {
    site.appended(100, append).ledger.clone()
}

pub(super) fn of_1000(site: &mut Site) -> Vec<f64> {
    site.appended(1000, append).ledger.clone()
}

pub(super) fn sled_1(site: &mut Site) -> Vec<f64> {
    site.appended(1, append).sled.clone()
}

pub(super) fn sled_100(site: &mut Site) -> Vec<f64> {
    site.appended(100, append).sled.clone()
}

pub(super) fn sled_1000(site: &mut Site) -> Vec<f64> {
    site.appended(1000, append).sled.clone()
}

pub(super) fn fdatasync(site: &mut Site) -> Vec<f64> {
    site.appended(1, append).file.clone()
}

/// The log beneath the ledger against sled alone: the same frames in turn, commit by commit.
fn log(site: &mut Site, drafts: usize) -> Vec<f64> {
    let dir = site.fresh_dir();
    let (log, bare) =
        (SledLog::create(dir.path().join("log")).expect("a new log"), Bare::new(&dir.path().join("sled")));
    let judged = aoc_benches::ledger(Arc::new(MemoryLog::new()));
    let mut behind = Position::START;
    let mut arrivals = std::iter::once(Arrivals::founding()).chain(site.arrivals(1).flatten());
    let mut turn = || {
        let commit: Vec<Draft> = arrivals.by_ref().take(drafts).collect();
        record(&judged, &commit);
        let frames = frames(&judged, behind);
        let (by_log, _) = time(|| log.append(behind, &frames).expect("a writable log"));
        let (by_sled, ()) = time(|| bare.append(&frames));
        behind = judged.head().expect("a readable ledger");
        by_sled.as_secs_f64() / by_log.as_secs_f64()
    };
    (0..commits(drafts)).map(|_| turn()).collect()
}

pub(super) fn log_1(site: &mut Site) -> Vec<f64> {
    log(site, 1)
}

pub(super) fn log_100(site: &mut Site) -> Vec<f64> {
    log(site, 100)
}

pub(super) fn log_1000(site: &mut Site) -> Vec<f64> {
    log(site, 1000)
}

/// sled alone, with a second handle to its file: its own `flush` does not reach the disk.
struct Bare {
    db: sled::Db,
    data: File,
}

impl Bare {
    fn new(dir: &Path) -> Self {
        let config = sled::Config::new().path(dir).segment_size(SEGMENT_LEN).flush_every_ms(None);
        let db = config.open().expect("a new database");
        db.flush().expect("a writable database");
        Self { db, data: File::options().write(true).open(dir.join("db")).expect("the file of sled") }
    }

    fn append(&self, commit: &[Frame]) {
        let mut batch = sled::Batch::default();
        for frame in commit {
            batch.insert(&frame.first().get().to_be_bytes(), frame.bytes());
        }
        self.db.apply_batch(batch).expect("a writable database");
        self.db.flush().expect("a writable database");
        self.data.sync_data().expect("a disk");
    }
}

/// A plain file that grows.
struct Plain {
    file: File,
}

impl Plain {
    fn new(dir: &Path) -> Self {
        Self { file: File::create(dir.join("bytes")).expect("a new file") }
    }

    fn append(&mut self, commit: &[Frame]) {
        for frame in commit {
            self.file.write_all(frame.bytes()).expect("a writable file");
        }
        self.file.sync_data().expect("a disk");
    }
}

fn threads(site: &mut Site, count: usize) -> Vec<f64> {
    let shared = site.ledger();
    let ledger = &shared;
    let arrivals = site.arrivals(count);
    let each = SINGLES / count;
    let work: Vec<Vec<Draft>> = arrivals.map(|arrivals: Arrivals| arrivals.take(each).collect()).collect();
    let (took, ()) = time(|| {
        thread::scope(|scope| {
            for drafts in &work {
                scope.spawn(move || {
                    for draft in drafts {
                        record(ledger, std::slice::from_ref(draft));
                    }
                });
            }
        });
    });
    vec![rate(SINGLES, took)]
}

pub(super) fn threads_1(site: &mut Site) -> Vec<f64> {
    threads(site, 1)
}

pub(super) fn threads_16(site: &mut Site) -> Vec<f64> {
    threads(site, 16)
}
