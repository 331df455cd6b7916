//! cqrs-es with sqlite-es.

use std::convert::Infallible;

use cqrs_es::event_sink::EventSink;
use cqrs_es::persist::{PersistedEventRepository, SerializedEvent};
use cqrs_es::{Aggregate, DomainEvent};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlite_es::SqliteEventRepository;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Pool, Sqlite};
use tokio::runtime::Runtime;

use crate::fact::Fact;
use crate::input::Commit;
use crate::store::{Class, Opening, Peer, Store};
use crate::stores::{from_text, to_text};

pub(crate) const PEER: Peer = Peer {
    name: "cqrs-es, sqlite-es",
    holds: "one row per event in SQLite: texts, and the record in base64 in JSON, as payloads are JSON",
    does_more: "a sequence in each aggregate (the entity that comes first), with a unique index; JSON both ways; sqlx, \
                on a thread of its own; reads all events sorted by sequence",
    switched_off: "snapshots, queries and views, metadata, command handling: events go to the repository",
    classes: &[
        (Class::Synced, "WAL, synchronous=FULL"),
        (Class::Periodic, "WAL, synchronous=NORMAL: synced at checkpoints, every 1,000 pages"),
        (Class::Memory, ":memory:"),
    ],
    open: |dir, class, opening| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let options = match class {
            Class::Memory => SqliteConnectOptions::new().in_memory(true),
            Class::Synced | Class::Periodic => {
                let level =
                    if class == Class::Synced { SqliteSynchronous::Full } else { SqliteSynchronous::Normal };
                let options = SqliteConnectOptions::new().filename(dir.join("events.db"));
                options.create_if_missing(true).journal_mode(SqliteJournalMode::Wal).synchronous(level)
            }
        };
        // A database in memory belongs to its connection.
        let pool = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        let pool = runtime.block_on(pool.connect_with(options)).expect("a database");
        if opening == Opening::New {
            runtime.block_on(sqlx::query(TABLE).execute(&pool)).expect("a table");
        }
        let events = SqliteEventRepository::new(pool.clone()).with_streaming_channel_size(1_000);
        Box::new(CqrsEs { runtime, pool, events })
    },
};

/// As the migration of sqlite-es has it.
const TABLE: &str = "CREATE TABLE events (
    aggregate_type text NOT NULL,
    aggregate_id text NOT NULL,
    sequence integer CHECK (sequence >= 0) NOT NULL,
    event_type text NOT NULL,
    event_version text NOT NULL,
    payload text NOT NULL,
    metadata text NOT NULL,
    PRIMARY KEY (aggregate_type, aggregate_id, sequence)
) STRICT";

/// Nothing but a type for the repository.
#[derive(Default, Serialize, Deserialize)]
struct Anything;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Record(String);

impl DomainEvent for Record {
    fn event_type(&self) -> String {
        "Record".to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

impl Aggregate for Anything {
    const TYPE: &'static str = "entity";
    type Command = ();
    type Event = Record;
    type Error = Infallible;
    type Services = ();

    async fn handle(&mut self, (): (), (): &(), _: &EventSink<Self>) -> Result<(), Infallible> {
        Ok(())
    }

    fn apply(&mut self, _: Record) {}
}

struct CqrsEs {
    runtime: Runtime,
    pool: Pool<Sqlite>,
    events: SqliteEventRepository,
}

impl Store for CqrsEs {
    fn append(&mut self, commit: &Commit) {
        let events = commit.entries.iter().map(|entry| SerializedEvent {
            aggregate_id: entry.stream.clone(),
            sequence: usize::try_from(entry.version).expect("a sequence"),
            aggregate_type: Anything::TYPE.to_owned(),
            event_type: entry.kind.clone(),
            event_version: "1".to_owned(),
            payload: Value::String(to_text(&entry.record)),
            metadata: json!({}),
        });
        let events: Vec<SerializedEvent> = events.collect();
        self.runtime.block_on(self.events.persist::<Anything>(&events, None)).expect("a commit");
    }

    fn replay(&mut self, visit: &mut dyn FnMut(&Fact<'_>)) {
        self.runtime.block_on(async {
            let mut stream = self.events.stream_all_events::<Anything>().await.expect("events");
            while let Some(event) = stream.next::<Anything>(&[]).await {
                visit(&Fact::of(&from_text(&event.expect("an event").payload.0)));
            }
        });
    }
}

impl Drop for CqrsEs {
    fn drop(&mut self) {
        self.runtime.block_on(self.pool.close());
    }
}
