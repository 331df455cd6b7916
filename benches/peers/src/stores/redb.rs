//! redb as a plain log.

use redb::backends::InMemoryBackend;
use redb::{Builder, Database, Durability, ReadableDatabase, ReadableTable, TableDefinition};

use crate::fact::Fact;
use crate::input::Commit;
use crate::store::{Class, Opening, Peer, Period, Store};

pub(crate) const PEER: Peer = Peer {
    name: "redb",
    holds: "record bytes by position",
    does_more: "a copy-on-write B-tree with checksums of pages",
    switched_off: "two-phase commit, quick repair (both are off by default)",
    classes: &[
        (Class::Synced, "Durability::Immediate"),
        (Class::Periodic, "Durability::None, with an Immediate commit when 200 ms are over"),
        (Class::Memory, "InMemoryBackend, Durability::None"),
    ],
    open: |dir, class, opening| {
        let path = dir.join("events.redb");
        let db = match (class, opening) {
            (Class::Memory, _) => Builder::new().create_with_backend(InMemoryBackend::new()),
            (_, Opening::New) => Database::create(path),
            (_, Opening::Again) => Database::open(path),
        };
        Box::new(Redb { db: db.expect("a database"), class, period: Period::start() })
    },
};

const EVENTS: TableDefinition<u64, &[u8]> = TableDefinition::new("events");

struct Redb {
    db: Database,
    class: Class,
    period: Period,
}

impl Store for Redb {
    fn append(&mut self, commit: &Commit) {
        let mut transaction = self.db.begin_write().expect("a transaction");
        let is_synced = match self.class {
            Class::Synced => true,
            Class::Periodic => self.period.is_over(),
            Class::Memory => false,
        };
        let durability = if is_synced { Durability::Immediate } else { Durability::None };
        transaction.set_durability(durability).expect("a durability");
        {
            let mut events = transaction.open_table(EVENTS).expect("a table");
            for entry in &commit.entries {
                events.insert(entry.position, entry.record.as_slice()).expect("a place");
            }
        }
        transaction.commit().expect("a commit");
    }

    fn replay(&mut self, visit: &mut dyn FnMut(&Fact<'_>)) {
        let transaction = self.db.begin_read().expect("a transaction");
        let events = transaction.open_table(EVENTS).expect("a table");
        for event in events.iter().expect("events") {
            let (_, record) = event.expect("an event");
            visit(&Fact::of(record.value()));
        }
    }
}
