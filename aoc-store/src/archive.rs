//! The archive: a log as JSON Lines that anybody can read and that comes back byte for byte (law 11).
//!
//! The first line is a header, `{"format":"aoc.archive/1","head":2}`. Then comes one record a line, in the order
//! of the log: `{"position":1,"leaf":"…","record":{…}}`. The leaf is the record's bytes in base64 (RFC 4648,
//! section 4) and the authority; the readable record beside it says the same, and [`import`] checks that. The line of
//! a sealed record has a `sidecar`, too: salt and body, in base64; that of an erased one has none.
//! `schemas/archive.schema.json` describes every line.

mod difference;
mod error;
mod export;
mod import;
mod json;

use std::borrow::Cow;

use aoc_core::Position;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use difference::Difference;
pub use error::ArchiveError;
pub use export::export;
pub use import::import;
pub use json::record_json;

/// The format of the archives that this version writes and reads.
pub const ARCHIVE_FORMAT: &str = "aoc.archive/1";

const FORMAT_FAMILY: &str = "aoc.archive/";

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header<'a> {
    #[serde(borrow)]
    format: Cow<'a, str>,
    head: Position,
}

/// Every other line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordLine<'a> {
    position: Position,
    #[serde(borrow)]
    leaf: Cow<'a, str>,
    /// Salt and body of a sealed record that was not erased.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    sidecar: Option<Cow<'a, str>>,
    record: Value,
}

/// The most characters of a foreign text that a message shows.
const SHOWN_LEN_MAX: usize = 120;

/// A foreign text as a message shows it: not too long, and without control characters.
fn clip(text: &str) -> String {
    let mut characters = text.chars();
    let plain = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut shown: String = characters.by_ref().take(SHOWN_LEN_MAX).map(plain).collect();
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}
