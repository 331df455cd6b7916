//! Every store, in the order of the table.

mod cqrs_es;
mod evento;
mod factstr;
mod fjall;
mod ledger;
mod redb;
mod sqlite;
mod umadb;

use data_encoding::BASE64_NOPAD;

use crate::store::Peer;

/// Every store.
pub(crate) const PEERS: [Peer; 9] = [
    ledger::PEER,
    ledger::JUDGED,
    sqlite::PEER,
    redb::PEER,
    fjall::PEER,
    cqrs_es::PEER,
    umadb::PEER,
    factstr::PEER,
    evento::PEER,
];

/// Bytes as text, for stores that keep JSON.
fn to_text(bytes: &[u8]) -> String {
    BASE64_NOPAD.encode(bytes)
}

fn from_text(text: &str) -> Vec<u8> {
    BASE64_NOPAD.decode(text.as_bytes()).expect("base64")
}
