//! Goal: law 11 (export then import gives the same bytes and positions), and that a damaged or altered archive is
//! refused with a message that says where and what to do. Method: generated histories go through an archive and
//! back; one sample archive is damaged in every way that the importer knows, and its message is read.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod histories;

use std::io::{self, BufRead, BufReader, Read};

use aoc_core::{CommitEnd, Kind, Position, Record, SchemaVersion};
use aoc_store::{
    ARCHIVE_FORMAT, AppendError, ArchiveError, EventLog, Frame, LineError, LineLimit, MemoryLog, RecordError,
    encode_record, export, import, record_json,
};
use data_encoding::BASE64;
use proptest::prelude::*;
use serde_json::{Value, json};

fn log_of(commits: &[Vec<Record>]) -> MemoryLog {
    let log = MemoryLog::new();
    for commit in commits {
        log.append(log.head().unwrap(), &Frame::of(commit).unwrap()).unwrap();
    }
    log
}

/// Every record's position and bytes, in order.
fn leaves(log: &MemoryLog) -> Vec<(Position, Vec<u8>)> {
    let frames: Vec<Frame> = log.frames(Position::FIRST).unwrap().map(Result::unwrap).collect();
    let records = frames.iter().flat_map(|frame| frame.records().map(Result::unwrap));
    records.map(|view| (view.position(), view.bytes().to_vec())).collect()
}

fn exported(log: &MemoryLog) -> String {
    let mut text = Vec::new();
    export(log, &mut text, &mut |_| {}).unwrap();
    String::from_utf8(text).unwrap()
}

/// Imports a text; what comes of it, and the log.
fn imported(archive: &[u8]) -> (Result<Position, ArchiveError>, MemoryLog) {
    let log = MemoryLog::new();
    let mut small_reads = BufReader::with_capacity(7, archive);
    (import(&mut small_reads, &log, &mut |_| {}), log)
}

fn come_back(commits: &[Vec<Record>]) {
    let log = log_of(commits);
    let text = exported(&log);
    let (end, copy) = imported(text.as_bytes());
    assert_eq!(end.unwrap(), log.head().unwrap());
    assert_eq!(leaves(&copy), leaves(&log));
    assert_eq!(exported(&copy), text);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn law_11_an_archive_gives_the_same_bytes_and_positions(history in histories::histories()) {
        come_back(&history);
    }

    #[test]
    fn an_archive_that_is_cut_off_anywhere_is_noticed_and_whole_commits_stay(at in any::<prop::sample::Index>()) {
        let text = exported(&log_of(&histories::sample()));
        let whole = text.len() - 1; // a file without its last line feed is whole
        let (end, log) = imported(&text.as_bytes()[..at.index(whole)]);
        end.unwrap_err();
        let ends: Vec<Position> =
            histories::sample().iter().flatten().filter(|r| r.end == CommitEnd::Last).map(|r| r.position).collect();
        let head = log.head().unwrap();
        prop_assert!(head == Position::START || ends.contains(&head));
    }

    #[test]
    fn an_archive_with_any_byte_changed_is_refused_or_says_the_same(
        at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let log = log_of(&histories::sample());
        let mut bytes = exported(&log).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let (end, copy) = imported(&bytes);
        if end.is_ok() {
            prop_assert_eq!(leaves(&copy), leaves(&log));
        }
    }
}

#[test]
fn the_generated_histories_hold_every_relation() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut records, mut seen) = (0, std::collections::BTreeMap::<String, usize>::new());
    for _ in 0..64 {
        let history = histories::histories().new_tree(&mut runner).unwrap().current();
        for record in history.iter().flatten() {
            records += 1;
            let json = record_json(record);
            for key in ["corrects", "retracts", "corroborates", "after", "words", "actor"] {
                *seen.entry(key.to_owned()).or_default() += usize::from(json.get(key).is_some());
            }
            *seen.entry(json["event"].as_str().unwrap().chars().take(4).collect()).or_default() += 1;
        }
    }
    assert!(
        records > 1000 && seen.values().all(|count| *count >= 5) && seen.contains_key("0x87"),
        "{seen:?}"
    );
}

#[test]
fn a_commit_of_several_frames_and_an_empty_log_come_back() {
    let mut history = histories::History::new(0);
    let drafts: Vec<_> = (0..700)
        .map(|number| {
            let source = histories::source_registered(format!("s-{number}").parse().unwrap());
            aoc_core::Draft::new(source, aoc_core::EventDate::UNKNOWN, aoc_core::Citations::uncited())
        })
        .collect();
    assert!(history.record(&drafts));
    assert!(Frame::of(&history.commits[0]).unwrap().len() > 2);
    come_back(&history.commits);
    come_back(&[]);
}

#[test]
fn the_text_is_as_described() {
    let log = log_of(&histories::sample());
    let text = exported(&log);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0], json!({"format": "aoc.archive/1", "head": 22}));
    assert!(text.starts_with("{\"format\":\"aoc.archive/1\",\"head\":22}\n{\"position\":1,\"leaf\":\""));
    let record = &lines[17]["record"];
    assert_eq!(
        (&record["corrects"], &record["origin"], &record["date"]),
        (&json!(14), &json!(14), &json!("2006-03"))
    );
    assert_eq!(lines[19]["record"]["retracts"], 15);
    assert_eq!(lines[19]["record"]["event"], "MemberSuspended");
    assert_eq!(lines[18]["record"]["event"], "Corroborated");
    assert_eq!(lines[21]["record"]["after"], 14);
    assert_eq!(lines[22]["record"]["data"]["body_hex"], "0001ff");
    let (_, bytes) = &leaves(&log)[21];
    assert_eq!(lines[22]["leaf"], BASE64.encode(bytes));
}

#[test]
fn progress_rises_to_the_head() {
    let log = log_of(&histories::sample());
    let (mut there, mut back, mut text) = (Vec::new(), Vec::new(), Vec::new());
    assert_eq!(export(&log, &mut text, &mut |at| there.push(at)).unwrap(), Position::new(22));
    import(&mut text.as_slice(), &MemoryLog::new(), &mut |at| back.push(at)).unwrap();
    for reached in [there, back] {
        assert!(reached.is_sorted() && reached.last() == Some(&Position::new(22)), "{reached:?}");
    }
}

#[test]
fn blank_lines_carriage_returns_and_a_byte_order_mark_do_no_harm() {
    let text = exported(&log_of(&histories::sample()));
    let edited = format!("\u{feff}{}\r\n\r\n", text.trim_end().replace('\n', "\r\n"));
    imported(edited.as_bytes()).0.unwrap();
    imported(text.trim_end().as_bytes()).0.unwrap();
}

/// The sample archive with one of its lines (from 1) made into another; the error, and the head after it.
fn damaged(line: usize, make: impl FnOnce(&str) -> String) -> (ArchiveError, u64) {
    let text = exported(&log_of(&histories::sample()));
    let mut lines: Vec<String> = text.lines().map(|line| format!("{line}\n")).collect();
    lines[line - 1] = make(&lines[line - 1]);
    let (end, log) = imported(lines.concat().as_bytes());
    (end.unwrap_err(), log.head().unwrap().get())
}

fn edited(line: usize, edit: impl FnOnce(&mut Value)) -> (ArchiveError, u64) {
    damaged(line, |text| {
        let mut json: Value = serde_json::from_str(text).unwrap();
        edit(&mut json);
        format!("{json}\n")
    })
}

/// The line of a record that was changed, leaf and all.
fn rewritten(line: usize, change: impl FnOnce(&mut Record)) -> (ArchiveError, u64) {
    let mut record = histories::sample().into_iter().flatten().nth(line - 2).unwrap();
    change(&mut record);
    let leaf = BASE64.encode(&encode_record(&record).unwrap());
    let text = json!({"position": record.position, "leaf": leaf, "record": record_json(&record)}).to_string();
    damaged(line, |_| text + "\n")
}

/// The line of a record, one of whose bytes was changed.
fn patched(line: usize, at: usize, byte: u8) -> (ArchiveError, u64) {
    edited(line, |json| {
        let mut leaf = BASE64.decode(json["leaf"].as_str().unwrap().as_bytes()).unwrap();
        leaf[at] = byte;
        json["leaf"] = json!(BASE64.encode(&leaf));
    })
}

#[track_caller]
fn says((error, head): (ArchiveError, u64), expected: &str, recorded: u64) {
    assert!(error.to_string().starts_with(expected), "{error}\nexpected: {expected}");
    assert_eq!(head, recorded, "{error}");
}

#[test]
fn a_log_that_holds_records_is_refused() {
    let log = log_of(&histories::sample());
    let text = exported(&log);
    let error = import(&mut text.as_bytes(), &log, &mut |_| {}).unwrap_err();
    assert_eq!(error.to_string(), "the log already holds records (up to 22): import into a new, empty one");
    assert_eq!(leaves(&log).len(), 22);
}

#[test]
fn what_is_no_archive_says_so() {
    let none =
        "line 1: this is not an archive: its first line is not {\"format\":\"aoc.archive/1\",\"head\":…} ";
    let because = |why: &str| format!("{none}({why}");
    says((imported(b"").0.unwrap_err(), 0), &because("the file is empty"), 0);
    says(damaged(1, |_| "name,date\n".into()), &because("expected ident"), 0);
    says(damaged(1, |_| "{\"id\":\"a\",\"uncited\":true}\n".into()), &because("it has no `format`"), 0);
    says(damaged(1, |_| "[]\n".into()), &because("it has no `format`"), 0);
    says(edited(1, |json| json["format"] = json!("geojson")), &because("its `format` is another one"), 0);
    says(
        edited(1, |json| json["head"] = json!("22")),
        &because("invalid type: string \"22\", expected u64"),
        0,
    );
    says(edited(1, |json| json["count"] = json!(22)), &because("unknown field `count`"), 0);
    says(
        damaged(1, |_| format!("{{\"format\":\"{ARCHIVE_FORMAT}\"}}\n")),
        &because("missing field `head`"),
        0,
    );
}

#[test]
fn a_newer_archive_says_so() {
    let newer = edited(1, |json| *json = json!({"format": "aoc.archive/2", "more": {}}));
    says(
        newer,
        "line 1: the archive is of format `aoc.archive/2`; this version reads aoc.archive/1: import it with a newer version",
        0,
    );
}

#[test]
fn a_line_that_is_not_utf8_says_where() {
    let text = exported(&log_of(&histories::sample()));
    let mut bytes = text.into_bytes();
    let third = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).unwrap().0 + 1;
    bytes[third + 4] = 0xff;
    let (end, log) = imported(&bytes);
    says(
        (end.unwrap_err(), log.head().unwrap().get()),
        "line 3, byte 5: this is not UTF-8; save the file as UTF-8 text",
        0,
    );
}

/// A line without an end, and how much of it was read.
struct Endless {
    given: usize,
    len: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = buffer.len().min(self.len - self.given);
        buffer[..len].fill(b'x');
        self.given += len;
        Ok(len)
    }
}

#[test]
fn a_line_of_100_megabytes_is_refused_and_not_read() {
    let header = format!("{{\"format\":\"{ARCHIVE_FORMAT}\",\"head\":1}}\n");
    let mut endless = Endless { given: 0, len: 100_000_000 };
    let mut reader = BufReader::new(header.as_bytes().chain(&mut endless));
    let error = import(&mut reader, &MemoryLog::new(), &mut |_| {}).unwrap_err();
    assert!(matches!(&error, ArchiveError::Line(LineError::TooLong { limit: LineLimit::RECORD, .. })));
    assert!(error.to_string().starts_with("line 2 is longer than 4194304 bytes: no record is;"), "{error}");
    drop(reader);
    assert!(endless.given < 5_000_000, "{} bytes were read", endless.given);
}

#[test]
fn an_archive_that_was_cut_off_says_where_and_records_nothing_of_the_commit() {
    let cut = "line 17: the file ends in the middle of the line, so it was cut off; the records up to 13 were imported, nothing of this line's commit: get a whole copy";
    let text = exported(&log_of(&histories::sample()));
    let lines: Vec<&str> = text.lines().collect();
    let (before, last) = (lines[..16].join("\n") + "\n", lines[16]);
    for len in [1, 20, last.len() / 2, last.len() - 1] {
        let (end, log) = imported(format!("{before}{}", &last[..len]).as_bytes());
        says((end.unwrap_err(), log.head().unwrap().get()), cut, 13);
    }
    let mut in_a_character = format!("{before}{}", &last[..20]).into_bytes();
    in_a_character.extend(&"é".as_bytes()[..1]);
    says((imported(&in_a_character).0.unwrap_err(), 13), cut, 13);

    let (end, log) = imported(before.as_bytes());
    let unfinished = "the archive ends within the commit that starts with record 14, so it was cut off; the records up to 13 were imported, nothing of that commit: get a whole copy";
    says((end.unwrap_err(), log.head().unwrap().get()), unfinished, 13);

    let (end, log) = imported((lines[..17].join("\n") + "\n").as_bytes());
    let short = "the archive ends after record 16, but its header announces 22, so it was cut off; the records up to 16 were imported";
    says((end.unwrap_err(), log.head().unwrap().get()), short, 16);
}

#[test]
fn a_line_that_is_no_record_says_where() {
    let none =
        |byte: usize, why: &str| format!("line 15, byte {byte}: this is not a record of an archive: {why}");
    says(damaged(15, |_| "oops\n".into()), &none(1, "expected value"), 13);
    says(damaged(15, |_| "{\"position\":14,\n".into()), &none(15, "EOF while parsing"), 13);
    says(damaged(15, |text| text.replace("\"leaf\"", "\"leave\"")), &none(22, "unknown field `leave`"), 13);
    let (error, _) = damaged(15, |text| text.replacen("\"position\":14,", "", 1));
    assert!(matches!(error, ArchiveError::Json { why, .. } if why == "missing field `position`"));
}

#[test]
fn a_leaf_that_is_not_base64_says_where() {
    let spoilt = edited(16, |json| json["leaf"] = json!(format!("AA*A{}", json["leaf"].as_str().unwrap())));
    says(
        spoilt,
        "line 16: byte 3 of `leaf` is not base64 (RFC 4648 section 4, padded): invalid symbol; get an unaltered copy",
        13,
    );
    let short = edited(16, |json| json["leaf"] = json!("AAA"));
    says(short, "line 16: byte 1 of `leaf` is not base64 (RFC 4648 section 4, padded): invalid length", 13);
}

#[test]
fn a_leaf_that_is_no_record_says_why() {
    says(
        edited(16, |json| json["leaf"] = json!("")),
        "line 16: the leaf's bytes are not a record: 0 bytes are too few",
        13,
    );
    says(
        patched(16, 0, 9),
        "line 16: the leaf's bytes are not a record: the record has format version 9, written by a newer version",
        13,
    );
    let (error, _) = patched(16, 4, 9);
    assert!(matches!(&error, ArchiveError::Leaf { cause: RecordError::Body(_), .. }), "{error:?}");
    says(
        (error, 13),
        "line 16: the leaf's bytes are not a record: MemberSuspended in schema version 2305 is not known to this version",
        13,
    );
}

#[test]
fn an_unknown_kind_says_so() {
    let (error, head) = patched(16, 2, 0x7f);
    assert!(
        matches!(&error, ArchiveError::UnknownKind { kind, .. } if *kind == Kind::new(0x7f04)),
        "{error:?}"
    );
    says(
        (error, head),
        "line 16: events of kind 0x7f04 are not known to this version: import the archive with a newer one",
        13,
    );
}

#[test]
fn what_can_be_read_must_be_what_the_leaf_says() {
    let altered = |field: &str, leaf: &str, readable: &str| {
        format!(
            "line 18: `{field}` is {leaf} in the leaf, but {readable} where it can be read: one of them was altered; get an unaltered copy"
        )
    };
    let date = edited(18, |json| json["record"]["date"] = json!("2005"));
    assert!(
        matches!(&date.0, ArchiveError::Disagrees { difference, .. } if difference.field == "record.date")
    );
    says(date, &altered("record.date", "\"2006-03\"", "\"2005\""), 16);
    says(edited(18, |json| json["position"] = json!(99)), &altered("position", "17", "99"), 16);
    says(
        edited(18, |json| json["record"]["cites"][0]["at"] = json!("p. 9")),
        &altered("record.cites[0].at", "absent", "\"p. 9\""),
        16,
    );
    says(
        edited(18, |json| json["record"] = json!("\u{1b}[31m")),
        "line 18: `record` is {\"position\":17,",
        16,
    );
    let gone = edited(18, |json| {
        json["record"].as_object_mut().unwrap().remove("reason");
    });
    says(gone, &altered("record.reason", "\"more precise\"", "absent"), 16);
    let (error, _) = edited(18, |json| json["record"]["\u{1b}".repeat(999)] = json!("x".repeat(999)));
    assert!(error.to_string().len() < 900 && !error.to_string().contains('\u{1b}'), "{error}");
    let id = |json: &Value| json["record"]["id"].clone();
    let leaf_of_another =
        edited(18, |json| json["leaf"] = json!(BASE64.encode(&leaves(&log_of(&histories::sample()))[0].1)));
    assert!(matches!(leaf_of_another.0, ArchiveError::Disagrees { .. }));
    assert_ne!(id(&json!({"record": record_json(&histories::sample()[0][0])})), Value::Null);
}

#[test]
fn positions_are_dense() {
    let text = exported(&log_of(&histories::sample()));
    let lines: Vec<&str> = text.lines().collect();
    let doubled = damaged(17, |_| format!("{}\n", lines[15]));
    says(
        doubled,
        "line 17: record 15 stands where record 16 belongs: lines are missing, doubled or out of order; get an unaltered copy",
        13,
    );
    says(damaged(16, |_| String::new()), "line 16: record 16 stands where record 15 belongs", 13);
}

#[test]
fn commits_are_whole_and_in_order() {
    let torn = rewritten(16, |record| record.commit = Position::new(15));
    says(
        torn,
        "line 16: the record belongs to the commit that starts with record 15, but stands in the one of record 14: get an unaltered copy",
        13,
    );
    let early_end = rewritten(16, |record| record.end = CommitEnd::Last);
    says(
        early_end,
        "line 17: the record belongs to the commit that starts with record 14, but stands in the one of record 16",
        15,
    );
    let no_end = rewritten(17, |record| record.end = CommitEnd::Open);
    says(
        no_end,
        "line 18: the record belongs to the commit that starts with record 17, but stands in the one of record 14",
        13,
    );
}

#[test]
fn the_time_rises_from_commit_to_commit() {
    let before = histories::sample()[0][0].recorded_at;
    let within = rewritten(16, |record| record.recorded_at = record.recorded_at.next());
    says(
        within,
        "line 16: the record was recorded at 2023-11-14T22:13:20.000002Z, which does not fit the record before it (2023-11-14T22:13:20.000001Z)",
        13,
    );
    let (error, head) = rewritten(18, |record| record.recorded_at = before);
    assert!(matches!(error, ArchiveError::Time { found, .. } if found == before), "{error:?}");
    assert_eq!(head, 16);
}

#[test]
fn more_records_than_announced_are_refused() {
    let fewer = edited(1, |json| json["head"] = json!(16));
    says(fewer, "line 18: the header announces 16 records, and this is one more: get an unaltered copy", 16);
}

/// A log that takes commits of one record only, or none at all.
struct Narrow {
    inner: MemoryLog,
    fails: bool,
}

impl EventLog for Narrow {
    fn head(&self) -> Result<Position, aoc_store::Error> {
        self.inner.head()
    }

    fn append(&self, expected: Position, frames: &[Frame]) -> Result<aoc_store::Receipt, AppendError> {
        if self.fails { Err(AppendError::Refused) } else { self.inner.append(expected, frames) }
    }

    fn stored(&self, from: Position) -> Result<aoc_store::StoredFrames<'_>, aoc_store::Error> {
        self.inner.stored(from)
    }

    fn frame(&self, position: Position) -> Result<Option<Frame>, aoc_store::Error> {
        self.inner.frame(position)
    }

    fn wait(&self, after: Position, timeout: std::time::Duration) -> Result<Position, aoc_store::Error> {
        self.inner.wait(after, timeout)
    }

    fn limits(&self) -> aoc_store::Limits {
        aoc_store::Limits { commit_records_max: if self.fails { 100 } else { 1 }, ..self.inner.limits() }
    }
}

#[test]
fn what_the_log_does_not_take_says_so() {
    let text = exported(&log_of(&histories::sample()));
    let error_of = |fails| {
        let log = Narrow { inner: MemoryLog::new(), fails };
        (import(&mut text.as_bytes(), &log, &mut |_| {}).unwrap_err(), log.head().unwrap().get())
    };
    says(error_of(true), "the commit that starts with record 1 cannot be appended: nothing was written", 0);
    says(
        error_of(false),
        "line 3: the commit that starts with record 1 has more than 1 records, the most that this log takes at once",
        0,
    );
}

/// Gives so much and then fails.
struct Failing<'t>(&'t [u8]);

impl Read for Failing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.0.read(buffer)?;
        if len == 0 { Err(io::Error::other("the disk is gone")) } else { Ok(len) }
    }
}

impl io::Write for Failing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let len = self.0.len().min(bytes.len());
        self.0 = &self.0[len..];
        if len == 0 { Err(io::Error::other("the disk is full")) } else { Ok(len) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_file_that_cannot_be_read_or_written_says_so() {
    let log = log_of(&histories::sample());
    let text = exported(&log);
    let fourth: usize = text.lines().take(3).map(|line| line.len() + 1).sum();
    let mut reader = BufReader::new(Failing(&text.as_bytes()[..fourth + 5]));
    let (reader, copy): (&mut dyn BufRead, _) = (&mut reader, MemoryLog::new());
    let error = import(reader, &copy, &mut |_| {}).unwrap_err();
    says((error, copy.head().unwrap().get()), "line 4 cannot be read: the disk is gone", 0);
    let error = export(&log, &mut Failing(&[0; 1000]), &mut |_| {}).unwrap_err();
    says((error, 0), "the archive cannot be written: the disk is full", 0);
}

#[test]
fn a_record_that_this_version_cannot_read_is_not_exported() {
    let record = &histories::sample()[0][0];
    let mut leaf = encode_record(record).unwrap();
    leaf[2] = 0x7f;
    leaf[1] = 1; // alone in its commit
    let log = MemoryLog::new();
    log.append(Position::START, &Frame::of_leaves(&[leaf]).unwrap()).unwrap();
    let error = export(&log, &mut Vec::new(), &mut |_| {}).unwrap_err();
    says((error, 0), "record 1 cannot be exported: event kind 0x7f01 is not known to this version", 0);
    assert_eq!(record.schema, SchemaVersion::V1);
}
