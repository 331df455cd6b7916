//! evento on fjall.

use evento_core::cursor::Args;
use evento_core::metadata::Metadata;
use evento_core::{Event, Executor, TenantFilter};
use fjall::{Database, PersistMode};
use tokio::runtime::Runtime;
use ulid::Ulid;

use crate::fact::Fact;
use crate::input::{Commit, Entry};
use crate::store::{Class, Peer, Period, Store};

pub(crate) const PEER: Peer = Peer {
    name: "evento-fjall",
    holds: "events of aggregates (the entity that comes first), the record as data",
    does_more: "reads and checks the version of the aggregate and the id of each event; nine index keys an event; a \
                clock of commits; a task on another thread for each call",
    switched_off: "routing keys, tenants, subscriptions, snapshots, metadata",
    classes: &[
        (Class::Synced, "PersistMode::SyncData (its default is SyncAll)"),
        (Class::Periodic, "PersistMode::Buffer, and SyncData when 200 ms are over"),
    ],
    open: |dir, class, _| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let db = Database::builder(dir.join("evento")).open().expect("a database");
        let mode = if class == Class::Synced { PersistMode::SyncData } else { PersistMode::Buffer };
        let events = evento_fjall::Fjall::from_database(db.clone()).expect("a store").persist_mode(mode);
        Box::new(Evento { runtime, events, db, class, period: Period::start() })
    },
};

/// How many events are asked for at once.
const PAGE: u16 = 10_000;

struct Evento {
    runtime: Runtime,
    events: evento_fjall::Fjall,
    db: Database,
    class: Class,
    period: Period,
}

impl Store for Evento {
    fn append(&mut self, commit: &Commit) {
        let event = |entry: &Entry| Event {
            id: Ulid::from_parts(entry.position, 0),
            aggregate_id: entry.stream.clone(),
            aggregate_type: "entity".to_owned(),
            version: u16::try_from(entry.version).expect("a version"),
            name: entry.kind.clone(),
            routing_key: None,
            tenant: String::new(),
            data: entry.record.clone(),
            metadata: Metadata::default(),
            timestamp: 0,
            timestamp_subsec: 0,
        };
        let events = commit.entries.iter().map(event).collect();
        self.runtime.block_on(self.events.write(events)).expect("a commit");
        if self.class == Class::Periodic && self.period.is_over() {
            self.db.persist(PersistMode::SyncData).expect("a disk");
        }
    }

    fn replay(&mut self, visit: &mut dyn FnMut(&Fact<'_>)) {
        let mut after = None;
        loop {
            let page = self.events.read(None, None, TenantFilter::All, Args::forward(PAGE, after), None);
            let page = self.runtime.block_on(page).expect("events");
            for edge in &page.edges {
                visit(&Fact::of(&edge.node.data));
            }
            if !page.page_info.has_next_page {
                return;
            }
            after = page.page_info.end_cursor;
        }
    }
}
