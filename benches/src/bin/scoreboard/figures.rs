//! Every figure, in the order in which they are measured: those that append come last.

mod answers;
mod appending;
mod bytes;
mod deciding;
mod ledger;
mod lookups;

use crate::figure::{Durability, Figure, Unit};
pub(crate) use appending::Appended;

/// Every figure.
pub(crate) const FIGURES: &[Figure] = &[
    Figure {
        name: "build",
        about: "record the whole history, 1,000 drafts a commit: judged, encoded, appended",
        unit: Unit::RecordsPerSecond,
        durability: Durability::Synced,
        measure: ledger::build,
    },
    Figure {
        name: "disk",
        about: "bytes on disk for a byte of record, after that",
        unit: Unit::Ratio,
        durability: Durability::Synced,
        measure: ledger::disk,
    },
    Figure {
        name: "disk-mixed",
        about: "the same for at most 20,000 records in commits of mixed sizes",
        unit: Unit::Ratio,
        durability: Durability::Synced,
        measure: ledger::disk_mixed,
    },
    Figure {
        name: "open",
        about: "open the ledger, closed before in order (its files in the system's cache)",
        unit: Unit::Milliseconds,
        durability: Durability::ReadsOnly,
        measure: ledger::open,
    },
    Figure {
        name: "roll-opened",
        about: "the roll of the watched group on a day, the first question after opening",
        unit: Unit::Milliseconds,
        durability: Durability::ReadsOnly,
        measure: answers::roll_opened,
    },
    Figure {
        name: "roll",
        about: "the same, asked before",
        unit: Unit::Milliseconds,
        durability: Durability::ReadsOnly,
        measure: answers::roll,
    },
    Figure {
        name: "roll-memory",
        about: "the same answer from decoded events in a vector, folded by hand",
        unit: Unit::Milliseconds,
        durability: Durability::Memory,
        measure: answers::roll_memory,
    },
    Figure {
        name: "fold-headers",
        about: "fold all records, reading headers",
        unit: Unit::RecordsPerSecond,
        durability: Durability::ReadsOnly,
        measure: answers::fold_headers,
    },
    Figure {
        name: "fold-bodies",
        about: "fold all records, decoding every body",
        unit: Unit::RecordsPerSecond,
        durability: Durability::ReadsOnly,
        measure: answers::fold_bodies,
    },
    Figure {
        name: "roll-random",
        about: "the roll on a random day, known at a random position",
        unit: Unit::Milliseconds,
        durability: Durability::ReadsOnly,
        measure: lookups::roll_random,
    },
    Figure {
        name: "timeline-random",
        about: "the timeline of a random entity",
        unit: Unit::Milliseconds,
        durability: Durability::ReadsOnly,
        measure: lookups::timeline_random,
    },
    Figure {
        name: "read-file",
        about: "read the bytes of all records from a plain file (in the system's cache)",
        unit: Unit::MegabytesPerSecond,
        durability: Durability::ReadsOnly,
        measure: bytes::read_file,
    },
    Figure {
        name: "checksum",
        about: "CRC-32 of every record, in memory",
        unit: Unit::MegabytesPerSecond,
        durability: Durability::Memory,
        measure: bytes::checksum,
    },
    Figure {
        name: "decode",
        about: "every record owned, body and meta decoded, from frames in memory",
        unit: Unit::RecordsPerSecond,
        durability: Durability::Memory,
        measure: bytes::decode,
    },
    Figure {
        name: "decide-newcomer",
        about: "judge a draft that nothing else has to do with",
        unit: Unit::Microseconds,
        durability: Durability::Memory,
        measure: deciding::newcomer,
    },
    Figure {
        name: "decide-backdated",
        about: "judge a party's renaming at the start of the story",
        unit: Unit::Microseconds,
        durability: Durability::Memory,
        measure: deciding::backdated,
    },
    Figure {
        name: "decide-next",
        about: "judge what comes next in the story, draft by draft",
        unit: Unit::Microseconds,
        durability: Durability::Memory,
        measure: deciding::next,
    },
    Figure {
        name: "append-1",
        about: "record a commit of 1 draft",
        unit: Unit::Milliseconds,
        durability: Durability::Synced,
        measure: appending::of_1,
    },
    Figure {
        name: "sled-1",
        about: "the same bytes, in turn with that, by sled alone: insert, flush, fdatasync",
        unit: Unit::Milliseconds,
        durability: Durability::Synced,
        measure: appending::sled_1,
    },
    Figure {
        name: "append-100",
        about: "record a commit of 100 drafts",
        unit: Unit::Milliseconds,
        durability: Durability::Synced,
        measure: appending::of_100,
    },
    Figure {
        name: "sled-100",
        about: "the same bytes, in turn with that, by sled alone",
        unit: Unit::Milliseconds,
        durability: Durability::Synced,
        measure: appending::sled_100,
    },
    Figure {
        name: "append-1000",
        about: "record a commit of 1,000 drafts",
        unit: Unit::Milliseconds,
        durability: Durability::Synced,
        measure: appending::of_1000,
    },
    Figure {
        name: "sled-1000",
        about: "the same bytes, in turn with that, by sled alone",
        unit: Unit::Milliseconds,
        durability: Durability::Synced,
        measure: appending::sled_1000,
    },
    Figure {
        name: "fdatasync",
        about: "the same bytes as in append-1, in turn with that, to a plain file: write, fdatasync",
        unit: Unit::Milliseconds,
        durability: Durability::Synced,
        measure: appending::fdatasync,
    },
    Figure {
        name: "threads-1",
        about: "one thread records single drafts",
        unit: Unit::RecordsPerSecond,
        durability: Durability::Synced,
        measure: appending::threads_1,
    },
    Figure {
        name: "threads-16",
        about: "16 threads record single drafts",
        unit: Unit::RecordsPerSecond,
        durability: Durability::Synced,
        measure: appending::threads_16,
    },
];
