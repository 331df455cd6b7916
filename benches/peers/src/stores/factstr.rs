//! `FACTSTR` in `SQLite`.

use factstr::{EventQuery, EventStore, NewEvent};
use factstr_sqlite::SqliteStore;
use serde_json::Value;

use crate::fact::Fact;
use crate::input::Commit;
use crate::store::{Class, Peer, Store};
use crate::stores::{from_text, to_text};

pub(crate) const PEER: Peer = Peer {
    name: "factstr-sqlite",
    holds: "one row per event in SQLite: type, time, and the record in base64 in JSON, as payloads are JSON",
    does_more: "indexes by type and by time; a row for each batch; JSON both ways; a thread and a runtime for each call, \
                and sqlx; a query gives all events at once",
    switched_off: "conditions, streams",
    classes: &[(Class::Synced, "its only one: WAL, synchronous=FULL")],
    open: |dir, _, _| Box::new(Factstr(SqliteStore::open(dir.join("facts.db")).expect("a database"))),
};

struct Factstr(SqliteStore);

impl Store for Factstr {
    fn append(&mut self, commit: &Commit) {
        let event = |entry: &crate::input::Entry| {
            NewEvent::new(entry.kind.as_str(), Value::String(to_text(&entry.record)))
        };
        self.0.append(commit.entries.iter().map(event).collect()).expect("a commit");
    }

    fn replay(&mut self, visit: &mut dyn FnMut(&Fact<'_>)) {
        for event in self.0.query(&EventQuery::all()).expect("events").event_records {
            visit(&Fact::of(&from_text(event.payload.as_str().expect("a text"))));
        }
    }
}
