//! What is kept beside a log of what was derived from it: the outline and the tree of hashes.

use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use aoc_core::{Position, Timestamp};
use aoc_replay::{Ledger, Memberships, Timeline, View};
use aoc_store::{
    AppendError, Cache, CacheName, Chunks, Error, EventLog, FixedClock, Frame, MemoryLog, Receipt,
    SeededSalts, StoredFrames,
};

use super::asked::days;
use super::made::recorded;

/// The first byte says how the others stand beside the log: 0 as they are, whereupon no answer changes; otherwise with a
/// checksum that fits, whereupon whatever they say does no harm.
pub fn holds(bytes: &[u8]) {
    let Some((how, bytes)) = bytes.split_first() else { return };
    let is_fitted = *how != 0;
    let kept = if is_fitted { Chunks::chunk(bytes) } else { bytes.to_vec() };
    let log = Arc::new(Beside { log: Arc::clone(log()), kept: Mutex::new(Some(kept)) });
    let clock = FixedClock(Timestamp::from_micros(0));
    let ledger = match Ledger::with(log, Arc::new(clock), Arc::new(SeededSalts::new(9))) {
        Ok(ledger) => ledger,
        Err(error) if is_fitted => return drop(error.to_string()),
        Err(error) => panic!("what lies beside a log hinders: {error}"),
    };
    let said = said(&ledger);
    if !is_fitted {
        assert_eq!(&said, expected(), "what lies beside a log changes answers");
    }
    let head = ledger.head().expect("a log in memory");
    let _ = ledger.evidence().head(head).map_err(|error| error.to_string());
}

/// What a ledger over this log keeps beside it.
pub fn of(log: Arc<MemoryLog>) -> Vec<u8> {
    let beside = Arc::new(Beside { log, kept: Mutex::new(None) });
    let clock = FixedClock(Timestamp::from_micros(0));
    let ledger = Ledger::with(
        Arc::clone(&beside) as Arc<dyn EventLog>,
        Arc::new(clock),
        Arc::new(SeededSalts::new(9)),
    );
    ledger.and_then(|ledger| ledger.snapshot()).expect("a sound log");
    beside.kept.lock().expect("nobody panicked").clone().unwrap_or_default()
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

fn log() -> &'static Arc<MemoryLog> {
    static LOG: OnceLock<Arc<MemoryLog>> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Arc::new(MemoryLog::new());
        drop(recorded(Arc::clone(&log)));
        log
    })
}

fn expected() -> &'static [String; 3] {
    static SAID: OnceLock<[String; 3]> = OnceLock::new();
    SAID.get_or_init(|| said(&super::made::ledger_over(Arc::clone(log())).expect("a sound log")))
}

/// A log with bytes beside it, whatever name is asked for.
struct Beside {
    log: Arc<MemoryLog>,
    kept: Mutex<Option<Vec<u8>>>,
}

impl Cache for Beside {
    fn read(&self, _name: &CacheName) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.kept.lock().expect("nobody panicked").clone())
    }

    fn append(&self, _name: &CacheName, bytes: &[u8]) -> Result<(), Error> {
        self.kept.lock().expect("nobody panicked").get_or_insert_default().extend_from_slice(bytes);
        Ok(())
    }

    fn replace(&self, _name: &CacheName, bytes: &[u8]) -> Result<(), Error> {
        *self.kept.lock().expect("nobody panicked") = Some(bytes.to_vec());
        Ok(())
    }

    fn remove(&self, _name: &CacheName) -> Result<(), Error> {
        *self.kept.lock().expect("nobody panicked") = None;
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

    fn wait(&self, after: Position, timeout: Duration) -> Result<Position, Error> {
        self.log.wait(after, timeout)
    }

    fn cache(&self) -> Option<&dyn Cache> {
        Some(self)
    }
}
