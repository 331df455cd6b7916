//! A log whose first records cannot be read for a while.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aoc_core::{Position, Seal};
use aoc_store::{Cache, EventLog, Fault, Frames, Limits, SledLog};
use serde_json::json;
use tempfile::TempDir;

use super::{correction, draft, erased, over, record, registered};
use crate::delegation::pass_on;

struct Unreadable {
    log: SledLog,
    is_so: Arc<AtomicBool>,
}

impl EventLog for Unreadable {
    pass_on!(head, written, write, sync, stored, frame, erase, wait);

    fn frames(&self, from: Position) -> Result<Frames<'_>, aoc_store::Error> {
        if self.is_so.load(Ordering::SeqCst) && from.get() <= 256 {
            let fault = Fault::Other { why: "the test says so".into() };
            return Err(aoc_store::Error::Storage { doing: "testing", fault });
        }
        self.log.frames(from)
    }

    fn limits(&self) -> Limits {
        self.log.limits()
    }

    fn cache(&self) -> Option<&dyn Cache> {
        self.log.cache()
    }
}

/// What cannot be read may hold the person's data: an erasure is no empty promise.
#[test]
fn an_erasure_does_not_pass_over_what_cannot_be_read() {
    let place = TempDir::new().unwrap();
    let dir = place.path().join("ledger");
    let ledger = over(Arc::new(SledLog::create(&dir).unwrap()));
    record(&ledger, &[draft(registered("ana", "ana", &["Zenobia Quint"]))]);
    let party = |number: usize| {
        let (slug, names) = (format!("p-{number}"), json!([{"lang": "en", "text": "P"}]));
        draft(
            json!({"id": slug, "event": "PartyRegistered", "data": {"party": slug, "kind": "city", "names": names}}),
        )
    };
    record(&ledger, &(0..600).map(party).collect::<Vec<_>>());
    record(&ledger, &[draft(correction("ana", registered("fix", "ana", &["Zenobia Quinta"])))]);
    ledger.snapshot().unwrap();
    drop(ledger);

    let is_so = Arc::new(AtomicBool::new(true));
    let log = Unreadable { log: SledLog::open(&dir).unwrap(), is_so: Arc::clone(&is_so) };
    let ledger = over(Arc::new(log));
    ledger.record(&[erased("ana")]).unwrap_err();
    ledger.personal_data("ana".parse().unwrap()).unwrap_err();
    assert_eq!(ledger.head().unwrap(), Position::new(602));
    is_so.store(false, Ordering::SeqCst);
    assert_eq!(ledger.personal_data("ana".parse().unwrap()).unwrap().len(), 2);
    record(&ledger, &[erased("ana")]);
    for at in [1, 602] {
        assert!(matches!(ledger.record_at(Position::new(at)).unwrap().seal, Seal::Erased(_)), "record {at}");
    }
    assert_eq!(ledger.personal_data("ana".parse().unwrap()).unwrap(), []);
}
