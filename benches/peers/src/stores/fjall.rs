//! fjall as a plain log.

use fjall::{Database, Keyspace, KeyspaceCreateOptions, PersistMode};

use crate::fact::Fact;
use crate::input::Commit;
use crate::store::{Class, Peer, Period, Store};

pub(crate) const PEER: Peer = Peer {
    name: "fjall",
    holds: "record bytes by position",
    does_more: "a journal and an LSM tree with checksums; LZ4; flushes and compactions on threads of its own",
    switched_off: "key-value separation (off by default)",
    classes: &[
        (Class::Synced, "PersistMode::SyncData for each batch"),
        (Class::Periodic, "PersistMode::Buffer, and SyncData when 200 ms are over"),
    ],
    open: |dir, class, _| {
        let db = Database::builder(dir.join("fjall")).open().expect("a database");
        let events = db.keyspace("events", KeyspaceCreateOptions::default).expect("a keyspace");
        Box::new(Fjall { events, db, class, period: Period::start() })
    },
};

struct Fjall {
    events: Keyspace,
    db: Database,
    class: Class,
    period: Period,
}

impl Store for Fjall {
    fn append(&mut self, commit: &Commit) {
        let is_synced = self.class == Class::Synced || self.period.is_over();
        let mode = if is_synced { PersistMode::SyncData } else { PersistMode::Buffer };
        let mut batch = self.db.batch().durability(Some(mode));
        for entry in &commit.entries {
            batch.insert(&self.events, entry.position.to_be_bytes(), entry.record.as_slice());
        }
        batch.commit().expect("a commit");
    }

    fn replay(&mut self, visit: &mut dyn FnMut(&Fact<'_>)) {
        for event in self.events.iter() {
            visit(&Fact::of(&event.value().expect("an event")));
        }
    }
}
