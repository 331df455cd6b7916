//! The text of an [`Extract`]: JSON Lines. First the checkpoint, then the inventory, then entries, then records.

use std::fmt;
use std::str::FromStr;

use aoc_core::{EntityId, Position};
use aoc_store::TreeHash;
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Extract, ExtractError, Proven};
use crate::inventory::{Entry, ProvenEntry};

/// The format of the text.
const FORMAT: &str = "aoc.extract/1";
const FORMAT_FAMILY: &str = "aoc.extract/";
/// How much of the name of another format is repeated.
const FORMAT_LEN_MAX: usize = 64;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadLine {
    format: String,
    checkpoint: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryLine {
    entity: EntityId,
    changing: u64,
    concerning: u64,
    last: Position,
    index: u64,
    path: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordLine {
    position: Position,
    leaf: String,
    path: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Entry(EntryLine),
    Record(RecordLine),
}

fn texts(path: &[TreeHash]) -> Vec<String> {
    path.iter().map(ToString::to_string).collect()
}

fn line<T: Serialize>(f: &mut fmt::Formatter<'_>, line: &T) -> fmt::Result {
    writeln!(f, "{}", serde_json::to_string(line).map_err(|_| fmt::Error)?)
}

fn record_line(proven: &Proven) -> RecordLine {
    RecordLine { position: proven.position, leaf: BASE64.encode(&proven.record), path: texts(&proven.path) }
}

impl fmt::Display for Extract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, &HeadLine { format: FORMAT.to_owned(), checkpoint: self.checkpoint.to_string() })?;
        line(f, &record_line(&self.inventory))?;
        for proven in &self.entries {
            let Entry { entity, changing, concerning, last } = proven.entry;
            let (index, path) = (proven.index, texts(&proven.path));
            line(f, &EntryLine { entity, changing, concerning, last, index, path })?;
        }
        self.records.iter().try_for_each(|proven| line(f, &record_line(proven)))
    }
}

impl FromStr for Extract {
    type Err = ExtractError;

    fn from_str(text: &str) -> Result<Self, ExtractError> {
        let mut lines = (1..).zip(text.lines());
        let mut next = || lines.next().unwrap_or((0, ""));
        let (number, first) = next();
        let head: Value = read(number, first)?;
        match head.get("format").and_then(Value::as_str) {
            Some(FORMAT) => {}
            Some(newer) if newer.starts_with(FORMAT_FAMILY) => {
                return Err(ExtractError::Newer { found: newer.chars().take(FORMAT_LEN_MAX).collect() });
            }
            _ => return Err(wrong(number, format!("its format is not {FORMAT}"))),
        }
        let head: HeadLine = read(number, first)?;
        let checkpoint = head.checkpoint.parse()?;
        let (number, second) = next();
        let inventory = proven(number, &read(number, second)?)?;
        let (mut entries, mut records) = (Vec::new(), Vec::new());
        for (number, text) in lines {
            match read(number, text)? {
                Line::Record(line) => records.push(proven(number, &line)?),
                Line::Entry(line) => {
                    let EntryLine { entity, changing, concerning, last, index, path } = line;
                    let entry = Entry { entity, changing, concerning, last };
                    entries.push(ProvenEntry { entry, index, path: hashes(number, &path)? });
                }
            }
        }
        Ok(Self { checkpoint, inventory, entries, records })
    }
}

fn read<'t, T: Deserialize<'t>>(number: usize, text: &'t str) -> Result<T, ExtractError> {
    serde_json::from_str(text).map_err(|error| wrong(number, error.to_string()))
}

fn wrong(line: usize, why: String) -> ExtractError {
    ExtractError::Line { line, why }
}

fn hashes(number: usize, path: &[String]) -> Result<Vec<TreeHash>, ExtractError> {
    let read = |text: &String| text.parse().map_err(|_| wrong(number, "a hash is not one".to_owned()));
    path.iter().map(read).collect()
}

fn proven(number: usize, line: &RecordLine) -> Result<Proven, ExtractError> {
    let leaf = BASE64.decode(line.leaf.as_bytes());
    let record = leaf.map_err(|_| wrong(number, "`leaf` is not base64".to_owned()))?;
    Ok(Proven { position: line.position, record, path: hashes(number, &line.path)? })
}
