//! [`Site`]: where the ledger is built, and what all figures share.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use aoc_benches::{Arrivals, CommitSizes, History, Plan, Random, ledger, record};
use aoc_core::{Book, Day, Position};
use aoc_replay::Ledger;
use aoc_store::{EventLog, SledLog};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::arguments::Measure;
use crate::board::Input;
use crate::figures::Appended;
use crate::runs::time;

/// How many drafts a commit has when the ledger is built.
pub(crate) const BULK: usize = 1_000;

/// Where the ledger is built.
pub(crate) struct Site {
    plan: Plan,
    dir: TempDir,
    built: Option<Built>,
    open: Option<Ledger>,
    book: Option<Book>,
    /// What appending came to in this run, by how many drafts a commit has.
    appended: BTreeMap<usize, Appended>,
    /// How many bands of arrivals were taken.
    bands: usize,
    random: Random,
}

/// A ledger that was built.
struct Built {
    path: PathBuf,
    /// The history, which can go on.
    history: History,
    input: Input,
    disk_bytes: usize,
}

impl Site {
    pub(crate) fn new(wanted: &Measure) -> Result<Self, Box<dyn Error>> {
        let plan = Plan { seed: wanted.seed, events: wanted.events, ..Plan::default() };
        let dir = match &wanted.dir {
            Some(dir) => tempfile::tempdir_in(dir).map_err(|error| format!("{}: {error}", dir.display()))?,
            None => tempfile::tempdir()?,
        };
        let (built, open, book, appended) = (None, None, None, BTreeMap::new());
        Ok(Self { plan, dir, built, open, book, appended, bands: 0, random: Random::new(wanted.seed) })
    }

    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// How many records the ledger has, what was appended since not counted.
    pub(crate) const fn events(&self) -> usize {
        self.plan.events
    }

    /// A new, empty directory of the site.
    pub(crate) fn fresh_dir(&self) -> TempDir {
        tempfile::tempdir_in(self.dir()).expect("a writable directory")
    }

    /// A new run begins: a ledger to which something was appended goes away.
    pub(crate) fn restore(&mut self) {
        self.book = None;
        if !self.appended.is_empty() || self.bands > 0 {
            self.discard();
        }
    }

    fn discard(&mut self) {
        self.close();
        self.appended.clear();
        self.bands = 0;
        if let Some(built) = self.built.take() {
            std::fs::remove_dir_all(built.path).expect("a ledger");
        }
    }

    /// Builds a ledger of the plan in place of the one before; how long recording took.
    pub(crate) fn build(&mut self) -> Duration {
        self.discard();
        let path = self.fresh_dir().keep();
        let (took, history) =
            write(Plan { commits: CommitSizes::Fixed(BULK), ..self.plan }, &path.join("ledger"));
        let disk_bytes = size(&path);
        let input = input(&SledLog::open(path.join("ledger")).expect("a ledger"));
        self.built = Some(Built { path, history, input, disk_bytes });
        took
    }

    /// How long recording took, and how many bytes it takes on disk, of a ledger in commits of mixed sizes, not
    /// longer than this; and the bytes of its records.
    pub(crate) fn build_mixed(&self, most: usize) -> (usize, usize) {
        let dir = self.fresh_dir();
        let path = dir.path().join("ledger");
        write(Plan { events: self.plan.events.min(most), ..self.plan }, &path);
        let disk_bytes = size(&path);
        (disk_bytes, input(&SledLog::open(&path).expect("a ledger")).record_bytes)
    }

    fn built(&mut self) -> &mut Built {
        if self.built.is_none() {
            eprint!(" (builds a ledger first)");
            self.build();
        }
        self.built.as_mut().expect("built just now")
    }

    /// The records of the ledger, if one was built.
    pub(crate) fn input(&self) -> Option<Input> {
        self.built.as_ref().map(|built| built.input.clone())
    }

    /// How many bytes the ledger takes on disk, and its records alone.
    pub(crate) fn bytes(&mut self) -> (usize, usize) {
        let built = self.built();
        (built.disk_bytes, built.input.record_bytes)
    }

    /// The directory of the ledger, which is closed.
    pub(crate) fn closed(&mut self) -> PathBuf {
        self.close();
        self.built().path.join("ledger")
    }

    /// The ledger, opened if it was closed.
    pub(crate) fn ledger(&mut self) -> Ledger {
        let path = self.built().path.join("ledger");
        self.open.get_or_insert_with(|| open(&path)).clone()
    }

    fn close(&mut self) {
        self.open = None;
    }

    /// A day in the middle of the story.
    pub(crate) fn middle(&self) -> Day {
        Self::day(self.plan.days / 2)
    }

    /// So many days after the first day of the story.
    pub(crate) fn day(days: usize) -> Day {
        let first: Day = "2005-01-01".parse().expect("a day");
        Day::from_number(first.number() + i32::try_from(days).unwrap_or(0)).expect("a day")
    }

    /// What the ledger decides by, as far as it was built.
    pub(crate) fn book(&mut self) -> &Book {
        if self.book.is_none() {
            self.book = Some(read_book(&self.ledger()));
        }
        self.book.get_or_insert_default()
    }

    /// The same, to go on with.
    pub(crate) fn take_book(&mut self) -> Book {
        self.book();
        self.book.take().unwrap_or_default()
    }

    /// Other chances each time.
    pub(crate) fn chance(&mut self) -> Random {
        Random::new(u64::try_from(self.random.below(1 << 30)).unwrap_or(0))
    }

    /// How many days the story has.
    pub(crate) const fn days(&self) -> usize {
        self.plan.days
    }

    /// The history that the ledger holds; what it gives next has to be recorded.
    pub(crate) fn history(&mut self) -> &mut History {
        &mut self.built().history
    }

    /// So many bands of arrivals that were not taken before.
    pub(crate) fn arrivals(&mut self, bands: usize) -> impl Iterator<Item = Arrivals> + use<> {
        let first = self.bands;
        self.bands += bands;
        (first..self.bands).map(Arrivals::of_band)
    }

    /// What appending in commits of so many drafts came to, measured once.
    pub(crate) fn appended(&mut self, drafts: usize, measure: fn(&mut Self, usize) -> Appended) -> &Appended {
        if !self.appended.contains_key(&drafts) {
            let appended = measure(self, drafts);
            self.appended.insert(drafts, appended);
        }
        &self.appended[&drafts]
    }
}

fn read_book(ledger: &Ledger) -> Book {
    let mut book = Book::default();
    for frame in ledger.log().frames(Position::FIRST).expect("a readable log") {
        for record in frame.expect("a whole frame").records() {
            book.append(&record.expect("a whole record").to_record().expect("a known event"));
        }
    }
    book
}

/// Opens a ledger and reads it.
pub(crate) fn open(path: &Path) -> Ledger {
    ledger(Arc::new(SledLog::open(path).expect("a ledger")))
}

/// Records a history in a new ledger: how long that took, without making it up, and the history.
fn write(plan: Plan, path: &Path) -> (Duration, History) {
    let ledger = ledger(Arc::new(SledLog::create(path).expect("a new ledger")));
    let mut history = History::new(plan);
    let mut took = Duration::ZERO;
    for commit in history.by_ref() {
        took += time(|| record(&ledger, &commit)).0;
    }
    (took, history)
}

/// The hash and the length of all records of a log.
fn input(log: &dyn EventLog) -> Input {
    let (mut hasher, mut records, mut record_bytes) = (Sha256::new(), 0, 0);
    for frame in log.frames(Position::FIRST).expect("a readable log") {
        for record in frame.expect("a whole frame").records() {
            let record = record.expect("a whole record");
            hasher.update(record.bytes());
            record_bytes += record.bytes().len();
            records += 1;
        }
    }
    let mut sha256 = String::new();
    for byte in hasher.finalize() {
        let _ = write!(sha256, "{byte:02x}");
    }
    Input { sha256, records, record_bytes }
}

/// How many bytes the files of a directory have.
fn size(path: &Path) -> usize {
    let entries = std::fs::read_dir(path).expect("a directory").map(|entry| entry.expect("an entry").path());
    let sizes = entries.map(|path| {
        if path.is_dir() {
            size(&path)
        } else {
            usize::try_from(path.metadata().expect("a file").len()).unwrap_or(0)
        }
    });
    sizes.sum()
}
