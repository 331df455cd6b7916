//! One row per event in `SQLite`.

use rusqlite::{Connection, params};

use crate::fact::{Fact, Parts};
use crate::input::Commit;
use crate::store::{Class, Opening, Peer, Store};

pub(crate) const PEER: Peer = Peer {
    name: "sqlite",
    holds: "one row per event: a column for each header field, blobs for entities, body, meta",
    does_more: "the table is a B-tree by position",
    switched_off: "indexes, triggers, checks",
    classes: &[
        (Class::Synced, "WAL, synchronous=FULL"),
        (Class::Periodic, "WAL, synchronous=NORMAL: synced at checkpoints, every 1,000 pages"),
        (Class::Memory, ":memory:"),
    ],
    open: |dir, class, opening| {
        let db = match class {
            Class::Memory => Connection::open_in_memory(),
            _ => Connection::open(dir.join("events.db")),
        };
        let db = db.expect("a database");
        if class != Class::Memory {
            db.pragma_update(None, "journal_mode", "WAL").expect("a journal");
            let level = if class == Class::Synced { "FULL" } else { "NORMAL" };
            db.pragma_update(None, "synchronous", level).expect("a level");
        }
        if opening == Opening::New {
            db.execute_batch(TABLE).expect("a table");
        }
        Box::new(Sqlite(db))
    },
};

const TABLE: &str = "CREATE TABLE event (
    position INTEGER PRIMARY KEY, first_of_commit INTEGER NOT NULL, format INTEGER NOT NULL, flags INTEGER NOT NULL,
    kind INTEGER NOT NULL, schema INTEGER NOT NULL, relation INTEGER NOT NULL, date_flags INTEGER NOT NULL,
    origin INTEGER NOT NULL, target INTEGER NOT NULL, anchor INTEGER NOT NULL,
    earliest INTEGER NOT NULL, latest INTEGER NOT NULL, end_earliest INTEGER NOT NULL, end_latest INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL, id BLOB NOT NULL, rules INTEGER NOT NULL, codes INTEGER NOT NULL,
    changed INTEGER NOT NULL, entities BLOB NOT NULL, body BLOB NOT NULL, meta BLOB NOT NULL
) STRICT";

const INSERT: &str =
    "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

const SELECT: &str =
    // Those kinds only that the fold looks at.
    "SELECT position, kind, schema, relation, date_flags, earliest, latest, entities, body FROM event
    WHERE kind BETWEEN 0x0201 AND 0x02ff OR kind = 0x0501 OR kind BETWEEN 0x0601 AND 0x0606 ORDER BY position";

struct Sqlite(Connection);

impl Store for Sqlite {
    fn append(&mut self, commit: &Commit) {
        let transaction = self.0.transaction().expect("a transaction");
        {
            let mut insert = transaction.prepare_cached(INSERT).expect("a statement");
            for entry in &commit.entries {
                let parts = Parts::of(&entry.record);
                let number = |at| parts.u64(at).cast_signed();
                let values = params![
                    number(8),
                    number(16),
                    parts.header[0],
                    parts.header[1],
                    parts.u16(2),
                    parts.u16(4),
                    parts.header[6],
                    parts.header[7],
                    number(24),
                    number(32),
                    number(40),
                    parts.i32(48),
                    parts.i32(52),
                    parts.i32(56),
                    parts.i32(60),
                    number(64),
                    &parts.header[72..88],
                    parts.u16(88),
                    parts.u16(90),
                    parts.header[92],
                    parts.entities,
                    parts.body,
                    parts.meta,
                ];
                insert.execute(values).expect("a row");
            }
        }
        transaction.commit().expect("a commit");
    }

    fn replay(&mut self, visit: &mut dyn FnMut(&Fact<'_>)) {
        let mut select = self.0.prepare(SELECT).expect("a statement");
        let mut rows = select.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let blob = |at| row.get_ref(at).expect("a column").as_blob().expect("a blob");
            visit(&Fact {
                position: row.get::<_, i64>(0).expect("a position").cast_unsigned(),
                kind: row.get(1).expect("a kind"),
                schema: row.get(2).expect("a schema"),
                relation: row.get(3).expect("a relation"),
                date_flags: row.get(4).expect("flags"),
                earliest: row.get(5).expect("a day"),
                latest: row.get(6).expect("a day"),
                entities: blob(7),
                body: blob(8),
            });
        }
    }
}
