//! What is kept beside a log of what was derived from it: the outline and the tree of hashes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::Duration;

use aoc_core::{Index, Packed, Position, Timestamp};
use aoc_replay::{Ledger, Memberships, Timeline, View};
use aoc_store::{
    AppendError, Cache, CacheName, Chunks, Error, EventLog, Evidence, Frame, MemoryLog, Receipt,
    StoredFrames, TreeHead,
};

use super::asked::days;
use super::made::{ledger_over, many, record_book};

/// A small book of everything that relates records to each other: commits, with an empty line between them.
const BOOK: &str = include_str!("../book.jsonl");

/// The first byte says how the others stand beside a log: 0 as they are, whereupon no answer changes; 1 with a checksum that
/// fits, whereupon whatever they say does no harm; 2 as the packed headings alone; otherwise as roots of tiles of hashes.
pub fn holds(bytes: &[u8]) {
    let Some((how, bytes)) = bytes.split_first() else { return };
    match how {
        0 => as_they_are(bytes),
        1 => fitted(bytes),
        2 => headings(bytes),
        _ => roots(bytes),
    }
}

/// Seeds: what a ledger keeps beside the log, its content, the headings in it, and the roots of the tiles of another.
pub fn seeds() -> Vec<Vec<u8>> {
    let kept = of(log(), |log| drop(ledger_over(log).expect("a sound log")));
    let roots = of(tiled_log(), |log| {
        let _ = Evidence::of(log).head(tiled_head().upto).expect("a sound log");
    });
    let contents =
        |bytes: &[u8]| Chunks::of(bytes).map(|chunk| chunk.expect("whole").to_vec()).collect::<Vec<_>>();
    let mut headings = Vec::new();
    let index = index_of(log());
    index.pack(Packed::default(), index.head(), &mut headings);
    let mut seeds = vec![[&[0][..], &kept].concat(), [&[2][..], &headings].concat()];
    seeds.extend(contents(&kept).iter().map(|content| [&[1][..], content].concat()));
    seeds.extend(contents(&roots).iter().map(|content| [&[3][..], content].concat()));
    seeds
}

fn as_they_are(bytes: &[u8]) {
    let (_, ledger) = opened(bytes.to_vec());
    let ledger = ledger.unwrap_or_else(|error| panic!("what lies beside a log hinders: {error}"));
    assert_eq!(&said(&ledger), expected(), "what lies beside a log changes answers");
}

fn fitted(content: &[u8]) {
    let (beside, ledger) = opened(Chunks::chunk(content));
    let ledger = match ledger {
        Ok(ledger) => ledger,
        Err(error) => return drop(error.to_string()),
    };
    let said = said(&ledger);
    if !beside.is_believed() {
        assert_eq!(&said, expected(), "what is not believed changes answers");
    }
}

/// What is unpacked is packed as it was, and can be asked.
fn headings(bytes: &[u8]) {
    let (mut index, at) = (Index::default(), Timestamp::from_micros(1));
    if let Err(error) = index.unpack(bytes, at) {
        return drop(error.to_string());
    }
    let (mut packed, mut repacked) = (Vec::new(), Vec::new());
    index.pack(Packed::default(), index.head(), &mut packed);
    let mut again = Index::default();
    again.unpack(&packed, at).expect("what was packed is unpacked");
    again.pack(Packed::default(), again.head(), &mut repacked);
    assert_eq!(packed, repacked);
    assert_eq!(asked(&index), asked(&again));
}

/// Everything that an index says.
fn asked(index: &Index) -> Vec<String> {
    let head = index.head();
    let of = |record: Position| {
        let origin = index.origin(record).unwrap_or(record);
        let touched = index.changes(record).chain(index.names(record)).collect::<Vec<_>>();
        let beside =
            touched.first().map(|entity| index.changing(*entity).chain(index.naming(*entity)).count());
        format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {touched:?} {beside:?}",
            index.kind(record),
            index.effect(record),
            index.relation(record),
            index.versions(origin).collect::<Vec<_>>(),
            (index.standing(origin, head), index.last_version(record), index.replaced_by(record)),
            (index.corroborating(origin).count(), index.following(origin).count()),
            index.key(record, head),
        )
    };
    let records = (1..=head.get()).map(Position::new);
    let ordered = days().map(|day| {
        format!("{:?}", index.in_order(day, head, |_| true).map(|placed| placed.key).collect::<Vec<_>>())
    });
    records.map(of).chain(ordered).collect()
}

/// A tree whose last root is that of the records is the log's own, or its other roots are false; any other is not believed.
fn roots(content: &[u8]) {
    let beside = Arc::new(Beside::of(tiled_log(), Some(Chunks::chunk(content))));
    let head = tiled_head();
    let first = content.get(..32).unwrap_or_default();
    match Evidence::of(beside).head(head.upto) {
        Ok(found) if content.len() == 64 && first != tiled_root() => assert_eq!(found.upto, head.upto),
        Ok(found) => assert_eq!(&found, head, "what lies beside a log changes its tree"),
        Err(error) => panic!("what lies beside a log hinders: {error}"),
    }
}

/// What is looked up in the index, and what is folded.
fn said(ledger: &Ledger) -> [String; 3] {
    let (view, head) = (View::on(days()[0]), ledger.head().expect("a log in memory"));
    [
        format!("{:?}", ledger.ask(&Memberships, view)),
        format!("{:?}", ledger.ask(&Timeline::of_everything(), view)),
        format!("{:?}", ledger.inventory(head)),
    ]
}

/// A ledger over the small book with these bytes beside it.
fn opened(kept: Vec<u8>) -> (Arc<Beside>, Result<Ledger, aoc_replay::Error>) {
    let beside = Arc::new(Beside::of(log(), Some(kept)));
    let ledger = ledger_over(Arc::clone(&beside));
    (beside, ledger)
}

/// What is kept beside this log.
fn of(log: &Arc<MemoryLog>, keep: impl FnOnce(Arc<Beside>)) -> Vec<u8> {
    let beside = Arc::new(Beside::of(log, None));
    keep(Arc::clone(&beside));
    beside.kept().clone().unwrap_or_default()
}

fn index_of(log: &Arc<MemoryLog>) -> Index {
    let mut index = Index::default();
    for frame in log.frames(Position::FIRST).expect("a log in memory") {
        for record in frame.expect("a sound log").records() {
            index.push(&record.expect("a record").heading().expect("a heading"));
        }
    }
    index
}

fn log() -> &'static Arc<MemoryLog> {
    static LOG: OnceLock<Arc<MemoryLog>> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Arc::new(MemoryLog::new());
        let ledger = ledger_over(Arc::clone(&log)).expect("an empty ledger");
        record_book(&ledger, &BOOK.split("\n\n").collect::<Vec<_>>());
        log
    })
}

fn expected() -> &'static [String; 3] {
    static SAID: OnceLock<[String; 3]> = OnceLock::new();
    SAID.get_or_init(|| said(&ledger_over(Arc::clone(log())).expect("a sound log")))
}

/// A log of two whole tiles of hashes and the beginning of a third.
fn tiled_log() -> &'static Arc<MemoryLog> {
    static LOG: OnceLock<Arc<MemoryLog>> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Arc::new(MemoryLog::new());
        drop(many(Arc::clone(&log), 520));
        log
    })
}

fn tiled_head() -> &'static TreeHead {
    static HEAD: OnceLock<TreeHead> = OnceLock::new();
    HEAD.get_or_init(|| {
        let evidence = Evidence::of(Arc::clone(tiled_log()) as Arc<dyn EventLog>);
        evidence.head(tiled_log().head().expect("a log in memory")).expect("a sound log")
    })
}

/// The root of its first tile.
fn tiled_root() -> &'static [u8; 32] {
    static ROOT: OnceLock<[u8; 32]> = OnceLock::new();
    ROOT.get_or_init(|| {
        let evidence = Evidence::of(Arc::clone(tiled_log()) as Arc<dyn EventLog>);
        *evidence.head(Position::new(256)).expect("a sound log").root.bytes()
    })
}

/// A log with bytes beside it, whatever name is asked for, that destroys nothing.
struct Beside {
    log: Arc<MemoryLog>,
    kept: Mutex<Option<Vec<u8>>>,
    is_believed: AtomicBool,
}

impl Beside {
    fn of(log: &Arc<MemoryLog>, kept: Option<Vec<u8>>) -> Self {
        Self { log: Arc::clone(log), kept: Mutex::new(kept), is_believed: AtomicBool::new(true) }
    }

    fn kept(&self) -> MutexGuard<'_, Option<Vec<u8>>> {
        self.kept.lock().expect("nobody panicked")
    }

    /// Whether what was there was not removed.
    fn is_believed(&self) -> bool {
        self.is_believed.load(Ordering::Relaxed)
    }
}
impl Cache for Beside {
    fn read(&self, _name: &CacheName) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.kept().clone())
    }

    fn append(&self, _name: &CacheName, bytes: &[u8]) -> Result<(), Error> {
        self.kept().get_or_insert_default().extend_from_slice(bytes);
        Ok(())
    }

    fn replace(&self, _name: &CacheName, bytes: &[u8]) -> Result<(), Error> {
        *self.kept() = Some(bytes.to_vec());
        Ok(())
    }

    fn remove(&self, _name: &CacheName) -> Result<(), Error> {
        *self.kept() = None;
        self.is_believed.store(false, Ordering::Relaxed);
        Ok(())
    }
}

impl EventLog for Beside {
    fn head(&self) -> Result<Position, Error> {
        self.log.head()
    }

    fn written(&self) -> Result<Position, Error> {
        self.log.written()
    }

    fn write(&self, expected: Position, frames: &[Frame]) -> Result<Receipt, AppendError> {
        self.log.write(expected, frames)
    }

    fn sync(&self, upto: Position) -> Result<(), Error> {
        self.log.sync(upto)
    }

    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, Error> {
        self.log.stored(from)
    }

    fn frame(&self, position: Position) -> Result<Option<Frame>, Error> {
        self.log.frame(position)
    }

    fn erase(&self, positions: &[Position]) -> Result<(), Error> {
        assert!(positions.is_empty(), "what lies beside a log destroys {positions:?}");
        Ok(())
    }

    fn wait(&self, after: Position, timeout: Duration) -> Result<Position, Error> {
        self.log.wait(after, timeout)
    }

    fn cache(&self) -> Option<&dyn Cache> {
        Some(self)
    }
}
