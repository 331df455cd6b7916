//! [`Way`]: a path on which records, or what belongs to them, come to the disk.

use std::fmt;

use aoc_core::{Draft, Position, Record};
use clap::ValueEnum;
use serde_json::{Value, json};

use crate::support::{commit, name_of, with_persons};

/// How a writing process writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Way {
    /// One commit after the other, with sealed bodies
    Single,
    /// Eight threads, whose commits share their syncs
    Shared,
    /// Commits of 7 KB, so that every 34th packs those before it
    Packing,
    /// Commits of 1.5 MB, in several portions
    Big,
    /// Very many drafts in commits of a batch size
    Batch,
    /// The outline and the tree of hashes, beside the log
    Snapshot,
    /// Inventories and signed checkpoints
    Checkpoint,
    /// Persons who are registered and erased
    Erasure,
    /// An archive as JSON Lines, imported
    Import,
    /// An archive of plain files, restored
    Restore,
    /// Ledgers that are created
    Creation,
}

/// What is written behind a position: any process can make it again.
pub(crate) enum Content {
    /// As the log keeps it.
    Records(Vec<Record>),
    /// As the book is asked to.
    Drafts(Vec<Draft>),
}

/// How many drafts a batch holds.
pub(crate) const BATCH_DRAFTS: usize = 97;
/// How long the bodies of commits are that come to be packed, and of big ones; and how many records a big one has.
const PACKED_BODY_LEN: usize = 7_000;
const BIG_BODY_LEN: usize = 500;
const BIG_RECORDS: usize = 3_001;

impl Way {
    /// All that append to a ledger that is there.
    pub(crate) const fn creates(self) -> bool {
        matches!(self, Self::Import | Self::Restore | Self::Creation)
    }

    /// Whether its writer can be made to lie: to acknowledge what is not synced.
    pub(crate) const fn can_lie(self) -> bool {
        matches!(self, Self::Single | Self::Shared | Self::Packing | Self::Big)
    }

    /// The most lines that are waited for before the kill.
    pub(crate) const fn lines_max(self) -> usize {
        match self {
            Self::Single | Self::Shared | Self::Packing => 90,
            Self::Batch => 24,
            Self::Big | Self::Restore => 8,
            Self::Snapshot | Self::Checkpoint | Self::Erasure => 40,
            Self::Import => 400,
            Self::Creation => 12,
        }
    }

    /// After how many kills, about, a new ledger is begun.
    pub(crate) const fn kills_of_a_life(self) -> usize {
        match self {
            Self::Import | Self::Restore | Self::Creation => 1,
            Self::Big => 4,
            Self::Batch => 6,
            _ => 12,
        }
    }

    /// The commit that is written behind `head`.
    pub(crate) fn content(self, head: Position) -> Content {
        let drafts = |count, draft: fn(Position) -> Value| {
            let drafts = (0..count).map(|ahead| read(draft(head.next().plus(ahead))));
            Content::Drafts(drafts.collect())
        };
        match self {
            Self::Single | Self::Shared | Self::Import | Self::Restore | Self::Creation => {
                Content::Records(uneven(head))
            }
            Self::Packing => Content::Records(commit(head, 1, PACKED_BODY_LEN)),
            // An odd number each, so that every second one is big.
            Self::Big if head.get().is_multiple_of(2) => {
                Content::Records(commit(head, BIG_RECORDS, BIG_BODY_LEN))
            }
            Self::Big => Content::Records(commit(head, 3, BIG_BODY_LEN)),
            Self::Batch => drafts(BATCH_DRAFTS, mixed),
            Self::Snapshot => drafts(40, mixed),
            Self::Checkpoint => drafts(1 + usize::try_from(head.get() % 4).unwrap_or(0), party),
            Self::Erasure if head.get() % 3 == 2 => drafts(1, erased),
            Self::Erasure => drafts(2, |at| if at.get() % 3 == 1 { person(at) } else { party(at) }),
        }
    }

    /// The draft that a batch records at a position.
    pub(crate) fn draft(at: Position) -> Draft {
        read(mixed(at))
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.to_possible_value().as_ref().map_or("", |value| value.get_name()))
    }
}

/// Of 1 to 5 records, sometimes of 300, with persons; between those of 300 there are mostly enough small ones to be packed.
pub(crate) fn uneven(head: Position) -> Vec<Record> {
    let len = if head.get() % 211 == 7 { 300 } else { 1 + usize::try_from(head.get() % 5).unwrap_or(0) };
    with_persons(commit(head, len, 40))
}

/// Parties, every fifth time a person.
fn mixed(at: Position) -> Value {
    if at.get().is_multiple_of(5) { person(at) } else { party(at) }
}

fn party(at: Position) -> Value {
    json!({"event": "PartyRegistered",
        "data": {"party": format!("party-{at}"), "kind": "city", "names": names(&format!("City {at}")), "codes": []}})
}

fn person(at: Position) -> Value {
    json!({"event": "PersonRegistered", "data": {"person": slug_of_person(at), "names": names(&name_of(at))}})
}

/// The erasure of the person two places before.
fn erased(at: Position) -> Value {
    let person = at.previous().previous();
    json!({"event": "PersonErased", "date": "2026-05-13", "data": {"person": slug_of_person(person)},
        "reason": "asked for", "authority": "the officer"})
}

fn slug_of_person(at: Position) -> String {
    format!("person-{at}")
}

fn names(text: &str) -> Value {
    json!([{"lang": "en", "text": text}])
}

fn read(mut json: Value) -> Draft {
    json["uncited"] = json!(true);
    Draft::from_json(json).expect("a draft of the trials")
}
