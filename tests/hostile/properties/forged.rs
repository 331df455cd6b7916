//! Logs that nobody has decided: records behind their lengths, brought into order, in which everything may stand that a
//! record can say. What a forger could make who has the checksums right.

use std::sync::Arc;

use aoc_core::{Citations, Draft, EntityId, EventDate, GroupEstablished, GroupId, Position};
use aoc_replay::{KnownAt, Ledger, Roll, View};
use aoc_store::{EventLog, Frame, MemoryLog, RecordBytes, export, import, verify};

use super::asked::{answers, days};
use super::extract::answered;
use super::made::{key, ledger_over};

/// The most records of a log.
const RECORDS_MAX: usize = 32;
const HEADER_LEN: usize = 104;
/// Where a header says these things.
const VERSION: usize = 0;
const FLAGS: usize = 1;
const POSITION: usize = 8;
const COMMIT: usize = 16;
const RECORDED_AT: usize = 64;
const ENTITY_COUNTS: usize = 92;
const BODY_LEN: usize = 96;
const META_LEN: usize = 100;

/// Whatever a log holds: it is verified, audited, asked everything, added to, proven and archived, or refused.
pub fn holds(bytes: &[u8]) {
    let log = Arc::new(MemoryLog::new());
    let entities = append(bytes, &log);
    let report = verify(log.as_ref(), &mut |_| {}).expect("a log in memory is read");
    let _ = report.damages.iter().map(ToString::to_string).collect::<String>();
    round_trip(&log);
    let ledger = match ledger_over(Arc::clone(&log)) {
        Ok(ledger) => ledger,
        Err(error) => return drop(error.to_string()),
    };
    let [day, end] = days();
    drop(answers(&ledger, &entities, View::on(day)));
    drop(answers(&ledger, &entities, View::on(end).known_at(KnownAt::Position(Position::FIRST))));
    let _ = ledger.audit(&mut |_| {}).map_err(|error| error.to_string());
    proven(&ledger, &entities);
    let _ = ledger.record(&[draft()]).map_err(|error| error.to_string());
}

/// Where an archive of it can be written, it comes back.
fn round_trip(log: &MemoryLog) {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    if export(log, &mut first, &mut |_| {}).is_err() {
        return;
    }
    let copy = MemoryLog::new();
    if let Err(error) = import(&mut first.as_slice(), &copy, &mut |_| {}) {
        panic!("what was exported is not imported: {error}");
    }
    export(&copy, &mut second, &mut |_| {}).expect("it is exported");
    assert_eq!(first, second);
}

fn proven(ledger: &Ledger, entities: &[EntityId]) {
    let Ok(checkpoint) = ledger.checkpoint(key(), &mut |_| {}) else { return };
    for entity in entities.iter().filter(|entity| entity.kind() == aoc_core::EntityKind::Group) {
        let roll = Roll::of(GroupId::new(entity.uuid()));
        if let Ok(extract) = ledger.extract(&roll, Some(&checkpoint)) {
            assert_eq!(extract.to_string().parse().as_ref(), Ok(&extract));
            answered(&extract);
        }
    }
}

fn draft() -> Draft {
    let names = serde_json::from_str(r#"[{"lang": "en", "text": "A group"}]"#).expect("names");
    let event =
        GroupEstablished { group: "another-group".parse().expect("a slug"), names, admits: Vec::new() };
    Draft::new(event, EventDate::UNKNOWN, Citations::uncited())
}

/// Puts the records that can be brought into order into a log, and gives the entities of which they speak.
fn append(bytes: &[u8], log: &MemoryLog) -> Vec<EntityId> {
    let (mut entities, mut commit): (Vec<EntityId>, Vec<RecordBytes>) = (Vec::new(), Vec::new());
    let parts = Parts(bytes).take(RECORDS_MAX).collect::<Vec<_>>();
    let mut head = Position::START;
    for (index, part) in parts.iter().enumerate() {
        let position = head.plus(commit.len()).next();
        let is_last = index + 1 == parts.len();
        let Some(leaf) = in_order(part, position, head.next(), is_last) else { continue };
        let record = RecordBytes::from(leaf);
        let Ok(view) = record.view() else { continue };
        entities.extend(view.changes().chain(view.names()));
        let ends = view.end() == aoc_core::CommitEnd::Last;
        commit.push(record);
        if ends {
            let frames = Frame::of_bytes(&commit).expect("records in order");
            let Ok(receipt) = log.append(head, &frames) else { break };
            head = receipt.last;
            commit.clear();
        }
    }
    entities.sort_unstable();
    entities.dedup();
    entities
}

/// The record as one that stands at a place; nothing where it is too short.
fn in_order(part: &[u8], position: Position, commit: Position, is_last: bool) -> Option<Vec<u8>> {
    let mut leaf = part.to_vec();
    let counts: [u8; 2] = leaf.get(ENTITY_COUNTS..ENTITY_COUNTS + 2)?.try_into().ok()?;
    let entities_len = (usize::from(counts[0]) + usize::from(counts[1])) * 18;
    let rest = leaf.len().checked_sub(HEADER_LEN)?.checked_sub(entities_len)?;
    let body_len =
        u32::from_be_bytes(leaf.get(BODY_LEN..BODY_LEN + 4)?.try_into().ok()?).min(u32::try_from(rest).ok()?);
    let meta_len = u32::try_from(rest).ok()? - body_len;
    let recorded_at = 1_000_000 * i64::try_from(commit.get()).ok()?;
    leaf[VERSION] = 1;
    leaf[FLAGS] = (leaf[FLAGS] & 0b11) | u8::from(is_last);
    put(&mut leaf, POSITION, &position.get().to_be_bytes());
    put(&mut leaf, COMMIT, &commit.get().to_be_bytes());
    put(&mut leaf, RECORDED_AT, &recorded_at.to_be_bytes());
    put(&mut leaf, BODY_LEN, &body_len.to_be_bytes());
    put(&mut leaf, META_LEN, &meta_len.to_be_bytes());
    if leaf[6] == 0 {
        // A new fact is its own origin.
        put(&mut leaf, 24, &position.get().to_be_bytes());
        put(&mut leaf, 32, &[0; 8]);
    }
    Some(leaf)
}

fn put(leaf: &mut [u8], at: usize, field: &[u8]) {
    leaf[at..at + field.len()].copy_from_slice(field);
}

/// Byte strings behind their lengths (u16); the last may be cut off.
struct Parts<'b>(&'b [u8]);

impl<'b> Iterator for Parts<'b> {
    type Item = &'b [u8];

    fn next(&mut self) -> Option<&'b [u8]> {
        let (len, rest) = self.0.split_first_chunk()?;
        let (part, rest) = rest.split_at(usize::from(u16::from_be_bytes(*len)).min(rest.len()));
        self.0 = rest;
        Some(part)
    }
}
