//! The core of `UmaDB`, without its server.

use std::sync::Arc;

use umadb_core::db::UmaDb;
use umadb_core::mvcc::{Mvcc, StorageOptions};
use umadb_dcb::{DcbEvent, DcbEventStoreSync};

use crate::fact::Fact;
use crate::input::Commit;
use crate::store::{Class, Peer, Store};

pub(crate) const PEER: Peer = Peer {
    name: "umadb-core",
    holds: "events with a type and the record as data",
    does_more: "copy-on-write B-trees of events and of tags, with checksums; two syncs a commit, of data and of header; \
                its file grows by 256 MiB at a time",
    switched_off: "tags, append conditions, event ids, metadata; its batching of concurrent writers has nothing to batch",
    classes: &[(Class::Synced, "its only one")],
    open: |dir, _, _| {
        let storage = Mvcc::new(false, StorageOptions::default().db_path(dir)).expect("a database");
        Box::new(Uma(UmaDb::from_arc(Arc::new(storage))))
    },
};

struct Uma(UmaDb);

impl Store for Uma {
    fn append(&mut self, commit: &Commit) {
        let event = |entry: &crate::input::Entry| {
            DcbEvent::new().event_type(entry.kind.as_str()).data(entry.record.as_slice())
        };
        self.0.append(commit.entries.iter().map(event).collect(), None, None).expect("a commit");
    }

    fn replay(&mut self, visit: &mut dyn FnMut(&Fact<'_>)) {
        for event in self.0.read(None, None, false, None).expect("events") {
            visit(&Fact::of(&event.expect("an event").event.data));
        }
    }
}
